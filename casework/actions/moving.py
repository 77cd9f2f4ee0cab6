"""What every verb of an action shares: hold other writers, check the move, make it, record it."""

from datetime import datetime
from typing import Any

from casework.accounts.models import Person
from casework.actions import rules
from casework.actions.models import Action, FormerOwner
from casework.actions.moves import Move, Verb
from casework.extensions import db
from casework.findings.numbers import hold_writers
from casework.kit import clock, words
from casework.trail import queries as trail_queries
from casework.trail import services as trail
from casework.trail.events import Event

Changes = dict[str, tuple[Any, Any]]


def check(verb: Verb, action: Action, by: Person, *, seen: str | None = None) -> Move:
    """The move, checked against the action as it stands now, while nobody else can change it.

    `seen` is the version that the page showed. Raises Overtaken (somebody was first) or RuleBroken.
    """
    hold_writers()
    db.session.expire(action)
    move = rules.check_move(verb, action, by, today=clock.today())
    if seen is not None:
        rules.check_version(action, seen, changed_words(action))
    return move


def changed_words(action: Action) -> str:
    """When the action last changed, for a refusal: "at 10:41am"."""
    last = trail_queries.list_history(action, limit=1)
    return rules.when_words(last[0].at if last else action.created_at, today=clock.today())


def change_owner(action: Action, new: Person, *, at: datetime | None = None) -> Changes:
    """Give the action to `new`; whoever worked on it until now is remembered, because they never sign it off."""
    old = action.owner
    known = {one.person_id for one in action.former_owners}
    if old is not None and old.id not in known and rules.has_worked(action):
        action.former_owners.append(FormerOwner(person=old, until=at or clock.now()))
    action.owner = new
    return {"Owner": (old.name if old else None, new.name)}


def make(
    move: Move,
    action: Action,
    by: Person,
    event: Event,
    sentence: str,
    *,
    reason: str | None = None,
    at: datetime | None = None,
) -> None:
    """Take the action where the move leads and record it."""
    old, action.status = action.status, move.to or action.status
    record(event, action, by, sentence, reason=reason, changes={"Status": (old, action.status)}, at=at)


def record(
    event: Event,
    action: Action,
    by: Person | None,
    sentence: str,
    *,
    reason: str | None = None,
    changes: Changes | None = None,
    at: datetime | None = None,
) -> None:
    """The trail's entry. What is set back in time says so in its words, because the trail itself never is."""
    if at is not None:
        sentence += f" (dated {words.full_date(at)})"
    trail.record(event, action, by=by, words=sentence, reason=reason, changes=changes)
