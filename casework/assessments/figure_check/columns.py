"""Finding percentages and changes in tables, against another column or a total. Pure.

What a column of percentages is a percentage of is nowhere said, so every reading is tried: of another column, of its
own column's total, of the year before. A reading is settled when most rows agree with it; only then is a row that
agrees with no reading at all called wrong.
"""

import re
from dataclasses import dataclass

from casework.assessments.figure_check.arithmetic import Range, judge, judge_change
from casework.assessments.figure_check.claims import Claim, Kind, Verdict
from casework.assessments.figure_check.desk import finely, in_words
from casework.assessments.figure_check.figures import Figure
from casework.assessments.figure_check.grids import Cell, Grid, shares_words
from casework.assessments.figure_check.readings import CHANGE_HEADER, MOST_COLUMNS, Name, Reading, readings

SAMPLE = 40  # rows from which a reading is chosen
MOST_ROWS = 5_000
SHARE_HEADER = re.compile(r"%|\bper\s?cent|\b(?:proportion|share|rate|conversion|uphold)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Tried:
    """A reading with the rows of the sample that agree with it, of those where that says something."""

    name: Name
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
        settled = _each_its_own([(column, tries, _settled(one, column, tries)) for column, tries in columns])
        read = {found.name for _column, _tries, found in settled if found}
        for column, tries, found in settled:
            reading = found or _like_the_others(tries, read)
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
    return [_try(grid, column, name, read, kind) for name, read, kind in readings(grid, column)]


def _settled(grid: Grid, column: int, tries: list[Tried]) -> Tried | None:
    best = max((one for one in tries if one.is_settled), key=lambda one: (one.agree, one.is_hinted), default=None)
    return best or _only_one(grid, column, tries)


Settled = tuple[int, list[Tried], Tried | None]


def _each_its_own(settled: list[Settled]) -> list[Settled]:
    """No two columns are the same share of the same thing: "% of population" beside "% of concerns" is another's.

    The column that agrees best keeps the reading; columns that agree as well both keep it, as with another rounding.
    """
    best: dict[Name, int] = {}
    for _column, _tries, found in settled:
        if found:
            best[found.name] = max(best.get(found.name, 0), found.agree)
    return [
        (column, tries, found if found and found.agree == best[found.name] else None)
        for column, tries, found in settled
    ]


def _like_the_others(tries: list[Tried], read: set[Name]) -> Tried | None:
    """The reading of the columns beside it, of another part of the same whole, when at least one row agrees."""
    alike = {(kind, whole) for kind, _part, whole in read}
    likely = [
        one
        for one in tries
        if one.agree and one.name not in read and (one.name[0], one.name[2]) in alike and one.kind is Kind.TABLE_SHARE
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


def _only_one(grid: Grid, column: int, tries: list[Tried]) -> Tried | None:
    """In a table of two rows, the one reading that the header and one row point to."""
    if not (SHARE_HEADER.search(grid.headers[column]) or CHANGE_HEADER.search(grid.headers[column])):
        return None
    likely = [one for one in tries if one.is_hinted and one.agree >= 1 and one.agree * 2 >= one.told]
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


def _try(grid: Grid, column: int, name: Name, read: Reading, kind: Kind) -> Tried:
    agree = told = 0
    for row in range(min(len(grid.cells), SAMPLE)):
        claimed = _claimed(grid.cells[row][column], kind)
        real = read(row)[0]
        if claimed is None or real is None or real.nominal in (0, 100) or claimed.value in (0, 100):
            continue
        told += 1
        agree += _verdict(claimed, real, kind) is Verdict.RIGHT
    return Tried(name, read, kind, agree, told, _is_hinted(grid, column, name))


def _is_hinted(grid: Grid, column: int, name: Name) -> bool:
    """Whether the reading is the natural one: few columns to choose from, a count in the cell, or words in common."""
    kind, part, whole = name
    own = any(row[column].count and row[column].percent for row in grid.cells)
    others = [one for one in grid.counts if one != column]
    if kind == "yearly":
        return True
    if kind == "sum":
        return shares_words(grid.headers[column], grid.headers[part])
    if kind in ("change", "points", "difference"):
        return bool(CHANGE_HEADER.search(grid.headers[column])) and whole == part + 1
    if kind == "column":
        return own or part == column - 1 or len(others) == 1
    if own:
        return True
    return len(others) <= 2 or shares_words(grid.headers[column], grid.headers[whole])
