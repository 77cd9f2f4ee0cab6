"""What is held about the measures of one council around a period, read in a constant number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, or_, select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures.models import (
    MeasureValue,
    OfficerRating,
    Period,
    PeriodKind,
    Target,
    TargetKind,
    YearForecast,
)
from casework.measures.periods import PeriodSpec, period_before, target_year
from casework.measures.places import Place
from casework.measures.readers import standing_for


@dataclass
class Held:
    """What is held about the measures of one council, by measure id. `is_own`: as far as its own people see it."""

    is_own: bool = True
    values: dict[tuple[int, str], MeasureValue] = field(default_factory=dict)
    targets: dict[tuple[int, str, TargetKind], Target] = field(default_factory=dict)
    ratings: dict[int, OfficerRating] = field(default_factory=dict)
    ratings_before: dict[int, OfficerRating] = field(default_factory=dict)
    forecasts: dict[int, YearForecast] = field(default_factory=dict)
    parts: dict[int, list[MeasureValue]] = field(default_factory=dict)  # of this year so far and the one before
    stood: dict[tuple[int, int], Place] = field(default_factory=dict)
    series: dict[int, list[MeasureValue]] = field(default_factory=dict)


def held_periods(specs: Iterable[PeriodSpec]) -> dict[str, Period]:
    """Those of the periods that anything is kept for, by code."""
    codes = {spec.code for spec in specs}
    return {period.code: period for period in db.session.scalars(select(Period).where(Period.code.in_(codes)))}


def read(
    organisation: Organisation, period: PeriodSpec, periods: dict[str, Period], *, reader: Organisation | None
) -> Held:
    """Everything that rows are made of, in four statements; of another organisation only figures shown to `reader`."""
    held = Held(is_own=reader is None or reader.id == organisation.id)
    ids = [one.id for one in periods.values()]
    query = (
        standing_for(reader)
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.organisation_id == organisation.id,
            or_(MeasureValue.period_id.in_(ids), Period.kind == PeriodKind.YEAR, _within_two_years(period)),
        )
        .order_by(Period.ends_on)
    )
    for value in db.session.scalars(query).unique():
        held.values[value.measure_id, value.period.code] = value
        if value.period.ends_on > period.ends_on:
            continue  # what came later is no part of how it stood
        held.parts.setdefault(value.measure_id, []).append(value)
        if value.period.kind is PeriodKind.YEAR or value.period.code == period.code:
            held.series.setdefault(value.measure_id, []).append(value)
    if held.is_own:
        _read_own(held, organisation, period, ids)
    return held


def _read_own(held: Held, organisation: Organisation, period: PeriodSpec, ids: list[int]) -> None:
    """What the organisation set and judged itself: targets, ratings, forecasts."""
    mine = and_(Target.organisation_id == organisation.id, Target.period_id.in_(ids))
    for target in db.session.scalars(select(Target).where(mine)).unique():
        held.targets[target.measure_id, target.period.code, target.kind] = target
    rated = select(OfficerRating).where(
        OfficerRating.organisation_id == organisation.id, OfficerRating.period_id.in_(ids)
    )
    for rating in db.session.scalars(rated).unique():
        if rating.period.code == period.code:
            held.ratings[rating.measure_id] = rating
        elif rating.period.code == period_before(period).code:
            held.ratings_before[rating.measure_id] = rating
    given = select(YearForecast).where(YearForecast.organisation_id == organisation.id, YearForecast.period_id.in_(ids))
    for one in db.session.scalars(given).unique():
        if one.period.code == target_year(period).code:
            held.forecasts[one.measure_id] = one


def _within_two_years(period: PeriodSpec) -> ColumnElement[bool]:
    """Parts of the period's year and of the one before, from which the year's forecast is made."""
    year = target_year(period)
    return and_(Period.starts_on >= period_before(year).starts_on, Period.ends_on <= year.ends_on)
