"""Are we ready to sign? What must be done first, and what can be signed with and is then listed. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.assessments import asking, rules
from casework.assessments.figures import Figures, fill_table
from casework.assessments.models import Answer, Assessment, AssessmentStatus
from casework.assessments.outline import Node, NodeKind, Outline
from casework.findings.models import Finding
from casework.kit.words import plural


@dataclass(frozen=True)
class Point:
    """One line of the lists: how many, of what, and the very answers (node ids) it is about."""

    words: str
    node_ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.node_ids)


@dataclass
class Readiness:
    """The two lists."""

    must: list[Point] = field(default_factory=list)
    may: list[Point] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    outline: Outline | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the director can sign."""
        return not self.must

    def name_of(self, node_id: str) -> str:
        """How the answer is called."""
        return self.outline.name_of(self.nodes[node_id]) if self.outline else node_id


def read(
    assessment: Assessment,
    answers: Sequence[Answer],
    figures: Figures,
    *,
    raised: Mapping[str, Sequence[Finding]] | None = None,
    asked: Collection[str] = (),
    doubtful: Collection[str] = (),
    today: date | None = None,
) -> Readiness:
    """The lists for these answers and figures. `raised`: by node, the findings raised from it; `asked`: nodes with
    a question that is not closed; `doubtful`: nodes whose words claim a figure that looks wrong; `today`: the day by
    which evidence is out of date.
    """
    outline = assessment.template.outline
    held = {answer.node_id: answer for answer in answers}
    found = Readiness(nodes=outline.nodes, answers=held, outline=outline)
    missing = rules.missing_for_signature(outline, answers)
    unrated = [node.id for node in missing if node.kind is NodeKind.RATING]
    found.must += _point(unrated, "area is not rated", "areas are not rated")
    unanswered = [node.id for node in missing if node.kind is not NodeKind.RATING]
    found.must += _point(unanswered, "required answer is missing", "required answers are missing")
    silent = [
        node.id
        for node in outline.asked
        if node.id in held and not node.is_required and not rules.is_answered(node, held[node.id])
    ] + [node.id for node in outline.ratings if held[node.id].rating and not held[node.id].text]
    found.may += _point(silent, "answer has no words", "answers have no words")
    bare = [node.id for node in outline.asked if asking.asks_evidence(node, held[node.id])]
    found.may += _point(bare, "answer has no evidence", "answers have no evidence")
    partly = [node_id for node_id in short_of_kinds(outline, held) if node_id not in bare]
    found.may += _point(partly, "answer has no evidence of some kind that the form asks for",
                        "answers have no evidence of some kind that the form asks for")  # fmt: skip
    old = [answer.node_id for answer in answers if today and _rests_on_old(answer, today)]
    found.may += _point(old, "answer rests on evidence that is out of date",
                        "answers rest on evidence that is out of date")  # fmt: skip
    found.may += _point(against_measures(outline, held, figures, assessment.period),
                        "rating is the best, beside a bottom-quartile measure",
                        "ratings are the best, beside a bottom-quartile measure")  # fmt: skip
    found.may += _point(not_final(outline, figures, assessment.period),
                        "table has figures that are not final", "tables have figures that are not final")  # fmt: skip
    found.may += _point([node.id for node in outline.asked if node.id in doubtful],
                        "answer has figures that look wrong", "answers have figures that look wrong")  # fmt: skip
    found_there = raised or {}
    undecided = [
        node.id for node in outline.asked if asking.asks_action(node, held[node.id], found_there.get(node.id, ()))
    ]
    found.may += _point(undecided, "answer has a weakness with neither an action nor a reason",
                        "answers have a weakness with neither an action nor a reason")  # fmt: skip
    found.may += _point(sorted(asked), "answer has an open question", "answers have open questions")
    stale = [answer.node_id for answer in answers if rules.needs_confirming(answer)]
    found.may += _point(stale, "answer is as last time and not confirmed", "answers are as last time and not confirmed")
    if assessment.status is AssessmentStatus.DRAFT:
        found.may.append(Point("It has not been to consultation or the senior team", ()))
    return found


def _rests_on_old(answer: Answer, today: date) -> bool:
    return any(link.evidence.age_on(today) == "out-of-date" for link in answer.evidence_links)


def _point(node_ids: Sequence[str], one: str, many: str) -> list[Point]:
    return [Point(plural(len(node_ids), one, many), tuple(node_ids))] if node_ids else []


def short_of_kinds(outline: Outline, held: dict[str, Answer]) -> list[str]:
    """Nodes with a kind of evidence that the form asks for and nobody has added."""
    short = []
    for node in outline.asked:
        there = {link.evidence.kind.value for link in held[node.id].evidence_links} if node.id in held else set()
        if not set(node.categories) <= there:
            short.append(node.id)
    return short


def against_measures(outline: Outline, held: dict[str, Answer], figures: Figures, period: str) -> list[str]:
    """Areas with the best rating, unexplained, although a measure beside them is in the bottom quartile."""
    return [node.id for node in outline.ratings if asking.asks_why(outline, held[node.id], figures, period)]


def not_final(outline: Outline, figures: Figures, period: str) -> list[str]:
    """Measure tables with figures that may still change."""
    tables = [node for node in outline.nodes.values() if node.kind is NodeKind.MEASURE_TABLE]
    return [node.id for node in tables if fill_table(node, figures, period).not_final]
