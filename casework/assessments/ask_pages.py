"""The questions about one answer, as its pages and its autosave show them."""

from collections.abc import Sequence

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import answer_queries, asking, queries, rules
from casework.assessments.asking import Asker, Question
from casework.assessments.figure_queries import list_figures
from casework.assessments.figures import Figures
from casework.assessments.models import Answer, GivenSection
from casework.findings.models import Finding


def asked_of(answer: Answer, person: Person) -> list[Question]:
    """What is asked about the answer while it can still be changed, with the ways that this person has."""
    assessment = answer.assessment
    if not assessment.is_open:
        return []
    measures = assessment.template.outline.measures_of(answer.node)
    figures = list_figures(assessment, measures=measures) if answer.rating else {}
    findings = answer_queries.list_findings(answer, seen_by=person)
    return asked_beside(answer, person, queries.list_given(assessment), figures, findings)


def asked_beside(
    answer: Answer, person: Person, given: Sequence[GivenSection], figures: Figures, findings: Sequence[Finding]
) -> list[Question]:
    """The same, of figures and findings that the page has read already."""
    assessment = answer.assessment
    if not assessment.is_open:
        return []
    writes = rules.may_write(assessment, answer.node, person, given)
    asker = Asker(
        f"/assessments/{assessment.id}/answers/{answer.id}",
        writes=writes,
        rates=writes and rules.rates(person),
        raises=person.may(Need.RAISE_FINDINGS),
        proposes=person.may(Need.PROPOSE_ACTIONS),
    )
    return asking.questions(assessment.template.outline, answer, figures, findings, asker)
