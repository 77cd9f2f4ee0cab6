"""The nine quality statements and the measures that speak to each; when figures were last worked out from records."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Organisation, Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime


class QualityStatement(Model):
    """What the Care Quality Commission assesses a council against. `code`: qs1 to qs9, as templates name them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    position: Mapped[int]
    theme: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)  # what is not confirmed about it
    shipped: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what the pack last said: a difference is an edit
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"quality statement {self.position}"


class MeasureStatement(Model):
    """That a measure speaks to a quality statement. A row taken away stays, so that no newer pack brings it back."""

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    statement_id: Mapped[int] = mapped_column(
        ForeignKey("quality_statement.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    is_removed: Mapped[bool] = mapped_column(default=False)


class WorkingOut(Model):
    """When a council's figures were last worked out from its records, and by whom (None: by itself)."""

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[Person | None] = relationship()
