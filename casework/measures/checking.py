"""Figures held that look odd and that nobody has asked about yet: what the data quality page finds by itself.

Figures worked out from our own records are left out, and so are survey counts and published counts rounded to 5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from sqlalchemy import select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures import quality
from casework.measures.figures import value_words
from casework.measures.history import last_before
from casework.measures.models import DataQuestion, Measure, MeasureValue, Period, PeriodKind, ValueState
from casework.measures.periods import parse_period
from casework.measures.queries import current

MOST = 200


@dataclass(frozen=True)
class Odd:
    """A figure with everything odd about it."""

    measure: Measure
    period: Period
    printed: str
    sentences: list[str]


def list_odd(council: Organisation, *, today: date) -> list[Odd]:
    """Odd figures of a council, newest period first; those asked about before are left out. Two statements."""
    query = (
        current()
        .add_columns(Measure)
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.organisation_id == council.id,
            MeasureValue.value.is_not(None),
            Measure.is_computed.is_(False),
        )
        .order_by(Measure.id, Period.ends_on, Period.starts_on)
    )
    asked = select(DataQuestion.measure_id, DataQuestion.period_id).where(DataQuestion.organisation_id == council.id)
    known = {(measure_id, period_id) for measure_id, period_id in db.session.execute(asked)}
    rows = [(value, measure) for value, measure in db.session.execute(query).unique()]
    found = [
        odd
        for measure, group in groupby(rows, key=lambda row: row[1])
        for odd in _odd_of_measure([value for value, _ in group], measure, today)
        if (odd.measure.id, odd.period.id) not in known
    ]
    return sorted(found, key=lambda one: one.period.ends_on, reverse=True)[:MOST]


def _odd_of_measure(values: Sequence[MeasureValue], measure: Measure, today: date) -> Iterator[Odd]:
    """The odd ones among the values of one measure, oldest first."""
    earlier: dict[PeriodKind, list[MeasureValue]] = {}
    wholes: dict[date, Decimal] = {}
    for value in values:
        spec = parse_period(value.period.code)
        same_kind = earlier.setdefault(spec.kind, [])
        rounded = quality.agrees_when_rounded(value.value, value.numerator, value.denominator, measure)
        sentences = quality.warnings(
            value.value,
            None if rounded else value.numerator,
            None if rounded else value.denominator,
            measure,
            spec,
            earlier=[one.value for one in same_kind if one.value is not None],
            today=today if value.state is ValueState.FINAL else date.max,
            is_survey=measure.is_survey,
            population_before=last_before(wholes, spec.ends_on),
        )
        if sentences:
            yield Odd(measure, value.period, value_words(value, measure), sentences)
        same_kind.append(value)
        whole = quality.whole_of(value.value, value.numerator, value.denominator, measure)
        if whole is not None:
            wholes[spec.ends_on] = whole
