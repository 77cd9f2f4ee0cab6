"""Checking the chain: every entry in order, sealed by its key, following the one before, up to the head in the file."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from casework.config import CannotStartError
from casework.extensions import db
from casework.trail import chain
from casework.trail.head import read_head, trail_key
from casework.trail.models import TrailEntry, content_of, facts_of

AT_ONCE = 2_000


@dataclass(frozen=True)
class Verdict:
    """What the check found: how many entries are whole, and the first that is not with what is wrong with it."""

    checked: int
    broken_id: int | None = None
    problem: str | None = None

    @property
    def is_whole(self) -> bool:
        """True when nothing is wrong."""
        return self.problem is None

    def __str__(self) -> str:
        """The sentence for the terminal and the page."""
        if self.is_whole:
            return f"Trail whole: {self.checked:,} entries checked"
        return f"Trail broken at entry {self.broken_id}: {self.problem}"


def verify(*, deep: bool = False) -> Verdict:
    """Walk the whole chain in the order of entries; stops at the first that is not as it was written.

    `deep` also checks that every record an entry names is still in the database: records are never deleted.
    """
    verdict = _walk()
    return _missing_record(verdict) if deep and verdict.is_whole else verdict


def _missing_record(verdict: Verdict) -> Verdict:
    """The same verdict, or the first entry whose record is gone."""
    gone: list[tuple[int, str]] = []
    for kind in db.session.scalars(select(TrailEntry.subject_kind).distinct()).all():
        table = db.metadata.tables.get(kind or "")
        if kind is None or table is None:
            continue
        query = select(func.min(TrailEntry.id)).where(
            TrailEntry.subject_kind == kind, TrailEntry.subject_id.not_in(select(table.c.id))
        )
        first = db.session.scalar(query)
        if first is not None:
            gone.append((first, kind))
    if not gone:
        return verdict
    number, kind = min(gone)
    return Verdict(verdict.checked, number, f"the {kind.replace('_', ' ')} it names is not there")


def _walk() -> Verdict:
    key = trail_key()
    try:
        head = read_head()
    except CannotStartError as damage:
        return Verdict(0, 1, str(damage))
    previous, expected, seen_head = chain.FIRST, 1, False
    columns = TrailEntry.__table__.columns  # rows, not records: a million of them are read
    query = select(*columns).order_by(TrailEntry.id).execution_options(yield_per=AT_ONCE)
    for entry in db.session.execute(query):
        problem = _problem_of(entry, expected=expected, previous=previous, key=key)
        if problem:
            return Verdict(expected - 1, entry.id if entry.id <= expected else expected, problem)
        if head and entry.id == head[0]:
            if entry.hash != head[1]:
                return Verdict(expected - 1, entry.id, "it is not the entry that the head outside the database names")
            seen_head = True
        previous, expected = entry.hash, expected + 1
    if head and not seen_head:
        return Verdict(expected - 1, expected, f"entries up to {head[0]} were written, and they are not there")
    if not head and expected > 1:
        return Verdict(expected - 1, expected - 1, "the head outside the database is missing")
    return Verdict(expected - 1)


def _problem_of(entry: Any, *, expected: int, previous: str, key: bytes) -> str | None:
    if entry.id != expected:
        return f"entry {expected} is missing" if entry.id > expected else "its number is out of order"
    if entry.previous_hash != previous:
        return "it does not follow the entry before it"
    if entry.hash != chain.seal(key, previous, facts_of(entry)):
        return "its facts are not as they were written"
    if entry.commitment != chain.commit_to(key, entry.salt or "", content_of(entry)):
        return "its words are not as they were written"
    return None
