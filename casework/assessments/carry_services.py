"""Starting from last time: answers carried forward by the id of their node, each to be confirmed or changed."""

from collections.abc import Mapping

from casework.accounts.models import Person
from casework.assessments import queries, rules
from casework.assessments.models import Answer, Assessment
from casework.assessments.outline import NodeKind, Outline, Scale
from casework.assessments.services import copy_answer, hold
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.words import plural
from casework.trail import services as trail
from casework.trail.events import Event

ScaleMap = Mapping[str, Mapping[int, int | None]]  # scale -> old level -> new level, or None: to be rated again


def changed_scales(old: Outline, new: Outline) -> dict[str, tuple[Scale, Scale]]:
    """Scales that ratings of both forms use and whose levels are no longer the same: old and new, by the new's name."""
    found = {}
    for node in new.ratings:
        before = old.nodes.get(node.id)
        scales = (old.scale_of(before) if before else None, new.scale_of(node))
        if scales[0] and scales[1] and _levels(scales[0]) != _levels(scales[1]):
            found[scales[1].name] = (scales[0], scales[1])
    return found


def _levels(scale: Scale) -> list[tuple[int, str]]:
    return [(step.number, step.word) for step in scale.steps]


def carry(fresh: Assessment, *, source: Assessment, scale_map: ScaleMap, by: Person) -> int:
    """Fill a new self-assessment from an older one of the same form; how many answers were carried.

    Nodes are matched by id; one that is new, or of another kind now, stays blank. RuleBroken when a scale changed and
    `scale_map` does not say what each old rating becomes.
    """
    if source.organisation_id != fresh.organisation_id or source.template_code != fresh.template_code:
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
        if node.kind is NodeKind.RATING:
            _rescale(copied, new, node.id, scale_map)
        carried += 1
    fresh.follows = source
    words = f"carried {plural(carried, 'answer')} forward from {source.name}, version {source.number}"
    trail.record(Event.ASSESSMENT_STARTED, fresh, by=by, words=words)
    return carried


def _rescale(answer: Answer, outline: Outline, node_id: str, scale_map: ScaleMap) -> None:
    scale = outline.scale_of(outline.nodes[node_id])
    steps = scale_map.get(scale.name) if scale else None
    if steps is not None:
        answer.rating = steps.get(answer.rating) if answer.rating else None
    answer.suggested_rating = answer.rating_reason = None


def confirm(answer: Answer, *, by: Person) -> None:
    """Say that a carried answer is still right as it stands."""
    hold(answer.assessment)
    db.session.refresh(answer)
    rules.check_may_write(answer.assessment, answer.node, by, queries.list_given(answer.assessment))
    if rules.mark_of(answer) != "carried":
        raise RuleBroken("There is nothing to confirm: the answer was written this time")
    answer.confirmed_at = clock.now()
    trail.record(Event.ANSWER_CONFIRMED, answer, by=by, words=f'confirmed "{answer.node.title}" as it was last time')
