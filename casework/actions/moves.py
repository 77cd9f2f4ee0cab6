"""The moves of an action as one table: it draws the buttons and guards the pages; the tests write it out again."""

from dataclasses import dataclass
from enum import StrEnum

from casework.actions.models import ActionStatus

S = ActionStatus


class Verb(StrEnum):
    """What can be done to an action; the same word in the address, the service, the form and the trail."""

    AGREE = "agree"
    START = "start"
    UPDATE = "update"
    ADD_EVIDENCE = "add-evidence"
    REDATE = "redate"
    GIVE = "give"
    SUBMIT = "submit"
    RETURN = "return"
    SIGN_OFF = "sign-off"
    REOPEN = "reopen"
    STOP = "stop"
    JUDGE_EFFECT = "judge-effect"


class Who(StrEnum):
    """Whose move it is."""

    OWNER = "its owner"
    SIGNER = "somebody else with the right to sign it off"  # never the owner or the submitter
    OWNER_OR_SIGNER = "its owner, or whoever has the right to sign it off"
    KEEPER = "people of the council who propose actions"


@dataclass(frozen=True)
class Move:
    """`starts` from any of these statuses, ends in `to` (None: the status stays). `needs`: what must be filled in."""

    verb: Verb
    starts: frozenset[ActionStatus]
    to: ActionStatus | None
    who: Who
    needs: tuple[str, ...] = ()


IN_HAND = frozenset({S.AGREED, S.IN_PROGRESS, S.RETURNED, S.REOPENED})
UNFINISHED = IN_HAND | {S.PROPOSED, S.SUBMITTED}

MOVES: tuple[Move, ...] = (
    Move(Verb.SIGN_OFF, frozenset({S.SUBMITTED}), S.SIGNED_OFF, Who.SIGNER, ("what_checked", "assurance")),
    Move(Verb.RETURN, frozenset({S.SUBMITTED}), S.RETURNED, Who.SIGNER, ("reason",)),
    Move(Verb.AGREE, frozenset({S.PROPOSED}), S.AGREED, Who.OWNER_OR_SIGNER),
    Move(Verb.START, frozenset({S.AGREED, S.REOPENED}), S.IN_PROGRESS, Who.OWNER),
    Move(Verb.UPDATE, frozenset({S.AGREED}), S.IN_PROGRESS, Who.OWNER, ("words", "going")),
    Move(Verb.UPDATE, IN_HAND - {S.AGREED} | {S.SUBMITTED}, None, Who.OWNER, ("words", "going")),
    Move(Verb.SUBMIT, IN_HAND, S.SUBMITTED, Who.OWNER, ("done_note", "evidence or a reason why there is none")),
    Move(Verb.ADD_EVIDENCE, IN_HAND | {S.SUBMITTED}, None, Who.OWNER, ("title",)),
    Move(Verb.REDATE, IN_HAND | {S.PROPOSED}, None, Who.OWNER_OR_SIGNER, ("due_on", "reason")),
    Move(Verb.GIVE, IN_HAND | {S.PROPOSED}, None, Who.KEEPER, ("owner",)),
    Move(Verb.JUDGE_EFFECT, frozenset({S.SIGNED_OFF}), None, Who.SIGNER, ("verdict",)),
    Move(Verb.REOPEN, frozenset({S.SIGNED_OFF}), S.REOPENED, Who.SIGNER, ("reason",)),
    Move(Verb.STOP, UNFINISHED, S.STOPPED, Who.SIGNER, ("reason",)),
)


def find_move(verb: Verb, status: ActionStatus) -> Move | None:
    """The row of the table for this verb in this status; None where it cannot be done."""
    return next((move for move in MOVES if move.verb == verb and status in move.starts), None)
