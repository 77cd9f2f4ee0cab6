"""What a template file must be. Pure: takes the data of a file whose mappings know their line, returns every fault.

A template is a form as data: parts, scales and nodes. A node's id never changes, because answers of other years and
versions are matched by it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from casework.assessments.outline import NodeKind

Fault = tuple[int | None, str]  # line, reason
Check = Callable[[Any], str | None]  # what is wrong with a value, or None

ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*")
CODE = re.compile(r"[a-z][a-z0-9-]{1,58}")
MEASURE = re.compile(r"[a-z0-9-]+:\S+")
PERIOD = re.compile(r"\d{4}-\d\d( \S+)?")
LONGEST_ID = 60
INPUTS = ("text", "lines", "telephone", "email")
SIGNERS = ("director",)


def _text(value: Any) -> str | None:
    return (
        None if isinstance(value, str) and value.strip() else "must be words; put yes, no, dates and numbers in quotes"
    )


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _number(value: Any) -> str | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole and 1 <= value <= 99 else "must be a whole number from 1 to 99"


def _texts(value: Any) -> str | None:
    return None if isinstance(value, list) and value and not any(map(_text, value)) else "must be a list of words"


def _list(value: Any) -> str | None:
    return None if isinstance(value, list) else "must be a list"


def _any(value: Any) -> str | None:
    return None


def _one_of(*words: str) -> Check:
    return lambda value: None if value in words else f"must be one of {', '.join(words)}"


STEP: dict[str, Check] = {"word": _text, "says": _text}
TITLED: dict[str, Check] = {"in": _text, "title": _text}
HELP: dict[str, Check] = {"hint": _text}
# kind -> (what it must say, what it may say)
KEYS: dict[NodeKind, tuple[dict[str, Check], dict[str, Check]]] = {
    NodeKind.SECTION: (
        {"part": _text, "title": _text},
        {
            "linked_to": _text,
            "asks": _text,
            "says": _text,
            "evidence_prompt": _text,
            "rating_columns": _texts,
            "beside": _texts,
        },
    ),
    NodeKind.FIELD: ({"in": _text, "label": _text, "input": _one_of(*INPUTS)}, {**HELP, "required": _flag}),
    NodeKind.MEASURE_TABLE: ({**TITLED, "columns": _texts, "years": _texts, "rows": _list}, {"footnotes": _list}),
    NodeKind.RATING: (
        {**TITLED, "scale": _text},
        {
            **HELP,
            "opens_with": _text,
            "measures": _any,
            "group": _text,
            "tool": _text,
            "maps_to": _any,
            "asked_of": _any,
            "short": _text,
            "evidence_categories": _texts,
        },
    ),
    NodeKind.EVIDENCED: ({**TITLED, "columns": _texts}, {**HELP, "required": _flag}),
    NodeKind.NARRATIVE: (TITLED, {**HELP, "opens_with": _text, "required": _flag}),
    NodeKind.LINES_OF_ENQUIRY: ({**TITLED, "columns": _texts}, {**HELP, "at_least": _number}),
    NodeKind.STATEMENT_LIST: ({**TITLED, "scale": _text, "statements": _list}, {**HELP, "required": _flag}),
    NodeKind.DECLARATION: ({**TITLED, "says": _text, "signs": _one_of(*SIGNERS), "fields": _list}, {}),
}
TOP: tuple[dict[str, Check], dict[str, Check]] = (
    {"template": _text, "version": _number, "title": _text, "parts": _any, "nodes": _list, "changes": _texts},
    {"summary": _text, "scales": _any},
)


def faults_of(data: Any, *, known_measures: Collection[str] | None = None) -> list[Fault]:
    """Every fault of a template file, in the order of its lines; an empty list for a file that can be used.

    `known_measures` are keys (edition:code); None leaves that check out, for a file read before any edition is loaded.
    """
    if not isinstance(data, Mapping):
        return [(1, "is not a template: it must begin with template, version and title")]
    found = list(_keys(data, *TOP, what="the template"))
    if not found:
        found += [*_head(data), *_scales(data), *_nodes(data, known_measures)]
    return sorted(found, key=lambda fault: fault[0] or 0)


def line_of(value: Any) -> int | None:
    """The line on which a mapping of the file begins, when it is known."""
    return getattr(value, "line", None)


def _keys(
    held: Mapping[str, Any], must: Mapping[str, Check], may: Mapping[str, Check], *, what: str
) -> Iterator[Fault]:
    """Keys that are missing, not known, or hold the wrong sort of value."""
    line = line_of(held)
    for key in must:
        if key not in held:
            yield line, f'{what} does not say its "{key}"'
    for key, value in held.items():
        check = must.get(key) or may.get(key)
        if check is None:
            close = get_close_matches(str(key), [*must, *may], n=1)
            meant = f'; did you mean "{close[0]}"?' if close else ""
            yield line, f'{what} has "{key}", which is not known here{meant}'
        elif wrong := check(value):
            yield line, f'{what}: "{key}" {wrong}'


def _head(data: Mapping[str, Any]) -> Iterator[Fault]:
    line = line_of(data)
    if not CODE.fullmatch(data["template"]):
        yield line, f'"{data["template"]}" cannot be the code of a template: use small letters, digits and hyphens'
    if not str(data["changes"][-1]).startswith(f"{data['version']}: "):
        yield line, f'"changes" must end with what is new in version {data["version"]}, like "{data["version"]}: ..."'
    if not isinstance(data["parts"], Mapping) or not data["parts"] or any(map(_text, data["parts"].values())):
        yield line, '"parts" must name each part of the form, like outcomes: Outcomes'


def _scales(data: Mapping[str, Any]) -> Iterator[Fault]:
    scales = data.get("scales") or {}
    if not isinstance(scales, Mapping):
        yield line_of(data), '"scales" must name each scale'
        return
    for name, steps in scales.items():
        if not isinstance(steps, Mapping) or not 2 <= len(steps) <= 9:
            yield line_of(steps) or line_of(scales), f'the scale "{name}" must have from 2 to 9 levels'
            continue
        keys = list(steps)
        if any(isinstance(key, int) for key in keys) and keys != list(range(1, len(keys) + 1)):
            yield line_of(steps), f'the levels of the scale "{name}" must count 1, 2, 3 without a gap'
        for key, step in steps.items():
            if not isinstance(step, Mapping):
                yield line_of(steps), f'level {key} of the scale "{name}" must have a word and what it says'
            else:
                yield from _keys(step, STEP, {"needs_work": _flag}, what=f'level {key} of "{name}"')


def _nodes(data: Mapping[str, Any], known_measures: Collection[str] | None) -> Iterator[Fault]:
    seen: dict[str, int | None] = {}
    section: str | None = None
    signed = 0
    for node in data["nodes"]:
        line = line_of(node)
        if not isinstance(node, Mapping) or not isinstance(node.get("id"), str) or not ID.fullmatch(node["id"]):
            yield line or line_of(data), "a node has no id, or one that is not small letters, digits, hyphens and dots"
            continue
        node_id = node["id"]
        what = f'node "{node_id}"'
        if len(node_id) > LONGEST_ID:
            yield line, f"{what}: the id must be {LONGEST_ID} characters or less"
        if node_id in seen:
            yield line, f"{what} stands there twice (first on line {seen[node_id]})"
        seen[node_id] = line
        if node.get("kind") not in list(NodeKind):
            yield line, f"{what} is of no known kind: {node.get('kind')}"
            continue
        kind = NodeKind(node["kind"])
        must, may = KEYS[kind]
        wrong = list(_keys(node, {"id": _text, "kind": _text, **must}, may, what=what))
        yield from wrong
        if kind is NodeKind.SECTION:
            section = node_id
            if node.get("part") not in data["parts"]:
                yield line, f'{what} is in the part "{node.get("part")}", which the file does not declare'
        elif node.get("in") != section:
            yield line, f'{what} says it is in "{node.get("in")}", but stands under the section "{section}"'
        signed += kind is NodeKind.DECLARATION
        if not wrong:
            yield from _inside(node, kind, what=what, data=data, known_measures=known_measures)
    if not any(isinstance(node, Mapping) and node.get("kind") not in ("section", None) for node in data["nodes"]):
        yield line_of(data), "the template asks nothing: it has no node besides sections"
    if signed > 1:
        yield line_of(data), "the template has more than one declaration"


def _inside(
    node: Mapping[str, Any],
    kind: NodeKind,
    *,
    what: str,
    data: Mapping[str, Any],
    known_measures: Collection[str] | None,
) -> Iterator[Fault]:
    """What must hold inside one node, once its keys are right."""
    line = line_of(node)
    if "scale" in node and node["scale"] not in (data.get("scales") or {}):
        yield line, f'{what} uses the scale "{node["scale"]}", which the file does not declare'
    if kind is NodeKind.MEASURE_TABLE:
        yield from _table(node, what=what, known_measures=known_measures)
    if kind is NodeKind.RATING and isinstance(node.get("measures"), list):
        for key in node["measures"]:
            yield from _measure(key, line, what=what, known_measures=known_measures)
    elif kind is NodeKind.RATING and node.get("measures") not in (None, "from-table"):
        yield line, f'{what}: "measures" must be from-table or a list of measures'
    if kind in (NodeKind.EVIDENCED, NodeKind.LINES_OF_ENQUIRY) and len(node["columns"]) != 2:
        yield line, f"{what} must have two columns"
    for name, says in (("fields", "label"), ("statements", "says")):
        if name in node:
            yield from _items(node[name], says, line=line, what=what)


def _items(items: list[Any], says: str, *, line: int | None, what: str) -> Iterator[Fault]:
    """Fields of a declaration, statements of a list: each with an id of its own and words."""
    ids = []
    for item in items:
        if not isinstance(item, Mapping):
            yield line, f"{what}: each entry must have an id and {says}"
            continue
        yield from _keys(item, {"id": _text, says: _text}, {}, what=what)
        ids.append(item.get("id"))
    if not items or len(set(ids)) != len(ids):
        yield line, f"{what}: its entries must each have an id of their own, and there must be at least one"


def _table(node: Mapping[str, Any], *, what: str, known_measures: Collection[str] | None) -> Iterator[Fault]:
    line = line_of(node)
    if wrong := [code for code in node["years"] if not PERIOD.fullmatch(str(code))]:
        yield line, f'{what}: "{wrong[0]}" is not a period, like 2012-13'
    expected = 3 + 2 * len(node["years"])
    if len(node["columns"]) != expected:
        yield line, f"{what} must have {expected} columns: reference, measure, figure and quartile of each year, trend"
    marks = {note.get("mark") for note in node.get("footnotes") or () if isinstance(note, Mapping)}
    used, refs = set(), []
    if not node["rows"]:
        yield line, f"{what} has no rows"
    for row in node["rows"]:
        if not isinstance(row, Mapping):
            yield line, f"{what}: each row must name its measure, ref and title"
            continue
        here = line_of(row) or line
        wrong_keys = list(_keys(row, {"measure": _text, "ref": _text, "title": _text}, {"footnote": _text}, what=what))
        yield from wrong_keys
        if wrong_keys:
            continue
        yield from _measure(row["measure"], here, what=what, known_measures=known_measures)
        refs.append(row["ref"])
        used.add(row.get("footnote"))
        if row.get("footnote") and row["footnote"] not in marks:
            yield here, f'{what}: the row "{row["ref"]}" points to a footnote "{row["footnote"]}" that is not there'
    if len(set(refs)) != len(refs):
        yield line, f"{what} has two rows with one reference"
    for mark in sorted(str(mark) for mark in marks - used):
        yield line, f'{what}: no row points to the footnote "{mark}"'


def _measure(key: Any, line: int | None, *, what: str, known_measures: Collection[str] | None) -> Iterator[Fault]:
    if not isinstance(key, str) or not MEASURE.fullmatch(key):
        yield line, f'{what}: "{key}" is not a measure, like ascof-2011:1E'
    elif known_measures is not None and key not in known_measures:
        yield line, f'{what}: no edition has the measure "{key}"'
