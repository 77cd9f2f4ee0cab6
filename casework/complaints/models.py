"""Cases of the log, their points, who may see a restricted one, compliments, and the council's own words.

What hangs on a case is in records.py, what officers add while they work in work_records.py. Whatever tells who somebody
is stands in columns of its own (`told_by_name`, `contact`, `adult_reference`, `what_said`), never in a title or in the
trail.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

import casework.complaints.council_records  # a council's own tables belong to the room's
import casework.complaints.paper_models  # noqa: F401 - so do those of papers and letters
from casework.accounts.models import Organisation, Person
from casework.complaints.kinds import Channel, Ground, NextStep, Outcome, Route, Status, Teller, TermKind
from casework.complaints.records import (
    ComplaintAgreement,
    ComplaintAnswer,
    ComplaintAuthority,
    ComplaintHold,
    ComplaintJointBody,
    ComplaintPromise,
    ComplaintReferral,
    ComplaintRoute,
    OmbudsmanCase,
    Remedy,
)
from casework.complaints.theme_models import ThemeMeasure  # noqa: F401 - so that the migrations know its table
from casework.complaints.work_records import ComplaintExtension, ComplaintNote
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice

COUNCILS_OWN = text("organisation_id IS NOT NULL")
SHARED = text("organisation_id IS NULL")
HAS_DATE = text("next_on IS NOT NULL")  # few of many: those with something still to be done
HAS_CONCERN = text("concern_reference IS NOT NULL")
AT_RISK = text("is_risk")
HAS_REVIEW = text("review_requested_on IS NOT NULL")
RECEIVED, CLOSED = ("organisation_id", "received_on"), ("organisation_id", "closed_on")
COUNTED = (
    *("route", "is_restricted", "acknowledged_on", "responded_on", "outcome", "excluded_ground"),
    *("theme_id", "cause_id", "district_id"),
)


class ComplaintTerm(Model):
    """A district, team, provider, theme or cause. Without an organisation it is shipped and every council's."""

    __table_args__ = (
        Index(
            *("uq_complaint_term_own", "organisation_id", "kind", "name"),
            unique=True,
            sqlite_where=COUNCILS_OWN,
            postgresql_where=COUNCILS_OWN,
        ),
        Index("uq_complaint_term_shared", "kind", "name", unique=True, sqlite_where=SHARED, postgresql_where=SHARED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[TermKind] = mapped_column(choice(TermKind))
    name: Mapped[str] = mapped_column(String(120))
    is_retired: Mapped[bool] = mapped_column(default=False)


class Complaint(Model):
    """A concern or complaint. `next_on` is what lists are sorted by; a page works its dates out afresh."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "reference"),
        Index(
            *("uq_complaint_concern_reference", "organisation_id", "concern_reference"),
            unique=True,
            sqlite_where=HAS_CONCERN,
            postgresql_where=HAS_CONCERN,
        ),
        CheckConstraint(
            "acknowledged_on IS NULL OR acknowledged_on >= received_on", name="acknowledged_after_received"
        ),
        CheckConstraint("responded_on IS NULL OR responded_on >= received_on", name="answered_in_order"),
        CheckConstraint("reviewed_on IS NULL OR reviewed_on >= responded_on", name="reviewed_in_order"),
        CheckConstraint("closed_on IS NULL OR closed_on >= received_on", name="closed_in_order"),
        CheckConstraint(
            "(status IN ('closed', 'withdrawn', 'settled')) = (closed_on IS NOT NULL AND outcome IS NOT NULL)",
            name="ended_has_outcome",
        ),
        CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="outcome_when_ended"),
        CheckConstraint("excluded_ground IS NULL OR route = 'excluded'", name="ground_of_exclusion"),
        # each holds all that the annual report counts by, so that counting reads no case
        Index(
            "ix_complaint_organisation_id_received_on", "organisation_id", "received_on", "id", *COUNTED, "closed_on"
        ),
        Index("ix_complaint_organisation_id_closed_on", *CLOSED, *COUNTED, "received_on"),
        Index(
            *("ix_complaint_organisation_id_review_requested_on", "organisation_id", "review_requested_on"),
            sqlite_where=HAS_REVIEW,
            postgresql_where=HAS_REVIEW,
        ),
        Index(
            *("ix_complaint_organisation_id_is_risk", "organisation_id", "id"),
            sqlite_where=AT_RISK,
            postgresql_where=AT_RISK,
        ),
        Index("ix_complaint_organisation_id_status_next_on", "organisation_id", "status", "next_on"),
        Index(
            *("ix_complaint_organisation_id_next_on", "organisation_id", "next_on"),
            sqlite_where=HAS_DATE,
            postgresql_where=HAS_DATE,
        ),
        Index("ix_complaint_officer_id_status", "officer_id", "status"),
        Index("ix_complaint_organisation_id_adult_reference", "organisation_id", "adult_reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reference: Mapped[str] = mapped_column(String(30))  # ASC-2026-00042; CON-2026-00012 while it is a concern
    concern_reference: Mapped[str | None] = mapped_column(String(30))  # kept when a concern becomes a complaint
    status: Mapped[Status] = mapped_column(choice(Status))
    summary: Mapped[str | None] = mapped_column(String(200))  # a few words without names
    version: Mapped[int] = mapped_column(default=1)

    received_on: Mapped[date]
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    what_said: Mapped[str | None] = mapped_column(Text)
    told_by_name: Mapped[str | None] = mapped_column(String(200))
    told_by: Mapped[Teller | None] = mapped_column(choice(Teller))
    told_by_words: Mapped[str | None] = mapped_column(String(100))  # "daughter", as an imported log has it
    contact: Mapped[str | None] = mapped_column(Text)
    adult_reference: Mapped[str | None] = mapped_column(String(60))  # the case system's number
    is_risk: Mapped[bool] = mapped_column(default=False)  # somebody may be at risk of abuse or neglect

    route: Mapped[Route | None] = mapped_column(choice(Route))  # None: a concern that is open
    excluded_ground: Mapped[Ground | None] = mapped_column(choice(Ground))
    sorted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    target_days: Mapped[int | None]  # our own target by complexity, in working days; None: the council's usual one
    matter_on: Mapped[date | None]  # when it happened, or when they came to know of it
    is_late_accepted: Mapped[bool | None]  # whether it is looked into although more than 12 months old
    late_reason: Mapped[str | None] = mapped_column(Text)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_term.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_term.id"))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_term.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_term.id"))
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_term.id"))

    acknowledged_on: Mapped[date | None]
    acknowledged_by_way: Mapped[Channel | None] = mapped_column(choice(Channel))
    acknowledgement_note: Mapped[str | None] = mapped_column(Text)  # what we offered to talk about
    wanted: Mapped[str | None] = mapped_column(Text)  # what they want to happen
    plan_method: Mapped[str | None] = mapped_column(Text)  # how we look into it
    plan_agreed: Mapped[str | None] = mapped_column(String(30))
    plan_agreed_on: Mapped[date | None]
    responded_on: Mapped[date | None]
    delay_explained_on: Mapped[date | None]
    review_requested_on: Mapped[date | None]
    review_acknowledged_on: Mapped[date | None]  # the Code counts its 20 working days from here
    reviewed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    ended_reason: Mapped[str | None] = mapped_column(Text)  # what settled it, why it was withdrawn or set aside

    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_restricted: Mapped[bool] = mapped_column(default=False)
    restricted_reason: Mapped[str | None] = mapped_column(Text)
    is_imported: Mapped[bool] = mapped_column(default=False)
    next_on: Mapped[date | None]
    next_step: Mapped[NextStep | None] = mapped_column(choice(NextStep))
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    logged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()
    officer: Mapped[Person | None] = relationship(foreign_keys=officer_id)
    district: Mapped[ComplaintTerm | None] = relationship(foreign_keys=district_id)
    team: Mapped[ComplaintTerm | None] = relationship(foreign_keys=team_id)
    provider: Mapped[ComplaintTerm | None] = relationship(foreign_keys=provider_id)
    theme: Mapped[ComplaintTerm | None] = relationship(foreign_keys=theme_id)
    cause: Mapped[ComplaintTerm | None] = relationship(foreign_keys=cause_id)
    points: Mapped[list["ComplaintPoint"]] = relationship(back_populates="complaint", order_by="ComplaintPoint.number")
    access: Mapped[list["ComplaintAccess"]] = relationship(cascade="all, delete-orphan")
    named: Mapped[list["ComplaintNamed"]] = relationship(cascade="all, delete-orphan")
    routes: Mapped[list[ComplaintRoute]] = relationship(order_by=ComplaintRoute.id)
    authorities: Mapped[list[ComplaintAuthority]] = relationship(order_by=ComplaintAuthority.id)
    promises: Mapped[list[ComplaintPromise]] = relationship(order_by=ComplaintPromise.due_on)
    agreements: Mapped[list[ComplaintAgreement]] = relationship(order_by=ComplaintAgreement.id)
    extensions: Mapped[list[ComplaintExtension]] = relationship(order_by=ComplaintExtension.stage)
    notes: Mapped[list[ComplaintNote]] = relationship(order_by=ComplaintNote.id)
    holds: Mapped[list[ComplaintHold]] = relationship(order_by=ComplaintHold.id)
    referrals: Mapped[list[ComplaintReferral]] = relationship(order_by=ComplaintReferral.id)
    joint_bodies: Mapped[list[ComplaintJointBody]] = relationship(
        order_by=ComplaintJointBody.id, cascade="all, delete-orphan"
    )
    answers: Mapped[list[ComplaintAnswer]] = relationship(order_by=ComplaintAnswer.round)
    remedies: Mapped[list[Remedy]] = relationship(order_by=Remedy.id, cascade="all, delete-orphan")
    ombudsman_cases: Mapped[list[OmbudsmanCase]] = relationship(order_by=OmbudsmanCase.id, cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}


class ComplaintPoint(Model):
    """One thing that was said, with a finding of its own. `number` counts 1, 2, 3 within the case."""

    __table_args__ = (
        UniqueConstraint("complaint_id", "number"),
        CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name="decided_has_outcome"),
        CheckConstraint("outcome IS NULL OR outcome <> 'withdrawn'", name="outcome_of_a_point"),
        CheckConstraint("outcome IS NULL OR hold_id IS NULL", name="held_is_undecided"),
        Index("ix_complaint_point_investigator_id", "investigator_id", "decided_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))  # what was said, in a line without names
    investigator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hold_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_hold.id"))  # the hold it waits for now
    looked_at: Mapped[str | None] = mapped_column(Text)
    found: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    because: Mapped[str | None] = mapped_column(Text)
    injustice: Mapped[str | None] = mapped_column(Text)
    learning: Mapped[str | None] = mapped_column(Text)
    is_wider: Mapped[bool] = mapped_column(default=False)  # others could be affected
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    complaint: Mapped[Complaint] = relationship(back_populates="points")
    investigator: Mapped[Person | None] = relationship(foreign_keys=investigator_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"{self.complaint.reference} point {self.number}"


class ComplaintAccess(Model):
    """Somebody who may see a restricted case; everybody else cannot tell that it exists.

    `until` is set for whoever broke the glass: after that moment the case is not there for them any more.
    """

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ComplaintNamed(Model):
    """A colleague whom the complaint names: that person cannot look into it, check it or sign it."""

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Compliment(Model):
    """Thanks or praise. `source`: who said it, in words without a name."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "reference"),
        Index("ix_compliment_organisation_id_received_on", "organisation_id", "received_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reference: Mapped[str] = mapped_column(String(30))
    received_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(100))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_term.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_term.id"))
    may_quote: Mapped[bool] = mapped_column(default=False)
    thanked_on: Mapped[date | None]  # when it was passed on to the team
    thanked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    thanked_by_way: Mapped[Channel | None] = mapped_column(choice(Channel))  # how the team was told
    thanks: Mapped[str | None] = mapped_column(Text)  # what the team was told
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    logged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    team: Mapped[ComplaintTerm | None] = relationship(foreign_keys=team_id)
    district: Mapped[ComplaintTerm | None] = relationship(foreign_keys=district_id)
    logged_by: Mapped[Person | None] = relationship(foreign_keys=logged_by_id)
    __mapper_args__ = {"version_id_col": version}


class ReferenceCount(Model):
    """How far a council's references have counted in a year: series ASC, CON or CMP."""

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(3), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
    own_from: Mapped[int | None]  # the first number that Casework gave itself; numbers before it came with a file
