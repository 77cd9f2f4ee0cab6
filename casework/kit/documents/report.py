"""The report object: what every format is made from, so that page, Word, PDF, Excel, CSV and JSON agree.

Builders fill it, writers (`as_docx`, `as_pdf`, ...) only lay it out: a figure that is not here is in no document.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from casework.kit.documents.cells import Cell, Figure, Text, cell
from casework.kit.text import cannot_keep
from casework.kit.words import Number, full_moment


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running words."""

    kind: ClassVar[str] = "paragraph"
    words: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    kind: ClassVar[str] = "heading"
    words: str


@dataclass(frozen=True)
class Bullets:
    """Short points, one line each."""

    kind: ClassVar[str] = "bullets"
    items: Sequence[str]


@dataclass(frozen=True)
class Note:
    """Something the reader must know about the figures: set apart from the text."""

    kind: ClassVar[str] = "note"
    words: str


@dataclass(frozen=True)
class KeyFigure:
    """A figure with its name, and what it is measured against ("12% more than 173 the year before")."""

    label: str
    cell: Cell
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """The few figures to remember. `sums_up`: each can be counted from the report's table again."""

    kind: ClassVar[str] = "figures"
    items: Sequence[KeyFigure]
    sums_up: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether it holds figures (set to the right), and its share of the width."""

    heading: str
    figures: bool = False
    width: float = 1.0


@dataclass(frozen=True)
class Row:
    """A row; its first cell names it. A total is printed last and in bold."""

    kind: ClassVar[str] = "row"
    cells: Sequence[Cell]
    is_total: bool = False


@dataclass(frozen=True)
class Group:
    """A heading over the rows that follow it, up to the next group."""

    kind: ClassVar[str] = "group"
    words: str


@dataclass(frozen=True)
class Table:
    """A table. `empty` is said in place of one without rows; `note` stands beneath (source, what is left out).

    `group_heading` names the column that holds the groups where a document has no headings inside a table (CSV, Excel).
    """

    kind: ClassVar[str] = "table"
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row | Group]
    note: str = ""
    empty: str = "There is nothing to show."
    group_heading: str = "Group"

    def __post_init__(self) -> None:
        """ValueError for a row that does not fit the columns, or columns with one heading twice."""
        headings = [column.heading for column in self.columns]
        if len(set(headings)) != len(headings):
            raise ValueError(f"two columns of {self.caption!r} have the same heading")
        for one in self.rows:
            if isinstance(one, Row) and len(one.cells) != len(self.columns):
                raise ValueError(
                    f"a row of {self.caption!r} has {len(one.cells)} cells for {len(self.columns)} columns"
                )

    @property
    def has_groups(self) -> bool:
        """Whether any heading stands inside the table."""
        return any(isinstance(one, Group) for one in self.rows)

    def parts(self) -> list[tuple[str, list[Row]]]:
        """The rows under each group, in order; "" for rows before the first."""
        found: list[tuple[str, list[Row]]] = []
        for one in self.rows:
            if isinstance(one, Group):
                found.append((one.words, []))
            else:
                if not found:
                    found.append(("", []))
                found[-1][1].append(one)
        return found

    def grouped_rows(self) -> Iterator[tuple[str, Row]]:
        """Every row with the words of its group ("" before the first)."""
        for group, rows in self.parts():
            for one in rows:
                yield group, one


class Chart(Protocol):
    """What a chart of casework.kit.charts offers."""

    @property
    def title(self) -> str:
        """The finding, in 15 words or fewer."""

    @property
    def subtitle(self) -> str:
        """Measure, place, period and unit."""

    @property
    def source(self) -> str:
        """Where the figures come from."""

    @property
    def desc(self) -> str:
        """The chart in words."""


@dataclass(frozen=True)
class ChartBlock:
    """A picture; the figures it shows stand in a table of the same section."""

    kind: ClassVar[str] = "chart"
    chart: Chart


Block = Paragraph | Heading | Bullets | Note | KeyFigures | Table | ChartBlock


@dataclass(frozen=True)
class Section:
    """A numbered part of the report. `landscape` turns its pages, for wide tables.

    `change` is the path where its paragraph is changed, printed only on our own page, with what `changed` says of it.
    """

    heading: str
    blocks: Sequence[Block]
    landscape: bool = False
    change: str = ""
    changed: str = ""


@dataclass(frozen=True)
class Report:
    """A report at one moment. `data` is its JSON; `reference` its file name, never with the name of a person.

    `notice` is printed on every page ("Demonstration: ..."); `base_url` is what links in documents begin with, and
    without it they are printed as words. `links` (words, path) lead on from our own page. `carries_data`: its JSON
    travels inside the PDF and the Excel file, so that they can be checked.
    """

    title: str
    subtitle: str
    generated_at: datetime
    parameters: Mapping[str, Any]
    sections: Sequence[Section]
    data: Mapping[str, Any]
    reference: str = "report"
    notice: str = ""
    base_url: str = ""
    links: Sequence[tuple[str, str]] = ()
    carries_data: bool = False
    figures_at: datetime | None = None  # when they were frozen; otherwise they are of the moment of making

    @property
    def as_at(self) -> str:
        """Figures as at 20 April 2020, 10:42am"""
        return f"Figures as at {full_moment(self.figures_at or self.generated_at)}"

    @property
    def file_stem(self) -> str:
        """The reference as a file name."""
        return file_stem(self.reference)

    @property
    def has_contents(self) -> bool:
        """Whether a list of contents helps: fewer than four sections are seen at a glance."""
        return len(self.sections) >= 4

    def numbers(self) -> "Numbers":
        """A fresh counter of tables, for a writer."""
        return Numbers()

    def numbered(self) -> list[tuple[str, Section]]:
        """Sections with their printed headings: "4 How fast"; a single one needs no number."""
        many = len(self.sections) > 1
        return [(f"{at} {one.heading}" if many else one.heading, one) for at, one in enumerate(self.sections, start=1)]

    def tables(self) -> list[tuple[int, Table]]:
        """Every table with its number in the report."""
        found = [block for section in self.sections for block in section.blocks if isinstance(block, Table)]
        return list(enumerate(found, start=1))

    def key_figures(self, *, with_sums: bool = True) -> Iterator[KeyFigure]:
        """Every key figure, in order; `with_sums` False leaves out those that only sum up a table."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, KeyFigures) and (with_sums or not block.sums_up):
                    yield from block.items


@dataclass
class Numbers:
    """Hands out the numbers of tables in the order in which a writer meets them."""

    last: int = field(default=0)

    def next(self) -> int:
        """1, then 2, ..."""
        self.last += 1
        return self.last


def row(*values: "Cell | str | Number | date | None", is_total: bool = False) -> Row:
    """A row from cells or plain values."""
    return Row(tuple(cell(value) for value in values), is_total)


def file_stem(reference: str) -> str:
    """Small letters, digits and hyphens only, at most 80: "ascof-2011:1C(1A)" is "ascof-2011-1c-1a"."""
    ascii_only = unicodedata.normalize("NFKD", reference).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:80].strip("-") or "report"


def printable(text: str) -> str:
    """The text with U+FFFD for what no document can hold: controls, half of a pair."""
    if not cannot_keep(text):
        return text
    return "".join("\ufffd" if cannot_keep(letter) else letter for letter in text)


def link_of(report: Report, one: Cell) -> str | None:
    """The whole address a cell leads to; None where the report knows no address or the path is not ours."""
    href = one.href if isinstance(one, Text | Figure) else None
    if not href or not report.base_url or not href.startswith("/") or href.startswith("//"):
        return None
    return report.base_url + href
