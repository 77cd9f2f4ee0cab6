"""A council's own template while it is being written; published versions are `models.AssessmentTemplate`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Organisation, Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime


class TemplateDraft(Model):
    """The next version of one template of one council, not published yet: at most one at a time. Its `body` is what
    the file of that version will say; it may still have faults."""

    __table_args__ = (CheckConstraint("next_version >= 1", name="next_version_from_1"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    next_version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    based_on: Mapped[str | None] = mapped_column(String(300))  # in words
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    started_by: Mapped[Person] = relationship(foreign_keys=started_by_id)
    changed_by: Mapped[Person] = relationship(foreign_keys=changed_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"draft of {self.code} version {self.next_version}"
