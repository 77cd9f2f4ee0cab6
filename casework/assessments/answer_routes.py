"""Pages of one answer: read, write (with autosave), settle two versions, raise a finding."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import answer_queries, answer_services, asking, comment_queries, pages, queries, rules
from casework.assessments.answer_forms import (
    MOST_LINES,
    WriteForm,
    write_form,
)
from casework.assessments.answer_services import Conflict
from casework.assessments.ask_pages import asked_of
from casework.assessments.challenge.beside import for_pages
from casework.assessments.comment_models import CommentStatus
from casework.assessments.figure_queries import list_figures
from casework.assessments.figures import Table
from casework.assessments.forms import CheckRatingForm
from casework.assessments.last_time import last_time
from casework.assessments.models import Answer
from casework.assessments.progress import count_words, next_answer
from casework.assessments.routes import ANSWER, room
from casework.assessments.settle_routes import conflict_page, is_autosave
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken
from casework.kit.words import clock_time, plural


@room.get(ANSWER)
@needs(Need.READ_ASSESSMENTS)
def show_answer(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """One answer as it stands, with its evidence, its findings and every text ever saved."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    return render_template(
        "assessments/show_answer.html",
        **pages.answer_page(answer, current_user),
        **for_pages(answer.assessment, current_user, [answer]),
        tables=_tables(answer),
        findings=answer_queries.list_findings(answer, seen_by=current_user),
        revisions=answer_queries.list_revisions(answer),
        comments=comment_queries.list_comments(answer),
        questions=asked_of(answer, current_user),
    )


@room.route(f"{ANSWER}/write", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def write(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Write an answer. Answers JSON to the page's own autosave, which sends the same form."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    if request.method == "GET" and not answer.assessment.is_open:
        flash(rules.SIGNED_ALREADY)
        return redirect(url_for(".show_answer", assessment_id=assessment_id, answer_id=answer_id))
    form = write_form(answer, current_user, line_count=_lines_sent())
    if form.validate_on_submit():
        try:
            answer_services.write(answer, draft=form.draft(), by=current_user, seen=form.seen())
            db.session.commit()
        except Conflict as conflict:
            db.session.commit()  # the text that was not taken
            return conflict_page(conflict)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _saved(answer) if is_autosave() else _go_on(answer, form)
    if request.method == "POST" and is_autosave():
        return jsonify(saved=None, sentences=[mistake.sentence for mistake in form.error_list]), 422
    return _write_page(answer, form)


def _write_page(answer: Answer, form: WriteForm) -> ResponseReturnValue:
    section = answer.assessment.template.outline.section_of(answer.node)
    return render_template(
        "assessments/write.html",
        **pages.answer_page(answer, current_user),
        form=form,
        tables=_tables(answer),
        waiting=answer_queries.find_waiting_text(answer, by=current_user),
        last=last_time(answer, current_user),
        comments=[one for one in comment_queries.list_comments(answer) if one.status != CommentStatus.CLOSED],
        is_first=section.asked[0].id == answer.node_id,
        rates=rules.rates(current_user),
        questions=asked_of(answer, current_user),
    )


def _tables(answer: Answer) -> list[Table]:
    """The measure tables beside the answer, with what has moved since somebody last stood by its words."""
    section = answer.assessment.template.outline.section_of(answer.node)
    return pages.tables_of(answer.assessment, section, rules.stood_by_at(answer))


def _lines_sent() -> int:
    """How many lines of enquiry the page had: no more are read than a form may have."""
    sent = sum(name.startswith("line_") and name.endswith("_title") for name in request.form)
    asked = request.args.get("lines", type=int) or 0
    return max(0, min(max(sent, asked), MOST_LINES))


def _saved(answer: Answer) -> ResponseReturnValue:
    """What the page's script needs: the version it now stands on, words for its status line, and what is asked now."""
    questions = asked_of(answer, current_user)
    return jsonify(
        saved=clock_time(answer.written_at or clock.now()),
        version=answer.version,
        words=count_words(answer.text),
        asks=plural(len(questions), "question") if questions else "",
        questions=render_template("assessments/questions.html", questions=questions, in_form=True),
    )


def _go_on(answer: Answer, form: WriteForm) -> ResponseReturnValue:
    """Where the button that was pressed leads."""
    page = url_for(".show_answer", assessment_id=answer.assessment_id, answer_id=answer.id)
    chosen = request.form.get("answers")
    ways = [way for question in asked_of(answer, current_user) for way in question.ways] if chosen else []
    if way := next((way for way in ways if way.key == chosen), None):
        return redirect(way.path)
    if "add_evidence" in form and form["add_evidence"].data:
        return redirect(f"{page}/evidence/add")
    if "raise_finding" in form and form["raise_finding"].data:
        return redirect(f"{page}/raise-finding")
    if form["ask"].data:
        return redirect(f"{page}/comment")
    if "add_line" in form and form["add_line"].data:
        return redirect(f"{page}/write?lines={len(rules.lines_of(answer)) + 1}")
    if rules.rates(current_user) and _asks_why(answer):
        return redirect(f"{page}/check-rating")
    name = answer.assessment.template.outline.name_of(answer.node)
    flash(f"Saved: {name}", "success")
    if form["save"].data:
        return redirect(f"{page}/write")
    return redirect(_next_page(answer))


def _next_page(answer: Answer) -> str:
    answers, progress = pages.read_progress(answer.assessment, current_user)
    others = [one for one in answers if one.id != answer.id]
    following = next_answer(progress.outline, others, current_user, answer.node_id)
    if following is None:
        return _after_the_last(answer)
    return url_for(".write", assessment_id=answer.assessment_id, answer_id=following.id)


def _after_the_last(answer: Answer) -> str:
    """A contributor hands the section in, the director goes back to the overview."""
    section = answer.assessment.template.outline.section_of(answer.node)
    own = rules.given_to(queries.list_given(answer.assessment), current_user).get(section.id)
    if own is not None and own.status in rules.WITH_THEM:
        return url_for(".hand_in", assessment_id=answer.assessment_id, number=section.number)
    return url_for(".show", assessment_id=answer.assessment_id)


def _asks_why(answer: Answer) -> bool:
    assessment = answer.assessment
    outline = assessment.template.outline
    figures = list_figures(assessment, measures=outline.measures_of(answer.node))
    return asking.asks_why(outline, answer, figures, assessment.period)


@room.route(f"{ANSWER}/check-rating", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def check_rating(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Ask whether the best rating stands beside a measure in the bottom quartile. No error: a question."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    form = CheckRatingForm()
    if form.validate_on_submit():
        if form.choice.data == "change":
            return redirect(url_for(".write", assessment_id=assessment_id, answer_id=answer_id))
        try:
            answer_services.keep_rating(answer, reason=form.reason.data, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash("The rating stands, with your reason", "success")
            return redirect(_next_page(answer))
    outline = answer.assessment.template.outline
    section = outline.section_of(answer.node)
    figures = list_figures(answer.assessment, measures=outline.measures_of(answer.node))
    return render_template(
        "assessments/check_rating.html",
        **pages.answer_page(answer, current_user),
        form=form,
        tables=pages.tables_of(answer.assessment, section),
        bottom=asking.bottom_measures(outline, answer.node, figures, answer.assessment.period),
    )
