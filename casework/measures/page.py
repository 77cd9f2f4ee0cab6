"""What the page of one measure shows: its key facts, its figures row by row, its trend. Reads; nothing is changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import case, or_

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit import words
from casework.kit.charts import Line, Point, Trend
from casework.measures import places, queries, rules
from casework.measures.intervals import Interval
from casework.measures.models import (
    Measure,
    MeasureValue,
    OfficerRating,
    Period,
    PeriodKind,
    Polarity,
    Target,
    TargetKind,
    Unit,
    ValueState,
)
from casework.measures.places import Place
from casework.measures.quartiles import travel

CHART_ORDER = (
    *(PeriodKind.YEAR, PeriodKind.ACADEMIC, PeriodKind.QUARTER, PeriodKind.MONTH),
    *(PeriodKind.ROLLING, PeriodKind.HALF_YEAR, PeriodKind.PART_YEAR, PeriodKind.SNAPSHOT),
)
MOST_POINTS = 24
MOST_COMPARED = 3


@dataclass(frozen=True)
class Replaced:
    """A figure that stood before: in words, until when, and why it changed."""

    printed: str
    until: datetime
    reason: str | None


@dataclass(frozen=True)
class FigureRow:
    """One period of the table of figures, in words."""

    value: MeasureValue
    period: str
    printed: str
    counts: str
    interval: str
    target: str
    met: bool | None
    place: Place | None
    note: str
    is_other_edition: bool
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True)
class MeasurePage:
    """Everything the page shows. `rows` newest first; `latest` is the newest with a number."""

    measure: Measure
    organisation: Organisation
    rows: list[FigureRow]
    latest: FigureRow | None
    trend: Trend | None
    sentence: str
    rating: OfficerRating | None
    targets: list[Target]
    ratings: list[OfficerRating]


def build(measure: Measure, organisation: Organisation) -> MeasurePage:
    """The page's content for one organisation; the same number of statements however many figures there are."""
    joined = queries.joined_measures(measure)
    values = without_doubles(queries.list_values(joined, organisation), measure)
    restated = queries.list_restated(joined, organisation)
    targets = queries.list_targets([measure], organisation)
    ratings = queries.list_ratings([measure], organisation)
    stood = places.places(joined, organisation, [value.period for value in values])
    rows = [_row(measure, value, stood, targets, restated) for value in reversed(values)]
    latest = next((row for row in rows if row.value.value is not None), None)
    drawn = _drawn(values)
    others = _comparators(joined, organisation) if len(drawn) > 1 else {}
    return MeasurePage(
        measure=measure,
        organisation=organisation,
        rows=rows,
        latest=latest,
        trend=_trend(measure, organisation, drawn, targets, others) if len(drawn) > 1 else None,
        sentence=key_sentence(rows),
        rating=ratings[-1] if ratings else None,
        targets=targets,
        ratings=ratings,
    )


def without_doubles(values: Iterable[MeasureValue], measure: Measure) -> list[MeasureValue]:
    """One value a period: where two editions of the same definition have one, the measure's own."""
    by_period: dict[int, MeasureValue] = {}
    for value in values:
        if value.period_id not in by_period or value.measure_id == measure.id:
            by_period[value.period_id] = value
    return list(by_period.values())


def _row(
    measure: Measure,
    value: MeasureValue,
    stood: dict[tuple[int, int], Place],
    targets: Sequence[Target],
    restated: Sequence[MeasureValue],
) -> FigureRow:
    target = next((one for one in targets if one.period_id == value.period_id), None)
    place = stood.get((value.measure_id, value.period_id))
    if place is None and value.published_quartile:
        place = Place(value.published_quartile, is_published=True)
    return FigureRow(
        value=value,
        period=rules.period_words(value.period.code),
        printed=rules.value_words(value, measure),
        counts=counts_words(value),
        interval=interval_words(interval(value, measure), measure),
        target=rules.target_words(target, measure) or "",
        met=rules.meets(value.value, target),
        place=place,
        note=note_of(value),
        is_other_edition=value.measure_id != measure.id,
        replaced=tuple(_replaced(value, restated, measure)),
    )


