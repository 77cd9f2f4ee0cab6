"""The figure check of a self-assessment: every figure claimed in its words, worked out again."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import doubts, pages, queries
from casework.assessments.doubts import Placed
from casework.assessments.figure_check import Verdict
from casework.assessments.models import Assessment
from casework.assessments.routes import room
from casework.kit.doors import needs

VERDICTS = {
    Verdict.WRONG: ("Wrong", "red"),
    Verdict.UNKNOWN: ("Cannot tell", "grey"),
    Verdict.RIGHT: ("Right", "plain"),
}


@room.get("/assessments/<int:assessment_id>/check-figures")
@needs(Need.READ_ASSESSMENTS)
def check_figures(assessment_id: int) -> ResponseReturnValue:
    """The figures that look wrong first, each with the answer it stands in."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    context = pages.frame(assessment, current_user, "check_figures")
    return render_template(
        "assessments/check_figures.html", **context, placed=_wrong_first(assessment), verdicts=VERDICTS
    )


def _wrong_first(assessment: Assessment) -> list[Placed]:
    order = list(VERDICTS)
    found = doubts.check(assessment, queries.list_answers(assessment))
    return sorted(found, key=lambda placed: order.index(placed.claim.verdict))
