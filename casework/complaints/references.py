"""References that count on within a council and a year: ASC-2026-00042, CON-2026-00012, CMP-2026-00007.

Unique on both databases however many people save at the same moment: writers are held, and UNIQUE stands behind it.
Numbers of cases are left out at random, in references and in addresses alike: a number that nobody can find says
nothing, while in an unbroken row it would say that a restricted case has it.
"""

import re
import secrets
from enum import StrEnum

from sqlalchemy import func, select

from casework.complaints.models import Complaint, ReferenceCount
from casework.extensions import db
from casework.findings.numbers import hold_writers

MOST_LEFT_OUT = 2
SHAPE = re.compile(r"([A-Z]{3})-(\d{4})-(\d{1,9})", re.ASCII)


class Series(StrEnum):
    """What is counted."""

    COMPLAINT = "ASC"
    CONCERN = "CON"
    COMPLIMENT = "CMP"


def next_reference(organisation_id: int, series: Series, year: int) -> str:
    """The next reference of a series in a calendar year; the caller keeps it in the same transaction."""
    hold_writers()
    count = _count(organisation_id, series, year)
    count.last += 1 if series == Series.COMPLIMENT else step()
    count.own_from = count.own_from or count.last
    db.session.flush()
    return f"{series}-{year}-{count.last:05}"


def step() -> int:
    """How far the count goes on: 1, 2 or 3."""
    return 1 + secrets.randbelow(MOST_LEFT_OUT + 1)


def spread(case: Complaint) -> None:
    """Leave numbers out before a new case takes its own; the caller holds the writers."""
    if db.session.get_bind().dialect.name == "sqlite":
        case.id = (db.session.scalar(select(func.max(Complaint.id))) or 0) + step()
        return
    sequence = func.nextval(func.pg_get_serial_sequence("complaint", "id"))
    for _ in range(step() - 1):
        db.session.execute(select(sequence))


def is_own(organisation_id: int, reference: str) -> bool:
    """Whether a reference lies among those that Casework gave, or left out, itself: no file can bring it."""
    found = SHAPE.fullmatch(reference)
    if not found or found[1] not in set(Series):
        return False
    key = {"organisation_id": organisation_id, "series": found[1], "year": int(found[2])}
    count = db.session.get(ReferenceCount, key)
    return count is not None and count.own_from is not None and count.own_from <= int(found[3]) <= count.last


def note_reference(organisation_id: int, reference: str) -> None:
    """An imported record brought its own reference: the count goes on after it."""
    found = SHAPE.fullmatch(reference)
    if not found or found[1] not in set(Series):
        return
    count = _count(organisation_id, Series(found[1]), int(found[2]))
    count.last = max(count.last, int(found[3]))


def _count(organisation_id: int, series: Series, year: int) -> ReferenceCount:
    key = {"organisation_id": organisation_id, "series": series.value, "year": year}
    count = db.session.get(ReferenceCount, key)
    if count is None:
        count = ReferenceCount(**key, last=0)
        db.session.add(count)
        db.session.flush()
    return count
