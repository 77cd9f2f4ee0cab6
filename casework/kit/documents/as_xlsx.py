"""A report as an Excel workbook: a first sheet about it, then a sheet for each table.

Every text is written as text (never a formula, never a link), figures and dates as such with the decimals they are
printed with. No sheet, row or column is hidden; nobody is named as the author.
"""

import re
from base64 import b64encode
from datetime import UTC
from io import BytesIO
from typing import Any
from zlib import compress

from xlsxwriter import Workbook

from casework.kit.documents import as_json
from casework.kit.documents.cells import Cell, Day, Figure, Percent
from casework.kit.documents.report import Report, Row, Table, printable

CARRIED = "Data to check this file"
CARRIED_WORDS = "What this file says, as data packed for Casework. Leave it as it is: with it the file can be checked"
PIECE = 30_000  # signs of it in a cell
LONGEST = 32_767  # characters Excel holds in a cell
CUT = " [cut here: Excel holds no longer text in a cell; the Word, CSV and JSON files have all of it]"
OPTIONS = {
    **{"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    **{"in_memory": True, "nan_inf_to_errors": False},
}
UNIT, GROUP = 12, 30  # characters in a column of width 1, and in the column of groups
LINE, MOST_LINES = 13.5, 30  # points; Excel's rows are at most 409 high


class Book:
    """A workbook being written: its formats, and the names its sheets have taken."""

    def __init__(self, report: Report, paper: BytesIO) -> None:
        self.workbook: Any = Workbook(paper, OPTIONS)
        made_at = report.generated_at.astimezone(UTC).replace(tzinfo=None)
        self.workbook.set_properties({"title": printable(report.title)[:255], "author": "", "created": made_at})
        self.names: set[str] = set()
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **properties: Any) -> Any:
        """A cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self.workbook.add_format(
                {"font_name": "Arial", "font_size": 10, "valign": "top"} | properties
            )
        return self._looks[key]

    def sheet(self, name: str) -> Any:
        """A new sheet with a name Excel takes: at most 31 characters, unlike the others."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", printable(name)).strip("' ")[:31].strip("' ") or "Table"
        taken, number = plain, 2
        while taken.lower() in self.names or taken.lower() == "history":
            taken, number = f"{plain[:27].strip()} {number}", number + 1
        self.names.add(taken.lower())
        sheet = self.workbook.add_worksheet(taken)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def text(self, sheet: Any, row: int, column: int, words: str, **properties: Any) -> None:
        """Write words as words."""
        whole = printable(words)
        kept = whole if len(whole) <= LONGEST else whole[: LONGEST - len(CUT)] + CUT
        sheet.write_string(row, column, kept, self.look(**properties))

    def cell(self, sheet: Any, row: int, column: int, one: Cell, **properties: Any) -> None:
        """Write a cell with its own type."""
        if isinstance(one, Percent):
            look = self.look(num_format=f"0{_decimals(one)}%", **properties)
            sheet.write_number(row, column, float(one.rounded / 100), look)
        elif isinstance(one, Figure):
            before, after = (f'"{words}"' if words else "" for words in (one.before, one.after))
            look = self.look(num_format=f"{before}#,##0{_decimals(one)}{after}", **properties)
            sheet.write_number(row, column, float(one.rounded), look)
        elif isinstance(one, Day):
            sheet.write_datetime(row, column, one.value, self.look(num_format="d mmm yyyy", align="left", **properties))
        else:
            self.text(sheet, row, column, one.words, text_wrap=True, **properties)


def _decimals(figure: Figure) -> str:
    exponent = figure.rounded.as_tuple().exponent
    return f".{'0' * -exponent}" if isinstance(exponent, int) and exponent < 0 else ""


def write(report: Report) -> bytes:
    """The whole workbook."""
    paper = BytesIO()
    book = Book(report, paper)
    _about(book, report)
    for number, table in report.tables():
        _table(book, number, table)
    if report.carries_data:
        _carry(book, report)
    book.workbook.close()
    return paper.getvalue()


def _carry(book: Book, report: Report) -> None:
    """A last sheet with the report's JSON, so that the file can be checked: in the open, like everything here."""
    sheet = book.sheet(CARRIED)
    sheet.set_column(0, 0, 100)
    book.text(sheet, 0, 0, CARRIED_WORDS, bold=True)
    text = b64encode(compress(as_json.write(report), 9)).decode()
    for at, start in enumerate(range(0, len(text), PIECE), start=1):
        book.text(sheet, at, 0, text[start : start + PIECE])


def _about(book: Book, report: Report) -> None:
    """What the report is, its key figures, and a list of its tables."""
    sheet = book.sheet("About this report")
    sheet.set_column(0, 0, 45)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 60)
    book.text(sheet, 0, 0, report.title, bold=True, font_size=14)
    lines = [report.subtitle, report.as_at, report.notice]
    lines += [f"{name.replace('_', ' ').capitalize()}: {given}" for name, given in report.parameters.items()]
    at = 1
    for words in filter(None, lines):
        book.text(sheet, at, 0, words)
        at += 1
    for figure in report.key_figures():
        at += 1
        book.text(sheet, at, 0, figure.label)
        book.cell(sheet, at, 1, figure.cell, bold=True)
        book.text(sheet, at, 2, figure.note)
    at += 2
    for number, table in report.tables():
        book.text(sheet, at, 0, f"Table {number}: {table.caption}")
        at += 1


def _table(book: Book, number: int, table: Table) -> None:
    """One table on a sheet of its own: caption in the first row, heads in the third, rows beneath, then the note."""
    sheet = book.sheet(f"{number} {table.caption}")
    lead = 1 if table.has_groups else 0
    headings = [table.group_heading] * lead + [column.heading for column in table.columns]
    book.text(sheet, 0, 0, f"Table {number}: {table.caption}", bold=True, font_size=12)
    for at, heading in enumerate(headings):
        right = at >= lead and table.columns[at - lead].figures
        look = {"align": "right"} if right else {}
        book.text(sheet, 2, at, heading, bold=True, text_wrap=True, bottom=1, bg_color="#EEEFEF", **look)
    widths = [GROUP] * lead + [int(UNIT * column.width) + 2 for column in table.columns]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    last = 2
    for last, (group, row) in enumerate(table.grouped_rows(), start=3):
        _row(book, sheet, last, [group] * lead, row, table)
        texts = [group] * lead + [one.words for one in row.cells]
        sheet.set_row(last, LINE * min(MOST_LINES, max(map(lines, texts, widths), default=1)))
    if not table.rows:
        last = 3
        book.text(sheet, last, 0, table.empty)
    if table.note:
        book.text(sheet, last + 2, 0, table.note)


def lines(text: str, width: int) -> int:
    """About how many lines the text takes in a column that wide."""
    return sum(1 + len(part) // width for part in text.split("\n"))


def _row(book: Book, sheet: Any, at: int, lead: list[str], row: Row, table: Table) -> None:
    look: dict[str, Any] = {"bold": True} if row.is_total else {}
    for column, words in enumerate(lead):
        book.text(sheet, at, column, words, text_wrap=True, **look)
    for column, one in enumerate(row.cells, start=len(lead)):
        side = {"align": "right"} if table.columns[column - len(lead)].figures and not isinstance(one, Day) else {}
        book.cell(sheet, at, column, one, **look, **side)
