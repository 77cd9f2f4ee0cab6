"""What Casework asks about an answer, and the step that answers each question: a question, never an error. Pure.

Defined once: the answer's own page asks as soon as it happens, the readiness page lists what is still unanswered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from casework.assessments.figures import Figures, fill_table
from casework.assessments.models import Answer
from casework.assessments.outline import Node, Outline
from casework.findings.models import Finding, FindingKind
from casework.findings.rules import UNDECIDED
from casework.kit.words import listed
from casework.measures.models import Quartile

WEAK_KINDS = frozenset({FindingKind.AREA_FOR_IMPROVEMENT, FindingKind.RISK})


class About(StrEnum):
    """What a question is about."""

    RATING = "rating"  # the best, beside a measure in the bottom quartile
    EVIDENCE = "evidence"  # nothing shows it
    WEAKNESS = "weakness"  # neither an action nor a reason for none


@dataclass(frozen=True)
class Way:
    """One step that answers a question. `key` names it in a form, `path` is the page it leads to."""

    key: str
    words: str
    path: str


@dataclass(frozen=True)
class Question:
    """One question about one answer, with the ways to answer it; no ways for somebody who may answer none."""

    about: About
    words: str
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Asker:
    """Whom the page asks: which of the ways are open to them. `path` is the answer's own page."""

    path: str
    writes: bool = True
    rates: bool = True
    raises: bool = True
    proposes: bool = True


def bottom_measures(outline: Outline, node: Node, figures: Figures, period: str) -> list[str]:
    """References of the measures beside a rated area that are in the bottom quartile in its latest year."""
    rows = [
        row for table in outline.section_of(node).tables for row in fill_table(table, figures, period).rows if row.cells
    ]
    named = set(outline.measures_of(node))
    latest = [(row, row.cells[-1].figure) for row in rows if row.measure in named]
    return [row.ref for row, figure in latest if figure and figure.quartile is Quartile.BOTTOM]


def asks_why(outline: Outline, answer: Answer, figures: Figures, period: str) -> bool:
    """Whether the rating seems to contradict a measure and nobody has said why it stands."""
    node = outline.nodes[answer.node_id]
    scale = outline.scale_of(node)
    is_best = scale is not None and answer.rating == scale.best
    return is_best and not answer.rating_reason and bool(bottom_measures(outline, node, figures, period))


def asks_evidence(node: Node, answer: Answer) -> bool:
    """Whether evidence is asked for beside the answer, and there is none."""
    return node.has_evidence and not answer.evidence_links


def undecided(findings: Sequence[Finding]) -> list[Finding]:
    """Weaknesses and risks raised from an answer that have neither an action nor a reason for none."""
    return [finding for finding in findings if finding.kind in WEAK_KINDS and finding.status in UNDECIDED]


def asks_action(node: Node, answer: Answer, findings: Sequence[Finding]) -> bool:
    """Whether a weakness has neither an action nor a reason: one that was raised, or one that is only written down."""
    return bool(undecided(findings)) or _is_only_written(node, answer, findings)


def _is_only_written(node: Node, answer: Answer, findings: Sequence[Finding]) -> bool:
    return node.tells_weaknesses and bool(answer.text) and not any(finding.kind in WEAK_KINDS for finding in findings)


def questions(
    outline: Outline, answer: Answer, figures: Figures, findings: Sequence[Finding], asker: Asker
) -> list[Question]:
    """What is asked about this answer now; nothing about one that is not begun. `findings`: those raised from it."""
    node, path = outline.nodes[answer.node_id], asker.path
    asked: list[Question] = []
    ways: tuple[Way, ...]
    if asks_why(outline, answer, figures, answer.assessment.period):
        bottom = bottom_measures(outline, node, figures, answer.assessment.period)
        scale = outline.scale_of(node)
        step = scale.step(answer.rating) if scale else None
        verb = "is" if len(bottom) == 1 else "are"
        words = (
            f"Rated {step.words if step else ''}, and {listed(bottom)} {verb} in the bottom quartile. Does it stand?"
        )
        ways = (Way("why", "Say why it stands, or change it", f"{path}/check-rating"),) if asker.rates else ()
        asked.append(Question(About.RATING, words, ways))
    if asks_evidence(node, answer) and (answer.rating or answer.suggested_rating or answer.text or answer.fields):
        what = "rating" if answer.rating or answer.suggested_rating else "answer"
        ways = (Way("evidence", "Add evidence", f"{path}/evidence/add"),) if asker.writes else ()
        asked.append(Question(About.EVIDENCE, f"This {what} has no evidence. What shows it?", ways))
    for finding in undecided(findings):
        ways = ()
        if asker.proposes:
            ways += (Way(f"action-{finding.id}", "Add an action", f"/findings/{finding.id}/actions/propose"),)
        if asker.raises:
            way = Way(f"none-{finding.id}", "No action, because", f"/findings/{finding.id}/decide-no-action")
            ways += (way,)
        words = f"{finding.reference} “{finding.title}” has neither an action nor a reason for none. What happens next?"
        asked.append(Question(About.WEAKNESS, words, ways))
    if _is_only_written(node, answer, findings):
        words = "No finding is raised from what is written here, so no action can follow. What happens next?"
        ways = (Way("finding", "Raise a finding", f"{path}/raise-finding"),) if asker.writes else ()
        asked.append(Question(About.WEAKNESS, words, ways))
    return asked
