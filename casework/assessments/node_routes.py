"""Pages of one question of a draft: add, change, move, remove, and the rows or statements it holds."""

from secrets import token_hex
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import drafts, template_queries, template_services
from casework.assessments.drafts import Body, Gone, Place
from casework.assessments.editing import draft_path, part_page, save_part, saved
from casework.assessments.forms import ConfirmForm
from casework.assessments.nodes import NodeKind
from casework.assessments.routes import room
from casework.assessments.template_forms import KIND_WORDS, AddNodeForm, node_form
from casework.assessments.template_models import TemplateDraft
from casework.assessments.template_routes import DRAFT
from casework.assessments.template_values import node_values, with_categories, with_node
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import HiddenField
from casework.kit.rules import RuleBroken

NODE = f"{DRAFT}/nodes/<node_id>"
SECTION = "section"


def draft_of(draft_id: int) -> TemplateDraft:
    """The draft, for whoever may keep templates."""
    return template_queries.get_draft(draft_id, seen_by=current_user)


def node_in(draft: TemplateDraft, node_id: str) -> dict[str, Any]:
    """The node; 404 when the draft has none with this id."""
    try:
        return drafts.node_of(draft.body, node_id)
    except Gone:
        abort(404)


@room.route(f"{DRAFT}/sections/add", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def add_section(draft_id: int) -> ResponseReturnValue:
    """A section at the end of the form."""
    return _add(draft_of(draft_id), NodeKind.SECTION, None)


@room.route(f"{NODE}/add", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def choose_node(draft_id: int, node_id: str) -> ResponseReturnValue:
    """What kind of question a section gets next."""
    draft = draft_of(draft_id)
    section = node_in(draft, node_id)
    form = AddNodeForm()
    if form.validate_on_submit():
        return redirect(url_for(".add_node", draft_id=draft.id, node_id=node_id, kind=form.kind.data))
    return part_page(draft, form, f"Add to “{section['title']}”", button="Continue")


@room.route(f"{NODE}/add/<kind>", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def add_node(draft_id: int, node_id: str, kind: str) -> ResponseReturnValue:
    """A question at the end of its section."""
    draft = draft_of(draft_id)
    node_in(draft, node_id)
    if kind not in {one.value for one in KIND_WORDS}:
        abort(404)
    return _add(draft, NodeKind(kind), node_id)


def _add(draft: TemplateDraft, kind: NodeKind, section_id: str | None) -> ResponseReturnValue:
    key = {"form_key": HiddenField(default=lambda: token_hex(16))}
    form = type("AddForm", (node_form(kind, draft.body, None),), key)()
    if form.validate_on_submit():
        if done := once.result_of(form["form_key"].data, person=current_user):
            return redirect(done)
        made: list[str] = []

        def change(body: Body) -> Body:
            fresh, node_id = drafts.add_node(body, kind, section_id, node_values(form, kind))
            made.append(node_id)
            return with_categories(fresh)

        try:
            trial, trial_id = drafts.add_node(draft.body, kind, section_id, node_values(form, kind))
        except RuleBroken as broken:
            form.refuse(broken)
            return part_page(draft, form, "Add the declaration", button="Add it")
        title = drafts.node_of(trial, trial_id).get("title") or form["label"].data
        words = f'added "{title}" to the template "{draft.title}"'
        if save_part(draft, form, change, words=words, place=Place(node_id=trial_id))[0]:
            path = draft_path(draft)
            if kind in drafts.ITEMS:
                path = url_for(".list_items", draft_id=draft.id, node_id=made[-1])
            once.remember(form["form_key"].data, person=current_user, path=path)
            db.session.commit()
            return saved(draft, f"Added: {title}", path)
    heading = "Add a section" if kind is NodeKind.SECTION else f"Add: {KIND_WORDS[kind][0].lower()}"
    return part_page(draft, form, heading, button="Add it")


@room.route(f"{NODE}/change", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def change_node(draft_id: int, node_id: str) -> ResponseReturnValue:
    """The words of a question; its id, and so its answers of other years, stay."""
    draft = draft_of(draft_id)
    node = node_in(draft, node_id)
    kind = NodeKind(node["kind"])
    read = ("node", node_id)
    held = drafts.part_of(draft.body, read)
    form = node_form(kind, draft.body, node)(data={"seen": drafts.mark_of(held)})
    theirs: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        values = node_values(form, kind)
        title = values.get("title") or values.get("label")
        taken, theirs = save_part(
            draft,
            form,
            lambda body: with_node(body, node_id, kind, values, form),
            words=f'changed "{title}" of the template "{draft.title}"',
            read=read,
            place=Place(node_id=node_id),
        )
        if taken:
            return saved(draft, f"Saved: {title}")
    more: dict[str, Any] = {"remove": url_for(".remove_node", draft_id=draft.id, node_id=node_id)}
    if kind in drafts.ITEMS:
        more["items"] = url_for(".list_items", draft_id=draft.id, node_id=node_id)
        more["items_words"] = "Measures of this table" if kind is NodeKind.MEASURE_TABLE else "Statements of this list"
    return part_page(draft, form, f"Change “{node.get('title') or node.get('label')}”", theirs=theirs, **more)


@room.post(f"{NODE}/move")
@needs(Need.KEEP_TEMPLATES)
def move_node(draft_id: int, node_id: str) -> ResponseReturnValue:
    """One place up or down."""
    draft = draft_of(draft_id)
    node = node_in(draft, node_id)
    up = request.args.get("to") == "up"
    title = node.get("title") or node.get("label")
    form = ConfirmForm()
    if form.validate_on_submit():
        words = f'moved "{title}" {"up" if up else "down"} in the template "{draft.title}"'
        template_services.apply(
            draft, lambda body: drafts.move_node(body, node_id, up=up), by=current_user, words=words
        )
        db.session.commit()
        return saved(draft, f"Moved {'up' if up else 'down'}: {title}", f"{draft_path(draft)}#node-{node_id}")
    return redirect(draft_path(draft))


@room.route(f"{NODE}/remove", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def remove_node(draft_id: int, node_id: str) -> ResponseReturnValue:
    """Without this question from this version on."""
    draft = draft_of(draft_id)
    node = node_in(draft, node_id)
    read = ("node", node_id)
    form = ConfirmForm(version=drafts.mark_of(drafts.part_of(draft.body, read)))
    title = node.get("title") or node.get("label")
    inside = sum(one.get("in") == node_id for one in draft.body["nodes"])
    if form.validate_on_submit():
        try:
            template_services.apply(
                draft,
                lambda body: drafts.remove_node(body, node_id),
                by=current_user,
                words=f'removed "{title}" from the template "{draft.title}"',
                read=read,
                seen=form.version.data,
            )
            db.session.commit()
        except template_services.Moved as moved:
            db.session.rollback()
            form.refuse(RuleBroken(f"{moved.draft.changed_by.name} changed this just now. Read it, then remove it"))
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return saved(draft, f"Removed: {title}")
    effect = f"“{title}” is not asked in this version any more. Answers of other years stay where they were given."
    if inside:
        effect = f"“{title}” and the {inside} questions in it go. Answers of other years stay where they were given."
    return render_template(
        "assessments/template_confirm.html",
        form=form,
        heading="Remove it from the form",
        effect=effect,
        button="Remove it",
        path=draft_path(draft),
    )
