"""Fifteen minutes through Casework: whom to sign in as, where to go, and what should be seen."""

from dataclasses import dataclass

from casework.accounts.roles import Need


@dataclass(frozen=True)
class Step:
    """One step of the guide; `path` is the exact page."""

    title: str
    minutes: int
    role: str
    path: str
    link: str
    do: str
    see: str
    need: Need  # who does not have it reads where to go, but gets no link that would fail


STEPS = (
    Step(
        "Follow a weak figure",
        3,
        "director",
        "/measures?edition=ascof-2011",
        "Open the measures",
        'Open "People with a learning disability in paid employment" (1E) and read down to the thread.',
        "A bottom-quartile figure, the finding that explains it, the action, and who signed it off.",
        Need.READ_MEASURES,
    ),
    Step(
        "Rate an answer",
        3,
        "director",
        "/assessments",
        "Open the self-assessments",
        "Open the 2012/13 self-assessment, choose an answer that is not rated, rate it, and raise a finding from it.",
        "One more answer rated, and a new finding in the register with its source beside it.",
        Need.WRITE_ASSESSMENTS,
    ),
    Step(
        "Log a concern",
        3,
        "complaints officer",
        "/complaints/log",
        "Log a concern or complaint",
        "Type what was said, save, then acknowledge a complaint from Home.",
        "The dates it must meet, each with its working, and the acknowledgement in the history.",
        Need.LOG_COMPLAINTS,
    ),
    Step(
        "Say that an action is done",
        3,
        "contributor",
        "/actions",
        "Open my actions",
        "Open an action that is in progress, add what shows that it was done, and submit it.",
        "The action waits for somebody else: you cannot sign off your own.",
        Need.OWN_ACTIONS,
    ),
    Step(
        "Sign it off",
        3,
        "director",
        "/actions",
        "Open the actions",
        "Open the submitted action, say what you checked, and sign it off.",
        "The sign-off on the action, on the measure's page and in the history.",
        Need.SIGN_OFF_ACTIONS,
    ),
)
