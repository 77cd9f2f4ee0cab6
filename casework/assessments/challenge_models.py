"""Peer challenge: who may look in, their notes and ratings, questions, recommendations; and ratings that were moved."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.extensions import Model
from casework.findings.models import Finding, FindingKind, Severity
from casework.kit.columns import UtcDateTime, choice

if TYPE_CHECKING:
    from casework.assessments.models import Answer, Assessment


class RatingKind(StrEnum):
    """Whose rating it is, beside the council's own."""

    MODERATED = "moderated"
    AGREED = "agreed"


class RatingMove(Model):
    """A rating set beside the council's own, with who set it and why; the newest of a kind stands."""

    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 9", name="rating_on_a_scale"),
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
        Index("ix_rating_move_answer_id_kind", "answer_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    kind: Mapped[RatingKind] = mapped_column(choice(RatingKind))
    rating: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    answer: Mapped["Answer"] = relationship()
    by: Mapped[Person] = relationship()


class Challenge(Model):
    """A signed version opened to named people of another council until a day."""

    __table_args__ = (Index("ix_challenge_assessment_id", "assessment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    closes_on: Mapped[date]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    assessment: Mapped["Assessment"] = relationship()
    opened_by: Mapped[Person] = relationship()
    team: Mapped[list["Challenger"]] = relationship(back_populates="challenge", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"challenge {self.id}"


class Challenger(Model):
    """A named person of a challenge team."""

    __table_args__ = (Index("ix_challenger_person_id", "person_id"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)

    challenge: Mapped[Challenge] = relationship(back_populates="team")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ChallengeNote(Model):
    """What the team notes on one answer, and the rating they would give. Only the team sees it until it is shared.

    `sitting` and `turn` name the page that saved last and how often, so that a page never conflicts with itself.
    """

    __table_args__ = (
        UniqueConstraint("challenge_id", "answer_id"),
        CheckConstraint("rating BETWEEN 1 AND 9", name="rating_on_a_scale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    rating: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    is_shared: Mapped[bool] = mapped_column(default=False)
    sitting: Mapped[str | None] = mapped_column(String(32))
    turn: Mapped[int] = mapped_column(default=0, server_default="0")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    challenge: Mapped[Challenge] = relationship()
    answer: Mapped["Answer"] = relationship()
    by: Mapped[Person] = relationship()
    texts: Mapped[list["ChallengeNoteText"]] = relationship(
        back_populates="note", order_by="ChallengeNoteText.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"challenge {self.challenge_id}, note {self.id}"

    @property
    def organisation_id(self) -> int:
        """Whose answer it is about."""
        return self.answer.organisation_id


class ChallengeNoteText(Model):
    """A text of a note as somebody of the team saved it: what a later save replaces is kept."""

    __table_args__ = (Index("ix_challenge_note_text_note_id", "note_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("challenge_note.id"))
    text: Mapped[str] = mapped_column(Text)
    rating: Mapped[int | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    note: Mapped[ChallengeNote] = relationship(back_populates="texts")
    by: Mapped[Person] = relationship()


class ChallengeQuestion(Model):
    """A question of the team, and the council's answer."""

    __table_args__ = (
        CheckConstraint("(reply IS NULL) = (replied_at IS NULL)", name="reply_has_a_moment"),
        Index("ix_challenge_question_challenge_id", "challenge_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reply: Mapped[str | None] = mapped_column(Text)
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    challenge: Mapped[Challenge] = relationship()
    answer: Mapped["Answer"] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=by_id)
    replied_by: Mapped[Person | None] = relationship(foreign_keys=replied_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"challenge {self.challenge_id}, question {self.id}"


class Recommendation(Model):
    """What the team recommends, word for word; the council files it in the register of findings."""

    __table_args__ = (Index("ix_recommendation_challenge_id", "challenge_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[FindingKind] = mapped_column(choice(FindingKind))
    priority: Mapped[Severity] = mapped_column(choice(Severity))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    challenge: Mapped[Challenge] = relationship()
    answer: Mapped["Answer"] = relationship()
    by: Mapped[Person] = relationship()
    finding: Mapped[Finding | None] = relationship(viewonly=True)  # the finding keeps the key: it names its one source

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"challenge {self.challenge_id}, recommendation {self.id}"
