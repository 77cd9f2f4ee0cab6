"""Rights to complain, and other bodies that a complaint concerns too: one co-ordinated answer (regulation 9)."""

from datetime import date

from casework.accounts.models import Person
from casework.complaints import rules
from casework.complaints.kinds import Right, RightState
from casework.complaints.models import Complaint
from casework.complaints.moving import made
from casework.complaints.records import ComplaintAuthority, ComplaintJointBody
from casework.complaints.rules import Move
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


def add_authority(
    case: Complaint, *, body: str | None, right: Right, state: RightState, on: date, note: str | None, by: Person
) -> None:
    """Record by what right somebody complains, towards us or for one outside body; the newest of a body counts."""
    rules.check_move(case, Move.WRITE)
    if on > clock.today():
        raise RuleBroken("Date must be today or in the past", "noted_on")
    case.authorities.append(
        ComplaintAuthority(body=body, right=right, state=state, noted_on=on, note=note, noted_by_id=by.id)
    )
    towards = f"towards {body}" if body else "towards us"
    made(case, Event.COMPLAINT_CHANGED, by=by, words=f"recorded the right to complain {towards}: {state.words.lower()}")


def add_body(
    case: Complaint, *, name: str, is_lead: bool, part: str | None, due_on: date | None, by: Person
) -> ComplaintJointBody:
    """Another body that answers with us; at most one body leads."""
    rules.check_move(case, Move.WRITE)
    if name.casefold() in {one.name.casefold() for one in case.joint_bodies}:
        raise RuleBroken(f"{name} is there already", "name")
    if is_lead and any(one.is_lead for one in case.joint_bodies):
        raise RuleBroken("Another body leads already", "is_lead")
    body = ComplaintJointBody(name=name, is_lead=is_lead, part=part, due_on=due_on)
    case.joint_bodies.append(body)
    made(case, Event.COMPLAINT_CHANGED, by=by, words=f"made it a joint complaint with {name}")
    return body


def update_body(
    case: Complaint,
    body: ComplaintJointBody,
    *,
    part: str | None,
    due_on: date | None,
    received_on: date | None,
    comments: str | None,
    by: Person,
) -> None:
    """Keep what became of a body's part."""
    rules.check_move(case, Move.WRITE)
    if received_on and received_on > clock.today():
        raise RuleBroken("The date must be today or in the past", "received_on")
    body.part, body.due_on, body.comments = part, due_on, comments
    body.received_on = received_on
    made(case, Event.COMPLAINT_CHANGED, by=by, words=f"kept where the part of {body.name} stands")
