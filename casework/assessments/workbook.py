"""A self-assessment as an Excel workbook that somebody without an account fills in and sends back.

Four sheets: how to fill it in, the answers, the levels of the scales, the figures; and last a seal that says what
stood in each line when the file was made, so that what comes back is compared with that and nothing is overwritten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from casework.accounts.models import Person
from casework.assessments import queries, rules
from casework.assessments.figure_queries import list_figures
from casework.assessments.figures import fill_table
from casework.assessments.models import Assessment
from casework.assessments.outline import NodeKind, Outline
from casework.assessments.workbook_lines import LONGEST_CELL, Line, lines_of
from casework.kit import clock
from casework.kit.documents.as_xlsx import LINE, MOST_LINES, OPTIONS
from casework.kit.documents.as_xlsx import lines as lines_needed
from casework.kit.documents.report import printable
from casework.kit.rules import RuleBroken
from casework.kit.words import full_date

SHEET, SEAL_SHEET = "Answers", "Seal"
HEADS = ("Key", "Section", "Question", "What helps to answer it", "Rating", "Title or where", "Answer", "Evidence")
WIDTHS = (16, 26, 34, 34, 22, 26, 80, 34)
SEAL_WORDS = "This says how the answers stood when the file was made. Leave it as it is."
PIECE = 30_000  # characters of the seal in one cell
NOTHING_TO_WRITE = "Nothing here is with you to write"


@dataclass(frozen=True)
class Seal:
    """What stood in the workbook when it was made: of which self-assessment, and by key the version and checksum."""

    assessment_id: int
    person_id: int
    lines: Mapping[str, tuple[int, str]]


def list_lines(assessment: Assessment, person: Person) -> list[Line]:
    """Every line this person may write now, in the form's order. RuleBroken when there is none."""
    given = queries.list_given(assessment)
    mine = [one for one in queries.list_answers(assessment) if rules.may_write(assessment, one.node, person, given)]
    lines = [line for answer in mine for line in lines_of(answer, person)]
    if not lines:
        raise RuleBroken(NOTHING_TO_WRITE if assessment.is_open else rules.SIGNED_ALREADY)
    return lines


def write(assessment: Assessment, person: Person) -> bytes:
    """The workbook for what this person may write. RuleBroken when that is nothing."""
    lines = list_lines(assessment, person)
    paper = BytesIO()
    book: Any = Workbook(paper, OPTIONS)
    book.set_properties({"title": printable(assessment.name), "author": ""})
    plain = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
    looks = {
        "head": book.add_format(plain | {"bold": True, "bg_color": "#EEEFEF", "border": 1}),
        "fixed": book.add_format(plain | {"border": 1, "border_color": "#B1B4B6"}),
        "open": book.add_format(
            plain | {"locked": False, "bg_color": "#FFF7D6", "border": 1, "border_color": "#505A5F", "num_format": "@"}
        ),
        "title": book.add_format(plain | {"bold": True, "font_size": 14, "text_wrap": False}),
    }
    book.add_worksheet("How to fill it in")  # the first sheet is the one that opens
    book.add_worksheet(SHEET)
    places = _levels(book, looks, assessment.template.outline, lines)
    _how(book, looks, assessment, lines)
    _answers(book, looks, lines, places)
    _figures(book, looks, assessment, lines)
    _seal(book, looks, assessment, person, lines)
    book.close()
    return paper.getvalue()


def _how(book: Any, looks: Mapping[str, Any], assessment: Assessment, lines: Sequence[Line]) -> None:
    sheet = book.get_worksheet_by_name("How to fill it in")
    sheet.set_column(0, 0, 110)
    made = full_date(clock.today())
    said = [
        f"{assessment.organisation.name}, {assessment.template.title}, version {assessment.number}. Made on {made}.",
        f'Fill in the yellow cells of the sheet "{SHEET}". There are {len(lines)} lines.',
        "Choose a rating from the list in its cell. What each level means is on the sheet Levels.",
        "Alt and Enter together begin a new line inside a cell. An empty line begins a paragraph.",
        "Lines you leave as they are stay as they are. A cell you empty is emptied.",
        "You may sort or filter nothing away: every line is known by its key in the first column.",
        "Save it as an Excel workbook (.xlsx) and send it back to the person you have it from.",
        "Leave out names and other details of people who use care.",
    ]
    sheet.write_string(0, 0, printable(f"{assessment.name}: answers to fill in"), looks["title"])
    for at, words in enumerate(said, start=2):
        sheet.write_string(at, 0, printable(words), looks["fixed"])
    sheet.protect("", {"format_columns": True})


