"""Who may do what to an action, and what a move must bring with it. Pure: the day and the moment are passed in.

Four eyes: whoever owns an action, worked on it before it was given to another, or submitted it as done, never signs it
off, returns, reopens, stops or judges it.
"""

import hashlib
import json
from datetime import date, datetime

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.accounts.roles import Need, Role
from casework.actions.models import Action, ActionStatus, Assurance, Effect, Going
from casework.actions.moves import MOVES, UNFINISHED, Move, Verb, Who, find_move
from casework.actions.words import DONE_TO, ELSE_MUST, status_word
from casework.findings.models import Body, Finding, FindingStatus
from casework.kit import words
from casework.kit.rules import RuleBroken

SIGNERS: dict[Body, tuple[Role, ...]] = {  # by whose business it is: findings.rules.body_of
    Body.COUNCIL: (Role.DIRECTOR,),
    Body.COMPLAINTS: (Role.COMPLAINTS_MANAGER, Role.DIRECTOR),
    Body.BOARD: (Role.BOARD_CHAIR,),
}
SIGNER_WORDS = {
    Role.DIRECTOR: "the director",
    Role.COMPLAINTS_MANAGER: "the complaints manager",
    Role.BOARD_CHAIR: "the independent chair",
}
REMEASURE_MONTHS = 6


class Overtaken(RuleBroken):
    """The action is not where the person saw it: somebody was first. Answered 409, with who and when."""


def roles_for(body: Body, *, is_own: bool) -> tuple[Role, ...]:
    """The roles that may sign off; the director also signs what the council itself was asked to do (`is_own`)."""
    roles = SIGNERS[body]
    return (*roles, Role.DIRECTOR) if is_own and Role.DIRECTOR not in roles else roles


def signer_roles(action: Action) -> tuple[Role, ...]:
    """The roles that may sign this action off."""
    return roles_for(action.body, is_own=action.agency_id == action.organisation_id)


def signer_words(action: Action) -> str:
    """Who may sign it off, as printed: "the independent chair or the director"."""
    return words.listed([SIGNER_WORDS[role] for role in signer_roles(action)], last="or")


def has_right(action: Action, person: Person) -> bool:
    """Whether the person's role and council give the right to sign it off, four eyes aside."""
    return person.organisation_id == action.organisation_id and person.has(*signer_roles(action))


def signs_as(action: Action, person: Person) -> Role:
    """The role that gives the person the right."""
    return next(role for role in signer_roles(action) if person.has(role))


def owns(action: Action, person: Person) -> bool:
    """Whether it is the person's own action."""
    return action.owner_id is not None and action.owner_id == person.id


def check_not_own(verb: Verb, action: Action, person: Person) -> None:
    """Refuse the owner, whoever worked on it before, and the submitter: a second pair of eyes is the point."""
    if owns(action, person):
        raise RuleBroken(f"You own this action, so someone else must {ELSE_MUST[verb]}")
    if action.submitted_by_id is not None and action.submitted_by_id == person.id:
        raise RuleBroken(f"You submitted this action, so someone else must {ELSE_MUST[verb]}")
    until = next((one.until for one in action.former_owners if one.person_id == person.id), None)
    if until is not None:
        day = words.full_date(until)
        raise RuleBroken(f"You worked on this action until {day}, so someone else must {ELSE_MUST[verb]}")


def has_worked(action: Action) -> bool:
    """Whether its owner has done anything on it yet; agreeing to do it is not work."""
    if action.status in (ActionStatus.PROPOSED, ActionStatus.AGREED):
        return any(one.added_by_id == action.owner_id for one in action.evidence)
    return action.owner_id is not None


def check_who(move: Move, action: Action, person: Person) -> None:
    """Refuse somebody whose move it is not."""
    if move.who == Who.OWNER and not owns(action, person):
        raise RuleBroken(f"Only its owner can do this. This action belongs to {_owner_words(action)}")
    if move.who == Who.OWNER_OR_SIGNER and not (owns(action, person) or has_right(action, person)):
        raise RuleBroken(f"Only its owner, {_owner_words(action)}, or {signer_words(action)} can do this")
    if move.who == Who.SIGNER:
        check_not_own(move.verb, action, person)
        if not has_right(action, person):
            raise RuleBroken(f"Only {signer_words(action)} can do this")
    if move.who == Who.KEEPER and not (
        person.organisation_id == action.organisation_id and person.may(Need.PROPOSE_ACTIONS)
    ):
        raise RuleBroken("Only people of the council that holds this action can do this")


