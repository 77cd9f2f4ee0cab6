"""What the pages of evidence and of the signature show."""

from collections.abc import Sequence
from typing import Any

from casework.assessments.models import Answer, Assessment, EvidenceKind
from casework.assessments.outline import NodeKind
from casework.assessments.sign_services import Reading
from casework.assessments.since import Change, changes_since


def coverage(answers: Sequence[Answer]) -> dict[str, Any]:
    """Each piece of evidence with the answers that use it, and the answers that ask for evidence and have none."""
    uses: dict[int, tuple[Any, list[Answer]]] = {}
    for answer in answers:
        for link in answer.evidence_links:
            uses.setdefault(link.evidence_id, (link.evidence, []))[1].append(answer)
    asked = [answer for answer in answers if answer.node.has_evidence]
    table = [(answer, {kind: _count(answer, kind) for kind in EvidenceKind}) for answer in asked]
    return {
        "uses": sorted(uses.values(), key=lambda pair: pair[0].title),
        "coverage": table,
        "kinds": list(EvidenceKind),
        "covered": {kind: sum(counts[kind] > 0 for _, counts in table) for kind in EvidenceKind},
        "bare": sum(not answer.evidence_links for answer in asked),
    }


def _count(answer: Answer, kind: EvidenceKind) -> int:
    return sum(link.evidence.kind is kind for link in answer.evidence_links)


def to_sign(assessment: Assessment, reading: Reading) -> dict[str, Any]:
    """What the director reads before signing: ratings, who wrote, what changed since the version before."""
    outline = assessment.template.outline
    ratings = []
    for answer in reading.answers:
        scale = outline.scale_of(answer.node)
        if answer.node.kind is NodeKind.RATING and scale is not None:
            step = scale.step(answer.rating)
            ratings.append((outline.name_of(answer.node), answer, step.words if step else "Not rated"))
    writers = sorted({answer.written_by.name for answer in reading.answers if answer.written_by})
    return {
        "ratings": ratings,
        "writers": writers,
        "changed": changed_since(assessment, reading),
        "result": reading.content.get("result"),
    }


def version_before(assessment: Assessment) -> Assessment | None:
    """The signed version that this one takes the place of; None for the first, and for one of another year."""
    before = assessment.follows
    if before is None or before.signature is None or before.period != assessment.period:
        return None
    return before


def changed_since(assessment: Assessment, reading: Reading) -> list[Change] | None:
    """The rows that differ from the signed version before this one; None when there is none before."""
    before = version_before(assessment)
    if before is None or before.signature is None:
        return None
    return changes_since(before.signature.frozen["content"], reading.content)