def _replaced(value: MeasureValue, restated: Sequence[MeasureValue], measure: Measure) -> Iterator[Replaced]:
    """What the value took the place of, newest first."""
    taken_by = {one.superseded_by_id: one for one in restated}
    newer = value
    while newer.id in taken_by:
        older = taken_by[newer.id]
        yield Replaced(rules.value_words(older, measure), newer.recorded_at, newer.replaces_reason)
        newer = older


def counts_words(value: MeasureValue) -> str:
    """148 of 1,405; 23; how many answered a survey."""
    if value.numerator is not None and value.denominator is not None:
        return f"{words.number(value.numerator)} of {words.number(value.denominator)}"
    if value.numerator is not None:
        return words.number(value.numerator)
    return f"{words.number(value.base)} answered" if value.base is not None else ""


def interval(value: MeasureValue, measure: Measure) -> Interval | None:
    """The 95% interval of a value."""
    return rules.interval_of(
        value.value, value.numerator, value.denominator, value.margin, measure.unit, is_survey=measure.is_survey
    )


def interval_words(found: Interval | None, measure: Measure) -> str:
    """9.0% to 12.3%"""
    if found is None:
        return ""
    return f"{rules.figure_words(found.low, measure)} to {rules.figure_words(found.high, measure)}"


def note_of(value: MeasureValue) -> str:
    """The note, the mark, and that the value is not final yet."""
    parts = [rules.note_words(value.note)]
    if value.mark:
        parts.append(f"Published as {value.mark}.")
    if value.state is ValueState.PROVISIONAL:
        parts.append("Provisional.")
    return " ".join(part for part in parts if part)


def key_sentence(rows: Sequence[FigureRow]) -> str:
    """1.6% in 2012/13, 1.8% in 2011/12. Bottom quartile, rank 98 of 152."""
    known = [row for row in rows if row.value.value is not None]
    if not known:
        return "No figures yet."
    latest = known[0]
    before = next((row for row in known[1:] if row.value.period.kind is latest.value.period.kind), None)
    said = f"{latest.printed} in {latest.period}" + (f", {before.printed} in {before.period}" if before else "") + "."
    ranked = next((row for row in known if row.place and row.place.quartile), None)
    if ranked and ranked.place and ranked.place.quartile:
        place = f", {ranked.place.words}" if ranked.place.words else ""
        when = "" if ranked is latest else f" in {ranked.period}"
        said += f" {rules.QUARTILE_WORDS[ranked.place.quartile]} quartile{when}{place}."
    return said


# --- the trend ---


def _drawn(values: Sequence[MeasureValue]) -> list[MeasureValue]:
    """The values of the kind of period that is drawn: years where there are two, else the kind with most points."""
    for kind in CHART_ORDER:
        of_kind = [value for value in values if value.period.kind is kind]
        if sum(value.value is not None for value in of_kind) > 1:
            return of_kind[-MOST_POINTS:]
    return []


def _comparators(joined: Sequence[Measure], organisation: Organisation) -> dict[str, dict[str, MeasureValue]]:
    """England, council type and region by name, each by period code."""
    wanted = [code for code in (organisation.council_type, organisation.region) if code]
    query = (
        queries.current()
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .where(
            MeasureValue.measure_id.in_([measure.id for measure in joined]),
            or_(Organisation.kind == OrganisationKind.COUNTRY, Organisation.code.in_(wanted)),
        )
        .with_only_columns(Organisation.name, MeasureValue, Period.code)
        .join(Period, Period.id == MeasureValue.period_id)
    )
    order = case((Organisation.kind == OrganisationKind.COUNTRY, 0), else_=1)
    found: dict[str, dict[str, MeasureValue]] = {}
    for name, value, code in db.session.execute(query.order_by(order, Organisation.name)).unique():
        found.setdefault(name, {})[code] = value
    return found


