"""From where a control chart is worked out anew, as analysts decide."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime

if TYPE_CHECKING:
    from casework.measures.models import Period


class ChartRebase(Model):
    """From `period` on the control chart is worked out anew, for the reason given."""

    __table_args__ = (UniqueConstraint("measure_id", "organisation_id", "period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    period: Mapped["Period"] = relationship(lazy="joined", innerjoin=True)
    decided_by: Mapped[Person | None] = relationship()
