"""Opening a restricted case by breaking the glass: with a reason, for one day, and the case's own people are told.

Whoever breaks it must know the reference. A reference of which there is no such case gets the same answer as one whose
case names the person; each try is in the trail, so that nobody finds cases out by trying numbers.
"""

from datetime import timedelta

from sqlalchemy import func, or_, select

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.complaints.models import Complaint, ComplaintAccess
from casework.complaints.visible import still_named, visible_to
from casework.complaints.work_records import ComplaintOpening
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.lines import HomeLine
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event
from casework.trail.models import TrailEntry

OPEN_FOR = timedelta(hours=24)
MOST_TRIES = 5  # refused ones in a day
NONE_THERE = "There is no case with this reference that you can open this way. Your try is noted"
TOLD = (Role.COMPLAINTS_MANAGER, Role.DIRECTOR)


def find_sealed(reference: str, *, by: Person) -> Complaint | None:
    """The restricted case with this reference that the person neither sees nor is named in, of their own council."""
    wanted = reference.strip().upper()
    query = select(Complaint).where(
        Complaint.organisation_id == by.organisation_id,
        Complaint.is_restricted.is_(True),
        or_(Complaint.reference == wanted, Complaint.concern_reference == wanted),
        ~visible_to(by),
    )
    case = db.session.scalars(query).first()
    return None if case is None or by.id in {row.person_id for row in case.named} else case


def break_glass(reference: str, *, reason: str, by: Person) -> Complaint:
    """Open the case for a day. RuleBroken (`reference`) when there is none to open; note_try() keeps the try."""
    if not by.may(Need.BREAK_GLASS):
        raise RuleBroken(NONE_THERE, "reference")
    if _tries_today(by) >= MOST_TRIES:
        raise RuleBroken("You have tried too often today. Ask the complaints manager", "reference")
    case = find_sealed(reference, by=by)
    if case is None:
        raise RuleBroken(NONE_THERE, "reference")
    now = clock.now()
    held = next((row for row in case.access if row.person_id == by.id), None)
    if held is None:
        held = ComplaintAccess(person_id=by.id)
        case.access.append(held)
    held.until = now + OPEN_FOR
    db.session.add(
        ComplaintOpening(complaint_id=case.id, opened_by_id=by.id, reason=reason, opened_at=now, until=held.until)
    )
    trail.record(Event.GLASS_BROKEN, case, by=by, words="broke the glass of the restricted case, for one day",
                 reason=reason)  # fmt: skip
    trail.hide(case)
    return case


def note_try(*, by: Person) -> None:
    """Keep a try that opened nothing, without what was typed."""
    trail.record(Event.GLASS_REFUSED, by, by=by, words="tried to open a restricted case that is not there for them")


def _tries_today(by: Person) -> int:
    query = select(func.count()).select_from(TrailEntry).where(
        TrailEntry.event == Event.GLASS_REFUSED,
        TrailEntry.actor_id == by.id,
        TrailEntry.at > clock.now() - timedelta(days=1),
    )  # fmt: skip
    return db.session.scalar(query) or 0


def list_openings(case: Complaint) -> list[ComplaintOpening]:
    """Who broke the glass of this case, newest first."""
    query = select(ComplaintOpening).where(ComplaintOpening.complaint_id == case.id)
    return list(db.session.scalars(query.order_by(ComplaintOpening.id.desc())))


def reads_notices(case: Complaint, person: Person) -> bool:
    """Whether somebody is told of broken glass: the manager or director whom the case names as one who may see it."""
    named = {row.person_id for row in case.access if row.until is None}
    return person.id in named and person.has(*TOLD)


def read_opening(case: Complaint, opening_id: int, *, by: Person) -> None:
    """Say that the notice was read."""
    opening = or_404(next((one for one in list_openings(case) if one.id == opening_id), None))
    if not reads_notices(case, by):
        or_404(None)
    if opening.read_at is not None:
        raise RuleBroken("This notice was read already")
    if opening.opened_by_id == by.id:
        raise RuleBroken("You opened it, so someone else must read the notice")
    opening.read_by_id, opening.read_at = by.id, clock.now()
    trail.record(Event.RESTRICTED_VIEWED, case, by=by, words="read the notice that the glass was broken")
    trail.hide(case)


def list_notices(person: Person) -> list[HomeLine]:
    """Home lines for the manager or director named on a case: the glass was broken, and nobody has read why."""
    if not person.has(*TOLD):
        return []
    query = (
        select(ComplaintOpening, Complaint.reference)
        .join(Complaint, Complaint.id == ComplaintOpening.complaint_id)
        .join(ComplaintAccess, ComplaintAccess.complaint_id == Complaint.id)
        .where(
            still_named(person),
            ComplaintAccess.until.is_(None),
            ComplaintOpening.read_at.is_(None),
            ComplaintOpening.opened_by_id != person.id,
        )
        .order_by(ComplaintOpening.id)
        .limit(20)
    )
    return [
        HomeLine(
            "Today (by law)",
            f"{opening.opened_by.name} opened the restricted case {reference} on "
            f"{words.full_moment(opening.opened_at)}. Read why",
            f"/complaints/{opening.complaint_id}/openings",
            clock.today(),
        )
        for opening, reference in db.session.execute(query)
    ]
