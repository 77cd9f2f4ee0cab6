"""More time under the Complaint Handling Code, and the acknowledgement of a review: corporate complaints only.

Code, sections 6 and 7: at most 10 working days more for the answer and 20 for the review, with a good reason, told to
the person together with how to reach the ombudsman. It is no law: dates of the Regulations know no extension of ours.
"""

from datetime import date

from casework.accounts.models import Person
from casework.complaints import clocks, code_clocks, rules
from casework.complaints.kinds import Channel, Direction, LetterKind, NextStep, Route
from casework.complaints.letters import names_ombudsman
from casework.complaints.models import Complaint
from casework.complaints.moving import made
from casework.complaints.plan_services import write
from casework.complaints.rules import Move
from casework.complaints.terms import calendar_of
from casework.complaints.work_records import ComplaintExtension
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


def may_extend(case: Complaint) -> bool:
    """Whether the stage in hand can still be given more time: corporate, not extended, and its day has not passed."""
    if case.route != Route.CORPORATE or not rules.may_move(case.status, Move.EXTEND):
        return False
    stage = code_clocks.stage_of(case)
    return code_clocks.extension_of(case, stage) is None and clock.today() <= answer_by(case)


def answer_by(case: Complaint) -> date:
    """The day of the answer under the Code, as it stands."""
    found = clocks.clocks_of(case, calendar_of(case.organisation_id), today=clock.today())
    return next(one.due_on for one in found if one.step == NextStep.TARGET)


def extend(case: Complaint, *, days: int, reason: str, text: str, way: Channel, on: date, by: Person) -> None:
    """Take more time for the stage in hand, and keep the letter that told them why."""
    rules.check_move(case, Move.EXTEND)
    if case.route != Route.CORPORATE:
        raise RuleBroken("Only a corporate complaint is extended this way. Agree longer with them")
    stage = code_clocks.stage_of(case)
    if code_clocks.extension_of(case, stage):
        raise RuleBroken("This stage was extended once. The Code allows no second extension")
    due, most = answer_by(case), code_clocks.CODE_LONGER[stage]
    if max(on, clock.today()) > due:
        raise RuleBroken(
            f"The answer was due on {words.long_date(due)}. It must be extended before that day passes", "on"
        )
    if not 1 <= days <= most:
        raise RuleBroken(f"Days must be between 1 and {most}", "days")
    if way.is_oral:
        raise RuleBroken("They must be told in writing", "way")
    if not names_ombudsman(text):
        raise RuleBroken("The letter must say how to reach the ombudsman", "text")
    case.extensions.append(
        ComplaintExtension(stage=stage, days=days, reason=reason, told_on=on, noted_by_id=by.id, noted_at=clock.now())
    )
    write(case, kind=LetterKind.DELAY, direction=Direction.SENT, way=way, on=on, with_whom=None, text=text, by=by)
    made(case, Event.COMPLAINT_CHANGED, by=by,
         words=f"took {words.plural(days, 'working day')} more under the Complaint Handling Code",
         changes={"Answer": (due, answer_by(case))})  # fmt: skip


def acknowledge_review(case: Complaint, *, on: date, by: Person) -> None:
    """Record that they were told we have their request for a review; the Code counts from here."""
    rules.check_move(case, Move.ACKNOWLEDGE_REVIEW)
    asked = case.review_requested_on
    if asked is None or case.route != Route.CORPORATE:
        raise RuleBroken("Only the review of a corporate complaint is acknowledged")
    if case.review_acknowledged_on is not None:
        raise RuleBroken("The review was acknowledged already")
    if on > clock.today():
        raise RuleBroken("Acknowledged on must be today or in the past", "on")
    if on < asked:
        raise RuleBroken(
            f"Acknowledged on must be the same as or after review asked for on, {words.full_date(asked)}", "on"
        )
    case.review_acknowledged_on = on
    made(case, Event.COMPLAINT_CHANGED, by=by, words=f"acknowledged the request for a review, {words.full_date(on)}")
