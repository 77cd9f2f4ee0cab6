"""How every page of a case is opened and every verb of it is done; the routes only say which.

Reading a restricted case is noted in the trail. A verb works on the case as it stands while nobody else can write; when
it is no longer what the person saw, the answer is 409 with everything typed still there and who was first.
"""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.models import Person
from casework.complaints import access_services, pages, queries, rules
from casework.complaints.forms import VersionForm
from casework.complaints.models import Complaint
from casework.complaints.rules import Move
from casework.extensions import db, writing
from casework.findings.numbers import hold_writers
from casework.kit import words
from casework.kit.forms import Form
from casework.kit.rules import RuleBroken
from casework.trail.queries import list_history


def open_case(complaint_id: int) -> Complaint:
    """The case for this request; 404 when it does not exist for this person. A view of a restricted one is noted."""
    if request.method == "POST":
        return queries.get_for_change(complaint_id, seen_by=current_user)
    case = queries.get_complaint(complaint_id, seen_by=current_user)
    if not case.is_restricted:
        return case
    person_id = current_user.id
    with writing():
        reader = db.session.get_one(Person, person_id)
        access_services.note_view(queries.get_complaint(complaint_id, seen_by=reader), by=reader)
    return queries.get_complaint(complaint_id, seen_by=current_user)


def do(
    case: Complaint,
    form: VersionForm,
    move: Move,
    verb: Callable[[], object],
    *,
    said: str | Callable[[], str],
    to: str | Callable[[], str] | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """Show the form of a verb, or do it: then a banner and the case's page (or `to`).

    `verb` calls the service; a refused rule comes back as a sentence on the same form.
    """
    back = url_for("complaints.show", complaint_id=case.id)
    if request.method != "POST":
        if not rules.may_move(case.status, move):
            flash(rules.refusal(case.status, move))
            return redirect(back)
        if not g.get("kept_fields"):
            form.now_saw(case.version)
        return verb_page(case, form, **shown)
    done = once.result_of(form.form_key.data, person=current_user)
    if done:
        return redirect(done)
    if not form.validate():
        return verb_page(case, form, **shown)
    if not form.saw(case.version):
        return overtaken(case, form, move, **shown)
    try:
        verb()
        sentence = said() if callable(said) else said
        path = to() if callable(to) else to or back
        once.remember(form.form_key.data, person=current_user, path=path)
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return verb_page(case, form, **shown)
    flash(sentence, "success")
    return redirect(path)


def verb_page(case: Complaint, form: Form, **shown: Any) -> str:
    """The page of the verb in the address: templates/complaints/<verb>.html."""
    name = str(request.endpoint).rpartition(".")[2]
    given = {"blocked": False} | shown
    return render_template(f"complaints/{name}.html", form=form, case=case, subject=pages.subject_of(case), **given)


def overtaken(case: Complaint, form: VersionForm, move: Move, **shown: Any) -> ResponseReturnValue:
    """409: somebody changed the case after this person opened the page. What was typed stays; nothing was saved."""
    form.refuse(RuleBroken(f"{last_change(case)}. What you typed is kept below"))
    form.now_saw(case.version)
    blocked = not rules.may_move(case.status, move)
    return verb_page(case, form, blocked=blocked, **{key: one for key, one in shown.items() if key != "blocked"}), 409


def last_change(case: Complaint) -> str:
    """Who changed the case last, what and when: "Rhian Parry (complaints officer) closed the case at 10:40am"."""
    last = next(iter(list_history(case, limit=1)), None)
    if last is None:
        return "This case changed after you opened it"
    return f"{last.actor_words or 'Casework'} {last.words}, {words.full_moment(last.at)}"


def make_once(form: Any, make: Callable[[], str]) -> ResponseReturnValue | None:
    """Make something new with a form used once: `make` does it and says where it is. None when a rule refused it."""
    hold_writers()
    done = once.result_of(form.form_key.data, person=current_user)
    if done:
        return redirect(done)
    try:
        path = make()
        once.remember(form.form_key.data, person=current_user, path=path)
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return None
    return redirect(path)
