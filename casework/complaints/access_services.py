"""Who may see a restricted case: named people only; everybody else cannot tell that it exists."""

from collections.abc import Collection

from sqlalchemy import select

from casework.accounts.models import Person
from casework.actions.services import follow_finding
from casework.complaints import rules
from casework.complaints.models import Complaint, ComplaintAccess
from casework.complaints.moving import made
from casework.complaints.rules import Move
from casework.complaints.work_services import hide_links, list_links
from casework.extensions import db
from casework.findings.models import Finding
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event


def allow(case: Complaint, person: Person) -> None:
    """Somebody given work on a restricted case may see it from now on."""
    if not case.is_restricted:
        return
    held = next((row for row in case.access if row.person_id == person.id), None)
    if held is None:
        case.access.append(ComplaintAccess(person_id=person.id))
    else:
        held.until = None  # whoever broke the glass and now works on the case sees it for good


def restrict(case: Complaint, *, people: Collection[Person], reason: str, by: Person) -> None:
    """From now only these people, and whoever works on it, know that the case exists."""
    rules.check_move(case, Move.RESTRICT)
    named = {row.person_id for row in case.named}
    chosen = {person.id: person for person in (*people, by) if person is not None}
    if named & chosen.keys():
        raise RuleBroken("Select only people who are not named in the complaint", "people")
    working = {case.officer_id} | {point.investigator_id for point in case.points}
    keep = (chosen.keys() | {number for number in working if number}) - named
    case.access = [row for row in case.access if row.person_id in keep]
    for row in case.access:
        row.until = None
    held = {row.person_id for row in case.access}
    case.access.extend(ComplaintAccess(person_id=number) for number in sorted(keep - held))
    was, case.is_restricted, case.restricted_reason = case.is_restricted, True, reason
    _restrict_findings(case, is_restricted=True)
    db.session.flush()
    hide_links(list_links(case))
    made(case, Event.COMPLAINT_RESTRICTED, by=by, reason=reason,
         words="changed who may see the restricted case" if was else "restricted the case to named people",
         changes={"People who may see it": (len(held) if was else None, len(keep))})  # fmt: skip


def open_up(case: Complaint, *, reason: str, by: Person) -> None:
    """Show a restricted case again to everybody who reads complaints."""
    if not case.is_restricted:
        raise RuleBroken("This case is not restricted")
    case.is_restricted, case.restricted_reason, case.access = False, None, []
    trail.unhide(case)
    _restrict_findings(case, is_restricted=False)
    db.session.flush()
    hide_links(list_links(case))
    made(case, Event.COMPLAINT_OPENED_UP, by=by, words="opened the restricted case to the team", reason=reason)


def _restrict_findings(case: Complaint, *, is_restricted: bool) -> None:
    """Findings from the case, and their actions, lead to it: they are seen, and read in the trail, as the case is."""
    points = [point.id for point in case.points]
    for finding in db.session.scalars(select(Finding).where(Finding.complaint_point_id.in_(points))):
        finding.is_restricted = is_restricted
        (trail.hide if is_restricted else trail.unhide)(finding)
        follow_finding(finding)


def note_view(case: Complaint, *, by: Person) -> None:
    """Every view of a restricted case is in the trail."""
    trail.record(Event.RESTRICTED_VIEWED, case, by=by, words="opened the restricted case")
    trail.hide(case)
