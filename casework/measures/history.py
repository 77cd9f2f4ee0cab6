"""Earlier figures of many series at once, for telling an odd figure from a usual one."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from casework.extensions import db
from casework.measures.models import TOTAL, MeasureValue, Period, PeriodKind

Series = dict[tuple[int, int, PeriodKind], dict[date, Decimal]]
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
