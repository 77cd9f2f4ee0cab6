"""Notes, links between cases and chasers: what officers add while they work, none of which moves a date."""

from collections.abc import Iterable
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
from casework.trail.models import TrailEntry
from casework.trail.queries import list_history


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


def _link_in_trail(link: ComplaintLink, sentence: str, by: Person) -> None:
    """The link has a history of its own, read only by whoever sees both cases: one of them may be restricted."""
    trail.record(Event.COMPLAINT_CHANGED, link, by=by, words=sentence)
    hide_links([link])


def hide_links(links: Iterable[ComplaintLink]) -> None:
    """Leave links of restricted cases out of the trail page, and show the others there."""
    found = list(links)
    ends = {number for one in found for number in (one.complaint_id, one.other_id)}
    query = select(Complaint.id).where(Complaint.id.in_(ends), Complaint.is_restricted.is_(True))
    secret = set(db.session.scalars(query))
    for one in found:
        (trail.hide if secret & {one.complaint_id, one.other_id} else trail.unhide)(one)


def list_links(case: Complaint) -> list[ComplaintLink]:
    """The links of a case, those taken away too, whoever asks."""
    query = select(ComplaintLink).where(or_(ComplaintLink.complaint_id == case.id, ComplaintLink.other_id == case.id))
    return list(db.session.scalars(query))


def history_of(case: Complaint, *, seen_by: Person, limit: int) -> list[TrailEntry]:
    """What happened to the case, newest first, with its links to cases that exist for this person."""
    links = list_links(case)
    ends = {one.other_id if one.complaint_id == case.id else one.complaint_id for one in links}
    seen = (
        set(db.session.scalars(select(Complaint.id).where(Complaint.id.in_(ends), visible_to(seen_by)))) if ends else ()
    )
    seen_links = [one for one in links if {one.complaint_id, one.other_id} - {case.id} <= set(seen)]
    return list_history(case, *seen_links, limit=limit)


def link(case: Complaint, other: Complaint | None, *, kind: LinkKind, by: Person) -> ComplaintLink:
    """Say that two cases belong together. The history of either shows it to whoever sees both."""
    if other is None:
        raise RuleBroken("There is no case with this reference", "reference")
    if other.id == case.id:
        raise RuleBroken("Enter the reference of another case", "reference")
    first, second = sorted((case.id, other.id))
    held = _find_link(first, second)
    if held is not None and held.removed_at is None:
        raise RuleBroken(f"It is linked to {other.reference} already", "reference")
    made = held or ComplaintLink(complaint_id=first, other_id=second)
    made.kind, made.linked_by_id, made.linked_at, made.removed_at = kind, by.id, clock.now(), None
    db.session.add(made)
    _link_in_trail(made, f"linked {case.reference} and {other.reference}: {kind.words.lower()}", by)
    return made


def _find_link(first: int, second: int) -> ComplaintLink | None:
    query = select(ComplaintLink).where(ComplaintLink.complaint_id == first, ComplaintLink.other_id == second)
    return db.session.scalars(query).first()


def unlink(case: Complaint, other: Complaint, *, by: Person) -> None:
    """Take a link away."""
    first, second = sorted((case.id, other.id))
    held = _find_link(first, second)
    if held is None or held.removed_at is not None:
        raise RuleBroken("These cases are not linked any more")
    held.removed_at = clock.now()
    _link_in_trail(held, f"took the link between {case.reference} and {other.reference} away", by)


def list_linked(case: Complaint, *, seen_by: Person) -> list[tuple[Complaint, LinkKind]]:
    """The cases that belong together with this one, as far as they exist for this person."""
    joined = aliased(ComplaintLink)
    query = (
        select(Complaint, joined.kind)
        .join(joined, or_(joined.complaint_id == Complaint.id, joined.other_id == Complaint.id))
        .where(
            or_(joined.complaint_id == case.id, joined.other_id == case.id),
            Complaint.id != case.id,
            joined.removed_at.is_(None),
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
