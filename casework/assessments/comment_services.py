"""Comments on answers: say something, ask a question or for evidence, answer it, accept the answer or send it back."""

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import queries, rules
from casework.assessments.comment_models import AnswerComment, CommentKind, CommentStatus
from casework.assessments.models import Answer
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event

SAID = {
    CommentKind.COMMENT: "commented on",
    CommentKind.QUESTION: "asked about",
    CommentKind.EVIDENCE: "asked for evidence of",
}
MOVED_ON = "This cannot be done now: somebody has moved it on. Read it again"


def comment(answer: Answer, *, kind: CommentKind, text: str, asked: Person | None, by: Person) -> AnswerComment:
    """Say something about an answer, or ask one person who may see it. RuleBroken after signing and without words."""
    if not answer.assessment.is_open:
        raise RuleBroken(rules.SIGNED_ALREADY)
    if not text.strip():
        raise RuleBroken("Enter what you want to say", "text")
    if kind is not CommentKind.COMMENT and (
        asked is None or asked.id not in {one.id for one in list_askable(answer, by)}
    ):
        raise RuleBroken("Select who you ask", "asked")
    said = AnswerComment(
        answer=answer,
        kind=kind,
        text=text.strip(),
        by=by,
        at=clock.now(),
        asked=None if kind is CommentKind.COMMENT else asked,
        status=CommentStatus.CLOSED if kind is CommentKind.COMMENT else CommentStatus.OPEN,
    )
    db.session.add(said)
    whom = f": {asked.name} was asked" if said.asked and asked else ""
    trail.record(Event.ANSWER_COMMENTED, answer, by=by, words=f'{SAID[kind]} "{answer.name}"{whom}')
    return said


def list_askable(answer: Answer, by: Person) -> list[Person]:
    """Whoever can be asked: the directors, and people the answer's section was given to; not oneself."""
    given = [one.to for one in queries.list_given(answer.assessment) if one.section_id == answer.node.section_id]
    people = {one.id: one for one in [*queries.list_signers(answer.assessment.organisation_id), *given]}
    return sorted((one for one in people.values() if one.id != by.id), key=lambda one: (one.name, one.id))


def reply(said: AnswerComment, *, text: str, by: Person) -> None:
    """Answer what was asked: only whoever was asked does."""
    _hold(said, CommentStatus.OPEN)
    if said.asked_id != by.id:
        raise RuleBroken("Somebody else was asked")
    if not text.strip():
        raise RuleBroken("Enter your answer", "text")
    said.reply, said.replied_at, said.status = text.strip(), clock.now(), CommentStatus.ANSWERED
    trail.record(Event.ANSWER_COMMENTED, said.answer, by=by, words=f'answered about "{said.answer.name}"')


def accept(said: AnswerComment, *, by: Person) -> None:
    """Accept the answer: whoever asked, or the director."""
    _hold(said, CommentStatus.ANSWERED)
    _check_asker(said, by)
    said.status, said.closed_at = CommentStatus.CLOSED, clock.now()
    trail.record(Event.COMMENT_CLOSED, said.answer, by=by, words=f'accepted an answer about "{said.answer.name}"')


def send_back(said: AnswerComment, *, reason: str, by: Person) -> None:
    """The answer is not enough, because: it is asked again. What was answered stays to be read."""
    _hold(said, CommentStatus.ANSWERED)
    _check_asker(said, by)
    if not reason.strip():
        raise RuleBroken("Say what is missing", "note")
    said.status, said.returned_reason = CommentStatus.OPEN, reason.strip()
    words = f'sent an answer about "{said.answer.name}" back'
    trail.record(Event.ANSWER_COMMENTED, said.answer, by=by, words=words, reason=said.returned_reason)


def _hold(said: AnswerComment, expected: CommentStatus) -> None:
    db.session.flush()
    db.session.refresh(said, with_for_update={"of": AnswerComment})
    if said.status is not expected:
        raise RuleBroken(MOVED_ON)


def _check_asker(said: AnswerComment, by: Person) -> None:
    of_council = by.organisation_id == said.answer.assessment.organisation_id
    if said.by_id != by.id and not (by.has(Role.DIRECTOR) and of_council):
        raise RuleBroken("Whoever asked decides whether the answer is enough")
