"""What the pages of a case show, worked out before the template prints it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints import turns
from casework.complaints.calendar import Calendar
from casework.complaints.clocks import clocks_of
from casework.complaints.dates import WORKING_DAY, Clock, Family
from casework.complaints.glass_services import list_openings
from casework.complaints.kinds import NextStep, Outcome, Route
from casework.complaints.models import Complaint, ComplaintPoint
from casework.complaints.rules import Move, may_move
from casework.complaints.terms import calendar_of
from casework.complaints.work_services import history_of, list_linked
from casework.extensions import db
from casework.findings.history import history_items
from casework.findings.models import Finding, FindingMeasure
from casework.kit import clock, words

SOON_DAYS = 3
NOT_SORTED = "Not sorted yet"
LATEST = 4


@dataclass(frozen=True)
class Deadline:
    """A date of the case as the page prints it."""

    sentence: str
    family: str
    state: str
    working: str
    label: str


@dataclass(frozen=True)
class PointRow:
    """A point with its status tag, who decides it, and what this person may do about it."""

    point: ComplaintPoint
    word: str
    colour: str
    decider: str
    may_decide: bool
    may_give: bool
    may_raise: bool
    findings: tuple[Finding, ...]


def subject_of(case: Complaint) -> str:
    """The line below the heading: what the case is about, in words without a name."""
    summary = (case.summary or "").rstrip(".")  # an imported one may be a sentence
    parts = [summary or (case.theme.name if case.theme else ""), case.team.name if case.team else ""]
    return ", ".join(part for part in parts if part) or NOT_SORTED


def deadline_of(one: Clock, *, today: date, calendar: Calendar) -> Deadline:
    """A clock in words."""
    if one.done_on is not None:
        state = "done"
    elif one.is_late(today):
        state = "late"
    else:
        state = "soon" if not one.is_waiting and one.left(today, calendar) <= SOON_DAYS else "open"
    sentence = one.sentence(today, calendar)
    if one.done_on is not None and one.is_late(today):
        late = calendar.count(one.due_on, one.done_on) if one.unit == WORKING_DAY else (one.done_on - one.due_on).days
        sentence += f", {words.distance(-late, one.unit)}" if late else ", late"
    return Deadline(sentence, one.family.value, state, one.working, one.label)


def deadlines(case: Complaint, *, today: date) -> dict[str, list[Deadline]]:
    """The dates by law and our own, apart."""
    calendar = calendar_of(case.organisation_id)
    found = clocks_of(case, calendar, today=today)
    return {
        family.value: [deadline_of(one, today=today, calendar=calendar) for one in found if one.family == family]
        for family in Family
    }


def may_see_people(case: Complaint, reader: Person) -> bool:
    """Whether somebody sees who told us and how to reach them: the team, and whoever looks into the case."""
    given = {point.investigator_id for point in case.points} | {case.officer_id}
    return reader.may(Need.LOG_COMPLAINTS) or (reader.may(Need.DECIDE_POINTS) and reader.id in given)


def point_rows(case: Complaint, reader: Person) -> list[PointRow]:
    """The points with what can be done about each."""
    findings = findings_of([point.id for point in case.points])
    named = {row.person_id for row in case.named}
    return [_point_row(point, findings.get(point.id, ()), reader, named) for point in case.points]


def _point_row(
    point: ComplaintPoint, findings: tuple[Finding, ...], reader: Person, named: Collection[int]
) -> PointRow:
    status = point.complaint.status
    team = reader.may(Need.LOG_COMPLAINTS)
    decides = reader.may(Need.DECIDE_POINTS) and (team or point.investigator_id == reader.id)
    held = point.hold_id is not None
    word, colour = (point.outcome.words, "plain") if point.outcome else ("To decide", "blue")
    if held:
        word, colour = "On hold", "yellow"
    return PointRow(
        point=point,
        word=word,
        colour=colour,
        decider=turns.name_for(point.investigator, reader, "not given yet"),
        may_decide=decides and not held and reader.id not in named and may_move(status, Move.DECIDE),
        may_give=team and may_move(status, Move.ADD_POINT) and point.outcome is None,
        may_raise=reader.may(Need.RAISE_FINDINGS) and bool(point.outcome and Outcome(point.outcome).is_fault),
        findings=findings,
    )


def findings_of(point_ids: Collection[int]) -> dict[int, tuple[Finding, ...]]:
    """Findings raised from points, with their measures, by point."""
    if not point_ids:
        return {}
    query = select(Finding).where(Finding.complaint_point_id.in_(point_ids)).order_by(Finding.id)
    found: dict[int, tuple[Finding, ...]] = {}
    for finding in db.session.scalars(query):
        key = finding.complaint_point_id or 0
        found[key] = (*found.get(key, ()), finding)
    return found


def tabs_of(case: Complaint, here: str) -> list[dict[str, Any]]:
    """The sub navigation of a case; counts in words for screen readers."""
    points, remedies = len(case.points), len(case.remedies)
    items = [
        ("show", "Case", None, ""),
        ("points", "Points", points, words.plural(points, "point")),
        ("letters", "Letters and contact", None, ""),
        ("documents", "Documents", None, ""),
        ("remedies", "Remedies", remedies or None, words.plural(remedies, "remedy", "remedies")),
        ("ombudsman", "Ombudsman", len(case.ombudsman_cases) or None, "with enquiries"),
        ("history", "History", None, ""),
    ]
    return [
        {
            "text": text,
            "href": url_for(f"complaints.{name}", complaint_id=case.id),
            "current": name == here,
            "count": count,
            "counted": counted,
        }
        for name, text, count, counted in items
    ]


def frame(case: Complaint, reader: Person, here: str) -> dict[str, Any]:
    """What stands on every page of a case: subject, whose turn, tags, sub navigation."""
    return {
        "case": case,
        "subject": subject_of(case),
        "turn": turns.turn_of(case, reader),
        "tabs": tabs_of(case, here),
        "is_late": bool(case.next_on and case.next_on < clock.today()),
        "has_ombudsman": any(one.decided_on is None for one in case.ombudsman_cases),
        "on_hold": any(hold.ended_on is None for hold in case.holds) and case.closed_on is None,
        "may_log": reader.may(Need.LOG_COMPLAINTS),
        "may_note": reader.may(Need.DECIDE_POINTS),
    }


def record(case: Complaint, reader: Person) -> dict[str, Any]:
    """Everything that the first page of a case prints."""
    today, calendar = clock.today(), calendar_of(case.organisation_id)
    return frame(case, reader, "show") | {
        "sections": deadlines(case, today=today),
        "step": turns.next_step(case, reader, today=today, calendar=calendar),
        "others": turns.grouped(turns.other_moves(case, reader, today=today, calendar=calendar)),
        "rows": point_rows(case, reader),
        "sees_people": may_see_people(case, reader),
        "latest": history_items(history_of(case, seen_by=reader, limit=LATEST)),
        "measures": measures_of(case),
        "linked": list_linked(case, seen_by=reader),
        "openings": len(list_openings(case)) if case.is_restricted else 0,
        "open_hold": next((hold for hold in case.holds if hold.ended_on is None), None),
    }


def measures_of(case: Complaint) -> list[FindingMeasure]:
    """Measures that findings from this case are linked to."""
    points = [point.id for point in case.points]
    if not points:
        return []
    query = select(FindingMeasure).join(FindingMeasure.finding).where(Finding.complaint_point_id.in_(points))
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class ListRow:
    """A case in a list: what comes next, by when, whose turn."""

    case: Complaint
    subject: str
    turn: str
    label: str
    due_on: date | None
    whose: str
    is_late: bool
    distance: str


def list_row(case: Complaint, reader: Person, *, today: date, calendar: Calendar) -> ListRow:
    """What a list prints of a case."""
    step = case.next_step
    left = calendar.count(today, case.next_on) if case.next_on else 0
    late = bool(case.next_on and case.next_on < today)
    if case.next_on is None:
        distance = ""
    elif late:
        distance = words.distance(left) if left < 0 else "late"
    else:
        distance = "today" if case.next_on == today else words.distance(left) if left else "before the next working day"
    return ListRow(
        case=case,
        subject=subject_of(case),
        turn=turns.capital(turns.turn_of(case, reader)),
        label=_list_label(step, late) if step else "",
        due_on=case.next_on,
        whose=_whose(case) if step else "",
        is_late=late,
        distance=distance,
    )


def _whose(case: Complaint) -> str:
    """By law, promised, the ombudsman's, or our own target."""
    step = case.next_step
    if step in (NextStep.UPDATE, NextStep.PROMISED_ANSWER):
        return "promised"
    if step == NextStep.OMBUDSMAN_ANSWER:
        return "set by the ombudsman"
    by_code = case.route == Route.CORPORATE
    return "by law" if step and step.is_law and not by_code else "our target"


def _list_label(step: NextStep, late: bool) -> str:
    labels = {
        NextStep.SETTLE: "Settle by",
        NextStep.ACKNOWLEDGE: "Acknowledge by",
        NextStep.UPDATE: "Update promised",
        NextStep.PROMISED_ANSWER: "Answer promised",
        NextStep.TARGET: "Answer was due" if late else "Answer by",
        NextStep.ANSWER_BY_LAW: "Answer or agree longer by",
        NextStep.HOLD_REVIEW: "Look at the hold again",
        NextStep.OMBUDSMAN_ANSWER: "Answer the ombudsman by",
        NextStep.REMEDY: "Remedy due",
    }
    return labels[step]
