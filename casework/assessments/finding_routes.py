"""Raising a finding from an answer."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import pages, queries
from casework.assessments.forms import RaiseFindingForm
from casework.assessments.models import Answer
from casework.assessments.routes import ANSWER, room
from casework.extensions import db
from casework.findings import services as findings
from casework.findings.fields import measure_choices, path_after
from casework.findings.models import Severity
from casework.findings.rules import Source
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken
from casework.measures.models import Measure
from casework.measures.queries import list_measures


@room.route(f"{ANSWER}/raise-finding", methods=["GET", "POST"])
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
            labels = ", ".join(link.measure.short for link in finding.measure_links)
            flash(f"{finding.reference} raised and linked to {labels}", "success")
            return redirect(path)
    return render_template("assessments/raise_finding.html", **pages.answer_page(answer, current_user), form=form)


def source_of(answer: Answer) -> Source:
    """Where a finding from this answer says that it comes from."""
    path = f"/assessments/{answer.assessment_id}/answers/{answer.id}"
    return Source(words=answer.assessment.name, path=path, answer_id=answer.id)
