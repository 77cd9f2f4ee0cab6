"""The board's figures: enquiries, Making Safeguarding Personal, deprivation of liberty, by area and year.

Tables as the board's annual report prints them, each drawn as well; every figure comes from the values of the measures
and leads to its measure. Two statements, however many areas and years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.kit.charts import Line, Point, Trend
from casework.kit.words import year_words
from casework.measures.figures import note_words, value_words
from casework.measures.models import TOTAL, Edition, Measure, MeasureValue, Period, PeriodKind, Unit
from casework.safeguarding.queries import EDITION

YEARS = 4  # how many years the board's tables print
NOT_RECORDED = "Not recorded"
MOST_OTHERS = 3  # lines that a chart shows beside the first
# key, title, measures of the table, measures drawn together for each area, measures drawn for all areas together
SECTIONS = (
    (
        "enquiries",
        "Safeguarding enquiries",
        ("alerts", "enquiries", "abuse-found"),
        ("alerts", "enquiries"),
        ("abuse-found",),
    ),
    (
        "personal",
        "Making Safeguarding Personal",
        ("msp-asked", "msp-achieved", "stopped-at-request"),
        ("msp-asked", "msp-achieved", "stopped-at-request"),
        (),
    ),
    (
        "liberty",
        "Deprivation of Liberty Safeguards",
        ("dols-referrals", "dols-waiting", "dols-representatives"),
        ("dols-referrals", "dols-waiting"),
        ("dols-representatives",),
    ),
)
CONVERSION = "conversion"  # printed in the text of the report, not in its table


@dataclass(frozen=True)
class Row:
    """A measure of one area: its cells year by year, printed."""

    measure: Measure
    cells: tuple[str, ...]


@dataclass(frozen=True)
class AreaTable:
    """One area's table, what its figures' notes say, and its chart."""

    area: Organisation
    years: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    conversion: MeasureValue | None
    chart: Trend | None


@dataclass(frozen=True)
class Section:
    """A subject: a table for each area, and charts that compare the areas."""

    key: str
    title: str
    tables: tuple[AreaTable, ...]
    charts: tuple[Trend, ...]


Values = dict[tuple[int, str, str], MeasureValue]  # by area, measure and year


def read_sections(areas: Sequence[Organisation]) -> list[Section]:
    """The board's subjects that have any figure in these areas."""
    measures = {
        measure.code: measure
        for measure in db.session.scalars(select(Measure).join(Edition).where(Edition.code == EDITION))
    }
    values = _values(areas)
    sections = []
    for key, title, in_table, together, compared in SECTIONS:
        years = _years(values, in_table)
        if years:
            tables = [_table(area, measures, values, years, key, in_table, together) for area in areas]
            charts = [_compared(measures[code], areas, values, years, key) for code in compared]
            shown = tuple(table for table in tables if table)
            sections.append(Section(key, title, shown, tuple(charts)))
    return sections


def _values(areas: Sequence[Organisation]) -> Values:
    """Current figures of whole years."""
    query = (
        select(MeasureValue, Measure.code, Period.code)
        .join(MeasureValue.measure)
        .join(Edition)
        .join(MeasureValue.period)
        .where(
            Edition.code == EDITION,
            Period.kind == PeriodKind.YEAR,
            MeasureValue.organisation_id.in_([area.id for area in areas]),
            MeasureValue.breakdown == TOTAL,
            MeasureValue.superseded_by_id.is_(None),
        )
    )
    return {(value.organisation_id, code, period): value for value, code, period in db.session.execute(query)}


def _years(values: Values, codes: Sequence[str]) -> tuple[str, ...]:
    """The last years that have a figure, at most YEARS of them and none before that."""
    held = sorted({year for _, code, year in values if code in codes})
    return tuple(year for year in held if int(held[-1][:4]) - int(year[:4]) < YEARS)


def _table(
    area: Organisation,
    measures: dict[str, Measure],
    values: Values,
    years: tuple[str, ...],
    key: str,
    in_table: Sequence[str],
    together: Sequence[str],
) -> AreaTable | None:
    """An area's table; None for an area without any of these figures."""
    if not any((area.id, code, year) in values for code in in_table for year in years):
        return None
    rows, notes = [], []
    for code in in_table:
        held = [values.get((area.id, code, year)) for year in years]
        rows.append(Row(measures[code], tuple(_words(value, measures[code]) for value in held)))
        for year, value in zip(years, held, strict=True):
            if value and (said := note_words(value.note)):
                notes.append(f"{measures[code].title}, {year_words(year)}: {said}")
    lines = [_line(measures[code].label, area, measures[code], values, years) for code in together]
    return AreaTable(
        area,
        tuple(year_words(year) for year in years),
        tuple(rows),
        tuple(notes),
        values.get((area.id, CONVERSION, years[-1])) if key == "enquiries" else None,
        _trend(f"{key}-{area.id}", lines, subtitle=f"{area.name}, {_span(years)}", measure=measures[together[0]]),
    )


def _compared(
    measure: Measure, areas: Sequence[Organisation], values: Values, years: tuple[str, ...], key: str
) -> Trend:
    """One measure, a line for each area."""
    lines = [_line(area.name, area, measure, values, years) for area in areas]
    lines = [line for line in lines if line.known()] or lines[:1]
    return _trend(f"{key}-together-{measure.id}", lines, subtitle=f"{measure.title}, {_span(years)}", measure=measure)


def _line(name: str, area: Organisation, measure: Measure, values: Values, years: tuple[str, ...]) -> Line:
    points = []
    for year in years:
        value = values.get((area.id, measure.code, year))
        points.append(Point(year_words(year), value.value if value else None, _words(value, measure)))
    return Line(name, tuple(points))


def _trend(key: str, lines: Sequence[Line], *, subtitle: str, measure: Measure) -> Trend:
    percent = measure.unit == Unit.PERCENT
    unit = "per cent" if percent else "number"
    return Trend(
        key=key,
        title=finding_of(lines[0]),
        subtitle=f"{subtitle}, {unit}",
        line=lines[0],
        others=tuple(lines[1 : MOST_OTHERS + 1]),
        unit="%" if percent else "",
        source="Safeguarding adults board data",
    )


def finding_of(line: Line) -> str:
    """What a line says, in a title: its last figure and how that compares with the one before."""
    known = line.known()
    if not known:
        return f"{line.name}: no figures yet"
    _, last, point = known[-1]
    if len(known) == 1:
        return f"{line.name}: {point.words} in {point.label}"
    _, before, earlier = known[-2]
    change = Decimal(str(last)) - Decimal(str(before))
    if not change:
        return f"{line.name} stayed at {point.words} in {point.label}"
    verb = "rose" if change > 0 else "fell"
    return f"{line.name} {verb} from {earlier.words} to {point.words} in {point.label}"


def _words(value: MeasureValue | None, measure: Measure) -> str:
    return value_words(value, measure) if value else NOT_RECORDED


def _span(years: tuple[str, ...]) -> str:
    return f"{year_words(years[0])} to {year_words(years[-1])}" if len(years) > 1 else year_words(years[0])
