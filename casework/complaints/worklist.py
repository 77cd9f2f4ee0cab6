"""The worklists: what waits, soonest date first, with filters, counts and keyset paging.

However many rows there are, a page costs the same statements; nothing is counted or sorted outside the database.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, exists, func, or_, select, true, tuple_, union
from sqlalchemy.orm import joinedload, selectinload

from casework.accounts.models import Person
from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need, Role
from casework.complaints.kinds import STANDING_OPEN, NextStep, Route, Status, TermKind
from casework.complaints.models import Complaint, ComplaintPoint
from casework.complaints.queries import must_acknowledge, name_of, visible_to, with_words
from casework.complaints.records import OmbudsmanCase
from casework.complaints.terms import list_terms
from casework.extensions import db
from casework.findings.filters import Facet

PAGE = 25
MOST_COUNTED = 1_000
MOST_LISTED = 50_000
MOST_GIVEN = 200
LAST_DAY = date(9999, 12, 31)  # only in ORDER BY: cases without a date come last, nothing of it is kept or shown


class Tab(StrEnum):
    """The lists of the room, in the order of its sub navigation."""

    MINE = "mine"
    ACKNOWLEDGE = "acknowledge"
    PROMISED = "promised"
    POINTS = "points"
    SIGN = "sign"
    LATE = "late"
    OMBUDSMAN = "ombudsman"
    ALL = "all"


TAB_WORDS = {
    Tab.MINE: "Mine",
    Tab.ACKNOWLEDGE: "To acknowledge",
    Tab.PROMISED: "Promised",
    Tab.POINTS: "Points open",
    Tab.SIGN: "To sign",
    Tab.LATE: "Late",
    Tab.OMBUDSMAN: "With the ombudsman",
    Tab.ALL: "All",
}
EMPTY = {
    Tab.MINE: "No open case or point was given to you.",
    Tab.ACKNOWLEDGE: "Nothing to acknowledge.",
    Tab.PROMISED: "Nothing is promised.",
    Tab.POINTS: "Every point has a finding.",
    Tab.SIGN: "No answer waits to be checked or signed.",
    Tab.LATE: "Nothing is late.",
    Tab.OMBUDSMAN: "Nothing is with the ombudsman.",
    Tab.ALL: "No complaints yet. Log the first one, or import the log you keep now.",
}


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, where the next begins, how many there are (None: more than are counted)."""

    rows: list[Complaint]
    next_cursor: str | None
    total: int | None


def _is_open() -> ColumnElement[bool]:
    return Complaint.status.in_(STANDING_OPEN)


def _open_point(person: Person | None = None) -> ColumnElement[bool]:
    found = exists().where(ComplaintPoint.complaint_id == Complaint.id, ComplaintPoint.outcome.is_(None))
    return found.where(ComplaintPoint.investigator_id == person.id) if person else found


def condition(tab: Tab, person: Person, today: date) -> ColumnElement[bool]:
    """What is true of the cases of a list."""
    undecided = Complaint.id.in_(select(OmbudsmanCase.complaint_id).where(OmbudsmanCase.decided_on.is_(None)))
    mine = and_(_is_open(), or_(Complaint.officer_id == person.id, _open_point(person)))
    promised = Complaint.next_step.in_((NextStep.UPDATE, NextStep.PROMISED_ANSWER))
    return {
        Tab.MINE: mine,
        Tab.ACKNOWLEDGE: must_acknowledge(today),
        Tab.PROMISED: and_(Complaint.next_on.is_not(None), promised),
        Tab.POINTS: and_(_is_open(), _open_point()),
        Tab.SIGN: Complaint.status == Status.DRAFTED,
        Tab.LATE: Complaint.next_on < today,
        Tab.OMBUDSMAN: undecided,
        Tab.ALL: true(),
    }[tab]


def tabs_for(person: Person) -> list[Tab]:
    """The lists somebody gets: who only reads has no list of their own, an investigator sees only their own cases."""
    if person.may(Need.LOG_COMPLAINTS):
        return list(Tab)
    if person.may(Need.DECIDE_POINTS):
        return [Tab.MINE, Tab.LATE, Tab.ALL]
    return [Tab.POINTS, Tab.SIGN, Tab.LATE, Tab.OMBUDSMAN, Tab.ALL]


def count_tabs(tabs: Sequence[Tab], *, seen_by: Person, today: date) -> dict[Tab, int]:
    """How many cases each list has, All aside, in one statement over what is still to be done."""
    counted = [tab for tab in tabs if tab != Tab.ALL]
    sums = [func.coalesce(func.sum(case((condition(tab, seen_by, today), 1), else_=0)), 0) for tab in counted]
    active = _active(seen_by).subquery("active")  # joined, so that the log is read from these few and not the other way
    row = db.session.execute(
        select(*sums).select_from(active).join(Complaint, Complaint.id == active.c.id).where(visible_to(seen_by))
    ).one()
    return dict(zip(counted, (int(number) for number in row), strict=True))


def _active(person: Person) -> CompoundSelect[int]:
    """Cases that any list may hold, each kind by an index of its own: a log has many that are done with."""
    own = select(Complaint.id).where(Complaint.organisation_id == person.organisation_id)
    undecided = select(OmbudsmanCase.complaint_id.label("id")).where(OmbudsmanCase.decided_on.is_(None))
    return union(own.where(_is_open()), own.where(Complaint.next_on.is_not(None)), undecided)


