"""The ratings set beside ours as every document prints them, from the form as data (`report.whole_form`). Pure.

The printed forms have no place for them: they stand behind the form, or in a part of their own.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from casework.kit.words import full_moment

KINDS = ("self", "moderated", "agreed")
NOT_SET = {"self": "Not rated", "moderated": "Not set", "agreed": "Not set"}
SIDE_BY_SIDE, WHO_MOVED = "Ratings side by side", "Who moved a rating, and why"
RATING_HEADS = ("Area", "Self", "Moderated", "Agreed")
MOVED_HEADS = ("Area", "Rating", "Who and when", "Why")
Data = Mapping[str, Any]


def ratings_of(data: Data) -> list[tuple[str, ...]]:
    """The three ratings of every area in the form's order; nothing while none was set beside ours."""
    if not moved_of(data):
        return []
    return [
        (_name(section, node), *(_words(data, node, node["ratings"][kind], NOT_SET[kind]) for kind in KINDS))
        for section, node in _rated(data)
    ]


def moved_of(data: Data) -> list[tuple[str, ...]]:
    """Every rating set beside ours with who, of which organisation, when and why; nothing is written over."""
    return [
        (
            _name(section, node),
            f"{one['kind'].capitalize()}: {_words(data, node, one['rating'], '')}",
            f"{one['by']}, {one['organisation']}, {full_moment(datetime.fromisoformat(one['at']))}",
            str(one["reason"]),
        )
        for section, node in _rated(data)
        for one in node.get("moved", ())
    ]


def _rated(data: Data) -> Iterator[tuple[Data, Data]]:
    for part in data["parts"]:
        for section in part["sections"]:
            yield from ((section, node) for node in section["nodes"] if "ratings" in node)


def _name(section: Data, node: Data) -> str:
    return str(node["title"] if node["title"] == section["title"] else f"{section['title']}: {node['title']}")


def _words(data: Data, node: Data, rating: int | None, otherwise: str) -> str:
    steps = data["scales"][node["scale"]]
    return next((f"{step['number']} {step['word']}" for step in steps if step["number"] == rating), otherwise)
