"""References that count on within a council and a year: ASC-2026-00042, CON-2026-00012, CMP-2026-00007.

Unique on both databases however many people save at the same moment: writers are held, and UNIQUE stands behind it.
"""

import re
from enum import StrEnum

from casework.complaints.models import ReferenceCount
from casework.extensions import db
from casework.findings.numbers import hold_writers

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
    count.last += 1
    db.session.flush()
    return f"{series}-{year}-{count.last:05}"


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
