"""What the pages say about scores: by kind of evidence, and how they are worked out."""

from casework.assessments.models import Answer, Assessment


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
