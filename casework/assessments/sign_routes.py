"""Pages before and after the signature: are we ready, sign, and the version as it was signed."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.passwords import matches
from casework.accounts.roles import Need
from casework.assessments import (
    answer_queries,
    comment_queries,
    doubts,
    pages,
    queries,
    readiness,
    rules,
    sign_pages,
    sign_services,
)
from casework.assessments.figure_queries import list_figures
from casework.assessments.figures import Figures
from casework.assessments.forms import SignForm
from casework.assessments.models import Answer, Assessment
from casework.assessments.routes import room
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken


@room.get("/assessments/<int:assessment_id>/ready")
@needs(Need.READ_ASSESSMENTS)
def ready(assessment_id: int) -> ResponseReturnValue:
    """What must be done before the director signs, and what can be signed with and is listed."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    context = pages.frame(assessment, current_user, "ready")
    return render_template(
        "assessments/ready.html",
        **context,
        lists=_readiness(assessment, queries.list_answers(assessment), list_figures(assessment)),
    )


def _readiness(assessment: Assessment, answers: list[Answer], figures: Figures) -> readiness.Readiness:
    raised = answer_queries.list_raised(assessment, seen_by=current_user)
    asked = comment_queries.list_waiting_nodes(assessment)
    doubtful = doubts.wrong_in(assessment, answers)
    return readiness.read(
        assessment, answers, figures, raised=raised, asked=asked, doubtful=doubtful, today=clock.today()
    )


@room.route("/assessments/<int:assessment_id>/sign", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def sign(assessment_id: int) -> ResponseReturnValue:
    """Sign exactly what this page shows."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    form = SignForm()
    if form.validate_on_submit():
        try:
            _check_password(form.password.data)
            sign_services.sign(
                assessment,
                name=form.name.data,
                position=form.position.data,
                seen_hash=form.seen_hash.data,
                seen_at=_moment(form.seen_at.data),
                by=current_user,
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return redirect(url_for(".signed", assessment_id=assessment.id))
    return _sign_page(assessment, form)


def _sign_page(assessment: Assessment, form: SignForm) -> ResponseReturnValue:
    """The page always shows, and its form always carries, the content as it stands now."""
    if not assessment.is_open and not form.errors and not form.form_errors:
        flash(rules.SIGNED_ALREADY)
        return redirect(url_for(".show", assessment_id=assessment.id))
    reading = sign_services.read_content(assessment)
    form.seen_hash.data, form.seen_hash.raw_data = reading.content_hash, None
    form.seen_at.data, form.seen_at.raw_data = clock.now().isoformat(), None
    if request.method == "GET":
        form.name.data = form.name.data or current_user.name
        form.position.data = form.position.data or "Director of adult social services"
    return render_template(
        "assessments/sign.html",
        **pages.frame(assessment, current_user, "sign"),
        **sign_pages.to_sign(assessment, reading),
        form=form,
        lists=_readiness(assessment, reading.answers, reading.figures),
        declaration=sign_services.declaration_of(assessment),
    )


def _check_password(typed: str) -> None:
    """Hash without holding the database: what was read is read again afterwards."""
    held = current_user.password_hash
    db.session.rollback()
    if not matches(typed, held):
        raise RuleBroken("Your password is not right", "password")


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@room.get("/assessments/<int:assessment_id>/signed")
@needs(Need.READ_ASSESSMENTS)
def signed(assessment_id: int) -> ResponseReturnValue:
    """The version as it was signed, from its frozen copy, with its seal and whether it still matches."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    signature = or_404(assessment.signature)
    return render_template(
        "assessments/signed.html",
        **pages.frame(assessment, current_user, "signed"),
        signature=signature,
        content=signature.frozen.get("content", {}),
        trouble=sign_services.verify(signature),
    )


@room.get("/assessments/<int:assessment_id>/changes")
@needs(Need.READ_ASSESSMENTS)
def changes(assessment_id: int) -> ResponseReturnValue:
    """What this version changes of the signed one before it, row by row."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    before = or_404(sign_pages.version_before(assessment))
    reading = sign_services.as_it_stands(assessment)
    return render_template(
        "assessments/changes.html",
        **pages.frame(assessment, current_user, "changes"),
        before=before,
        changes=sign_pages.changed_since(assessment, reading),
    )
