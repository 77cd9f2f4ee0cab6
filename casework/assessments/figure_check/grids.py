"""A table as rows and columns of figures, which can be turned so that a column is checked like a row. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from casework.assessments.figure_check.figures import Figure, Sort, find_figures
from casework.assessments.figure_check.papers import Table
from casework.assessments.figure_check.series import telling

BESIDE = re.compile(r"[\s*†‡^()\[\]/,;–=n-]*")
TOTAL = re.compile(r"(?:grand|overall|sub-?|column|row)?\s?totals?:?|all|overall|sum", re.IGNORECASE)
TOTAL_OF = re.compile(r"(?:grand\s|overall\s|sub-?)?totals?\b.{0,60}", re.IGNORECASE)
MISSING = re.compile(
    r"\s*|[-–—.*:]{1,3}|\[?[cxzu]\]?|n/?a\.?|n/?k|nil|tbc|<\s?\d+|not\s.{1,30}|suppressed", re.IGNORECASE
)
HEADER_ROWS = 3
BRACKETED = re.compile(r"\(\s?£?\s?[\d,]+(?:\.\d+)?\s?%?\s?\)")
PERCENT_HEADER = re.compile(r"%|\bper\s?cent(?:age)?\b", re.IGNORECASE)
COUNT_AND_SHARE = re.compile(r"([\d,]{1,12})\s?\(\s?(\d{1,3}(?:\.\d{1,3})?)\s?\)")
HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Cell:
    """A cell: its count, its percentage, or both ("11 (69%)")."""

    text: str
    line: int
    count: Figure | None = None
    percent: Figure | None = None

    @property
    def is_number(self) -> bool:
        """Whether it holds figures and nothing else."""
        return self.count is not None or self.percent is not None

    @property
    def is_like_a_number(self) -> bool:
        """Whether it holds figures, or "31 (16)", of which its heading may say what they are."""
        return self.is_number or COUNT_AND_SHARE.fullmatch(self.text.strip()) is not None

    @property
    def is_missing(self) -> bool:
        """Whether it is empty or says that there is no figure."""
        return not self.is_number and MISSING.fullmatch(self.text.strip()) is not None


@dataclass(frozen=True)
class Grid:
    """Cells with the labels of their rows and the headers of their columns; `is_turned` when rows were columns."""

    labels: tuple[str, ...]
    headers: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    note: str = ""
    is_turned: bool = False

    def turned(self) -> "Grid":
        """The same with rows as columns."""
        cells = tuple(zip(*self.cells, strict=True)) if self.cells else ()
        return replace(self, labels=self.headers, headers=self.labels, cells=cells, is_turned=not self.is_turned)

    @cached_property
    def counts(self) -> list[int]:
        """Columns most of whose cells hold a count."""
        return [column for column in range(len(self.headers)) if self._share(column, "count") * 2 > 1]

    @cached_property
    def percents(self) -> list[int]:
        """Columns of which a cell holds a percentage."""
        return [column for column in range(len(self.headers)) if any(row[column].percent for row in self.cells)]

    def _share(self, column: int, what: str) -> float:
        filled = [row[column] for row in self.cells if not row[column].is_missing]
        return sum(getattr(cell, what) is not None for cell in filled) / len(filled) if filled else 0

    def is_total(self, row: int) -> bool:
        """Whether the row is called a total."""
        return is_total(self.labels[row])


def is_total(label: str) -> bool:
    """Whether a label calls its row a total."""
    plain = label.strip(" :*")
    return bool(TOTAL.fullmatch(plain)) or _is_total_of(plain)


def _is_total_of(label: str) -> bool:
    """Whether a short label begins or ends with total: "Total income", "Income total"."""
    ends = label.lower().endswith((" total", " totals"))
    return len(label.split()) <= 6 and (ends or TOTAL_OF.fullmatch(label) is not None)


def is_plain_total(label: str) -> bool:
    """Whether the label says total and nothing more."""
    return TOTAL.fullmatch(label.strip(" :*")) is not None


def read_cell(text: str, line: int) -> Cell:
    """The figures of a cell; a text, a date or a range has none."""
    figures = find_figures(text)
    rest = text
    for figure in figures:
        rest = rest.replace(figure.text, " ", 1)
    if not 1 <= len(figures) <= 2 or not BESIDE.fullmatch(rest) or any(one.is_words for one in figures):
        return Cell(text, line)
    if len(figures) == 1 and figures[0].sort is Sort.OTHER and text.strip().isdigit() and text.strip()[0] != "0":
        figures = [replace(figures[0], sort=Sort.COUNT)]  # 2016 in a column of counts
    counts = [one for one in figures if one.sort in (Sort.COUNT, Sort.MONEY)]
    percents = [one for one in figures if one.sort in (Sort.PERCENT, Sort.POINTS)]
    if len(counts) > 1 or len(percents) > 1 or len(counts) + len(percents) != len(figures):
        return Cell(text, line)
    return Cell(text, line, counts[0] if counts else None, percents[0] if percents else None)


def grid_of(table: Table) -> Grid | None:
    """The table as a grid; None when it has no two rows of figures."""
    width = max(len(row.cells) for row in table.rows)
    rows = [
        tuple(read_cell(text, row.line) for text in (*row.cells, *[""] * (width - len(row.cells))))
        for row in table.rows
    ]
    head = 0
    while head < min(len(rows) - 1, HEADER_ROWS) and _is_header(rows[head]):
        head += 1
    body = rows[head:]
    labelled = 0
    while labelled < width - 1 and _is_label_column(body, labelled):
        labelled += 1
    if not labelled or not body:
        return None
    headers = tuple(" ".join(row[column].text for row in rows[:head] if row[column].text) for column in range(width))
    body = _exact(_negative(body))
    bare = {
        column for column, header in enumerate(headers)
        if PERCENT_HEADER.search(header) and not any(row[column].percent for row in body)
    }  # fmt: skip
    body = [tuple(_as_percent(cell) if column in bare else cell for column, cell in enumerate(row)) for row in body]
    labels = tuple(" ".join(cell.text for cell in row[:labelled] if cell.text) for row in body)
    return Grid(labels, headers[labelled:], tuple(row[labelled:] for row in body), table.note)


def _exact(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The rows, their counts exact when one of them is not round: then 10,500 beside it is not rounded either."""
    counts = [cell.count for row in rows for cell in row if cell.count]
    if not any(one.value >= 1_000 and one.step <= 1 and one.value % 100 for one in counts):
        return rows
    return [
        tuple(replace(cell, count=replace(cell.count, is_exact=True)) if cell.count else cell for cell in row)
        for row in rows
    ]


