"""Fifteen minutes through Casework: whom to sign in as, where to go, and what should be seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.accounts.roles import Need
from casework.measures.queries import find_measure


@dataclass(frozen=True)
class Step:
    """One step of the guide; `path` is the exact page, or the list it is in; `do` is what to press, word for word."""

    title: str
    minutes: int
    role: str
    path: str
    link: str
    do: Sequence[str]
    see: str
    need: Need  # who does not have it reads where to go, but gets no link that would fail


WEAK = "ascof-2011:1E"
STEPS = (
    Step(
        "Follow a weak figure",
        3,
        "director",
        "/measures?edition=ascof-2011",
        "Adults with a learning disability in paid employment (1E)",
        (
            "Read the figures of 2011/12 and 2012/13, then read down to the thread.",
            "Open the finding, and from there the action that it led to.",
        ),
        "a bottom-quartile figure, the finding that explains it, the action, who signed it off and what they checked, "
        "and that the figure has moved since.",
        Need.READ_MEASURES,
    ),
    Step(
        "Rate an answer and raise a finding",
        3,
        "director",
        "/assessments",
        "Self-assessments",
        (
            'Open 2012/13 and press "Continue where you stopped": the answer that is not rated yet.',
            'Choose a rating, then press "Raise a finding". Say what was found, tick a measure, and raise it.',
        ),
        "the finding with its own number, linked to the measure, and a page that asks for the action.",
        Need.WRITE_ASSESSMENTS,
    ),
    Step(
        "Log a concern and acknowledge a complaint",
        3,
        "complaints officer",
        "/complaints/log",
        "Log a concern or complaint",
        (
            'Type what was said, say who they are, and choose "Not settled". Save.',
            'Go Home by pressing "Casework". Open a line that begins with "Acknowledge" and record how it was done.',
        ),
        "the day by which the concern must be settled, and the complaint with its dates: those by law apart from "
        "our own, each with how it was worked out.",
        Need.LOG_COMPLAINTS,
    ),
    Step(
        "Say that an action is done",
        3,
        "contributor",
        "/actions?view=mine",
        "Actions that are yours",
        (
            'Open the action that is in progress and press "Submit as done".',
            "Say what was done and what shows it, and submit it. Then look for a way to sign it off yourself.",
        ),
        "whose turn it is now. You cannot sign off your own action, and there is no button for it.",
        Need.OWN_ACTIONS,
    ),
    Step(
        "Sign it off",
        3,
        "board chair",
        "/actions?view=for-my-sign-off",
        "Actions for your sign-off",
        (
            'Open the action and press "Sign off".',
            "Say what you checked and how sure you are, and sign it off. Then open its measure.",
        ),
        "the sign-off with your name on the action, in its history, and in the thread of the measure.",
        Need.SIGN_OFF_ACTIONS,
    ),
)


def list_steps() -> list[Step]:
    """The steps, the first with the page of the weak figure itself when the edition is loaded."""
    weak = find_measure(WEAK)
    first, *others = STEPS
    return [replace(first, path=f"/measures/{weak.id}") if weak else first, *others]
