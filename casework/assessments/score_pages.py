"""What the pages say about scores: by kind of evidence, and how they are worked out."""

from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments.models import Answer, Assessment
from casework.assessments.outline import Section
from casework.extensions import db
from casework.measures.register_models import QualityStatement


def category_scores(answer: Answer) -> list[tuple[str, int | None]]:
    """(kind of evidence in words, score) in the form's order; empty where ratings are given directly."""
    if not answer.assessment.by_category:
        return []
    scores = (answer.fields or {}).get("categories") or {}
    words = answer.assessment.template.outline.categories
    return [(words.get(key, key), scores.get(key)) for key in answer.node.categories]


def evidence_by_category(answer: Answer) -> list[tuple[str, int]]:
    """(kind of evidence in words, how many pieces) for each kind that the form asks for here."""
    words = answer.assessment.template.outline.categories
    return [
        (words.get(key, key), sum(link.evidence.kind.value == key for link in answer.evidence_links))
        for key in answer.node.categories
    ]


def method_words(assessment: Assessment) -> str:
    """How the statements are scored, for a form that offers ways; empty for any other."""
    scoring = assessment.template.outline.scoring
    return scoring.methods[assessment.scoring or scoring.default][0] if scoring else ""


def statement_path(section: Section, person: Person) -> str | None:
    """The page with every measure that speaks to the quality statement of a section, not only those of its table."""
    rated = [node.id for node in section.asked if node.categories]
    if not rated or not person.may(Need.READ_MEASURES):
        return None
    found = db.session.scalar(select(QualityStatement.id).where(QualityStatement.code.in_(rated)))
    return f"/quality-statements/{found}" if found else None
