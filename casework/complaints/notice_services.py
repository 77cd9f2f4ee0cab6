"""The written notice to somebody whose complaint is excluded, or refused because it came too late; it ends the case.

Regulation 8(2): whoever complains is told in writing, as soon as reasonably practicable, that it is excluded and why;
not needed for 8(1)(c). Regulation 12: after 12 months the council may refuse, and says why.
"""

from datetime import date

from casework.accounts.models import Person
from casework.complaints import rules
from casework.complaints.kinds import Channel, Direction, Ground, LetterKind, Outcome, Route, Status
from casework.complaints.models import Complaint
from casework.complaints.moving import made
from casework.complaints.plan_services import write
from casework.complaints.rules import Move
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


def is_excluded(case: Complaint) -> bool:
    """Whether the Regulations leave the case out and the person must be told so."""
    return case.route == Route.EXCLUDED and case.excluded_ground != Ground.SETTLED_NEXT_DAY


def needs_notice(case: Complaint) -> bool:
    """Whether the case ends with a notice: it is excluded, or refused as too late."""
    refused = case.is_late_accepted is False and case.route == Route.STATUTORY and case.responded_on is None
    return rules.may_move(case.status, Move.CLOSE) and (is_excluded(case) or refused)


def send_notice(case: Complaint, *, on: date, way: Channel, text: str, by: Person) -> None:
    """Keep the notice that was sent and close the case with it; a complaint nobody acknowledged is by it."""
    rules.check_move(case, Move.CLOSE)
    if not needs_notice(case):
        raise RuleBroken("Only a complaint that is excluded or refused as too late ends with a notice")
    if way.is_oral:
        raise RuleBroken("They must be told in writing", "way")
    rules.check_dates(case, clock.today(), field="on", closed_on=on)
    if "[" in text:
        raise RuleBroken("Fill in what stands in brackets, or take it out", "text")
    excluded = is_excluded(case)
    old, case.status = case.status, Status.CLOSED
    if not excluded and case.acknowledged_on is None:
        case.acknowledged_on, case.acknowledged_by_way = on, way
    case.closed_on, case.outcome = on, Outcome.NO_FINDING
    case.ended_reason = (
        f"They were told that it is excluded: {case.excluded_ground.words}" if excluded and case.excluded_ground
        else "They were told that it came too late to be looked into"
    )  # fmt: skip
    write(case, kind=LetterKind.EXCLUSION, direction=Direction.SENT, way=way, on=on, with_whom=None, text=text, by=by)
    what = "it is excluded" if excluded else "it came too late"
    made(case, Event.COMPLAINT_CLOSED, by=by, words=f"sent the notice that {what}, {words.full_date(on)}",
         changes={"Status": (old, case.status)})  # fmt: skip
