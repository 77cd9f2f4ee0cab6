"""Starting from last time: answers carried forward by the id of their node, each to be confirmed or changed."""

from collections.abc import Mapping

from casework.accounts.models import Person
from casework.assessments import queries, rules, score_rules
from casework.assessments.form_changes import changed_scales, form_changes, scale_key, scales_of
from casework.assessments.models import Answer, Assessment
from casework.assessments.outline import Node, NodeKind, Outline
from casework.assessments.services import copy_answer, hold
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.words import plural
from casework.trail import services as trail
from casework.trail.events import Event

ScaleMap = Mapping[str, Mapping[int, int | None]]  # scale -> old level -> new level, or None: to be rated again


def carry(fresh: Assessment, *, source: Assessment, scale_map: ScaleMap, by: Person) -> int:
    """Fill a new self-assessment from an older one of the same form; how many answers were carried.

    Nodes and statements are matched by id; one that is new, or of another kind now, stays blank. RuleBroken when a
    scale changed and `scale_map` does not say what each old rating becomes.
    """
    if source.organisation_id != fresh.organisation_id or source.template_code not in fresh.template.outline.family:
        raise RuleBroken("Select a self-assessment on the same form", "source")
    old, new = source.template.outline, fresh.template.outline
    for name, (before, after) in changed_scales(old, new).items():
        answered = scale_map.get(name, {})
        if set(answered) != {step.number for step in before.steps}:
            count = len(after.steps)
            raise RuleBroken(f"The scale now has {count} steps. Say what each old rating becomes", "source")
    held = {answer.node_id: answer for answer in queries.list_answers(source)}
    blank = {answer.node_id: answer for answer in fresh.answers}
    carried = 0
    for node in new.asked:
        before_answer, before_node = held.get(node.id), old.nodes.get(node.id)
        if before_answer is None or before_node is None or before_node.kind is not node.kind:
            continue
        if not rules.is_begun(before_answer):
            continue
        copied = copy_answer(before_answer, into=blank[node.id])
        _fit(copied, old, node, new, scale_map)
        carried += 1
    fresh.follows = source
    changes = form_changes(old, new)
    words = f"carried {plural(carried, 'answer')} forward from {source.name}, version {source.number}"
    if changes:
        words += f"; the form has changed: {changes.words}"
    trail.record(Event.ASSESSMENT_STARTED, fresh, by=by, words=words)
    return carried


def _fit(answer: Answer, old: Outline, node: Node, new: Outline, scale_map: ScaleMap) -> None:
    """Make a carried answer fit the newer form: levels of a changed scale, statements that are still asked."""
    scales = scales_of(old, new, node)
    steps = scale_map.get(scale_key(*scales)) if scales and scale_key(*scales) in changed_scales(old, new) else None
    answer.suggested_rating = None
    if node.kind is NodeKind.RATING:
        answer.rating_reason = None
        if steps is not None:
            answer.rating = steps.get(answer.rating) if answer.rating else None
        if steps is not None or not answer.assessment.by_category:
            answer.fields = None  # scores by kind of evidence are given on the scale of their time
        if answer.assessment.by_category and node.categories:
            answer.rating = score_rules.worked_out(answer, answer.fields)
    elif node.kind is NodeKind.STATEMENT_LIST:
        given = (answer.fields or {}).get("statements") or {}
        kept = {key: dict(given[key]) for key, _ in node.statements if key in given}
        for each in kept.values():
            if steps is not None and each.get("step"):
                each["step"] = steps.get(each["step"])
        answer.fields = {"statements": kept} if kept else None


def confirm(answer: Answer, *, by: Person) -> None:
    """Say that a carried answer is still right as it stands."""
    hold(answer.assessment)
    db.session.refresh(answer)
    rules.check_may_write(answer.assessment, answer.node, by, queries.list_given(answer.assessment))
    if rules.mark_of(answer) != "carried":
        raise RuleBroken("There is nothing to confirm: the answer was written this time")
    if answer.node.kind is NodeKind.RATING and answer.rating is None:
        raise RuleBroken("Rate this first: the scale has changed since last time")
    answer.confirmed_at = clock.now()
    trail.record(Event.ANSWER_CONFIRMED, answer, by=by, words=f'confirmed "{answer.name}" as it was last time')
