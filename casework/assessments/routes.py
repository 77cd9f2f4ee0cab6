"""Pages of the room: the list, start, overview, sections, moves, versions and history."""

from importlib import import_module

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import answer_queries, citing, pages, queries, rules, section_pages, services
from casework.assessments.challenge.beside import for_pages
from casework.assessments.forms import ConfirmForm
from casework.assessments.move_words import MOVE_WORDS
from casework.assessments.progress import STATUS_TAGS
from casework.extensions import db
from casework.findings.history import history_items
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.measures.hooks import register_citer

room = Blueprint("assessments", __name__)
ANSWER = "/assessments/<int:assessment_id>/answers/<int:answer_id>"
PARTS = (
    *("answer", "comment", "evidence", "register", "export", "workbook"),
    *("figure", "finding", "give", "sign", "start", "compare"),
)
CHALLENGE = ("challenge.team", "challenge.council", "verify")
EDITOR = ("template", "node", "item", "scale")


def init_room(app: Flask) -> None:
    """Open the room's pages; each part adds its own to the room."""
    for part in (*PARTS, *CHALLENGE, *EDITOR):
        import_module(f"casework.assessments.{part}_routes")
    app.register_blueprint(room)
    register_citer(app, citing.cite)


@room.get("/assessments")
@needs(Need.READ_ASSESSMENTS)
def list_() -> ResponseReturnValue:
    """Every self-assessment of the council; a contributor's own sections."""
    listed = queries.list_assessments(seen_by=current_user)
    return render_template(
        "assessments/list.html", listed=listed, tags=STATUS_TAGS, sees_all=rules.sees_all(current_user)
    )


@room.get("/assessments/<int:assessment_id>")
@needs(Need.READ_ASSESSMENTS)
def show(assessment_id: int) -> ResponseReturnValue:
    """The overview: sections as a task list, whose turn it is, and what comes next."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    return render_template(
        "assessments/show.html", **pages.overview(assessment, current_user), **for_pages(assessment, current_user)
    )


@room.get("/assessments/<int:assessment_id>/sections/<int:number>")
@needs(Need.READ_ASSESSMENTS)
def show_section(assessment_id: int, number: int) -> ResponseReturnValue:
    """One section: its measure table filled in, and what was answered."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    section = or_404(next((one for one in assessment.template.outline.sections if one.number == number), None))
    visible = queries.visible_sections(assessment, seen_by=current_user)
    if visible is not None and section.id not in visible:
        abort(404)
    return render_template(
        "assessments/section.html",
        **section_pages.section(assessment, section, current_user),
        **for_pages(assessment, current_user),
    )


@room.get("/assessments/<int:assessment_id>/history")
@needs(Need.READ_ASSESSMENTS)
def history(assessment_id: int) -> ResponseReturnValue:
    """What happened to the self-assessment and its answers, newest first."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    entries = answer_queries.list_whole_history(assessment)
    context = pages.frame(assessment, current_user, "history")
    return render_template("assessments/history.html", **context, items=history_items(pages.gather(entries)))


@room.get("/assessments/<int:assessment_id>/versions")
@needs(Need.READ_ASSESSMENTS)
def versions(assessment_id: int) -> ResponseReturnValue:
    """Every version of this form and period, with its signature."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    context = pages.frame(assessment, current_user, "versions")
    return render_template(
        "assessments/versions.html", **context, versions=queries.list_versions(assessment), tags=STATUS_TAGS
    )


@room.route("/assessments/<int:assessment_id>/consult", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def consult(assessment_id: int) -> ResponseReturnValue:
    """Send it out for consultation."""
    return _move(assessment_id, "consult")


@room.route("/assessments/<int:assessment_id>/review", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def review(assessment_id: int) -> ResponseReturnValue:
    """Put it before the senior team."""
    return _move(assessment_id, "review")


@room.route("/assessments/<int:assessment_id>/redraft", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def redraft(assessment_id: int) -> ResponseReturnValue:
    """Take it back to draft."""
    return _move(assessment_id, "redraft")


def _move(assessment_id: int, verb: str) -> ResponseReturnValue:
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    form, words = ConfirmForm(), MOVE_WORDS[verb]
    path = url_for("assessments.show", assessment_id=assessment.id)
    if form.validate_on_submit():
        try:
            services.move(assessment, verb=verb, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(words.done, "success")
            return redirect(path)
    return render_template("assessments/move.html", form=form, assessment=assessment, words=words, path=path)


@room.route("/assessments/<int:assessment_id>/revise", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def revise(assessment_id: int) -> ResponseReturnValue:
    """Start the next version from a signed one."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    form, words = ConfirmForm(), MOVE_WORDS["revise"]
    if form.validate_on_submit():
        try:
            fresh = services.revise(assessment, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"Version {fresh.number} started with everything version {assessment.number} says", "success")
            return redirect(url_for("assessments.show", assessment_id=fresh.id))
    path = url_for("assessments.show", assessment_id=assessment.id)
    return render_template("assessments/move.html", form=form, assessment=assessment, words=words, path=path)
