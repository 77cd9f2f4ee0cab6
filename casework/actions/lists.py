"""The list of actions: its views, its filters, its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Date, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Need
from casework.actions.models import Action, ActionStatus, Deliverable, Plan
from casework.actions.moves import UNFINISHED
from casework.actions.queries import is_unfinished, to_sign, visible
from casework.actions.words import STATUS_TAGS
from casework.extensions import db
from casework.findings.filters import Facet, Picked
from casework.findings.models import Finding
from casework.findings.queries import just_name
from casework.findings.rules import SOURCE_COLUMNS, SourceKind
from casework.findings.words import SOURCE_WORDS

PAGE = 25
NO_DATE = date(9999, 12, 31)  # actions without a date come after those with one
PLAN = "plan"


class View(StrEnum):
    """The lists of the actions page."""

    MINE = "mine"
    SIGN_OFF = "for-my-sign-off"
    OVERDUE = "overdue"
    ALL = "all"


@dataclass(frozen=True)
class Cursor:
    """Where a page of the list ends: ended or not, due date, number."""

    ended: int
    due_on: date
    id: int

    def __str__(self) -> str:
        """For the address of the next page."""
        return f"{self.ended}_{self.due_on.isoformat()}_{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor of an address; None for anything else."""
        try:
            ended, due_on, number = text.split("_")
            return cls(int(ended) % 2, date.fromisoformat(due_on), int(number) % 2**31)
        except ValueError:
            return None


def _view(view: View, person: Person, today: date) -> ColumnElement[bool] | None:
    conditions: dict[View, Callable[[], ColumnElement[bool]]] = {
        View.MINE: lambda: and_(Action.owner_id == person.id, is_unfinished()),
        View.SIGN_OFF: lambda: to_sign(person),
        View.OVERDUE: lambda: and_(is_unfinished(), Action.due_on < today),
    }
    return conditions[view]() if view in conditions else None


def views_of(person: Person) -> list[View]:
    """The lists that can ever hold anything for this person: who signs nothing off has no list of it."""
    signs = person.may(Need.SIGN_OFF_ACTIONS)
    owns = person.may(Need.OWN_ACTIONS)
    return [view for view in View if (view != View.SIGN_OFF or signs) and (view != View.MINE or owns)]


def count_views(*, seen_by: Person, today: date) -> dict[View, int]:
    """How many actions each of the person's lists has, in one statement."""
    sums, views = [], views_of(seen_by)
    for view in views:
        condition = _view(view, seen_by, today)
        sums.append(func.count() if condition is None else func.sum(case((condition, 1), else_=0)))
    row = db.session.execute(visible(seen_by).with_only_columns(*sums)).one()
    return {view: int(number or 0) for view, number in zip(views, row, strict=True)}


def list_facets(*, seen_by: Person) -> list[Facet]:
    """What the list can be filtered by; agencies and plans are those in use."""
    used = visible(seen_by).with_only_columns(Action.agency_id)
    agencies = select(Organisation.id, Organisation.name).where(Organisation.id.in_(used)).order_by(Organisation.name)
    deliverables = visible(seen_by).with_only_columns(Action.deliverable_id)
    plans = select(Plan.id, Plan.title).where(
        Plan.id.in_(select(Deliverable.plan_id).where(Deliverable.id.in_(deliverables)))
    )
    sources = [(kind.value, SOURCE_WORDS[kind]) for kind in SourceKind]
    return [
        Facet("status", "Status", [(one.value, STATUS_TAGS[one][0]) for one in ActionStatus], many=True),
        Facet("source", "Source", [*sources, (PLAN, "Plan")], many=True),
        Facet("agency", "Agency", [(str(number), name) for number, name in db.session.execute(agencies)]),
        Facet(
            "plan", "Plan", [(str(number), title) for number, title in db.session.execute(plans.order_by(Plan.title))]
        ),
    ]


def conditions(picked: Picked) -> list[ColumnElement[bool]]:
    """The filters as conditions on actions joined to their findings."""
    found: list[ColumnElement[bool]] = []
    if picked["status"]:
        found.append(Action.status.in_(picked["status"]))
    if picked["source"]:
        kinds = [SourceKind(value) for value in picked["source"] if value != PLAN]
        columns = [getattr(Finding, SOURCE_COLUMNS[kind]).is_not(None) for kind in kinds]
        plan = [Action.deliverable_id.is_not(None)] if PLAN in picked["source"] else []
        found.append(or_(*columns, *plan))
    if picked["agency"]:
        found.append(Action.agency_id == int(picked["agency"][0]))
    if picked.get("plan"):
        of_plan = select(Deliverable.id).where(Deliverable.plan_id == int(picked["plan"][0]))
        found.append(Action.deliverable_id.in_(of_plan))
    return found


def _filtered(picked: Picked, view: View, person: Person, today: date) -> Select[Action]:
    query = visible(person).where(*conditions(picked))
    condition = _view(view, person, today)
    return query if condition is None else query.where(condition)


def list_actions(
    picked: Picked, *, view: View, seen_by: Person, today: date, after: Cursor | None = None
) -> list[Action]:
    """A page of actions, unfinished first, soonest date first, and one row more when there is a next page."""
    ended = case((is_unfinished(), 0), else_=1)
    due = func.coalesce(Action.due_on, literal(NO_DATE, Date))
    query = (
        _filtered(picked, view, seen_by, today)
        .options(
            contains_eager(Action.finding),
            joinedload(Action.deliverable).joinedload(Deliverable.plan),
            joinedload(Action.agency),
            joinedload(Action.measure),
            just_name(Action.owner),
            just_name(Action.signed_off_by),
            selectinload(Action.former_owners),
        )
        .order_by(ended, due, Action.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(
            or_(
                ended > after.ended,
                and_(ended == after.ended, due > after.due_on),
                and_(ended == after.ended, due == after.due_on, Action.id > after.id),
            )
        )
    return list(db.session.scalars(query))


def cursor_of(action: Action) -> Cursor:
    """Where the list goes on after this action."""
    return Cursor(int(action.status not in UNFINISHED), action.due_on or NO_DATE, action.id)


def count_actions(picked: Picked, *, view: View, seen_by: Person, today: date) -> int:
    """How many actions the filters leave."""
    return db.session.scalar(_filtered(picked, view, seen_by, today).with_only_columns(func.count())) or 0
