"""The whole form as JSON types, for `casework report assessment --id N` and every file made of it.

A signed version is told from its frozen copy, never from what may have changed since; an open one as it stands now.
"""

from typing import Any

from casework.assessments.models import Assessment, Signature
from casework.assessments.outline import NodeKind
from casework.assessments.sign_services import read_content, verify


def whole_form(assessment: Assessment) -> dict[str, Any]:
    """The form in order with figures, ratings (self, moderated, agreed), commentary, evidence, sign-off and seal."""
    signature = assessment.signature
    content = signature.frozen["content"] if signature else read_content(assessment).content
    return {
        "assessment": {
            "id": assessment.id,
            "status": assessment.status.value,
            "organisation": content["organisation"],
            "period": content["period"],
            "version": content["number"],
            "template": content["template"],
        },
        "scales": content["scales"],
        **({"result": content["result"]} if "result" in content else {}),
        "parts": [
            {
                "title": part["title"],
                "sections": [_section(section) for section in content["sections"] if section["part"] == part["id"]],
            }
            for part in content["parts"]
        ],
        "sign_off": _sign_off(signature) if signature else None,
        "signed_copy": dict(signature.frozen) if signature else None,
    }


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
