"""Reading templates: shipped ones are everybody's, a council's own and its drafts exist for that council alone."""

from sqlalchemy import ColumnElement, func, or_, select

from casework.accounts.models import Person
from casework.assessments.models import AssessmentTemplate
from casework.assessments.template_models import TemplateDraft
from casework.extensions import db
from casework.kit.queries import or_404


def visible_to(organisation_id: int) -> ColumnElement[bool]:
    """The condition that a template is shipped, or this council's own."""
    return or_(AssessmentTemplate.organisation_id.is_(None), AssessmentTemplate.organisation_id == organisation_id)


def list_newest(*, seen_by: Person) -> list[AssessmentTemplate]:
    """The newest version of each template, by title."""
    mine = visible_to(seen_by.organisation_id)
    newest = select(func.max(AssessmentTemplate.id)).where(mine).group_by(AssessmentTemplate.code)
    query = select(AssessmentTemplate).where(AssessmentTemplate.id.in_(newest))
    return list(db.session.scalars(query.order_by(AssessmentTemplate.title, AssessmentTemplate.id)))


def get_template(template_id: int, *, seen_by: Person) -> AssessmentTemplate:
    """One published version; 404 for another council's own."""
    query = select(AssessmentTemplate).where(AssessmentTemplate.id == template_id)
    return or_404(db.session.scalars(query.where(visible_to(seen_by.organisation_id))).first())


def list_template_versions(template: AssessmentTemplate) -> list[AssessmentTemplate]:
    """Every version of a template, the newest first."""
    query = select(AssessmentTemplate).where(AssessmentTemplate.code == template.code)
    return list(db.session.scalars(query.order_by(AssessmentTemplate.version.desc())))


def list_drafts(*, seen_by: Person) -> list[TemplateDraft]:
    """The drafts of the person's council, by title."""
    query = select(TemplateDraft).where(TemplateDraft.organisation_id == seen_by.organisation_id)
    return list(db.session.scalars(query.order_by(TemplateDraft.title, TemplateDraft.id)))


def get_draft(draft_id: int, *, seen_by: Person) -> TemplateDraft:
    """The draft; 404 when it is not there or another council's."""
    query = select(TemplateDraft).where(
        TemplateDraft.id == draft_id, TemplateDraft.organisation_id == seen_by.organisation_id
    )
    return or_404(db.session.scalars(query).first())


def find_draft(code: str) -> TemplateDraft | None:
    """The open draft of a template."""
    return db.session.scalars(select(TemplateDraft).where(TemplateDraft.code == code)).first()


def list_codes() -> set[str]:
    """Every code that a template or a draft has."""
    published = set(db.session.scalars(select(AssessmentTemplate.code)))
    return published | set(db.session.scalars(select(TemplateDraft.code)))