def _negative(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The rows, with "(445)" as -445 in a column that has figures without brackets too: so accountants write it."""
    plain = {
        column
        for row in rows
        for column, cell in enumerate(row)
        if cell.is_number and not BRACKETED.fullmatch(cell.text.strip())
    }
    return [
        tuple(
            _turned_round(cell) if column in plain and BRACKETED.fullmatch(cell.text.strip()) else cell
            for column, cell in enumerate(row)
        )
        for row in rows
    ]


def _turned_round(cell: Cell) -> Cell:
    def below(figure: Figure | None) -> Figure | None:
        return figure and replace(figure, value=-figure.value, has_sign=True)

    return replace(cell, count=below(cell.count), percent=below(cell.percent))


def _as_percent(cell: Cell) -> Cell:
    """The cell of a column headed "Per cent" or "%" whose figures are printed without the sign: "16" and "31 (16)"."""
    both = COUNT_AND_SHARE.fullmatch(cell.text.strip())
    if both:
        counted, shared = (find_figures(part) for part in both.groups())
        if len(counted) == len(shared) == 1 and shared[0].value <= HUNDRED:
            return replace(cell, count=counted[0], percent=_percent(shared[0]))
    count = cell.count
    if count is None or count.sort is not Sort.COUNT or abs(count.value) > HUNDRED:
        return cell
    return replace(cell, count=None, percent=_percent(count))


def _percent(count: Figure) -> Figure:
    return replace(count, sort=Sort.PERCENT, text=f"{count.text}%")


def _is_header(row: Sequence[Cell]) -> bool:
    numbers = [cell for cell in row[1:] if cell.is_like_a_number]
    return not numbers or all(cell.text.strip().isdigit() and 1950 <= int(cell.text) <= 2049 for cell in numbers)


def _is_label_column(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    texts = sum(bool(row[column].text) and not row[column].is_like_a_number for row in rows)
    numbers = sum(row[column].is_like_a_number for row in rows)
    if column == 0:
        return True
    return texts > numbers and not any(row[column].percent for row in rows) and numbers == 0


def shares_words(label: str, other: str) -> bool:
    """Whether two labels have a telling word in common."""
    return bool(telling(label) & telling(other))
