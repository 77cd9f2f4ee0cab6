"""Verbs that outlive the answer: remedies with their proof, and the ombudsman's enquiries and decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.accounts.models import Person
from casework.complaints import rules
from casework.complaints.kinds import MONEY, OmbudsmanOutcome, RemedyKind
from casework.complaints.models import Complaint, ComplaintPoint
from casework.complaints.moving import made
from casework.complaints.records import OmbudsmanCase, OmbudsmanRecommendation, Remedy
from casework.complaints.rules import Move
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


@dataclass(frozen=True)
class Asked:
    """What the ombudsman recommends, and by when."""

    what: str
    due_on: date


def add_remedy(
    case: Complaint,
    *,
    kind: RemedyKind,
    by: Person,
    point: ComplaintPoint | None = None,
    what: str | None = None,
    pounds: Decimal | None = None,
    due_on: date | None = None,
    goodwill_reason: str | None = None,
) -> Remedy:
    """Something to put things right: for a point with fault, or with the reason why it is given as goodwill."""
    rules.check_move(case, Move.REMEDY)
    rules.check_remedy(point.outcome if point else case.outcome, goodwill_reason)
    if pounds is not None and kind not in MONEY:
        raise RuleBroken("Only a payment or a write-off has an amount", "pounds")
    if kind == RemedyKind.FINANCIAL_REDRESS and pounds is None:
        raise RuleBroken("Enter an amount in pounds, like 500", "pounds")
    remedy = Remedy(
        kind=kind,
        point_id=point.id if point else None,
        what=what or None,
        pounds=pounds,
        due_on=due_on,
        goodwill_reason=(goodwill_reason or "").strip() or None,
        added_by_id=by.id,
    )
    case.remedies.append(remedy)
    made(case, Event.REMEDY_ADDED, by=by, words=f"added a remedy: {kind.words.lower()}",
         changes={"Due": (None, due_on), "Pounds": (None, pounds)})  # fmt: skip
    return remedy


def prove_remedy(case: Complaint, remedy: Remedy, *, on: date, proof: str, by: Person) -> None:
    """Record that a remedy was done and what shows it."""
    rules.check_move(case, Move.REMEDY)
    if remedy.done_on is not None:
        raise RuleBroken("This remedy is done already")
    _check_past(on, "done_on")
    remedy.done_on, remedy.proof = on, proof
    made(case, Event.REMEDY_PROVED, by=by, words=f"recorded proof of a remedy: {remedy.kind.words.lower()}",
         changes={"Done on": (None, on)})  # fmt: skip


def _check_past(on: date, field: str) -> None:
    if on > clock.today():
        raise RuleBroken("The date must be today or in the past", field)


def add_enquiry(
    case: Complaint, *, on: date, reference: str | None, answer_due_on: date | None, by: Person
) -> OmbudsmanCase:
    """The ombudsman asks about the case."""
    rules.check_move(case, Move.OMBUDSMAN)
    _check_past(on, "enquiry_on")
    if fault := rules.fault_of_enquiry(case.received_on, on):
        raise RuleBroken(fault, "enquiry_on")
    if answer_due_on and answer_due_on < on:
        raise RuleBroken("Answer due must be the same as or after the day it was received", "answer_due_on")
    enquiry = OmbudsmanCase(enquiry_on=on, their_reference=reference or None, answer_due_on=answer_due_on)
    case.ombudsman_cases.append(enquiry)
    made(case, Event.OMBUDSMAN_ADDED, by=by, words=f"recorded an enquiry of the ombudsman, {words.full_date(on)}")
    return enquiry


def answer_enquiry(case: Complaint, enquiry: OmbudsmanCase, *, on: date, by: Person) -> None:
    """Record that we answered the ombudsman."""
    rules.check_move(case, Move.OMBUDSMAN)
    _check_past(on, "answered_on")
    if on < enquiry.enquiry_on:
        raise RuleBroken(
            f"Answered on must be the same as or after the enquiry, {words.full_date(enquiry.enquiry_on)}",
            "answered_on",
        )
    enquiry.answered_on = on
    made(case, Event.OMBUDSMAN_ADDED, by=by, words=f"recorded our answer to the ombudsman, {words.full_date(on)}")


def check_decide(case: Complaint) -> OmbudsmanCase:
    """The enquiry that waits for a decision; RuleBroken when there is none."""
    waiting = [enquiry for enquiry in case.ombudsman_cases if enquiry.decided_on is None]
    if not waiting:
        raise RuleBroken("Add the ombudsman's enquiry first")
    return waiting[0]


def decide_enquiry(
    case: Complaint,
    enquiry: OmbudsmanCase,
    *,
    on: date,
    outcome: OmbudsmanOutcome,
    fault: str | None,
    asked: Sequence[Asked],
    was_remedied_before: bool | None,
    by: Person,
) -> None:
    """Record what the ombudsman decided and what is recommended by when."""
    rules.check_move(case, Move.OMBUDSMAN)
    _check_past(on, "decided_on")
    if enquiry.decided_on is not None:
        raise RuleBroken("This decision was recorded already")
    if fault := rules.fault_of_decision(enquiry.enquiry_on, on):
        raise RuleBroken(fault, "decided_on")
    if asked and outcome != OmbudsmanOutcome.UPHELD:
        raise RuleBroken("Only an upheld decision has recommendations", "what")
    enquiry.decided_on, enquiry.outcome, enquiry.fault = on, outcome, fault or None
    enquiry.was_remedied_before = was_remedied_before
    enquiry.recommendations.extend(OmbudsmanRecommendation(what=one.what, due_on=one.due_on) for one in asked)
    made(case, Event.OMBUDSMAN_DECIDED, by=by,
         words=f"recorded the ombudsman's decision: {outcome.words.lower()}, {words.full_date(on)}",
         changes={"Recommendations": (None, len(asked) or None)})  # fmt: skip


@dataclass(frozen=True)
class Recorded:
    """What is recorded of an enquiry and its decision, as it should stand."""

    their_reference: str | None
    enquiry_on: date
    decided_on: date | None = None
    outcome: OmbudsmanOutcome | None = None
    fault: str | None = None
    was_remedied_before: bool | None = None


def correct_enquiry(case: Complaint, enquiry: OmbudsmanCase, *, recorded: Recorded, reason: str, by: Person) -> None:
    """Write an enquiry as it was: a log that came with a file, or the ombudsman's own list, may know it better.

    A decision stays one: it can be corrected, not taken back. Recommendations are not touched.
    """
    rules.check_move(case, Move.OMBUDSMAN)
    _check_past(recorded.enquiry_on, "enquiry_on")
    if fault := rules.fault_of_enquiry(case.received_on, recorded.enquiry_on):
        raise RuleBroken(fault, "enquiry_on")
    if bool(enquiry.decided_on) != bool(recorded.decided_on) or bool(recorded.decided_on) != bool(recorded.outcome):
        raise RuleBroken("A decision needs both its day and its outcome", "decided_on")
    if recorded.decided_on:
        _check_past(recorded.decided_on, "decided_on")
        if fault := rules.fault_of_decision(recorded.enquiry_on, recorded.decided_on):
            raise RuleBroken(fault, "decided_on")
    if enquiry.recommendations and recorded.outcome != OmbudsmanOutcome.UPHELD:
        raise RuleBroken("It has recommendations: only an upheld decision has them", "outcome")
    if enquiry.answered_on and enquiry.answered_on < recorded.enquiry_on:
        raise RuleBroken(f"We answered on {words.full_date(enquiry.answered_on)}, before that day", "enquiry_on")
    shown = {
        "enquiry_on": "Enquiry",
        "decided_on": "Decided on",
        "outcome": "Outcome",
        "was_remedied_before": "Put right before",
    }
    changes = {label: (getattr(enquiry, name), getattr(recorded, name)) for name, label in shown.items()}
    for name, fact in vars(recorded).items():
        setattr(enquiry, name, fact)
    made(case, Event.OMBUDSMAN_ADDED, by=by, reason=reason, changes=changes,
         words="corrected what is recorded of the ombudsman")  # fmt: skip


def prove_recommendation(case: Complaint, asked: OmbudsmanRecommendation, *, on: date, proof: str, by: Person) -> None:
    """Record that a recommendation was carried out and what shows it."""
    rules.check_move(case, Move.OMBUDSMAN)
    if asked.done_on is not None:
        raise RuleBroken("This recommendation is done already")
    _check_past(on, "done_on")
    asked.done_on, asked.proof = on, proof
    late = on > asked.due_on
    made(case, Event.REMEDY_PROVED, by=by, changes={"Done on": (None, on)},
         words=f"recorded proof of a recommendation, {'late' if late else 'in time'}")  # fmt: skip
    db.session.flush()
