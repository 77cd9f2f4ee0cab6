"""A self-assessment as lines that can be filled in outside Casework, and what such lines amount to. Pure.

One line is one thing to fill in: a text, a rated area with its words, a statement, a line of enquiry, a kind of
evidence. Its key names the node of the form and, behind a #, the part of it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casework.accounts.models import Person
from casework.assessments import rules
from casework.assessments.models import Answer
from casework.assessments.outline import NodeKind, Scale
from casework.assessments.rules import Draft
from casework.kit.documents.report import printable
from casework.kit.text import clean_text

SPARE_LINES, MOST_LINES = 3, 12
LONGEST_CELL = 32_767  # characters that Excel holds
CUT = "[cut here: Excel holds no longer text in a cell. Change this answer in Casework]"
LONGEST_TITLE, LONGEST_WHERE, LONGEST_REASON = 200, 1_000, 4_000


@dataclass(frozen=True)
class Filled:
    """What stands in the cells of a line that people fill in."""

    rating: int | None = None
    title: str = ""
    text: str = ""

    @property
    def checksum(self) -> str:
        """Sixteen signs that change with any of it, tabs apart: an OpenDocument sheet comes back without them."""
        words = [text.replace("\t", "") for text in (self.title, self.text)]
        said = json.dumps([self.rating, *words], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Line:
    """One line: what is asked, which cells it has, what stands in them. `longest`: letters of the title and text."""

    answer: Answer
    part: str
    question: str
    guidance: str
    held: Filled
    scale: Scale | None = None
    title_is: str = ""  # what its second cell is for; empty without one
    has_text: bool = True
    longest_title: int = LONGEST_TITLE
    longest_text: int = LONGEST_CELL

    @property
    def key(self) -> str:
        """What names the line in the workbook."""
        return f"{self.answer.node_id}#{self.part}" if self.part else self.answer.node_id

    @property
    def is_too_long(self) -> bool:
        """Whether Excel cannot hold its text: it is shown cut, and changed in Casework only."""
        return len(self.held.text) > LONGEST_CELL

    @property
    def printed(self) -> Filled:
        """What the workbook prints, and what it is compared with when it comes back."""
        return replace(self.held, text=CUT) if self.is_too_long else self.held

    @property
    def cell(self) -> str:
        """The text of its last cell."""
        return f"{self.held.text[: LONGEST_CELL - len(CUT) - 1]} {CUT}" if self.is_too_long else self.held.text


def lines_of(answer: Answer, person: Person, *, at_least: int = 0) -> list[Line]:
    """The lines of an answer, with what this person would see in the form: a contributor's rating is a suggestion.

    `at_least`: how many lines of enquiry a workbook that came back has.
    """
    node, outline = answer.node, answer.assessment.template.outline
    scale, fields = outline.scale_of(node), answer.fields or {}
    if node.kind is NodeKind.LINES_OF_ENQUIRY:
        return _enquiry(answer, at_least)
    if node.kind is NodeKind.STATEMENT_LIST:
        given = fields.get("statements") or {}
        where = node.columns[2] if node.asks_where else ""
        return [
            Line(answer, key, says, "", _statement(given.get(key) or {}), scale, where,
                 longest_title=LONGEST_WHERE, longest_text=LONGEST_REASON)
            for key, says in node.statements
        ]  # fmt: skip
    text = _kept(answer.text)
    prompt = outline.section_of(node).said("evidence_prompt") if node.kind is NodeKind.RATING else ""
    guidance = ". ".join(part for part in (node.hint, f"Evidence: {prompt}" if prompt else "") if part)
    question = node.title
    if node.kind is not NodeKind.RATING:
        longest = LONGEST_REASON if node.kind is NodeKind.FIELD and node.raw.get("input") == "lines" else LONGEST_CELL
        longest = 200 if node.kind is NodeKind.FIELD and node.raw.get("input") != "lines" else longest
        return [Line(answer, "", question, guidance, Filled(text=text), longest_text=longest)]
    if answer.assessment.by_category and node.categories:
        scores = fields.get("categories") or {}
        kinds = [
            Line(answer, key, f"{question}: {outline.categories.get(key, key)}", "", Filled(scores.get(key)), scale,
                 has_text=False)
            for key in node.categories
        ]  # fmt: skip
        return [*kinds, Line(answer, "", question, guidance, Filled(text=text))]
    rating = answer.rating if rules.rates(person) else answer.suggested_rating
    return [Line(answer, "", question, guidance, Filled(rating, text=text), scale)]


def _enquiry(answer: Answer, at_least: int) -> list[Line]:
    node, held = answer.node, rules.lines_of(answer)
    title, reason = [*node.columns, "Title", "Reason"][:2]
    count = max(len(held), at_least, min(len(held) + SPARE_LINES, MOST_LINES), node.at_least)
    found = []
    for number in range(count):
        line = held[number] if number < len(held) else {}
        filled = Filled(title=_kept(line.get("title")), text=_kept(line.get("reason")))
        guidance = f"{title}, then {reason[:1].lower()}{reason[1:]}"
        name = f"{node.title} {number + 1}"
        found.append(Line(answer, str(number + 1), name, guidance, filled, None, title, longest_text=LONGEST_REASON))
    return found


def _statement(given: Mapping[str, Any]) -> Filled:
    return Filled(given.get("step") or None, _kept(given.get("where")), _kept(given.get("words")))


def _kept(text: str | None) -> str:
    return clean_text(printable(text or ""))


def draft_of(answer: Answer, lines: Sequence[Line], given: Mapping[str, Filled], person: Person) -> Draft:
    """What the answer says when its lines say `given` (by key); a line that is not given says what it said."""
    said = {}
    for line in lines:
        one = given.get(line.key, line.held)
        said[line.part] = replace(one, text=line.held.text) if one.text == CUT else one
    node = answer.node
    if node.kind is NodeKind.LINES_OF_ENQUIRY:
        pairs = [{"title": one.title, "reason": one.text} for one in said.values() if one.title or one.text]
        return Draft("", None, {"lines": pairs} if pairs else None)
    if node.kind is NodeKind.STATEMENT_LIST:
        each = {key: _as_statement(one, node.asks_where) for key, one in said.items()}
        kept = {key: one for key, one in each.items() if any(one.values())}
        return Draft("", None, {"statements": kept} if kept else None)
    scores = {part: one.rating for part, one in said.items() if part and one.rating}
    if any(part for part in said):
        scoring = answer.assessment.template.outline.scoring
        worked_out = scoring.from_categories([scores.get(key) for key in node.categories]) if scoring else None
        return Draft(said[""].text, worked_out, {"categories": scores} if scores else None)
    return Draft(said[""].text, said[""].rating, None)


def _as_statement(one: Filled, asks_where: bool) -> dict[str, Any]:
    given: dict[str, Any] = {"step": one.rating, "words": one.text}
    return given | {"where": one.title} if asks_where else given
