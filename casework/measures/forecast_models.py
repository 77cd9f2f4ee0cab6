"""Forecasts of years that are not over, as analysts give them."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.extensions import Model
from casework.kit.columns import Exact, UtcDateTime

if TYPE_CHECKING:
    from casework.measures.models import Measure, Period


class YearForecast(Model):
    """What an analyst expects of a year that is not over, and how that was made; it stands before a computed one."""

    __table_args__ = (UniqueConstraint("measure_id", "organisation_id", "period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    value: Mapped[Decimal] = mapped_column(Exact)
    count: Mapped[int | None]  # the people or events behind a rate
    method: Mapped[str] = mapped_column(String(400))
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    measure: Mapped["Measure"] = relationship()
    period: Mapped["Period"] = relationship(lazy="joined", innerjoin=True)

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"{self.measure.reference} {self.period.code}"
