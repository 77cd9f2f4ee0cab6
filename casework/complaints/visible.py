"""Which cases exist for somebody: the one condition that every list, count, page, search and report goes through.

A restricted case exists only for the people it names; an investigator sees only the cases given to them.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlalchemy.orm import aliased

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.complaints.models import Complaint, ComplaintAccess, ComplaintPoint
from casework.kit import clock

SEES_ALL = (Role.COMPLAINTS_MANAGER, Role.COMPLAINTS_OFFICER, Role.DIRECTOR, Role.AUDITOR)


def visible_to(person: Person) -> ColumnElement[bool]:
    """What must be true of a case for it to exist for `person`."""
    if not person.may(Need.READ_COMPLAINTS):
        return false()
    own = Complaint.organisation_id == person.organisation_id
    named = exists().where(ComplaintAccess.complaint_id == Complaint.id, still_named(person))
    unrestricted = or_(Complaint.is_restricted.is_(False), named)
    return and_(own, unrestricted, true() if person.has(*SEES_ALL) else _given_to(person))


def still_named(person: Person) -> ColumnElement[bool]:
    """That a row of access names the person and, where they broke the glass, that their day is not over."""
    in_time = or_(ComplaintAccess.until.is_(None), ComplaintAccess.until > clock.now())
    return and_(ComplaintAccess.person_id == person.id, in_time)


def _given_to(person: Person) -> ColumnElement[bool]:
    given = aliased(ComplaintPoint)  # a query over points must not swallow this one
    point = exists().where(given.complaint_id == Complaint.id, given.investigator_id == person.id)
    return or_(Complaint.officer_id == person.id, point)
