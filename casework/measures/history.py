"""Earlier figures of many series at once, for telling an odd figure from a usual one."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from casework.extensions import db
from casework.measures.models import TOTAL, Measure, MeasureValue, Period, PeriodKind, Unit
from casework.measures.quality import whole_of

Series = dict[tuple[int, int, PeriodKind], dict[date, Decimal]]
Populations = dict[tuple[int, int], dict[date, Decimal]]
MOST_SERIES = 500  # pairs asked for one by one; beyond it a file is national, and series are not compared


def earlier_values(pairs: Collection[tuple[int, int]], kinds: Collection[PeriodKind]) -> Series:
    """Values by (measure id, organisation id, kind of period) and last day; empty for a national file."""
    wanted = set(pairs)
    organisations = {organisation for _, organisation in wanted}
    if not wanted or len(wanted) > MOST_SERIES:
        return {}
    query = (
        select(MeasureValue.measure_id, MeasureValue.organisation_id, Period.kind, Period.ends_on, MeasureValue.value)
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.superseded_by_id.is_(None),
            MeasureValue.breakdown == TOTAL,
            MeasureValue.value.is_not(None),
            MeasureValue.measure_id.in_({measure for measure, _ in wanted}),
            MeasureValue.organisation_id.in_(organisations),
            Period.kind.in_(kinds),
        )
    )
    series: Series = {}
    for measure, organisation, kind, ends_on, value in db.session.execute(query):
        if value is not None:
            series.setdefault((measure, organisation, kind), {})[ends_on] = value
    return series


def populations(pairs: Collection[tuple[int, int]]) -> Populations:
    """The population behind each rate, by (measure id, organisation id) and last day, whatever the kind of period."""
    wanted = set(pairs)
    if not wanted or len(wanted) > MOST_SERIES:
        return {}
    query = (
        select(MeasureValue, Measure)
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .where(
            MeasureValue.superseded_by_id.is_(None),
            MeasureValue.breakdown == TOTAL,
            Measure.unit == Unit.PER_100000,
            MeasureValue.numerator.is_not(None),
            MeasureValue.measure_id.in_({measure for measure, _ in wanted}),
            MeasureValue.organisation_id.in_({organisation for _, organisation in wanted}),
        )
    )
    found: Populations = {}
    for value, measure in db.session.execute(query):
        whole = whole_of(value.value, value.numerator, value.denominator, measure)
        if whole:
            found.setdefault((value.measure_id, value.organisation_id), {})[value.period.ends_on] = whole
    return found


def newest_bases(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Decimal]:
    """How many people the newest rate with a count is of, by (measure id, organisation id)."""
    return {pair: known[max(known)] for pair, known in populations(pairs).items()}


def last_before(known: dict[date, Decimal], day: date) -> Decimal | None:
    """The latest of the figures from before `day`."""
    days = [one for one in known if one < day]
    return known[max(days)] if days else None
