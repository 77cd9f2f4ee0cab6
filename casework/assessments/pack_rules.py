"""What a template file must be. Pure: takes the data of a file whose mappings know their line, returns every fault.

A template is a form as data: parts, scales and nodes. A node's id never changes, because answers of other years and
versions are matched by it.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from casework.assessments.outline import NodeKind
from casework.assessments.pack_keys import (
    CODE,
    ID,
    KEYS,
    LONGEST_ID,
    PERIOD,
    TOP,
    Fault,
    is_text,
    keys_of,
    line_of,
    measure_fault,
)
from casework.assessments.pack_scales import level_faults, scale_faults, scoring_faults

__all__ = ["Fault", "changed_version", "faults_of"]


def faults_of(data: Any, *, known_measures: Collection[str] | None = None) -> list[Fault]:
    """Every fault of a template file, in the order of its lines; an empty list for a file that can be used.

    `known_measures` are keys (edition:code); None leaves that check out, for a file read before any edition is loaded.
    """
    if not isinstance(data, Mapping):
        return [Fault(1, "is not a template: it must begin with template, version and title")]
    found = list(keys_of(data, *TOP, what="the template"))
    if not found:
        found += [*_head(data), *scale_faults(data), *scoring_faults(data), *_nodes(data, known_measures)]
    return sorted(found, key=lambda fault: fault.line or 0)


def changed_version(code: str, version: int) -> Fault:
    """The refusal of a file that differs from the version of it that is published."""
    return Fault(None, f"version {version} of {code} is published and cannot change. Give the file a new version")


def _head(data: Mapping[str, Any]) -> Iterator[Fault]:
    line = line_of(data)
    if not CODE.fullmatch(data["template"]):
        why = f'"{data["template"]}" cannot be the code of a template: use small letters, digits and hyphens'
        yield Fault(line, why, "template")
    if not str(data["changes"][-1]).startswith(f"{data['version']}: "):
        why = f'"changes" must end with what is new in version {data["version"]}, like "{data["version"]}: ..."'
        yield Fault(line, why, "changes")
    if not isinstance(data["parts"], Mapping) or not data["parts"] or any(map(is_text, data["parts"].values())):
        yield Fault(line, '"parts" must name each part of the form, like outcomes: Outcomes', "parts")


def _nodes(data: Mapping[str, Any], known_measures: Collection[str] | None) -> Iterator[Fault]:
    seen: dict[str, int | None] = {}
    section: str | None = None
    signed = 0
    for node in data["nodes"]:
        line = line_of(node)
        if not isinstance(node, Mapping) or not isinstance(node.get("id"), str) or not ID.fullmatch(node["id"]):
            why = "a node has no id, or one that is not small letters, digits, hyphens and dots"
            yield Fault(line or line_of(data), why, "id")
            continue
        node_id = node["id"]
        what = f'node "{node_id}"'
        if len(node_id) > LONGEST_ID:
            yield Fault(line, f"{what}: the id must be {LONGEST_ID} characters or less", "id")
        if node_id in seen:
            yield Fault(line, f"{what} stands there twice (first on line {seen[node_id]})", "id")
        seen[node_id] = line
        if node.get("kind") not in list(NodeKind):
            yield Fault(line, f"{what} is of no known kind: {node.get('kind')}", "kind")
            continue
        kind = NodeKind(node["kind"])
        must, may = KEYS[kind]
        wrong = list(keys_of(node, {"id": is_text, "kind": is_text, **must}, may, what=what))
        yield from wrong
        if kind is NodeKind.SECTION:
            section = node_id
            if not isinstance(data["parts"], Mapping) or node.get("part") not in data["parts"]:
                yield Fault(
                    line, f'{what} is in the part "{node.get("part")}", which the file does not declare', "part"
                )
        elif node.get("in") != section:
            yield Fault(
                line, f'{what} says it is in "{node.get("in")}", but stands under the section "{section}"', "in"
            )
        signed += kind is NodeKind.DECLARATION
        if not wrong:
            yield from _inside(node, kind, what=what, data=data, known_measures=known_measures)
    if not any(isinstance(node, Mapping) and node.get("kind") not in ("section", None) for node in data["nodes"]):
        yield Fault(line_of(data), "the template asks nothing: it has no node besides sections")
    if signed > 1:
        yield Fault(line_of(data), "the template has more than one declaration")


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
        yield Fault(line, f'{what} uses the scale "{node["scale"]}", which the file does not declare', "scale")
    if kind is NodeKind.MEASURE_TABLE:
        yield from _table(node, what=what, known_measures=known_measures)
    if kind is NodeKind.RATING:
        yield from level_faults(node, data, what=what)
        if isinstance(node.get("measures"), list):
            for key in node["measures"]:
                yield from measure_fault(key, line, what=what, known_measures=known_measures)
        elif node.get("measures") not in (None, "from-table"):
            yield Fault(line, f'{what}: "measures" must be from-table or a list of measures', "measures")
    if kind in (NodeKind.EVIDENCED, NodeKind.LINES_OF_ENQUIRY) and len(node["columns"]) != 2:
        yield Fault(line, f"{what} must have two columns", "columns")
    if kind is NodeKind.STATEMENT_LIST and len(node.get("columns") or "four") != 4:
        why = f"{what} must have four columns: statement, answer, where the evidence is, comment"
        yield Fault(line, why, "columns")
    if kind is NodeKind.SECTION:
        yield from _beside(node, data, what=what)
    for name, says in (("fields", "label"), ("statements", "says")):
        if name in node:
            yield from _items(node[name], name, says, line=line, what=what)


def _beside(section: Mapping[str, Any], data: Mapping[str, Any], *, what: str) -> Iterator[Fault]:
    """Texts printed side by side are narratives of this section."""
    own = {
        node.get("id")
        for node in data["nodes"]
        if isinstance(node, Mapping) and node.get("in") == section["id"] and node.get("kind") == NodeKind.NARRATIVE
    }
    for node_id in section.get("beside") or ():
        if node_id not in own:
            why = f'{what} puts "{node_id}" side by side, which is no narrative of this section'
            yield Fault(line_of(section), why, "beside")


def _items(items: list[Any], name: str, says: str, *, line: int | None, what: str) -> Iterator[Fault]:
    """Fields of a declaration, statements of a list: each with an id of its own and words."""
    ids = []
    for item in items:
        if not isinstance(item, Mapping):
            yield Fault(line, f"{what}: each entry must have an id and {says}", name)
            continue
        yield from keys_of(item, {"id": is_text, says: is_text}, {}, what=what)
        ids.append(item.get("id"))
    if not items or len(set(ids)) != len(ids):
        why = f"{what}: its entries must each have an id of their own, and there must be at least one"
        yield Fault(line, why, name)


def _table(node: Mapping[str, Any], *, what: str, known_measures: Collection[str] | None) -> Iterator[Fault]:
    line = line_of(node)
    if wrong := [code for code in node["years"] if not PERIOD.fullmatch(str(code))]:
        yield Fault(line, f'{what}: "{wrong[0]}" is not a period, like 2012-13', "years")
    expected = 3 + 2 * len(node["years"])
    if len(node["columns"]) != expected:
        why = f"{what} must have {expected} columns: reference, measure, figure and quartile of each year, trend"
        yield Fault(line, why, "columns")
    marks = {note.get("mark") for note in node.get("footnotes") or () if isinstance(note, Mapping)}
    used, refs = set(), []
    if not node["rows"]:
        yield Fault(line, f"{what} has no rows", "rows")
    for row in node["rows"]:
        if not isinstance(row, Mapping):
            yield Fault(line, f"{what}: each row must name its measure, ref and title", "rows")
            continue
        here = line_of(row) or line
        must = {"measure": is_text, "ref": is_text, "title": is_text}
        wrong_keys = list(keys_of(row, must, {"footnote": is_text}, what=what))
        yield from wrong_keys
        if wrong_keys:
            continue
        yield from measure_fault(row["measure"], here, what=what, known_measures=known_measures)
        refs.append(row["ref"])
        used.add(row.get("footnote"))
        if row.get("footnote") and row["footnote"] not in marks:
            why = f'{what}: the row "{row["ref"]}" points to a footnote "{row["footnote"]}" that is not there'
            yield Fault(here, why, "footnote")
    if len(set(refs)) != len(refs):
        yield Fault(line, f"{what} has two rows with one reference", "rows")
    for mark in sorted(str(mark) for mark in marks - used):
        yield Fault(line, f'{what}: no row points to the footnote "{mark}"', "footnotes")
