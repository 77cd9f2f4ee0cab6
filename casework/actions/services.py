"""Verbs of whoever proposes, owns and carries out an action. Whoever signs it off has theirs in signing.py.

Each checks everything, then changes, then records; the caller commits. `at` sets a change back to when it happened
(demonstration, papers entered later): the trail says so in its words.
"""

from datetime import date, datetime

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.actions import rules
from casework.actions.models import (
    Action,
    ActionEvidence,
    ActionStatus,
    ActionUpdate,
    Deliverable,
    Going,
    NewDate,
)
from casework.actions.moves import Verb
from casework.actions.moving import change_owner, check, make, record
from casework.actions.words import GOING_WORDS
from casework.extensions import db
from casework.findings import services as findings
from casework.findings.models import Body, Finding
from casework.findings.numbers import next_number, spread
from casework.kit import clock, words
from casework.measures.models import Measure
from casework.trail import services as trail
from casework.trail.events import Event


def propose(
    *,
    title: str,
    success_looks_like: str,
    owner: Person | None,
    agency: Organisation,
    organisation: Organisation,
    by: Person | None,
    due_on: date | None = None,
    timescale: str | None = None,
    lead: str | None = None,
    finding: Finding | None = None,
    deliverable: Deliverable | None = None,
    measure: Measure | None = None,
    other_signers: int | None = None,
    at: datetime | None = None,
) -> Action:
    """A new action on a finding or for a plan. RuleBroken without what, success, owner or when.

    `lead` (a role or group in words) stands for an owner in plans; `timescale` (words) for a date. `other_signers`: how
    many people besides the owner could sign it off, where that was counted.
    """
    proposed_at = at or clock.now()
    rules.check_propose(finding)
    if owner is not None or not lead:
        new = rules.check_owner(owner, organisation)
        is_own = agency.id == organisation.id
        roles = rules.roles_for(body_of(finding, deliverable), is_own=is_own)
        rules.check_somebody_else_signs(new, roles, other_signers)
    rules.check_due(due_on, timescale, today=clock.day_of(proposed_at))
    number = next_number(Action.number, with_gaps=True)
    action = Action(
        reference=f"ACT-{number:04}",
        number=number,
        organisation=organisation,
        finding=finding,
        deliverable=deliverable,
        measure=measure,
        body=body_of(finding, deliverable),
        title=rules.check_filled(title, "Enter what will be done", "title"),
        success_looks_like=rules.check_filled(
            success_looks_like, "Enter what success looks like", "success_looks_like"
        ),
        owner=owner,
        lead=lead or (owner.name if owner else ""),
        agency=agency,
        due_on=due_on,
        original_due_on=due_on,
        timescale=timescale or None,
        status=ActionStatus.PROPOSED,
        created_at=proposed_at,
    )
    spread(action)
    db.session.add(action)
    origin = f" for {finding.reference}" if finding else f" for {deliverable.plan.title}" if deliverable else ""
    record(Event.ACTION_PROPOSED, action, by, f"proposed the action{origin}", at=at)
    if finding and finding.is_restricted:
        trail.hide(action)
    return action


def follow_finding(finding: Finding) -> None:
    """The trail of its actions is read by everybody, or left out, as that of the finding is: they name it."""
    for action in db.session.scalars(select(Action).where(Action.finding_id == finding.id)):
        (trail.hide if finding.is_restricted else trail.unhide)(action)


def body_of(finding: Finding | None, deliverable: Deliverable | None) -> Body:
    """Whose people sign it off: as the finding says; a plan's actions are the board's."""
    return finding.body if finding else Body.BOARD if deliverable else Body.COUNCIL


def agree(action: Action, *, by: Person, at: datetime | None = None) -> None:
    """Its owner, or whoever signs it off, agrees that this will be done: the finding it is for is decided."""
    move = check(Verb.AGREE, action, by)
    make(move, action, by, Event.ACTION_AGREED, "agreed the action", at=at)
    if action.finding:
        findings.note_action_agreed(action.finding, by=by, at=at)


