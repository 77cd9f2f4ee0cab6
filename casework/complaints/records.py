"""What hangs on a case: routes, rights, promises, agreements, holds, letters, answers, remedies, the ombudsman.

Each row is an event with its day; the dates that follow from it are worked out in clocks.py. The case itself is in
models.py, which stands above this file.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.complaints.kinds import (
    Agreed,
    Channel,
    Direction,
    Ground,
    HoldReason,
    LetterKind,
    OmbudsmanOutcome,
    PromiseKind,
    RemedyKind,
    Right,
    RightState,
    Route,
)
from casework.complaints.work_kinds import Became
from casework.complaints.work_records import ComplaintChaser
from casework.extensions import Model
from casework.kit.columns import Exact, UtcDateTime, choice


class ComplaintRoute(Model):
    """A route that was chosen, with its ground or reason; the newest is in force."""

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    route: Mapped[Route] = mapped_column(choice(Route))
    ground: Mapped[Ground | None] = mapped_column(choice(Ground))
    reason: Mapped[str | None] = mapped_column(Text)
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_by: Mapped[Person | None] = relationship()


class ComplaintAuthority(Model):
    """By what right somebody complains, towards us (`body` None) or for sharing with an outside body."""

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    body: Mapped[str | None] = mapped_column(String(120))
    right: Mapped[Right] = mapped_column(choice(Right))
    state: Mapped[RightState] = mapped_column(choice(RightState))
    noted_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_by: Mapped[Person | None] = relationship()


class ComplaintPromise(Model):
    """A date promised to the complainant: a clock of its own until it is kept."""

    __table_args__ = (
        Index("ix_complaint_promise_complaint_id_kept_on", "complaint_id", "kept_on"),
        Index("ix_complaint_promise_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[PromiseKind] = mapped_column(choice(PromiseKind))
    due_on: Mapped[date]
    made_on: Mapped[date]
    kept_on: Mapped[date | None]
    replaced_on: Mapped[date | None]  # another date was promised in its place
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ComplaintAgreement(Model):
    """More time for the answer, agreed before the date by law passed (regulation 14(3))."""

    __table_args__ = (CheckConstraint("agreed_on < until", name="agreed_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    until: Mapped[date]
    instead_of: Mapped[date]  # the date by law as it stood
    agreed_on: Mapped[date]
    agreed_with: Mapped[str] = mapped_column(String(200))
    how: Mapped[Agreed] = mapped_column(choice(Agreed))
    proof: Mapped[str] = mapped_column(Text)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ComplaintHold(Model):
    """A wait of some points, decided by somebody, to be looked at again; the other points go on."""

    __table_args__ = (CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    reason: Mapped[HoldReason] = mapped_column(choice(HoldReason))
    why: Mapped[str] = mapped_column(Text)
    started_on: Mapped[date]
    review_on: Mapped[date]
    ended_on: Mapped[date | None]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[Person] = relationship(foreign_keys=decided_by_id)


class ComplaintReferral(Model):
    """A hand-over to safeguarding: who told, who took it, when and how."""

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    told_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_by: Mapped[str] = mapped_column(String(200))
    told_on: Mapped[date]
    how: Mapped[Channel] = mapped_column(choice(Channel))
    safeguarding_reference: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(Text)
    became: Mapped[Became | None] = mapped_column(choice(Became))  # what safeguarding says they did with it
    became_on: Mapped[date | None]
    became_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    told_by: Mapped[Person] = relationship(foreign_keys=told_by_id)
    became_by: Mapped[Person | None] = relationship(foreign_keys=became_by_id)


class ComplaintJointBody(Model):
    """Another body that a complaint concerns too, with its part of the one answer (regulation 9)."""

    __table_args__ = (UniqueConstraint("complaint_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    is_lead: Mapped[bool] = mapped_column(default=False)
    part: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    chased_on: Mapped[date | None]
    received_on: Mapped[date | None]
    comments: Mapped[str | None] = mapped_column(Text)
    chasers: Mapped[list[ComplaintChaser]] = relationship(
        order_by=ComplaintChaser.chased_on, cascade="all, delete-orphan"
    )


class ComplaintLetter(Model):
    """A letter, mail or call, sent or received; a draft has no day yet."""

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    direction: Mapped[Direction] = mapped_column(choice(Direction))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    dated_on: Mapped[date | None]
    with_whom: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text)
    reviewed_by: Mapped[str | None] = mapped_column(String(200))  # of the reply to a review: who looked again
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # the same, who has an account
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[Person | None] = relationship(foreign_keys=written_by_id)
    reviewer: Mapped[Person | None] = relationship(foreign_keys=reviewer_id)


class ComplaintAnswer(Model):
    """The answer in writing: drafted, checked by somebody else, signed by the responsible person, sent.

    `round` 1 is the answer, 2 and on what follows a review. `signed_text_hash` ties the signature to the text.
    """

    __table_args__ = (
        UniqueConstraint("complaint_id", "round"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> drafted_by_id", name="checked_by_another"),
        CheckConstraint("sent_on IS NULL OR signed_by_id IS NOT NULL", name="sent_is_signed"),
        Index("ix_complaint_answer_sent_on", "sent_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    is_telling_allowed: Mapped[bool] = mapped_column(default=False)  # consent allows each thing it tells
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    head_reviewed_by: Mapped[str | None] = mapped_column(String(200))  # head of service, before the ombudsman is named
    head_reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # the same, who has an account
    head_review_not_needed: Mapped[str | None] = mapped_column(Text)  # why there was none
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_as: Mapped[str | None] = mapped_column(String(120))
    signed_text_hash: Mapped[str | None] = mapped_column(String(64))
    sent_on: Mapped[date | None]
    sent_how: Mapped[Channel | None] = mapped_column(choice(Channel))
    version: Mapped[int] = mapped_column(default=1)

    drafted_by: Mapped[Person] = relationship(foreign_keys=drafted_by_id)
    checked_by: Mapped[Person | None] = relationship(foreign_keys=checked_by_id)
    signed_by: Mapped[Person | None] = relationship(foreign_keys=signed_by_id)
    head_reviewer: Mapped[Person | None] = relationship(foreign_keys=head_reviewer_id)
    __mapper_args__ = {"version_id_col": version}


class Remedy(Model):
    """Something done to put things right. Without fault it needs a reason (`goodwill_reason`) and is counted apart."""

    __table_args__ = (
        CheckConstraint("pounds IS NULL OR pounds > 0", name="pounds_above_nought"),
        CheckConstraint("done_on IS NULL OR proof IS NOT NULL", name="done_has_proof"),
        Index("ix_remedy_complaint_id_kind", "complaint_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_point.id"), index=True)
    kind: Mapped[RemedyKind] = mapped_column(choice(RemedyKind))
    what: Mapped[str | None] = mapped_column(Text)
    pounds: Mapped[Decimal | None] = mapped_column(Exact)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(Text)
    goodwill_reason: Mapped[str | None] = mapped_column(Text)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OmbudsmanCase(Model):
    """What the ombudsman asked and decided about a complaint."""

    __table_args__ = (
        CheckConstraint("(decided_on IS NULL) = (outcome IS NULL)", name="decided_has_outcome"),
        CheckConstraint("decided_on IS NULL OR decided_on >= enquiry_on", name="in_order"),
        Index("ix_ombudsman_case_enquiry_on", "enquiry_on"),
        Index("ix_ombudsman_case_decided_on", "decided_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), index=True)
    their_reference: Mapped[str | None] = mapped_column(String(60))
    enquiry_on: Mapped[date]
    answer_due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    outcome: Mapped[OmbudsmanOutcome | None] = mapped_column(choice(OmbudsmanOutcome))
    fault: Mapped[str | None] = mapped_column(Text)
    was_remedied_before: Mapped[bool | None]  # put right before the ombudsman looked at it
    version: Mapped[int] = mapped_column(default=1)

    recommendations: Mapped[list["OmbudsmanRecommendation"]] = relationship(
        order_by="OmbudsmanRecommendation.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}


class OmbudsmanRecommendation(Model):
    """One thing the ombudsman asks the council to do by a date."""

    __table_args__ = (Index("ix_ombudsman_recommendation_due_on", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ombudsman_case_id: Mapped[int] = mapped_column(ForeignKey("ombudsman_case.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(Text)
