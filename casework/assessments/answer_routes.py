"""Pages of one answer: read, write (with autosave), settle two versions, raise a finding."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import answer_queries, answer_services, pages, queries, rules
from casework.assessments.answer_forms import (
    MOST_LINES,
    SettleForm,
    WriteForm,
    settle_form,
    settled_draft,
    words_of,
    write_form,
)
from casework.assessments.answer_services import Conflict, held_draft
from casework.assessments.differences import parts_of
from casework.assessments.forms import RaiseFindingForm
from casework.assessments.models import Answer, AnswerRevision
from casework.assessments.progress import count_words, next_answer
from casework.assessments.routes import room
from casework.assessments.rules import Draft
from casework.extensions import db
from casework.findings import services as findings
from casework.findings.fields import measure_choices, path_after
from casework.findings.models import Severity
from casework.findings.rules import Source
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken
from casework.kit.words import clock_time
from casework.measures.models import Measure
from casework.measures.queries import list_measures

PATH = "/assessments/<int:assessment_id>/answers/<int:answer_id>"


@room.get(PATH)
@needs(Need.READ_ASSESSMENTS)
def show_answer(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """One answer as it stands, with its evidence, its findings and every text ever saved."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    return render_template(
        "assessments/show_answer.html",
        **pages.answer_page(answer, current_user),
        tables=pages.tables_of(answer.assessment, answer.assessment.template.outline.section_of(answer.node)),
        findings=answer_queries.list_findings(answer, seen_by=current_user),
        revisions=answer_queries.list_revisions(answer),
    )


@room.route(f"{PATH}/write", methods=["GET", "POST"])
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
            return _conflict(conflict)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _saved(answer) if _is_autosave() else _go_on(answer, form)
    if request.method == "POST" and _is_autosave():
        return jsonify(saved=None, sentences=[mistake.sentence for mistake in form.error_list]), 422
    return _write_page(answer, form)


def _write_page(answer: Answer, form: WriteForm) -> ResponseReturnValue:
    section = answer.assessment.template.outline.section_of(answer.node)
    return render_template(
        "assessments/write.html",
        **pages.answer_page(answer, current_user),
        form=form,
        tables=pages.tables_of(answer.assessment, section),
        waiting=answer_queries.find_waiting_text(answer, by=current_user),
        is_first=section.asked[0].id == answer.node_id,
        rates=rules.rates(current_user),
    )


def _lines_sent() -> int:
    """How many lines of enquiry the page had: no more are read than a form may have."""
    sent = sum(name.startswith("line_") and name.endswith("_title") for name in request.form)
    asked = request.args.get("lines", type=int) or 0
    return max(0, min(max(sent, asked), MOST_LINES))


def _is_autosave() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _saved(answer: Answer) -> ResponseReturnValue:
    """What the page's script needs to go on: the version it now stands on, and words for its status line."""
    return jsonify(
        saved=clock_time(answer.written_at or clock.now()), version=answer.version, words=count_words(answer.text)
    )


def _go_on(answer: Answer, form: WriteForm) -> ResponseReturnValue:
    """Where the button that was pressed leads."""
    page = url_for(".show_answer", assessment_id=answer.assessment_id, answer_id=answer.id)
    if "add_evidence" in form and form["add_evidence"].data:
        return redirect(f"{page}/evidence/add")
    if "raise_finding" in form and form["raise_finding"].data:
        return redirect(f"{page}/raise-finding")
    if "add_line" in form and form["add_line"].data:
        return redirect(f"{page}/write?lines={len(rules.lines_of(answer)) + 1}")
    name = answer.assessment.template.outline.name_of(answer.node)
    flash(f"Saved: {name}", "success")
    if form["save"].data:
        return redirect(f"{page}/write")
    answers, progress = pages.read_progress(answer.assessment, current_user)
    others = [one for one in answers if one.id != answer.id]
    following = next_answer(progress.outline, others, current_user, answer.node_id)
    if following is None:
        return redirect(_after_the_last(answer))
    return redirect(url_for(".write", assessment_id=answer.assessment_id, answer_id=following.id))


def _after_the_last(answer: Answer) -> str:
    """A contributor hands the section in, the director goes back to the overview."""
    section = answer.assessment.template.outline.section_of(answer.node)
    own = rules.given_to(queries.list_given(answer.assessment), current_user).get(section.id)
    if own is not None and own.status in rules.WITH_THEM:
        return url_for(".hand_in", assessment_id=answer.assessment_id, number=section.number)
    return url_for(".show", assessment_id=answer.assessment_id)


# --- two versions ---


def _conflict(conflict: Conflict) -> ResponseReturnValue:
    if _is_autosave():
        path = url_for(".settle", assessment_id=conflict.answer.assessment_id, answer_id=conflict.answer.id)
        return jsonify(saved=None, conflict=True, sentences=[_who_saved(conflict.answer)], path=path), 409
    return _settle_page(conflict.answer, conflict.mine), 409


def _who_saved(answer: Answer) -> str:
    who = answer.written_by.name if answer.written_by else "Somebody"
    if answer.written_by_id == current_user.id:
        return "You saved this answer in another window while you were writing here"
    return f"{who} saved this answer while you were writing"


@room.route(f"{PATH}/settle", methods=["GET", "POST"])
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
            return _conflict(conflict)
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


# --- a finding from an answer ---


@room.route(f"{PATH}/raise-finding", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def raise_finding(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Raise a finding from this answer, linked to measures of its section."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    outline = answer.assessment.template.outline
    keys = outline.measures_of(answer.node) or outline.measures
    measures: dict[int, Measure] = {measure.id: measure for measure in list_measures(references=set(keys))}
    form = RaiseFindingForm(severity=Severity.MEDIUM)
    form.measures.choices = measure_choices(measures.values())
    if form.validate_on_submit():
        if done := once.result_of(form.form_key.data, person=current_user):
            return redirect(done)
        try:
            finding = findings.raise_finding(
                source=source_of(answer),
                kind=form.kind.data,
                title=form.title.data,
                detail=form.detail.data,
                theme=form.theme.data,
                severity=form.severity.data,
                measures=[measures[number] for number in form.measures.data],
                organisation=answer.assessment.organisation,
                by=current_user,
            )
            path = path_after(finding, form.next.data)
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            labels = ", ".join(link.measure.label for link in finding.measure_links)
            flash(f"{finding.reference} raised and linked to {labels}", "success")
            return redirect(path)
    return render_template("assessments/raise_finding.html", **pages.answer_page(answer, current_user), form=form)


def source_of(answer: Answer) -> Source:
    """Where a finding from this answer says that it comes from."""
    path = f"/assessments/{answer.assessment_id}/answers/{answer.id}"
    return Source(words=answer.assessment.name, path=path, answer_id=answer.id)
