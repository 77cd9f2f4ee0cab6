"""Organisations, people, what they may do, and the sessions they are signed in with."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.roles import Need, Role, admits
from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice


class OrganisationKind(StrEnum):
    """Kinds of the contract; areas (region, country, council type) hold published averages."""

    COUNCIL = "council"
    AGENCY = "agency"
    REGION = "region"
    COUNTRY = "country"
    COUNCIL_TYPE = "council-type"


class Organisation(Model):
    """A council, a partner agency, or an area that figures are published for. `code`: ONS code, or a short word."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind), index=True)
    region: Mapped[str | None] = mapped_column(String(40))
    council_type: Mapped[str | None] = mapped_column(String(40))
    ons_code: Mapped[str | None] = mapped_column(String(9), index=True)
    cassr_code: Mapped[str | None] = mapped_column(String(10), index=True)
    successor: Mapped[str | None] = mapped_column(String(200))  # codes of what took its place, separated by ;
    formerly: Mapped[str | None] = mapped_column(String(200))
    neighbours: Mapped[str | None] = mapped_column(String(400))  # codes separated by ;
    other_names: Mapped[str | None] = mapped_column(Text)  # separated by ;, each with its years in brackets if known
    note: Mapped[str | None] = mapped_column(String(400))
    shipped: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what the pack last said: a difference is an edit
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return self.code


class Person(Model, UserMixin):
    """An account. An email is kept in lower case; a password only as its argon2id hash."""

    __allow_unmapped__ = True  # session_token is no column
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("ix_person_organisation_id_name", "organisation_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_disabled: Mapped[bool] = mapped_column(default=False)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    role_rows: Mapped[list["PersonRole"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", back_populates="person"
    )
    __mapper_args__ = {"version_id_col": version}

    session_token: str | None = None  # the token of the session this request came with; never kept

    def __eq__(self, other: object) -> bool:
        """The same account. Flask-Login would compare the tokens, and everybody signed out has none."""
        return self is other or (isinstance(other, Person) and self.id is not None and self.id == other.id)

    __hash__ = object.__hash__

    def get_id(self) -> str:
        """Flask-Login keeps this in the signed cookie: the session's token, never the account's number."""
        return self.session_token or ""

    @property
    def is_active(self) -> bool:
        """A disabled account is nobody."""
        return not self.is_disabled

    @property
    def reference(self) -> str:
        """How the trail names an account: its number, because the name belongs in the words only."""
        return f"account {self.id}"

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the account."""
        return frozenset(row.role for row in self.role_rows)

    @property
    def role_words(self) -> str:
        """The roles as printed, in the contract's order: "director, analyst"."""
        return ", ".join(role.words for role in Role if role in self.roles)

    @property
    def trail_words(self) -> str:
        """Name and roles as the trail keeps them."""
        return f"{self.name} ({self.role_words or 'no role'})"

    def has(self, *roles: Role) -> bool:
        """Whether the account has any of `roles`."""
        return not self.roles.isdisjoint(roles)

    def may(self, need: Need) -> bool:
        """Whether the account opens pages that have `need`."""
        return admits(need, self.roles)


class PersonRole(Model):
    """One role of one account."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role), primary_key=True)
    person: Mapped[Person] = relationship(back_populates="role_rows")


class LoginSession(Model):
    """One sign-in. The cookie holds the token, the database only its SHA-256: a stolen copy signs nobody in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(60))
    browser: Mapped[str] = mapped_column(String(200))
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SignInTry(Model):
    """A try to sign in, kept to slow down guessing. `account_key` is a keyed hash: no address of anybody is kept."""

    __table_args__ = (Index("ix_sign_in_try_account_key_at", "account_key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    succeeded: Mapped[bool] = mapped_column(default=False)


class KeptForm(Model):
    """What somebody typed into a form that could not be taken (session ended, page too old), until they save it.

    The fields are encrypted with a key made from the secret key; only the same account gets them back.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(300))
    fields: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UsedFormKey(Model):
    """The one-time key of a form that made something, and where its result is: a second click is shown the first's."""

    __table_args__ = (UniqueConstraint("person_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    form_key: Mapped[str] = mapped_column(String(40))
    result_path: Mapped[str] = mapped_column(String(300))
    used_at: Mapped[datetime] = mapped_column(UtcDateTime, server_default=func.current_timestamp())
