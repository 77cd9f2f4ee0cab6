"""Whether what was learned came back: later complaints like the one behind a finding whose action was signed off.

Alike is: the same theme, and the same team or the same provider. Counted are statutory and corporate complaints that
were received after the day of the sign-off and exist for whoever asks. It is a prompt to look again, never a verdict.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.actions.models import Action, ActionStatus
from casework.complaints.kinds import FAULT, Route
from casework.complaints.models import Complaint, ComplaintPoint
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.findings.hooks import CameBack
from casework.findings.models import Finding
from casework.findings.restricted import open_to
from casework.kit import clock, words
from casework.kit.lines import HomeLine

Before = aliased(Complaint)
MOST = 20
LISTED = 200


@dataclass(frozen=True)
class Again:
    """How often something came back since a sign-off, and in how many of those fault was found so far."""

    finding_id: int
    action_id: int
    action_reference: str
    since: date
    cases: int
    fault: int


def _alike() -> ColumnElement[bool]:
    same_team = and_(Before.team_id.is_not(None), Complaint.team_id == Before.team_id)
    same_provider = and_(Before.provider_id.is_not(None), Complaint.provider_id == Before.provider_id)
    return and_(
        Complaint.organisation_id == Before.organisation_id,
        Complaint.id != Before.id,
        Complaint.theme_id == Before.theme_id,
        or_(same_team, same_provider),
        Complaint.route.in_((Route.STATUTORY, Route.CORPORATE)),
        Complaint.received_on > _day(Action.signed_off_at),
    )


def _day(moment: InstrumentedAttribute[datetime | None]) -> ColumnElement[date]:
    """The day of a moment, in SQL: text on SQLite, where dates are kept as text too."""
    if db.session.get_bind().dialect.name == "sqlite":
        return func.date(moment)
    return cast(moment, Date)


def list_again(*, seen_by: Person, finding_ids: Collection[int] | None = None) -> list[Again]:
    """Each signed-off action of a finding from a complaint after which it came back, the oldest sign-off first."""
    readable = _readable(seen_by, finding_ids)
    if not readable:
        return []
    fault = func.sum(case((Complaint.outcome.in_(FAULT), 1), else_=0))
    query = (
        select(Finding.id, Action.id, Action.reference, Action.signed_off_at, func.count(), fault)
        .join(Action, Action.finding_id == Finding.id)
        .join(ComplaintPoint, ComplaintPoint.id == Finding.complaint_point_id)
        .join(Before, Before.id == ComplaintPoint.complaint_id)
        .join(Complaint, _alike())
        .where(Finding.id.in_(readable), Action.status == ActionStatus.SIGNED_OFF, visible_to(seen_by))
        .group_by(Finding.id, Action.id, Action.reference, Action.signed_off_at)
        .order_by(Action.signed_off_at, Action.id)
    )
    return [
        Again(finding_id, action_id, reference, clock.day_of(at), cases, int(found or 0))
        for finding_id, action_id, reference, at, cases, found in db.session.execute(query)
        if at is not None
    ]


def _readable(person: Person, finding_ids: Collection[int] | None) -> list[int]:
    """Findings from complaints with a signed-off action that exist for this person."""
    if not person.may(Need.READ_COMPLAINTS):
        return []
    query = (
        select(Finding.id)
        .distinct()
        .join(Action, Action.finding_id == Finding.id)
        .where(
            Finding.organisation_id == person.organisation_id,
            Finding.complaint_point_id.is_not(None),
            Action.status == ActionStatus.SIGNED_OFF,
            open_to(person),
        )
    )
    return list(db.session.scalars(query if finding_ids is None else query.where(Finding.id.in_(finding_ids))))


def cases_behind(finding_id: int, *, seen_by: Person) -> Select[Complaint]:
    """The cases behind the count of a finding that list_again() named, newest first, each once."""
    return (
        select(Complaint)
        .distinct()
        .join(Before, Complaint.id != Before.id)
        .join(ComplaintPoint, ComplaintPoint.complaint_id == Before.id)
        .join(Finding, Finding.complaint_point_id == ComplaintPoint.id)
        .join(Action, and_(Action.finding_id == Finding.id, Action.status == ActionStatus.SIGNED_OFF))
        .where(Finding.id == finding_id, _alike(), visible_to(seen_by))
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
        .limit(LISTED)
    )


def sentence_of(again: Again) -> str:
    """What is said on the finding, on the action and on Home."""
    fault = f", fault found in {again.fault} so far" if again.fault else ""
    return (
        f"It came back: {words.plural(again.cases, 'complaint')} with the same theme and the same team or provider "
        f"since {again.action_reference} was signed off on {words.full_date(again.since)}{fault}"
    )


def came_back(finding_ids: Collection[int], seen_by: Person) -> dict[int, CameBack]:
    """For the register and the actions: what to say of these findings, the newest sign-off of each."""
    found = list_again(seen_by=seen_by, finding_ids=finding_ids) if finding_ids else []
    return {one.finding_id: CameBack(sentence_of(one), f"/complaints/came-back/{one.finding_id}") for one in found}


def list_home_lines(person: Person) -> list[HomeLine]:
    """Home lines for who can reopen the action: the director and the complaints manager."""
    if not person.has(Role.DIRECTOR, Role.COMPLAINTS_MANAGER):
        return []
    return [
        HomeLine("Came back", f"{sentence_of(one)}. Did it work?", f"/actions/{one.action_id}", one.since)
        for one in list_again(seen_by=person)[:MOST]
    ]
