"""Printed words of the room's closed lists, with the colour of their tags (journeys, section 4)."""

from casework.actions.models import ActionStatus, Assurance, Effect, Going
from casework.actions.moves import Verb

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
