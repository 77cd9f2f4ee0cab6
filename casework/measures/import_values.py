"""Importing figures: every row checked, then all kept or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from casework.accounts.models import Organisation, Person
from casework.kit import cells as cell
from casework.kit import clock, tables
from casework.kit.letters import fold
from casework.kit.tables import ImportResult, Parser, Row, Table
from casework.measures import holding, quality
from casework.measures.breaks import counted_alike
from casework.measures.history import earlier_values, last_before, populations
from casework.measures.matching import Measures, Organisations, period_cell
from casework.measures.models import Measure, Quartile, Unit, ValueState
from casework.measures.rules import UNIT_WORDS, WITH_NUMBER, WITHOUT_NUMBER
from casework.trail import services as trail
from casework.trail.events import Event

SIX_PLACES = Decimal("0.000001")
MOST_WARNINGS = 200


class Percentage(Decimal):
    """A number that was written with a % behind it."""


def _figure(text: str) -> Decimal:
    number = cell.figure(fold(text))
    number = number if number == number.quantize(SIX_PLACES) else number.quantize(SIX_PLACES)
    return Percentage(number) if text.rstrip().endswith("%") else number


def _count(text: str) -> Decimal:
    number = _figure(text)
    if isinstance(number, Percentage):
        raise ValueError(f'"{text}" is a percentage, not how many')
    return number


figure = cell.Cell(_figure, cell.figure.says)  # to six decimals, which is what the database keeps
count = cell.Cell(_count, "How many: a number without %")


def key_columns() -> dict[str, Parser]:
    """The columns that name what a row is about, matched with what is held as they are read."""
    return {"measure": Measures().called, "organisation": Organisations().called, "period": period_cell}


COLUMNS: dict[str, Parser] = {
    "value": figure,
    "numerator": count,
    "denominator": count,
    "margin": figure,
    "base": count,
    "state": cell.folded(cell.one_of(ValueState)),
    "due_text": cell.words(100),
    "published_quartile": cell.folded(cell.one_of(Quartile)),
    "note": cell.words(),
    "replaces_reason": cell.words(),
}
KEY = ("measure", "organisation", "period")


Matched = dict[int, tuple[Measure, Organisation, Row]]


def _name(matched: tuple[Measure, Organisation, Row]) -> str:
    measure, place, row = matched
    return f"{measure.reference}, {place.name}, {row.cells['period'].code}"


@dataclass(frozen=True)
class Planned:
    """A file read and matched: what would be done, before anything is."""

    table: Table
    entries: list[holding.Entry]
    found: Matched
    plan: holding.Sorted

    def result(self) -> ImportResult:
        """The counts, and what looks odd."""
        changed = len(self.plan.completed) + len(self.plan.restated)
        warned = warn(self.table, self.entries, self.found)
        return ImportResult(len(self.plan.new), changed, self.plan.same, tuple(warned))

    def changes(self) -> dict[str, tuple[str, str]]:
        """Restated figures before and after, by what they are of."""
        names = {held_id: _name(self.found[entry.row]) for held_id, entry in self.plan.restated}
        return holding.changes(self.plan, names)


def plan_values(
    path: Path, *, only: Organisation | None = None, ignore_unknown: bool = False, reason: str | None = None
) -> Planned:
    """Read and match a file of figures. Raises TableRefused with every problem but missing reasons."""
    table = tables.read_table(
        path, key_columns() | COLUMNS, required=KEY, ignore_unknown=ignore_unknown, checks_later=True
    )
    entries, found = read_entries(table, only=only)
    table.check()
    return Planned(table, entries, found, holding.sort(entries, reason=reason))


def import_values(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None = None,
    only: Organisation | None = None,
    reason: str | None = None,
    **options: Any,
) -> ImportResult:
    """Import figures in the contract's columns. The caller commits.

    `only`: refuse rows of any other organisation (an analyst's own file). `reason`: why final values change where the
    rows do not say. Raises TableRefused with every problem; keeps nothing on a dry run.
    """
    ignore = bool(options.get("ignore_unknown"))
    planned = plan_values(path, only=only, ignore_unknown=ignore, reason=reason)
    for entry in planned.plan.unexplained:
        planned.table.refuse(entry.row, "replaces_reason", "say why the final value changes")
    planned.table.check()
    result = planned.result()
    if not options.get("dry_run") and (result.new or result.changed):
        changes = planned.changes()
        holding.keep(planned.plan, by_id=by.id if by else None)
        words = f"imported figures from {path.name}: {result}"
        trail.record(Event.FILE_IMPORTED, None, by=by, words=words, changes=changes, reason=reason)
    return result


def read_entries(table: Table, *, only: Organisation | None = None) -> tuple[list[holding.Entry], Matched]:
    """The rows as values to keep, with what each was matched to; problems are noted on the table."""
    periods = holding.period_ids({row.cells["period"] for row in table.rows})
    entries: list[holding.Entry] = []
    matched: Matched = {}
    first_rows: dict[holding.Key, int] = {}
    for row in table.rows:
        measure, place = row.cells["measure"], row.cells["organisation"]
        check_row(table, row, measure, place, only)
        entry = _entry(row, measure, place, periods[row.cells["period"].code])
        if entry.key in first_rows:
            table.refuse(
                row, None, f"is about the same measure, organisation and period as row {first_rows[entry.key]}"
            )
        first_rows.setdefault(entry.key, row.number)
        matched[row.number] = (measure, place, row)
        entries.append(entry)
    return entries, matched


def check_row(table: Table, row: Row, measure: Measure, place: Organisation, only: Organisation | None) -> None:
    """Note what cannot be right about a row by itself."""
    cells = row.cells
    if measure.is_computed:
        table.refuse(row, "measure", f"{measure.reference} is worked out from the records, never typed or imported")
    if only is not None and place.id != only.id:
        table.refuse(row, "organisation", f"you can import figures of {only.name} only")
    state, value = _state(row), cells["value"]
    if state is None:
        table.refuse(row, "value", "is blank: give the value, or a state that says why there is none")
    elif state in WITH_NUMBER and value is None:
        table.refuse(row, "value", f"is blank, and the state is {state.value}")
    elif state in WITHOUT_NUMBER and value is not None:
        table.refuse(row, "state", f"{state.value} has no value, and the row has one")
    if state is ValueState.DUE and not cells["due_text"]:
        table.refuse(row, "due_text", "is blank: say when it is due, like Due June 2022")
    if isinstance(value, Percentage) and measure.unit is not Unit.PERCENT:
        table.refuse(row, "value", f"{value}% is a percentage, and {measure.reference} is {UNIT_WORDS[measure.unit]}")
    wrong = quality.impossible(value, cells["numerator"], cells["denominator"], measure)
    if wrong:
        table.refuse(row, "value", f"{cells['period'].code} value {wrong}")


def _state(row: Row) -> ValueState | None:
    if row.cells["state"]:
        return ValueState(row.cells["state"])
    if row.cells["value"] is not None:
        return ValueState.FINAL
    return ValueState.DUE if row.cells["due_text"] else None


def _entry(row: Row, measure: Measure, place: Organisation, period_id: int) -> holding.Entry:
    cells = row.cells
    return holding.Entry(
        measure_id=measure.id,
        organisation_id=place.id,
        period_id=period_id,
        state=_state(row) or ValueState.NOT_COLLECTED,
        value=cells["value"],
        numerator=cells["numerator"],
        denominator=cells["denominator"],
        margin=cells["margin"],
        base=cells["base"],
        due_text=cells["due_text"],
        published_quartile=cells["published_quartile"],
        note=cells["note"],
        reason=cells["replaces_reason"],
        row=row.number,
    )


def warn(table: Table, entries: Sequence[holding.Entry], matched: Matched) -> list[str]:
    """What looks odd, each naming its cell; figures of the file count as earlier ones for later periods of it."""
    series = earlier_values(
        [(entry.measure_id, entry.organisation_id) for entry in entries],
        {row.cells["period"].kind for _, _, row in matched.values()},
    )
    wholes = populations([(entry.measure_id, entry.organisation_id) for entry in entries])
    for entry in entries:
        measure, _, row = matched[entry.row]
        spec = row.cells["period"]
        if entry.value is not None:
            series.setdefault((entry.measure_id, entry.organisation_id, spec.kind), {})[spec.ends_on] = entry.value
        whole = quality.whole_of(entry.value, entry.numerator, entry.denominator, measure)
        if whole is not None:
            wholes.setdefault((entry.measure_id, entry.organisation_id), {})[spec.ends_on] = whole
    said = list(table.look_alikes[:MOST_WARNINGS])
    for entry in entries:
        measure, _, row = matched[entry.row]
        spec = row.cells["period"]
        known = series.get((entry.measure_id, entry.organisation_id, spec.kind), {})
        said += [
            f'{table.file}:row {entry.row}: column "value": {sentence}'
            for sentence in quality.warnings(
                entry.value,
                entry.numerator,
                entry.denominator,
                measure,
                spec,
                earlier=counted_alike(measure, known, spec),
                today=clock.today(),
                is_survey=measure.is_survey,
                population_before=last_before(wholes.get((entry.measure_id, entry.organisation_id), {}), spec.ends_on),
            )
        ]
        if len(said) >= MOST_WARNINGS:
            break
    return said
