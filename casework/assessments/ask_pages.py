"""The questions about one answer, as its pages and its autosave show them."""

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import answer_queries, asking, queries, rules
from casework.assessments.asking import Asker, Question
from casework.assessments.figure_queries import list_figures
from casework.assessments.models import Answer


def asked_of(answer: Answer, person: Person) -> list[Question]:
    """What is asked about the answer while it can still be changed, with the ways that this person has."""
    assessment = answer.assessment
    if not assessment.is_open:
        return []
    outline = assessment.template.outline
    writes = rules.may_write(assessment, answer.node, person, queries.list_given(assessment))
    asker = Asker(
        f"/assessments/{assessment.id}/answers/{answer.id}",
        writes=writes,
        rates=writes and rules.rates(person),
        raises=person.may(Need.RAISE_FINDINGS),
        proposes=person.may(Need.PROPOSE_ACTIONS),
    )
    figures = list_figures(assessment, measures=outline.measures_of(answer.node)) if answer.rating else {}
    return asking.questions(outline, answer, figures, answer_queries.list_findings(answer, seen_by=person), asker)
