"""Pages of evidence: what an answer rests on, and the register it is kept in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import answer_queries, evidence_queries, evidence_services, pages, queries, sign_pages
from casework.assessments.forms import EVIDENCE_WORDS, AddEvidenceForm, ConfirmForm, PickEvidenceForm
from casework.assessments.routes import ANSWER, room
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.rules import RuleBroken
from casework.kit.words import plural


@room.get("/assessments/<int:assessment_id>/evidence")
@needs(Need.READ_ASSESSMENTS)
def evidence(assessment_id: int) -> ResponseReturnValue:
    """The evidence of this self-assessment, where each piece is used, and which answers have none."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    answers = queries.list_answers(assessment)
    context = pages.frame(assessment, current_user, "evidence")
    return render_template(
        "assessments/evidence.html",
        **context,
        **sign_pages.coverage(answers),
        words=EVIDENCE_WORDS,
        today=clock.today(),
    )


@room.route(f"{ANSWER}/evidence/add", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def add_evidence(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Put a new piece of evidence in the register and use it here."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    form = AddEvidenceForm()
    back = url_for(".write", assessment_id=assessment_id, answer_id=answer_id)
    if form.validate_on_submit():
        if done := once.result_of(form.form_key.data, person=current_user):
            return redirect(done)
        try:
            added = evidence_services.add_evidence(
                answer,
                title=form.title.data,
                kind=form.kind.data,
                about=form.about.data,
                received_on=form.received_on.data,
                expires_on=form.expires_on.data,
                owner=form.owner.data,
                link=form.link.data,
                words=form.words.data,
                upload=form.file.data,
                by=current_user,
            )
            once.remember(form.form_key.data, person=current_user, path=back)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"Evidence added: {added.title}", "success")
            return redirect(back)
    in_register = evidence_queries.count_register(seen_by=current_user)
    context = pages.answer_page(answer, current_user)
    return render_template("assessments/add_evidence.html", **context, form=form, in_register=in_register)


@room.route(f"{ANSWER}/evidence/pick", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def pick_evidence(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Use evidence that is in the register already."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    used = {link.evidence_id for link in answer.evidence_links}
    register = {one.id: one for one in evidence_queries.list_usable(seen_by=current_user) if one.id not in used}
    form = PickEvidenceForm()
    form.evidence.choices = [
        Choice(one.id, one.title, f"{EVIDENCE_WORDS[one.kind]}, about {one.about}") for one in register.values()
    ]
    if form.validate_on_submit():
        try:
            for number in form.evidence.data:
                evidence_services.use_evidence(answer, evidence=register[number], by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{plural(len(form.evidence.data), 'piece')} of evidence added", "success")
            return redirect(url_for(".write", assessment_id=assessment_id, answer_id=answer_id))
    context = pages.answer_page(answer, current_user)
    return render_template("assessments/pick_evidence.html", **context, form=form, register=register)


@room.route(f"{ANSWER}/evidence/<int:link_id>/remove", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def remove_evidence(assessment_id: int, answer_id: int, link_id: int) -> ResponseReturnValue:
    """Take a piece of evidence out of this answer."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    link = answer_queries.get_evidence_link(answer, link_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        title = link.evidence.title
        try:
            evidence_services.remove_evidence(answer, link=link, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{title} is no longer used here. It stays in the register", "success")
            return redirect(url_for(".write", assessment_id=assessment_id, answer_id=answer_id))
    return render_template(
        "assessments/remove_evidence.html", **pages.answer_page(answer, current_user), form=form, link=link
    )
