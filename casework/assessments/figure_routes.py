"""The figure check of a self-assessment: every figure claimed in its words, worked out again."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import pages, queries
from casework.assessments.figure_check import Claim, Verdict, check_text
from casework.assessments.figure_check.held import held_of
from casework.assessments.models import Answer, Assessment
from casework.assessments.routes import room
from casework.assessments.rules import lines_of
from casework.kit.doors import needs

VERDICTS = {
    Verdict.WRONG: ("Wrong", "red"),
    Verdict.UNKNOWN: ("Cannot tell", "grey"),
    Verdict.RIGHT: ("Right", "plain"),
}


@dataclass(frozen=True)
class Placed:
    """A claim and the answer it stands in."""

    claim: Claim
    answer: Answer


@room.get("/assessments/<int:assessment_id>/check-figures")
@needs(Need.READ_ASSESSMENTS)
def check_figures(assessment_id: int) -> ResponseReturnValue:
    """The figures that look wrong first, each with the answer it stands in."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    context = pages.frame(assessment, current_user, "check_figures")
    return render_template("assessments/check_figures.html", **context, placed=_check(assessment), verdicts=VERDICTS)


def _check(assessment: Assessment) -> list[Placed]:
    held = held_of(assessment.organisation)
    found = [
        Placed(claim, answer)
        for answer in queries.list_answers(assessment)
        for text in (answer.text, *(line["reason"] for line in lines_of(answer)))
        if text
        for claim in check_text(text, held=held)
    ]
    order = list(VERDICTS)
    return sorted(found, key=lambda placed: order.index(placed.claim.verdict))
