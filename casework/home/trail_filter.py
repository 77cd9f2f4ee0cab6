"""What the trail page can be filtered by: a kind of record, or a question an auditor asks often. Pure."""

from casework.trail.events import Event

REFUSED = (Event.SIGN_IN_REFUSED, Event.ACCESS_REFUSED)
SIGNED = (Event.ASSESSMENT_SIGNED, Event.ACTION_SIGNED_OFF)
QUESTIONS: dict[str, tuple[str, tuple[Event, ...]]] = {
    "refused": ("Refused tries", REFUSED),
    "signed": ("Signatures and sign-offs", SIGNED),
}
NOUNS = sorted({event.value.split(":")[0] for event in Event})
CHOICES = [
    *((code, words) for code, (words, _) in QUESTIONS.items()),
    *((noun, noun.replace("-", " ").capitalize()) for noun in NOUNS),
]


def events_about(code: str | None) -> tuple[Event, ...]:
    """The events of a choice; none for anything else, which means all."""
    if code in QUESTIONS:
        return QUESTIONS[code][1]
    return tuple(event for event in Event if event.value.split(":")[0] == code)
