"""Files of a case, and a council's own letters in Word; what lies behind both is kept by kit.files."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.complaints.work_kinds import LetterTemplateKind
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice
from casework.kit.file_models import StoredFile


class ComplaintFile(Model):
    """A paper of a case: what they sent, notes of a meeting, a signed form of consent, a letter made in Word."""

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200))  # what it is, without names
    letter_kind: Mapped[LetterTemplateKind | None] = mapped_column(choice(LetterTemplateKind))  # made here, in Word
    dated_on: Mapped[date | None]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    added_by: Mapped[Person | None] = relationship()


class LetterTemplate(Model):
    """One version of a council's own Word letter; the newest of a kind is used, older ones stay to be looked at."""

    __table_args__ = (UniqueConstraint("organisation_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[LetterTemplateKind] = mapped_column(choice(LetterTemplateKind))
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    note: Mapped[str | None] = mapped_column(Text)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    added_by: Mapped[Person | None] = relationship()
