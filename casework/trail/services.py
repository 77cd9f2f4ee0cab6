"""Recording in the trail, in the transaction of the change itself."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from flask import has_request_context, request
from sqlalchemy import text

from casework.extensions import db
from casework.kit import clock
from casework.trail import chain
from casework.trail.events import Event
from casework.trail.head import last_entry, note_head, trail_key
from casework.trail.models import TrailEntry, TrailHidden

CHAIN_LOCK = 7_241_001  # PostgreSQL advisory lock: one writer of the chain at a time (SQLite has only one anyway)


class Actor(Protocol):
    """Whoever acts: the trail keeps the name and roles as they were."""

    id: Any

    @property
    def trail_words(self) -> str:
        """Name and roles, such as "Dee Cole (director)"."""


class Subject(Protocol):
    """What it was done to: any model."""

    __tablename__: Any
    id: Any


def record(
    event: Event,
    subject: Subject | None,
    *,
    by: Actor | None,
    words: str,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str | None = None,
) -> TrailEntry:
    """Add an entry to the chain; call it after the change, before the caller commits.

    `words` is a sentence a councillor understands, without the actor ("recorded the acknowledgement by phone").
    `changes` maps a field's label to (before, after). `by` is None for Casework itself. The entry is in the same
    transaction as the change: both are kept or neither is.
    """
    db.session.flush()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    last = last_entry()
    key = trail_key()
    entry = TrailEntry(
        id=(last[0] if last else 0) + 1,
        at=clock.now(),
        event=event,
        organisation_id=_organisation_of(subject, by),
        actor_id=by.id if by else None,
        actor_words=by.trail_words if by else None,
        subject_kind=subject.__tablename__ if subject is not None else None,
        subject_id=subject.id if subject is not None else None,
        reference=getattr(subject, "reference", None),
        origin=_origin(),
        words=words,
        changes=_plain(changes) or None,
        reason=reason or None,
        salt=secrets.token_hex(16),
        previous_hash=last[1] if last else chain.FIRST,
    )
    entry.commitment = chain.commit_to(key, entry.salt or "", entry.content())
    entry.hash = chain.seal(key, entry.previous_hash, entry.facts())
    db.session.add(entry)
    db.session.flush()
    note_head((entry.id, entry.hash), before=last)
    return entry


def _organisation_of(subject: Subject | None, by: Actor | None) -> int | None:
    """Whose record it is; what is nobody's own, such as a measure, counts as changed by the actor's organisation."""
    if subject is not None and subject.__tablename__ == "organisation":
        return int(subject.id)
    held = getattr(subject, "organisation_id", None)
    return held if held is not None else getattr(by, "organisation_id", None)


def hide(subject: Subject) -> None:
    """Leave the record's entries out of the trail page (it is restricted now)."""
    if not db.session.get(TrailHidden, (subject.__tablename__, subject.id)):
        db.session.add(TrailHidden(subject_kind=subject.__tablename__, subject_id=subject.id))


def unhide(subject: Subject) -> None:
    """Show the record's entries on the trail page again."""
    held = db.session.get(TrailHidden, (subject.__tablename__, subject.id))
    if held:
        db.session.delete(held)


def _origin() -> str:
    return (request.remote_addr or "unknown")[:60] if has_request_context() else "command"


def _plain(changes: Mapping[str, tuple[Any, Any]] | None) -> dict[str, Any]:
    """Changes as JSON types; a field that did not change is left out."""
    return {field: [_word(old), _word(new)] for field, (old, new) in (changes or {}).items() if old != new}


def _word(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
