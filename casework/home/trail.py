"""The trail as a page for auditors: what happened, newest first, and whether the chain is whole.

It stands here and not in casework/trail, because the trail lies below the room that knows roles.
"""

from datetime import datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import queries as accounts
from casework.accounts.roles import Need
from casework.home import trail_filter
from casework.kit import clock
from casework.kit.doors import needs
from casework.trail import queries
from casework.trail.verify import verify

room = Blueprint("trail", __name__)
USUAL_DAYS = 7


@room.get("/trail")
@needs(Need.READ_TRAIL)
def show() -> ResponseReturnValue:
    """Entries of the last days, filtered by record, person, kind and days; GET holds codes and references only."""
    reference = request.args.get("reference", "").strip()[:60] or None
    events = trail_filter.events_about(request.args.get("about"))
    reader = accounts.trail_reader(current_user)
    people = accounts.list_named(seen_by=reader)
    who = next((number for number, _ in people if number == request.args.get("who", type=int)), None)
    days = request.args.get("days", type=int)
    days = days if days in (1, 7, 30, 365, 0) else USUAL_DAYS
    entries = queries.list_entries(
        seen_by=reader,
        reference=reference,
        actor_id=who,
        events=events,
        since=_start_of(days) if days and not reference else None,
        before_id=request.args.get("before", type=int),
    )
    shown = entries[: queries.PAGE]
    return render_template(
        "trail/show.html",
        entries=shown,
        next_before=shown[-1].id if len(entries) > queries.PAGE else None,
        reference=reference,
        about=request.args.get("about") if events else None,
        choices=trail_filter.CHOICES,
        who=who,
        people=people,
        days=days,
        is_first=not request.args.get("before"),
    )


@room.get("/trail/check")
@needs(Need.READ_TRAIL)
def check() -> ResponseReturnValue:
    """Walk the whole chain now and say whether it is whole."""
    return render_template("trail/check.html", verdict=verify(), checked_at=clock.now())


def _start_of(days: int) -> datetime:
    """Midnight in England `days` days ago."""
    return datetime.combine(clock.today() - timedelta(days=days), time(), clock.ENGLAND)
