"""Taking in actions that papers and spreadsheets hold already: with their own reference and status, in one entry each.

A file never says that something is submitted, returned or signed off: only people do, one after another.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.accounts.models import Person
from casework.actions.models import Action, ActionStatus, NewDate
from casework.actions.moving import change_owner, record
from casework.actions.words import status_word
from casework.extensions import db
from casework.findings.numbers import hold_writers, next_number
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail.events import Event

BY_FILE = (ActionStatus.PROPOSED, ActionStatus.AGREED, ActionStatus.IN_PROGRESS, ActionStatus.STOPPED)
NOT_BY_FILE = {
    ActionStatus.SIGNED_OFF: "has ended",
    ActionStatus.STOPPED: "has ended",
    ActionStatus.SUBMITTED: "waits for a sign-off",
}
LABELS = {
    "title": "Action",
    "success_looks_like": "Success",
    "lead": "Lead",
    "due_on": "Due",
    "timescale": "Timescale",
    "status": "Status",
    "note": "Note",
    "source_words": "Source",
    "owner": "Owner",
    "agency": "Agency",
    "measure": "Measure",
    "finding": "Finding",
}


def check_status(held: ActionStatus | None, given: ActionStatus) -> None:
    """Refuse a status that only people give; one that is held already is the same and refused nowhere."""
    if given == held:
        return
    if given not in BY_FILE:
        raise RuleBroken(
            f'"{given.value}" is for people to say: an action is submitted, returned or signed off by name'
        )
    if held is not None and held not in BY_FILE:
        raise RuleBroken(f"this action is {status_word(held).lower()}, so a file cannot change its status")


def check_change(action: Action) -> None:
    """Refuse to change what has ended, or what somebody is about to sign."""
    if action.status in NOT_BY_FILE:
        raise RuleBroken(f"{action.reference} {NOT_BY_FILE[action.status]}, so a file cannot change it")


def take_in(
    *, file: str, by: Person | None, reference: str | None = None, at: datetime | None = None, **facts: Any
) -> Action:
    """A new action as a paper has it; the next ACT number when it has no reference of its own."""
    number = _number_of(reference) if reference else next_number(Action.number)
    action = Action(
        reference=reference or f"ACT-{number:04}",
        number=number,
        original_due_on=facts.get("due_on"),
        created_at=at or clock.now(),
        **facts,
    )
    db.session.add(action)
    sentence = f"took in the action from {file}, {status_word(action.status).lower()}"
    record(Event.ACTION_PROPOSED, action, by, sentence, at=at)
    return action


def _number_of(reference: str) -> int | None:
    """The number of a reference in our own form, so that new ones count on after it."""
    hold_writers()
    digits = reference.removeprefix("ACT-")
    return int(digits) if reference != digits and digits.isdecimal() and len(digits) < 9 else None


def differing(action: Action, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says otherwise than what is held; a cell left blank says nothing."""
    return {name: value for name, value in facts.items() if value is not None and getattr(action, name) != value}


def change(action: Action, facts: Mapping[str, Any], *, file: str, by: Person | None) -> None:
    """Take over what a newer file says; a moved date is kept beside the first one."""
    changes = {LABELS[name]: (_print(getattr(action, name)), _print(value)) for name, value in facts.items()}
    if "due_on" in facts:
        reason = f"Changed in {file}"
        row = NewDate(old_due_on=action.due_on, new_due_on=facts["due_on"], reason=reason, by=by, at=clock.now())
        action.new_dates.append(row)
        action.original_due_on = action.original_due_on or facts["due_on"]
    if "owner" in facts:
        change_owner(action, facts["owner"])
    if "finding" in facts:
        action.body = facts["finding"].body
    for name, value in facts.items():
        setattr(action, name, value)
    record(Event.ACTION_CHANGED, action, by, f"took over changes from {file}", changes=changes)


def _print(value: Any) -> Any:
    """A record by its reference or name, anything else as it is."""
    return getattr(value, "reference", None) or getattr(value, "name", None) or value if _is_record(value) else value


def _is_record(value: Any) -> bool:
    return hasattr(value, "__tablename__")
