"""From the editor's forms to what a template file says, and how two versions of a part read side by side."""

from collections.abc import Mapping
from typing import Any

from casework.assessments.drafts import Body, change_node, set_beside, slug
from casework.assessments.evidence_models import EvidenceKind
from casework.assessments.forms import EVIDENCE_WORDS
from casework.assessments.nodes import NodeKind
from casework.assessments.template_forms import MOST_LEVELS, STATEMENT_COLUMNS
from casework.kit.choices import Chosen
from casework.kit.forms import Form
from casework.kit.rules import RuleBroken
from casework.kit.words import parse_year, year_words

MADE = ("from_table", "last_year", "column_1", "column_2", "where", "beside")  # fields that are no key of the file
# Keys that a page of this kind asks about: what it leaves empty is taken out.
ASKED = {
    NodeKind.SECTION: ("statement", "people_say", "linked_to", "says", "asks", "evidence_prompt"),
    NodeKind.RATING: ("hint", "opens_with", "measures", "levels", "evidence_categories"),
    NodeKind.MEASURE_TABLE: (),
    NodeKind.NARRATIVE: ("hint", "opens_with", "required", "weaknesses"),
    NodeKind.EVIDENCED: ("hint", "required", "weaknesses"),
    NodeKind.STATEMENT_LIST: ("hint", "required", "columns"),
    NodeKind.LINES_OF_ENQUIRY: ("hint", "at_least"),
    NodeKind.FIELD: ("hint", "required"),
    NodeKind.DECLARATION: (),
}
NUMBER_OF_YEARS = 2
Row = dict[str, Any]


def node_values(form: Form, kind: NodeKind) -> dict[str, Any]:
    """What the form says about a node, as the keys of the file; nothing for what was left empty."""
    names = [field.short_name for field in form.questions]
    values = {
        name: form[name].data
        for name in names
        if name not in MADE and not name.startswith("level_") and form[name].data not in (None, "", [], False)
    }
    if "people_say" in values:
        values["people_say"] = [line.strip() for line in values["people_say"].splitlines() if line.strip()]
    if kind is NodeKind.RATING:
        if form["from_table"].data:
            values["measures"] = "from-table"
        levels = {name.removeprefix("level_"): form[name].data for name in names if name.startswith("level_")}
        if kept := {key: words for key, words in levels.items() if words}:
            values["levels"] = kept
    if kind is NodeKind.MEASURE_TABLE:
        values |= _table_values(str(form["last_year"].data))
    if "column_1" in names:
        values["columns"] = [form["column_1"].data, form["column_2"].data]
    if kind is NodeKind.STATEMENT_LIST and form["where"].data:
        values["columns"] = list(STATEMENT_COLUMNS)
    return values


def _table_values(last: str) -> dict[str, Any]:
    start = parse_year(last)
    years = [f"{year}-{(year + 1) % 100:02}" for year in range(start - NUMBER_OF_YEARS + 1, start + 1)]
    columns = [text for code in years for text in (year_words(code), f"{year_words(code)} quartile")]
    return {"years": years, "columns": ["Measure", "What it says", *columns, "Quartile trend"], "footnotes": []}


def with_node(body: Body, node_id: str, kind: NodeKind, values: Mapping[str, Any], form: Form) -> Body:
    """The body with the node as the form says it."""
    kept = {key: value for key, value in values.items() if key != "footnotes"}
    fresh = with_categories(change_node(body, node_id, kept, ASKED[kind]))
    if kind is NodeKind.SECTION:
        beside = next(node for node in body["nodes"] if node["id"] == node_id).get("beside")
        wanted = bool(form["beside"].data) if "beside" in form else bool(beside)
        fresh = set_beside(fresh, node_id, side_by_side=wanted)
    return fresh


def with_categories(body: Body) -> Body:
    """The body with the words of every kind of evidence that a question asks for."""
    used = [key for node in body["nodes"] for key in node.get("evidence_categories") or ()]
    words = dict(body.get("evidence_categories") or {})
    words |= {key: EVIDENCE_WORDS[EvidenceKind(key)] for key in used if key not in words}
    if words:
        body["evidence_categories"] = words
    return body


