"""The nodes, sections and scales of a form, as typed objects. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
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
    def tells_weaknesses(self) -> bool:
        """Whether the form says that its words tell of weaknesses: an action, or a reason for none, must follow."""
        return bool(self.raw.get("weaknesses"))

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
    def levels(self) -> dict[str, str]:
        """What each level means at this very node, by the level's key; empty when the scale says it all."""
        return {str(key): str(says) for key, says in (self.raw.get("levels") or {}).items()}

    @property
    def categories(self) -> list[str]:
        """The kinds of evidence that should be there."""
        return [str(key) for key in self.raw.get("evidence_categories") or ()]

    @property
    def asks_where(self) -> bool:
        """Whether each statement of a list asks where its evidence is."""
        return self.kind is NodeKind.STATEMENT_LIST and bool(self.columns)

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
        """What the file says under `key` (linked_to, statement, asks, says, evidence_prompt); empty for nothing."""
        return str(self.node.raw.get(key) or "")

    @property
    def is_unconfirmed(self) -> bool:
        """Whether its statement is printed in a wording that was not seen in full."""
        return self.node.raw.get("confirmed") is False

    @property
    def people_say(self) -> list[str]:
        """What a person would say if the statement were true."""
        return [str(each) for each in self.node.raw.get("people_say") or ()]

    @property
    def asked(self) -> tuple[Node, ...]:
        """The nodes that people answer."""
        return tuple(node for node in self.nodes if node.is_answered)

    @property
    def tables(self) -> tuple[Node, ...]:
        """Its measure tables."""
        return tuple(node for node in self.nodes if node.kind is NodeKind.MEASURE_TABLE)
