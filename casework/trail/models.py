"""Trail entries. The database refuses to change or delete them (triggers of migration 0001)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.extensions import Model
from casework.kit.columns import UtcDateTime, choice
from casework.trail import chain
from casework.trail.events import Event

CONTENT = ("actor_words", "reference", "words", "changes", "reason")
FACTS = ("id", "event", "actor_id", "subject_kind", "subject_id", "origin", "commitment")


class TrailEntry(Model):
    """One thing that happened; `id` counts 1, 2, 3 without gaps.

    `organisation_id` only says whose auditor reads it on the page, as TrailHidden does: neither is under the seal, so
    that a version without the column can still prove the chain.
    """

    __table_args__ = (Index("ix_trail_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    event: Mapped[Event] = mapped_column(choice(Event, length=40, checked=False), index=True)
    organisation_id: Mapped[int | None] = mapped_column(Integer)  # whose record it is; None: everybody's, or unknown
    actor_id: Mapped[int | None] = mapped_column(Integer, index=True)  # None: Casework itself, or nobody signed in
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(Integer)
    reference: Mapped[str | None] = mapped_column(String(60))  # printed name of the record, never a person's name
    origin: Mapped[str] = mapped_column(String(60))  # network address, "command", "schedule"
    actor_words: Mapped[str | None] = mapped_column(String(200))  # name and roles as they were then
    words: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # field -> [before, after]
    reason: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def facts(self) -> dict[str, Any]:
        """What the hash covers besides the hash before it."""
        return facts_of(self)

    def content(self) -> dict[str, Any]:
        """What the commitment covers: everything that may name a person."""
        return content_of(self)


def facts_of(entry: Any) -> dict[str, Any]:
    """What the hash covers, of an entry or of a row of its columns."""
    facts = {name: getattr(entry, name) for name in FACTS}
    return {**facts, "event": str(entry.event), "at": chain.moment(entry.at)}


def content_of(entry: Any) -> dict[str, Any]:
    """What the commitment covers, of an entry or of a row of its columns."""
    return {name: getattr(entry, name) for name in CONTENT}


class TrailHidden(Model):
    """A record whose entries only named people may see: the trail page leaves them out without a gap."""

    subject_kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
