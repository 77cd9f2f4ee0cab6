"""Filling a self-assessment in with Excel: get the workbook, send it back, look at what it changes, save."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import pages, queries, workbook, workbook_services
from casework.assessments.answer_forms import words_of
from casework.assessments.answer_services import held_draft
from casework.assessments.differences import parts_of
from casework.assessments.export_routes import OFFICE, file_response
from casework.assessments.forms import ConfirmForm, WorkbookForm
from casework.assessments.models import Answer, Assessment
from casework.assessments.routes import room
from casework.assessments.rules import Draft
from casework.assessments.workbook_services import draft_in
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken
from casework.kit.tables import Problem, TableRefused
from casework.kit.words import plural

PATH = "/assessments/<int:assessment_id>/workbook"


@room.route(PATH, methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def fill_in(assessment_id: int) -> ResponseReturnValue:
    """Get a workbook to fill in, or send one back: it is checked, and nothing is saved yet."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    form = WorkbookForm()
    problems: list[Problem] = []
    if form.validate_on_submit():
        try:
            aside, _ = workbook_services.put_aside(
                assessment, form.file.data, filled_by=form.filled_by.data, by=current_user
            )
            db.session.commit()
        except TableRefused as refused:
            db.session.rollback()
            problems = refused.problems
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return redirect(url_for(".save_workbook", assessment_id=assessment_id, aside_id=aside.id))
    return render_template(
        "assessments/fill_in.html",
        **pages.frame(assessment, current_user, "fill_in"),
        form=form,
        problems=problems,
        count=_count(assessment),
    )


def _count(assessment: Assessment) -> int:
    try:
        return len(workbook.list_lines(assessment, current_user))
    except RuleBroken:
        return 0


@room.get(f"{PATH}/download")
@needs(Need.WRITE_ASSESSMENTS)
def get_workbook(assessment_id: int) -> ResponseReturnValue:
    """The workbook with what this person may write."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    try:
        made = workbook.write(assessment, current_user)
    except RuleBroken:
        abort(404)
    name = f"self-assessment-{assessment.period.replace(' ', '-')}-version-{assessment.number}-to-fill-in.xlsx"
    return file_response(made, f"{OFFICE}.spreadsheetml.sheet", name)


@dataclass(frozen=True)
class Shown:
    """A change as the page shows it: where, what stands there, what the file says, and whether both will be kept."""

    answer: Answer
    name: str
    now_parts: Any
    file_parts: Any
    rating: tuple[str, str] | None
    meets_newer: bool


@room.route(f"{PATH}s/<int:aside_id>/save", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def save_workbook(assessment_id: int, aside_id: int) -> ResponseReturnValue:
    """What the workbook changes, answer by answer; then save it."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    aside = workbook_services.get_aside(assessment, aside_id, seen_by=current_user)
    answers = {one.id: one for one in queries.list_answers(assessment)}
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            outcome = workbook_services.save(aside, answers, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{plural(outcome.saved, 'answer')} saved from the workbook", "success")
            if outcome.waiting:
                first = outcome.waiting[0]
                left = plural(len(outcome.waiting), "answer")
                flash(f"{left} had been changed meanwhile. Both texts are kept: choose between them")
                return redirect(url_for(".settle", assessment_id=assessment_id, answer_id=first.id))
            return redirect(url_for(".show", assessment_id=assessment_id))
    shown = [_shown(answers[one["answer"]], one) for one in aside.changes]
    return render_template(
        "assessments/save_workbook.html",
        **pages.frame(assessment, current_user, "fill_in"),
        form=form,
        aside=aside,
        changes=[one for one in shown if not one.meets_newer],
        newer=[one for one in shown if one.meets_newer],
    )


def _shown(answer: Answer, change: dict[str, Any]) -> Shown:
    node, outline = answer.node, answer.assessment.template.outline
    now, draft = held_draft(answer, current_user), draft_in(change)
    now_parts, file_parts = parts_of(_words(now, answer), _words(draft, answer))
    scale = outline.scale_of(node)
    steps = [scale.step(one.rating) if scale else None for one in (now, draft)]
    words = [step.words if step else "Not rated" for step in steps]
    rating = (words[0], words[1]) if now.rating != draft.rating else None
    meets_newer = change["version"] != answer.version and now != draft
    return Shown(answer, outline.name_of(node), now_parts, file_parts, rating, meets_newer)


def _words(draft: Draft, answer: Answer) -> str:
    node, outline = answer.node, answer.assessment.template.outline
    said = words_of(draft, node)
    scale = outline.scale_of(node)
    parts = (draft.fields or {}).get("categories") or {}
    scores = [f"{outline.categories.get(key, key)}: {number}" for key, number in parts.items()]
    given = (draft.fields or {}).get("statements") or {}
    if given and scale:
        says = dict(node.statements)
        lines = []
        for key, one in given.items():
            step = scale.step(one.get("step"))
            told = [step.words if step else "Not answered", one.get("where") or "", one.get("words") or ""]
            lines.append(f"{says.get(key, key)}: {'. '.join(part for part in told if part)}")
        said = "\n\n".join(lines)
    return "\n\n".join(part for part in (said, *scores) if part)
