"""Reading plans: priorities, what success looks like, deliverables and their activities (R96 to R100)."""

from dataclasses import dataclass, field

from sqlalchemy import select

from casework.accounts.models import Person
from casework.actions.models import Action, Deliverable, Plan
from casework.actions.queries import sees_all, visible
from casework.extensions import db
from casework.findings.queries import just_name
from casework.kit.queries import or_404


@dataclass(frozen=True)
class DeliverablePart:
    """A key deliverable with its activities, each an action with its own lead and timescale."""

    title: str
    actions: list[Action] = field(default_factory=list)


@dataclass(frozen=True)
class Priority:
    """A priority of a plan, and what success will look like."""

    title: str
    success_looks_like: str
    deliverables: list[DeliverablePart] = field(default_factory=list)


def get_plan(plan_id: int, *, seen_by: Person) -> Plan:
    """The plan, or "Page not found" for another council's or for somebody without any action in it."""
    query = select(Plan).where(Plan.id == plan_id)
    if sees_all(seen_by):
        query = query.where(Plan.organisation_id == seen_by.organisation_id)
    else:
        mine = visible(seen_by).with_only_columns(Action.deliverable_id)
        query = query.where(Plan.id.in_(select(Deliverable.plan_id).where(Deliverable.id.in_(mine))))
    return or_404(db.session.scalars(query).first())


def read_plan(plan: Plan, *, seen_by: Person) -> list[Priority]:
    """The plan in its own order with the actions this person sees, in two statements."""
    query = select(Deliverable).where(Deliverable.plan_id == plan.id).order_by(Deliverable.position, Deliverable.id)
    deliverables = list(db.session.scalars(query))
    activities = (
        visible(seen_by)
        .where(Action.deliverable_id.in_([one.id for one in deliverables]))
        .options(just_name(Action.owner))
        .order_by(Action.id)
    )
    actions = list(db.session.scalars(activities))
    found: dict[str, Priority] = {}
    for one in deliverables:
        priority = found.setdefault(one.priority, Priority(one.priority, one.success_looks_like))
        mine = [action for action in actions if action.deliverable_id == one.id]
        priority.deliverables.append(DeliverablePart(one.title, mine))
    return list(found.values())
