"""What a council keeps for all its cases: how it counts, deputies who sign, the ombudsman's yearly lists."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.complaints.kinds import OmbudsmanOutcome
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice


class ComplaintSetting(Model):
    """How a council counts: its targets separated by ; with the names of their tiers, the usual one, and what they are.

    Targets are working days after receipt unless the council says calendar days, or from the acknowledgement.
    """

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    targets: Mapped[str] = mapped_column(String(60), default="10;20;40;65")
    tiers: Mapped[str | None] = mapped_column(String(400))  # a name for each target, separated by ;
    usual_target: Mapped[int] = mapped_column(default=20)
    is_target_calendar: Mapped[bool] = mapped_column(default=False)  # targets are days, not working days
    is_target_from_acknowledgement: Mapped[bool] = mapped_column(default=False)
    is_receipt_day_one: Mapped[bool] = mapped_column(default=True)  # six months begin on the day of receipt itself


class ClosureDay(Model):
    """A day that does not count although the table of bank holidays does not have it: a closure, or a new holiday."""

    __table_args__ = (UniqueConstraint("organisation_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(100))  # printed in the working of each date
    is_bank_holiday: Mapped[bool] = mapped_column(default=False)


class SigningDeputy(Model):
    """Somebody whom the responsible person authorised to sign answers, from a day until a day (regulation 14)."""

    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="in_order"),
        Index("ix_signing_deputy_organisation_id_until_on", "organisation_id", "until_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    given_by: Mapped[Person] = relationship(foreign_keys=given_by_id)


class OmbudsmanList(Model):
    """The ombudsman's own list of a council's cases in a year, as it was sent to us."""

    __table_args__ = (UniqueConstraint("organisation_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[str] = mapped_column(String(7))  # 2019-20
    file_name: Mapped[str] = mapped_column(String(200))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rows: Mapped[list["OmbudsmanListRow"]] = relationship(order_by="OmbudsmanListRow.id", cascade="all, delete-orphan")

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"Ombudsman list {self.year}"


class OmbudsmanListRow(Model):
    """A case of the ombudsman's list, and the enquiry in our log that it is."""

    __table_args__ = (UniqueConstraint("list_id", "their_reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("ombudsman_list.id", ondelete="CASCADE"))
    their_reference: Mapped[str] = mapped_column(String(60))
    category: Mapped[str | None] = mapped_column(String(120))
    received_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    outcome: Mapped[OmbudsmanOutcome | None] = mapped_column(choice(OmbudsmanOutcome))
    was_remedied_before: Mapped[bool | None]
    ombudsman_case_id: Mapped[int | None] = mapped_column(
        ForeignKey("ombudsman_case.id", ondelete="SET NULL"), index=True
    )
    explained: Mapped[str | None] = mapped_column(Text)  # why it differs, or why it is not in our log
