"""Two self-assessments on one form side by side: ratings, figures, and the words that differ. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.assessments.content import nodes_in
from casework.assessments.differences import Part, parts_of
from casework.kit.words import listed, plural

Data = Mapping[str, Any]
NOT_ASKED, NO_RATING = "Not asked", "No rating asked"


@dataclass(frozen=True)
class Line:
    """One answer then and now; `then_parts` and `now_parts` are None where the words are the same."""

    name: str
    kind: str
    then_rating: str
    now_rating: str
    then_parts: list[Part] | None
    now_parts: list[Part] | None

    @property
    def is_moved(self) -> bool:
        """Whether it was rated both times, and not the same."""
        both = {self.then_rating, self.now_rating}
        return len(both) == 2 and both.isdisjoint((NOT_ASKED, NO_RATING))

    @property
    def words(self) -> str:
        """What can be said of the words: New, Gone, Same, Changed."""
        if self.then_parts is None or self.now_parts is None:
            return "Same"
        if not self.then_parts:
            return "New"
        return "Changed" if self.now_parts else "Gone"


@dataclass(frozen=True)
class FigureLine:
    """A measure whose latest printed figure or quartile differs."""

    ref: str
    title: str
    then: str
    now: str


def compare_answers(then: Data, now: Data) -> list[Line]:
    """Every answered node of either form, in the order of the newer; nodes that are gone come last."""
    before, after = nodes_in(then), nodes_in(now)
    order = [*after, *(node_id for node_id in before if node_id not in after)]
    names = {**_names(then), **_names(now)}
    lines = []
    for node_id in order:
        kinds = {node["kind"] for node in (before.get(node_id), after.get(node_id)) if node}
        if kinds & {"measure-table", "declaration"}:
            continue
        old, new = before.get(node_id), after.get(node_id)
        texts = [_text(old, then), _text(new, now)]
        parts = parts_of(*texts) if texts[0] != texts[1] else (None, None)
        ratings = (_rating(then, old), _rating(now, new))
        lines.append(Line(names[node_id], kinds.pop(), *ratings, *parts))
    return lines


def compare_figures(then: Data, now: Data) -> list[FigureLine]:
    """The measures of either form whose latest figure or quartile is not the same."""
    before, after = dict(_latest(then)), dict(_latest(now))
    found = []
    for measure in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(measure), after.get(measure)
        row = new or old
        if row is not None and (old is None or new is None or old[2] != new[2]):
            found.append(FigureLine(row[0], row[1], old[2] if old else "Not asked", new[2] if new else "Not asked"))
    return found


def _latest(content: Data) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for node in nodes_in(content).values():
        for row in node.get("rows") or ():
            figure = row["figures"][-1]
            quartile = f", {figure['quartile']} quartile" if figure["quartile"] else ""
            yield row["measure"], (row["ref"], row["title"], f"{figure['printed']}{quartile}")


def _names(content: Data) -> dict[str, str]:
    return {
        node["id"]: f"{section['title']}: {node['title']}"
        for section in content["sections"]
        for node in section["nodes"]
    }


def _rating(content: Data, node: Data | None) -> str:
    if node is None:
        return NOT_ASKED
    if node["kind"] != "rating":
        return NO_RATING
    steps = content["scales"][node["scale"]]
    return next((f"{s['number']} {s['word']}" for s in steps if s["number"] == node["rating"]), "Not rated")


def summary(lines: Sequence[Line], figures: Sequence[FigureLine]) -> str:
    """What differs, in one sentence: 2 ratings, 5 texts and 1 figure differ."""
    parts = [
        plural(sum(line.is_moved for line in lines), "rating"),
        plural(sum(line.words != "Same" for line in lines), "text"),
        plural(len(figures), "figure"),
    ]
    return f"{listed(parts)} differ"


def compare_results(then: Data, now: Data) -> tuple[str, str] | None:
    """The overall results in words; None when neither form has one."""
    results = [content.get("result") for content in (then, now)]
    if not any(results):
        return None
    old, new = (result["words"] if result else "Not asked" for result in results)
    return old, new


def _statement(each: Data, words: Mapping[int, str]) -> str:
    step = words.get(each.get("step") or 0, "Not answered")
    return " ".join(part for part in (f"{each['says']}: {step}.", each.get("where"), each.get("words")) if part)


def _text(node: Data | None, content: Data) -> str:
    if node is None:
        return ""
    if node["kind"] == "lines-of-enquiry":
        return "\n\n".join(f"{line['title']}\n{line['reason']}" for line in node["lines"])
    if node["kind"] == "statement-list":
        words = {step["number"]: step["word"] for step in content["scales"][node["scale"]]}
        return "\n\n".join(_statement(each, words) for each in node["statements"])
    return str(node["text"])
