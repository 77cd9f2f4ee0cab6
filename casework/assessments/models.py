"""Templates, self-assessments, their answers with every text ever saved, evidence and signatures."""

from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Organisation, Person
from casework.assessments import challenge_models, comment_models, template_models, workbook_models
from casework.assessments.evidence_models import AnswerEvidence, Evidence, EvidenceKind
from casework.assessments.outline import Node, Outline
from casework.assessments.scoring import CATEGORY
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice
from casework.kit.words import year_words

# Parts of this module, kept in files of their own.
__all__ = [
    "AnswerEvidence",
    "Evidence",
    "EvidenceKind",
    "challenge_models",
    "comment_models",
    "template_models",
    "workbook_models",
]

HASH = 64  # hexadecimal signs of a SHA-256
WHILE_OPEN = ("draft", "consultation", "senior-review")


class AssessmentStatus(StrEnum):
    """Where a self-assessment stands; changed only by services along rules.MOVES."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    SENIOR_REVIEW = "senior-review"
    SIGNED = "signed"
    REVISED = "revised"  # a newer version has taken its place
    CHALLENGE = "challenge"
    CLOSED = "closed"


class GivenStatus(StrEnum):
    """Where a section given to somebody stands."""

    GIVEN = "given"
    HANDED_IN = "handed-in"
    SENT_BACK = "sent-back"
    DONE = "done"


class AssessmentTemplate(Model):
    """One version of a form, as loaded from its file. A published version never changes: the checksum says so."""

    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("version >= 1", name="version_from_1"),
        CheckConstraint(f"length(checksum) = {HASH}", name="checksum_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    checksum: Mapped[str] = mapped_column(String(HASH))
    changes: Mapped[list[str]] = mapped_column(JSON)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)  # None: shipped
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    published_by: Mapped[Person | None] = relationship()

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"{self.code} version {self.version}"

    @cached_property
    def outline(self) -> Outline:
        """What it asks."""
        return Outline(self.body)


class Assessment(Model):
    """One version of one organisation's answers to one form for one period. `number` is the version people speak of."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "template_code", "period", "number"),
        CheckConstraint("number >= 1", name="number_from_1"),
        Index("ix_assessment_organisation_id_status", "organisation_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("assessment_template.id"), index=True)
    template_code: Mapped[str] = mapped_column(String(60))  # of the template: versions of one form are one form
    period: Mapped[str] = mapped_column(String(40))  # the contract's code: 2012-13
    number: Mapped[int] = mapped_column(default=1)
    status: Mapped[AssessmentStatus] = mapped_column(choice(AssessmentStatus), default=AssessmentStatus.DRAFT)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"), index=True)  # what it was started from
    due_on: Mapped[date | None]
    scoring: Mapped[str | None] = mapped_column(String(20))  # how statements are scored, where the form offers ways
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    template: Mapped[AssessmentTemplate] = relationship(lazy="joined", innerjoin=True)
    follows: Mapped["Assessment | None"] = relationship(remote_side=[id])
    started_by: Mapped[Person | None] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="assessment", order_by="Answer.id")
    signature: Mapped["Signature | None"] = relationship(back_populates="assessment", uselist=False)
    given: Mapped[list["GivenSection"]] = relationship(back_populates="assessment", order_by="GivenSection.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"self-assessment {self.id}"

    @property
    def name(self) -> str:
        """As printed: "Self-assessment 2012/13"."""
        return f"Self-assessment {self.period_words}"

    @property
    def period_words(self) -> str:
        """2012/13 for a financial year; any other period as it is written."""
        try:
            return year_words(self.period)
        except ValueError:
            return self.period

    @property
    def by_category(self) -> bool:
        """Whether ratings are worked out from the scores of evidence categories."""
        return self.scoring == CATEGORY

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        return self.status.value in WHILE_OPEN


class Answer(Model):
    """What was answered at one node of the form. `rating` is the director's, `suggested_rating` a contributor's.

    `sitting` and `turn` name the page that saved last and how often, so that a page never conflicts with itself.
    """

    __table_args__ = (
        UniqueConstraint("assessment_id", "node_id"),
        CheckConstraint("rating BETWEEN 1 AND 9", name="rating_on_a_scale"),
        CheckConstraint("suggested_rating BETWEEN 1 AND 9", name="suggested_rating_on_a_scale"),
        Index("ix_answer_carried_from_id", "carried_from_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    node_id: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text, default="")
    rating: Mapped[int | None]
    suggested_rating: Mapped[int | None]
    rating_reason: Mapped[str | None] = mapped_column(Text)  # why a rating stands that its measures seem to contradict
    fields: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # parts beyond one text
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sitting: Mapped[str | None] = mapped_column(String(32))
    turn: Mapped[int] = mapped_column(default=0)
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # "still right", for a carried answer
    version: Mapped[int] = mapped_column(default=1)

    assessment: Mapped[Assessment] = relationship(back_populates="answers")
    written_by: Mapped[Person | None] = relationship()
    carried_from: Mapped["Answer | None"] = relationship(remote_side=[id])
    evidence_links: Mapped[list[AnswerEvidence]] = relationship(
        back_populates="answer", order_by="AnswerEvidence.id", cascade="all, delete-orphan"
    )
    revisions: Mapped[list["AnswerRevision"]] = relationship(back_populates="answer", order_by="AnswerRevision.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def organisation_id(self) -> int:
        """Whose answer it is."""
        return self.assessment.organisation_id

    @property
    def node(self) -> Node:
        """The node of the form that it answers."""
        return self.assessment.template.outline.nodes[self.node_id]

    @property
    def name(self) -> str:
        """How it is called where it stands alone: areas of different sections share their titles."""
        return self.assessment.template.outline.name_of(self.node)

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"self-assessment {self.assessment_id}, {self.node_id}"


class AnswerRevision(Model):
    """A text that somebody saved or tried to save: nothing typed is lost. `is_taken` is false for one that met a
    newer version and was not taken; it waits for its writer in the conflict page."""

    __table_args__ = (Index("ix_answer_revision_answer_id_by_id", "answer_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    text: Mapped[str] = mapped_column(Text)
    rating: Mapped[int | None]
    fields: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_taken: Mapped[bool] = mapped_column(default=True)
    is_settled: Mapped[bool] = mapped_column(default=True)  # false while a text that was not taken waits
    answer_version: Mapped[int]  # the version it became; for one not taken, the version it met

    answer: Mapped[Answer] = relationship(back_populates="revisions")
    by: Mapped[Person | None] = relationship()


class GivenSection(Model):
    """A section given to somebody to write, with the day it is needed by."""

    __table_args__ = (
        UniqueConstraint("assessment_id", "section_id", "to_id"),
        Index("ix_given_section_to_id_status", "to_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    section_id: Mapped[str] = mapped_column(String(60))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)  # what is needed from them
    status: Mapped[GivenStatus] = mapped_column(choice(GivenStatus), default=GivenStatus.GIVEN)
    reply: Mapped[str | None] = mapped_column(Text)  # handed in with this note, or sent back because
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    assessment: Mapped[Assessment] = relationship(back_populates="given")
    to: Mapped[Person] = relationship(foreign_keys=to_id, lazy="joined", innerjoin=True)
    given_by: Mapped[Person | None] = relationship(foreign_keys=given_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"self-assessment {self.assessment_id}, {self.section_id}"


class Signature(Model):
    """The director's signature under one version: what was declared, by whom, and the frozen copy it was put under."""

    __table_args__ = (
        CheckConstraint(f"length(content_hash) = {HASH}", name="content_hash_length"),
        CheckConstraint(f"length(seal) = {HASH}", name="seal_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    declaration: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content_hash: Mapped[str] = mapped_column(String(HASH))  # of the content that the signer saw
    seal: Mapped[str] = mapped_column(String(HASH))  # of the content with the declaration and the signer
    frozen: Mapped[dict[str, Any]] = mapped_column(JSON)

    assessment: Mapped[Assessment] = relationship(back_populates="signature")
    signed_by: Mapped[Person] = relationship()
