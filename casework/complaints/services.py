"""Verbs of a case: log, settle, escalate, sort, assign, acknowledge, close, withdraw, reopen.

A service checks everything, then changes, then records; it never commits. `by` is who acts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from casework.accounts.models import Person
from casework.complaints import notice_services, point_services, review_services, rules
from casework.complaints.access_services import allow
from casework.complaints.calendar import settle_by
from casework.complaints.kinds import Channel, Ground, NextStep, Outcome, Route, Status, Teller, TermKind
from casework.complaints.models import Complaint, ComplaintNamed, ComplaintTerm
from casework.complaints.moving import Changes, made
from casework.complaints.records import ComplaintRoute
from casework.complaints.references import Series, next_reference
from casework.complaints.rules import Move
from casework.complaints.terms import calendar_of
from casework.extensions import db
from casework.findings.numbers import hold_writers, spread
from casework.kit import clock
from casework.kit import words as say
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


class Standing(StrEnum):
    """How what was said stands when it is logged."""

    SETTLED = "settled"
    NOT_SETTLED = "not-settled"
    COMPLAINT = "complaint"
    SERVICE_REQUEST = "service-request"


@dataclass(frozen=True)
class Told:
    """What was said, by whom, about whom, how and when."""

    what_said: str
    channel: Channel
    received_on: date
    told_by: Teller | None = None
    told_by_name: str | None = None
    adult_reference: str | None = None
    contact: str | None = None
    is_risk: bool = False


@dataclass(frozen=True)
class Sorting:
    """Where a complaint belongs; `terms` by kind, `named` the ids of colleagues it names."""

    route: Route
    terms: dict[TermKind, ComplaintTerm | None]
    summary: str | None = None
    ground: Ground | None = None
    reason: str | None = None
    target_days: int | None = None
    named: Collection[int] = ()
    matter_on: date | None = None
    is_late_accepted: bool | None = None
    late_reason: str | None = None


def log(*, told: Told, standing: Standing, by: Person, settled_how: str | None = None) -> Complaint:
    """A new concern or complaint. RuleBroken for a day to come, or a concern that must be a complaint."""
    hold_writers()
    today = clock.today()
    if told.received_on > today:
        raise RuleBroken("Date received must be today or in the past", "received_on")
    is_concern = standing in (Standing.SETTLED, Standing.NOT_SETTLED)
    if is_concern:
        rules.check_log_settled(told.channel, told.received_on, today, calendar_of(by.organisation_id))
    series = Series.CONCERN if is_concern else Series.COMPLAINT
    reference = next_reference(by.organisation_id, series, told.received_on.year)
    case = Complaint(
        organisation_id=by.organisation_id,
        reference=reference,
        concern_reference=reference if is_concern else None,
        status=Status.OPEN if is_concern else Status.NEW,
        route=None if is_concern else Route.STATUTORY,
        officer_id=by.id,
        logged_by_id=by.id,
        logged_at=clock.now(),
        changed_at=clock.now(),
        **vars(told),
    )
    if standing == Standing.SERVICE_REQUEST:
        case.route = Route.SERVICE_REQUEST
    if standing == Standing.SETTLED:
        _settle(case, settled_how, today)
    spread(case)
    db.session.add(case)
    kind = "a concern" if is_concern else "a complaint" if case.route == Route.STATUTORY else "a request for service"
    way = told.channel.words.lower()
    sentence = f"logged {kind} by {way}, received {say.full_date(told.received_on)}"
    if standing == Standing.SETTLED:
        sentence = f"logged {kind} by {way}, settled to their satisfaction"
    made(case, Event.COMPLAINT_LOGGED, by=by, words=sentence.replace("by in person", "in person"))
    return case


def _settle(case: Complaint, how: str | None, today: date) -> None:
    if not (how or "").strip():
        raise RuleBroken("Enter what settled it", "settled_how")
    case.status, case.route, case.excluded_ground = Status.SETTLED, Route.EXCLUDED, Ground.SETTLED_NEXT_DAY
    case.closed_on, case.outcome, case.ended_reason = today, Outcome.NO_FINDING, (how or "").strip()


def settle(case: Complaint, *, how: str, by: Person) -> None:
    """Settle a concern to their satisfaction, by the end of the next working day (regulation 8(1)(c))."""
    rules.check_move(case, Move.SETTLE)
    today = clock.today()
    rules.check_settle(case, today, calendar_of(case.organisation_id))
    _settle(case, how, today)
    made(case, Event.COMPLAINT_SETTLED, by=by, words="settled the concern to their satisfaction")


def escalate(case: Complaint, *, by: Person | None, reason: str | None = None) -> None:
    """Make a concern a complaint: a new reference, its first date kept. `by` None: Casework, the day having ended."""
    rules.check_move(case, Move.ESCALATE)
    old, was_settled = case.reference, case.status == Status.SETTLED
    case.reference = next_reference(case.organisation_id, Series.COMPLAINT, case.received_on.year)
    case.status, case.route, case.excluded_ground = Status.NEW, Route.STATUTORY, None
    case.closed_on = case.outcome = case.ended_reason = None
    sentence = "made this concern a complaint"
    if by is None:
        last = settle_by(case.received_on, calendar_of(case.organisation_id))
        sentence = f"made this a complaint because it was not settled by {say.long_date(last)}"
    elif was_settled:
        sentence = "made this settled concern a complaint"
    made(case, Event.COMPLAINT_ESCALATED, by=by, words=sentence, reason=reason,
         changes={"Reference": (old, case.reference)})  # fmt: skip


def sort(case: Complaint, *, sorting: Sorting, by: Person) -> None:
    """Say which route it takes and where it belongs; a changed route keeps the old one in its history."""
    rules.check_move(case, Move.SORT)
    rules.check_ground(sorting.route, sorting.ground, case.channel)
    _check_late(case, sorting)
    if case.officer_id in sorting.named:
        raise RuleBroken("The case is with a colleague you name. Give it to another officer first", "named")
    if case.sorted_at and sorting.route != case.route and not (sorting.reason or "").strip():
        raise RuleBroken("Say why the route changes", "reason")
    changes: Changes = {"Route": (case.route, sorting.route)}
    if case.sorted_at is None or sorting.route != case.route or sorting.ground != case.excluded_ground:
        db.session.add(
            ComplaintRoute(
                complaint_id=case.id,
                route=sorting.route,
                ground=sorting.ground,
                reason=sorting.reason,
                chosen_by_id=by.id,
                chosen_at=clock.now(),
            )
        )
    case.route = sorting.route
    case.excluded_ground = sorting.ground if sorting.route == Route.EXCLUDED else None
    for kind, term in sorting.terms.items():
        before = getattr(case, kind.value)
        changes[kind.words] = (before.name if before else None, term.name if term else None)
        setattr(case, kind.value, term)
    changes["Target in working days"] = (case.target_days, sorting.target_days)
    case.target_days, case.summary = sorting.target_days, sorting.summary or case.summary
    case.matter_on, case.is_late_accepted = sorting.matter_on, sorting.is_late_accepted
    case.late_reason = sorting.late_reason
    _name(case, sorting.named, by=by)
    case.sorted_at = clock.now()
    made(case, Event.COMPLAINT_SORTED, by=by, words="sorted the complaint", changes=changes, reason=sorting.reason)


def _check_late(case: Complaint, sorting: Sorting) -> None:
    """Regulation 12: over 12 months somebody must say whether there was good reason and it can still be looked into."""
    if sorting.matter_on is None:
        return
    if sorting.matter_on > case.received_on:
        raise RuleBroken(
            "When it happened must be the same as or before date received, " + say.full_date(case.received_on),
            "matter_on",
        )
    if not rules.is_over_12_months(sorting.matter_on, case.received_on):
        return
    if sorting.is_late_accepted is None or not (sorting.late_reason or "").strip():
        raise RuleBroken(
            "It happened more than 12 months before. Say whether you accept it, and why", "is_late_accepted"
        )


def _name(case: Complaint, named: Collection[int], *, by: Person) -> None:
    """Say whom the complaint names: they lose their points, their part in an answer not sent, and sight of it."""
    held = {row.person_id for row in case.named}
    new = set(named) - held
    case.named = [row for row in case.named if row.person_id in named]
    case.named.extend(ComplaintNamed(person_id=person_id) for person_id in sorted(new))
    if new:
        point_services.take_back(case, new, by=by)
        case.access = [row for row in case.access if row.person_id not in new]


def assign(case: Complaint, *, officer: Person, by: Person) -> None:
    """Give the case to another officer."""
    rules.check_move(case, Move.ASSIGN)
    rules.check_not_named(officer.id, {row.person_id for row in case.named}, self_words=False)
    before = case.officer.name if case.officer else None
    case.officer = officer
    allow(case, officer)
    made(case, Event.COMPLAINT_ASSIGNED, by=by, words="gave the case to another officer",
         changes={"Officer": (before, officer.name)})  # fmt: skip


def acknowledge(case: Complaint, *, on: date, way: Channel, note: str | None, by: Person) -> None:
    """Record that we wrote or spoke to say that we have it, and what we offered to talk about (regulation 13)."""
    rules.check_move(case, Move.ACKNOWLEDGE)
    rules.check_dates(case, clock.today(), field="acknowledged_on", acknowledged_on=on)
    case.acknowledged_on, case.acknowledged_by_way, case.acknowledgement_note = on, way, note or None
    case.status = Status.ACKNOWLEDGED
    made(case, Event.COMPLAINT_ACKNOWLEDGED, by=by,
         words=f"recorded the acknowledgement {_by_way(way)}, {say.full_date(on)}",
         changes={"Status": (Status.NEW, case.status)})  # fmt: skip


def _by_way(way: Channel) -> str:
    return "in person" if way == Channel.IN_PERSON else f"by {way.words.lower()}"


def close(case: Complaint, *, by: Person, reason: str | None = None) -> None:
    """Close an answered complaint with the outcome of its points; another route with a reason."""
    rules.check_move(case, Move.CLOSE)
    if notice_services.needs_notice(case):
        raise RuleBroken("Tell them in writing why it is not looked into. The notice closes the case")
    rules.check_close(case)
    old = case.status
    if case.route is not None and case.route.has_clocks:
        case.outcome = rules.outcome_of([point.outcome for point in case.points])
        case.closed_on = case.reviewed_on or case.responded_on
    else:
        if not (reason or "").strip():
            raise RuleBroken("Say how this ended", "reason")
        case.outcome = rules.outcome_of([point.outcome for point in case.points]) or Outcome.NO_FINDING
        case.closed_on, case.ended_reason = clock.today(), reason
    case.status = Status.CLOSED
    outcome = case.outcome.words.lower() if case.outcome else ""
    made(case, Event.COMPLAINT_CLOSED, by=by, words=f"closed the case: {outcome}",
         changes={"Status": (old, case.status), "Outcome": (None, case.outcome)})  # fmt: skip


def withdraw(case: Complaint, *, on: date, reason: str, by: Person) -> None:
    """They do not want to go on: the case ends without a finding; a review ends and the answer they had stands."""
    rules.check_move(case, Move.WITHDRAW)
    if case.status == Status.IN_REVIEW:
        review_services.end_review(case, on=on, reason=reason, by=by)
        return
    rules.check_dates(case, clock.today(), field="withdrawn_on", closed_on=on)
    old, case.status = case.status, Status.WITHDRAWN
    case.closed_on, case.outcome, case.ended_reason = on, Outcome.WITHDRAWN, reason
    for hold in case.holds:
        hold.ended_on = hold.ended_on or max(on, hold.started_on)
    for point in case.points:
        point.hold_id = None
    made(case, Event.COMPLAINT_WITHDRAWN, by=by, words="recorded that they withdrew the complaint",
         changes={"Status": (old, case.status)})  # fmt: skip


def reopen(case: Complaint, *, reason: str, by: Person) -> None:
    """Look into it again: the end is taken back, the answer that was given stays in its history."""
    rules.check_move(case, Move.REOPEN)
    old, ended = case.status, case.closed_on
    case.status = Status.INVESTIGATING if case.acknowledged_on else Status.NEW
    case.closed_on = case.outcome = case.ended_reason = None
    made(case, Event.COMPLAINT_REOPENED, by=by, words="reopened the case", reason=reason,
         changes={"Status": (old, case.status), "Closed on": (ended, None)})  # fmt: skip


def move_on(today: date) -> list[str]:
    """Make complaints of concerns that were not settled in time; how many, in a sentence. Safe to run at any moment.

    For `casework send`: each concern is read while nobody else can write, so two runs at once do it once.
    """
    hold_writers()
    late = db.session.scalars(
        select(Complaint)
        .where(Complaint.status == Status.OPEN, Complaint.next_step == NextStep.SETTLE, Complaint.next_on < today)
        .order_by(Complaint.organisation_id, Complaint.id)
    ).all()
    for case in late:
        escalate(case, by=None)
    if not late:
        return []
    ends = "is a complaint now" if len(late) == 1 else "are complaints now"
    return [f"{say.plural(len(late), 'concern')} {ends}: not settled by the end of the next working day"]
