"""The complaints lines of the home page: each is one click from doing it. `queries.list_for_home` leads here."""

from datetime import date, timedelta

from sqlalchemy import case, exists, func, or_, select, true

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.complaints import deputy_services, glass_services, handover_services, recurrence
from casework.complaints.kinds import STANDING_OPEN, NextStep, Status
from casework.complaints.models import Complaint, ComplaintPoint
from casework.complaints.records import ComplaintAnswer, ComplaintJointBody, ComplaintReferral
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.lines import HomeLine

HOME_LINES = 40
SOON = timedelta(days=5)
BY_LAW = (NextStep.SETTLE, NextStep.ACKNOWLEDGE)
PROMISES = (NextStep.UPDATE, NextStep.PROMISED_ANSWER)
# what comes next, in the words of a line, and the page where it is done
LINES = {
    NextStep.SETTLE: ("Settle {}", "settle"),
    NextStep.ACKNOWLEDGE: ("Acknowledge {}", "acknowledge"),
    NextStep.UPDATE: ("Give the update promised in {}", "letters/write"),
    NextStep.PROMISED_ANSWER: ("Send the answer promised in {}", ""),
    NextStep.TARGET: ("Answer {}", ""),
    NextStep.ANSWER_BY_LAW: ("Answer {} or agree longer", ""),
    NextStep.HOLD_REVIEW: ("Look at the hold in {} again", ""),
    NextStep.OMBUDSMAN_ANSWER: ("Answer the ombudsman about {}", "ombudsman"),
    NextStep.REMEDY: ("See that the remedy in {} is done", "remedies"),
}


def list_for_home(person: Person) -> list[HomeLine]:
    """What needs this person today: dates of their cases, answers to check or sign, points, parts, broken glass."""
    handovers = handover_services.list_handover_lines(person)
    if not person.may(Need.READ_COMPLAINTS):
        return handovers
    today = clock.today()
    lines = _risks_for_home(person) + _dates_for_home(person, today) if person.may(Need.LOG_COMPLAINTS) else []
    lines += handovers + glass_services.list_notices(person) + _parts_for_home(person, today)
    lines += recurrence.list_home_lines(person)
    return lines + _answers_for_home(person) + _points_for_home(person, today) + _team_load(person)


def _risks_for_home(person: Person) -> list[HomeLine]:
    """Cases in which somebody may be at risk and safeguarding was not told: their officer's, and the manager's all."""
    mine = Complaint.officer_id == person.id
    if person.may(Need.MANAGE_COMPLAINTS):
        mine = true()
    told = exists().where(ComplaintReferral.complaint_id == Complaint.id)
    query = (
        select(Complaint.id, Complaint.reference, Complaint.received_on)
        .where(visible_to(person), mine, Complaint.is_risk.is_(True), ~told)
        .order_by(Complaint.received_on, Complaint.id)
        .limit(HOME_LINES)
    )
    return [
        HomeLine(
            "Today (by law)",
            f"Pass {reference} to safeguarding: somebody may be at risk",
            f"/complaints/{case_id}/refer",
            received_on,
        )
        for case_id, reference, received_on in db.session.execute(query)
    ]


def _team_load(person: Person) -> list[HomeLine]:
    """For the manager: how many open cases each officer has, and how many of their dates have passed, most first."""
    if not person.may(Need.MANAGE_COMPLAINTS):
        return []
    late = func.sum(case((Complaint.next_on < clock.today(), 1), else_=0))
    query = (
        select(Complaint.officer_id, Person.name, func.count(), late)
        .outerjoin(Person, Person.id == Complaint.officer_id)
        .where(visible_to(person), Complaint.status.in_(STANDING_OPEN))
        .group_by(Complaint.officer_id, Person.name)
        .order_by(func.count().desc(), Person.name)
    )
    every = "".join(f"&status={one.value}" for one in STANDING_OPEN)
    return [
        HomeLine(
            "Team load",
            f"{name or 'Nobody'} has {words.plural(number, 'open case')}" + (f", {overdue} late" if overdue else ""),
            f"/complaints?list=all&officer={officer_id}{every}" if officer_id else "/complaints/assign-several",
        )
        for officer_id, name, number, overdue in db.session.execute(query)
    ]


def _parts_for_home(person: Person, today: date) -> list[HomeLine]:
    """Parts of joint answers that another body owes by now, in cases of this officer."""
    if not person.may(Need.LOG_COMPLAINTS):
        return []
    query = (
        select(ComplaintJointBody, Complaint.reference)
        .join(Complaint, Complaint.id == ComplaintJointBody.complaint_id)
        .where(
            visible_to(person),
            Complaint.status.in_(STANDING_OPEN),
            Complaint.officer_id == person.id,
            ComplaintJointBody.received_on.is_(None),
            ComplaintJointBody.due_on <= today,
        )
        .order_by(ComplaintJointBody.due_on, ComplaintJointBody.id)
        .limit(HOME_LINES)
    )
    return [
        HomeLine(
            "Late" if body.due_on < today else "My cases",
            f"Chase {body.name} for its part of {reference}, due {words.long_date(body.due_on)}",
            f"/complaints/{body.complaint_id}/bodies/{body.id}/chase",
            body.due_on,
        )
        for body, reference in db.session.execute(query)
        if body.due_on
    ]


