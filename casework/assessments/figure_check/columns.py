"""Finding percentages and changes in tables, against another column or a total. Pure.

What a column of percentages is a percentage of is nowhere said, so every reading is tried: of another column, of its
own column's total, of the year before. A reading is settled when most rows agree with it; only then is a row that
agrees with no reading at all called wrong.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import (
    Range,
    change_of,
    difference_of,
    judge,
    judge_change,
    percent_of,
)
from casework.assessments.figure_check.claims import Claim, Kind, Verdict
from casework.assessments.figure_check.desk import finely, in_words
from casework.assessments.figure_check.figures import Figure
from casework.assessments.figure_check.grids import Cell, Grid, shares_words

SAMPLE = 40  # rows from which a reading is chosen
MOST_COLUMNS = 12
MOST_ROWS = 5_000
CHANGE_HEADER = re.compile(
    r"\b(?:changes?|differences?|variance|movement|increase|decrease|diff)\b|\+\s?/\s?[-–−]", re.IGNORECASE
)
SHARE_HEADER = re.compile(r"%|\bper\s?cent|\b(?:proportion|share|rate|conversion|uphold)\b", re.IGNORECASE)

Reading = Callable[[int], tuple[Range | None, str]]  # a row -> what the percentage should be, and of what


@dataclass(frozen=True)
class Tried:
    """A reading with the rows of the sample that agree with it, of those where that says something."""

    name: tuple[str, int, int]
    read: Reading
    kind: Kind
    agree: int
    told: int
    is_hinted: bool

    @property
    def is_settled(self) -> bool:
        """Whether enough rows agree; fewer are enough where labels or the cells themselves point to this reading."""
        enough = 2 if self.is_hinted else 3
        return self.agree >= enough and self.agree * 100 >= self.told * (60 if self.is_hinted else 75)


def check_columns(grid: Grid) -> list[Claim]:
    """Claims on every cell with a percentage whose reading is settled, and on every "11 (69%)" that has none."""
    done: dict[tuple[int, int], Claim] = {}
    for one in (grid, grid.turned()):
        columns = [(column, _tries(one, column)) for column in _to_check(one)]
        settled = [(column, tries, _settled(one, column, tries)) for column, tries in columns]
        alike = {(found.name[0], found.name[2]) for _column, _tries_, found in settled if found}
        for column, tries, found in settled:
            reading = found or _like_the_others(tries, alike)
            if reading is not None:
                _check_column(one, column, reading, tries, done)
    for row, cells in enumerate(grid.cells[:MOST_ROWS]):
        for column, cell in enumerate(cells):
            if cell.count and cell.percent and (row, column) not in done and not cell.percent.has_sign:
                because = "no other column or total shows what it is a percentage of"
                label = grid.labels[row]
                done[(row, column)] = _claim(label, cell, Kind.TABLE_SHARE, Verdict.UNKNOWN, None, because)
    return sorted(done.values(), key=lambda claim: claim.line)


def _to_check(grid: Grid) -> list[int]:
    changes = [column for column in grid.counts[:MOST_COLUMNS] if CHANGE_HEADER.search(grid.headers[column])]
    return list(dict.fromkeys([*grid.percents[:MOST_COLUMNS], *changes]))


def _tries(grid: Grid, column: int) -> list[Tried]:
    return [_try(grid, column, name, read, kind) for name, read, kind in _readings(grid, column)]


def _settled(grid: Grid, column: int, tries: list[Tried]) -> Tried | None:
    best = max((one for one in tries if one.is_settled), key=lambda one: (one.agree, one.is_hinted), default=None)
    return best or _only_one(grid, column, tries)


def _like_the_others(tries: list[Tried], alike: set[tuple[str, int]]) -> Tried | None:
    """The reading of the columns beside it, when at least one row agrees."""
    likely = [
        one for one in tries if one.agree and (one.name[0], one.name[2]) in alike and one.kind is Kind.TABLE_SHARE
    ]
    return likely[0] if len(likely) == 1 else None


def _check_column(
    grid: Grid, column: int, settled: Tried, tries: list[Tried], done: dict[tuple[int, int], Claim]
) -> None:
    for row in range(min(len(grid.cells), MOST_ROWS)):
        key = (column, row) if grid.is_turned else (row, column)
        claimed = _claimed(grid.cells[row][column], settled.kind)
        real, of = settled.read(row) if claimed is not None and key not in done else (None, "")
        if claimed is None or real is None:
            continue
        verdict = _verdict(claimed, real, settled.kind)
        if verdict is Verdict.WRONG and _is_excused(grid, (row, column), settled, tries):
            continue
        written = in_words(real.nominal if claimed.has_sign or real.nominal >= 0 else -real.nominal, claimed)
        expected = {Verdict.RIGHT: claimed.text, Verdict.WRONG: written}.get(verdict)
        shown = in_words(real.nominal, claimed) if settled.kind is Kind.DIFFERENCE else finely(real.nominal)
        label = grid.headers[column] if grid.is_turned else grid.labels[row]
        done[key] = _claim(label, grid.cells[row][column], settled.kind, verdict, expected, f"{of} is {shown}")


def _is_excused(grid: Grid, place: tuple[int, int], settled: Tried, tries: list[Tried]) -> bool:
    """Whether another reading makes it right: one that other rows share, or any where few rows settled this one."""
    row, column = place
    few = settled.agree < 3 or grid.is_total(row)
    return any(_agrees(one, grid, column, row) for one in tries if one is not settled and (few or one.agree > 1))


def _only_one(grid: Grid, column: int, readings: list[Tried]) -> Tried | None:
    """In a table of two rows, the one reading that the header and one row point to."""
    if not (SHARE_HEADER.search(grid.headers[column]) or CHANGE_HEADER.search(grid.headers[column])):
        return None
    likely = [one for one in readings if one.is_hinted and one.agree >= 1 and one.agree * 2 >= one.told]
    return likely[0] if len(likely) == 1 else None


def _claim(label: str, cell: Cell, kind: Kind, verdict: Verdict, expected: str | None, because: str) -> Claim:
    return Claim(f"{label}: {cell.text}" if label else cell.text, cell.line, kind, verdict, expected, because)


def _claimed(cell: Cell, kind: Kind) -> Figure | None:
    return cell.count if kind is Kind.DIFFERENCE else cell.percent


def _verdict(claimed: Figure, real: Range, kind: Kind) -> Verdict:
    if kind is Kind.TABLE_SHARE:
        return judge(claimed.value, real, claimed.step)
    if not claimed.has_sign and real.nominal < 0:
        real = real.negated()
    return judge_change(claimed.value, real, claimed.step)


def _agrees(one: Tried, grid: Grid, column: int, row: int) -> bool:
    claimed = _claimed(grid.cells[row][column], one.kind)
    real = one.read(row)[0]
    return claimed is not None and real is not None and _verdict(claimed, real, one.kind) is not Verdict.WRONG


def _try(grid: Grid, column: int, name: tuple[str, int, int], read: Reading, kind: Kind) -> Tried:
    agree = told = 0
    for row in range(min(len(grid.cells), SAMPLE)):
        claimed = _claimed(grid.cells[row][column], kind)
        real = read(row)[0]
        if claimed is None or real is None or real.nominal in (0, 100) or claimed.value in (0, 100):
            continue
        told += 1
        agree += _verdict(claimed, real, kind) is Verdict.RIGHT
    return Tried(name, read, kind, agree, told, _is_hinted(grid, column, name))


def _is_hinted(grid: Grid, column: int, name: tuple[str, int, int]) -> bool:
    """Whether the reading is the natural one: few columns to choose from, a count in the cell, or words in common."""
    kind, part, whole = name
    own = any(row[column].count and row[column].percent for row in grid.cells)
    others = [one for one in grid.counts if one != column]
    if kind in ("change", "points", "difference"):
        return bool(CHANGE_HEADER.search(grid.headers[column])) and whole == part + 1
    if kind == "column":
        return own or part == column - 1 or len(others) == 1
    if own:
        return True
    return len(others) <= 2 or shares_words(grid.headers[column], grid.headers[whole])


def _readings(grid: Grid, column: int) -> Iterator[tuple[tuple[str, int, int], Reading, Kind]]:
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
        pairs = [(one, other) for one in counts for other in counts if one != other]
        yield from ((("change", *pair), _change(grid, *pair), Kind.TABLE_CHANGE) for pair in pairs)
        if is_change:
            percents = [one for one in grid.percents if one != column]
            pairs = [(one, other) for one in percents for other in percents if one != other]
            yield from ((("points", *pair), _gap(grid, *pair, "percent"), Kind.TABLE_CHANGE) for pair in pairs)
    elif is_change:
        pairs = [(one, other) for one in counts for other in counts if one != other]
        yield from ((("difference", *pair), _gap(grid, *pair, "count"), Kind.DIFFERENCE) for pair in pairs)


def _of_column(grid: Grid, part: int, whole: int) -> Reading:
    def read(row: int) -> tuple[Range | None, str]:
        cells = grid.cells[row]
        one, other = cells[part].count, cells[whole].count
        if one is None or other is None or one.sort is not other.sort or one.value > other.value:
            return None, ""
        return percent_of(one.range, other.range), f"{one.text} of {other.text}"

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
