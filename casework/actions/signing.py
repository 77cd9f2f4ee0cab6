"""Verbs of whoever has the right to sign an action off, never its owner: return, sign off, reopen, stop, judge."""

from datetime import date, datetime

from casework.accounts.models import Person
from casework.actions import rules
from casework.actions.models import Action, Assurance, Effect, EffectJudgement, SignOff
from casework.actions.moves import Verb
from casework.actions.moving import changed_words, check, make, record
from casework.actions.words import EFFECT_TAGS
from casework.findings import services as findings
from casework.kit import clock
from casework.trail.events import Event


def return_(action: Action, *, reason: str, by: Person, at: datetime | None = None) -> None:
    """Back to its owner, who reads the reason word for word."""
    move = check(Verb.RETURN, action, by)
    action.returned_reason = rules.check_filled(reason, "Say what is missing", "reason")
    sentence = "returned the action to its owner"
    make(move, action, by, Event.ACTION_RETURNED, sentence, reason=action.returned_reason, at=at)


def sign_off(
    action: Action,
    *,
    what_checked: str,
    assurance: Assurance | None,
    seen_hash: str,
    by: Person,
    remeasure_on: date | None = None,
    at: datetime | None = None,
) -> SignOff:
    """Say that the proof was seen. Overtaken when somebody signed first, or when the action is not what was read.

    `seen_hash` is `rules.content_hash` of the page; the row keeps it, and who owned and submitted what was signed.
    """
    move = check(Verb.SIGN_OFF, action, by)
    rules.check_seen(seen_hash, rules.content_hash(action), changed_words(action))
    checked = rules.check_filled(what_checked, "Enter what you checked", "what_checked")
    sure = rules.check_assurance(assurance)
    signed_at = at or clock.now()
    rules.check_remeasure(remeasure_on, clock.day_of(signed_at))
    row = SignOff(
        round=action.round,
        owner_id=action.owner_id,
        submitted_by_id=action.submitted_by_id,
        signed_by=by,
        signed_as=rules.signs_as(action, by).value,
        signed_at=signed_at,
        what_checked=checked,
        assurance=sure,
        remeasure_on=remeasure_on,
        content_hash=seen_hash,
    )
    action.sign_offs.append(row)
    action.signed_off_by, action.signed_off_at = by, signed_at
    sentence = f"signed off the action with {sure.value} assurance"
    make(move, action, by, Event.ACTION_SIGNED_OFF, sentence, reason=checked, at=at)
    return row


def reopen(action: Action, *, reason: str, by: Person, at: datetime | None = None) -> None:
    """The proof did not hold: back to its owner, and the finding came back. The sign-off row is kept."""
    move = check(Verb.REOPEN, action, by)
    reason = rules.check_filled(reason, "Say why the action is reopened", "reason")
    for overturned in action.sign_offs:
        overturned.reopened_at = overturned.reopened_at or at or clock.now()
    action.signed_off_by, action.signed_off_at = None, None
    make(move, action, by, Event.ACTION_REOPENED, "reopened the action", reason=reason, at=at)
    if action.finding:
        findings.note_action_reopened(action.finding, by=by, at=at)


def stop(action: Action, *, reason: str, by: Person, other_actions: int = 0, at: datetime | None = None) -> None:
    """End it without a sign-off, for a reason. `other_actions`: those of the same finding that were not stopped."""
    move = check(Verb.STOP, action, by)
    action.stopped_reason = rules.check_filled(reason, "Say why the action stops", "reason")
    action.stopped_at = at or clock.now()
    make(move, action, by, Event.ACTION_STOPPED, "stopped the action", reason=action.stopped_reason, at=at)
    if action.finding:
        findings.note_action_stopped(action.finding, by=by, other_actions=other_actions, at=at)


def judge_effect(
    action: Action,
    *,
    verdict: Effect,
    suggested: Effect | None,
    by: Person,
    reason: str | None = None,
    at: datetime | None = None,
) -> EffectJudgement:
    """Confirm what the figures suggest, or say why it is otherwise. The newest judgement stands."""
    check(Verb.JUDGE_EFFECT, action, by)
    rules.check_verdict(verdict, suggested, EFFECT_TAGS[suggested][0] if suggested else "", reason)
    row = EffectJudgement(verdict=verdict, suggested=suggested, reason=reason or None, by=by, at=at or clock.now())
    action.judgements.append(row)
    sentence = f"judged the effect: {EFFECT_TAGS[verdict][0].lower()}"
    record(Event.ACTION_EFFECT_JUDGED, action, by, sentence, reason=reason, at=at)
    return row
