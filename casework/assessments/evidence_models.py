"""The register of evidence, and where each piece is used."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice
from casework.kit.file_models import StoredFile

if TYPE_CHECKING:
    from casework.assessments.models import Answer


SOON = 30  # days before evidence goes out of date in which it is worth a warning


class EvidenceKind(StrEnum):
    """Whose experience or which record a piece of evidence is."""

    PEOPLE = "people"
    STAFF = "staff"
    PARTNERS = "partners"
    PROCESSES = "processes"
    OUTCOMES = "outcomes"


class Evidence(Model):
    """A piece of evidence in the organisation's register, usable in many answers."""

    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR received_on IS NULL OR expires_on >= received_on", name="in_order"),
        CheckConstraint("(removed_at IS NULL) = (removed_reason IS NULL)", name="removed_with_a_reason"),
        CheckConstraint("removed_at IS NULL OR file_id IS NULL", name="removed_without_its_file"),
        Index("ix_evidence_organisation_id_title", "organisation_id", "title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    about: Mapped[str] = mapped_column(String(60))  # date or period it is about, as written: "2012/13", "March 2012"
    received_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    owner: Mapped[str | None] = mapped_column(String(120))
    words: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # signed versions still name it
    removed_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    added_by: Mapped[Person | None] = relationship()
    file: Mapped[StoredFile | None] = relationship(lazy="joined")
    uses: Mapped[list["AnswerEvidence"]] = relationship(back_populates="evidence")
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"evidence {self.id}"

    def age_on(self, today: date) -> str | None:
        """Whether it should be looked at again: "out-of-date", "soon" (within 30 days), or None."""
        if self.expires_on is None or self.expires_on > today + timedelta(days=SOON):
            return None
        return "out-of-date" if self.expires_on < today else "soon"


class AnswerEvidence(Model):
    """A piece of evidence used in an answer."""

    __table_args__ = (
        UniqueConstraint("answer_id", "evidence_id"),
        Index("ix_answer_evidence_evidence_id", "evidence_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    answer: Mapped["Answer"] = relationship(back_populates="evidence_links")
    evidence: Mapped[Evidence] = relationship(back_populates="uses", lazy="joined", innerjoin=True)