def _owner_words(action: Action) -> str:
    return action.owner.name if action.owner else "nobody yet"


def check_move(verb: Verb, action: Action, person: Person, *, today: date) -> Move:
    """The move, when this person can make it now. Overtaken when the status does not allow it, RuleBroken otherwise."""
    move = find_move(verb, action.status)
    if move is None:
        raise Overtaken(overtaken_words(verb, action, today=today))
    check_who(move, action, person)
    return move


def may(verb: Verb, action: Action, person: Person) -> bool:
    """Whether the move would succeed for this person now: the button is shown only then."""
    move = find_move(verb, action.status)
    try:
        if move is not None:
            check_who(move, action, person)
    except RuleBroken:
        return False
    return move is not None


def list_moves(action: Action, person: Person) -> list[Verb]:
    """Everything this person can do now, the most likely first."""
    return list(dict.fromkeys(move.verb for move in MOVES if may(move.verb, action, person)))


def overtaken_words(verb: Verb, action: Action, *, today: date) -> str:
    """Why the status does not allow it: who signed it off and when, or where it stands now."""
    if action.status == ActionStatus.SIGNED_OFF and action.signed_off_by and action.signed_off_at:
        return f"{action.signed_off_by.name} signed this off {when_words(action.signed_off_at, today=today)}."
    return f"This action is {status_word(action.status).lower()} now, so it cannot be {DONE_TO[verb]}"


def when_words(moment: datetime, *, today: date) -> str:
    """at 10:40am, or with its date when it was another day."""
    if words.day_in_england(moment) == today:
        return f"at {words.clock_time(moment)}"
    return f"on {words.full_date(moment)} at {words.clock_time(moment)}"


def whose_turn(action: Action) -> str:
    """Who acts next, computed from the status: a name or a role; empty when it has ended."""
    if action.status not in UNFINISHED:
        return ""
    if action.status == ActionStatus.SUBMITTED:
        return signer_words(action)
    return action.owner.name if action.owner else action.lead


# --- what a move must bring ---


def check_filled(text: str | None, sentence: str, field: str) -> str:
    """The text without the blanks around it; RuleBroken when there is none."""
    if not (text or "").strip():
        raise RuleBroken(sentence, field)
    return (text or "").strip()


def check_propose(finding: Finding | None) -> None:
    """Refuse an action on a finding that is closed."""
    if finding is not None and finding.status == FindingStatus.CLOSED:
        raise RuleBroken(f"{finding.reference} is closed. Reopen one of its actions, or raise a new finding")


def check_proof(evidence: int, reason: str | None) -> None:
    """Refuse "done" that shows nothing: one piece of evidence, or a reason why there is none."""
    if not evidence and not (reason or "").strip():
        raise RuleBroken("Add what shows that it was done, or say why there is nothing to show", "no_evidence_reason")


def check_due(due_on: date | None, timescale: str | None, *, today: date) -> None:
    """Refuse a date in the past, and an action with neither a date nor a timescale in words."""
    if due_on is None and not (timescale or "").strip():
        raise RuleBroken("Enter when it is due", "due_on")
    if due_on is not None and due_on < today:
        raise RuleBroken("Due must be today or in the future", "due_on")


def check_seen(seen_hash: str, content_hash: str, changed: str) -> None:
    """Refuse to sign what was not read: the content is not what the page showed."""
    if seen_hash != content_hash:
        raise Overtaken(f"This action changed {changed}. Read the change, then sign")


