"""Pages of comments: say or ask, answer, accept, send back; and all of a self-assessment."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import comment_queries, comment_services, pages, queries
from casework.assessments.comment_models import AnswerComment, CommentKind
from casework.assessments.forms import CommentForm, ConfirmForm, ReplyForm, SendBackForm
from casework.assessments.models import Answer
from casework.assessments.routes import ANSWER, room
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import Choice, Form
from casework.kit.rules import RuleBroken

COMMENT = f"{ANSWER}/comments/<int:comment_id>"


@room.get("/assessments/<int:assessment_id>/comments")
@needs(Need.READ_ASSESSMENTS)
def comments(assessment_id: int) -> ResponseReturnValue:
    """Everything that was said and asked, what is open first."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    context = pages.frame(assessment, current_user, "comments")
    return render_template("assessments/comments.html", **context, comments=comment_queries.list_all(assessment))


@room.route(f"{ANSWER}/comment", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def comment(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Say something about an answer, or ask somebody."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    people = {person.id: person for person in comment_services.list_askable(answer, current_user)}
    form = CommentForm()
    form.asked.choices = [Choice(person.id, person.name) for person in people.values()]
    path = _page_of(answer)
    if form.validate_on_submit():
        if done := once.result_of(form.form_key.data, person=current_user):
            return redirect(done)
        asked = people.get(form.asked.data) if form.asked.data else None
        try:
            comment_services.comment(
                answer, kind=CommentKind(form.kind.data), text=form.text.data, asked=asked, by=current_user
            )
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{asked.name} was asked" if asked else "Comment saved", "success")
            return redirect(path)
    return _comment_page(answer, form, "Comment or ask", "Save")


@room.route(f"{COMMENT}/reply", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def reply(assessment_id: int, answer_id: int, comment_id: int) -> ResponseReturnValue:
    """Answer what was asked."""
    answer, said = _comment(assessment_id, answer_id, comment_id)
    form = ReplyForm()
    if form.validate_on_submit():
        text = form.text.data
        done = _do(form, answer, lambda: comment_services.reply(said, text=text, by=current_user), "Answered")
        if done:
            return done
    return _comment_page(answer, form, "Answer the question", "Save the answer", said)


@room.route(f"{COMMENT}/accept", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def accept_reply(assessment_id: int, answer_id: int, comment_id: int) -> ResponseReturnValue:
    """Accept an answer."""
    answer, said = _comment(assessment_id, answer_id, comment_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        done = _do(form, answer, lambda: comment_services.accept(said, by=current_user), "Accepted")
        if done:
            return done
    return _comment_page(answer, form, "Accept the answer", "Accept the answer", said)


@room.route(f"{COMMENT}/send-back", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def send_reply_back(assessment_id: int, answer_id: int, comment_id: int) -> ResponseReturnValue:
    """Ask again, because."""
    answer, said = _comment(assessment_id, answer_id, comment_id)
    form = SendBackForm()
    if form.validate_on_submit():
        reason = form.note.data
        done = _do(form, answer, lambda: comment_services.send_back(said, reason=reason, by=current_user), "Sent back")
        if done:
            return done
    return _comment_page(answer, form, "Send the answer back", "Send it back", said)


def _comment(assessment_id: int, answer_id: int, comment_id: int) -> tuple[Answer, AnswerComment]:
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    return answer, comment_queries.get_comment(answer, comment_id)


def _page_of(answer: Answer) -> str:
    return url_for(".show_answer", assessment_id=answer.assessment_id, answer_id=answer.id)


def _do(form: Form, answer: Answer, verb: Callable[[], None], done: str) -> ResponseReturnValue | None:
    try:
        verb()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return None
    flash(done, "success")
    return redirect(_page_of(answer))


def _comment_page(
    answer: Answer, form: Form, heading: str, button: str, said: AnswerComment | None = None
) -> ResponseReturnValue:
    return render_template(
        "assessments/comment.html",
        **pages.answer_page(answer, current_user),
        form=form,
        heading=heading,
        button=button,
        said=said,
    )
