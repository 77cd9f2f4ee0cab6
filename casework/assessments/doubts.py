"""The figure check over the words of a self-assessment: every claim, and the answer it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from casework.assessments.figure_check import Claim, Verdict, check_text
from casework.assessments.figure_check.held import held_of
from casework.assessments.figure_check.series import Held
from casework.assessments.models import Answer, Assessment
from casework.assessments.rules import lines_of

KEPT = 512  # texts whose claims are remembered: the overview, the readiness page and the signature ask for the same


@dataclass(frozen=True)
class Placed:
    """A claim and the answer it stands in."""

    claim: Claim
    answer: Answer


def check(assessment: Assessment, answers: Sequence[Answer]) -> list[Placed]:
    """Every figure that the words of these answers claim, set beside each other and the values held."""
    held = held_of(assessment.organisation)
    return [
        Placed(claim, answer)
        for answer in answers
        for text in (answer.text, *(line["reason"] for line in lines_of(answer)))
        if text
        for claim in _claims(text, held)
    ]


@lru_cache(maxsize=KEPT)
def _claims(text: str, held: Held) -> tuple[Claim, ...]:
    return tuple(check_text(text, held=held))


def wrong_in(assessment: Assessment, answers: Sequence[Answer]) -> list[str]:
    """The node of each figure that looks wrong; a node stands there as often as it has one."""
    return [one.answer.node_id for one in check(assessment, answers) if one.claim.verdict is Verdict.WRONG]
