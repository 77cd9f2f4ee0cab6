"""What was said and rated last time at the same node, and what is still being done about it."""

from collections.abc import Collection
from dataclasses import dataclass

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import answer_queries, queries
from casework.assessments.models import Answer, Assessment
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
    return last_times(answer.assessment, [answer.node_id], person).get(answer.node_id)


def last_times(assessment: Assessment, node_ids: Collection[str], person: Person) -> dict[str, LastTime]:
    """Last time's answers at these nodes, by node; as many statements for many nodes as for one."""
    previous = queries.find_previous(assessment)
    if previous is None:
        return {}
    held = [answer for answer in queries.list_answers(previous) if answer.node_id in node_ids]
    actions = _open_actions([answer.id for answer in held], person)
    return {answer.node_id: LastTime(answer, _rating(previous, answer), actions[answer.id]) for answer in held}


def _rating(previous: Assessment, answer: Answer) -> str | None:
    outline = previous.template.outline
    scale = outline.scale_of(outline.nodes[answer.node_id])
    step = scale.step(answer.rating) if scale else None
    return step.words if step else None


def _open_actions(answer_ids: Collection[int], person: Person) -> dict[int, list[ActionLine]]:
    lines: dict[int, list[ActionLine]] = {answer_id: [] for answer_id in answer_ids}
    if not person.may(Need.READ_FINDINGS):
        return lines
    findings = answer_queries.list_findings_of(answer_ids, seen_by=person)
    by_finding = hooks.list_actions([finding.id for finding in findings], seen_by=person)
    for finding in findings:
        if finding.answer_id is not None:
            lines[finding.answer_id] += [line for line in by_finding[finding.id] if line.is_open]
    return lines
