"""What every verb of a case shares: check the move, work out the next date, record it."""

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from casework.accounts.models import Person
from casework.complaints import clocks
from casework.complaints.models import Complaint
from casework.complaints.terms import calendar_of
from casework.extensions import db
from casework.kit import clock
from casework.trail import services as trail
from casework.trail.events import Event

Changes = dict[str, tuple[Any, Any]]


def set_next(case: Complaint) -> None:
    """Keep the soonest date that is still to be met: what lists are sorted by."""
    soonest = clocks.next_of(case, calendar_of(case.organisation_id), today=clock.today())
    case.next_on = soonest.due_on if soonest else None
    case.next_step = soonest.step if soonest else None


def made(
    case: Complaint,
    event: Event,
    *,
    by: Person | None,
    words: str,
    changes: Changes | None = None,
    reason: str | None = None,
) -> None:
    """After a change: the case's version moves on, its next date is worked out again, the trail has it.

    `words` and `changes` name no person and quote nothing that anybody said: the trail is never redacted lightly.
    """
    db.session.flush()
    case.changed_at = clock.now()
    flag_modified(case, "changed_at")  # two changes within one tick of the clock move the version twice
    case.is_imported = False  # handled here from now on: an older file cannot take it back
    set_next(case)
    trail.record(event, case, by=by, words=words, changes=changes, reason=reason)
    if case.is_restricted:
        trail.hide(case)
