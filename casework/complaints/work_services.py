"""Notes, links between cases and chasers: what officers add while they work, none of which moves a date."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from casework.accounts.models import Person
from casework.complaints import rules
from casework.complaints.models import Complaint
from casework.complaints.records import ComplaintJointBody
from casework.complaints.rules import Move
from casework.complaints.visible import visible_to
from casework.complaints.work_kinds import LinkKind
from casework.complaints.work_records import ComplaintChaser, ComplaintLink, ComplaintNote
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event


def _note_in_trail(case: Complaint, sentence: str, by: Person) -> None:
    """In the history without moving the case's version: nobody's open form is overtaken by it."""
    trail.record(Event.COMPLAINT_CHANGED, case, by=by, words=sentence)
    if case.is_restricted:
        trail.hide(case)


def add_note(case: Complaint, *, text: str, by: Person) -> ComplaintNote:
    """Write something down for whoever works on the case."""
    note = ComplaintNote(text=text, written_by_id=by.id, written_at=clock.now())
    case.notes.append(note)
    _note_in_trail(case, "wrote a note", by)
    return note


def link(case: Complaint, other: Complaint | None, *, kind: LinkKind, by: Person) -> ComplaintLink:
    """Say that two cases belong together. The history of either does not name the other: it may be restricted."""
    if other is None:
        raise RuleBroken("There is no case with this reference", "reference")
    if other.id == case.id:
        raise RuleBroken("Enter the reference of another case", "reference")
    first, second = sorted((case.id, other.id))
    if db.session.scalar(
        select(ComplaintLink.id).where(ComplaintLink.complaint_id == first, ComplaintLink.other_id == second)
    ):
        raise RuleBroken(f"It is linked to {other.reference} already", "reference")
    made = ComplaintLink(complaint_id=first, other_id=second, kind=kind, linked_by_id=by.id, linked_at=clock.now())
    db.session.add(made)
    for one in (case, other):
        _note_in_trail(one, f"linked it to another case: {kind.words.lower()}", by)
    return made


def unlink(case: Complaint, other: Complaint, *, by: Person) -> None:
    """Take a link away."""
    first, second = sorted((case.id, other.id))
    query = select(ComplaintLink).where(ComplaintLink.complaint_id == first, ComplaintLink.other_id == second)
    held = db.session.scalars(query).first()
    if held is None:
        raise RuleBroken("These cases are not linked any more")
    db.session.delete(held)
    for one in (case, other):
        _note_in_trail(one, "took a link to another case away", by)


def list_linked(case: Complaint, *, seen_by: Person) -> list[tuple[Complaint, LinkKind]]:
    """The cases that belong together with this one, as far as they exist for this person."""
    joined = aliased(ComplaintLink)
    query = (
        select(Complaint, joined.kind)
        .join(joined, or_(joined.complaint_id == Complaint.id, joined.other_id == Complaint.id))
        .where(
            or_(joined.complaint_id == case.id, joined.other_id == case.id),
            Complaint.id != case.id,
            visible_to(seen_by),
        )
        .order_by(Complaint.received_on, Complaint.id)
    )
    return [(other, kind) for other, kind in db.session.execute(query)]


def chase(case: Complaint, body: ComplaintJointBody, *, on: date, note: str | None, by: Person) -> None:
    """Record that another body was reminded of its part."""
    rules.check_move(case, Move.WRITE)
    if body.received_on is not None:
        raise RuleBroken(f"The part of {body.name} is here already")
    if on > clock.today():
        raise RuleBroken("Chased on must be today or in the past", "chased_on")
    if on < case.received_on:
        raise RuleBroken(
            f"Chased on must be the same as or after date received, {words.full_date(case.received_on)}", "chased_on"
        )
    body.chasers.append(ComplaintChaser(chased_on=on, note=note or None, chased_by_id=by.id))
    body.chased_on = max(filter(None, (body.chased_on, on)))
    _note_in_trail(case, f"chased {body.name} for its part", by)
