"""Pages of the scales of a draft: what can be given, from the words of a level to what it means."""

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
