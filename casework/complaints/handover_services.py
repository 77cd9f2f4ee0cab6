"""What complaints passed to safeguarding, seen from safeguarding's side: what came, and what it became.

The list holds no word of a complaint: the reference, the days and who took it. A restricted case is in it only for the
people it names. What safeguarding says shows on the complaint at once, beside the points that wait for it.
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints.models import Complaint, ComplaintAccess
from casework.complaints.moving import made
from casework.complaints.records import ComplaintHold, ComplaintReferral
from casework.complaints.visible import still_named
from casework.complaints.work_kinds import Became
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.lines import HomeLine
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.trail.events import Event

MOST = 200


def _seen_by(person: Person) -> ColumnElement[bool]:
    named = exists().where(ComplaintAccess.complaint_id == Complaint.id, still_named(person))
    return and_(Complaint.organisation_id == person.organisation_id, or_(Complaint.is_restricted.is_(False), named))


def list_handovers(
    *, seen_by: Person, undecided: bool = False
) -> list[tuple[ComplaintReferral, Complaint, date | None]]:
    """Hand-overs with their case and the day on which a hold for them is looked at again; newest first."""
    if not seen_by.may(Need.READ_HANDOVERS):
        return []
    hold = (
        select(ComplaintHold.review_on)
        .where(ComplaintHold.complaint_id == Complaint.id, ComplaintHold.ended_on.is_(None))
        .order_by(ComplaintHold.review_on)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(ComplaintReferral, Complaint, hold)
        .join(Complaint, Complaint.id == ComplaintReferral.complaint_id)
        .where(_seen_by(seen_by))
        .options(joinedload(ComplaintReferral.became_by))
        .order_by(ComplaintReferral.told_on.desc(), ComplaintReferral.id.desc())
        .limit(MOST)
    )
    if undecided:
        query = query.where(ComplaintReferral.became.is_(None))
    return [(referral, case, day) for referral, case, day in db.session.execute(query)]


def get_handover(referral_id: int, *, seen_by: Person) -> tuple[ComplaintReferral, Complaint]:
    """A hand-over and its case; 404 when it does not exist for this person."""
    query = (
        select(ComplaintReferral, Complaint)
        .join(Complaint, Complaint.id == ComplaintReferral.complaint_id)
        .where(ComplaintReferral.id == referral_id, _seen_by(seen_by))
    )
    row = or_404(db.session.execute(query).first() if seen_by.may(Need.READ_HANDOVERS) else None)
    return row[0], row[1]


def say_became(
    referral: ComplaintReferral, case: Complaint, *, became: Became, on: date, reference: str | None, by: Person
) -> None:
    """Record what safeguarding did with it; it can be said again when it changes."""
    if on > clock.today():
        raise RuleBroken("Decided on must be today or in the past", "became_on")
    if on < referral.told_on:
        raise RuleBroken(
            f"Decided on must be the same as or after the hand-over, {words.full_date(referral.told_on)}", "became_on"
        )
    old = referral.became
    referral.became, referral.became_on, referral.became_by_id = became, on, by.id
    referral.safeguarding_reference = reference or referral.safeguarding_reference
    made(case, Event.COMPLAINT_REFERRED, by=by, changes={"Became": (old, became)},
         words=f"recorded what safeguarding made of it: {became.words.lower()}")  # fmt: skip


def list_handover_lines(person: Person) -> list[HomeLine]:
    """Home lines of whoever keeps safeguarding: hand-overs of which nobody has said what they became."""
    if not person.may(Need.KEEP_SAFEGUARDING):
        return []
    return [
        HomeLine(
            "Today (by law)",
            f"Say what became of {case.reference}, passed to safeguarding on {words.full_date(referral.told_on)}",
            f"/safeguarding/hand-overs/{referral.id}/say-became",
            referral.told_on,
        )
        for referral, case, _ in list_handovers(seen_by=person, undecided=True)[:20]
    ]
