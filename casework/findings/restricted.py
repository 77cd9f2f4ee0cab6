"""Who may see a restricted finding: the room that restricts its source says so, as a condition in SQL.

Until a room registers one, nobody sees a restricted finding: it is not there, as its source is not.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, or_

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.findings.models import Finding

NEEDS = {"complaints": Need.READ_COMPLAINTS, "safeguarding": Need.READ_SAFEGUARDING}  # to see a source at all
SeenBy = Callable[[Person], ColumnElement[bool]]
_seen_by: dict[str, SeenBy] = {}


def register(room: str, seen_by: SeenBy) -> None:
    """Let `room` say which restricted findings a person sees, through their sources."""
    _seen_by[room] = seen_by


def open_to(person: Person) -> ColumnElement[bool]:
    """Findings that are not restricted, and the restricted ones whose source the person is named on.

    A room is only asked about somebody whose roles open its pages at all.
    """
    asked = [seen_by for room, seen_by in _seen_by.items() if room not in NEEDS or person.may(NEEDS[room])]
    return or_(Finding.is_restricted.is_(False), *(seen_by(person) for seen_by in asked))
