"""Reading self-assessments; for a contributor they exist only where a section was given to them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload
from sqlalchemy.orm.attributes import InstrumentedAttribute
from sqlalchemy.orm.strategy_options import _AbstractLoad

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import rules
from casework.assessments.models import (
    Answer,
    Assessment,
    AssessmentTemplate,
    GivenSection,
)
from casework.assessments.models import AssessmentStatus as S
from casework.assessments.template_queries import list_newest
from casework.extensions import db
from casework.kit.queries import or_404


def just_name(person: InstrumentedAttribute[Person | None]) -> _AbstractLoad:
    """Load whoever it was in the same statement, without roles and organisation."""
    return joinedload(person).options(lazyload(Person.organisation), lazyload(Person.role_rows))


def visible(person: Person) -> Select[Assessment]:
    """The self-assessments of which anything exists for this person."""
    query = select(Assessment).where(Assessment.organisation_id == person.organisation_id)
    if rules.sees_all(person):
        return query
    given = exists().where(GivenSection.assessment_id == Assessment.id, GivenSection.to_id == person.id)
    return query.where(given)


def get_assessment(assessment_id: int, *, seen_by: Person, whole: bool = False) -> Assessment:
    """The self-assessment; 404 when it is not there, of another council, or nothing of it was given to the person.

    `whole` is for pages over all its sections, which do not exist for a contributor.
    """
    if whole and not rules.sees_all(seen_by):
        return or_404(None)
    return or_404(db.session.scalars(visible(seen_by).where(Assessment.id == assessment_id)).first())


@dataclass(frozen=True)
class Listed:
    """A line of the list: the self-assessment and how many of its areas are rated."""

    assessment: Assessment
    rated: int
    waiting: tuple[tuple[int, str], ...]  # number and name of each person who has a section to write


def list_assessments(*, seen_by: Person) -> list[Listed]:
    """Every self-assessment the person may see, the latest period and version first."""
    rated = (
        select(func.count(Answer.rating)).where(Answer.assessment_id == Assessment.id).correlate(Assessment)
    ).scalar_subquery()
    query = (
        visible(seen_by)
        .add_columns(rated)
        .order_by(Assessment.period.desc(), Assessment.template_code, Assessment.number.desc())
    )
    found = [(assessment, count) for assessment, count in db.session.execute(query)]
    waiting = _list_waiting([assessment.id for assessment, _ in found])
    return [Listed(assessment, count, tuple(waiting.get(assessment.id, {}).items())) for assessment, count in found]


def _list_waiting(assessment_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """Who has a section to write, by self-assessment: their numbers and names."""
    query = (
        select(GivenSection.assessment_id, Person.id, Person.name)
        .join(Person, Person.id == GivenSection.to_id)
        .where(GivenSection.assessment_id.in_(assessment_ids), GivenSection.status.in_(rules.WITH_THEM))
        .order_by(Person.name)
    )
    waiting: dict[int, dict[int, str]] = {}
    for assessment_id, person_id, name in db.session.execute(query):
        waiting.setdefault(assessment_id, {})[person_id] = name
    return waiting


def list_versions(assessment: Assessment) -> list[Assessment]:
    """Every version of the same form and period, the newest first."""
    query = select(Assessment).where(
        Assessment.organisation_id == assessment.organisation_id,
        Assessment.template_code == assessment.template_code,
        Assessment.period == assessment.period,
    )
    return list(db.session.scalars(query.order_by(Assessment.number.desc())))


def list_existing(organisation_id: int, template_code: str, period: str) -> list[Assessment]:
    """Every version held for this organisation, form and period."""
    query = select(Assessment).where(
        Assessment.organisation_id == organisation_id,
        Assessment.template_code == template_code,
        Assessment.period == period,
    )
    return list(db.session.scalars(query.order_by(Assessment.number)))


def list_startable(*, seen_by: Person) -> list[AssessmentTemplate]:
    """The newest version of each form a council can assess itself on, by title; not the returns of partner agencies."""
    return [one for one in list_newest(seen_by=seen_by) if one.outline.declaration is not None]


def list_sources(organisation_id: int) -> list[Assessment]:
    """Signed versions that a new self-assessment can be started from, the latest period first."""
    query = select(Assessment).where(
        Assessment.organisation_id == organisation_id,
        Assessment.status.in_([status.value for status in (S.SIGNED, S.CHALLENGE, S.CLOSED)]),
    )
    return list(db.session.scalars(query.order_by(Assessment.period.desc(), Assessment.number.desc())))


def find_previous(assessment: Assessment) -> Assessment | None:
    """The signed version of the form, or of one it was copied from, of the period before: "last time"."""
    query = select(Assessment).where(
        Assessment.organisation_id == assessment.organisation_id,
        Assessment.template_code.in_(assessment.template.outline.family),
        Assessment.period < assessment.period,
        Assessment.status.in_([status.value for status in (S.SIGNED, S.CHALLENGE, S.CLOSED)]),
    )
    return db.session.scalars(query.order_by(Assessment.period.desc(), Assessment.number.desc())).first()


def find_answer(assessment: Assessment, node_id: str) -> Answer | None:
    """The answer at this node."""
    query = select(Answer).where(Answer.assessment_id == assessment.id, Answer.node_id == node_id)
    return db.session.scalars(query).first()


def list_comparable(assessment: Assessment) -> list[Assessment]:
    """Every other self-assessment of the council on the same form, the latest first."""
    query = select(Assessment).where(
        Assessment.organisation_id == assessment.organisation_id,
        Assessment.template_code.in_(assessment.template.outline.family),
        Assessment.id != assessment.id,
    )
    return list(db.session.scalars(query.order_by(Assessment.period.desc(), Assessment.number.desc())))


def find_template(code: str, version: int | None = None) -> AssessmentTemplate | None:
    """This version of a template, or its newest."""
    query = select(AssessmentTemplate).where(AssessmentTemplate.code == code)
    if version is not None:
        query = query.where(AssessmentTemplate.version == version)
    return db.session.scalars(query.order_by(AssessmentTemplate.version.desc())).first()


def list_answers(
    assessment: Assessment, *, sections: Collection[str] | None = None, fresh: bool = False
) -> list[Answer]:
    """The answers with their evidence and writers, in the form's order; `sections` limits them to some.

    `fresh` reads them again although this request has them already: for what is signed.
    """
    query = (
        select(Answer)
        .where(Answer.assessment_id == assessment.id)
        .options(
            selectinload(Answer.evidence_links),
            just_name(Answer.written_by),
            selectinload(Answer.carried_from, recursion_depth=3),
        )
        .execution_options(populate_existing=fresh)
    )
    held = {answer.node_id: answer for answer in db.session.scalars(query)}
    asked = assessment.template.outline.asked
    return [held[node.id] for node in asked if node.id in held and (sections is None or node.section_id in sections)]


def visible_sections(assessment: Assessment, *, seen_by: Person) -> set[str] | None:
    """The sections the person may see: None for all of them."""
    if rules.sees_all(seen_by):
        return None
    return set(rules.given_to(list_given(assessment), seen_by))


def get_answer(assessment_id: int, answer_id: int, *, seen_by: Person) -> Answer:
    """The answer; 404 unless its assessment and its section are the person's to see."""
    theirs = visible(seen_by).with_only_columns(Assessment.id).where(Assessment.id == assessment_id)
    query = (
        select(Answer)
        .join(Answer.assessment)
        .where(Answer.id == answer_id, Answer.assessment_id.in_(theirs))
        .options(contains_eager(Answer.assessment), selectinload(Answer.evidence_links), just_name(Answer.written_by))
    )
    answer = or_404(db.session.scalars(query).first())
    sections = visible_sections(answer.assessment, seen_by=seen_by)
    return or_404(answer if sections is None or answer.node.section_id in sections else None)


def list_given(assessment: Assessment) -> list[GivenSection]:
    """The sections given to people."""
    query = select(GivenSection).where(GivenSection.assessment_id == assessment.id).order_by(GivenSection.id)
    return list(db.session.scalars(query))


def list_open(*, seen_by: Person) -> list[Assessment]:
    """Self-assessments that can still be written, for the home page."""
    query = visible(seen_by).where(Assessment.status.in_([status.value for status in rules.OPEN]))
    return list(db.session.scalars(query.order_by(Assessment.period.desc())))


def list_signers(organisation_id: int) -> list[Person]:
    """The directors of a council, by name."""
    query = select(Person).where(Person.organisation_id == organisation_id, Person.is_disabled.is_(False))
    return [person for person in db.session.scalars(query.order_by(Person.name)) if person.has(Role.DIRECTOR)]
