"""Audits of practice with their cases, grades and findings; partner returns with an answer to each standard.

Neither holds anything about a person: a case is a made-up reference. The standards and the scale of a return live in
its template (a data file), so a return names them by their ids and can carry any template's scale.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Organisation, Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice


class AuditStatus(StrEnum):
    """Where an audit stands; changed only by safeguarding.services along rules.AUDIT_MOVES."""

    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    FINISHED = "finished"
    DELAYED = "delayed"


class Grade(StrEnum):
    """How good practice was in a case, best first."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires-improvement"
    INADEQUATE = "inadequate"


class AuditFindingKind(StrEnum):
    """What an audit brings out."""

    GOOD_PRACTICE = "good-practice"
    LEARNING = "learning"


class ReturnStatus(StrEnum):
    """Where a partner's return stands; changed only by safeguarding.services along rules.RETURN_MOVES."""

    INVITED = "invited"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    MODERATED = "moderated"


class Audit(Model):
    """A multi-agency audit of practice: what was looked at, by whom, how and why. AUD-0001 and on."""

    __table_args__ = (
        CheckConstraint("status <> 'delayed' OR delayed_reason IS NOT NULL", name="delayed_needs_reason"),
        CheckConstraint("(status = 'finished') = (finished_on IS NOT NULL)", name="finished_has_day"),
        Index("ix_audit_organisation_id_status", "organisation_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # leads it; its board people see it
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(100))
    period: Mapped[str] = mapped_column(String(40))  # code as measures.periods writes it
    method: Mapped[str] = mapped_column(Text)
    sample: Mapped[str] = mapped_column(Text)  # which cases, and why these
    why: Mapped[str | None] = mapped_column(Text)
    status: Mapped[AuditStatus] = mapped_column(choice(AuditStatus))
    delayed_reason: Mapped[str | None] = mapped_column(Text)
    started_on: Mapped[date | None]
    due_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    agencies: Mapped[list[Organisation]] = relationship(secondary="audit_agency", order_by=Organisation.name)
    cases: Mapped[list["AuditCase"]] = relationship(back_populates="audit", order_by="AuditCase.reference")
    findings: Mapped[list["AuditFinding"]] = relationship(back_populates="audit", order_by="AuditFinding.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail and lists name it."""
        return f"AUD-{self.number:04}"


class AuditAgency(Model):
    """An agency that takes part in an audit."""

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


class AuditCase(Model):
    """A case of an audit under a made-up reference. `is_unsafe`: somebody was found to be at risk now."""

    __table_args__ = (
        UniqueConstraint("audit_id", "reference"),
        CheckConstraint("escalated_on IS NULL OR is_unsafe", name="only_unsafe_escalated"),
        CheckConstraint("made_safe_on IS NULL OR escalated_on IS NOT NULL", name="escalated_before_safe"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    reference: Mapped[str] = mapped_column(String(20))
    agreed_grade: Mapped[Grade | None] = mapped_column(choice(Grade))
    is_unsafe: Mapped[bool] = mapped_column(default=False)
    escalated_on: Mapped[date | None]
    escalated_to: Mapped[str | None] = mapped_column(String(200))  # role or team that was told
    made_safe_on: Mapped[date | None]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    audit: Mapped[Audit] = relationship(back_populates="cases")
    grades: Mapped[list["AuditGrade"]] = relationship(back_populates="case", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}

    def grade_of(self, agency_id: int) -> Grade | None:
        """The grade this agency gave its own part; None while it has given none."""
        return next((one.grade for one in self.grades if one.organisation_id == agency_id), None)


class AuditGrade(Model):
    """The grade an agency gave its own part of a case."""

    case_id: Mapped[int] = mapped_column(ForeignKey("audit_case.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    grade: Mapped[Grade] = mapped_column(choice(Grade))
    case: Mapped[AuditCase] = relationship(back_populates="grades")


class AuditFinding(Model):
    """Good practice or learning that an audit brought out; it may then be raised into the register."""

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    kind: Mapped[AuditFindingKind] = mapped_column(choice(AuditFindingKind))
    words: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    audit: Mapped[Audit] = relationship(back_populates="findings")


class PartnerReturn(Model):
    """What an agency says about its own safeguarding in a period, on a template, for the board of `organisation`."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "template_code", "period", "agency_id"),
        CheckConstraint("status NOT IN ('submitted', 'moderated') OR submitted_at IS NOT NULL", name="submitted_at"),
        Index("ix_partner_return_agency_id_status", "agency_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # council whose board asks for it
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    template_code: Mapped[str] = mapped_column(String(60))
    template_version: Mapped[int]
    tool: Mapped[str] = mapped_column(String(20))  # whose questions it answers: the board's, or the health trusts' own
    period: Mapped[str] = mapped_column(String(40))
    status: Mapped[ReturnStatus] = mapped_column(choice(ReturnStatus))
    due_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    agency: Mapped[Organisation] = relationship(foreign_keys=agency_id, lazy="joined", innerjoin=True)
    answers: Mapped[list["ReturnAnswer"]] = relationship(back_populates="partner_return", order_by="ReturnAnswer.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"return {self.id}"


class ReturnAnswer(Model):
    """A return's answer to one standard: the agency's own rating and, when the board moved it, the moderated one."""

    __table_args__ = (
        UniqueConstraint("partner_return_id", "standard"),
        CheckConstraint(
            "moderated_rating IS NULL OR moderated_rating = rating OR moderated_reason IS NOT NULL",
            name="moved_needs_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_return_id: Mapped[int] = mapped_column(ForeignKey("partner_return.id"))
    standard: Mapped[str] = mapped_column(String(80))  # id of the template's node
    rating: Mapped[str | None] = mapped_column(String(30))  # a word of the template's scale; None: not answered yet
    evidence: Mapped[str | None] = mapped_column(Text)
    plan: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    moderated_rating: Mapped[str | None] = mapped_column(String(30))
    moderated_reason: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    partner_return: Mapped[PartnerReturn] = relationship(back_populates="answers")
    changed_by: Mapped[Person | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> str | None:
        """The rating that counts: the moderated one where the board gave one."""
        return self.moderated_rating or self.rating
