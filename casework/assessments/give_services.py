"""Giving sections to people: give, hand in, take back, send back. The director's final rating ends it."""

from collections.abc import Sequence
from datetime import date

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import queries, rules
from casework.assessments.models import Assessment, GivenSection, GivenStatus
from casework.assessments.services import hold
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.words import full_date, listed
from casework.trail import services as trail
from casework.trail.events import Event

HANDED_IN = frozenset({GivenStatus.HANDED_IN})


def give(
    assessment: Assessment,
    *,
    sections: Sequence[str],
    to: Person,
    due_on: date | None,
    note: str | None,
    by: Person,
    today: date,
) -> list[GivenSection]:
    """Give sections to somebody of the council, or give them again with another date.

    RuleBroken unless the director gives an open form to somebody who writes in the same council, due from today.
    """
    hold(assessment)
    rules.check_may_direct(assessment, by)
    titles = {section.id: section.title for section in assessment.template.outline.sections if section.asked}
    if not sections or not set(sections) <= set(titles):
        raise RuleBroken("Select at least one section", "sections")
    if assessment.status not in rules.OPEN:
        raise RuleBroken(rules.SIGNED_ALREADY)
    if to.organisation_id != assessment.organisation_id or not to.has(Role.CONTRIBUTOR, Role.DIRECTOR):
        raise RuleBroken("This person has no access to self-assessments", "to")
    if due_on is not None and due_on < today:
        raise RuleBroken("Due must be today or in the future", "due_on")
    held = {one.section_id: one for one in queries.list_given(assessment) if one.to_id == to.id}
    given = [_give(assessment, held.get(section_id), section_id, to, by) for section_id in sections]
    for one in given:
        one.due_on, one.note, one.reply = due_on, note or None, None
    names = listed([f'"{titles[section_id]}"' for section_id in sections])
    due = f", due {full_date(due_on)}" if due_on else ""
    trail.record(
        Event.ASSESSMENT_GIVEN, assessment, by=by, words=f"gave {names} to {to.name}{due}", reason=note or None
    )
    return given


def _give(assessment: Assessment, held: GivenSection | None, section_id: str, to: Person, by: Person) -> GivenSection:
    now = clock.now()
    if held is None:
        held = GivenSection(assessment=assessment, section_id=section_id, to=to, given_at=now, changed_at=now)
        db.session.add(held)
    held.status, held.given_by_id, held.given_at, held.changed_at = GivenStatus.GIVEN, by.id, now, now
    return held


def hand_in(given: GivenSection, *, note: str | None, by: Person) -> None:
    """The contributor hands the section in; it is read-only for them until it is sent back or taken back."""
    _check_theirs(given, by)
    _move(given, Event.SECTION_HANDED_IN, rules.WITH_THEM, GivenStatus.HANDED_IN, by, "handed in", note)


def take_back(given: GivenSection, *, by: Person) -> None:
    """The contributor takes a section back that the director has not dealt with yet."""
    _check_theirs(given, by)
    _move(given, Event.SECTION_TAKEN_BACK, HANDED_IN, GivenStatus.GIVEN, by, "took back")


def send_back(given: GivenSection, *, note: str, by: Person) -> None:
    """The director sends a section back; the note is the first thing its writer reads."""
    rules.check_may_direct(given.assessment, by)
    if not note.strip():
        raise RuleBroken("Say what is missing", "note")
    allowed, verb = HANDED_IN | {GivenStatus.DONE}, f"sent back to {given.to.name}"
    _move(given, Event.SECTION_SENT_BACK, allowed, GivenStatus.SENT_BACK, by, verb, note)


def accept(given: GivenSection, *, by: Person) -> None:
    """The director takes over a section that was handed in: nothing is waited for from its writer any more."""
    rules.check_may_direct(given.assessment, by)
    _move(given, Event.SECTION_ACCEPTED, HANDED_IN, GivenStatus.DONE, by, "accepted")


def _check_theirs(given: GivenSection, by: Person) -> None:
    if given.to_id != by.id:
        raise RuleBroken("This section was not given to you")


def _move(
    given: GivenSection,
    event: Event,
    allowed: frozenset[GivenStatus],
    to: GivenStatus,
    by: Person,
    verb: str,
    note: str | None = None,
) -> None:
    hold(given.assessment)
    db.session.refresh(given)
    if given.assessment.status not in rules.OPEN:
        raise RuleBroken(rules.SIGNED_ALREADY)
    if given.status not in allowed:
        raise RuleBroken("This cannot be done now: somebody has moved the section on. Read its history")
    before, given.status = given.status, to
    given.reply, given.changed_at = (note or "").strip() or None, clock.now()
    title = given.assessment.template.outline.nodes[given.section_id].title
    trail.record(
        event,
        given,
        by=by,
        words=f'{verb} "{title}"',
        changes={"Status": (before, to)},
        reason=given.reply,
    )
