"""Which cases exist for somebody: the one condition that every list, count, page, search and report goes through.

A restricted case exists only for the people it names; an investigator sees only the cases given to them.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlalchemy.orm import aliased

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.complaints.models import Complaint, ComplaintAccess, ComplaintPoint

SEES_ALL = (Role.COMPLAINTS_MANAGER, Role.COMPLAINTS_OFFICER, Role.DIRECTOR, Role.AUDITOR)


def visible_to(person: Person) -> ColumnElement[bool]:
    """What must be true of a case for it to exist for `person`."""
    if not person.may(Need.READ_COMPLAINTS):
        return false()
    own = Complaint.organisation_id == person.organisation_id
    named = exists().where(ComplaintAccess.complaint_id == Complaint.id, ComplaintAccess.person_id == person.id)
    unrestricted = or_(Complaint.is_restricted.is_(False), named)
    return and_(own, unrestricted, true() if person.has(*SEES_ALL) else _given_to(person))


def _given_to(person: Person) -> ColumnElement[bool]:
    given = aliased(ComplaintPoint)  # a query over points must not swallow this one
    point = exists().where(given.complaint_id == Complaint.id, given.investigator_id == person.id)
    return or_(Complaint.officer_id == person.id, point)
