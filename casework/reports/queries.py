"""What the room reads itself: which council a report is of, and whether this is the demonstration."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import exists, func, or_, select

from casework.accounts.models import Organisation, Person
from casework.accounts.queries import find_only_council, find_organisation
from casework.actions.models import Action
from casework.complaints.annual import Cohort
from casework.complaints.models import Complaint
from casework.extensions import db
from casework.findings.models import Finding, FindingMeasure
from casework.kit.rules import RuleBroken
from casework.measures.models import Edition, Measure, MeasureValue
from casework.measures.queries import council_of

DEMONSTRATION = "Demonstration: every person and case here is invented"


def council_for(code: str | None, *, seen_by: Person | None) -> Organisation:
    """The council a report is of: a person's own; for the command the one named, or the only one that has accounts.

    Raises RuleBroken when it is not there, not theirs (in the same words), or cannot be told.
    """
    named = find_organisation(code) if code else None
    own = council_of(seen_by) if seen_by else None
    if code and (named is None or (own is not None and named.id != own.id)):
        raise RuleBroken(f"There is no organisation with the code {code}", field="organisation")
    found = named or own or find_only_council()
    if found is None:
        raise RuleBroken("Say which organisation, by its code", field="organisation")
    return found


def notice() -> str:
    """What every page of a document must say while demonstration accounts are here; nothing otherwise."""
    found = db.session.scalar(select(Person.id).where(Person.is_demonstration.is_(True)).limit(1))
    return DEMONSTRATION if found is not None else ""


def list_followed_measures(council: Organisation) -> list[Measure]:
    """Measures that the council has a figure or a finding for, in the order of their editions."""
    has_value = exists().where(MeasureValue.measure_id == Measure.id, MeasureValue.organisation_id == council.id)
    has_finding = exists().where(
        FindingMeasure.measure_id == Measure.id,
        FindingMeasure.finding_id == Finding.id,
        Finding.organisation_id == council.id,
    )
    query = (
        select(Measure)
        .join(Measure.edition)
        .where(or_(has_value, has_finding))
        .order_by(Edition.code, Measure.position, Measure.code)
    )
    return list(db.session.scalars(query))


def list_agencies(council: Organisation) -> list[Organisation]:
    """Agencies that have an action of this council, by name."""
    used = select(Action.agency_id).where(Action.organisation_id == council.id)
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(used)).order_by(Organisation.name)))


def names_of(codes: Collection[str]) -> dict[str, str]:
    """Organisations' names by their codes."""
    query = select(Organisation.code, Organisation.name).where(Organisation.code.in_(codes))
    return {one.code: one.name for one in db.session.execute(query)}


def list_complaint_years(council: Organisation, *, seen_by: Person | None) -> set[int]:
    """The first calendar years of the financial years from the first complaint to the last that exists for somebody."""
    there = Cohort(council.id, seen_by).all_routes
    soonest = select(func.min(Complaint.received_on)).where(there).scalar_subquery()
    latest = select(func.max(Complaint.received_on)).where(there).scalar_subquery()
    first, last = db.session.execute(select(soonest, latest)).one()
    return set(range(_year_of(first), _year_of(last) + 1)) if first else set()


def _year_of(day: date) -> int:
    return day.year - (day.month < 4)
