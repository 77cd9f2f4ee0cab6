"""A workbook that came back, checked and put aside until the person says that its answers are to be saved."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.extensions import Model
from casework.kit.columns import UtcDateTime

if TYPE_CHECKING:
    from casework.assessments.models import Assessment


class FilledWorkbook(Model):
    """What a workbook would change: for each answer its number, the version it was made from, and the new answer."""

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_name: Mapped[str] = mapped_column(String(120))
    filled_by: Mapped[str | None] = mapped_column(String(120))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    assessment: Mapped["Assessment"] = relationship()