def _dates_for_home(person: Person, today: date) -> list[HomeLine]:
    mine = Complaint.officer_id == person.id
    if person.may(Need.MANAGE_COMPLAINTS):
        mine = or_(mine, Complaint.officer_id.is_(None), Complaint.next_on < today)
    query = (
        select(Complaint)
        .where(visible_to(person), mine, Complaint.next_on <= today + SOON)
        .order_by(Complaint.next_on, Complaint.id)
        .limit(HOME_LINES)
    )
    return [_home_line(case, today) for case in db.session.scalars(query)]


def find_coming(person: Person) -> HomeLine | None:
    """The soonest date of this person's own cases that is too far away for the list."""
    if not person.may(Need.READ_COMPLAINTS):
        return None
    deciding = exists().where(ComplaintPoint.complaint_id == Complaint.id, ComplaintPoint.investigator_id == person.id)
    query = (
        select(Complaint.id, Complaint.reference, Complaint.next_step, Complaint.next_on)
        .where(
            visible_to(person),
            or_(Complaint.officer_id == person.id, deciding),
            Complaint.next_on > clock.today() + SOON,
        )
        .order_by(Complaint.next_on, Complaint.id)
        .limit(1)
    )
    found = db.session.execute(query).first()
    if found is None or found.next_step is None or found.next_on is None:
        return None
    said = LINES[found.next_step][0].format(found.reference)
    text = f"{words.long_date(found.next_on)}, {said[:1].lower()}{said[1:]}"
    return HomeLine("Next", text, f"/complaints/{found.id}", found.next_on)


def _home_line(case: Complaint, today: date) -> HomeLine:
    step, next_on = case.next_step, case.next_on
    if step is None or next_on is None:  # the query asks for a date, and a date comes with its step
        raise ValueError(f"{case.reference} has no next date")
    said, verb = LINES[step]
    late = next_on < today
    if step == NextStep.SETTLE and late:
        said, verb = "Make {} a complaint: it was not settled in time", "escalate"
    when = f"it was due {words.long_date(next_on)}" if late else f"by {words.long_date(next_on)}"
    if next_on == today:
        when = "today"
    group = "My cases"
    if step in BY_LAW:
        group = "Today (by law)"
    elif late:
        group = "Late"
    elif step in PROMISES:
        group = "Promised today" if next_on == today else "This week"
    text = f"{said.format(case.reference)}{',' if late else ''} {when}"
    return HomeLine(group, text, f"/complaints/{case.id}/{verb}".rstrip("/"), next_on)


def _answers_for_home(person: Person) -> list[HomeLine]:
    """Answers that this person may check or sign."""
    team, signs = person.may(Need.LOG_COMPLAINTS), deputy_services.signs(person)
    if not (team or signs):
        return []
    waiting = (
        select(ComplaintAnswer.complaint_id, ComplaintAnswer.checked_by_id, Complaint.reference)
        .join(Complaint, Complaint.id == ComplaintAnswer.complaint_id)
        .where(
            visible_to(person),
            Complaint.status == Status.DRAFTED,
            ComplaintAnswer.sent_on.is_(None),
            ComplaintAnswer.signed_by_id.is_(None),
            ComplaintAnswer.drafted_by_id != person.id,
        )
        .order_by(Complaint.next_on, Complaint.id)
        .limit(HOME_LINES)
    )
    lines = []
    for row in db.session.execute(waiting):
        page = f"/complaints/{row.complaint_id}"
        if row.checked_by_id is None and team:
            lines.append(HomeLine("To sign or check", f"Check the answer to {row.reference}", f"{page}/check"))
        elif row.checked_by_id is not None and signs:
            group = "For you to sign" if person.has(Role.DIRECTOR) else "To sign or check"
            lines.append(HomeLine(group, f"Sign the answer to {row.reference}", f"{page}/sign"))
    return lines


def _when(next_on: date | None, today: date) -> str:
    if next_on is None:
        return ""
    return f", it was due {words.long_date(next_on)}" if next_on < today else f", next date {words.long_date(next_on)}"


def _points_for_home(person: Person, today: date) -> list[HomeLine]:
    """Cases with points that this person decides, one line a case."""
    if not person.may(Need.DECIDE_POINTS):
        return []
    query = (
        select(Complaint.id, Complaint.reference, Complaint.next_on, func.count())
        .join(ComplaintPoint, ComplaintPoint.complaint_id == Complaint.id)
        .where(
            visible_to(person),
            ComplaintPoint.investigator_id == person.id,
            ComplaintPoint.outcome.is_(None),
            ComplaintPoint.hold_id.is_(None),
            Complaint.status.in_(STANDING_OPEN),
        )
        .group_by(Complaint.id, Complaint.reference, Complaint.next_on)
        .order_by(Complaint.next_on, Complaint.id)
        .limit(HOME_LINES)
    )
    return [
        HomeLine(
            "Points to decide",
            f"{words.plural(number, 'point')} to decide in {reference}" + _when(next_on, today),
            f"/complaints/{case_id}/points",
            next_on,
        )
        for case_id, reference, next_on, number in db.session.execute(query).all()
    ]
