"""The figures of the complaints report for a year, exactly as the contract counts them (sections 5 and 6).

Volumes, themes, causes, districts, joint and acknowledgement are of complaints received in the year; times, outcomes,
fault, remedies and learning of those resolved in it; the ombudsman's enquiries, decisions and remedies each by their
own day. Only statutory complaints count; other routes are counted apart. Percentages are whole, halves up. Everything
is summed in SQL; only working days are counted here, once for each pair of days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, func, select, true
from sqlalchemy.orm.attributes import InstrumentedAttribute

from casework.accounts.models import Organisation, Person
from casework.complaints.calendar import ACKNOWLEDGE_DAYS, Calendar
from casework.complaints.kinds import FAULT, WIDER, OmbudsmanOutcome, Outcome, RemedyKind, Route
from casework.complaints.models import Complaint, ComplaintTerm, Compliment
from casework.complaints.queries import visible_to
from casework.complaints.records import ComplaintJointBody, OmbudsmanCase, OmbudsmanRecommendation, Remedy
from casework.complaints.terms import calendar_of
from casework.extensions import db
from casework.kit.words import parse_year, rounded, whole_percent

WITHIN = (10, 20, 40, 65)  # working days that are reported, whatever a council's own targets are
TREND_YEARS = 5


@dataclass(frozen=True)
class Period:
    """The days a report covers; both belong to it."""

    first: date
    last: date

    def holds(self, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """That a day lies in it."""
        return column.between(self.first, self.last)


def year_of(start: int) -> Period:
    """1 April to 31 March."""
    return Period(date(start, 4, 1), date(start + 1, 3, 31))


@dataclass(frozen=True)
class Cohort:
    """The statutory complaints of one council; with `seen_by`, only those that exist for that person."""

    organisation_id: int
    seen_by: Person | None = None

    @property
    def all_routes(self) -> ColumnElement[bool]:
        """Every case of the council."""
        seen = visible_to(self.seen_by) if self.seen_by else true()
        return and_(Complaint.organisation_id == self.organisation_id, seen)

    @property
    def statutory(self) -> ColumnElement[bool]:
        """Complaints under the Regulations."""
        return and_(self.all_routes, Complaint.route == Route.STATUTORY)

    def received(self, period: Period) -> ColumnElement[bool]:
        """Received in the period."""
        return and_(self.statutory, period.holds(Complaint.received_on))

    def resolved(self, period: Period) -> ColumnElement[bool]:
        """Resolved in the period: its final local answer, review included."""
        return and_(self.statutory, period.holds(Complaint.closed_on))


IS_FAULT = Complaint.outcome.in_(FAULT)


def figures(year: str, organisation: Organisation, *, seen_by: Person | None = None) -> dict[str, Any]:
    """The report's figures for a financial year such as 2019-20. ValueError (a sentence) for anything else.

    `seen_by` leaves out restricted cases that person may not know of; without it every case counts.
    """
    start = parse_year(year)
    cohort = Cohort(organisation.id, seen_by)
    return figures_between(year_of(start), year_of(start - 1), cohort=cohort) | {
        "trend": trend(start, organisation, seen_by=seen_by)
    }


def figures_between(period: Period, before: Period, *, cohort: Cohort) -> dict[str, Any]:
    """The same for any stretch of days; `before` is what its volume is compared with."""
    calendar = calendar_of(cohort.organisation_id)
    now, learned = cohort.received(period), and_(cohort.resolved(period), IS_FAULT, has_remedy(*WIDER))
    received, previous, joint, wider = counts_of(now, cohort.received(before), and_(now, is_joint()), learned)
    return {
        "received": received,
        "received_previous": previous,
        "change_percent": int(rounded(Decimal(100 * (received - previous)) / previous)) if previous else None,
        **resolved_in(cohort, period, calendar),
        "themes": _by_term(cohort.received(period), Complaint.theme_id),
        "causes": _by_term(cohort.received(period), Complaint.cause_id),
        "districts": _districts(cohort, period),
        "joint": joint,
        "compliments": _compliments(cohort, period),
        **_remedies(cohort, period),
        "wider_learning": wider,
        "ombudsman": _ombudsman(cohort, period),
        "routes": _routes(cohort, period),
        "acknowledged_in_3": acknowledged_in(cohort, period, calendar, received),
    }


def _rows(query: Any) -> list[Any]:
    """The rows of a grouped count as plain tuples."""
    return [tuple(row) for row in db.session.execute(query)]


def count_of(condition: ColumnElement[bool]) -> int:
    """How many cases a condition holds for."""
    return counts_of(condition)[0]


def counts_of(*conditions: ColumnElement[bool]) -> Sequence[int]:
    """How many cases each condition holds for, in one statement."""
    counts = [select(func.count()).select_from(Complaint).where(one).scalar_subquery() for one in conditions]
    return tuple(db.session.execute(select(*counts)).one())


def resolved_in(cohort: Cohort, period: Period, calendar: Calendar) -> dict[str, Any]:
    """How many were resolved, how fast, and with which outcome."""
    query = (
        select(Complaint.received_on, Complaint.closed_on, Complaint.outcome, func.count())
        .where(cohort.resolved(period))
        .group_by(Complaint.received_on, Complaint.closed_on, Complaint.outcome)
    )
    days = Counted(calendar)
    outcomes: dict[str, int] = {outcome.value: 0 for outcome in Outcome}
    within = {str(limit): 0 for limit in WITHIN}
    resolved = 0
    for received_on, closed_on, outcome, number in _rows(query):
        resolved += number
        outcomes[outcome.value] += number
        took = days.between(received_on, closed_on)
        for limit in WITHIN:
            within[str(limit)] += number if took <= limit else 0
    fault = sum(outcomes[outcome.value] for outcome in FAULT)
    return {
        "resolved": resolved,
        "within": within,
        "within_percent": {limit: whole_percent(number, resolved) for limit, number in within.items()},
        "over_65": resolved - within["65"],
        "fault_found": fault,
        "fault_percent": whole_percent(fault, resolved),
        "outcomes": outcomes,
    }


class Counted:
    """Working days between pairs of days, each pair counted once."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.known: dict[tuple[date, date], int] = {}

    def between(self, start: date, end: date) -> int:
        """Working days d with start < d <= end."""
        if (start, end) not in self.known:
            self.known[start, end] = self.calendar.count(start, end)
        return self.known[start, end]


