"""Correcting what was logged: who told us and how to reach them at any time, the rest until it was acknowledged.

How it came, when, and what was said are what the dates by law and the investigation rest on: once the complaint is
acknowledged, or the concern settled, they stay.
"""

from casework.accounts.models import Person
from casework.complaints import rules
from casework.complaints.kinds import Status
from casework.complaints.models import Complaint
from casework.complaints.moving import made
from casework.complaints.rules import Move
from casework.complaints.services import Told
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail.events import Event

LABELS = {
    "received_on": "date received",
    "channel": "how it reached us",
    "what_said": "what was said",
    "told_by_name": "who told us",
    "told_by": "who they are",
    "adult_reference": "who it is about",
    "contact": "how to reach them",
}
FIXED = ("received_on", "channel", "what_said")  # once it was acknowledged
BEFORE = (Status.OPEN, Status.NEW)


def fixed_of(case: Complaint) -> tuple[str, ...]:
    """What can no longer be corrected."""
    return () if case.status in BEFORE and case.acknowledged_on is None else FIXED


def correct(case: Complaint, *, told: Told, reason: str | None, by: Person) -> None:
    """Write what was told over what was logged. The trail says which answers changed, and quotes only day and way."""
    rules.check_move(case, Move.CORRECT)
    changed = [name for name in LABELS if (getattr(case, name) or None) != (getattr(told, name) or None)]
    if not changed:
        raise RuleBroken("Change an answer, or cancel")
    for name in fixed_of(case):
        if name in changed:
            raise RuleBroken(f"The {LABELS[name]} stays as it was when it was acknowledged", name)
    if "what_said" in changed and not told.what_said:
        raise RuleBroken("Enter what was said", "what_said")
    if set(FIXED) & set(changed) and not (reason or "").strip():
        raise RuleBroken("Say why it changes", "reason")
    if "channel" in changed:
        _check_channel(case, told)
    if "received_on" in changed:
        _check_day(case, told)
    said = f"corrected what was logged: {words.listed([_said(case, name) for name in changed])}"
    changes = {LABELS[name]: (getattr(case, name), getattr(told, name)) for name in changed if name in FIXED[:2]}
    for name in changed:
        setattr(case, name, getattr(told, name) or None)
    if "told_by" in changed:
        case.told_by_words = None
    if case.matter_on and case.is_late_accepted is None and rules.is_over_12_months(case.matter_on, case.received_on):
        case.sorted_at = None  # whether it is looked into after 12 months is asked again
    made(case, Event.COMPLAINT_CHANGED, by=by, words=said, changes=changes, reason=reason)


def _said(case: Complaint, name: str) -> str:
    """The answer that changed, with its day before."""
    return f"date received, {words.full_date(case.received_on)} before" if name == "received_on" else LABELS[name]


def _check_channel(case: Complaint, told: Told) -> None:
    """A concern is what was said aloud, and so is what regulation 8(1)(c) leaves out."""
    if case.status == Status.OPEN and not told.channel.is_oral:
        raise RuleBroken("A written complaint is no concern. Make it a complaint first", "channel")
    if case.route is not None:
        try:
            rules.check_ground(case.route, case.excluded_ground, told.channel)
        except RuleBroken as broken:
            raise RuleBroken(broken.sentence, "channel") from None


def _check_day(case: Complaint, told: Told) -> None:
    """No day to come, and none that comes after what followed from it."""
    rules.check_dates(case, clock.today(), field="received_on", received_on=told.received_on)
    if case.agreements:
        raise RuleBroken("They agreed to a later answer already, counted from the day it was received", "received_on")
    if case.matter_on and case.matter_on > told.received_on:
        raise RuleBroken(
            f"Date received must be the same as or after the day it happened, {words.full_date(case.matter_on)}",
            "received_on",
        )
    for enquiry in case.ombudsman_cases:
        if fault := rules.fault_of_enquiry(told.received_on, enquiry.enquiry_on):
            raise RuleBroken(fault, "received_on")
