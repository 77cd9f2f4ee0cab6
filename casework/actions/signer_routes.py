"""Moves of whoever has the right to sign an action off: sign off, return, reopen, stop, judge the effect."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.actions import forms, pages, queries, rules, signing
from casework.actions.answering import answer, is_fresh
from casework.actions.models import Action
from casework.actions.moves import Verb
from casework.actions.room import room
from casework.actions.words import ASSURANCE_WORDS, GOING_WORDS
from casework.kit import clock
from casework.kit.doors import needs

BOTH = ["GET", "POST"]


def _get(action_id: int) -> Action:
    return queries.get_action(action_id, seen_by=current_user)


@room.route("/actions/<int:action_id>/sign-off", methods=BOTH)
@needs(Need.SIGN_OFF_ACTIONS)
def sign_off(action_id: int) -> ResponseReturnValue:
    """What was promised beside what was done, and what the signer checked."""
    action, form = _get(action_id), forms.SignOffForm()
    if is_fresh():
        form.remeasure_on.data = rules.remeasure_day(clock.today())

    def move() -> None:
        signing.sign_off(
            action,
            what_checked=form.what_checked.data,
            assurance=form.assurance.data,
            remeasure_on=form.remeasure_on.data,
            seen_hash=form.seen.data,
            by=current_user,
        )

    def shown() -> dict[str, Any]:
        form.seen.data, form.seen.raw_data = rules.content_hash(action), None  # of what this page shows
        figures = pages.list_figures_of(action)
        return {"figures": figures, "going_words": GOING_WORDS, "assurance_words": ASSURANCE_WORDS}

    banner = f"{action.reference} is signed off. The measure is read again on the date you gave"
    return answer(Verb.SIGN_OFF, form, action, move, banner, shown=shown)


@room.route("/actions/<int:action_id>/return", methods=BOTH)
@needs(Need.SIGN_OFF_ACTIONS)
def return_(action_id: int) -> ResponseReturnValue:
    """Back to its owner, with what is missing."""
    action, form = _get(action_id), forms.ReturnForm()

    def move() -> None:
        signing.return_(action, reason=form.reason.data, by=current_user)

    return answer(Verb.RETURN, form, action, move, "Returned to its owner")


@room.route("/actions/<int:action_id>/reopen", methods=BOTH)
@needs(Need.SIGN_OFF_ACTIONS)
def reopen(action_id: int) -> ResponseReturnValue:
    """The proof did not hold."""
    action, form = _get(action_id), forms.ReasonForm()

    def move() -> None:
        signing.reopen(action, reason=form.reason.data, by=current_user)

    return answer(Verb.REOPEN, form, action, move, f"{action.reference} is reopened. Its owner reads your reason")


@room.route("/actions/<int:action_id>/stop", methods=BOTH)
@needs(Need.SIGN_OFF_ACTIONS)
def stop(action_id: int) -> ResponseReturnValue:
    """End it without a sign-off."""
    action, form = _get(action_id), forms.ReasonForm()

    def move() -> None:
        others = queries.count_others(action) if action.finding_id else 0
        signing.stop(action, reason=form.reason.data, other_actions=others, by=current_user)

    return answer(Verb.STOP, form, action, move, f"{action.reference} is stopped, with your reason")


@room.route("/actions/<int:action_id>/judge-effect", methods=BOTH)
@needs(Need.SIGN_OFF_ACTIONS)
def judge_effect(action_id: int) -> ResponseReturnValue:
    """Confirm what the figures suggest, or say why it is otherwise."""
    action, form = _get(action_id), forms.JudgeEffectForm()
    figures = pages.suggested_effect(action)
    suggested = figures.reading.verdict if figures and figures.reading else None
    if is_fresh() and suggested:
        form.verdict.data = suggested

    def move() -> None:
        signing.judge_effect(
            action, verdict=form.verdict.data, suggested=suggested, reason=form.reason.data, by=current_user
        )

    def shown() -> dict[str, Any]:
        return {"figures": pages.suggested_effect(action)}

    return answer(Verb.JUDGE_EFFECT, form, action, move, "The effect is on record", shown=shown)
