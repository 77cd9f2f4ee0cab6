"""Changing the body of a template that is being written: every function takes a body and returns another. Pure.

Ids are given once, from the first title, and never change: a question that is renamed or moved stays the question
that last year's answers belong to.
"""

import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from casework.assessments.content import hash_of
from casework.assessments.nodes import NodeKind
from casework.assessments.pack_keys import LONGEST_ID, Fault
from casework.kit.packs import Lined
from casework.kit.rules import RuleBroken

Body = dict[str, Any]
ITEMS = {NodeKind.MEASURE_TABLE: "rows", NodeKind.STATEMENT_LIST: "statements"}  # what a node holds in a list
SIGNED_FIELDS = [
    {"id": "name", "label": "Name"},
    {"id": "position", "label": "Position"},
    {"id": "signature", "label": "Signature"},
]
FOUR = {
    "1": {"word": "Inadequate", "says": "People are let down, or nobody can show that they are not"},
    "2": {"word": "Adequate", "says": "Most people get what they should, but it depends on where they live"},
    "3": {"word": "Good", "says": "People get what they should nearly everywhere, and we can show it"},
    "4": {"word": "Outstanding", "says": "People's lives are clearly better for it, and others could learn from it"},
}


class Gone(LookupError):
    """The part of the body is not there any more."""


@dataclass(frozen=True)
class Place:
    """Where in the body a fault is: a node, a scale, the scoring, or (none of them) the head."""

    node_id: str | None = None
    scale: str | None = None
    in_scoring: bool = False


def blank(code: str, title: str) -> Body:
    """A form with one section, four levels to rate on, and a declaration."""
    return {
        "template": code,
        "version": 1,
        "title": title,
        "changes": [],
        "parts": {"form": "The form", "finish": "Finish"},
        "scales": {"four": deepcopy(FOUR)},
        "nodes": [
            {"id": "first", "kind": "section", "part": "form", "title": "First section"},
            {"id": "finish", "kind": "section", "part": "finish", "title": "Finish"},
            {
                "id": "declaration",
                "kind": "declaration",
                "in": "finish",
                "title": "Signed on behalf of the council",
                "says": "I have read this self-assessment and sign it on behalf of the council",
                "signs": "director",
                "fields": deepcopy(SIGNED_FIELDS),
            },
        ],
    }


def copy_of(body: Mapping[str, Any], *, code: str, title: str, version: int, changes: list[str]) -> Body:
    """The same questions, with the same ids, under another code or as the next version."""
    head = {"template": code, "version": version, "title": title, "changes": list(changes)}
    return deepcopy({"scales": {}, **body, **head})


def slug(text: str, taken: Collection[str], *, before: str = "", longest: int = LONGEST_ID) -> str:
    """A short name in small letters that nobody has yet."""
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"
    room = longest - len(before) - 3
    name = before + words[:room].strip("-")
    if not name[0].isalpha():
        name = f"q-{name}"
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def node_of(body: Body, node_id: str) -> dict[str, Any]:
    """The node with this id; Gone when it is not there."""
    for node in body["nodes"]:
        if node["id"] == node_id:
            return dict(node)
    raise Gone(node_id)


def part_of(body: Body, where: tuple[str, ...]) -> Any:
    """("head",), ("scoring",), ("node", id), ("scale", name) or ("item", id, place); Gone when it is not there."""
    kind, *rest = where
    if kind == "head":
        return {key: body.get(key) for key in ("title", "summary", "parts")}
    if kind == "scoring":
        return flat_scoring(body)
    if kind == "scale":
        if rest[0] not in (body.get("scales") or {}):
            raise Gone(rest[0])
        return body["scales"][rest[0]]
    node = node_of(body, rest[0])
    if kind == "node":
        items = ITEMS.get(NodeKind(node["kind"]))
        return {key: value for key, value in node.items() if key not in (items, "footnotes")}
    held = node.get(ITEMS[NodeKind(node["kind"])]) or []
    if not 0 <= int(rest[1]) < len(held):
        raise Gone(rest[1])
    return held[int(rest[1])]


def flat_scoring(body: Mapping[str, Any]) -> dict[str, Any]:
    """How the overall result is worked out, as the page asks for it: one name for each field."""
    raw = body.get("scoring") or {}
    flat: dict[str, Any] = {"scale": raw.get("scale"), "methods": list(raw.get("methods") or ())} if raw else {}
    for number, band in enumerate(raw.get("bands") or (), start=1):
        flat |= {f"band_{number}": band["word"], f"from_{number}": band["at_least"], f"score_{number}": band["score"]}
        flat[f"upper_{number}"] = band.get("upper_from")
    return flat


def mark_of(part: Any) -> str:
    """What travels with a page: whether the part is still as it was read."""
    return hash_of(part)[:32]


def add_node(body: Body, kind: NodeKind, section_id: str | None, values: Mapping[str, Any]) -> tuple[Body, str]:
    """A new section at the end, or a new question at the end of its section; its id is made from its title."""
    fresh = deepcopy(body)
    taken = {node["id"] for node in fresh["nodes"]}
    title = str(values.get("title") or values.get("label") or kind.value)
    node: dict[str, Any] = {"kind": kind.value, **values}
    if kind is NodeKind.SECTION:
        node = {"id": slug(title, taken), **node}
        fresh["nodes"].append(node)
        return fresh, node["id"]
    if section_id not in taken:
        raise Gone(str(section_id))
    node = {"id": slug(title, taken, before=f"{section_id}."), "in": section_id, **node}
    if kind in ITEMS:
        node.setdefault(ITEMS[kind], [])
    if kind is NodeKind.DECLARATION:
        if any(one["kind"] == kind for one in fresh["nodes"]):
            raise RuleBroken("The form has a declaration already. Change that one, or remove it first")
        node |= {"signs": "director", "fields": deepcopy(SIGNED_FIELDS)}
    fresh["nodes"].insert(_end_of(fresh, str(section_id)), node)
    return fresh, node["id"]


