"""Comments, questions and requests for evidence on an answer."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice

if TYPE_CHECKING:
    from casework.assessments.models import Answer


class CommentKind(StrEnum):
    """What is wanted."""

    COMMENT = "comment"  # nothing: it is only said
    QUESTION = "question"
    EVIDENCE = "evidence"


class CommentStatus(StrEnum):
    """Where it stands: open with whoever was asked, answered with whoever asked, closed."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class AnswerComment(Model):
    """Something said about an answer. A question or a request is asked of one person, answered, and accepted or not."""

    __table_args__ = (
        CheckConstraint("kind = 'comment' OR asked_id IS NOT NULL", name="question_is_asked_of_somebody"),
        CheckConstraint("(reply IS NULL) = (replied_at IS NULL)", name="reply_has_a_moment"),
        CheckConstraint("status <> 'answered' OR reply IS NOT NULL", name="answered_has_a_reply"),
        Index("ix_answer_comment_answer_id", "answer_id"),
        Index("ix_answer_comment_asked_id_status", "asked_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    kind: Mapped[CommentKind] = mapped_column(choice(CommentKind))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    status: Mapped[CommentStatus] = mapped_column(choice(CommentStatus), default=CommentStatus.OPEN)
    reply: Mapped[str | None] = mapped_column(Text)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_reason: Mapped[str | None] = mapped_column(Text)  # why a reply was not enough
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    answer: Mapped["Answer"] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=by_id)
    asked: Mapped[Person | None] = relationship(foreign_keys=asked_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def waits_for(self) -> Person | None:
        """Whose turn it is: whoever was asked, then whoever asked; nobody once it is closed."""
        return {CommentStatus.OPEN: self.asked, CommentStatus.ANSWERED: self.by}.get(self.status)

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"comment {self.id}"
