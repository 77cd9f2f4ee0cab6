"""The trend of a measure: one kind of period, gaps shown as gaps, England and its like beside it, the target dashed."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from sqlalchemy import case, or_

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit.charts import Line, Point, Trend
from casework.kit.words import MONTHS
from casework.measures import queries, rules
from casework.measures.breaks import BROKEN_WORDS, first_break
from casework.measures.figures import one_limit
from casework.measures.models import Measure, MeasureValue, Period, PeriodKind, Target, TargetKind, Unit
from casework.measures.quartiles import travel
from casework.measures.row_words import earlier_of, interval, interval_words, is_sure_move, when_words

CHART_ORDER = (
    *(PeriodKind.YEAR, PeriodKind.ACADEMIC, PeriodKind.QUARTER, PeriodKind.MONTH),
    *(PeriodKind.ROLLING, PeriodKind.HALF_YEAR, PeriodKind.PART_YEAR, PeriodKind.SNAPSHOT),
)
MOST_POINTS = 24
MOST_COMPARED = 3
TRAVELLED = {"better": "Better", "worse": "Worse", "same": "The same"}


def drawn(values: Sequence[MeasureValue]) -> list[MeasureValue]:
    """The values of the kind of period that is drawn: years where there are two, else the kind with most points."""
    for kind in CHART_ORDER:
        of_kind = [value for value in values if value.period.kind is kind]
        if sum(value.value is not None for value in of_kind) > 1:
            return of_kind[-MOST_POINTS:]
    return []


def comparators(joined: Sequence[Measure], organisation: Organisation) -> dict[str, dict[str, MeasureValue]]:
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


def trend(
    measure: Measure,
    organisation: Organisation,
    values: Sequence[MeasureValue],
    targets: Sequence[Target],
    others: dict[str, dict[str, MeasureValue]],
) -> Trend:
    """The picture of one organisation's values, with named comparators, the target, and gaps where nothing is held."""
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
        line=Line(organisation.name, tuple(_with_interval(held.get(code), code, measure) for code in codes)),
        others=tuple(lines[:MOST_COMPARED]),
        target=_target_line(codes, targets, measure) if PeriodKind.YEAR in kinds else None,
        unit="%" if measure.unit is Unit.PERCENT else "",
        source=f"Source: {measure.source}." if measure.source else "",
        breaks=_breaks(codes, measure),
        is_counted=measure.unit is Unit.COUNT,
    )


def _breaks(codes: Sequence[str], measure: Measure) -> tuple[str, ...]:
    """Labels of the periods along the axis before which the lines are interrupted."""
    specs = [rules.parse_period(code) for code in codes]
    return tuple(after.words for before, after in pairwise(specs) if first_break(measure, before, after))


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
    label, short = rules.period_words(code), axis_words(code)
    if value is None:
        return Point(label, None, "no figure held", short)
    figure = rules.figure_words(value.value, measure) if value.value is not None else rules.value_words(value, measure)
    return Point(label, value.value, figure, short)


def axis_words(code: str) -> str:
    """A period as short as an axis needs it: Q1 20-21, Mar 2020, 2019/20."""
    if " Q" in code:
        return f"Q{code[-1]} {code[2:7]}"
    label = rules.period_words(code)
    month, _, year = label.partition(" ")
    return f"{month[:3]} {year}" if month in MONTHS and year.isdigit() else label


def _with_interval(value: MeasureValue | None, code: str, measure: Measure) -> Point:
    """Our own point with its interval, where it has one."""
    point = _point(value, code, measure)
    found = interval(value, measure) if value is not None else None
    if found is None:
        return point
    return replace(point, interval=(found.low, found.high, f"interval {interval_words(found, measure)}"))


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
    return one_limit(target) if target is not None else None


def trend_title(values: Sequence[MeasureValue], measure: Measure) -> str:
    """The finding in a few words: better or worse by polarity, no sure change where chance could explain it."""
    known = [value for value in values if value.value is not None]
    last, before = known[-1], known[-2]
    figure, was = rules.value_words(last, measure), rules.value_words(before, measure)
    period, period_then = when_words(last), rules.period_words(before.period.code)
    if first_break(measure, before.period, last.period):
        return f"{figure} in {period}; the figures before are {BROKEN_WORDS}"
    is_next = rules.period_before(rules.parse_period(last.period.code)).code == before.period.code
    sure = is_sure_move(last, earlier_of(last, known), measure)
    if not is_next and sure is None:
        return f"{figure} in {period}; the figure before is of {period_then}"
    then = f"{was} before" if is_next else f"{was} in {period_then}"
    if sure is False:
        return f"No sure change: {figure} in {period}, {then}"
    moved = travel(before.value, last.value, measure.polarity)
    if moved is None:
        return f"{figure} in {period}, {then}"
    return f"{TRAVELLED[moved]}: {figure} in {period}, {then}"


def periods_words(codes: Sequence[str]) -> str:
    """2011/12 to 2019/20"""
    first, last = rules.period_words(codes[0]), rules.period_words(codes[-1])
    return first if first == last else f"{first} to {last}"
