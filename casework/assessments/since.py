"""What changed since the version before was signed, row by row: rating, words, evidence, figures, the rest. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.assessments.compare import compare_answers
from casework.assessments.content import nodes_in
from casework.assessments.differences import Part

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One row of the form that is not as it was signed. `what` is in words; the parts mark the words that differ."""

    node_id: str
    name: str
    what: tuple[str, ...]
    then_parts: list[Part] | None = None
    now_parts: list[Part] | None = None


def changes_since(signed: Content, now: Content) -> list[Change]:
    """The rows that differ, in the order of the form; a measure table is one row, with each figure that moved."""
    before, after = nodes_in(signed), nodes_in(now)
    lines = iter(compare_answers(signed, now))
    titles = {node["id"]: section["title"] for section in now["sections"] for node in section["nodes"]}
    found = []
    for key, node in after.items():
        line = None if node["kind"] in ("measure-table", "declaration") else next(lines)
        old = before.get(key)
        if old == node:
            continue
        name = node["title"] if node["title"] == titles[key] else f"{titles[key]}: {node['title']}"
        what = _figures(old or {}, node) if line is None else []
        if line is not None:
            if line.then_rating != line.now_rating:
                what.append(f"Rating {line.now_rating}, signed as {line.then_rating}")
            what += ["Words"] if line.words != "Same" else []
        what += ["Evidence"] if (old or {}).get("evidence") != node.get("evidence") else []
        parts = (line.then_parts, line.now_parts) if line else (None, None)
        found.append(Change(key, name, tuple(what) or ("Another part of the answer",), *parts))
    return found


def _figures(old: Content, new: Content) -> list[str]:
    """Figures of a measure table that are printed otherwise now, and quartiles and trends that moved."""
    was = {row["measure"]: row for row in old.get("rows") or ()}
    said = []
    for row in new.get("rows") or ():
        before = was.get(row["measure"], {})
        for then, now in zip(before.get("figures") or (), row["figures"], strict=False):
            if then["printed"] != now["printed"]:
                said.append(f"{row['ref']} is {now['printed']}, signed as {then['printed']}")
            if then["quartile"] != now["quartile"]:
                words = f"{now['quartile'] or 'no'} quartile, signed as {then['quartile'] or 'none'}"
                said.append(f"{row['ref']} {now['period']}: {words}")
        if before and before["trend"] != row["trend"]:
            said.append(f"{row['ref']}: trend {row['trend_printed']}, signed as {before['trend_printed']}")
    return said
