"""Comparing two self-assessments, confirming what was carried, copying last time's words."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import answer_services, carry_services, compare, pages, queries
from casework.assessments.forms import ConfirmForm
from casework.assessments.models import Answer, Assessment
from casework.assessments.move_words import MoveWords
from casework.assessments.routes import ANSWER, room
from casework.assessments.rules import Draft, Seen
from casework.assessments.sign_services import read_content
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken


@room.get("/assessments/<int:assessment_id>/compare")
@needs(Need.READ_ASSESSMENTS)
def compare_two(assessment_id: int) -> ResponseReturnValue:
    """This self-assessment beside another one on the same form; `with` names it, else the one it follows."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    others = queries.list_comparable(assessment)
    wanted = request.args.get("with", assessment.follows_id, type=int)
    then = next((one for one in others if one.id == wanted), others[0] if others and wanted is None else None)
    if others and then is None:
        or_404(None)
    context = pages.frame(assessment, current_user, "compare_two") | {"others": others, "then": then}
    if then is not None:
        old, new = _content(then), _content(assessment)
        context |= {"results": compare.compare_results(old, new)}
        lines, figures = compare.compare_answers(old, new), compare.compare_figures(old, new)
        context |= {"lines": lines, "figures": figures, "summary": compare.summary(lines, figures)}
    return render_template("assessments/compare.html", **context)


def _content(assessment: Assessment) -> compare.Data:
    if assessment.signature is not None:
        return dict(assessment.signature.frozen["content"])
    return read_content(assessment).content


@room.route(f"{ANSWER}/confirm", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def confirm(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Say that a carried answer is still right."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    words = MoveWords(
        "Confirm last time's answer",
        f"“{answer.node.title}” stays as it was last time, because it is still right.",
        "It is still right",
        "Confirmed",
    )
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            carry_services.confirm(answer, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(words.done, "success")
            return redirect(_section(answer) if request.args.get("from") == "section" else _page(answer))
    path = _page(answer)
    return render_template("assessments/move.html", form=form, assessment=answer.assessment, words=words, path=path)


def _section(answer: Answer) -> str:
    number = answer.assessment.template.outline.section_of(answer.node).number
    return url_for(".show_section", assessment_id=answer.assessment_id, number=number)


@room.route(f"{ANSWER}/copy-last", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def copy_last(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Copy last time's words into an answer that has none yet."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    previous = queries.find_previous(answer.assessment)
    last = or_404(queries.find_answer(previous, answer.node_id) if previous else None)
    words = MoveWords(
        "Copy last time's words",
        f"The words of {last.assessment.name} are copied into “{answer.node.title}”. The rating is not.",
        "Copy the words",
        "Copied. Change what is no longer so",
    )
    form = ConfirmForm(version=str(answer.version))
    if form.validate_on_submit():
        try:
            if answer.text or answer.fields:
                raise RuleBroken("This answer has words already. Read last time's words beside it instead")
            version = int(form.version.data) if (form.version.data or "").isdigit() else None
            held = answer_services.held_draft(answer, current_user)
            draft = Draft(last.text, held.rating, held.fields if answer.node.categories else last.fields)
            answer_services.write(answer, draft=draft, by=current_user, seen=Seen(version))
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        except answer_services.Conflict:
            db.session.commit()
            return redirect(url_for(".settle", assessment_id=assessment_id, answer_id=answer_id))
        else:
            flash(words.done, "success")
            return redirect(f"{_page(answer)}/write")
    path = f"{_page(answer)}/write"
    return render_template("assessments/move.html", form=form, assessment=answer.assessment, words=words, path=path)


def _page(answer: Answer) -> str:
    return url_for(".show_answer", assessment_id=answer.assessment_id, answer_id=answer.id)
