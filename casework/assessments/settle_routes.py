"""Two versions of one answer: shown side by side, and settled."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import answer_queries, answer_services, pages, queries
from casework.assessments.answer_forms import (
    SettleForm,
    settle_form,
    settled_draft,
    words_of,
)
from casework.assessments.answer_services import Conflict, held_draft
from casework.assessments.differences import parts_of
from casework.assessments.models import Answer, AnswerRevision
from casework.assessments.routes import ANSWER, room
from casework.assessments.rules import Draft
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken


def is_autosave() -> bool:
    """Whether the page's own script sends the form."""
    return request.accept_mimetypes.best == "application/json"


def conflict_page(conflict: Conflict) -> ResponseReturnValue:
    """Both texts, with status 409; in words for the page's script when it was an autosave."""
    if is_autosave():
        path = url_for(".settle", assessment_id=conflict.answer.assessment_id, answer_id=conflict.answer.id)
        return jsonify(saved=None, conflict=True, sentences=[_who_saved(conflict.answer)], path=path), 409
    return _settle_page(conflict.answer, conflict.mine), 409


def _who_saved(answer: Answer) -> str:
    who = answer.written_by.name if answer.written_by else "Somebody"
    if answer.written_by_id == current_user.id:
        return "You saved this answer in another window while you were writing here"
    return f"{who} saved this answer while you were writing"


@room.route(f"{ANSWER}/settle", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def settle(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Choose between two versions of one answer, or join them."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    mine = answer_queries.find_waiting_text(answer, by=current_user)
    if mine is None:
        return redirect(url_for(".write", assessment_id=assessment_id, answer_id=answer_id))
    theirs = held_draft(answer, current_user)
    form = settle_form(answer, mine, theirs, is_sent=True)
    if form.validate_on_submit():
        try:
            answer_services.settle(
                answer, mine=mine, draft=settled_draft(form, mine, theirs), by=current_user, seen=form.seen()
            )
            db.session.commit()
        except Conflict as conflict:
            db.session.commit()
            return conflict_page(conflict)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash("Saved. Both versions stay in the history", "success")
            return redirect(url_for(".write", assessment_id=assessment_id, answer_id=answer_id))
    return _settle_page(answer, mine, form)


def _settle_page(answer: Answer, mine: AnswerRevision, form: SettleForm | None = None) -> str:
    theirs = held_draft(answer, current_user)
    node = answer.node
    their_parts, my_parts = parts_of(words_of(theirs, node), words_of(Draft(mine.text, mine.rating, mine.fields), node))
    form = form or settle_form(answer, mine, theirs, is_sent=False)
    return render_template(
        "assessments/settle.html",
        **pages.answer_page(answer, current_user),
        form=form,
        mine=mine,
        who=_who_saved(answer),
        their_parts=their_parts,
        my_parts=my_parts,
    )