def content_hash(action: Action) -> str:
    """SHA-256 over everything that a signer reads on the page: promise, dates, updates, proof and what was done."""
    promise = [action.reference, action.title, action.success_looks_like, action.owner_id, action.lead, action.round]
    claim = [action.done_note, action.people_note, action.no_evidence_reason, action.submitted_by_id, action.measure_id]
    dates = [str(action.due_on), str(action.original_due_on), action.timescale]
    notes = [[one.id, one.words, one.going.value, one.next_step] for one in action.updates]
    proof = [[one.id, one.title, one.words, one.link] for one in action.evidence]
    content = json.dumps([promise, claim, dates, notes, proof], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def remeasure_day(signed_on: date) -> date:
    """Six months after the sign-off, or the last day of that month."""
    year, month = divmod(signed_on.month - 1 + REMEASURE_MONTHS, 12)
    first_after = date(signed_on.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_after.toordinal() - 1)
    return last.replace(day=min(signed_on.day, last.day))


def has_ended(action: Action) -> bool:
    """Signed off or stopped."""
    return action.status not in UNFINISHED


def is_late(action: Action, today: date) -> bool:
    """Whether an unfinished action is past its date: computed, never typed."""
    return overdue_days(action, today) > 0


def overdue_days(action: Action, today: date) -> int:
    """Days past the due date of an action that has not ended; 0 otherwise."""
    if action.due_on is None or action.status not in UNFINISHED:
        return 0
    return max(0, (today - action.due_on).days)


def check_link(link: str | None) -> None:
    """Refuse what a browser would run: a link leads to a page."""
    if link and not link.lower().startswith(("https://", "http://")):
        raise RuleBroken("Link must begin with https://", "link")


def check_owner(owner: Person | None, organisation: Organisation) -> Person:
    """Refuse an owner without a working account here or in a partner agency, or whose roles own no actions."""
    near = owner is not None and (
        owner.organisation_id == organisation.id or owner.organisation.kind == OrganisationKind.AGENCY
    )
    if owner is None or not near or owner.is_disabled or not owner.may(Need.OWN_ACTIONS):
        raise RuleBroken("Select an owner who has an account, or invite them", "owner")
    return owner


def check_somebody_else_signs(owner: Person, roles: tuple[Role, ...], others: int | None) -> None:
    """Refuse an owner who alone could sign the action off: it would wait for ever. `others`: signers besides them."""
    if others == 0 and owner.has(*roles):
        who = words.listed([SIGNER_WORDS[role] for role in roles], last="or")
        raise RuleBroken(f"Only {who} signs this off, and nobody else here is. Select another owner", "owner")


def check_assurance(assurance: Assurance | None) -> Assurance:
    """How sure the signer is; RuleBroken when nothing was selected."""
    if assurance is None:
        raise RuleBroken("Select how sure you are", "assurance")
    return assurance


def check_remeasure(remeasure_on: date | None, signed_on: date) -> None:
    """Refuse to read the measure again on the day of the sign-off or before."""
    if remeasure_on is not None and remeasure_on <= signed_on:
        raise RuleBroken("The day to read the measure again must be after the sign-off", "remeasure_on")


def check_update(going: Going, next_step: str | None) -> None:
    """Refuse "off track" without saying what will be done about it."""
    if going == Going.OFF_TRACK and not (next_step or "").strip():
        raise RuleBroken("Say what you will do about it", "next_step")


def check_verdict(verdict: Effect, suggested: Effect | None, suggested_word: str, reason: str | None) -> None:
    """Refuse to differ from what the figures suggest without a reason."""
    if suggested is not None and verdict != suggested and not (reason or "").strip():
        raise RuleBroken(f"Say why this differs from the suggestion, {suggested_word}", "reason")


def check_new_date(action: Action, due_on: date, *, today: date) -> None:
    """Refuse a date in the past, or the date that stands already."""
    if due_on < today:
        raise RuleBroken("New date must be today or in the future", "due_on")
    if due_on == action.due_on:
        raise RuleBroken("New date must be another than the date now", "due_on")


def check_version(action: Action, seen: str | None, changed: str) -> None:
    """Refuse a change made on a page that shows an older state of the action."""
    if seen is not None and seen != str(action.version):
        raise Overtaken(f"This action changed {changed}. Read the change, then save yours")
