"""Reading actions: which exist for a person, what waits for them, and what a finding shows of its actions."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Organisation, Person, PersonRole
from casework.accounts.roles import Need, Role
from casework.actions.models import (
    Action,
    ActionStatus,
    Effect,
    EffectJudgement,
    FormerOwner,
    NewDate,
    SignOff,
)
from casework.actions.moves import UNFINISHED
from casework.actions.rules import SIGNERS
from casework.actions.words import STATUS_TAGS
from casework.extensions import db
from casework.findings.hooks import ActionLine
from casework.findings.models import Finding
from casework.findings.queries import just_name
from casework.findings.restricted import open_to
from casework.kit.queries import or_404

OWN_ONLY = frozenset({Role.INVESTIGATOR, Role.BOARD_MEMBER, Role.ADMINISTRATOR, Role.CHALLENGER})


def sees_all(person: Person) -> bool:
    """Whether a role shows them every action of their council that is not restricted."""
    return person.may(Need.READ_ACTIONS) and not person.roles <= OWN_ONLY


def _is_theirs(person: Person) -> ColumnElement[bool]:
    """Own actions always; the council's by role; a board member's agency's. Restricted ones only as the owner."""
    seen: ColumnElement[bool] = false()
    if sees_all(person):
        seen = Action.organisation_id == person.organisation_id
    elif person.has(Role.BOARD_MEMBER):
        seen = Action.agency_id == person.organisation_id
    return or_(Action.owner_id == person.id, and_(seen, or_(Action.finding_id.is_(None), open_to(person))))


def visible(person: Person) -> Select[Action]:
    """The actions that exist for this person, joined to their findings."""
    return select(Action).outerjoin(Action.finding).where(_is_theirs(person))


def get_action(action_id: int, *, seen_by: Person) -> Action:
    """The action, or "Page not found"."""
    query = (
        visible(seen_by)
        .where(Action.id == action_id)
        .options(
            just_name(Action.owner),
            just_name(Action.submitted_by),
            just_name(Action.signed_off_by),
            selectinload(Action.former_owners).options(just_name(FormerOwner.person)),
        )
    )
    return or_404(db.session.scalars(query).first())


def may_see_finding(finding: Finding | None, person: Person) -> bool:
    """Whether somebody who sees the action also reads what it is for.

    A partner who is given an action reads its reason, though the register is the council's; a restricted finding is
    seen through its source only.
    """
    if finding is None:
        return False
    if finding.organisation_id != person.organisation_id:
        return not finding.is_restricted
    return _is_open_to(finding, person)


def _is_open_to(finding: Finding, person: Person) -> bool:
    return not finding.is_restricted or bool(
        db.session.scalar(select(Finding.id).where(Finding.id == finding.id, open_to(person)))
    )


def _signs(person: Person) -> ColumnElement[bool]:
    """With the right to sign them off, and never owned or submitted by this person (rules.check_who)."""
    rights = [Action.body == body for body, roles in SIGNERS.items() if person.has(*roles)]
    if person.has(Role.DIRECTOR):
        rights.append(Action.agency_id == Action.organisation_id)
    return and_(
        Action.organisation_id == person.organisation_id,
        Action.owner_id != person.id,
        Action.submitted_by_id != person.id,
        ~exists().where(FormerOwner.action_id == Action.id, FormerOwner.person_id == person.id),
        or_(false(), *rights),
    )


def to_sign(person: Person) -> ColumnElement[bool]:
    """Submitted, and this person's to sign off."""
    return and_(Action.status == ActionStatus.SUBMITTED, _signs(person))


def to_judge(person: Person, today: date) -> ColumnElement[bool]:
    """Signed off, the day to read the measure again has come, and nobody has said since what the effect was.

    "Too early" counts as said only when it was said after that day.
    """
    said = exists().where(
        EffectJudgement.action_id == Action.id,
        EffectJudgement.at >= SignOff.signed_at,
        or_(EffectJudgement.verdict != Effect.TOO_EARLY, func.date(EffectJudgement.at) >= SignOff.remeasure_on),
    )
    due = exists().where(
        SignOff.action_id == Action.id, SignOff.reopened_at.is_(None), SignOff.remeasure_on <= today, ~said
    )
    return and_(Action.status == ActionStatus.SIGNED_OFF, Action.measure_id.is_not(None), _signs(person), due)


def count_signers(organisation: Organisation, roles: Collection[Role], *, besides: Person | None) -> int:
    """How many open accounts of the council have one of these roles, one person aside."""
    query = select(func.count(Person.id.distinct())).join(Person.role_rows)
    others = query.where(Person.organisation_id == organisation.id, Person.is_disabled.is_(False))
    others = others.where(PersonRole.role.in_(roles), Person.id != (besides.id if besides else 0))
    return db.session.scalar(others) or 0


def is_unfinished() -> ColumnElement[bool]:
    """Neither signed off nor stopped."""
    return Action.status.in_(sorted(UNFINISHED))


def count_new_dates(action_ids: list[int]) -> dict[int, int]:
    """How often the due date of each action was moved."""
    query = select(NewDate.action_id, func.count()).where(NewDate.action_id.in_(action_ids)).group_by(NewDate.action_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def count_others(action: Action) -> int:
    """Actions of the same finding that were not stopped, this one aside."""
    query = select(func.count()).where(
        Action.finding_id == action.finding_id, Action.id != action.id, Action.status != ActionStatus.STOPPED
    )
    return db.session.scalar(query) or 0


def list_lines(finding_ids: Collection[int], person: Person) -> dict[int, list[ActionLine]]:
    """The actions of these findings, for the findings room (findings.hooks), in one statement."""
    latest = func.max(SignOff.id)
    last = select(SignOff.action_id, latest.label("id")).group_by(SignOff.action_id).subquery()
    query = (
        visible(person)
        .add_columns(SignOff.what_checked)
        .outerjoin(last, last.c.action_id == Action.id)
        .outerjoin(SignOff, SignOff.id == last.c.id)
        .where(Action.finding_id.in_(finding_ids))
        .options(just_name(Action.owner), just_name(Action.signed_off_by))
        .order_by(Action.id)
    )
    found: dict[int, list[ActionLine]] = {}
    for action, what_checked in db.session.execute(query):
        found.setdefault(action.finding_id, []).append(_line(action, what_checked))
    return found


def _line(action: Action, what_checked: str | None) -> ActionLine:
    word, colour = STATUS_TAGS[action.status]
    signed = action.status == ActionStatus.SIGNED_OFF
    return ActionLine(
        reference=action.reference,
        title=action.title,
        path=f"/actions/{action.id}",
        word=word,
        colour=colour,
        owner=action.owner.name if action.owner else action.lead,
        due_on=action.due_on,
        is_open=action.status in UNFINISHED,
        is_signed_off=signed,
        signed_off_by=action.signed_off_by.name if signed and action.signed_off_by else None,
        signed_off_at=action.signed_off_at if signed else None,
        what_checked=what_checked if signed else None,
    )


def find_by_reference(reference: str, *, seen_by: Person) -> Action | None:
    """The action with this reference, ours or another body's, whatever its case; None when it is not theirs to see."""
    if not seen_by.may(Need.READ_ACTIONS):
        return None
    return db.session.scalars(visible(seen_by).where(func.upper(Action.reference) == reference.upper())).first()
