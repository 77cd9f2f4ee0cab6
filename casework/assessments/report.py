"""The whole form as JSON types, for `casework report assessment --id N` and every file made of it.

A signed version is told from its frozen copy, never from what may have changed since; an open one as it stands now.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.assessments.challenge.beside import as_data, moved_data
from casework.assessments.challenge.queries import Standing, list_moves, standing_of
from casework.assessments.challenge_models import RatingMove
from casework.assessments.models import Assessment, Signature
from casework.assessments.outline import NodeKind
from casework.assessments.sign_services import read_content, verify


def whole_form(assessment: Assessment, *, moved: int | None = None) -> dict[str, Any]:
    """The form in order with figures, ratings (self, moderated, agreed), commentary, evidence, sign-off and seal.

    `moved`: as it stood when only so many ratings had been set beside ours (a file made then is compared with it).
    """
    signature = assessment.signature
    content = signature.frozen["content"] if signature else read_content(assessment).content
    return told(content) | {
        "assessment": {"id": assessment.id, "status": assessment.status.value} | about(content),
        "parts": _beside(parts_of(content), list_moves(assessment)[:moved]),
        "sign_off": _sign_off(signature) if signature else None,
        "signed_copy": dict(signature.frozen) if signature else None,
    }


def about(content: Mapping[str, Any]) -> dict[str, Any]:
    """Whose self-assessment it is, on which form, for which period."""
    named = {key: content[key] for key in ("organisation", "period", "template")}
    return named | {"version": content["number"]}


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a file tells of the signed content besides its parts."""
    return {key: content[key] for key in ("scales", "result") if key in content}


def parts_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The form in the order of its parts, as every file tells it."""
    return [
        {
            "title": part["title"],
            "sections": [_section(section) for section in content["sections"] if section["part"] == part["id"]],
        }
        for part in content["parts"]
    ]


def _beside(parts: list[dict[str, Any]], moves: Sequence[RatingMove]) -> list[dict[str, Any]]:
    """Add the moderated and agreed ratings, and who set them: they came after the signature and are no part of it."""
    standing: dict[str, Standing] = {}
    for held in standing_of(moves).values():
        standing[next(iter(held.values())).answer.node_id] = held
    moved = moved_data(moves)
    for node in (node for part in parts for section in part["sections"] for node in section["nodes"]):
        if "ratings" in node:
            node["ratings"] = as_data(standing.get(node["id"], {}), node["ratings"]["self"])
        if node["id"] in moved:
            node["moved"] = moved[node["id"]]
    return parts


def _section(section: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in section.items() if key not in ("part", "nodes")}
    return kept | {"nodes": [_node(node) for node in section["nodes"]]}


def _node(node: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key not in ("text", "rating")}
    if "text" in node:
        kept["commentary" if node["kind"] == NodeKind.RATING.value else "text"] = node["text"]
    if node["kind"] == NodeKind.RATING.value:
        kept["ratings"] = {"self": node["rating"], "moderated": None, "agreed": None}
    return kept


def _sign_off(signature: Signature) -> dict[str, Any]:
    trouble = verify(signature)
    return {
        "declaration": signature.declaration,
        "name": signature.name,
        "position": signature.position,
        "role": signature.role,
        "signed_at": signature.signed_at.isoformat(),
        "content_hash": signature.content_hash,
        "seal": signature.seal,
        "matches": trouble is None,
    }