def start(action: Action, *, by: Person, at: datetime | None = None) -> None:
    """Work has begun."""
    move = check(Verb.START, action, by)
    make(move, action, by, Event.ACTION_STARTED, "started work on the action", at=at)


def give(
    action: Action,
    *,
    owner: Person | None,
    by: Person,
    seen: str | None = None,
    other_signers: int | None = None,
    at: datetime | None = None,
) -> None:
    """Give the action to another owner; `seen` is the version the page showed, `other_signers` as in `propose`."""
    check(Verb.GIVE, action, by, seen=seen)
    new = rules.check_owner(owner, action.organisation)
    rules.check_somebody_else_signs(new, rules.signer_roles(action), other_signers)
    names = change_owner(action, new, at=at)
    record(Event.ACTION_CHANGED, action, by, "gave the action to a new owner", changes=names, at=at)


def redate(
    action: Action, *, due_on: date, reason: str, by: Person, seen: str | None = None, at: datetime | None = None
) -> None:
    """Move the due date, with a reason; the first date stays on record for good."""
    check(Verb.REDATE, action, by, seen=seen)
    rules.check_new_date(action, due_on, today=clock.day_of(at or clock.now()))
    reason = rules.check_filled(reason, "Say why the date must change", "reason")
    row = NewDate(old_due_on=action.due_on, new_due_on=due_on, reason=reason, by=by, at=at or clock.now())
    action.new_dates.append(row)
    old, action.due_on = action.due_on, due_on
    action.original_due_on = action.original_due_on or due_on
    sentence = f"moved the due date {f'from {words.full_date(old)} ' if old else ''}to {words.full_date(due_on)}"
    record(Event.ACTION_REDATED, action, by, sentence, reason=reason, changes={"Due": (old, due_on)}, at=at)


def update(
    action: Action, *, text: str, going: Going, by: Person, next_step: str | None = None, at: datetime | None = None
) -> ActionUpdate:
    """A dated progress note; the first one on an agreed action says that work has begun."""
    move = check(Verb.UPDATE, action, by)
    text = rules.check_filled(text, "Enter what has happened", "text")
    rules.check_update(going, next_step)
    note = ActionUpdate(by=by, at=at or clock.now(), words=text, going=going, next_step=next_step or None)
    action.updates.append(note)
    make(move, action, by, Event.ACTION_UPDATED, f"wrote an update: {GOING_WORDS[going].lower()}", at=at)
    return note


def add_evidence(
    action: Action,
    *,
    title: str,
    by: Person,
    text: str | None = None,
    link: str | None = None,
    at: datetime | None = None,
) -> ActionEvidence:
    """What shows that it was done: a title, and words or a link."""
    check(Verb.ADD_EVIDENCE, action, by)
    title = rules.check_filled(title, "Enter what the evidence is", "title")
    rules.check_link(link)
    proof = ActionEvidence(added_by=by, added_at=at or clock.now(), title=title, words=text or None, link=link or None)
    action.evidence.append(proof)
    record(Event.EVIDENCE_ADDED, action, by, f"added evidence: {title}", at=at)
    return proof


def submit(
    action: Action,
    *,
    done_note: str,
    by: Person,
    people_note: str | None = None,
    no_evidence_reason: str | None = None,
    at: datetime | None = None,
) -> None:
    """The owner says it is done; somebody else signs it off. Each submission opens a round of its own."""
    move = check(Verb.SUBMIT, action, by)
    note = rules.check_filled(done_note, "Enter what was done", "done_note")
    rules.check_proof(len(action.evidence), no_evidence_reason)
    action.done_note, action.people_note = note, people_note or None
    action.no_evidence_reason = None if action.evidence else no_evidence_reason
    action.submitted_by, action.submitted_at = by, at or clock.now()
    action.round += 1
    make(move, action, by, Event.ACTION_SUBMITTED, "submitted the action as done", at=at)
