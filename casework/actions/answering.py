"""How the page of a move answers: form, move, banner; a refusal comes back on the form with all that was typed."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.actions import pages, rules
from casework.actions.models import Action
from casework.actions.moves import Verb
from casework.extensions import db
from casework.findings.numbers import hold_writers
from casework.kit import clock
from casework.kit.forms import Form, OnceForm
from casework.kit.rules import RuleBroken


def is_fresh() -> bool:
    """Whether the form is opened anew, so that it may be filled in for the person."""
    return request.method == "GET" and not g.get("kept_fields")


def answer(
    verb: Verb,
    form: Form,
    action: Action,
    move: Callable[[], object],
    banner: str,
    *,
    shown: Callable[[], dict[str, Any]] = dict,
) -> ResponseReturnValue:
    """Run the move when the form was sent and is right; `shown` is what the page prints besides the action."""
    status = 200
    path = url_for("actions.show", action_id=action.id)
    if form.validate_on_submit():
        key = form.form_key.data if isinstance(form, OnceForm) else None
        try:
            done = used(key)
            if done:
                return redirect(done)
            move()
            once.remember(key, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            status = 409 if isinstance(broken, rules.Overtaken) else 200
        else:
            flash(banner, "success")
            return redirect(path)
    page = {**pages.head(action, current_user, clock.today()), **shown()}
    template = f"actions/{verb.value.replace('-', '_')}.html"
    return render_template(template, form=form, refusal=refusal(verb, action), **page), status


def used(key: str | None) -> str | None:
    """Where the first use of this form led, asked while nobody else writes."""
    if not key:
        return None
    hold_writers()
    return once.result_of(key, person=current_user)


def refusal(verb: Verb, action: Action) -> str | None:
    """Why this person cannot make the move now: the page says it in place of the form."""
    try:
        rules.check_move(verb, action, current_user, today=clock.today())
    except RuleBroken as broken:
        return broken.sentence
    return None
