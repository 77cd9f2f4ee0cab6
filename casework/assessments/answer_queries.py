"""Reading what hangs on an answer: every text ever saved, evidence, findings raised from it, and the history."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select

from casework.accounts.models import Person
from casework.assessments.models import Answer, AnswerEvidence, AnswerRevision, Assessment, GivenSection
from casework.assessments.queries import just_name
from casework.extensions import db
from casework.findings.models import Finding
from casework.findings.queries import visible as visible_findings
from casework.kit.queries import or_404
from casework.trail.models import TrailEntry


def find_waiting_text(answer: Answer, *, by: Person) -> AnswerRevision | None:
    """The person's latest text that met a newer version and still waits to be settled."""
    query = select(AnswerRevision).where(
        AnswerRevision.answer_id == answer.id,
        AnswerRevision.by_id == by.id,
        AnswerRevision.is_settled.is_(False),
    )
    return db.session.scalars(query.order_by(AnswerRevision.id.desc())).first()


def list_revisions(answer: Answer, *, limit: int = 200) -> list[AnswerRevision]:
    """Every text ever saved for the answer, the newest first."""
    query = select(AnswerRevision).where(AnswerRevision.answer_id == answer.id).options(just_name(AnswerRevision.by))
    return list(db.session.scalars(query.order_by(AnswerRevision.id.desc()).limit(limit)))


def list_findings(answer: Answer, *, seen_by: Person) -> list[Finding]:
    """The findings raised from this answer, oldest first."""
    return list(
        db.session.scalars(visible_findings(seen_by).where(Finding.answer_id == answer.id).order_by(Finding.id))
    )


def list_findings_of(answer_ids: Collection[int], *, seen_by: Person) -> list[Finding]:
    """The findings raised from any of these answers, oldest first."""
    query = visible_findings(seen_by).where(Finding.answer_id.in_(answer_ids))
    return list(db.session.scalars(query.order_by(Finding.id))) if answer_ids else []


def list_raised(assessment: Assessment, *, seen_by: Person) -> dict[str, list[Finding]]:
    """The findings raised from each node of a self-assessment, oldest first."""
    query = (
        visible_findings(seen_by)
        .join(Answer, Answer.id == Finding.answer_id)
        .where(Answer.assessment_id == assessment.id)
        .add_columns(Answer.node_id)
        .order_by(Finding.id)
    )
    found: dict[str, list[Finding]] = {}
    for finding, node_id in db.session.execute(query):
        found.setdefault(node_id, []).append(finding)
    return found


def list_whole_history(assessment: Assessment, *, limit: int = 400) -> list[TrailEntry]:
    """What happened to the self-assessment, its answers and its sections, newest first."""
    answers = select(Answer.id).where(Answer.assessment_id == assessment.id)
    given = select(GivenSection.id).where(GivenSection.assessment_id == assessment.id)
    theirs = or_(
        and_(TrailEntry.subject_kind == Assessment.__tablename__, TrailEntry.subject_id == assessment.id),
        and_(TrailEntry.subject_kind == Answer.__tablename__, TrailEntry.subject_id.in_(answers)),
        and_(TrailEntry.subject_kind == GivenSection.__tablename__, TrailEntry.subject_id.in_(given)),
    )
    return list(db.session.scalars(select(TrailEntry).where(theirs).order_by(TrailEntry.id.desc()).limit(limit)))


def get_evidence_link(answer: Answer, link_id: int) -> AnswerEvidence:
    """A piece of evidence used in this answer; 404 when it is not."""
    return or_404(next((link for link in answer.evidence_links if link.id == link_id), None))
