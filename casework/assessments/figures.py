"""Measure tables that fill themselves: figures of both years, quartile, and trend between quartile bands (R5). Pure.

A quartile is computed where national values are held; where none are, the published one is printed and marked so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from casework.assessments.outline import Node
from casework.kit import words
from casework.measures.models import Quartile, ValueState
from casework.measures.places import Place
from casework.measures.quartiles import quartile_trend

TREND_WORDS = {"better": "Better", "same": "About the same", "worse": "Worse"}
TREND_ARROWS = {"better": "↑", "same": "→", "worse": "↓"}
NOT_HELD, NO_QUARTILE = "Not held", "n/a"
MAY_STILL_CHANGE = frozenset({ValueState.PROVISIONAL, ValueState.DUE})


@dataclass(frozen=True)
class Figure:
    """One held value of one measure in one period, as it is printed. `rank` of `n` where national values are held."""

    value: Decimal | None
    state: ValueState
    printed: str
    quartile: Quartile | None = None
    rank: int | None = None
    n: int | None = None
    is_published: bool = False  # the quartile is the published one, because no national values are held
    recorded_at: datetime | None = None
    before: tuple[tuple[datetime, str], ...] = ()  # what was held earlier, as printed, oldest first
    then: Place | None = None  # where it stood at the moment the page asks about; None when nothing was held then

    def was(self, moment: datetime) -> str | None:
        """What it read at that moment; None when nothing was held then."""
        return next((printed for recorded, printed in reversed(self.before) if recorded <= moment), None)


@dataclass(frozen=True)
class MeasureFigures:
    """A measure with its figures by the code of the period."""

    measure_id: int
    label: str
    title: str
    by_period: dict[str, Figure]


Figures = Mapping[str, MeasureFigures]  # by edition:code


@dataclass(frozen=True)
class Cell:
    """A figure as printed, with its quartile as printed. `figure` is None where nothing is held."""

    period: str
    printed: str
    quartile: str
    figure: Figure | None

    @property
    def then(self) -> Quartile | None:
        """The quartile at the moment the page asks about."""
        return self.figure.then.quartile if self.figure and self.figure.then else None

    @property
    def moved(self) -> bool:
        """Whether a figure that was held at that moment stood in another quartile then."""
        return bool(self.figure and self.figure.then) and self.then != (self.figure.quartile if self.figure else None)


@dataclass(frozen=True)
class Row:
    """A row of a filled table. `trend` is better, same, worse or None."""

    measure: str
    measure_id: int | None
    ref: str
    title: str
    footnote: str | None
    cells: tuple[Cell, ...]
    trend: str | None
    now: tuple[str, ...] = ()  # of a signed row: what is held today where it differs

    @property
    def trend_words(self) -> str:
        """ "Better", or n/a where a quartile is missing."""
        return trend_words(self.trend)

    def changed_since(self, moment: datetime | None) -> bool:
        """Whether a figure of this row, its quartile or its trend came or changed after `moment`."""
        return bool(self.later_than(moment))

    def later_than(self, moment: datetime | None) -> list[str]:
        """What came or changed after `moment`, as it read then: "2012-13 was 1.6%", "2012-13 was in the top quartile".

        A quartile moves without the figure when other councils publish or restate theirs; the trend moves with it.
        """
        later = [
            (cell.period, cell.figure)
            for cell in self.cells
            if moment is not None and cell.figure and cell.figure.recorded_at and cell.figure.recorded_at > moment
        ]
        said = [f"{period} was {(moment and figure.was(moment)) or NOT_HELD.lower()}" for period, figure in later]
        if moment is None or not any(cell.moved for cell in self.cells):
            return said
        said += [f"{cell.period} was in {quartile_then(cell.then)}" for cell in self.cells if cell.moved]
        trend = quartile_trend(self.cells[-2].then, self.cells[-1].then) if len(self.cells) > 1 else None
        return said + ([f"the trend was {trend_words(trend).lower()}"] if trend != self.trend else [])


@dataclass(frozen=True)
class Table:
    """A measure table as the form prints it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[tuple[str, str], ...]

    @property
    def has_published(self) -> bool:
        """Whether any quartile printed is the published one."""
        return any(cell.figure and cell.figure.is_published for row in self.rows for cell in row.cells)

    @property
    def not_final(self) -> list[Row]:
        """Rows of which a figure is held that may still change."""
        return [
            row for row in self.rows if any(cell.figure and cell.figure.state in MAY_STILL_CHANGE for cell in row.cells)
        ]

    def as_data(self) -> dict[str, Any]:
        """As JSON types; figures as the text of their decimal, so that 11.40 and 11.4 stay what they are."""
        return {
            "columns": list(self.columns),
            "rows": [
                {
                    "measure": row.measure,
                    "ref": row.ref,
                    "title": row.title,
                    "footnote": row.footnote,
                    "figures": [_cell_data(cell) for cell in row.cells],
                    "trend": row.trend,
                    "trend_printed": row.trend_words,
                }
                for row in self.rows
            ],
            "footnotes": [{"mark": mark, "says": says} for mark, says in self.footnotes],
        }