def _trend(
    measure: Measure,
    organisation: Organisation,
    values: Sequence[MeasureValue],
    targets: Sequence[Target],
    others: dict[str, dict[str, MeasureValue]],
) -> Trend:
    codes = _codes(values)
    held = {value.period.code: value for value in values}
    lines = [
        Line(name, tuple(_point(by_period.get(code), code, measure) for code in codes))
        for name, by_period in others.items()
        if any(code in by_period for code in codes)
    ]
    kinds = {value.period.kind for value in values}
    unit = rules.UNIT_WORDS[measure.unit]
    return Trend(
        key=f"trend-{measure.id}",
        title=trend_title(values, measure),
        subtitle=f"{measure.title}, {organisation.name}, {periods_words(codes)}, {unit}",
        line=Line(organisation.name, tuple(_point(held.get(code), code, measure) for code in codes)),
        others=tuple(lines[:MOST_COMPARED]),
        target=_target_line(codes, targets, measure) if PeriodKind.YEAR in kinds else None,
        unit="%" if measure.unit is Unit.PERCENT else "",
        source=f"Source: {measure.source}." if measure.source else "",
    )


def _codes(values: Sequence[MeasureValue]) -> list[str]:
    """The periods along the axis: between the first and the last also those without a figure, so that gaps show."""
    held = {value.period.code for value in values}
    spec = rules.parse_period(values[-1].period.code)
    codes: list[str] = []
    while len(codes) < MOST_POINTS:
        codes.insert(0, spec.code)
        if not held - set(codes):
            return codes
        spec = rules.period_before(spec)
    return [value.period.code for value in values]


def _point(value: MeasureValue | None, code: str, measure: Measure) -> Point:
    label = rules.period_words(code)
    short = f"Q{code[-1]} {code[2:7]}" if " Q" in code else label
    if value is None:
        return Point(label, None, "no figure held", short)
    figure = rules.figure_words(value.value, measure) if value.value is not None else rules.value_words(value, measure)
    return Point(label, value.value, figure, short)


def _target_line(codes: Sequence[str], targets: Sequence[Target], measure: Measure) -> Line | None:
    """The one limit of each year's target or milestone, dashed; none where every target is a band or open."""
    by_code = {target.period.code: target for target in sorted(targets, key=lambda one: one.kind is TargetKind.TARGET)}
    limits = [single_limit(by_code.get(code)) for code in codes]
    if not any(limit is not None for limit in limits):
        return None
    points = [
        Point(
            rules.period_words(code),
            limit,
            rules.limit_words(limit, measure) if limit is not None else "no target",
        )
        for code, limit in zip(codes, limits, strict=True)
    ]
    return Line("Target", tuple(points))


def single_limit(target: Target | None) -> Decimal | None:
    """The limit of a target that has only one."""
    if target is None or (target.at_least is None) == (target.at_most is None):
        return None
    return target.at_least if target.at_least is not None else target.at_most


def trend_title(values: Sequence[MeasureValue], measure: Measure) -> str:
    """The finding in a few words: better or worse by polarity than the period before."""
    known = [value for value in values if value.value is not None]
    last, before = known[-1], known[-2]
    figure, was = rules.value_words(last, measure), rules.value_words(before, measure)
    period = rules.period_words(last.period.code)
    moved = travel(before.value, last.value, measure.polarity, level=Decimal(0))
    if measure.polarity not in (Polarity.HIGH, Polarity.LOW):
        return f"{figure} in {period}, {was} before"
    travelled = {"better": "Better", "worse": "Worse", "same": "The same"}[moved or "same"]
    return f"{travelled}: {figure} in {period}, {was} before"


def periods_words(codes: Sequence[str]) -> str:
    """2011/12 to 2019/20"""
    first, last = rules.period_words(codes[0]), rules.period_words(codes[-1])
    return first if first == last else f"{first} to {last}"
