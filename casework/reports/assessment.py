"""A self-assessment in the shape of its form: every heading, table, column and rating in order, and its seal."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from casework.accounts.roles import Need
from casework.assessments import queries
from casework.assessments.models import Assessment
from casework.assessments.report import whole_form
from casework.extensions import db
from casework.kit.documents.cells import Cell, Marked, Missing, Text
from casework.kit.documents.report import Block, Column, Heading, Note, Paragraph, Report, Row, Section, Table, row
from casework.kit.rules import RuleBroken
from casework.kit.words import full_moment, plural
from casework.reports import assessment_ratings
from casework.reports.kinds import Asked, Choices, Kind, Parameter
from casework.reports.reading import given_or, moment_of

NOTHING_YET = "Not written yet"
SEAL_SHOWN = 12  # signs of the seal in the running head


def build(asked: Asked) -> Report:
    """A signed version is told from its frozen copy, an open one as it stands now."""
    assessment = _assessment(asked)
    return report_of(asked, assessment, whole_form(assessment))


def report_of(asked: Asked, assessment: Assessment, data: dict[str, Any]) -> Report:
    """The report of a form as data; what was signed carries that data, so that every file of it can be checked."""
    sections = [Section(one["title"], list(_section(one, data))) for part in data["parts"] for one in part["sections"]]
    if "result" in data:
        sections.insert(0, Section("Overall", _overall(data["result"])))
    moved = assessment_ratings.blocks(data)
    sections += [Section("Ratings side by side", moved)] if moved else []
    sections.append(Section("Sign-off", _sign_off(data["sign_off"])))
    return asked.report(
        assessment.name,
        _subtitle(data),
        sections,
        data,
        reference=f"self-assessment {assessment.template_code} {assessment.period} version {assessment.number}",
        carries_data=data["sign_off"] is not None,
    )


def _assessment(asked: Asked) -> Assessment:
    text = str(asked.get("id"))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if asked.seen_by is not None:
        return queries.get_assessment(number, seen_by=asked.seen_by, whole=True)
    found = db.session.get(Assessment, number)
    if found is None:
        raise RuleBroken(f"There is no self-assessment with the number {text}", field="id")
    return found


def _subtitle(data: dict[str, Any]) -> str:
    about, signed = data["assessment"], data["sign_off"]
    seal = f", seal {signed['seal'][:SEAL_SHOWN]}" if signed else ", not signed"
    return f"{about['organisation']['name']}, {about['template']['title']}, version {about['version']}{seal}"


def _overall(result: dict[str, Any]) -> list[Block]:
    """The result first: percentage, rating, half of the band, and what it rests on."""
    return [Paragraph(f"{result['words']}."), Paragraph(f"{result['basis']}. {result['method_words']}.")]


def _section(section: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    """What the form prints above its questions, then the questions, those of one kind together in their table."""
    blocks: list[Block] = []
    if section.get("linked_to"):
        blocks.append(Paragraph(f"(linked to {section['linked_to']})"))
    if section.get("statement"):
        blocks.append(Paragraph(f"“{section['statement']}”"))
    blocks += [Paragraph(section[key]) for key in ("says", "asks") if section.get(key)]
    nodes = section["nodes"]
    blocks += [_measures(node) for node in nodes if node["kind"] == "measure-table"]
    blocks += _ratings(section, [node for node in nodes if node["kind"] == "rating"], data["scales"])
    fields = [node for node in nodes if node["kind"] == "field"]
    blocks += [_fields(section, fields)] if fields else []
    beside = [node for node in nodes if node["id"] in section.get("beside", [])]
    blocks += [_beside(section, beside)] if beside else []
    for node in nodes:
        if node["kind"] in QUESTIONS and node not in beside:
            blocks += QUESTIONS[node["kind"]](node, data)
    return blocks


def _measures(node: dict[str, Any]) -> Table:
    """The printed table: reference, measure, then for each year figure and quartile, and the trend."""
    rows = []
    for one in node["rows"]:
        cells: list[Cell | str] = [Text(one["ref"]), f"{one['title']}{one['footnote'] or ''}"]
        for figure in one["figures"]:
            quartile = figure["quartile"]
            cells += [Text(figure["printed"]), Text(quartile.capitalize()) if quartile else Missing("n/a")]
        rows.append(row(*cells, one["trend_printed"]))
    columns = [Column(heading, width=2.6 if at == 1 else 1.0) for at, heading in enumerate(node["columns"])]
    notes = " ".join(f"{note['mark']} {note['says']}." for note in node["footnotes"])
    return Table(node["title"], columns, rows, note=notes)


def _ratings(section: dict[str, Any], nodes: list[dict[str, Any]], scales: dict[str, Any]) -> list[Block]:
    """Theme, one column for each level with the chosen one marked, commentary; then the evidence asked for."""
    blocks: list[Block] = []
    for scale, held in groupby(nodes, key=lambda node: node["scale"]):
        columns = [Column("Theme", width=1.5)]
        columns += [Column(f"{step['number']} {step['word']}", width=0.8) for step in scales[scale]]
        columns.append(Column("Commentary", width=4))
        rows = [Row((_theme(node), *_levels(node, scales[scale]), _commentary(node))) for node in held]
        blocks.append(Table(f"Ratings of {section['title'].lower()}", columns, rows))
    if nodes and section.get("evidence_prompt"):
        blocks.append(Paragraph(f"Evidence: {section['evidence_prompt']}"))
    return [*blocks, *_evidence(f"Evidence for {section['title'].lower()}", nodes)]


def _theme(node: dict[str, Any]) -> Cell:
    return Text(node["title"] if node["ratings"]["self"] is not None else f"{node['title']}\n(not rated yet)")


def _levels(node: dict[str, Any], steps: list[dict[str, Any]]) -> list[Cell]:
    """The numbers of the scale as the form prints them; the chosen one is marked with a shape and says so."""
    chosen = node["ratings"]["self"]
    return [
        Marked(f"{step['number']}, our rating", "disc", "blue")
        if step["number"] == chosen
        else Text(str(step["number"]))
        for step in steps
    ]


def _commentary(node: dict[str, Any]) -> Cell:
    text = node["commentary"]
    if text and node.get("opens_with"):
        text = f"{node['opens_with']}:\n{text}"
    if node.get("categories"):
        scores = ", ".join(f"{one['words']} {one['score'] or 'not scored'}" for one in node["categories"])
        text = f"{scores}\n{text}"
    return given_or(text, NOTHING_YET)


def _evidence(caption: str, nodes: list[dict[str, Any]]) -> list[Block]:
    rows = [
        row(one["title"], node["title"], given_or(one["about"], "Not said"), given_or(one["owner"], "Not said"))
        for node in nodes
        for one in node.get("evidence", [])
    ]
    columns = (Column("Evidence", width=2), Column("Used for", width=2), Column("What it is about"), Column("Owner"))
    return [Table(caption, columns, rows)] if rows else []


def _fields(section: dict[str, Any], nodes: list[dict[str, Any]]) -> Table:
    rows = [row(node["title"], given_or(node["text"], NOTHING_YET)) for node in nodes]
    return Table(section["title"], (Column("Question", width=1.2), Column("Answer", width=2)), rows)


def _beside(section: dict[str, Any], nodes: list[dict[str, Any]]) -> Table:
    """Two texts side by side, as the form has enablers and blockers."""
    columns = [Column(node["title"]) for node in nodes]
    return Table(section["title"], columns, [Row(tuple(given_or(node["text"], NOTHING_YET) for node in nodes))])


def _evidenced(node: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    evidence = "\n".join(one["title"] for one in node["evidence"])
    first, second = node["columns"]
    columns = (Column(first, width=2), Column(second))
    held = Row((given_or(node["text"], NOTHING_YET), given_or(evidence, "No evidence yet")))
    return [Table(node["title"], columns, [held])]


def _narrative(node: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    return [Heading(node["title"]), *(Paragraph(part) for part in (node["text"] or NOTHING_YET).split("\n\n"))]


def _lines(node: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    rows = [row(line["title"], line["reason"]) for line in node["lines"]]
    first, second = node.get("columns") or ("Title", "Reason")
    return [Table(node["title"], (Column(first), Column(second, width=3)), rows, empty=NOTHING_YET)]


def _statements(node: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    words = {step["number"]: step["word"] for step in data["scales"][node["scale"]]}
    first, second, where, last = node.get("columns") or ("Statement", "Rating", "", "What shows it")
    rows = []
    for one in node["statements"]:
        cells: list[Cell | str] = [one["says"], given_or(words.get(one.get("step")), "Not answered")]
        if where:
            cells.append(given_or(one.get("where"), NOTHING_YET))
        rows.append(row(*cells, given_or(one.get("words"), NOTHING_YET)))
    columns = [Column(first, width=2), Column(second), Column(where, width=2), Column(last, width=2)]
    if not where:
        del columns[2]
    return [Table(node["title"], columns, rows), *_evidence(f"Evidence for {node['title'].lower()}", [node])]


def _declaration(node: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    signed = data["sign_off"]
    columns = (Column("Name"), Column("Position"), Column("Signature", width=1.6))
    cells: tuple[Cell, ...] = (Missing("Not signed yet"),) * 3
    if signed:
        when = full_moment(moment_of(signed["signed_at"]))
        cells = (Text(signed["name"]), Text(signed["position"]), Text(f"Signed in Casework on {when}"))
    return [Table(node["title"], columns, [Row(cells)], note=f"{node['says']}.")]


QUESTIONS: dict[str, Callable[[dict[str, Any], dict[str, Any]], list[Block]]] = {
    "evidenced": _evidenced,
    "narrative": _narrative,
    "lines-of-enquiry": _lines,
    "statement-list": _statements,
    "declaration": _declaration,
}


def _sign_off(signed: dict[str, Any] | None) -> list[Block]:
    if signed is None:
        return [Note("This self-assessment is not signed. It is printed as it stood at the moment above.")]
    state = "matches what was signed" if signed["matches"] else "DOES NOT MATCH what was signed"
    when = full_moment(moment_of(signed["signed_at"]))
    return [
        Paragraph(f"{signed['name']}, {signed['position']}, signed this version on {when}: {signed['declaration']}."),
        Paragraph(f"Seal: {signed['seal']}"),
        Note(f"The frozen copy kept in Casework {state}. Casework can check this file against the seal."),
    ]


def _choices(asked: Asked) -> Choices:
    if asked.seen_by is None:
        return []
    listed = queries.list_assessments(seen_by=asked.seen_by)
    return [
        (
            str(one.assessment.id),
            f"{one.assessment.name}, version {one.assessment.number}, {plural(one.rated, 'rating')}",
        )
        for one in listed
    ]


KIND = Kind(
    name="assessment",
    title="Self-assessment",
    group="Self-assessment",
    purpose="The whole form as it is printed, with figures, ratings, commentary, evidence and sign-off",
    readers="The director, the challenge team",
    need=Need.READ_ASSESSMENTS,
    build=build,
    parameters=(Parameter("id", "Self-assessment", _choices, "Select a self-assessment"),),
)
