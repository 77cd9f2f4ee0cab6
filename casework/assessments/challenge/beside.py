"""The three ratings of an area side by side: our own, the moderated and the agreed one, and who moved them and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.accounts.models import Person
from casework.assessments.challenge import queries
from casework.assessments.challenge.queries import Standing
from casework.assessments.challenge_models import RatingKind, RatingMove
from casework.assessments.models import Answer, Assessment
from casework.assessments.models import AssessmentStatus as S
from casework.assessments.outline import NodeKind, Outline
from casework.assessments.queries import list_answers
from casework.assessments.rules import sees_all

BESIDE = frozenset({S.SENIOR_REVIEW, S.SIGNED, S.CHALLENGE, S.CLOSED, S.REVISED})  # a rating may stand beside ours
NOT_RATED, NOT_MOVED = "Not rated", "Not set"


@dataclass(frozen=True)
class Beside:
    """One area: the three ratings in words. `is_moved`: a rating beside ours differs from it."""

    answer: Answer
    name: str
    ours: str
    moderated: str
    agreed: str
    is_moved: bool

    def differs(self, words: str) -> bool:
        """Whether a rating beside ours, in words, is set and is another."""
        return words not in (NOT_MOVED, self.ours)


@dataclass(frozen=True)
class Moved:
    """One rating set beside ours: `rating` in words, who, of which organisation, when, why."""

    move: RatingMove
    name: str
    kind: str
    rating: str
    by: str


def words_of(outline: Outline, answer: Answer, rating: int | None, otherwise: str = NOT_RATED) -> str:
    """A rating of this answer as printed: "3 Good"."""
    scale = outline.scale_of(answer.node)
    step = scale.step(rating) if scale else None
    return step.words if step else otherwise


def beside(outline: Outline, answer: Answer, standing: Standing) -> Beside:
    """The three ratings of one area."""
    held = {kind: standing[kind].rating if kind in standing else None for kind in RatingKind}
    return Beside(
        answer,
        outline.name_of(answer.node),
        words_of(outline, answer, answer.rating),
        words_of(outline, answer, held[RatingKind.MODERATED], NOT_MOVED),
        words_of(outline, answer, held[RatingKind.AGREED], NOT_MOVED),
        any(rating is not None and rating != answer.rating for rating in held.values()),
    )


def list_beside(assessment: Assessment, answers: Sequence[Answer], moves: Sequence[RatingMove]) -> list[Beside]:
    """Every rated area in the form's order."""
    outline, standing = assessment.template.outline, queries.standing_of(moves)
    rated = [answer for answer in answers if answer.node.kind is NodeKind.RATING]
    return [beside(outline, answer, standing.get(answer.id, {})) for answer in rated]


def list_moved(assessment: Assessment, moves: Sequence[RatingMove]) -> list[Moved]:
    """Every rating set beside ours in the order they were set: nothing is written over."""
    outline = assessment.template.outline
    return [
        Moved(
            move,
            outline.name_of(move.answer.node),
            move.kind.value.capitalize(),
            words_of(outline, move.answer, move.rating),
            f"{move.by.name}, {move.by.organisation.name}",
        )
        for move in moves
    ]


def as_data(standing: Standing, ours: int | None) -> dict[str, int | None]:
    """The contract's ratings of one area: self, moderated, agreed."""
    return {"self": ours} | {
        kind.value: standing[kind].rating if kind in standing else None
        for kind in (RatingKind.MODERATED, RatingKind.AGREED)
    }


def moved_data(moves: Sequence[RatingMove]) -> dict[str, list[Mapping[str, Any]]]:
    """By node, every rating set beside ours with who, when and why, as JSON types."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for move in moves:
        found.setdefault(move.answer.node_id, []).append(
            {
                "kind": move.kind.value,
                "rating": move.rating,
                "by": move.by.name,
                "organisation": move.by.organisation.name,
                "at": move.at.isoformat(),
                "reason": move.reason,
            }
        )
    return found


def for_pages(assessment: Assessment, person: Person, answers: Sequence[Answer] | None = None) -> dict[str, Any]:
    """What a page needs to show three ratings side by side; nothing while none was set beside ours.

    `three` is by answer, `moved` who set them; only for whoever sees every section.
    """
    moves = queries.list_moves(assessment) if sees_all(person) and assessment.status in BESIDE else []
    if not moves:
        return {"three": {}, "moved": []}
    rows = list_beside(assessment, list_answers(assessment) if answers is None else answers, moves)
    ids = {row.answer.id for row in rows}
    return {
        "three": {row.answer.id: row for row in rows},
        "moved": [one for one in list_moved(assessment, moves) if one.move.answer_id in ids],
    }
