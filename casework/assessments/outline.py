"""What a template asks, as typed objects: sections in order, nodes with their stable ids, and scales. Pure.

Built from the body of a template file (`pack_rules` has checked it), so a question is defined once, in its pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any


class NodeKind(StrEnum):
    """Kinds of node a template may hold."""

    SECTION = "section"
    FIELD = "field"
    MEASURE_TABLE = "measure-table"
    RATING = "rating"
    EVIDENCED = "evidenced"
    NARRATIVE = "narrative"
    LINES_OF_ENQUIRY = "lines-of-enquiry"
    STATEMENT_LIST = "statement-list"
    DECLARATION = "declaration"


# What is printed or signed, not answered.
NOT_ANSWERED = frozenset({NodeKind.SECTION, NodeKind.MEASURE_TABLE, NodeKind.DECLARATION})


@dataclass(frozen=True)
class Step:
    """One level of a scale. `number` is what is kept; `key` is how the file names it."""

    number: int
    key: str
    word: str
    says: str
    needs_work: bool

    @property
    def words(self) -> str:
        """As printed: "3 Good" on a numbered scale, "Effective" on one of words."""
        return f"{self.key} {self.word}" if self.key.isdigit() else self.word


@dataclass(frozen=True)
class Scale:
    """A declared scale. Numbered scales rise to the best; scales of words are kept in the order of the file."""

    name: str
    steps: tuple[Step, ...]

    def step(self, number: int | None) -> Step | None:
        """The level with this number; None for "not rated yet" and for a number outside the scale."""
        return next((step for step in self.steps if step.number == number), None)

    @property
    def is_numbered(self) -> bool:
        """Whether its levels are numbers, the highest the best."""
        return self.steps[0].key.isdigit()

    @property
    def best(self) -> int:
        """The number of its best level."""
        return self.steps[-1].number if self.is_numbered else self.steps[0].number


@dataclass(frozen=True)
class TableRow:
    """A row of a measure table: the measure's key (edition:code) and what the form prints for it."""

    measure: str
    ref: str
    title: str
    footnote: str | None


@dataclass(frozen=True)
class Node:
    """One node of the form; `raw` is all the file says about it."""

    id: str
    kind: NodeKind
    section_id: str
    title: str
    raw: Mapping[str, Any]

    @property
    def hint(self) -> str:
        """What helps to answer it, in our words."""
        return str(self.raw.get("hint") or "")

    @property
    def is_answered(self) -> bool:
        """Whether people answer it."""
        return self.kind not in NOT_ANSWERED

    @property
    def has_evidence(self) -> bool:
        """Whether evidence is asked for beside it."""
        return self.kind in (NodeKind.RATING, NodeKind.EVIDENCED, NodeKind.STATEMENT_LIST)

    @property
    def is_required(self) -> bool:
        """Whether the form cannot be signed without it: ratings always, fields when the file says so."""
        return self.kind is NodeKind.RATING or bool(self.raw.get("required")) or self.at_least > 0

    @property
    def at_least(self) -> int:
        """How many lines of enquiry the form asks for."""
        return int(self.raw.get("at_least") or 0)

    @property
    def columns(self) -> list[str]:
        """The column headings as the form prints them."""
        return [str(column) for column in self.raw.get("columns") or ()]

    @property
    def years(self) -> list[str]:
        """Codes of the periods of a measure table, the earliest first."""
        return [str(code) for code in self.raw.get("years") or ()]

    @property
    def rows(self) -> list[TableRow]:
        """The rows of a measure table."""
        return [
            TableRow(str(row["measure"]), str(row["ref"]), str(row["title"]), row.get("footnote"))
            for row in self.raw.get("rows") or ()
        ]

    @property
    def statements(self) -> list[tuple[str, str]]:
        """(id, words) of each statement of a statement list."""
        return [(str(each["id"]), str(each["says"])) for each in self.raw.get("statements") or ()]


@dataclass(frozen=True)
class Section:
    """A section of the form; `number` counts 1, 2, 3 in the form's order and stands in its address."""

    number: int
    node: Node
    nodes: tuple[Node, ...]

    @property
    def id(self) -> str:
        """The stable id of the section's node."""
        return self.node.id

    @property
    def title(self) -> str:
        """Its heading."""
        return self.node.title

    @property
    def part(self) -> str:
        """The key of the part of the form it belongs to."""
        return str(self.node.raw["part"])

    def said(self, key: str) -> str:
        """What the file says under `key` (linked_to, asks, says, evidence_prompt); empty when it says nothing."""
        return str(self.node.raw.get(key) or "")

    @property
    def asked(self) -> tuple[Node, ...]:
        """The nodes that people answer."""
        return tuple(node for node in self.nodes if node.is_answered)

    @property
    def tables(self) -> tuple[Node, ...]:
        """Its measure tables."""
        return tuple(node for node in self.nodes if node.kind is NodeKind.MEASURE_TABLE)


class Outline:
    """The whole form that a template describes."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body
        self.code = str(body["template"])
        self.version = int(body["version"])
        self.title = str(body["title"])
        self.summary = str(body.get("summary") or "")
        self.parts: list[tuple[str, str]] = [(str(key), str(words)) for key, words in body["parts"].items()]

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
        """The scale that a node is rated on."""
        return self.scales.get(str(node.raw.get("scale")))

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
