"""The cases behind each figure of the report: every figure opens what it counts.

A figure is named by its way through the report's data: "received", "within.20", "themes.Charging",
"districts.Melton.upheld", "ombudsman.outcomes.upheld".
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from casework.accounts.models import Organisation, Person
from casework.complaints.annual import (
    IS_FAULT,
    WITHIN,
    Cohort,
    Counted,
    Period,
    count_of,
    has_remedy,
    is_in_time,
    is_joint,
)
from casework.complaints.annual_more import more_members
from casework.complaints.annual_periods import periods_of
from casework.complaints.calendar import ACKNOWLEDGE_DAYS
from casework.complaints.frozen import find_frozen
from casework.complaints.kinds import WIDER, OmbudsmanOutcome, Outcome, RemedyKind, Route, TermKind
from casework.complaints.models import Complaint, ComplaintTerm
from casework.complaints.queries import with_words
from casework.complaints.records import OmbudsmanCase, OmbudsmanRecommendation
from casework.complaints.terms import calendar_of
from casework.complaints.worklist import read_cursor
from casework.extensions import db
from casework.kit.rules import RuleBroken

PAGE = 50
BATCH = 10_000
ORDER = (Complaint.received_on, Complaint.id)
Key = tuple[date, int]
MORE_HEADS = ("previous", "corporate", "excluded", "monitoring")
TERM_KINDS = {"themes": TermKind.THEME, "causes": TermKind.CAUSE, "districts": TermKind.DISTRICT}


@dataclass(frozen=True)
class Asked:
    """A figure taken apart: its heading, what of it, and the last word where there is one."""

    head: str
    key: str = ""
    last: str = ""


@dataclass(frozen=True)
class Behind:
    """One page of the cases behind a figure, by day of receipt; how many there are; where the next page begins."""

    cases: list[Complaint]
    count: int
    next_cursor: str | None


def list_behind(
    figure: str,
    year: str,
    organisation: Organisation,
    *,
    seen_by: Person | None = None,
    is_frozen: bool = False,
    after: str | None = None,
) -> Behind:
    """A page of the cases a figure counts, after the cursor. RuleBroken for a figure that is not in the report.

    `is_frozen`: those it counted when the year was last frozen, as far as they are still there.
    """
    asked = _taken_apart(figure)
    period, before = periods_of(year)
    cohort = Cohort(organisation.id, seen_by)
    if is_frozen or asked.head in MORE_HEADS:
        members = _frozen(year, organisation) if is_frozen else more_members(period, before, organisation)
        if asked.head not in (*MORE_HEADS, *TERM_KINDS) and figure not in members:
            _condition(asked, cohort, period)  # an unknown figure is refused; a known one of nought has no cases
        return _page_of(_held(members.get(figure, []), cohort), after)
    condition = cohort.received(before) if asked.head == "received_previous" else _condition(asked, cohort, period)
    test = _day_test(asked, organisation.id)
    if test is None:
        return _page_where(condition, after)
    days = select(Complaint.received_on, Complaint.id, Complaint.closed_on, Complaint.acknowledged_on).where(condition)
    keys = [(row.received_on, row.id) for row in db.session.execute(days.order_by(*ORDER)) if test(row)]
    return _page_of(keys, after)


def _page_where(condition: ColumnElement[bool], after: str | None) -> Behind:
    """Counted and chosen in the database."""
    query = with_words(select(Complaint)).where(condition).order_by(*ORDER).limit(PAGE + 1)
    cursor = read_cursor(after)
    cases = list(db.session.scalars(query.where(tuple_(*ORDER) > cursor) if cursor else query))
    more, cases = len(cases) > PAGE, cases[:PAGE]
    return Behind(cases, count_of(condition), _cursor_of(cases[-1].received_on, cases[-1].id) if more else None)


def _page_of(keys: Sequence[Key], after: str | None) -> Behind:
    """The same of cases that are known already: their days of receipt and numbers, in order."""
    cursor = read_cursor(after)
    start = bisect_right(keys, cursor) if cursor else 0
    page = keys[start : start + PAGE]
    query = with_words(select(Complaint)).where(Complaint.id.in_([number for _, number in page])).order_by(*ORDER)
    is_last = start + PAGE >= len(keys)
    return Behind(list(db.session.scalars(query)), len(keys), None if is_last else _cursor_of(*page[-1]))


def _held(ids: Sequence[int], cohort: Cohort) -> list[Key]:
    """Those of the cases that exist for the reader, in order; a batch at a time, because a statement takes so many."""
    wanted = sorted(set(ids))
    found: list[Key] = []
    for start in range(0, len(wanted), BATCH):
        query = select(*ORDER).where(cohort.all_routes, Complaint.id.in_(wanted[start : start + BATCH]))
        found += [(row.received_on, row.id) for row in db.session.execute(query)]
    return sorted(found)


def _cursor_of(day: date, number: int) -> str:
    return f"{day.isoformat()}_{number}"


def _frozen(year: str, organisation: Organisation) -> Mapping[str, Sequence[int]]:
    """The cases behind each figure when the year was last frozen. RuleBroken when it never was."""
    frozen = find_frozen(organisation, year)
    if frozen is None:
        raise RuleBroken("This year is not frozen")
    members: Mapping[str, Sequence[int]] = frozen.content["members"]
    return members


def _taken_apart(figure: str) -> Asked:
    head, _, rest = figure.partition(".")
    if head in ("districts", "ombudsman") and "." in rest:
        key, _, last = rest.rpartition(".") if head == "districts" else rest.partition(".")
        return Asked(head, key, last)
    return Asked(head, rest)


def _condition(asked: Asked, cohort: Cohort, period: Period) -> ColumnElement[bool]:
    """What is true of the cases, working days aside. RuleBroken for an unknown figure."""
    received, resolved = cohort.received(period), cohort.resolved(period)
    fault = and_(resolved, IS_FAULT)
    found: dict[str, Callable[[], ColumnElement[bool]]] = {
        "received": lambda: received,
        "resolved": lambda: resolved,
        "within": lambda: resolved,
        "over_65": lambda: resolved,
        "fault_found": lambda: fault,
        "outcomes": lambda: and_(resolved, Complaint.outcome == Outcome(asked.key)),
        "joint": lambda: and_(received, is_joint()),
        "remedies": lambda: and_(fault, has_remedy(RemedyKind(asked.key))),
        "goodwill_remedies": lambda: and_(
            resolved, or_(Complaint.outcome.is_(None), ~IS_FAULT), has_remedy(RemedyKind(asked.key))
        ),
        "wider_learning": lambda: and_(fault, has_remedy(*WIDER)),
        "routes": lambda: and_(
            cohort.all_routes, period.holds(Complaint.received_on), Complaint.route == Route(asked.key)
        ),
        "acknowledged_in_3": lambda: received,
        "ombudsman": lambda: and_(cohort.statutory, _ombudsman(asked, period)),
        **{head: lambda: and_(received, _term(asked)) for head in TERM_KINDS},
    }
    if asked.head not in found:
        raise RuleBroken(f"There is no figure {asked.head} in the report")
    try:
        return found[asked.head]()
    except ValueError:
        raise RuleBroken(f"There is no figure {asked.head}.{asked.key} in the report") from None


def _term(asked: Asked) -> ColumnElement[bool]:
    kind = TERM_KINDS[asked.head]
    column = getattr(Complaint, f"{kind.value}_id")
    named = select(ComplaintTerm.id).where(ComplaintTerm.kind == kind, ComplaintTerm.name == asked.key)
    condition: ColumnElement[bool] = column.in_(named)
    return and_(condition, IS_FAULT) if asked.last == "upheld" else condition


def _ombudsman(asked: Asked, period: Period) -> ColumnElement[bool]:
    of_case = select(OmbudsmanCase.id).where(OmbudsmanCase.complaint_id == Complaint.id)
    recommended = of_case.join(OmbudsmanRecommendation).where(period.holds(OmbudsmanRecommendation.due_on))
    decided = of_case.where(period.holds(OmbudsmanCase.decided_on))
    if asked.key == "outcomes":
        return decided.where(OmbudsmanCase.outcome == OmbudsmanOutcome(asked.last)).exists()
    named = {
        "enquiries": of_case.where(period.holds(OmbudsmanCase.enquiry_on)),
        "decisions": decided,
        "fault": decided.where(OmbudsmanCase.outcome == OmbudsmanOutcome.UPHELD),
        "remedied_before": decided.where(OmbudsmanCase.was_remedied_before.is_(True)),
        "remedies_due": recommended,
        "remedies_on_time": recommended.where(is_in_time()),
    }
    if asked.key not in named:
        raise ValueError(asked.key)
    return named[asked.key].exists()


def _day_test(asked: Asked, organisation_id: int) -> Callable[[Any], bool] | None:
    """What the working days between two days must be, counted as the report counts them; None where none are."""
    if asked.head not in ("acknowledged_in_3", "within", "over_65") or asked.key == "of":
        return None
    days = Counted(calendar_of(organisation_id))
    if asked.head == "acknowledged_in_3":
        return lambda case: (
            case.acknowledged_on is not None
            and days.between(case.received_on, case.acknowledged_on) <= ACKNOWLEDGE_DAYS
        )
    if asked.head == "over_65":
        return lambda case: days.between(case.received_on, case.closed_on) > WITHIN[-1]
    limit = int(asked.key) if asked.key.isdecimal() else 0
    return lambda case: days.between(case.received_on, case.closed_on) <= limit
