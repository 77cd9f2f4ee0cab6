"""The three ratings of a self-assessment side by side, and who moved one, when and why."""

from typing import Any

from casework.assessments.challenge.printed import (
    MOVED_HEADS,
    RATING_HEADS,
    SIDE_BY_SIDE,
    WHO_MOVED,
    moved_of,
    ratings_of,
)
from casework.kit.documents.report import Block, Column, Table, row

WIDTHS = {"Area": 2.0, "Who and when": 1.5, "Why": 2.0}


def blocks(data: dict[str, Any]) -> list[Block]:
    """Two tables: the ratings of every area, and each rating set beside ours with its reason; none without a move."""
    ratings = ratings_of(data)
    if not ratings:
        return []
    return [
        Table(SIDE_BY_SIDE, _columns(RATING_HEADS), [row(*one) for one in ratings]),
        Table(WHO_MOVED, _columns(MOVED_HEADS), [row(*one) for one in moved_of(data)]),
    ]


def _columns(heads: tuple[str, ...]) -> list[Column]:
    return [Column(head, width=WIDTHS.get(head, 1.0)) for head in heads]
