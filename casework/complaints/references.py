"""References that count on within a council and a year: ASC-2026-00042, CON-2026-00012, CMP-2026-00007.

Unique on both databases however many people save at the same moment: writers are held, and UNIQUE stands behind it.
Numbers of cases are left out at random, because a gap in an unbroken row would tell of a restricted case.
"""

import re
from enum import StrEnum

from casework.complaints.models import ReferenceCount
from casework.extensions import db
from casework.findings.numbers import hold_writers, step

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
