"""The three ratings of a self-assessment side by side, and who moved one, when and why."""

from typing import Any

from casework.kit.documents.report import Block, Column, Table, row
from casework.kit.words import full_moment
from casework.reports.reading import moment_of

KINDS = ("self", "moderated", "agreed")
NOT_SET = {"self": "Not rated", "moderated": "Not set", "agreed": "Not set"}


def blocks(data: dict[str, Any]) -> list[Block]:
    """Two tables: the ratings of every area, and each rating set beside ours with its reason."""
    rated = [
        (section, node)
        for part in data["parts"]
        for section in part["sections"]
        for node in section["nodes"]
        if "ratings" in node
    ]
    if not any(node.get("moved") for _, node in rated):
        return []
    ratings = [
        row(_name(section, node), *(_words(data, node, node["ratings"][kind], NOT_SET[kind]) for kind in KINDS))
        for section, node in rated
    ]
    moved = [
        row(
            _name(section, node),
            f"{one['kind'].capitalize()}: {_words(data, node, one['rating'], '')}",
            f"{one['by']}, {one['organisation']}, {full_moment(moment_of(one['at']))}",
            one["reason"],
        )
        for section, node in rated
        for one in node.get("moved", ())
    ]
    heads = (Column("Area", width=2), Column("Self"), Column("Moderated"), Column("Agreed"))
    who = (Column("Area", width=2), Column("Rating"), Column("Who and when", width=1.5), Column("Why", width=2))
    return [Table("Ratings side by side", heads, ratings), Table("Who moved a rating, and why", who, moved)]


def _name(section: dict[str, Any], node: dict[str, Any]) -> str:
    return str(node["title"] if node["title"] == section["title"] else f"{section['title']}: {node['title']}")


def _words(data: dict[str, Any], node: dict[str, Any], rating: int | None, otherwise: str) -> str:
    steps = data["scales"][node["scale"]]
    return next((f"{step['number']} {step['word']}" for step in steps if step["number"] == rating), otherwise)
