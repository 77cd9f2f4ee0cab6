"""Reading the trail: a record's own history, and the page over everything for auditors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select

from casework.extensions import db
from casework.trail.events import Event
from casework.trail.models import TrailEntry, TrailHidden
from casework.trail.services import Subject

PAGE = 50


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the trail. `elsewhere`: other councils that work here, whose records are not theirs."""

    id: int
    elsewhere: Collection[int]


def list_history(*subjects: Subject, limit: int = 100) -> list[TrailEntry]:
    """What happened to these records, newest first; for whoever may see the records themselves."""
    if not subjects:
        return []
    theirs = or_(
        *(
            and_(TrailEntry.subject_kind == subject.__tablename__, TrailEntry.subject_id == subject.id)
            for subject in subjects
        )
    )
    return list(db.session.scalars(select(TrailEntry).where(theirs).order_by(TrailEntry.id.desc()).limit(limit)))


def _visible(reader: Reader) -> Select[TrailEntry]:
    hidden = exists().where(
        TrailHidden.subject_kind == TrailEntry.subject_kind, TrailHidden.subject_id == TrailEntry.subject_id
    )
    owner = TrailEntry.organisation_id
    return select(TrailEntry).where(~hidden, or_(owner.is_(None), owner.not_in(reader.elsewhere)))


def list_entries(
    *,
    seen_by: Reader,
    reference: str | None = None,
    actor_id: int | None = None,
    events: Sequence[Event] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    before_id: int | None = None,
) -> list[TrailEntry]:
    """A page of the trail, newest first, without other councils' and what only named people may see.

    One more row than PAGE when there is a next page. `until` is left out itself.
    """
    query = _visible(seen_by).order_by(TrailEntry.id.desc()).limit(PAGE + 1)
    if reference:
        query = query.where(TrailEntry.reference == reference)
    if actor_id:
        query = query.where(TrailEntry.actor_id == actor_id)
    if events:
        query = query.where(TrailEntry.event.in_(events))
    if since:
        query = query.where(TrailEntry.at >= since)
    if until:
        query = query.where(TrailEntry.at < until)
    if before_id:
        query = query.where(TrailEntry.id < before_id)
    return list(db.session.scalars(query))


def count_entries(events: Sequence[Event], *, since: datetime, seen_by: Reader) -> int:
    """How many entries of these events the reader may see since a moment."""
    query = (
        _visible(seen_by).where(TrailEntry.event.in_(events), TrailEntry.at >= since).with_only_columns(func.count())
    )
    return db.session.scalar(query) or 0
