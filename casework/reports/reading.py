"""Cells from a report's data, where days are written YYYY-MM-DD and judgements are words of closed lists."""

from datetime import date, datetime

from casework.actions.models import ActionStatus, Effect
from casework.actions.words import EFFECT_TAGS, STATUS_TAGS
from casework.findings.rules import SourceKind
from casework.findings.words import SOURCE_WORDS
from casework.kit.clock import day_of
from casework.kit.documents.cells import Cell, Day, Marked, Missing, Text
from casework.kit.words import short_date

BRAG = {
    "blue": Marked("Done, effect shown", "diamond", "blue"),
    "green": Marked("Green", "disc", "green"),
    "amber": Marked("Amber", "triangle", "amber"),
    "red": Marked("Red", "square", "red"),
    "grey": Marked("Not started", "ring", "grey"),
}


def day_cell(iso: str | None, missing: str = "No date") -> Cell:
    """A day, or of a moment the day in England on which it fell."""
    if not iso:
        return Missing(missing)
    return Day(day_of(datetime.fromisoformat(iso)) if "T" in iso else date.fromisoformat(iso))


def day_words(iso: str) -> str:
    """7 Apr 2026"""
    return short_date(date.fromisoformat(iso))


def moment_of(iso: str) -> datetime:
    """The moment, with its zone."""
    return datetime.fromisoformat(iso)


def status_words(status: str) -> str:
    """The printed status of an action."""
    return STATUS_TAGS[ActionStatus(status)][0]


def source_words(source: str | None, reference: str | None) -> str:
    """Complaint, ASC-2026-00043; a plan's title stands alone."""
    kind = SOURCE_WORDS[SourceKind(source)] if source in list(SourceKind) else "Plan" if source else ""
    return ", ".join(part for part in (kind, reference) if part and part != kind) or kind or "No source"


def effect_cell(effect: str | None) -> Cell:
    """What the figure did after the sign-off, with its shape."""
    if not effect:
        return Missing("Not signed off yet")
    word, colour, shape = EFFECT_TAGS[Effect(effect)]
    return Marked(word, shape, colour)


def brag_cell(colour: str) -> Cell:
    """The suggested colour of an action as word and shape."""
    return BRAG.get(colour) or Missing("No colour")


def given_or(words: str | None, missing: str) -> Cell:
    """Words, or what is said where there are none."""
    return Text(words) if words else Missing(missing)
