"""Reading comments: of one answer, of a whole self-assessment, and those that wait for somebody."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Person
from casework.assessments.comment_models import AnswerComment, CommentStatus
from casework.assessments.models import Answer, Assessment
from casework.assessments.queries import just_name
from casework.extensions import db
from casework.kit.queries import or_404

OPEN = (CommentStatus.OPEN, CommentStatus.ANSWERED)


def list_comments(answer: Answer) -> list[AnswerComment]:
    """What was said about an answer, oldest first."""
    query = select(AnswerComment).where(AnswerComment.answer_id == answer.id).order_by(AnswerComment.id)
    return list(db.session.scalars(query.options(just_name(AnswerComment.by), just_name(AnswerComment.asked))))


def list_all(assessment: Assessment) -> list[AnswerComment]:
    """What was said about any answer of the form: what is open first, then the newest."""
    query = (
        select(AnswerComment)
        .join(Answer, Answer.id == AnswerComment.answer_id)
        .where(Answer.assessment_id == assessment.id)
        .options(just_name(AnswerComment.by), just_name(AnswerComment.asked), selectinload(AnswerComment.answer))
        .order_by(AnswerComment.status == CommentStatus.CLOSED, AnswerComment.id.desc())
        .limit(200)
    )
    return list(db.session.scalars(query))


def get_comment(answer: Answer, comment_id: int) -> AnswerComment:
    """The comment of this answer; 404 when there is none."""
    query = select(AnswerComment).where(AnswerComment.id == comment_id, AnswerComment.answer_id == answer.id)
    return or_404(db.session.scalars(query).first())


def list_waiting_nodes(assessment: Assessment) -> list[str]:
    """Nodes with a question that is not closed."""
    query = (
        select(Answer.node_id)
        .join(AnswerComment, AnswerComment.answer_id == Answer.id)
        .where(Answer.assessment_id == assessment.id, AnswerComment.status.in_(OPEN))
        .distinct()
    )
    return list(db.session.scalars(query))


def list_waiting(assessment: Assessment, answers: Sequence[Answer]) -> list[AnswerComment]:
    """Questions about these answers that wait for somebody: to answer, or to accept; oldest first."""
    query = (
        select(AnswerComment)
        .join(Answer, Answer.id == AnswerComment.answer_id)
        .where(Answer.assessment_id == assessment.id, AnswerComment.status.in_(OPEN))
        .options(just_name(AnswerComment.by), just_name(AnswerComment.asked))
        .order_by(AnswerComment.id)
    )
    mine = {answer.id for answer in answers}
    return [one for one in db.session.scalars(query) if one.answer_id in mine]


def list_asked(person: Person, assessments: Sequence[Assessment]) -> list[AnswerComment]:
    """Questions that wait for this person in these self-assessments: to answer, or to accept."""
    if not assessments:
        return []
    query = (
        select(AnswerComment)
        .join(Answer, Answer.id == AnswerComment.answer_id)
        .where(
            Answer.assessment_id.in_([one.id for one in assessments]),
            (
                (AnswerComment.asked_id == person.id) & (AnswerComment.status == CommentStatus.OPEN)
                | (AnswerComment.by_id == person.id) & (AnswerComment.status == CommentStatus.ANSWERED)
            ),
        )
        .options(just_name(AnswerComment.by), just_name(AnswerComment.asked), selectinload(AnswerComment.answer))
        .order_by(AnswerComment.id)
    )
    return list(db.session.scalars(query))
