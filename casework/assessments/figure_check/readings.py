"""What a column of percentages or changes may be of: every reading there is, for `columns` to choose from. Pure."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import Range, change_of, difference_of, percent_of
from casework.assessments.figure_check.claims import Kind
from casework.assessments.figure_check.desk import in_words
from casework.assessments.figure_check.grids import Grid, is_total

MOST_COLUMNS = 12
CHANGE_HEADER = re.compile(
    r"\b(?:changes?|differences?|variance|movement|increase|decrease|diff)\b|\+\s?/\s?[-–−]", re.IGNORECASE
)
YEAR_ROW = re.compile(r"((?:19|20)\d\d)(?:\s?[/–-]\s?(?:\d{4}|\d\d))?")

Reading = Callable[[int], tuple[Range | None, str]]  # a row -> what the percentage should be, and of what
Name = tuple[str, int, int]  # the sort of reading, the column of the part, the column of the whole


def readings(grid: Grid, column: int) -> Iterator[tuple[Name, Reading, Kind]]:
    """Every reading there is of a column."""
    counts = [one for one in grid.counts if one != column][:MOST_COLUMNS]
    own = any(row[column].count and row[column].percent for row in grid.cells)
    is_change = bool(CHANGE_HEADER.search(grid.headers[column]))
    if column in grid.percents:
        for part in [column] if own else counts:
            yield from (
                (("base", part, whole), _of_column(grid, part, whole), Kind.TABLE_SHARE)
                for whole in counts
                if whole != part
            )
            for total in _totals(grid, part):
                yield ("column", part, 0), _of_total(grid, part, total), Kind.TABLE_SHARE
            if not own and len(counts) > 1:
                yield ("sum", part, 0), _of_sum(grid, part, counts), Kind.TABLE_SHARE
        pairs = [(one, other) for one in counts for other in counts if one != other]
        yield from ((("change", *pair), _change(grid, *pair), Kind.TABLE_CHANGE) for pair in pairs)
        if is_change and (years := _years_of(grid)):
            yield from ((("yearly", one, 0), _yearly(grid, one, years, change_of), Kind.TABLE_CHANGE) for one in counts)
        if is_change:
            percents = [one for one in grid.percents if one != column]
            pairs = [(one, other) for one in percents for other in percents if one != other]
            yield from ((("points", *pair), _gap(grid, *pair, "percent"), Kind.TABLE_CHANGE) for pair in pairs)
    elif is_change:
        pairs = [(one, other) for one in counts for other in counts if one != other]
        yield from ((("difference", *pair), _gap(grid, *pair, "count"), Kind.DIFFERENCE) for pair in pairs)
        if years := _years_of(grid):
            yield from (
                (("yearly", one, 0), _yearly(grid, one, years, difference_of), Kind.DIFFERENCE) for one in counts
            )


def _of_column(grid: Grid, part: int, whole: int) -> Reading:
    def read(row: int) -> tuple[Range | None, str]:
        cells = grid.cells[row]
        one, other = cells[part].count, cells[whole].count
        if one is None or other is None or one.sort is not other.sort or one.value > other.value:
            return None, ""
        return percent_of(one.range, other.range), f"{one.text} of {other.text}"

    return read


def _of_sum(grid: Grid, part: int, counts: list[int]) -> Reading:
    """ "14 met, 2 not met, 88%": of what the row's counts add up to; a column called total is none of them."""
    added = [column for column in counts if not is_total(grid.headers[column])]

    def read(row: int) -> tuple[Range | None, str]:
        figures = [grid.cells[row][column].count for column in added]
        one, known = grid.cells[row][part].count, [figure for figure in figures if figure]
        if one is None or part not in added or len(known) != len(added) or len({each.sort for each in known}) > 1:
            return None, ""
        ranges = [figure.range for figure in known]
        whole = Range(
            *(sum((getattr(each, end) for each in ranges), Fraction(0)) for end in ("low", "nominal", "high"))
        )
        return percent_of(one.range, whole), f"{one.text} of {in_words(whole.nominal, one)}"

    return read


def _years_of(grid: Grid) -> dict[int, int]:
    """The row of each year where the rows are years; empty where they are not."""
    found = [(row, YEAR_ROW.fullmatch(label.strip())) for row, label in enumerate(grid.labels)]
    years = {int(match[1]): row for row, match in found if match}
    return years if len(years) == sum(match is not None for _row, match in found) > 1 else {}


def _yearly(grid: Grid, column: int, years: dict[int, int], how: Callable[[Range, Range], Range | None]) -> Reading:
    """The change from the row of the year before."""
    year_at = {row: year for year, row in years.items()}

    def read(row: int) -> tuple[Range | None, str]:
        before = years.get(year_at.get(row, 0) - 1)
        now = grid.cells[row][column].count
        was = grid.cells[before][column].count if before is not None else None
        if now is None or was is None or now.sort is not was.sort:
            return None, ""
        return how(now.range, was.range), f"the change from {was.text} to {now.text}"

    return read


def _totals(grid: Grid, column: int) -> list[Fraction]:
    """What the shares of a column may be of: its printed total, and the sum of its rows."""
    rows = range(len(grid.cells))
    printed = [cell.value for row in rows if grid.is_total(row) and (cell := grid.cells[row][column].count)]
    added = [cell.value for row in rows if not grid.is_total(row) and (cell := grid.cells[row][column].count)]
    return list(dict.fromkeys(one for one in (*printed[-1:], sum(added, Fraction(0))) if one > 0 and len(added) > 1))


def _of_total(grid: Grid, part: int, total: Fraction) -> Reading:
    def read(row: int) -> tuple[Range | None, str]:
        one = grid.cells[row][part].count
        if one is None or one.value > total:
            return None, ""
        return percent_of(one.range, Range(total, total, total)), f"{one.text} of the column's {in_words(total, one)}"

    return read


def _change(grid: Grid, before: int, now: int) -> Reading:
    def read(row: int) -> tuple[Range | None, str]:
        one, other = grid.cells[row][before].count, grid.cells[row][now].count
        if one is None or other is None:
            return None, ""
        return change_of(other.range, one.range), f"the change from {one.text} to {other.text}"

    return read


def _gap(grid: Grid, before: int, now: int, what: str) -> Reading:
    def read(row: int) -> tuple[Range | None, str]:
        one, other = getattr(grid.cells[row][before], what), getattr(grid.cells[row][now], what)
        if one is None or other is None:
            return None, ""
        return difference_of(other.range, one.range), f"{other.text} less {one.text}"

    return read
