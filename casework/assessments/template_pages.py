"""What the pages of the template editor show: the draft with what must be put right, and the form as it will look."""

from dataclasses import dataclass
from typing import Any

import yaml
from flask import url_for

from casework.accounts.models import Person
from casework.assessments import figures
from casework.assessments.answer_forms import WriteForm, write_form
from casework.assessments.drafts import ITEMS, Body, Place, mark_of, part_of
from casework.assessments.figure_queries import list_figures
from casework.assessments.models import Answer, Assessment, AssessmentStatus, AssessmentTemplate
from casework.assessments.nodes import Node, NodeKind, Section
from casework.assessments.outline import Outline
from casework.assessments.template_forms import KIND_WORDS
from casework.assessments.template_models import TemplateDraft
from casework.assessments.template_services import faults_in
from casework.kit import clock


@dataclass(frozen=True)
class Line:
    """A question as the draft lists it."""

    id: str
    title: str
    kind: str
    says: str
    path: str
    has_items: bool
    seen: str


def draft_page(draft: TemplateDraft) -> dict[str, Any]:
    """Sections with their questions, scales, and every fault with the page where it is put right."""
    body = draft.body
    sections = [
        {
            "id": head["id"],
            "title": head["title"],
            "part": body["parts"].get(head.get("part"), "No part"),
            "path": url_for("assessments.change_node", draft_id=draft.id, node_id=head["id"]),
            "lines": [_line(draft, node) for node in body["nodes"] if node.get("in") == head["id"]],
        }
        for head in body["nodes"]
        if head["kind"] == NodeKind.SECTION
    ]
    scales = [
        {"name": name, "words": ", ".join(step["word"] for step in steps.values()), "uses": uses_of(body, name)}
        for name, steps in body["scales"].items()
    ]
    found = [(fault.why, _path_of(draft, place)) for place, fault in faults_in(body)]
    bands = [f"{band['word']} from {band['at_least']}%" for band in (body.get("scoring") or {}).get("bands", ())]
    return {"draft": draft, "sections": sections, "scales": scales, "faults": found, "bands": bands}


def uses_of(body: Body, scale: str) -> int:
    """How many questions are answered on a scale."""
    return sum(node.get("scale") == scale for node in body["nodes"])


def _line(draft: TemplateDraft, node: dict[str, Any]) -> Line:
    kind = NodeKind(node["kind"])
    items = node.get(ITEMS.get(kind, "")) or []
    counted = {NodeKind.MEASURE_TABLE: "measures", NodeKind.STATEMENT_LIST: "statements"}.get(kind)
    told = [
        words
        for key, words in (("required", "Must be answered"), ("weaknesses", "Asks for weaknesses"))
        if node.get(key)
    ]
    says = f"{len(items)} {counted}" if counted else ". ".join(told)
    return Line(
        node["id"],
        str(node.get("title") or node.get("label")),
        KIND_WORDS[kind][0],
        says,
        url_for("assessments.change_node", draft_id=draft.id, node_id=node["id"]),
        kind in ITEMS,
        mark_of(part_of(draft.body, ("node", node["id"]))),
    )


def _path_of(draft: TemplateDraft, place: Place) -> str | None:
    if place.node_id is not None:
        return url_for("assessments.change_node", draft_id=draft.id, node_id=place.node_id)
    if place.scale is not None:
        return url_for("assessments.change_scale", draft_id=draft.id, name=place.scale)
    if place.in_scoring:
        return url_for("assessments.change_scoring", draft_id=draft.id)
    return None


def to_yaml(body: Body) -> bytes:
    """The body as a template file that can be read back."""
    return yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=110).encode()


@dataclass(frozen=True)
class Shown:
    """A question as the preview draws it: its own fields, or what is printed there."""

    node: Node
    form: WriteForm | None


def preview(body: Body, person: Person) -> dict[str, Any]:
    """The form as it will look: sections in order, tables filled for this council, fields that take nothing."""
    outline = Outline({**body, "changes": body["changes"] or ["-"]})
    template = AssessmentTemplate(code=outline.code, version=outline.version, title=outline.title, body=body)
    of = Assessment(
        organisation_id=person.organisation_id,
        organisation=person.organisation,
        template=template,
        template_code=outline.code,
        period=_period(outline),
        status=AssessmentStatus.DRAFT,
    )
    held = list_figures(of)
    sections = [
        (section, _shown(section, of, person), _tables(section, held, of.period)) for section in outline.sections
    ]
    return {"outline": outline, "parts": dict(outline.parts), "sections": sections, "period": of.period_words}


def _shown(section: Section, of: Assessment, person: Person) -> list[Shown]:
    return [Shown(node, _form(node, of, person)) for node in section.nodes if node.kind is not NodeKind.MEASURE_TABLE]


def _form(node: Node, of: Assessment, person: Person) -> WriteForm | None:
    if not node.is_answered:
        return None
    answer = Answer(node_id=node.id, text="", version=1, turn=0)
    answer.assessment = of
    return write_form(answer, person, prefix=f"{node.id.replace('.', '-')}-")


def _tables(section: Section, held: figures.Figures, period: str) -> list[figures.Table]:
    return [figures.fill_table(table, held, period) for table in section.tables]


def _period(outline: Outline) -> str:
    tables = [node for node in outline.nodes.values() if node.kind is NodeKind.MEASURE_TABLE and node.years]
    if tables:
        return tables[0].years[-1]
    year = clock.today().year - (clock.today().month < 4)
    return f"{year}-{(year + 1) % 100:02}"
