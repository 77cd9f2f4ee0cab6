"""Measures worked out from the register of actions: how many are overdue, how long from a finding to a sign-off.

A figure of the past is counted as things stood then: from when an action was made, given another date, signed off,
reopened or stopped. Actions of restricted findings are left out, because everybody who reads measures sees the figure.
"""

from datetime import date, datetime, time, timedelta

from flask import Flask
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from casework.accounts.models import Organisation
from casework.accounts.roles import Need
from casework.actions.models import Action, ActionStatus, NewDate, SignOff
from casework.actions.queries import visible
from casework.extensions import db
from casework.findings.models import Finding
from casework.kit import clock
from casework.kit.words import plural, short_date
from casework.measures.hooks import Behind, Counted, CountedLine, register_computer
from casework.measures.periods import PeriodSpec

OVERDUE, SIGN_OFF = "complaints:actions-overdue", "complaints:days-to-sign-off"


def day_counted(spec: PeriodSpec) -> date:
    """The day on which things are looked at: the period's last, or today while it runs."""
    return min(spec.ends_on, clock.today())


def end_of(day: date) -> datetime:
    """The first moment after the day in England."""
    return datetime.combine(day + timedelta(days=1), time(), clock.ENGLAND)


def _open_to_all(council: Organisation) -> ColumnElement[bool]:
    """Actions of the council that come from no restricted finding; the finding is joined."""
    return and_(
        Action.organisation_id == council.id, or_(Action.finding_id.is_(None), Finding.is_restricted.is_(False))
    )


def _stood(until: datetime) -> ColumnElement[bool]:
    """That a sign-off had been given by then and had not been overturned."""
    return and_(SignOff.signed_at < until, or_(SignOff.reopened_at.is_(None), SignOff.reopened_at >= until))


def _is_overdue(day: date) -> ColumnElement[bool]:
    """That an action was unfinished at the end of `day`, and due before it by the date it had then."""
    until = end_of(day)
    signed = select(SignOff.id).where(SignOff.action_id == Action.id, _stood(until)).exists()
    was_stopped = and_(
        Action.status == ActionStatus.STOPPED, func.coalesce(Action.stopped_at, Action.created_at) < until
    )
    moved_later = select(NewDate.id).where(NewDate.action_id == Action.id, NewDate.at >= until)
    old = select(NewDate.old_due_on).where(NewDate.action_id == Action.id, NewDate.at >= until)
    due_then = case((moved_later.exists(), old.order_by(NewDate.id).limit(1).scalar_subquery()), else_=Action.due_on)
    return and_(Action.created_at < until, ~signed, ~was_stopped, due_then < day)


def actions_overdue(council: Organisation, spec: PeriodSpec) -> Counted | None:
    """Actions unfinished and past their date at the end of the period; None before there was any action."""
    day = day_counted(spec)
    of_ours = select(func.count()).select_from(Action).outerjoin(Action.finding).where(_open_to_all(council))
    if not db.session.scalar(of_ours.where(Action.created_at < end_of(day))):
        return None
    return Counted(db.session.scalar(of_ours.where(_is_overdue(day))) or 0)


def list_overdue(asked: Behind) -> list[CountedLine]:
    """The overdue actions that this person may open."""
    day = day_counted(asked.period)
    query = (
        visible(asked.seen_by)
        .where(_open_to_all(asked.council), _is_overdue(day), Action.id > asked.after)
        .order_by(Action.id)
        .limit(asked.most)
    )
    return [
        CountedLine(one.id, f"{one.reference} {one.title}", f"/actions/{one.id}", _due(one))
        for one in db.session.scalars(query)
        if asked.is_counted
    ]


def _due(action: Action) -> str:
    return f"Due {short_date(action.due_on)}" if action.due_on else "No date now"


def _sign_offs(council: Organisation, spec: PeriodSpec) -> Select[SignOff, Finding]:
    """Sign-offs given in the period that still stood at its end, with the findings they answer."""
    return (
        select(SignOff, Finding)
        .join(Action, Action.id == SignOff.action_id)
        .join(Finding, Finding.id == Action.finding_id)
        .where(
            _open_to_all(council),
            SignOff.signed_at >= end_of(spec.starts_on - timedelta(days=1)),
            _stood(end_of(spec.ends_on)),
        )
    )


def _took(signed_at: datetime, raised_at: datetime) -> int:
    return (clock.day_of(signed_at) - clock.day_of(raised_at)).days


def days_to_sign_off(council: Organisation, spec: PeriodSpec) -> Counted:
    """Calendar days from findings to the sign-offs of their actions, added up, and how many sign-offs."""
    query = _sign_offs(council, spec).with_only_columns(SignOff.signed_at, Finding.raised_at)
    took = [_took(signed_at, raised_at) for signed_at, raised_at in db.session.execute(query)]
    return Counted(sum(took), len(took))


def list_sign_offs(asked: Behind) -> list[CountedLine]:
    """The sign-offs that this person may open, each with its days."""
    if not asked.is_counted:
        return []
    theirs = visible(asked.seen_by).with_only_columns(Action.id)
    query = (
        _sign_offs(asked.council, asked.period)
        .add_columns(Action)
        .where(Action.id.in_(theirs), SignOff.id > asked.after)
        .order_by(SignOff.id)
        .limit(asked.most)
    )
    return [
        CountedLine(
            signed.id,
            f"{action.reference} {action.title}",
            f"/actions/{action.id}",
            f"{finding.reference} raised {short_date(finding.raised_at)}, signed off {short_date(signed.signed_at)}: "
            + plural(_took(signed.signed_at, finding.raised_at), "day"),
        )
        for signed, finding, action in db.session.execute(query)
    ]


def register(app: Flask) -> None:
    """Hand both measures to the measures room."""
    register_computer(app, OVERDUE, actions_overdue, lister=list_overdue, need=Need.READ_ACTIONS)
    register_computer(app, SIGN_OFF, days_to_sign_off, lister=list_sign_offs, need=Need.READ_ACTIONS)
