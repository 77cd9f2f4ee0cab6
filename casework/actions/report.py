"""Actions as data for the report (contract, section 6): every action with its colour, delay and revisions, and sums."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from casework.accounts.models import Organisation, Person
from casework.actions import rules
from casework.actions.effect import brag, read_effect
from casework.actions.lists import PLAN, conditions
from casework.actions.models import Action, ActionStatus, ActionUpdate, Deliverable, Effect, Going
from casework.actions.queries import count_new_dates, visible
from casework.actions.thread import latest_judgements
from casework.extensions import db
from casework.findings.models import Finding, FindingMeasure
from casework.findings.queries import just_name
from casework.findings.rules import SourceKind, source_kind
from casework.findings.values import list_figures
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.measures.models import MeasureValue

SOURCES = (*(kind.value for kind in SourceKind), PLAN)
COLOURS = ("blue", "green", "amber", "red", "grey", "none")


def report_actions(
    *,
    organisation: Organisation,
    today: date,
    seen_by: Person | None = None,
    source: str | None = None,
    agency: Organisation | None = None,
    status: str | None = None,
) -> dict[str, Any]:
    """The council's actions, unfinished ones first by date; without a reader everything that is not restricted.

    `overdue_days` counts calendar days; `brag` is the suggested colour; `revisions` how often the date moved.
    """
    actions = _list(organisation, seen_by, _picked(source, agency, status))
    going, moved = _latest_going(actions), count_new_dates([action.id for action in actions])
    effects = list_effects(actions, organisation)
    rows = [
        _row(action, today, going.get(action.id), effects.get(action.id), moved.get(action.id, 0)) for action in actions
    ]
    return {"actions": rows, "summary": _summary(rows)}


def _picked(source: str | None, agency: Organisation | None, status: str | None) -> dict[str, list[str]]:
    if source is not None and source not in SOURCES:
        raise RuleBroken(f"There is no source {source}. Use one of {', '.join(SOURCES)}", "source")
    if status is not None and status not in list(ActionStatus):
        raise RuleBroken(f"There is no status {status}. Use one of {', '.join(ActionStatus)}", "status")
    return {
        "source": [source] if source else [],
        "status": [status] if status else [],
        "agency": [str(agency.id)] if agency else [],
    }


def _list(organisation: Organisation, seen_by: Person | None, picked: dict[str, list[str]]) -> list[Action]:
    if seen_by is not None:
        query = visible(seen_by)
    else:
        hidden = select(Finding.id).where(Finding.is_restricted.is_(True))
        query = select(Action).outerjoin(Action.finding)
        query = query.where(Action.finding_id.is_(None) | Action.finding_id.not_in(hidden))
    query = query.where(Action.organisation_id == organisation.id, *conditions(picked)).options(
        contains_eager(Action.finding).selectinload(Finding.measure_links).lazyload(FindingMeasure.measure),
        joinedload(Action.deliverable).joinedload(Deliverable.plan),
        joinedload(Action.agency),
        joinedload(Action.measure),
        lazyload(Action.organisation),
        just_name(Action.owner),
        just_name(Action.signed_off_by),
    )
    found = db.session.scalars(query).unique().all()
    return sorted(found, key=lambda one: (rules.has_ended(one), one.due_on or date.max, one.id))


def _latest_going(actions: Sequence[Action]) -> dict[int, Going]:
    """What the newest update of each action says."""
    newest = (
        select(func.max(ActionUpdate.id))
        .where(ActionUpdate.action_id.in_([action.id for action in actions]))
        .group_by(ActionUpdate.action_id)
    )
    query = select(ActionUpdate.action_id, ActionUpdate.going).where(ActionUpdate.id.in_(newest))
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_effects(actions: Sequence[Action], organisation: Organisation) -> dict[int, Effect]:
    """The effect of each signed-off action on its own measure: judged by a person, else by the figures."""
    signed = [one for one in actions if one.status == ActionStatus.SIGNED_OFF and one.signed_off_at and one.measure]
    judged = latest_judgements([one.id for one in signed])
    figures = list_figures({one.measure_id for one in signed if one.measure_id}, organisation=organisation)
    found = dict(judged)
    for one in signed:
        if one.id not in judged and one.measure and one.signed_off_at:
            day = clock.day_of(one.signed_off_at)
            values = figures[one.measure.id]
            reading = read_effect(one.measure, opening_of(one), values, day)
            if reading.verdict:
                found[one.id] = reading.verdict
    return found


def opening_of(action: Action) -> MeasureValue | None:
    """The figure of the action's measure when its finding was linked to it."""
    links = action.finding.measure_links if action.finding else []
    return next((link.opening_value for link in links if link.measure_id == action.measure_id), None)


def _row(action: Action, today: date, going: Going | None, effect: Effect | None, moved: int) -> dict[str, Any]:
    plan = action.deliverable.plan.title if action.deliverable else None
    return {
        "reference": action.reference,
        "action": action.title,
        "source": source_kind(action.finding).value if action.finding else PLAN if plan else None,
        "source_reference": action.finding.source_words if action.finding else plan or action.source_words,
        "lead": action.lead,
        "agency": action.agency.code,
        "due": action.due_on.isoformat() if action.due_on else None,
        "original_due": action.original_due_on.isoformat() if action.original_due_on else None,
        "revisions": moved,
        "status": action.status.value,
        "brag": brag(action.status, due_on=action.due_on, today=today, going=going, effect=effect),
        "overdue_days": rules.overdue_days(action, today),
        "measure": action.measure.reference if action.measure else None,
        "signed_off_by": action.signed_off_by.name if action.signed_off_by else None,
        "owner": action.owner.name if action.owner else None,
        "finding": action.finding.reference if action.finding else None,
        "timescale": action.timescale,
        "effect": effect.value if effect else None,
    }


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    status, colour = Counter(row["status"] for row in rows), Counter(row["brag"] for row in rows)
    return {
        "total": len(rows),
        "status": {one.value: status[one.value] for one in ActionStatus},
        "brag": {one: colour[one] for one in COLOURS},
        "overdue": sum(row["overdue_days"] > 0 for row in rows),
        "revised": sum(row["revisions"] > 0 for row in rows),
        "improved": sum(row["effect"] == Effect.IMPROVED.value for row in rows),
    }
