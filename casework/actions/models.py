"""Improvement actions, their updates, evidence and sign-offs, and the plans some of them belong to.

Four eyes are kept by the database too: no row can say that the owner, a former owner or the submitter signed off.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Organisation, Person
from casework.extensions import Model
from casework.findings.models import Body, Finding
from casework.kit.columns import UtcDateTime, choice
from casework.measures.models import Measure


class ActionStatus(StrEnum):
    """Where an action stands; changed only by actions.services along rules.MOVES."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED_OFF = "signed-off"
    REOPENED = "reopened"
    STOPPED = "stopped"


class Going(StrEnum):
    """How the owner says it is going."""

    ON_TRACK = "on-track"
    SLIPPING = "slipping"
    OFF_TRACK = "off-track"


class Assurance(StrEnum):
    """How sure the signer is."""

    SUBSTANTIAL = "substantial"
    REASONABLE = "reasonable"
    LIMITED = "limited"


class Effect(StrEnum):
    """Whether the figure moved after the sign-off."""

    IMPROVED = "improved"
    NO_CHANGE = "no-change"
    WORSE = "worse"
    TOO_EARLY = "too-early"


class Plan(Model):
    """A plan with priorities and deliverables, such as a board's business plan; its activities are actions."""

    __table_args__ = (UniqueConstraint("organisation_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(String(200))
    deliverables: Mapped[list["Deliverable"]] = relationship(back_populates="plan", order_by="Deliverable.position")

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"plan {self.id}"


class Deliverable(Model):
    """One key deliverable of a plan's priority."""

    __table_args__ = (UniqueConstraint("plan_id", "priority", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    priority: Mapped[str] = mapped_column(String(200))
    success_looks_like: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    plan: Mapped[Plan] = relationship(back_populates="deliverables")


class Action(Model):
    """What will be done about a finding, or for a plan. ACT-0001 and on. `round` counts submissions."""

    __table_args__ = (
        CheckConstraint("finding_id IS NULL OR deliverable_id IS NULL", name="one_origin"),
        CheckConstraint(
            "signed_off_by_id IS NULL OR owner_id IS NULL OR signed_off_by_id <> owner_id", name="not_the_owner"
        ),
        CheckConstraint(
            "signed_off_by_id IS NULL OR submitted_by_id IS NULL OR signed_off_by_id <> submitted_by_id",
            name="not_the_submitter",
        ),
        CheckConstraint("(status = 'signed-off') = (signed_off_by_id IS NOT NULL)", name="signed_off_has_signer"),
        CheckConstraint("status <> 'returned' OR returned_reason IS NOT NULL", name="returned_needs_reason"),
        CheckConstraint("status <> 'stopped' OR stopped_reason IS NOT NULL", name="stopped_needs_reason"),
        CheckConstraint("status <> 'submitted' OR submitted_by_id IS NOT NULL", name="submitted_by_somebody"),
        CheckConstraint("status <> 'submitted' OR submitted_by_id = owner_id", name="submitted_by_the_owner"),
        Index("ix_action_organisation_id_status", "organisation_id", "status"),
        Index("ix_action_organisation_id_due_on", "organisation_id", "due_on", "id"),
        Index("ix_action_owner_id_status", "owner_id", "status"),
        Index("ix_action_agency_id", "agency_id"),
        Index("ix_action_finding_id", "finding_id"),
        Index("ix_action_deliverable_id", "deliverable_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(30), unique=True)
    number: Mapped[int | None] = mapped_column(unique=True)  # of our own references, to count on from
    body: Mapped[Body] = mapped_column(choice(Body), default=Body.COUNCIL)  # whose people sign it off
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    deliverable_id: Mapped[int | None] = mapped_column(ForeignKey("deliverable.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))  # the one it should move
    title: Mapped[str] = mapped_column(Text)
    success_looks_like: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: only a lead in words so far
    lead: Mapped[str] = mapped_column(String(200))  # role or group that leads, as printed
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    due_on: Mapped[date | None] = mapped_column(index=True)
    original_due_on: Mapped[date | None]
    timescale: Mapped[str | None] = mapped_column(String(200))  # in words, where there is no one date
    source_words: Mapped[str | None] = mapped_column(String(200))  # where it comes from, without a finding or plan
    note: Mapped[str | None] = mapped_column(Text)  # what the paper said that it was taken in from
    status: Mapped[ActionStatus] = mapped_column(choice(ActionStatus))
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_note: Mapped[str | None] = mapped_column(Text)
    people_note: Mapped[str | None] = mapped_column(Text)  # whether anything has changed for people yet
    no_evidence_reason: Mapped[str | None] = mapped_column(Text)
    returned_reason: Mapped[str | None] = mapped_column(Text)
    stopped_reason: Mapped[str | None] = mapped_column(Text)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    round: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    agency: Mapped[Organisation] = relationship(foreign_keys=agency_id)
    finding: Mapped[Finding | None] = relationship()
    deliverable: Mapped[Deliverable | None] = relationship()
    measure: Mapped[Measure | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=submitted_by_id)
    signed_off_by: Mapped[Person | None] = relationship(foreign_keys=signed_off_by_id)
    updates: Mapped[list["ActionUpdate"]] = relationship(back_populates="action", order_by="ActionUpdate.id")
    evidence: Mapped[list["ActionEvidence"]] = relationship(back_populates="action", order_by="ActionEvidence.id")
    sign_offs: Mapped[list["SignOff"]] = relationship(back_populates="action", order_by="SignOff.id")
    former_owners: Mapped[list["FormerOwner"]] = relationship(back_populates="action", order_by="FormerOwner.id")
    new_dates: Mapped[list["NewDate"]] = relationship(back_populates="action", order_by="NewDate.id")
    judgements: Mapped[list["EffectJudgement"]] = relationship(back_populates="action", order_by="EffectJudgement.id")
    __mapper_args__ = {"version_id_col": version}


class ActionUpdate(Model):
    """A dated progress note by the owner."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text)
    going: Mapped[Going] = mapped_column(choice(Going))
    next_step: Mapped[str | None] = mapped_column(Text)
    action: Mapped[Action] = relationship(back_populates="updates")
    by: Mapped[Person] = relationship()


class ActionEvidence(Model):
    """What shows that an action was done."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    action: Mapped[Action] = relationship(back_populates="evidence")
    added_by: Mapped[Person] = relationship()


class SignOff(Model):
    """A sign-off for one round of submission, with what was checked; the row is kept when the action is reopened."""

    __table_args__ = (
        UniqueConstraint("action_id", "round"),
        CheckConstraint("owner_id IS NULL OR signed_by_id <> owner_id", name="not_the_owner"),
        CheckConstraint("signed_by_id <> submitted_by_id", name="not_the_submitter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    round: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_as: Mapped[str] = mapped_column(String(40))  # the role that gave the right
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    what_checked: Mapped[str] = mapped_column(Text)
    assurance: Mapped[Assurance] = mapped_column(choice(Assurance))
    remeasure_on: Mapped[date | None]
    content_hash: Mapped[str] = mapped_column(String(64))  # of what the signer saw
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # from then on it no longer stood
    action: Mapped[Action] = relationship(back_populates="sign_offs")
    signed_by: Mapped[Person] = relationship(foreign_keys=signed_by_id)


class FormerOwner(Model):
    """Somebody who worked on an action before it was given to another: a trigger keeps their name off its sign-offs."""

    __table_args__ = (UniqueConstraint("action_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[Action] = relationship(back_populates="former_owners")
    person: Mapped[Person] = relationship()


class NewDate(Model):
    """A due date moved: from when to when, why and by whom. The first date stays in the action."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    old_due_on: Mapped[date | None]
    new_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: an import by command
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[Action] = relationship(back_populates="new_dates")
    by: Mapped[Person | None] = relationship()


class EffectJudgement(Model):
    """What a person said the effect was, beside what the figures suggest; the newest one stands."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    verdict: Mapped[Effect] = mapped_column(choice(Effect))
    suggested: Mapped[str | None] = mapped_column(String(20))  # by the rule, when it could say
    reason: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[Action] = relationship(back_populates="judgements")
    by: Mapped[Person] = relationship()
