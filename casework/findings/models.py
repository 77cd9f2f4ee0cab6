"""Findings and their links to measures.

A finding points to exactly one source by a real foreign key (a CHECK keeps it so); the rooms of the sources stand above
this one, so the keys are named as texts and nothing is imported upwards.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Organisation, Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice
from casework.measures.models import Measure, MeasureValue

SOURCES = (
    "answer_id",
    "complaint_point_id",
    "audit_finding_id",
    "return_answer_id",
    "recommendation_id",
    "entered_source",
)
ONE_SOURCE = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in SOURCES) + " = 1"


class FindingKind(StrEnum):
    """What sort of thing was found."""

    AREA_FOR_IMPROVEMENT = "area-for-improvement"
    STRENGTH = "strength"
    RISK = "risk"
    GOOD_PRACTICE = "good-practice"
    LEARNING = "learning"


class Severity(StrEnum):
    """How much it matters to people."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Body(StrEnum):
    """Whose business it is: the people who are told of it and may sign its actions off."""

    COUNCIL = "council"
    COMPLAINTS = "complaints"
    BOARD = "board"


class FindingStatus(StrEnum):
    """Where the finding stands; changed only by findings.services."""

    OPEN = "open"
    ACTION_AGREED = "action-agreed"
    NO_ACTION = "no-action"
    CLOSED = "closed"
    CAME_BACK = "came-back"


class Finding(Model):
    """Something found: a weakness, a strength, a risk, good practice or learning. FND-0001 and on."""

    __table_args__ = (
        CheckConstraint(ONE_SOURCE, name="one_source"),
        CheckConstraint("status <> 'no-action' OR no_action_reason IS NOT NULL", name="no_action_needs_reason"),
        CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name="closed_has_moment"),
        Index("ix_finding_organisation_id_status", "organisation_id", "status"),
        Index("ix_finding_organisation_id_id", "organisation_id", "id"),
        Index("ix_finding_answer_id", "answer_id"),
        Index("ix_finding_complaint_point_id", "complaint_point_id"),
        Index("ix_finding_audit_finding_id", "audit_finding_id"),
        Index("ix_finding_return_answer_id", "return_answer_id"),
        Index("ix_finding_recommendation_id", "recommendation_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    number: Mapped[int | None] = mapped_column(unique=True)  # of the reference, to count on from
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[FindingKind] = mapped_column(choice(FindingKind))
    title: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str | None] = mapped_column(Text)
    theme: Mapped[str | None] = mapped_column(String(100), index=True)
    severity: Mapped[Severity] = mapped_column(choice(Severity))
    body: Mapped[Body] = mapped_column(choice(Body), default=Body.COUNCIL)
    status: Mapped[FindingStatus] = mapped_column(choice(FindingStatus))
    no_action_reason: Mapped[str | None] = mapped_column(Text)
    is_restricted: Mapped[bool] = mapped_column(default=False)  # as its source: seen only through it

    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    complaint_point_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_point.id"))
    audit_finding_id: Mapped[int | None] = mapped_column(ForeignKey("audit_finding.id"))
    return_answer_id: Mapped[int | None] = mapped_column(ForeignKey("return_answer.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))  # of a peer challenge
    entered_source: Mapped[str | None] = mapped_column(String(200))  # "Board question, March 2020": no record of ours
    source_words: Mapped[str] = mapped_column(String(200))  # printed name of the source: "Self-assessment 2012/13"
    source_path: Mapped[str | None] = mapped_column(String(200))  # its page, for whoever may open it

    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    raised_by: Mapped[Person | None] = relationship()
    measure_links: Mapped[list["FindingMeasure"]] = relationship(
        back_populates="finding", cascade="all, delete-orphan", order_by="FindingMeasure.id"
    )
    __mapper_args__ = {"version_id_col": version}


class FindingMeasure(Model):
    """A measure that the finding explains, with the value as it stood when the link was made."""

    __table_args__ = (
        UniqueConstraint("finding_id", "measure_id"),
        Index("ix_finding_measure_measure_id", "measure_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    opening_value_id: Mapped[int | None] = mapped_column(ForeignKey("measure_value.id"))
    finding: Mapped[Finding] = relationship(back_populates="measure_links")
    measure: Mapped[Measure] = relationship(lazy="joined", innerjoin=True)
    opening_value: Mapped[MeasureValue | None] = relationship(lazy="joined")
