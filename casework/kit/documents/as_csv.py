"""A report's tables as CSV, safe to open in a spreadsheet.

A report of one table is that table: a header and its rows (key figures that only sum it up are left out). Any other is
its key figures and its tables one after another, each beneath a line with its caption and with an empty line between.
UTF-8 with a byte-order mark (Excel needs it), every cell quoted.

Text that a spreadsheet could take for a formula gets an apostrophe in front (`guarded`). Nothing is lost: a cell that
begins with apostrophes followed by one of those signs gives its original text back when one apostrophe is taken away
(`unguarded`).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from casework.kit.documents.cells import Cell, Marked, Missing, Text
from casework.kit.documents.report import Report, Table

# Signs that begin a formula, in half and full width, after anything a spreadsheet may skip; and tabs and line ends.
LEAD = r"(?:[\s\0\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]|[\t\r\n\0])"
RISKY = re.compile(f"'*{LEAD}")
GUARDED = re.compile(f"'+{LEAD}")


def guarded(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet could take it for a formula."""
    return f"'{text}" if RISKY.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if GUARDED.match(text) else text


def write(report: Report) -> bytes:
    """All tables of the report."""
    paper = io.StringIO(newline="")
    writer = csv.writer(paper, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    tables = report.tables()
    if len(tables) == 1 and not list(report.key_figures(with_sums=False)):
        writer.writerows(lines_of(tables[0][1]))
    else:
        for lines in parts_of(report):
            writer.writerows(lines)
    return ("\ufeff" + paper.getvalue()).encode("utf-8", "backslashreplace")


def parts_of(report: Report) -> Iterator[Iterable[list[str]]]:
    """Key figures and tables, each with its caption; empty lines between."""
    figures = list(report.key_figures())
    if figures:
        yield [["Key figures"], *([guarded(one.label), plain(one.cell), guarded(one.note)] for one in figures)]
    for number, table in report.tables():
        yield [[]] if figures or number > 1 else []
        yield [[guarded(f"Table {number}: {table.caption}")], *lines_of(table)]


def lines_of(table: Table) -> Iterator[list[str]]:
    """The header and the rows; groups are a first column of their own."""
    lead = [table.group_heading] if table.has_groups else []
    yield [guarded(heading) for heading in [*lead, *(column.heading for column in table.columns)]]
    for group, row in table.grouped_rows():
        yield [*([guarded(group)] if lead else []), *(plain(one) for one in row.cells)]


def plain(one: Cell) -> str:
    """A cell's text; words are guarded, figures and dates are ours and may begin with a minus."""
    return guarded(one.plain) if isinstance(one, Text | Missing | Marked) else one.plain