def scale_steps(form: Form, held: Mapping[str, Mapping[str, Any]], *, numbered: bool) -> dict[str, dict[str, Any]]:
    """The levels of a scale; keys that are there already stay. RuleBroken for a gap or a level without its meaning."""
    steps: dict[str, dict[str, Any]] = {}
    keys = list(held)
    ended = False
    for number in range(1, MOST_LEVELS + 1):
        if f"word_{number}" not in form:
            break
        word, says = form[f"word_{number}"].data, form[f"says_{number}"].data
        if not word:
            ended = True
            if says:
                raise RuleBroken(f"Enter a word for level {number}", f"word_{number}")
            continue
        if ended:
            raise RuleBroken(f"Fill the levels without a gap: level {number - 1} is empty", f"word_{number - 1}")
        if not says:
            raise RuleBroken(f"Say what level {number} means", f"says_{number}")
        key = str(number) if numbered else (keys[number - 1] if number <= len(keys) else slug(word, [*keys, *steps]))
        steps[key] = {**held.get(key, {}), "word": word, "says": says}
    return steps


def is_numbered(steps: Mapping[str, Any]) -> bool:
    """Whether the levels are called by number."""
    return all(str(key).isdigit() for key in steps)


def row_values(form: Form, *, label: str, title: str) -> tuple[dict[str, Any], str | None]:
    """A row of a measure table and the words of its footnote."""
    row = {"measure": form["measure"].data, "ref": form["ref"].data or label, "title": form["title"].data or title}
    return row, form["footnote"].data or None


def with_footnote(
    rows: list[dict[str, Any]], notes: list[dict[str, str]], place: int, says: str | None
) -> list[dict[str, str]]:
    """The footnotes with the one of this row: *, **, *** in the order of the rows."""
    words = {note["mark"]: note["says"] for note in notes}
    texts = [says if at == place else words.get(row.get("footnote") or "") for at, row in enumerate(rows)]
    fresh: list[dict[str, str]] = []
    for row, text in zip(rows, texts, strict=True):
        row.pop("footnote", None)
        if text:
            found = next((note for note in fresh if note["says"] == text), None)
            if found is None:
                found = {"mark": "*" * (len(fresh) + 1), "says": text}
                fresh.append(found)
            row["footnote"] = found["mark"]
    return fresh


def side_by_side(now: Any, form: Form) -> list[tuple[str, str, str]]:
    """(what, as it stands now, as it was typed) for each field of the form that differs; for the page of a conflict."""
    held = now if isinstance(now, Mapping) else {}
    lines = []
    for field in form.questions:
        name = field.short_name
        theirs = _held(held, name)
        if theirs is None and name in MADE:
            continue
        mine = field.data
        if _plain(theirs) != _plain(mine):
            lines.append((field.called, _shown(field, theirs) or "Nothing", _shown(field, mine) or "Nothing"))
    return lines


def _shown(field: Any, value: Any) -> str:
    """An answer as the page words it: the label of a choice, the words of anything else."""
    labels = {str(choice.value): choice.label for choice in field.choices} if isinstance(field, Chosen) else {}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    return labels.get(str(value), _plain(value))


def _held(held: Mapping[str, Any], name: str) -> Any:
    stem, _, rest = name.partition("_")
    if stem == "level":
        return (held.get("levels") or {}).get(rest, "")
    if stem in ("word", "says") and rest.isdigit():
        steps = list(held.values())
        return steps[int(rest) - 1][stem] if int(rest) <= len(steps) and isinstance(steps[0], Mapping) else ""
    if stem == "column":
        return (held.get("columns") or ["", ""])[int(rest) - 1]
    if stem == "part" and rest.isdigit():
        parts = list((held.get("parts") or {}).values())
        return parts[int(rest) - 1] if int(rest) <= len(parts) else ""
    if name == "people_say":
        return "\n".join(held.get(name) or ())
    return held.get(name) if name not in MADE else None


def _plain(value: Any) -> str:
    if value in (None, False):
        return ""
    if value is True:
        return "Yes"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