def _cell_data(cell: Cell) -> dict[str, Any]:
    figure = cell.figure
    return {
        "period": cell.period,
        "printed": cell.printed,
        "value": f"{figure.value:f}" if figure and figure.value is not None else None,
        "state": figure.state.value if figure else None,
        "quartile": figure.quartile.value if figure and figure.quartile else None,
        "quartile_is_published": bool(figure and figure.is_published),
        "rank": figure.rank if figure else None,
        "of": figure.n if figure and figure.rank else None,
    }


def quartile_then(quartile: Quartile | None) -> str:
    """the third quartile; no quartile."""
    return f"the {quartile.value} quartile" if quartile else "no quartile"


def trend_words(trend: str | None) -> str:
    """ "Better", or n/a where a quartile is missing."""
    return TREND_WORDS[trend] if trend else NO_QUARTILE


def shift_years(node: Node, period: str) -> dict[str, str]:
    """The years the form prints -> the years of this self-assessment, whose own period is the last column.

    A form used again next year shows next year's figures. Periods that are no financial years stay as they are.
    """
    years = node.years
    try:
        moved = words.parse_year(period) - words.parse_year(years[-1])
        return {code: _year_code(words.parse_year(code) + moved) for code in years}
    except (ValueError, IndexError):
        return {code: code for code in years}


def _year_code(start: int) -> str:
    return f"{start}-{(start + 1) % 100:02}"


def fill_table(node: Node, figures: Figures, period: str) -> Table:
    """The measure table of `node` filled from `figures`, for a self-assessment of `period`."""
    years = shift_years(node, period)
    columns = tuple(_heading(column, years) for column in node.columns)
    footnotes = tuple((str(note["mark"]), str(note["says"])) for note in node.raw.get("footnotes") or ())
    rows = []
    for row in node.rows:
        held = figures.get(row.measure)
        cells = tuple(_cell(held, code) for code in years.values())
        quartiles = [cell.figure.quartile if cell.figure else None for cell in cells]
        trend = quartile_trend(quartiles[-2], quartiles[-1]) if len(quartiles) > 1 else None
        rows.append(Row(row.measure, held.measure_id if held else None, row.ref, row.title, row.footnote, cells, trend))
    return Table(node.title, columns, tuple(rows), footnotes)


def _heading(column: str, years: Mapping[str, str]) -> str:
    for old, new in years.items():
        before = words.year_words(old) if old != new else ""
        if before and column.startswith(before):
            return column.replace(before, words.year_words(new), 1)
    return column


def _cell(held: MeasureFigures | None, period: str) -> Cell:
    figure = held.by_period.get(period) if held else None
    if held is None or figure is None:
        return Cell(period, NOT_HELD, NO_QUARTILE, None)
    quartile = figure.quartile.value.capitalize() if figure.quartile else NO_QUARTILE
    return Cell(period, figure.printed, quartile, figure)
