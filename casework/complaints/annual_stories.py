"""What the year of complaints tells beside its counts: learning, the ombudsman's cases, compliments to be quoted.

Nothing of a restricted case is told, whoever asks: the report goes to committees.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from casework.accounts.models import Organisation, Person
from casework.actions.models import Action, ActionStatus
from casework.complaints.annual import Cohort, year_of
from casework.complaints.kinds import OmbudsmanOutcome
from casework.complaints.models import Complaint, ComplaintPoint, Compliment
from casework.complaints.records import OmbudsmanCase
from casework.extensions import db
from casework.findings.models import Finding

MOST = 10  # of each kind, newest first
MOST_ACTIONS = 50


def stories(start: int, council: Organisation, *, seen_by: Person | None) -> dict[str, Any]:
    """The texts of the report as JSON types."""
    return {
        "learning": [_learning(point) for point in _points(start, council, seen_by)],
        "actions": [_action(one) for one in _actions(start, council, seen_by)],
        "ombudsman_cases": [_ombudsman(reference, case) for reference, case in _cases(start, council, seen_by)],
        "compliment_samples": [
            {"text": one.text, "team": one.team.name if one.team else None} for one in _samples(start, council)
        ],
    }


def _points(start: int, council: Organisation, seen_by: Person | None) -> list[ComplaintPoint]:
    """Points that taught something which could help others, of complaints resolved in the year."""
    query = (
        select(ComplaintPoint)
        .join(ComplaintPoint.complaint)
        .where(
            Cohort(council.id, seen_by).resolved(year_of(start)),
            Complaint.is_restricted.is_(False),
            ComplaintPoint.is_wider.is_(True),
            ComplaintPoint.learning.is_not(None),
        )
        .options(contains_eager(ComplaintPoint.complaint))
        .order_by(Complaint.closed_on.desc(), ComplaintPoint.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def _learning(point: ComplaintPoint) -> dict[str, Any]:
    return {
        "reference": point.complaint.reference,
        "complaint_id": point.complaint_id,
        "point": point.title,
        "found": point.found,
        "learning": point.learning,
    }


def _actions(start: int, council: Organisation, seen_by: Person | None) -> list[Action]:
    """Improvement actions agreed because of complaints that were resolved in the year."""
    query = (
        select(Action)
        .join(Finding, Finding.id == Action.finding_id)
        .join(ComplaintPoint, ComplaintPoint.id == Finding.complaint_point_id)
        .join(Complaint, Complaint.id == ComplaintPoint.complaint_id)
        .where(
            Cohort(council.id, seen_by).resolved(year_of(start)),
            Complaint.is_restricted.is_(False),
            Finding.is_restricted.is_(False),
            Action.status != ActionStatus.PROPOSED,
        )
        .options(lazyload("*"))
        .order_by(Action.id)
        .limit(MOST_ACTIONS)
    )
    return list(db.session.scalars(query))


def _action(one: Action) -> dict[str, Any]:
    return {
        "action_id": one.id,
        "reference": one.reference,
        "title": one.title,
        "status": one.status.value,
        "due": one.due_on.isoformat() if one.due_on else None,
        "complaint_id": None,
    }


def _cases(start: int, council: Organisation, seen_by: Person | None) -> list[tuple[str, OmbudsmanCase]]:
    """Cases in which the ombudsman found fault in the year."""
    query = (
        select(Complaint.reference, OmbudsmanCase)
        .join(Complaint, Complaint.id == OmbudsmanCase.complaint_id)
        .where(
            Cohort(council.id, seen_by).statutory,
            Complaint.is_restricted.is_(False),
            OmbudsmanCase.outcome == OmbudsmanOutcome.UPHELD,
            year_of(start).holds(OmbudsmanCase.decided_on),
        )
        .options(selectinload(OmbudsmanCase.recommendations))
        .order_by(OmbudsmanCase.decided_on, OmbudsmanCase.id)
    )
    return [(reference, case) for reference, case in db.session.execute(query)]


def _ombudsman(reference: str, case: OmbudsmanCase) -> dict[str, Any]:
    return {
        "reference": reference,
        "complaint_id": case.complaint_id,
        "decided_on": case.decided_on.isoformat() if case.decided_on else None,
        "fault": case.fault,
        "recommendations": [
            {
                "what": one.what,
                "due_on": one.due_on.isoformat(),
                "done_on": one.done_on.isoformat() if one.done_on else None,
            }
            for one in case.recommendations
        ],
    }


def _samples(start: int, council: Organisation) -> list[Compliment]:
    query = (
        select(Compliment)
        .where(
            Compliment.organisation_id == council.id,
            Compliment.may_quote.is_(True),
            year_of(start).holds(Compliment.received_on),
        )
        .options(joinedload(Compliment.team))
        .order_by(Compliment.received_on.desc(), Compliment.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))
