"""Ratings that follow from the scores of kinds of evidence, where a self-assessment is scored that way. Pure."""

from typing import Any

from casework.assessments.models import Answer
from casework.assessments.rules import Draft
from casework.kit.rules import RuleBroken


def scores_of(fields: dict[str, Any] | None) -> dict[str, int]:
    """The scores of the kinds of evidence of an answer."""
    return dict((fields or {}).get("categories") or {})


def worked_out(answer: Answer, fields: dict[str, Any] | None) -> int | None:
    """The rating that follows from the scores of the kinds of evidence; None while one of them is missing."""
    scoring, scores = answer.assessment.template.outline.scoring, scores_of(fields)
    return scoring.from_categories([scores.get(key) for key in answer.node.categories]) if scoring else None


def check_scores(answer: Answer, draft: Draft) -> None:
    """Where ratings are worked out from kinds of evidence, refuse any other rating, and scores off the scale."""
    if not (answer.assessment.by_category and answer.node.categories):
        return
    scale = answer.assessment.template.outline.scale_of(answer.node)
    scores = scores_of(draft.fields)
    known = set(scores) <= set(answer.node.categories)
    if not known or scale is None or any(scale.step(score) is None for score in scores.values()):
        raise RuleBroken("Score each kind of evidence with one of the scores shown", "rating")
    if draft.rating != worked_out(answer, draft.fields):
        raise RuleBroken("The rating follows from the scores of its kinds of evidence. Change those", "rating")
