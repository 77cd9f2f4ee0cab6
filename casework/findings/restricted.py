"""Who may see a restricted finding: the room that restricts its source says so, as a condition in SQL.

Until a room registers one, nobody sees a restricted finding: it is not there, as its source is not.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, or_

from casework.accounts.models import Person
from casework.findings.models import Finding

SeenBy = Callable[[Person], ColumnElement[bool]]
_seen_by: dict[str, SeenBy] = {}


def register(room: str, seen_by: SeenBy) -> None:
    """Let `room` say which restricted findings a person sees, through their sources."""
    _seen_by[room] = seen_by


def open_to(person: Person) -> ColumnElement[bool]:
    """Findings that are not restricted, and the restricted ones whose source the person is named on."""
    return or_(Finding.is_restricted.is_(False), *(seen_by(person) for seen_by in _seen_by.values()))
