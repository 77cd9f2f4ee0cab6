"""What officers add while they work on a case: notes, links to other cases, chasers, more time under the Code.

Also who opened a restricted case by breaking the glass. The case itself is in models.py, which stands above this file.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.complaints.work_kinds import LinkKind
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice


class ComplaintNote(Model):
    """Something an officer wrote down for the team: read by whoever sees the people in the case, never sent."""

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[Person | None] = relationship()


class ComplaintLink(Model):
    """Two cases that belong together. Kept once: `complaint_id` is the smaller number of the two."""

    __table_args__ = (
        UniqueConstraint("complaint_id", "other_id"),
        CheckConstraint("complaint_id < other_id", name="kept_once"),
        Index("ix_complaint_link_other_id", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    kind: Mapped[LinkKind] = mapped_column(choice(LinkKind))
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # kept, for its entries in the history


class ComplaintChaser(Model):
    """A reminder to another body that its part of a joint answer is missing."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("complaint_joint_body.id", ondelete="CASCADE"), index=True)
    chased_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    chased_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ComplaintExtension(Model):
    """More time under the Complaint Handling Code for one stage of a corporate complaint, told with its reason.

    `stage` 1 is the answer (at most 10 working days more), 2 the review (at most 20). Once a stage.
    """

    __table_args__ = (
        UniqueConstraint("complaint_id", "stage"),
        CheckConstraint("stage IN (1, 2)", name="stage_of_the_code"),
        CheckConstraint("days > 0", name="days_above_nought"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    stage: Mapped[int]
    days: Mapped[int]  # working days
    reason: Mapped[str] = mapped_column(Text)
    told_on: Mapped[date]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ComplaintOpening(Model):
    """Somebody not named broke the glass of a restricted case: why, until when, and who was told and has read it."""

    __table_args__ = (Index("ix_complaint_opening_complaint_id_read_at", "complaint_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_by: Mapped[Person] = relationship(foreign_keys=opened_by_id)
    read_by: Mapped[Person | None] = relationship(foreign_keys=read_by_id)
