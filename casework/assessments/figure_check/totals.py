"""Finding totals of columns and of rows, and adding them up again. Pure.

A total may be of the rows since the last heading or the last total, of all rows, or of the subtotals: it is right when
it is any of these. It is called wrong only where nothing else can explain it.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import rounded_to
from casework.assessments.figure_check.claims import Claim, Kind, Verdict
from casework.assessments.figure_check.desk import in_words
from casework.assessments.figure_check.figures import Figure
from casework.assessments.figure_check.grids import Grid, is_plain_total

NO_SUM = re.compile(
    r"\b(?:rates?|averages?|mean|median|scores?|per|days|index|rank|ratio|target|band|age)\b|%", re.IGNORECASE
)
NOT_ADDED = re.compile(
    r"\b(?:not\s(?:sum|add|total)|more\sthan\s(?:one|once)|rounding|rounded|multiple|duplicat|overlap|double.count)",
    re.IGNORECASE,
)
PART_OF_ROW = re.compile(
    r"\s{0,4}(?:of\swhich|of\sthese|including|incl\b|comprising|target|budget|plan\b|previous|net\b|less\b|minus\b)",
    re.IGNORECASE,
)
LIKE = (Fraction(1, 2), Fraction(2))


def check_totals(grid: Grid) -> list[Claim]:
    """Claims on every total of a column, and of a row where there is a column called total."""
    found: dict[tuple[int, str], Claim] = {}
    for claim in [*_check(grid), *_check(grid.turned())]:
        key = (claim.line, claim.text)
        if key not in found or claim.verdict is Verdict.RIGHT:
            found[key] = claim
    return list(found.values())


def _check(grid: Grid) -> list[Claim]:
    claims: list[Claim] = []
    for row in range(len(grid.labels)):
        if not grid.is_total(row):
            continue
        found = [(column, one) for column in range(len(grid.headers)) if (one := _check_cell(grid, row, column))]
        claims += _agreed(grid, row, found)
    return claims


Checked = tuple[Verdict, Fraction]


def _check_cell(grid: Grid, row: int, column: int) -> Checked | None:
    """Whether the total's cell is the sum of the cells above, and what that is."""
    total = grid.cells[row][column].count or grid.cells[row][column].percent
    if total is None or total.has_sign:
        return None
    is_percent = grid.cells[row][column].count is None
    blocks = _blocks(grid, row, column, is_percent)
    sums = [_sum(block) for block in blocks if len(block) >= 2]
    if not sums or (is_percent and not _is_hundred(total, blocks)):
        return None
    if NO_SUM.search(grid.headers[column]) and total.value not in sums and not is_percent:
        return None
    if total.value in sums:
        return Verdict.RIGHT, total.value
    nearest = min(sums, key=lambda one: abs(one - total.value))
    block = blocks[[_sum(one) for one in blocks].index(nearest)]
    if abs(nearest - total.value) <= _slack(total, block):
        return (Verdict.RIGHT if is_percent else Verdict.UNKNOWN), nearest
    doubtful = (
        not _is_whole(grid, row, column)
        or NOT_ADDED.search(grid.note)
        or any(PART_OF_ROW.match(label) for label in grid.labels[:row])
        or _is_base(grid, row, column, total.value, nearest)
        or not LIKE[0] * total.value <= nearest <= LIKE[1] * total.value
        or (not is_plain_total(grid.labels[row]) and abs(nearest - total.value) * 5 > nearest)
    )
    return (Verdict.UNKNOWN if doubtful else Verdict.WRONG), nearest


def _is_base(grid: Grid, row: int, column: int, printed: Fraction, added: Fraction) -> bool:
    """Whether the percentages beside the counts are of the printed total, not of the sum: some gave two answers."""
    of_printed = of_added = 0
    for above in range(row):
        count = grid.cells[above][column].count
        shares = [cell.percent for cell in grid.cells[above] if cell.percent]
        if count is None or len(shares) != 1 or grid.is_total(above):
            continue
        of_printed += rounded_to(100 * count.value / printed, shares[0].step) == shares[0].value
        of_added += rounded_to(100 * count.value / added, shares[0].step) == shares[0].value
    return of_printed >= 2 and of_printed > of_added


def _is_hundred(total: Figure, blocks: Sequence[Sequence[Figure]]) -> bool:
    """Whether a column of percentages is said to add up to a hundred (a total of rates is no sum)."""
    return total.value == 100 and any(one.value not in (0, 100) for one in blocks[0]) and 50 <= _sum(blocks[0]) <= 150


def _sum(block: Sequence[Figure]) -> Fraction:
    return sum((one.value for one in block), Fraction(0))


def _slack(total: Figure, block: Sequence[Figure]) -> Fraction:
    """By how much rounded figures may miss their total."""
    steps = [one.range.high - one.range.low for one in block]
    if not any(steps):
        return Fraction(0)  # of exact figures the total is exact
    return (sum(steps, Fraction(0)) + total.range.high - total.range.low) / 2


def _blocks(grid: Grid, row: int, column: int, is_percent: bool) -> list[list[Figure]]:
    """The sets of cells that a total may be of."""
    since_head: list[Figure] = []
    everything: list[Figure] = []
    since_total: list[Figure] = []
    totals: list[Figure] = []
    for above in range(row):
        cells = grid.cells[above]
        figure = cells[column].percent if is_percent else cells[column].count
        if not any(cell.text for cell in cells):
            since_head = []  # a heading between the rows
        if figure is None:
            continue
        if grid.is_total(above):
            totals.append(figure)
            since_total, since_head = [], []
            continue
        for block in (since_head, everything, since_total):
            block.append(figure)
    with_last = [*totals[-1:], *since_total]
    return [since_head, since_total, everything, totals, with_last]


def _is_whole(grid: Grid, row: int, column: int) -> bool:
    """Whether every row above has its figure: a hidden or missing one explains any difference."""
    rows = [cells for cells in grid.cells[:row] if any(cell.text for cell in cells)]
    return all(cells[column].is_number for cells in rows)


def _agreed(grid: Grid, row: int, found: list[tuple[int, Checked]]) -> list[Claim]:
    """The claims of one total's row. Where there are several and none adds up, it is no plain sum."""
    right = sum(verdict is Verdict.RIGHT for _column, (verdict, _sum) in found)
    wrong = sum(verdict is Verdict.WRONG for _column, (verdict, _sum) in found)
    trusted = right >= wrong if (grid.is_turned or wrong > 1) else True
    claims = []
    for column, (verdict, added) in found:
        cell = grid.cells[row][column]
        if grid.is_turned and not right:
            continue
        if verdict is Verdict.WRONG and not trusted:
            verdict = Verdict.UNKNOWN
        like = cell.count or cell.percent
        if like is None:
            continue
        expected = None if verdict is Verdict.UNKNOWN else in_words(added, like, min(like.step, _finest(added)))
        label, header = (
            (grid.headers[column], grid.labels[row]) if grid.is_turned else (grid.labels[row], grid.headers[column])
        )
        text = f"{label}: {cell.text}" if label else cell.text
        line = f"the {'row' if grid.is_turned else 'column'} {header}".rstrip()
        because = f"{line} adds up to {in_words(added, like)}"
        claims.append(Claim(text, cell.line, Kind.TOTAL, verdict, expected, because))
    return claims


def _finest(value: Fraction) -> Fraction:
    for step in (Fraction(1), Fraction(1, 10), Fraction(1, 100)):
        if rounded_to(value, step) == value:
            return step
    return Fraction(1, 1000)
