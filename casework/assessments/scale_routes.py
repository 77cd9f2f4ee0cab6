"""Pages of the scales of a draft and of its overall result: levels, what they mean, and the bands of percentages."""

from collections.abc import Callable

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import drafts, template_services
from casework.assessments.drafts import Body, Place
from casework.assessments.editing import draft_path, part_page, save_part, saved
from casework.assessments.forms import ConfirmForm
from casework.assessments.node_routes import draft_of
from casework.assessments.routes import room
from casework.assessments.template_forms import scale_form
from casework.assessments.template_pages import uses_of
from casework.assessments.template_routes import DRAFT
from casework.assessments.template_scoring import scoring_form, scoring_values
from casework.assessments.template_values import is_numbered, scale_steps
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken
from casework.kit.words import plural

SCALE = f"{DRAFT}/scales/<name>"


@room.route(f"{DRAFT}/scales/add", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def add_scale(draft_id: int) -> ResponseReturnValue:
    """Another scale."""
    draft = draft_of(draft_id)
    form = scale_form({}, is_new=True)()
    if form.validate_on_submit():
        try:
            steps = scale_steps(form, {}, numbered=form["numbered"].data == "yes")
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            name = drafts.slug(form["name"].data, draft.body["scales"], longest=40)
            words = f'added the scale "{name}" to the template "{draft.title}"'
            change = _with_scale(name, steps)
            if save_part(draft, form, change, words=words, place=Place(scale=name))[0]:
                return saved(draft, f"Added the scale {name}")
    return part_page(draft, form, "Add a scale", button="Add the scale")


def _with_scale(name: str, steps: dict[str, dict[str, object]] | None) -> Callable[[Body], Body]:
    def change(body: Body) -> Body:
        scales = {key: value for key, value in body["scales"].items() if key != name or steps is not None}
        return {**body, "scales": {**scales, **({name: steps} if steps is not None else {})}}

    return change


@room.route(f"{SCALE}/change", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def change_scale(draft_id: int, name: str) -> ResponseReturnValue:
    """The levels of a scale. A self-assessment started from last time asks what each old level becomes."""
    draft = draft_of(draft_id)
    steps = draft.body["scales"].get(name)
    if steps is None:
        abort(404)
    form = scale_form(steps, is_new=False)(data={"seen": drafts.mark_of(steps)})
    theirs: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            fresh = scale_steps(form, steps, numbered=is_numbered(steps))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            taken, theirs = save_part(
                draft,
                form,
                _with_scale(name, fresh),
                words=f'changed the scale "{name}" of the template "{draft.title}"',
                read=("scale", name),
                place=Place(scale=name),
            )
            if taken:
                return saved(draft, f"Saved the scale {name}")
    remove = url_for(".remove_scale", draft_id=draft.id, name=name)
    return part_page(draft, form, f"Change the scale “{name}”", theirs=theirs, remove=remove)


@room.route(f"{SCALE}/remove", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def remove_scale(draft_id: int, name: str) -> ResponseReturnValue:
    """Without the scale; refused while a question is answered on it."""
    draft = draft_of(draft_id)
    if name not in draft.body["scales"]:
        abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            words = f'removed the scale "{name}" from the template "{draft.title}"'
            template_services.apply(draft, _unused(name), by=current_user, words=words, read=None)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return redirect(draft_path(draft))
    return render_template(
        "assessments/template_confirm.html",
        form=form,
        heading="Remove the scale",
        effect=f"The scale “{name}” goes. No question may be answered on it.",
        button="Remove the scale",
        path=draft_path(draft),
    )


def _unused(name: str) -> Callable[[Body], Body]:
    def change(body: Body) -> Body:
        if uses := uses_of(body, name):
            raise RuleBroken(
                f"{plural(uses, 'question is', 'questions are')} answered on this scale. Give them another first"
            )
        return _with_scale(name, None)(body)

    return change


@room.route(f"{DRAFT}/scoring", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def change_scoring(draft_id: int) -> ResponseReturnValue:
    """How ratings make an overall result: the scale that counts, the ways of scoring, and the bands."""
    draft = draft_of(draft_id)
    flat = drafts.flat_scoring(draft.body)
    form = scoring_form(draft.body)(data={"seen": drafts.mark_of(flat)})
    theirs: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            values = scoring_values(form, draft.body.get("scoring"))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            taken, theirs = save_part(
                draft,
                form,
                lambda body: {**body, "scoring": values},
                words=f'changed how the template "{draft.title}" makes an overall result',
                read=("scoring",),
                place=Place(in_scoring=True),
            )
            if taken:
                return saved(draft, "Saved how the overall result is made")
    more = {"remove": url_for(".remove_scoring", draft_id=draft.id)} if flat else {}
    return part_page(draft, form, "The overall result", theirs=theirs, **more)


@room.route(f"{DRAFT}/scoring/remove", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def remove_scoring(draft_id: int) -> ResponseReturnValue:
    """A form without an overall result."""
    draft = draft_of(draft_id)
    if not draft.body.get("scoring"):
        abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        words = f'took the overall result out of the template "{draft.title}"'
        if save_part(draft, form, _without_scoring, words=words)[0]:
            return redirect(draft_path(draft))
    return render_template(
        "assessments/template_confirm.html",
        form=form,
        heading="Remove the overall result",
        effect="The bands and ways of scoring go. Every question keeps its own rating.",
        button="Remove the overall result",
        path=draft_path(draft),
    )


def _without_scoring(body: Body) -> Body:
    return {key: value for key, value in body.items() if key != "scoring"}
