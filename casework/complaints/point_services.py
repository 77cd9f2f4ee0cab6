"""Verbs of a point: add, give, decide. The trail's subject is the case, so that its history is read in one place."""

from collections.abc import Collection
from dataclasses import dataclass

from casework.accounts.models import Person
from casework.complaints import rules
from casework.complaints.access_services import allow
from casework.complaints.kinds import Outcome, Status
from casework.complaints.models import Complaint, ComplaintPoint
from casework.complaints.moving import made
from casework.complaints.records import ComplaintAnswer
from casework.complaints.rules import Move
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


@dataclass(frozen=True)
class Finding:
    """What was looked at and found about a point; with `outcome` None it is saved, not decided."""

    outcome: Outcome | None = None
    looked_at: str | None = None
    found: str | None = None
    because: str | None = None
    injustice: str | None = None
    learning: str | None = None
    is_wider: bool = False


def add_point(case: Complaint, *, title: str, by: Person, investigator: Person | None = None) -> ComplaintPoint:
    """One more thing that was said. There is no limit."""
    rules.check_move(case, Move.ADD_POINT)
    if not title.strip():
        raise RuleBroken("Enter what the point is", "title")
    number = max((point.number for point in case.points), default=0) + 1
    point = ComplaintPoint(number=number, title=title.strip())
    case.points.append(point)
    _unseal(case)
    made(case, Event.POINT_ADDED, by=by, words=f"added point {number}")
    if investigator is not None:
        give_point(point, investigator=investigator, by=by)
    return point


def give_point(point: ComplaintPoint, *, investigator: Person | None, by: Person) -> None:
    """Say who decides the point; never somebody whom the complaint names."""
    case = point.complaint
    rules.check_move(case, Move.ADD_POINT)
    if investigator is not None:
        rules.check_not_named(investigator.id, {row.person_id for row in case.named}, self_words=False)
        allow(case, investigator)
    before = point.investigator.name if point.investigator else None
    point.investigator = investigator
    after = investigator.name if investigator else None
    if before != after:
        made(case, Event.POINT_CHANGED, by=by, words=f"said who decides point {point.number}",
             changes={"Who decides": (before, after)})  # fmt: skip


def decide_point(point: ComplaintPoint, *, finding: Finding, by: Person) -> None:
    """Decide a point: upheld, partly upheld, not upheld or no finding, and why."""
    case = point.complaint
    rules.check_move(case, Move.DECIDE)
    rules.check_decide(point, finding.outcome, by.id, {row.person_id for row in case.named})
    if not (finding.because or "").strip():
        raise RuleBroken("Say why you found this", "because")
    before = point.outcome
    _write(point, finding)
    point.outcome, point.decided_on, point.decided_by_id = finding.outcome, clock.today(), by.id
    old = case.status
    if case.status == Status.ACKNOWLEDGED:
        case.status = Status.INVESTIGATING
    _unseal(case)
    outcome = finding.outcome.words.lower() if finding.outcome else ""
    made(case, Event.POINT_DECIDED, by=by, words=f"decided point {point.number}: {outcome}",
         changes={f"Point {point.number}": (before, point.outcome), "Status": (old, case.status)})  # fmt: skip


def save_point(point: ComplaintPoint, *, finding: Finding, by: Person) -> None:
    """Keep what was written so far without deciding."""
    case = point.complaint
    rules.check_move(case, Move.DECIDE)
    rules.check_not_named(by.id, {row.person_id for row in case.named})
    _write(point, finding)
    made(case, Event.POINT_CHANGED, by=by, words=f"wrote about point {point.number}")


def take_back(case: Complaint, people: Collection[int], *, by: Person) -> None:
    """The complaint names these people after all: what they did in it and has not gone out counts no longer.

    Points they were given are nobody's, and what they found must be found by somebody else; an answer in hand that
    they looked at as head of service, or checked or signed, needs that anew.
    """
    for point in case.points:
        if point.investigator_id in people:
            point.investigator = None
        if point.decided_by_id in people:
            point.outcome = point.decided_on = point.decided_by_id = None
            made(case, Event.POINT_CHANGED, by=by,
                 words=f"took back the finding of point {point.number}, made by a colleague it names")  # fmt: skip
    for answer in case.answers:
        if answer.sent_on is None and answer.head_reviewer_id in people:
            answer.head_reviewer = answer.head_reviewed_by = None
    _unseal(case)


def _write(point: ComplaintPoint, finding: Finding) -> None:
    for name, text in vars(finding).items():
        if name != "outcome":
            setattr(point, name, text if name == "is_wider" else (text or None))


def _unseal(case: Complaint) -> None:
    """A point changed: a drafted answer that was checked or signed must be again."""
    for answer in case.answers:
        if answer.sent_on is None:
            unseal(answer)
    db.session.flush()


def unseal(answer: ComplaintAnswer) -> None:
    """Take back a check and a signature, because what they were given to has changed."""
    answer.checked_by_id = answer.checked_at = None
    answer.signed_by_id = answer.signed_at = answer.signed_as = answer.signed_text_hash = None