def change_node(body: Body, node_id: str, values: Mapping[str, Any], clears: Collection[str]) -> Body:
    """The node with other words; `clears` are the keys that the page asks for and `values` leaves out."""
    fresh = deepcopy(body)
    place = _index(fresh, node_id)
    held = {key: value for key, value in fresh["nodes"][place].items() if key not in clears or key in values}
    moved_to = values.get("in", held.get("in"))
    node = {**held, **values}
    if moved_to != held.get("in"):
        del fresh["nodes"][place]
        fresh["nodes"].insert(_end_of(fresh, str(moved_to)), node)
        return _without_beside(fresh, {node_id})
    fresh["nodes"][place] = node
    return fresh


def move_node(body: Body, node_id: str, *, up: bool) -> Body:
    """A section past the section before or after it, a question past its neighbour in the section."""
    fresh = deepcopy(body)
    node = node_of(fresh, node_id)
    blocks = _sections(fresh) if node["kind"] == NodeKind.SECTION else [[one] for one in _inside(fresh, node["in"])]
    place = next(at for at, block in enumerate(blocks) if block[0]["id"] == node_id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(blocks):
        return fresh
    blocks[place], blocks[other] = blocks[other], blocks[place]
    order = [one for block in blocks for one in block]
    if node["kind"] == NodeKind.SECTION:
        fresh["nodes"] = order
    else:
        start = _index(fresh, node["in"]) + 1
        fresh["nodes"][start : start + len(order)] = order
    return fresh


def remove_node(body: Body, node_id: str) -> Body:
    """Without the question, or without the section and everything in it."""
    fresh = deepcopy(body)
    node_of(fresh, node_id)
    gone = {node["id"] for node in fresh["nodes"] if node["id"] == node_id or node.get("in") == node_id}
    fresh["nodes"] = [node for node in fresh["nodes"] if node["id"] not in gone]
    return _without_beside(fresh, gone)


def set_beside(body: Body, section_id: str, *, side_by_side: bool) -> Body:
    """Print the narratives of a section side by side, or one under another."""
    fresh = deepcopy(body)
    section = fresh["nodes"][_index(fresh, section_id)]
    section.pop("beside", None)
    texts = [node["id"] for node in _inside(fresh, section_id) if node["kind"] == NodeKind.NARRATIVE]
    if side_by_side and len(texts) == 2:
        section["beside"] = texts
    return fresh


def set_items(body: Body, node_id: str, items: list[dict[str, Any]]) -> Body:
    """The rows of a measure table or the statements of a list; footnotes that no row points to go."""
    fresh = deepcopy(body)
    node = fresh["nodes"][_index(fresh, node_id)]
    node[ITEMS[NodeKind(node["kind"])]] = items
    used = {item.get("footnote") for item in items}
    if "footnotes" in node:
        node["footnotes"] = [note for note in node["footnotes"] if note["mark"] in used]
    return fresh


def faults_at(found: list[Fault], places: Mapping[int, Place]) -> list[tuple[Place, Fault]]:
    """Each fault with the place it is at."""
    return [(places.get(fault.line or 0, Place()), fault) for fault in found]


def lined(body: Body) -> tuple[Lined, dict[int, Place]]:
    """The body with a line for every part, as if it were read from a file, and which part stands on which line."""
    places: dict[int, Place] = {}
    counted = [0]

    def copy(value: Any, place: Place) -> Any:
        if isinstance(value, Mapping):
            held = Lined()
            counted[0] += 1
            held.line = counted[0]
            places[held.line] = place
            held.update({key: copy(each, place) for key, each in value.items()})
            return held
        return [copy(each, place) for each in value] if isinstance(value, list) else value

    top = copy({key: value for key, value in body.items() if key not in ("nodes", "scales", "scoring")}, Place())
    if "scoring" in body:
        top["scoring"] = copy(body["scoring"], Place(in_scoring=True))
    scales = body.get("scales") or {}
    if scales:
        top["scales"] = Lined({name: copy(steps, Place(scale=name)) for name, steps in scales.items()})
    top["nodes"] = [copy(node, Place(node_id=node["id"])) for node in body["nodes"]]
    return top, places


def _index(body: Body, node_id: str) -> int:
    for place, node in enumerate(body["nodes"]):
        if node["id"] == node_id:
            return place
    raise Gone(node_id)


def _end_of(body: Body, section_id: str) -> int:
    return _index(body, section_id) + 1 + len(_inside(body, section_id))


def _inside(body: Body, section_id: str) -> list[dict[str, Any]]:
    return [node for node in body["nodes"] if node.get("in") == section_id]


def _sections(body: Body) -> list[list[dict[str, Any]]]:
    heads = [node for node in body["nodes"] if node["kind"] == NodeKind.SECTION]
    return [[head, *_inside(body, head["id"])] for head in heads]


def _without_beside(body: Body, gone: Collection[str]) -> Body:
    for node in body["nodes"]:
        if any(one in gone for one in node.get("beside") or ()):
            del node["beside"]
    return body
