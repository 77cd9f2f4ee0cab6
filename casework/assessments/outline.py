"""What a template asks, as typed objects: sections in order, nodes with their stable ids, and scales. Pure.

Built from the body of a template file (`pack_rules` has checked it), so a question is defined once, in its pack.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from casework.assessments.nodes import NOT_ANSWERED, Node, NodeKind, Scale, Section, Step, TableRow
from casework.assessments.scoring import Scoring, scoring_of

__all__ = ["NOT_ANSWERED", "Node", "NodeKind", "Outline", "Scale", "Section", "Step", "TableRow"]


class Outline:
    """The whole form that a template describes."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body
        self.code = str(body["template"])
        self.version = int(body["version"])
        self.title = str(body["title"])
        self.summary = str(body.get("summary") or "")
        self.parts: list[tuple[str, str]] = [(str(key), str(words)) for key, words in body["parts"].items()]

    @property
    def family(self) -> list[str]:
        """Its own code, and those of the forms it was copied from: answers are carried by node id."""
        return [self.code, *(str(code) for code in self.body.get("copied_from") or ())]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by its id, in the form's order."""
        return {raw["id"]: _node(raw) for raw in self.body["nodes"]}

    @cached_property
    def sections(self) -> list[Section]:
        """The sections in the form's order."""
        heads = [node for node in self.nodes.values() if node.kind is NodeKind.SECTION]
        return [
            Section(
                number,
                head,
                tuple(node for node in self.nodes.values() if node.section_id == head.id and node is not head),
            )
            for number, head in enumerate(heads, start=1)
        ]

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """The declared scales by name."""
        return {str(name): _scale(str(name), steps) for name, steps in (self.body.get("scales") or {}).items()}

    @cached_property
    def scoring(self) -> Scoring | None:
        """How ratings make an overall result, where the form has one."""
        raw = self.body.get("scoring")
        return scoring_of(raw, self.scales[str(raw["scale"])].best) if raw else None

    @property
    def scored(self) -> list[Node]:
        """The rated nodes that the overall result is made of."""
        scoring = self.scoring
        return [node for node in self.ratings if scoring and node.raw["scale"] == scoring.scale]

    @property
    def categories(self) -> dict[str, str]:
        """The words of each kind of evidence that the form asks for."""
        return {str(key): str(words) for key, words in (self.body.get("evidence_categories") or {}).items()}

    @property
    def asked(self) -> list[Node]:
        """Every node that people answer, in order."""
        return [node for node in self.nodes.values() if node.is_answered]

    @property
    def ratings(self) -> list[Node]:
        """Every node that is rated, in order."""
        return [node for node in self.nodes.values() if node.kind is NodeKind.RATING]

    @property
    def declaration(self) -> Node | None:
        """The declaration that is signed, if the form has one."""
        return next((node for node in self.nodes.values() if node.kind is NodeKind.DECLARATION), None)

    @property
    def measures(self) -> list[str]:
        """The key of every measure that a table prints, each once."""
        tables = (node for node in self.nodes.values() if node.kind is NodeKind.MEASURE_TABLE)
        return list(dict.fromkeys(row.measure for table in tables for row in table.rows))

    def scale_of(self, node: Node) -> Scale | None:
        """The scale that a node is rated on, with what its levels mean at this very node."""
        scale = self.scales.get(str(node.raw.get("scale")))
        if scale is None or not node.levels:
            return scale
        steps = (replace(step, says=node.levels.get(step.key, step.says)) for step in scale.steps)
        return replace(scale, steps=tuple(steps))

    def section_of(self, node: Node) -> Section:
        """The section a node stands in."""
        return next(section for section in self.sections if section.id == node.section_id)

    def measures_of(self, node: Node) -> list[str]:
        """The measures that a node speaks about: named by itself, or those of its section's tables."""
        named = node.raw.get("measures")
        if isinstance(named, list):
            return [str(key) for key in named]
        if named == "from-table":
            return [row.measure for table in self.section_of(node).tables for row in table.rows]
        return []

    def name_of(self, node: Node) -> str:
        """How an answer is called where it stands alone: "Keeping people safe: Working together, partnership"."""
        section = self.section_of(node).title
        return node.title if node.title == section else f"{section}: {node.title}"


def _node(raw: Mapping[str, Any]) -> Node:
    kind = NodeKind(raw["kind"])
    section_id = raw["id"] if kind is NodeKind.SECTION else raw["in"]
    return Node(raw["id"], kind, section_id, str(raw.get("title") or raw.get("label")), raw)


def _scale(name: str, steps: Mapping[Any, Mapping[str, Any]]) -> Scale:
    return Scale(
        name,
        tuple(
            Step(
                int(key) if str(key).isdigit() else place,
                str(key),
                str(step["word"]),
                str(step["says"]),
                bool(step.get("needs_work", False)),
            )
            for place, (key, step) in enumerate(steps.items(), start=1)
        ),
    )