def _by_term(condition: ColumnElement[bool], column: InstrumentedAttribute[int | None]) -> dict[str, int]:
    """Counts by the words of a list, most first; cases without a word are left out."""
    query = (
        select(ComplaintTerm.name, func.count())
        .select_from(Complaint)
        .join(ComplaintTerm, column == ComplaintTerm.id)
        .where(condition)
        .group_by(ComplaintTerm.name)
        .order_by(func.count().desc(), ComplaintTerm.name)
    )
    return dict(_rows(query))


def _districts(cohort: Cohort, period: Period) -> dict[str, dict[str, int | None]]:
    """Received by district, and how many of them fault has been found in since."""
    query = (
        select(ComplaintTerm.name, func.count(), func.sum(case((IS_FAULT, 1), else_=0)))
        .select_from(Complaint)
        .join(ComplaintTerm, Complaint.district_id == ComplaintTerm.id)
        .where(cohort.received(period))
        .group_by(ComplaintTerm.name)
        .order_by(func.count().desc(), ComplaintTerm.name)
    )
    return {
        name: {"received": number, "upheld": int(upheld), "upheld_percent": whole_percent(int(upheld), number)}
        for name, number, upheld in _rows(query)
    }


def is_joint() -> ColumnElement[bool]:
    """That another body is part of it."""
    return select(ComplaintJointBody.id).where(ComplaintJointBody.complaint_id == Complaint.id).exists()


def _compliments(cohort: Cohort, period: Period) -> int:
    own = Compliment.organisation_id == cohort.organisation_id
    query = select(func.count()).select_from(Compliment).where(own, period.holds(Compliment.received_on))
    return db.session.scalar(query) or 0


def _remedies(cohort: Cohort, period: Period) -> dict[str, Any]:
    """Complaints with each remedy, of those with fault; goodwill apart."""
    query = (
        select(Remedy.kind, IS_FAULT, func.count(distinct(Remedy.complaint_id)))
        .join(Complaint, Complaint.id == Remedy.complaint_id)
        .where(cohort.resolved(period))
        .group_by(Remedy.kind, IS_FAULT)
    )
    remedies: dict[str, int] = {kind.value: 0 for kind in RemedyKind}
    goodwill: dict[str, int] = {kind.value: 0 for kind in RemedyKind}
    for kind, is_fault, number in _rows(query):
        (remedies if is_fault else goodwill)[kind.value] += number
    return {"remedies": remedies, "goodwill_remedies": goodwill}


