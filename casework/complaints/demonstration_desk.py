"""What a department sets up beside its cases: a closure, a deputy, and the ombudsman's list of a year. All invented."""

from datetime import date, timedelta

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.complaints import compliment_services, counting_services, deputy_services
from casework.complaints.annual import year_of
from casework.complaints.import_ombudsman import import_ombudsman_list
from casework.complaints.models import Complaint, Compliment
from casework.complaints.records import OmbudsmanCase
from casework.extensions import db
from casework.kit.packs import PACKS

LIST = PACKS / "demonstration" / "ombudsman-list-2019-20.csv"
LIST_YEAR = 2019
QUOTED = 6
AWAY, BACK = timedelta(days=14), timedelta(days=28)  # nobody signs in place of another from the first day on


def load(people: dict[str, Person], today: date) -> None:
    """The days after Christmas, a deputy for a leave that begins in two weeks, and the list of 2019/20, matched."""
    council, director = people["complaints-officer"].organisation, people["director"]
    days = counting_services.days_between(date(today.year, 12, 27), date(today.year, 12, 31), {})
    counting_services.add_closure(
        council,
        days=days,
        reason="Christmas closure (demonstration)",
        is_bank_holiday=False,
        by=people["complaints-manager"],
    )
    deputy_services.name_deputy(people["complaints-officer"], from_on=today + AWAY, until_on=today + BACK, by=director)
    _name_enquiries(council)
    _quote_some(people["complaints-officer"])
    import_ombudsman_list(LIST, by=None, organisation=council, period=f"{LIST_YEAR}-{LIST_YEAR - 1999}")


def _quote_some(officer: Person) -> None:
    """Let the annual report of the year print some of its compliments."""
    query = select(Compliment).where(
        Compliment.organisation_id == officer.organisation_id, year_of(LIST_YEAR).holds(Compliment.received_on)
    )
    for compliment in db.session.scalars(query.order_by(Compliment.reference).limit(QUOTED)):
        compliment_services.quote(compliment, may=True, by=officer)


def _name_enquiries(council: Organisation) -> None:
    """Give the decisions of the year the references that the list has: the log was imported without any."""
    query = (
        select(OmbudsmanCase)
        .join(Complaint, Complaint.id == OmbudsmanCase.complaint_id)
        .where(Complaint.organisation_id == council.id, year_of(LIST_YEAR).holds(OmbudsmanCase.decided_on))
        .order_by(Complaint.reference)
    )
    for number, enquiry in enumerate(db.session.scalars(query), start=1):
        enquiry.their_reference = f"DEMO 19 001 {number:03}"
    db.session.flush()
