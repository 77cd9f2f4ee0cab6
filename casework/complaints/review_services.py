"""How a review ends that they no longer want: the answer they had stands. Its request and reply: answer_services."""

from datetime import date

from casework.accounts.models import Person
from casework.complaints import rules
from casework.complaints.kinds import Status
from casework.complaints.models import Complaint
from casework.complaints.moving import made
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


def end_review(case: Complaint, *, on: date, reason: str, by: Person) -> None:
    """Take back the request for another look: what was found stays found, and the case ends with its answer."""
    rules.check_decided(case, "end the review")
    asked = case.review_requested_on
    if asked is None:
        raise RuleBroken("They did not ask for a review")
    if on > clock.today():
        raise RuleBroken("Date withdrawn must be today or in the past", "withdrawn_on")
    if on < asked:
        raise RuleBroken(
            f"Date withdrawn must be the same as or after review asked for on, {words.full_date(asked)}", "withdrawn_on"
        )
    case.review_requested_on = case.review_acknowledged_on = None
    old, case.status = case.status, Status.CLOSED
    case.outcome = rules.outcome_of([point.outcome for point in case.points])
    case.closed_on, case.ended_reason = case.responded_on, reason
    made(case, Event.COMPLAINT_CLOSED, by=by,
         words=f"recorded that they no longer want the review asked for on {words.full_date(asked)}",
         changes={"Status": (old, case.status), "Outcome": (None, case.outcome)})  # fmt: skip
