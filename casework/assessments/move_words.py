"""The words of the moves of a self-assessment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MoveWords:
    """The words of a move: heading, effect, button, and the banner after it."""

    heading: str
    effect: str
    button: str
    done: str


MOVE_WORDS = {
    "consult": MoveWords(
        "Send out for consultation",
        "The self-assessment is marked as in consultation. It can still be written, and taken back to draft.",
        "Send out for consultation",
        "In consultation. Next: put it before the senior team, or sign it",
    ),
    "review": MoveWords(
        "Put before the senior team",
        "The self-assessment is marked as in senior review. It can still be written, and taken back to draft.",
        "Put before the senior team",
        "In senior review. Next: sign it",
    ),
    "redraft": MoveWords(
        "Take back to draft",
        "The self-assessment is a draft again. Nothing that was written changes.",
        "Take back to draft",
        "Back to draft",
    ),
    "revise": MoveWords(
        "Revise the self-assessment",
        "A new version starts with everything this one says. The signed version and its seal stay as they are.",
        "Revise the self-assessment",
        "",
    ),
}
