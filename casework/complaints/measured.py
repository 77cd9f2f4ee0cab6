"""Measures worked out from the log: answered within 20 working days, fault found, acknowledged within 3.

They count exactly as the annual report does (annual.py), with one difference: the figure is the same for everybody who
reads measures, so restricted cases are left out, as the report leaves them out for whoever is not named on them.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, and_, select

from casework.accounts.models import Organisation
from casework.accounts.roles import Need
from casework.complaints import annual
from casework.complaints.annual import Cohort, Period
from casework.complaints.calendar import ACKNOWLEDGE_DAYS
from casework.complaints.kinds import FAULT
from casework.complaints.models import Complaint
from casework.complaints.terms import calendar_of
from casework.extensions import db
from casework.kit.words import plural, short_date
from casework.measures.hooks import Behind, Counted, CountedLine, register_computer
from casework.measures.periods import PeriodSpec

ANSWERED_DAYS = 20


class OpenCohort(Cohort):
    """The complaints of a council that are not restricted."""

    @property
    def all_routes(self) -> ColumnElement[bool]:
        """Every case of the council that anybody may know of."""
        return and_(super().all_routes, Complaint.is_restricted.is_(False))


def days_of(spec: PeriodSpec) -> Period:
    """The days of a measure's period, as the report counts them."""
    return Period(spec.starts_on, spec.ends_on)


def answered_in_20(council: Organisation, spec: PeriodSpec) -> Counted:
    """Of complaints resolved in the period, how many took at most 20 working days."""
    found = annual.resolved_in(OpenCohort(council.id), days_of(spec), calendar_of(council.id))
    return Counted(found["within"][str(ANSWERED_DAYS)], found["resolved"])


def fault_found(council: Organisation, spec: PeriodSpec) -> Counted:
    """Of complaints resolved in the period, how many were upheld or partly upheld."""
    found = annual.resolved_in(OpenCohort(council.id), days_of(spec), calendar_of(council.id))
    return Counted(found["fault_found"], found["resolved"])


def acknowledged_in_3(council: Organisation, spec: PeriodSpec) -> Counted:
    """Of complaints received in the period, how many were acknowledged within 3 working days."""
    cohort, period = OpenCohort(council.id), days_of(spec)
    received = annual.count_of(cohort.received(period))
    found = annual.acknowledged_in(cohort, period, calendar_of(council.id), received)
    return Counted(found["count"], found["of"])


Days = annual.Counted
COLUMNS = (
    *(Complaint.id, Complaint.reference, Complaint.received_on),
    *(Complaint.acknowledged_on, Complaint.closed_on, Complaint.outcome),
)
Test = Callable[[Any, Days], bool]  # of a row with these columns


def _is_answered(case: Any, days: Days) -> bool:
    return days.between(case.received_on, case.closed_on) <= ANSWERED_DAYS


def _is_fault(case: Any, days: Days) -> bool:
    return case.outcome in FAULT


def _is_acknowledged(case: Any, days: Days) -> bool:
    told_on = case.acknowledged_on
    return told_on is not None and days.between(case.received_on, told_on) <= ACKNOWLEDGE_DAYS


def _list(resolved: bool, test: Test, asked: Behind) -> list[CountedLine]:
    """The cases behind a figure by their number: working days are counted here, so the rows of the period are read."""
    cohort, period = OpenCohort(asked.council.id), days_of(asked.period)
    whole = cohort.resolved(period) if resolved else cohort.received(period)
    query = select(*COLUMNS).where(whole, Complaint.id > asked.after).order_by(Complaint.id)
    days = annual.Counted(calendar_of(asked.council.id))
    found = (case for case in db.session.execute(query) if test(case, days) == asked.is_counted)
    return [
        CountedLine(case.id, case.reference, f"/complaints/{case.id}", _said(case, days, resolved))
        for case in islice(found, asked.most)
    ]


def _said(case: Any, days: Days, resolved: bool) -> str:
    """Received 3 Apr 2019, closed 12 May 2019: 25 working days"""
    until, done = (case.closed_on, "closed") if resolved else (case.acknowledged_on, "acknowledged")
    received = f"Received {short_date(case.received_on)}"
    if until is None:
        return f"{received}, not {done} yet"
    return f"{received}, {done} {short_date(until)}: {_working(case.received_on, until, days)}"


def _working(start: date, end: date, days: Days) -> str:
    return plural(days.between(start, end), "working day")


def register(app: Flask) -> None:
    """Hand the three measures to the measures room."""
    for code, computer, resolved, test in (
        ("answered-in-20", answered_in_20, True, _is_answered),
        ("fault-found", fault_found, True, _is_fault),
        ("acknowledged-in-3", acknowledged_in_3, False, _is_acknowledged),
    ):
        register_computer(
            app,
            f"complaints:{code}",
            computer,
            lister=partial(_list, resolved, test),
            need=Need.READ_COMPLAINTS,
        )
