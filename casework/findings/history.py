"""A record's own part of the trail, in the shape that the timeline of a page takes."""

from collections.abc import Iterable

from casework.kit import words
from casework.trail.models import TrailEntry

SHOWN_CHANGES = ("Due", "Owner")


def history_items(entries: Iterable[TrailEntry]) -> list[dict[str, str]]:
    """Who did what, when, why and from what to what, newest first."""
    return [
        {
            "title": _sentence(entry.words or entry.event.value),
            "by": entry.actor_words or "Casework",
            "iso": words.in_england(entry.at).isoformat(timespec="minutes"),
            "when": words.full_moment(entry.at),
            "text": " ".join([*_changes(entry), entry.reason or ""]).strip(),
        }
        for entry in entries
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _changes(entry: TrailEntry) -> list[str]:
    pairs = ((name, (entry.changes or {}).get(name)) for name in SHOWN_CHANGES)
    return [f"{name}: from {pair[0] or 'nothing'} to {pair[1]}." for name, pair in pairs if pair]
