"""Where self-assessments speak about a measure: the answers of every section whose table prints it."""

from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import rules
from casework.assessments.models import Answer, Assessment, AssessmentStatus, GivenSection
from casework.assessments.outline import Node
from casework.assessments.queries import visible
from casework.extensions import db
from casework.measures.hooks import Citation
from casework.measures.models import Measure

HEADING = "Self-assessments"


def cite(measure_id: int, person: Person) -> list[Citation]:
    """The answers about the measure that this person may see, latest period first; versions replaced are left out."""
    measure = db.session.get(Measure, measure_id)
    if measure is None or not person.may(Need.READ_ASSESSMENTS):
        return []
    query = visible(person).where(Assessment.status != AssessmentStatus.REVISED)
    held = list(db.session.scalars(query.order_by(Assessment.period.desc(), Assessment.template_code, Assessment.id)))
    speaking = {one.id: _nodes_about(one, measure.reference) for one in held}
    wanted = {node_id for nodes in speaking.values() for node_id in nodes}
    if not wanted:
        return []
    hidden = _sections_not_theirs(held, person)
    asked = select(Answer).where(Answer.assessment_id.in_(speaking), Answer.node_id.in_(wanted))
    answers = {(answer.assessment_id, answer.node_id): answer for answer in db.session.scalars(asked)}
    return [
        _citation(assessment, node, answers[assessment.id, node_id])
        for assessment in held
        for node_id, node in speaking[assessment.id].items()
        if (assessment.id, node_id) in answers and (assessment.id, node.section_id) not in hidden
    ]


def _nodes_about(assessment: Assessment, reference: str) -> dict[str, Node]:
    """The rated nodes of an assessment that speak about the measure: named by it, or beside a table that prints it."""
    outline = assessment.template.outline
    if reference not in outline.measures:
        return {}
    printed = {
        section.id
        for section in outline.sections
        if any(row.measure == reference for table in section.tables for row in table.rows)
    }
    return {
        node.id: node
        for node in outline.ratings
        if node.section_id in printed or reference in outline.measures_of(node)
    }


def _sections_not_theirs(held: list[Assessment], person: Person) -> set[tuple[int, str]]:
    """Sections that a contributor was not given; none for who sees all of them."""
    if rules.sees_all(person):
        return set()
    query = select(GivenSection.assessment_id, GivenSection.section_id).where(GivenSection.to_id == person.id)
    given = {(assessment_id, section_id) for assessment_id, section_id in db.session.execute(query)}
    every = {(one.id, section.id) for one in held for section in one.template.outline.sections}
    return every - given


def _citation(assessment: Assessment, node: Node, answer: Answer) -> Citation:
    outline = assessment.template.outline
    scale = outline.scale_of(node)
    step = scale.step(answer.rating) if scale else None
    return Citation(
        HEADING,
        f"{assessment.name}: {outline.name_of(node)}",
        f"/assessments/{assessment.id}/answers/{answer.id}",
        f"rated {step.number} {step.word}" if step else "not rated yet",
    )
