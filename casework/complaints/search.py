"""Finding cases by words: every word must stand somewhere in the case, and only in what the person may see.

Words are posted, never put in an address. Who reads without being of the team does not search what only the team sees.
"""

from sqlalchemy import ColumnElement, and_, exists, or_, select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints.models import Complaint, ComplaintPoint, ComplaintTerm
from casework.complaints.queries import visible_to, with_words
from casework.complaints.records import ComplaintLetter
from casework.extensions import db

MOST_WORDS, MOST_FOUND = 8, 100


def find_cases(text: str, *, seen_by: Person) -> list[Complaint]:
    """Cases that hold all the words, newest first, at most MOST_FOUND; nothing for no words."""
    words = text.split()[:MOST_WORDS]
    if not words:
        return []
    query = (
        with_words(select(Complaint))
        .where(visible_to(seen_by), *(_holds(word, seen_by) for word in words))
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
        .limit(MOST_FOUND)
    )
    return list(db.session.scalars(query))


def _holds(word: str, person: Person) -> ColumnElement[bool]:
    """That a word stands somewhere in the case."""
    points = exists().where(
        ComplaintPoint.complaint_id == Complaint.id, ComplaintPoint.title.icontains(word, autoescape=True)
    )
    terms = exists().where(
        ComplaintTerm.id.in_((Complaint.team_id, Complaint.provider_id, Complaint.theme_id)),
        ComplaintTerm.name.icontains(word, autoescape=True),
    )
    open_to_all = [
        Complaint.reference.icontains(word, autoescape=True),
        Complaint.concern_reference.icontains(word, autoescape=True),
        Complaint.summary.icontains(word, autoescape=True),
        points,
        terms,
    ]
    return or_(*open_to_all, *(_of_people(word) if person.may(Need.LOG_COMPLAINTS) else ()))


def _of_people(word: str) -> list[ColumnElement[bool]]:
    """That a word stands in what only the team sees: who told us, their words, letters."""
    said = (ComplaintLetter.text, ComplaintLetter.with_whom)
    in_letter = or_(*(column.icontains(word, autoescape=True) for column in said))
    columns = (
        *(Complaint.what_said, Complaint.told_by_name, Complaint.told_by_words),
        *(Complaint.contact, Complaint.adult_reference),
    )
    letters = exists().where(and_(ComplaintLetter.complaint_id == Complaint.id, in_letter))
    return [*(column.icontains(word, autoescape=True) for column in columns), letters]
