"""Finding cases by words: every word must stand somewhere in the case, and only in what the person may see.

Words are posted, never put in an address. Who reads without being of the team, and without the case being given to
them, does not search what only the team sees.
"""

from sqlalchemy import ColumnElement, false, select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints import search_index
from casework.complaints.models import Complaint
from casework.complaints.visible import SEES_ALL
from casework.complaints.worklist import count_up_to_most


def holds(words: str, *, seen_by: Person, is_common: bool = False) -> ColumnElement[bool]:
    """That a case holds all the words where this person may look; of no words, nothing."""
    found = search_index.holds(words, all_words=_all_words(seen_by), is_common=is_common)
    return false() if found is None else found


def count(words: str, wanted: ColumnElement[bool], *, seen_by: Person) -> int | None:
    """How many of the wanted cases hold the words where this person may look; None: more than are counted."""
    found = search_index.matching(words, all_words=_all_words(seen_by))
    if found is None:
        return 0
    return count_up_to_most(select(Complaint.id).join(found, found.c.id + 0 == Complaint.id).where(wanted))


def _all_words(person: Person) -> bool:
    return person.may(Need.LOG_COMPLAINTS) or not person.has(*SEES_ALL)