def facets_for(person: Person) -> list[Facet]:
    """What the lists can be filtered by; free words are never in an address."""
    terms = list_terms(person.organisation_id)
    facets = [
        Facet("status", "Status", [(one.value, one.words) for one in Status], many=True),
        Facet("route", "Route", [(one.value, one.words) for one in Route]),
        *(
            Facet(kind.value, kind.words, [(str(term.id), term.name) for term in terms.get(kind, [])])
            for kind in (TermKind.TEAM, TermKind.THEME, TermKind.PROVIDER, TermKind.DISTRICT)
        ),
    ]
    if person.may(Need.LOG_COMPLAINTS):
        team = list_colleagues(Role.COMPLAINTS_OFFICER, Role.COMPLAINTS_MANAGER, seen_by=person)
        facets.append(Facet("officer", "Officer", [(str(one.id), one.name) for one in team]))
    return [facet for facet in facets if facet.options]


COLUMNS: dict[str, Any] = {
    "status": Complaint.status,
    "route": Complaint.route,
    "team": Complaint.team_id,
    "theme": Complaint.theme_id,
    "provider": Complaint.provider_id,
    "district": Complaint.district_id,
    "officer": Complaint.officer_id,
}


def narrowed(picked: Mapping[str, Sequence[str]]) -> list[ColumnElement[bool]]:
    """The chosen filters as conditions."""
    found = []
    for name, values in picked.items():
        if values:
            column = COLUMNS[name]
            words = {"status": Status, "route": Route}.get(name)
            found.append(column.in_([words(value) if words else int(value) for value in values]))
    return found


def wanted_of(tab: Tab, picked: Mapping[str, Sequence[str]], *, seen_by: Person, today: date) -> ColumnElement[bool]:
    """What is true of the cases of a list with its filters."""
    return and_(visible_to(seen_by), condition(tab, seen_by, today), *narrowed(picked))


def page_of(
    tab: Tab,
    picked: Mapping[str, Sequence[str]],
    *,
    seen_by: Person,
    today: date,
    after: str | None = None,
    only: ColumnElement[bool] | None = None,
    known: int | None = None,
    is_counted: bool = False,
) -> Page:
    """One page of a list, soonest date first; All by the day of receipt, newest first. `only`: what a search adds.

    `known` is how many there are where that was counted already; with `is_counted` None says "more than are counted".
    """
    wanted = wanted_of(tab, picked, seen_by=seen_by, today=today)
    if only is not None:
        wanted = and_(wanted, only)
    key = Complaint.received_on if tab == Tab.ALL else func.coalesce(Complaint.next_on, LAST_DAY)
    query = with_words(select(Complaint)).where(wanted)
    cursor = read_cursor(after)
    if tab == Tab.ALL:
        query = query.order_by(key.desc(), Complaint.id.desc())
        query = query.where(tuple_(key, Complaint.id) < cursor) if cursor else query
    else:
        query = query.order_by(key, Complaint.id)
        query = query.where(tuple_(key, Complaint.id) > cursor) if cursor else query
    query = query.options(
        selectinload(Complaint.points).options(name_of(joinedload(ComplaintPoint.investigator))),
        selectinload(Complaint.answers),
        selectinload(Complaint.ombudsman_cases),
    )
    rows = list(db.session.scalars(query.limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    total = known if is_counted or known is not None else count_up_to_most(select(Complaint.id).where(wanted))
    return Page(rows, cursor_of(tab, rows[-1]) if more else None, total)


def list_all(
    tab: Tab,
    picked: Mapping[str, Sequence[str]],
    *,
    seen_by: Person,
    today: date,
    only: ColumnElement[bool] | None = None,
) -> list[Complaint]:
    """Every case of a list, for a file; at most MOST_LISTED."""
    wanted = wanted_of(tab, picked, seen_by=seen_by, today=today)
    query = with_words(select(Complaint)).where(and_(wanted, only) if only is not None else wanted)
    query = query.options(
        selectinload(Complaint.points).options(name_of(joinedload(ComplaintPoint.investigator))),
        selectinload(Complaint.answers),
        selectinload(Complaint.ombudsman_cases),
    )
    return list(db.session.scalars(query.order_by(Complaint.received_on, Complaint.id).limit(MOST_LISTED)))


def list_open(*, seen_by: Person, only: Collection[int] = ()) -> list[Complaint]:
    """Open cases that can be given to somebody, soonest first, at most MOST_GIVEN; of `only` where any are said."""
    query = with_words(select(Complaint)).where(visible_to(seen_by), _is_open())
    if only:
        query = query.where(Complaint.id.in_(only))
    soonest = func.coalesce(Complaint.next_on, LAST_DAY)
    return list(db.session.scalars(query.order_by(soonest, Complaint.id).limit(MOST_GIVEN)))


def count_up_to_most(query: Select[int]) -> int | None:
    """How many numbers a query finds; None for more than MOST_COUNTED."""
    capped = query.limit(MOST_COUNTED + 1).subquery()
    found = db.session.scalar(select(func.count()).select_from(capped)) or 0
    return None if found > MOST_COUNTED else found


def cursor_of(tab: Tab, row: Complaint) -> str:
    """Where the next page begins: the last row's date and number."""
    key = row.received_on if tab == Tab.ALL else row.next_on or LAST_DAY
    return f"{key.isoformat()}_{row.id}"


def read_cursor(text: str | None) -> tuple[date, int] | None:
    """The same, read back; None for anything else in the address."""
    day, _, number = (text or "").partition("_")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
