"""The whole form as data, in order: what is signed, exported, compared and shown as signed. Pure.

One function writes it and one hashes it, so the page the director reads, the frozen copy and the file are one thing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from casework.assessments import rules
from casework.assessments.figures import Figures, fill_table
from casework.assessments.models import Answer, Assessment
from casework.assessments.outline import Node, NodeKind, Outline, Section

SECTION_WORDS = ("linked_to", "statement", "says", "asks", "evidence_prompt")


def canonical(data: Any) -> bytes:
    """One and only one way of writing `data` (JSON types) as bytes."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def hash_of(data: Any) -> str:
    """SHA-256 of `data`, 64 hexadecimal signs."""
    return hashlib.sha256(canonical(data)).hexdigest()


def content_of(assessment: Assessment, answers: Sequence[Answer], figures: Figures) -> dict[str, Any]:
    """Everything the director signs, as JSON types: the form in order with its figures, ratings, words and evidence."""
    outline = assessment.template.outline
    held = {answer.node_id: answer for answer in answers}
    return {
        "template": {
            "code": outline.code,
            "version": outline.version,
            "title": outline.title,
            "checksum": assessment.template.checksum,
        },
        "organisation": {"code": assessment.organisation.code, "name": assessment.organisation.name},
        "period": assessment.period,
        "number": assessment.number,
        "parts": [{"id": key, "title": title} for key, title in outline.parts],
        "scales": {
            name: [{"number": step.number, "word": step.word, "says": step.says} for step in scale.steps]
            for name, scale in outline.scales.items()
        },
        **_overall(assessment, answers),
        "sections": [_section(outline, section, held, figures, assessment.period) for section in outline.sections],
    }


def _overall(assessment: Assessment, answers: Sequence[Answer]) -> dict[str, Any]:
    """The overall result and how it was scored, for a form that has one."""
    outline = assessment.template.outline
    result = rules.overall(outline, answers)
    if result is None or outline.scoring is None:
        return {}
    method = assessment.scoring or outline.scoring.default
    return {"result": result.as_data() | {"method": method, "method_words": outline.scoring.methods[method][0]}}


def _section(
    outline: Outline, section: Section, held: Mapping[str, Answer], figures: Figures, period: str
) -> dict[str, Any]:
    said = {key: section.said(key) for key in SECTION_WORDS if section.said(key)}
    beside = section.node.raw.get("beside")
    return {
        "id": section.id,
        "number": section.number,
        "part": section.part,
        "title": section.title,
        **said,
        **({"people_say": section.people_say} if section.people_say else {}),
        **({"confirmed": False} if section.is_unconfirmed else {}),
        **({"beside": list(beside)} if beside else {}),
        "nodes": [_node(outline, node, held.get(node.id), figures, period) for node in section.nodes],
    }


def _node(outline: Outline, node: Node, answer: Answer | None, figures: Figures, period: str) -> dict[str, Any]:
    written: dict[str, Any] = {"id": node.id, "kind": node.kind.value, "title": node.title}
    if node.kind is NodeKind.MEASURE_TABLE:
        return written | fill_table(node, figures, period).as_data()
    if node.kind is NodeKind.DECLARATION:
        return written | {"says": str(node.raw["says"])}
    if node.columns:
        written["columns"] = node.columns
    written["text"] = answer.text if answer else ""
    if node.kind is NodeKind.RATING:
        written["scale"] = node.raw["scale"]
        written["opens_with"] = str(node.raw.get("opens_with") or "")
        written["rating"] = answer.rating if answer else None
        if node.levels:
            written["levels"] = node.levels
        scores = ((answer.fields if answer else None) or {}).get("categories") or {}
        if scores:
            written["categories"] = [
                {"id": key, "words": outline.categories.get(key, key), "score": scores.get(key)}
                for key in node.categories
            ]
        if answer and answer.rating_reason:
            written["rating_reason"] = answer.rating_reason
    if node.kind is NodeKind.LINES_OF_ENQUIRY:
        written["lines"] = list(((answer.fields if answer else None) or {}).get("lines") or ())
    if node.kind is NodeKind.STATEMENT_LIST:
        given = ((answer.fields if answer else None) or {}).get("statements") or {}
        written["scale"] = node.raw["scale"]
        written["statements"] = [{"id": key, "says": says, **given.get(key, {})} for key, says in node.statements]
    if node.has_evidence:
        written["evidence"] = [_evidence(link.evidence) for link in (answer.evidence_links if answer else ())]
    return written


def _evidence(evidence: Any) -> dict[str, Any]:
    held = evidence.file  # with its checksum: what was signed rests on these very bytes
    file = {"file": {"name": held.name, "sha256": held.sha256}} if held else {}
    return file | {
        "title": evidence.title,
        "kind": evidence.kind.value,
        "about": evidence.about,
        "received_on": evidence.received_on.isoformat() if evidence.received_on else None,
        "owner": evidence.owner,
        "words": evidence.words,
        "link": evidence.link,
    }


def seal_of(content: Mapping[str, Any], signed: Mapping[str, Any]) -> str:
    """The seal of a signature: over the content and over who signed it, as what, when, and with which declaration."""
    return hash_of({"content": content, "signature": signed})


def nodes_in(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every node of a whole form by its id, in order."""
    return {node["id"]: node for section in content["sections"] for node in section["nodes"]}
