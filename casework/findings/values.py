"""Figures beside a finding: as they stood on a day, and all of them since."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Select, or_

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures import queries as measures
from casework.measures.figures import value_words
from casework.measures.models import Measure, MeasureValue, Period, PeriodKind, ValueState
from casework.measures.periods import period_words

FIGURES = (ValueState.FINAL, ValueState.PROVISIONAL)


def _figures(organisation: Organisation) -> Select[MeasureValue]:
    """Standing figures of the whole council, newest period first; a year before the quarter that ends with it."""
    return (
        measures.current()
        .join(Period, MeasureValue.period_id == Period.id)
        .join(Measure, MeasureValue.measure_id == Measure.id)
        .where(
            MeasureValue.organisation_id == organisation.id,
            MeasureValue.state.in_(FIGURES),
            or_(Period.kind != PeriodKind.MONTH, Measure.is_computed.is_(False)),  # a month of a log is mostly chance
            MeasureValue.value.is_not(None),
        )
        .order_by(Period.ends_on.desc(), Period.starts_on, MeasureValue.id)
    )


def find_value_on(measure: Measure, *, organisation: Organisation, on: date) -> MeasureValue | None:
    """The newest figure, final or provisional, of a period that had ended by `on`; None when there was none.

    A provisional figure that is restated later stays as it stood then: the link keeps pointing to its row.
    """
    query = _figures(organisation).where(MeasureValue.measure_id == measure.id, Period.ends_on <= on)
    return db.session.scalars(query.limit(1)).first()


def list_figures(measure_ids: Collection[int], *, organisation: Organisation) -> dict[int, list[MeasureValue]]:
    """Every standing figure of these measures, oldest first, in one statement."""
    found: dict[int, list[MeasureValue]] = {measure_id: [] for measure_id in measure_ids}
    if found:
        query = _figures(organisation).where(MeasureValue.measure_id.in_(found))
        for value in reversed(db.session.scalars(query).all()):
            found[value.measure_id].append(value)
    return found


def figure_in(value: MeasureValue | None, measure: Measure, *, missing: str = "No figure") -> str:
    """1.6% in 2012/13: a figure with its period, or the words for none."""
    return f"{value_words(value, measure)} in {period_words(value.period.code)}" if value else missing


def newest(values: Iterable[MeasureValue]) -> MeasureValue | None:
    """The last of a list that is oldest first."""
    return next(reversed(list(values)), None)
