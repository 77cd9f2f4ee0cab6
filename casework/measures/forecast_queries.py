"""Reading the forecasts that were given."""

from collections.abc import Sequence

from sqlalchemy import select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures.models import Measure, Period, YearForecast


def list_forecasts(measures: Sequence[Measure], organisation: Organisation) -> list[YearForecast]:
    """Forecasts that were given for years of one organisation, oldest first."""
    query = (
        select(YearForecast)
        .join(Period, Period.id == YearForecast.period_id)
        .where(
            YearForecast.organisation_id == organisation.id,
            YearForecast.measure_id.in_([measure.id for measure in measures]),
        )
        .order_by(Period.ends_on)
    )
    return list(db.session.scalars(query).unique())
