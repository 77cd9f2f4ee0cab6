"""Pages of what a question holds: the measures of a table, the statements of a list."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import drafts, template_services
from casework.assessments.drafts import Body, Gone, Place
from casework.assessments.editing import part_page, save_part, saved
from casework.assessments.forms import ConfirmForm
from casework.assessments.node_routes import NODE, draft_of, node_in
from casework.assessments.nodes import NodeKind
from casework.assessments.routes import room
from casework.assessments.template_forms import ItemForm, SeenForm, row_form
from casework.assessments.template_models import TemplateDraft
from casework.assessments.template_values import row_values, with_footnote
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.rules import RuleBroken
from casework.measures.models import Measure
from casework.measures.queries import list_measures

ITEM = f"{NODE}/items/<int:place>"


def _holding(draft_id: int, node_id: str) -> tuple[TemplateDraft, dict[str, Any], list[dict[str, Any]]]:
    draft = draft_of(draft_id)
    node = node_in(draft, node_id)
    if NodeKind(node["kind"]) not in drafts.ITEMS:
        abort(404)
    return draft, node, list(node.get(drafts.ITEMS[NodeKind(node["kind"])]) or [])


def _items_path(draft: TemplateDraft, node_id: str) -> str:
    return url_for(".list_items", draft_id=draft.id, node_id=node_id)


@room.get(f"{NODE}/items")
@needs(Need.KEEP_TEMPLATES)
def list_items(draft_id: int, node_id: str) -> ResponseReturnValue:
    """The measures of a table or the statements of a list, in order."""
    draft, node, items = _holding(draft_id, node_id)
    notes = {note["mark"]: note["says"] for note in node.get("footnotes") or ()}
    lines = [
        {
            "words": f"{one['ref']}: {one['title']}" if "ref" in one else one["says"],
            "note": notes.get(one.get("footnote")),
            "seen": drafts.mark_of(one),
        }
        for one in items
    ]
    is_table = node["kind"] == NodeKind.MEASURE_TABLE
    return render_template("assessments/template_items.html", draft=draft, node=node, lines=lines, is_table=is_table)


@room.route(f"{NODE}/items/add", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def add_item(draft_id: int, node_id: str) -> ResponseReturnValue:
    """One more, at the end."""
    draft, node, items = _holding(draft_id, node_id)
    return _item_page(draft, node, {}, len(items))


@room.route(f"{ITEM}/change", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def change_item(draft_id: int, node_id: str, place: int) -> ResponseReturnValue:
    """The words of one of them."""
    draft, node, items = _holding(draft_id, node_id)
    if place >= len(items):
        abort(404)
    return _item_page(draft, node, items[place], place)


def _item_page(draft: TemplateDraft, node: dict[str, Any], item: dict[str, Any], place: int) -> ResponseReturnValue:
    is_table = node["kind"] == NodeKind.MEASURE_TABLE
    measures = {one.reference: one for one in list_measures()} if is_table else {}
    form = _item_form(node, item, measures)
    theirs: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        name = "measure" if is_table else "statement"
        taken, theirs = save_part(
            draft,
            form,
            lambda body: _with_item(body, node["id"], form, measures, place if item else None),
            words=f'{"changed" if item else "added"} a {name} of "{node["title"]}" in the template "{draft.title}"',
            read=("item", node["id"], str(place)) if item else None,
            place=Place(node_id=node["id"]),
        )
        if taken:
            return saved(draft, "Saved", _items_path(draft, node["id"]))
    heading = f"{'Change' if item else 'Add'} a {'measure' if is_table else 'statement'}"
    return part_page(draft, form, heading, theirs=theirs, path=_items_path(draft, node["id"]))


def _item_form(node: dict[str, Any], item: dict[str, Any], measures: dict[str, Measure]) -> SeenForm:
    notes = {note["mark"]: note["says"] for note in node.get("footnotes") or ()}
    data = {**item, "footnote": notes.get(item.get("footnote")), "seen": drafts.mark_of(item)}
    if node["kind"] != NodeKind.MEASURE_TABLE:
        return ItemForm(data=data)
    choices = [Choice(key, f"{one.label}: {one.title} ({key})") for key, one in measures.items()]
    return row_form(choices, item)(data=data)


def _with_item(body: Body, node_id: str, form: SeenForm, measures: dict[str, Measure], place: int | None) -> Body:
    node = drafts.node_of(body, node_id)
    key = drafts.ITEMS[NodeKind(node["kind"])]
    items = [dict(one) for one in node.get(key) or ()]
    at = len(items) if place is None else place
    if key == "statements":
        made = {"id": drafts.slug(node_id.rsplit(".", 1)[-1], {one["id"] for one in items}, longest=50)}
        items[at:at + 1] = [{**(items[at] if place is not None else made), "says": form["says"].data}]  # fmt: skip
        return drafts.set_items(body, node_id, items)
    measure = measures[form["measure"].data]
    row, note = row_values(form, label=measure.label, title=measure.title)
    kept = {"footnote": items[at]["footnote"]} if at < len(items) and "footnote" in items[at] else {}
    items[at:at + 1] = [{**row, **kept}]  # fmt: skip
    notes = with_footnote(items, node.get("footnotes") or [], at, note)
    fresh = drafts.change_node(body, node_id, {"footnotes": notes}, ())
    return drafts.set_items(fresh, node_id, items)


@room.post(f"{ITEM}/move")
@needs(Need.KEEP_TEMPLATES)
def move_item(draft_id: int, node_id: str, place: int) -> ResponseReturnValue:
    """One place up or down."""
    other = place - 1 if request.args.get("to") == "up" else place + 1

    def swap(items: list[dict[str, Any]]) -> None:
        if 0 <= other < len(items):
            items[place], items[other] = items[other], items[place]

    return _rearrange(draft_id, node_id, place, swap, "moved")


@room.post(f"{ITEM}/remove")
@needs(Need.KEEP_TEMPLATES)
def remove_item(draft_id: int, node_id: str, place: int) -> ResponseReturnValue:
    """Without it."""
    return _rearrange(draft_id, node_id, place, lambda items: items.pop(place), "removed")


def _rearrange(draft_id: int, node_id: str, place: int, change: Any, verb: str) -> ResponseReturnValue:
    """Change the order of the items if the one meant is still where the page showed it; otherwise only show them."""
    draft, node, _ = _holding(draft_id, node_id)
    path = _items_path(draft, node_id)
    if not ConfirmForm().validate_on_submit():
        return redirect(path)

    def apply(body: Body) -> Body:
        held = drafts.node_of(body, node_id)
        items = [dict(one) for one in held[drafts.ITEMS[NodeKind(held["kind"])]]]
        change(items)
        return drafts.set_items(body, node_id, items)

    try:
        words = f'{verb} one of "{node["title"]}" in the template "{draft.title}"'
        read, seen = ("item", node_id, str(place)), request.args.get("seen", "")
        template_services.apply(draft, apply, by=current_user, words=words, read=read, seen=seen)
        db.session.commit()
    except (template_services.Moved, RuleBroken, Gone):
        db.session.rollback()
        return saved(draft, "Nothing was changed: somebody changed the list meanwhile. Read it again", path)
    return saved(draft, verb.capitalize(), path)
