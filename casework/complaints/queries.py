"""Reading cases: which of them exist for somebody, one case with what hangs on it, and the lines of the home page.

A restricted case exists only for the people it names; an investigator sees only the cases given to them. Everybody else
gets the ordinary "Page not found", and no list or count can tell.
"""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import joinedload, lazyload, load_only, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints import search_index
from casework.complaints.home_lines import find_coming, list_for_home
from casework.complaints.kinds import NextStep, Status
from casework.complaints.models import Complaint, ComplaintPoint, Compliment
from casework.complaints.records import ComplaintLetter
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.findings.models import Finding
from casework.findings.numbers import hold_writers
from casework.findings.services import Source
from casework.kit import clock
from casework.kit.queries import or_404

REPEATS_DAYS = 730  # how far back an earlier case of the same person is looked for
REPEATS_SHOWN = 5
__all__ = ["find_coming", "list_for_home", "visible_to"]  # the home page and the other rooms ask for them here


def name_of(person: _AbstractLoad) -> _AbstractLoad:
    """Of a person only the name: roles and organisation would cost a statement each."""
    return person.options(load_only(Person.name), lazyload(Person.role_rows), lazyload(Person.organisation))


def with_words(query: Select[Complaint]) -> Select[Complaint]:
    """Load a case's officer and the words it is sorted by in the same statement."""
    return query.options(
        name_of(joinedload(Complaint.officer)),
        joinedload(Complaint.team),
        joinedload(Complaint.theme),
        joinedload(Complaint.provider),
        joinedload(Complaint.district),
        joinedload(Complaint.cause),
    )


def get_complaint(complaint_id: int, *, seen_by: Person) -> Complaint:
    """The case with its points; 404 when it is not there, not theirs or restricted, all the same."""
    query = with_words(select(Complaint)).options(
        selectinload(Complaint.points).joinedload(ComplaintPoint.investigator)
    )
    found = db.session.scalars(query.where(Complaint.id == complaint_id, visible_to(seen_by))).first()
    return or_404(found)


def get_for_change(complaint_id: int, *, seen_by: Person) -> Complaint:
    """The same, read while nobody else can write, so that what is checked is still true when it is changed."""
    hold_writers()
    db.session.expire_all()
    return get_complaint(complaint_id, seen_by=seen_by)


def get_point(case: Complaint, number: int) -> ComplaintPoint:
    """A point of the case by its number; 404 when there is none."""
    return or_404(next((point for point in case.points if point.number == number), None))


def find_by_reference(reference: str, *, seen_by: Person) -> Complaint | None:
    """The case with this reference, also by the reference it had as a concern."""
    wanted = reference.strip().upper()
    query = select(Complaint).where(
        visible_to(seen_by), or_(Complaint.reference == wanted, Complaint.concern_reference == wanted)
    )
    return db.session.scalars(query).first()


def list_letters(case: Complaint) -> list[ComplaintLetter]:
    """Letters, mails and calls of the case, newest first."""
    query = select(ComplaintLetter).where(ComplaintLetter.complaint_id == case.id)
    return list(db.session.scalars(query.order_by(ComplaintLetter.dated_on.desc(), ComplaintLetter.id.desc())))


def list_repeats(*, name: str | None, adult_reference: str | None, seen_by: Person) -> list[Complaint]:
    """Earlier cases of the last two years that may be the same: same adult, or same name of whoever told us."""
    own, alike = select(Complaint.id).where(Complaint.organisation_id == seen_by.organisation_id), []
    if name:  # found among the words of the case, then compared: the database knows fewer capitals than Python does
        same = own.where(func.lower(Complaint.told_by_name) == func.lower(name.strip()))
        found = search_index.matching(name, all_words=True)
        alike.append(same if found is None else same.join(found, found.c.id + 0 == Complaint.id))
    if adult_reference:
        alike.append(own.where(Complaint.adult_reference == adult_reference.strip()))
    if not alike:
        return []
    since = date.fromordinal(clock.today().toordinal() - REPEATS_DAYS)
    these = union(*alike).subquery("alike")  # joined: the log is read from these few
    query = with_words(select(Complaint).join(these, these.c.id == Complaint.id))
    query = query.where(visible_to(seen_by), Complaint.received_on >= since)
    return list(db.session.scalars(query.order_by(Complaint.received_on.desc(), Complaint.id).limit(REPEATS_SHOWN)))


def source_of(point: ComplaintPoint) -> Source:
    """The same for a point at hand."""
    path = f"/complaints/{point.complaint_id}"
    return Source(words=f"Complaint {point.reference}", path=path, complaint_point_id=point.id)


def findings_open_to(person: Person) -> ColumnElement[bool]:
    """Restricted findings whose source is a case that exists for `person`."""
    return exists().where(
        ComplaintPoint.id == Finding.complaint_point_id,
        Complaint.id == ComplaintPoint.complaint_id,
        visible_to(person),
    )


def get_compliment(compliment_id: int, *, seen_by: Person) -> Compliment:
    """The compliment; 404 unless it is of the person's own council and they log complaints there."""
    query = select(Compliment).where(
        Compliment.id == compliment_id, Compliment.organisation_id == seen_by.organisation_id
    )
    found = db.session.scalars(query).first() if seen_by.may(Need.LOG_COMPLAINTS) else None
    return or_404(found)


def must_acknowledge(today: date) -> ColumnElement[bool]:
    """New complaints, and concerns that became one because nobody settled them in time."""
    overdue_concern = and_(Complaint.status == Status.OPEN, Complaint.next_on < today)
    new = and_(Complaint.status == Status.NEW, Complaint.next_step == NextStep.ACKNOWLEDGE)
    return or_(new, overdue_concern)
