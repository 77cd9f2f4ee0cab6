"""Figures beside a finding: as they stood on a day, and the newest."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures.models import TOTAL, Measure, MeasureValue, Period, ValueState

FIGURES = (ValueState.FINAL, ValueState.PROVISIONAL)


def _figures(organisation: Organisation) -> Select[MeasureValue]:
    """Current figures of the whole organisation, newest period first; a year before a quarter that ends with it."""
    return (
        select(MeasureValue)
        .join(Period, MeasureValue.period_id == Period.id)
        .where(
            MeasureValue.organisation_id == organisation.id,
            MeasureValue.breakdown == TOTAL,
            MeasureValue.superseded_by_id.is_(None),
            MeasureValue.state.in_(FIGURES),
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
    """Every current figure of these measures, oldest first, in one statement."""
    found: dict[int, list[MeasureValue]] = {measure_id: [] for measure_id in measure_ids}
    if found:
        for value in db.session.scalars(_figures(organisation).where(MeasureValue.measure_id.in_(found))):
            found[value.measure_id].insert(0, value)
    return found