def _answers(book: Any, looks: Mapping[str, Any], lines: Sequence[Line], places: Mapping[str, str]) -> None:
    sheet = book.get_worksheet_by_name(SHEET)
    for at, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, looks["head"])
    for row, line in enumerate(lines, start=1):
        outline = line.answer.assessment.template.outline
        guidance = f"Title or where: {line.title_is}" if line.title_is and not line.guidance else line.guidance
        fixed = (line.key, outline.section_of(line.answer.node).title, line.question, guidance)
        for at, words in enumerate(fixed):
            sheet.write_string(row, at, printable(words)[:LONGEST_CELL], looks["fixed"])
        step = line.scale.step(line.held.rating) if line.scale else None
        _cell(sheet, row, 4, step.words if step else "", looks["open" if line.scale else "fixed"])
        if line.scale:
            source = places[line.answer.node_id]
            refusal = {"error_title": "Not on the scale", "error_message": "Choose one of the list, or empty the cell"}
            sheet.data_validation(row, 4, row, 4, {"validate": "list", "source": source, **refusal})
        _cell(sheet, row, 5, line.held.title, looks["open" if line.title_is else "fixed"])
        _cell(sheet, row, 6, line.cell, looks["open" if line.has_text and not line.is_too_long else "fixed"])
        evidence = "; ".join(one.evidence.title for one in line.answer.evidence_links) if not line.part else ""
        _cell(sheet, row, 7, evidence[:LONGEST_CELL], looks["fixed"])
        _high(sheet, row, zip((*fixed, line.held.title, line.cell, evidence), (*WIDTHS[:4], *WIDTHS[5:]), strict=True))
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _high(sheet: Any, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """As high as its longest text needs: not every program works that out by itself."""
    needed = max(lines_needed(words, int(width)) for words, width in cells)
    sheet.set_row(row, min(needed, MOST_LINES) * LINE)


def _cell(sheet: Any, row: int, column: int, words: str, look: Any) -> None:
    if words:
        sheet.write_string(row, column, printable(words), look)
    else:
        sheet.write_blank(row, column, None, look)


def _levels(book: Any, looks: Mapping[str, Any], outline: Outline, lines: Sequence[Line]) -> dict[str, str]:
    """The sheet of levels; for each node the cells that its list is taken from."""
    asked = {line.answer.node_id: line.scale for line in lines if line.scale}
    if not asked:
        return {}
    sheet = book.add_worksheet("Levels")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 100)
    for at, head in enumerate(("Where it is used", "Level", "What it means")):
        sheet.write_string(0, at, head, looks["head"])
    places: dict[str, str] = {}
    known: dict[Any, str] = {}
    row = 1
    for node_id, scale in asked.items():
        if scale.steps in known:
            places[node_id] = known[scale.steps]
            continue
        first = row
        used = [other for other, its in asked.items() if its.steps == scale.steps]
        name = outline.name_of(outline.nodes[node_id]) if len(used) == 1 else f"{len(used)} parts of the form"
        for step in scale.steps:
            for at, words in enumerate((name, step.words, step.says)):
                sheet.write_string(row, at, printable(words), looks["fixed"])
            _high(sheet, row, ((name, 40), (step.words, 26), (step.says, 100)))
            row += 1
        start, end = (xl_rowcol_to_cell(at, 1, row_abs=True, col_abs=True) for at in (first, row - 1))
        known[scale.steps] = places[node_id] = f"=Levels!{start}:{end}"
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True})
    return places


def _figures(book: Any, looks: Mapping[str, Any], assessment: Assessment, lines: Sequence[Line]) -> None:
    """The measure tables of the sections that are filled in, to be read beside them."""
    outline = assessment.template.outline
    mine = {line.answer.node.section_id for line in lines}
    tables = [
        (section, node)
        for section in outline.sections
        if section.id in mine
        for node in section.nodes
        if node.kind is NodeKind.MEASURE_TABLE
    ]
    if not tables:
        return
    sheet = book.add_worksheet("Figures")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 12, 16)
    row, figures = 0, list_figures(assessment)
    for section, node in tables:
        table = fill_table(node, figures, assessment.period)
        sheet.write_string(row, 0, printable(section.title), looks["title"])
        for at, head in enumerate(table.columns):
            sheet.write_string(row + 1, at, printable(head), looks["head"])
        row += 2
        for one in table.rows:
            cells = [words for cell in one.cells for words in (cell.printed, cell.quartile)]
            for at, words in enumerate([one.ref, one.title, *cells, one.trend_words]):
                sheet.write_string(row, at, printable(str(words)), looks["fixed"])
            _high(sheet, row, ((one.ref, 14), (one.title, 60)))
            row += 1
        row += 1
    sheet.protect("", {"format_columns": True})


# --- the seal ---


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="workbook")


def _seal(book: Any, looks: Mapping[str, Any], assessment: Assessment, person: Person, lines: Sequence[Line]) -> None:
    stood = {line.key: [line.answer.version, line.printed.checksum] for line in lines}
    sealed = _signer().dumps({"assessment": assessment.id, "person": person.id, "lines": stood})
    token = sealed.decode() if isinstance(sealed, bytes) else sealed
    sheet = book.add_worksheet(SEAL_SHEET)
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, SEAL_WORDS, looks["fixed"])
    for at in range(0, len(token), PIECE):
        sheet.write_string(1 + at // PIECE, 0, token[at : at + PIECE], looks["fixed"])
    sheet.protect("", {"format_columns": True})


def read_seal(cells: Sequence[str]) -> Seal | None:
    """The seal that stands in the cells under its words; None when it is not one of ours any more."""
    try:
        sealed = _signer().loads("".join(cells))
        lines = {str(key): (int(version), str(checksum)) for key, (version, checksum) in sealed["lines"].items()}
        return Seal(int(sealed["assessment"]), int(sealed["person"]), lines)
    except (BadData, ValueError, TypeError, KeyError, AttributeError):
        return None
