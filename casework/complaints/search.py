"""Finding cases by words: every word must stand somewhere in the case, and only in what the person may see.

Words are posted, never put in an address. Who reads without being of the team, and without the case being given to
them, does not search what only the team sees.
"""

from sqlalchemy import ColumnElement, false, select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints import search_index
from casework.complaints.models import Complaint
from casework.complaints.queries import visible_to, with_words
from casework.complaints.visible import SEES_ALL
from casework.extensions import db

MOST_FOUND = 100


def holds(words: str, *, seen_by: Person) -> ColumnElement[bool]:
    """That a case holds all the words where this person may look; of no words, nothing."""
    all_words = seen_by.may(Need.LOG_COMPLAINTS) or not seen_by.has(*SEES_ALL)
    found = search_index.holds(words, all_words=all_words)
    return false() if found is None else found


def find_cases(words: str, *, seen_by: Person) -> list[Complaint]:
    """Cases that hold all the words, newest first, at most MOST_FOUND; nothing for no words."""
    query = (
        with_words(select(Complaint))
        .where(visible_to(seen_by), holds(words, seen_by=seen_by))
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
        .limit(MOST_FOUND)
    )
    return list(db.session.scalars(query))
