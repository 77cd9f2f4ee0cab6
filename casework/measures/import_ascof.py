"""Importing published national ASCOF figures: every area, every year, one command.

Cells are gathered into values (outcome, numerator, denominator, base and margin of one area, measure, breakdown and
period). Marks ([c], [x], [z]) are kept as missing with the mark, never as 0. No row is lost without a word.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.kit.tables import PROBLEMS_SHOWN, ImportResult, Problem, TableRefused
from casework.measures import holding, quality
from casework.measures.areas import Areas
from casework.measures.figures import MARK_STATES
from casework.measures.matching import Organisations, period_called
from casework.measures.models import TOTAL, Edition, Measure, ValueState
from casework.measures.national_files import TYPES, Cell, read_cells
from casework.measures.periods import NotAPeriod, PeriodSpec
from casework.measures.references import code_key
from casework.trail import services as trail
from casework.trail.events import Event

TWO_FIGURES = re.compile(r"(\S+)\s*\((\S+)\)")
STEP = 20_000  # rows between two words of progress
MOST_WARNINGS = 50
Slot = tuple[int, int, int, str]


@dataclass
class Gathering:
    """What has been read so far."""

    file: str
    edition: Edition
    period: PeriodSpec | None
    areas: Areas
    measures: dict[str, Measure] = field(default_factory=dict)
    periods: dict[str, int] = field(default_factory=dict)
    entries: dict[Slot, holding.Entry] = field(default_factory=dict)
    rows: dict[tuple[Slot, str], int] = field(default_factory=dict)
    breakdowns: dict[tuple[int, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    resolved: dict[tuple[str, str, str], tuple[Measure, str] | None] = field(default_factory=dict)

    def refuse(self, row: int, column: str | None, sentence: str) -> None:
        """Note a problem; the file is refused when there are too many to read on."""
        self.problems.append(Problem(self.file, row, column, sentence))
        if len(self.problems) >= PROBLEMS_SHOWN:
            raise TableRefused(self.problems)


def import_ascof(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None = None,
    edition: str | None = None,
    period: str | None = None,
    organisations: bool = False,
    **options: Any,
) -> ImportResult:
    """Import a published national file. The caller commits.

    `edition` says whose codes it uses; `period` is needed where the file itself does not say the year. `organisations`
    also creates the areas found in it. Raises TableRefused with every problem, RuleBroken for a missing option.
    """
    gathered = Gathering(path.name, _edition(edition), _period(period), Areas(Organisations(), creates=organisations))
    gathered.measures = _measures(gathered.edition)
    for cell in _with_progress(read_cells(path)):
        _gather(gathered, cell)
    _refuse_unknown_areas(gathered)
    if gathered.problems:
        raise TableRefused(gathered.problems)
    if not gathered.entries or not _holds_period(gathered):
        raise TableRefused([Problem(path.name, 0, None, _nothing(gathered))])
    entries = list(gathered.entries.values())
    for entry in entries:
        _settle(entry)
    plan = holding.sort(entries, reason=f"Published in {path.name}")
    warned = tuple(_warnings(gathered, entries))
    result = ImportResult(len(plan.new), len(plan.completed) + len(plan.restated), plan.same, warned)
    if not options.get("dry_run") and (result.new or result.changed):
        holding.keep(plan, by_id=by.id if by else None)
        made = f", {len(gathered.areas.created)} areas added" if gathered.areas.created else ""
        words = f"imported national figures from {path.name} ({gathered.edition.code}): {result}{made}"
        trail.record(Event.FILE_IMPORTED, None, by=by, words=words)
    return result


def _edition(code: str | None) -> Edition:
    editions = {one.code: one for one in db.session.scalars(select(Edition))}
    if not code:
        raise RuleBroken("Say whose codes the file uses, like --edition ascof-2011", field="edition")
    if code not in editions:
        raise RuleBroken(f"There is no edition {code}. There are {', '.join(sorted(editions))}", field="edition")
    return editions[code]


def _period(text: str | None) -> PeriodSpec | None:
    try:
        return period_called(text) if text else None
    except NotAPeriod as problem:
        raise RuleBroken(str(problem), field="period") from None


def _measures(edition: Edition) -> dict[str, Measure]:
    query = select(Measure).where(Measure.edition_id == edition.id)
    return {code_key(measure.code): measure for measure in db.session.scalars(query)}


def _with_progress(cells: Iterator[Cell]) -> Iterator[Cell]:
    """The cells; on a terminal, a line that counts the rows."""
    if not sys.stderr.isatty():
        yield from cells
        return
    shown = 0
    for cell in cells:
        if cell.row - shown >= STEP or cell.row < shown:
            shown = cell.row
            print(f"\rRow {shown:,}", end="", file=sys.stderr, flush=True)
        yield cell
    print("\r", end="", file=sys.stderr)


def _gather(into: Gathering, cell: Cell) -> None:
    """Add one cell to the value it belongs to."""
    period_id = into.periods.get(cell.period)
    if period_id is None:
        period_id = into.periods[cell.period] = _period_id(into, cell)
    if not period_id:
        into.left_out[f"of {cell.period}, which {into.edition.code} does not cover"] += 1
        return
    key = (cell.measure, cell.group, cell.breakdown)
    if key not in into.resolved:
        into.resolved[key] = _resolve(into, cell)
    found = into.resolved[key]
    area = into.areas.find(cell.area, cell.row)
    if found is None or area is None:
        return
    measure, breakdown = found
    kind = TYPES.get(cell.kind.lower())
    if kind is None:
        into.refuse(cell.row, "Measure Type", f'"{cell.kind}" is not a type of figure')
        return
    slot = (measure.id, area.id, period_id, breakdown)
    entry = into.entries.get(slot)
    if entry is None:
        entry = holding.Entry(measure.id, area.id, period_id, ValueState.NOT_COLLECTED, breakdown, row=cell.row)
        into.entries[slot] = entry
    _put(into, entry, kind, cell)


def _period_id(into: Gathering, cell: Cell) -> int:
    """The number of the cell's period; 0 for a year that the edition does not cover.

    A table prints earlier years under its own codes, a long file each year under the codes of that year.
    """
    if not cell.period and into.period is None:
        raise RuleBroken("The file does not say its year. Give it, like --period 2020-21", field="period")
    try:
        spec = period_called(cell.period) if cell.period else into.period
    except NotAPeriod as problem:
        into.refuse(cell.row, "Year", str(problem))
        return 0
    assert spec is not None  # noqa: S101 - one of the two is there
    first, last = into.edition.first_year, into.edition.last_year
    if not cell.is_table and ((first and spec.code < first) or (last and spec.code > last)):
        if not cell.period:
            covers = f"{into.edition.code} covers {first or 'all years'} to {last or 'now'}"
            raise RuleBroken(f"{covers}, not {spec.code}: its codes mean other measures there", field="period")
        return 0
    return holding.period_ids([spec])[spec.code]


def _resolve(into: Gathering, cell: Cell) -> tuple[Measure, str] | None:
    """The measure and breakdown that a code names: 1I1M is 1I1 of men, 4A65OV is 4A of people of 65 and over."""
    code, group = code_key(cell.measure), code_key(cell.group)
    measure = into.measures.get(group) or into.measures.get(code)
    if measure is None:
        longest = max((key for key in into.measures if code.startswith(key)), key=len, default="")
        measure = into.measures.get(longest)
    if measure is None:
        into.refuse(cell.row, "ASCOF Measure Code", f'there is no measure "{cell.measure}" in {into.edition.code}')
        return None
    breakdown = _breakdown(cell.breakdown)
    suffix = code.removeprefix(code_key(measure.code))
    if breakdown == TOTAL and suffix and code != code_key(measure.code):
        breakdown = suffix.lower()
    named = (measure.id, breakdown)
    if into.breakdowns.setdefault(named, code) != code:  # two codes under one name stay two
        breakdown = f"{breakdown} ({cell.measure})"
    return measure, breakdown[:40]


def _breakdown(text: str) -> str:
    words = " ".join(text.lower().split())
    found = re.fullmatch(r"(\d+)\s*(?:-|–|to)\s*(\d+)", words)
    return f"{found[1]} to {found[2]}" if found else words or TOTAL


def _put(into: Gathering, entry: holding.Entry, kind: str, cell: Cell) -> None:
    """Put the figure, or the mark that stands in its place, into its column; refuse a second, other one."""
    try:
        figure, second, mark = read_figure(cell.text)
    except ValueError:
        into.refuse(cell.row, "Measure Value", f'"{cell.text}" is not a number')
        return
    slot = (entry.key, kind)
    before = into.rows.setdefault(slot, cell.row)
    held = getattr(entry, kind)
    if before != cell.row and held != figure:
        into.refuse(cell.row, "Measure Value", f"{cell.text} stands where row {before} has {held}")
        return
    setattr(entry, kind, figure)
    if kind == "value":
        entry.mark = mark
        if second is not None:
            entry.note = f"Also published in brackets: {second}."


def read_figure(text: str) -> tuple[Decimal | None, str | None, str | None]:
    """The figure, a second one printed in brackets behind it, and the mark that stands in place of a figure."""
    plain = text.strip()
    if plain.strip("[]").lower() in MARK_STATES:
        return None, None, plain[:10]
    two = TWO_FIGURES.fullmatch(plain)
    first = two[1] if two else plain
    try:
        figure = Decimal(first.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        raise ValueError(text) from None
    if not figure.is_finite():
        raise ValueError(text)
    return round(figure, 6) if figure != round(figure, 6) else figure, two[2] if two else None, None


def _settle(entry: holding.Entry) -> None:
    """Final with a figure; without one, what its mark means."""
    if entry.value is not None:
        entry.state = ValueState.FINAL
    else:
        entry.state = MARK_STATES.get((entry.mark or "").strip("[]").lower(), ValueState.NOT_COLLECTED)


def _refuse_unknown_areas(gathered: Gathering) -> None:
    for area, row in gathered.areas.unknown.items():
        code = area.ons or area.code
        hint = "--organisations creates the areas of the file"
        gathered.refuse(row, "Geographical Description", f'"{area.name}" ({code}) is not held; {hint}')


def _holds_period(gathered: Gathering) -> bool:
    """Whether the period that was asked for is among those read."""
    wanted = gathered.period
    return wanted is None or any(not text or period_called(text) == wanted for text in gathered.periods)


def _nothing(gathered: Gathering) -> str:
    reasons = "; ".join(f"{count:,} cells {why}" for why, count in gathered.left_out.items())
    of = f" of {gathered.period.code}" if gathered.period else ""
    return f"holds no figures{of} that can be kept{': ' + reasons if reasons else ''}"


def _warnings(gathered: Gathering, entries: list[holding.Entry]) -> Iterator[str]:
    """What was left out, and figures that cannot be right though they were published."""
    for why, count in gathered.left_out.items():
        yield f"{gathered.file}: {count:,} cells {why}, were left out"
    for area, count in gathered.areas.left_out.items():
        yield f"{gathered.file}: {count:,} cells of {area.name} were left out: it is no area that is held"
    by_id = {measure.id: measure for measure in gathered.measures.values()}
    said = 0
    for entry in entries:
        measure = by_id[entry.measure_id]
        wrong = quality.impossible(entry.value, entry.numerator, entry.denominator, measure)
        above = entry.numerator and entry.denominator and entry.numerator > entry.denominator
        if wrong or (above and measure.unit == "percent"):
            said += 1
            what = f"value {wrong}" if wrong else f"{entry.numerator} is more than the whole, {entry.denominator}"
            if said <= MOST_WARNINGS:
                yield f"{gathered.file}:row {entry.row}: {measure.reference}: {what}"
    if said > MOST_WARNINGS:
        yield f"{gathered.file}: {said - MOST_WARNINGS:,} more figures like these"
