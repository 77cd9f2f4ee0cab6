"""What was said and rated last time at the same node, and what is still being done about it."""

from dataclasses import dataclass

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import answer_queries, queries
from casework.assessments.models import Answer
from casework.findings import hooks
from casework.findings.hooks import ActionLine


@dataclass(frozen=True)
class LastTime:
    """The answer of the period before, with its rating in words and the open actions of its findings."""

    answer: Answer
    rating: str | None
    actions: list[ActionLine]


def last_time(answer: Answer, person: Person) -> LastTime | None:
    """Last time's answer at this node; None when there was none."""
    previous = queries.find_previous(answer.assessment)
    last = queries.find_answer(previous, answer.node_id) if previous else None
    if previous is None or last is None:
        return None
    outline = previous.template.outline
    scale = outline.scale_of(outline.nodes[last.node_id])
    step = scale.step(last.rating) if scale else None
    lines: list[ActionLine] = []
    if person.may(Need.READ_FINDINGS):
        findings = answer_queries.list_findings(last, seen_by=person)
        by_finding = hooks.list_actions([finding.id for finding in findings], seen_by=person)
        lines = [line for found in by_finding.values() for line in found if line.is_open]
    return LastTime(last, step.words if step else None, lines)
