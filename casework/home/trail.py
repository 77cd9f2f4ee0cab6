"""The trail as a page for auditors: what happened, newest first, and whether the chain is whole.

It stands here and not in casework/trail, because the trail lies below the room that knows roles.
"""

from datetime import datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.kit import clock
from casework.kit.doors import needs
from casework.trail import queries
from casework.trail.events import Event
from casework.trail.verify import verify

room = Blueprint("trail", __name__)
USUAL_DAYS = 7
NOUNS = sorted({event.value.split(":")[0] for event in Event})


@room.get("/trail")
@needs(Need.READ_TRAIL)
def show() -> ResponseReturnValue:
    """Entries of the last days, filtered by record, kind and number of days; GET holds codes and references only."""
    reference = request.args.get("reference", "").strip()[:60] or None
    noun = request.args.get("about") if request.args.get("about") in NOUNS else None
    days = request.args.get("days", type=int)
    days = days if days in (1, 7, 30, 365, 0) else USUAL_DAYS
    entries = queries.list_entries(
        seen_by=current_user,
        reference=reference,
        events=[event for event in Event if noun and event.value.startswith(f"{noun}:")],
        since=_start_of(days) if days and not reference else None,
        before_id=request.args.get("before", type=int),
    )
    shown = entries[: queries.PAGE]
    return render_template(
        "trail/show.html",
        entries=shown,
        next_before=shown[-1].id if len(entries) > queries.PAGE else None,
        reference=reference,
        about=noun,
        nouns=NOUNS,
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