def has_remedy(*kinds: RemedyKind) -> ColumnElement[bool]:
    """That one of these remedies was given."""
    return select(Remedy.id).where(Remedy.complaint_id == Complaint.id, Remedy.kind.in_(kinds)).exists()


def _ombudsman(cohort: Cohort, period: Period) -> dict[str, Any]:
    """Enquiries by the day they came, decisions by theirs, remedies by the day they were due."""
    of_ours = select(OmbudsmanCase).join(Complaint, Complaint.id == OmbudsmanCase.complaint_id).where(cohort.statutory)
    asked = of_ours.where(period.holds(OmbudsmanCase.enquiry_on))
    decided = (
        of_ours.where(period.holds(OmbudsmanCase.decided_on))
        .with_only_columns(OmbudsmanCase.outcome, func.count())
        .group_by(OmbudsmanCase.outcome)
    )
    due = (
        of_ours.join(OmbudsmanRecommendation, OmbudsmanRecommendation.ombudsman_case_id == OmbudsmanCase.id)
        .where(period.holds(OmbudsmanRecommendation.due_on))
        .with_only_columns(func.count(), func.coalesce(func.sum(case((is_in_time(), 1), else_=0)), 0))
    )
    outcomes: dict[str, int] = {outcome.value: 0 for outcome in OmbudsmanOutcome}
    for outcome, number in _rows(decided):
        outcomes[outcome.value] = number
    remedies_due, in_time = db.session.execute(due).one()
    before = of_ours.where(period.holds(OmbudsmanCase.decided_on), OmbudsmanCase.was_remedied_before.is_(True))
    counts = (one.with_only_columns(func.count()).scalar_subquery() for one in (before, asked))
    remedied_before, enquiries = db.session.execute(select(*counts)).one()
    return {
        "remedied_before": remedied_before,
        "enquiries": enquiries,
        "decisions": sum(outcomes.values()),
        "fault": outcomes[OmbudsmanOutcome.UPHELD.value],
        "outcomes": outcomes,
        "remedies_on_time": int(in_time),
        "remedies_due": remedies_due,
    }


def is_in_time() -> ColumnElement[bool]:
    """That a recommendation was carried out by its day."""
    return OmbudsmanRecommendation.done_on <= OmbudsmanRecommendation.due_on


def _routes(cohort: Cohort, period: Period) -> dict[str, int]:
    """Everything received in the period by route; concerns that are open have none."""
    received = and_(cohort.all_routes, period.holds(Complaint.received_on), Complaint.route.is_not(None))
    query = select(Complaint.route, func.count()).where(received).group_by(Complaint.route)
    routes: dict[str, int] = {route.value: 0 for route in Route}
    for route, number in _rows(query):
        routes[route.value] = number
    return routes


def acknowledged_in(cohort: Cohort, period: Period, calendar: Calendar, received: int) -> dict[str, int]:
    """How many of those received were acknowledged within the 3 working days of the law."""
    query = (
        select(Complaint.received_on, Complaint.acknowledged_on, func.count())
        .where(cohort.received(period), Complaint.acknowledged_on.is_not(None))
        .group_by(Complaint.received_on, Complaint.acknowledged_on)
    )
    days = Counted(calendar)
    in_time = sum(number for start, end, number in _rows(query) if days.between(start, end) <= ACKNOWLEDGE_DAYS)
    return {"count": in_time, "of": received}


def trend(start: int, organisation: Organisation, *, seen_by: Person | None = None) -> dict[str, int]:
    """Complaints received in each of the last five years, oldest first: {"2015-16": 150, ...}."""
    cohort = Cohort(organisation.id, seen_by)
    years = range(start - TREND_YEARS + 1, start + 1)
    sums = [func.coalesce(func.sum(case((year_of(one).holds(Complaint.received_on), 1), else_=0)), 0) for one in years]
    whole = Period(year_of(years[0]).first, year_of(years[-1]).last)
    row = db.session.execute(select(*sums).where(cohort.received(whole))).one()
    return {f"{one}-{(one + 1) % 100:02}": int(number) for one, number in zip(years, row, strict=True)}
