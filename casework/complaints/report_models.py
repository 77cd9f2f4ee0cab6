"""What the annual report keeps beside its figures: paragraphs with their versions, and years that are frozen."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime


class ReportText(Model):
    """A version of the paragraph of one part of a year's report; the newest is printed, every older one is kept."""

    __table_args__ = (UniqueConstraint("organisation_id", "year", "part", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[str] = mapped_column(String(12))  # 2019-20
    part: Mapped[str] = mapped_column(String(40))  # how-many
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    written_by: Mapped[Person] = relationship()


class FrozenYear(Model):
    """A year's report as it was on one day, sealed: the cases behind each figure, and its texts.

    `content` is {"members": {figure: [case numbers]}, "references": {case number: reference}, "texts": {part: text},
    "stories": {...}}; `seal` is the SHA-256 of it, which the trail names too. Never changed: a later freeze is the next
    version.
    """

    __table_args__ = (UniqueConstraint("organisation_id", "year", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)  # why it was frozen again
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    frozen_by: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"complaints report {self.year}, version {self.version}"
