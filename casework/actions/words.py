"""Printed words of the room's closed lists, with the colour of their tags (journeys, section 4)."""

from datetime import date

from casework.actions.models import ActionStatus, Assurance, Effect, Going
from casework.actions.moves import Verb
from casework.kit import words

STATUS_TAGS = {
    ActionStatus.PROPOSED: ("Proposed", "blue"),
    ActionStatus.AGREED: ("Agreed", "teal"),
    ActionStatus.IN_PROGRESS: ("In progress", "teal"),
    ActionStatus.SUBMITTED: ("Submitted", "purple"),
    ActionStatus.RETURNED: ("Returned", "yellow"),
    ActionStatus.SIGNED_OFF: ("Signed off", "green"),
    ActionStatus.REOPENED: ("Reopened", "yellow"),
    ActionStatus.STOPPED: ("Stopped", "grey"),
}
EFFECT_TAGS = {  # word, colour, shape: up is better, not higher
    Effect.IMPROVED: ("Improved", "green", "arrow-up"),
    Effect.NO_CHANGE: ("No change", "grey", "level"),
    Effect.WORSE: ("Worse", "red", "arrow-down"),
    Effect.TOO_EARLY: ("Too early", "blue", "ring"),
}
GOING_WORDS = {Going.ON_TRACK: "On track", Going.SLIPPING: "Slipping", Going.OFF_TRACK: "Off track"}
ASSURANCE_WORDS = {
    Assurance.SUBSTANTIAL: "Substantial",
    Assurance.REASONABLE: "Reasonable",
    Assurance.LIMITED: "Limited",
}
BUTTONS = {
    Verb.AGREE: "Agree the action",
    Verb.START: "Start work",
    Verb.UPDATE: "Update",
    Verb.ADD_EVIDENCE: "Add evidence",
    Verb.REDATE: "Change the date",
    Verb.GIVE: "Give it to somebody",
    Verb.SUBMIT: "Submit as done",
    Verb.RETURN: "Return it",
    Verb.SIGN_OFF: "Sign off",
    Verb.REOPEN: "Reopen",
    Verb.STOP: "Stop the action",
    Verb.JUDGE_EFFECT: "Judge the effect",
}
DONE_TO = {  # "so it cannot be ..."
    Verb.AGREE: "agreed",
    Verb.START: "started",
    Verb.UPDATE: "updated",
    Verb.ADD_EVIDENCE: "given more evidence",
    Verb.REDATE: "given a new date",
    Verb.GIVE: "given to somebody",
    Verb.SUBMIT: "submitted",
    Verb.RETURN: "returned",
    Verb.SIGN_OFF: "signed off",
    Verb.REOPEN: "reopened",
    Verb.STOP: "stopped",
    Verb.JUDGE_EFFECT: "judged",
}
ELSE_MUST = {  # "You own this action, so someone else must ..."
    Verb.RETURN: "return it",
    Verb.SIGN_OFF: "sign it off",
    Verb.REOPEN: "reopen it",
    Verb.STOP: "stop it",
    Verb.JUDGE_EFFECT: "judge its effect",
}


def status_word(status: ActionStatus) -> str:
    """The status as printed."""
    return STATUS_TAGS[status][0]


def due_sentence(
    due_on: date | None, timescale: str | None, *, first: date | None, moved: int, left: int | None
) -> str:
    """Due 30 June 2026, 84 days left (first due 31 March 2026, moved once). `left`: days, None when it has ended."""
    if due_on is None:
        return timescale or "No date"
    late = left is not None and left < 0
    sentence = f"{'Was due' if late else 'Due'} {words.full_date(due_on)}"
    if left is not None:
        sentence += f", {words.distance(left, 'day')}"
    if moved and first and first != due_on:
        sentence += f" (first due {words.full_date(first)}, moved {times(moved)})"
    return sentence


def times(count: int) -> str:
    """once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
