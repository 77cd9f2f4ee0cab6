"""Lists of cases that somebody keeps: filters and words under a name, or a search under an address of no meaning."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Person
from casework.extensions import Model
from casework.kit.columns import UtcDateTime


class CaseList(Model):
    """Which list, with which filters and words. Without a name it is a search, let go after a while.

    The words stay here, on the server: they may be somebody's name, and an address is kept in many places.
    """

    __table_args__ = (
        CheckConstraint("name IS NOT NULL OR is_shared = false", name="shared_has_name"),
        Index("ix_case_list_owner_id", "owner_id"),
        Index("ix_case_list_organisation_id_is_shared", "organisation_id", "is_shared"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token: Mapped[str] = mapped_column(String(32), unique=True)  # the address of a search
    name: Mapped[str | None] = mapped_column(String(80))
    tab: Mapped[str] = mapped_column(String(20))
    picked: Mapped[dict[str, list[str]]] = mapped_column(JSON)  # filter -> chosen values
    words: Mapped[str | None] = mapped_column(String(200))
    is_shared: Mapped[bool] = mapped_column(default=False)  # with the complaints team
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    owner: Mapped[Person] = relationship()
