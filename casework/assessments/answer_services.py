"""Writing answers: save, settle two versions. Every text that reaches a verb here is kept."""

from sqlalchemy import select

from casework.accounts.models import Person
from casework.assessments import queries, rules, score_rules
from casework.assessments.models import Answer, AnswerRevision, Assessment
from casework.assessments.outline import Node, NodeKind
from casework.assessments.rules import Draft, Holding, Seen
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event


class Conflict(Exception):
    """The answer was saved by somebody else (or in another window) since the page was opened.

    `mine` is the text that was not taken: it is kept, and whoever catches this commits it.
    """

    def __init__(self, answer: Answer, mine: AnswerRevision) -> None:
        super().__init__("the answer has a newer version")
        self.answer = answer
        self.mine = mine


def held_draft(answer: Answer, by: Person) -> Draft:
    """What is held, as this person would send it: a contributor's rating is the suggested one."""
    return Draft(answer.text, answer.rating if rules.rates(by) else answer.suggested_rating, answer.fields or None)


def write(answer: Answer, *, draft: Draft, by: Person, seen: Seen) -> str:
    """Save what somebody wrote, with the version they saw; says what it became (rules.outcome_of).

    Raises RuleBroken when they may not write, or after signing; Conflict when the version has moved: their text is
    kept beside the newer one, and the caller commits that before showing both.
    """
    node = hold_answer(answer, by)
    rules.check_draft(answer.assessment.template.outline, node, draft)
    score_rules.check_scores(answer, draft)
    held = Holding(answer.version, answer.sitting, answer.turn, held_draft(answer, by))
    outcome = rules.outcome_of(seen, held, draft)
    if outcome == "conflict":
        mine = _keep(answer, draft, by, is_taken=False, is_settled=False)
        trail.record(
            Event.ANSWER_WRITTEN,
            answer,
            by=by,
            words=f'wrote "{answer.name}" while it was changed by somebody else: both texts are kept',
        )
        raise Conflict(answer, mine)
    if outcome == "stale":
        _keep(answer, draft, by, is_taken=False)
        trail.record(Event.ANSWER_WRITTEN, answer, by=by, words=f'saved an earlier text of "{answer.name}" late: kept')
    if outcome == "taken":
        _take(answer, draft, by, seen)
    return outcome


def settle(answer: Answer, *, mine: AnswerRevision, draft: Draft, by: Person, seen: Seen) -> None:
    """End a conflict with the text and rating chosen. Both versions stay in the history.

    Raises Conflict again when the answer has moved once more meanwhile.
    """
    node = hold_answer(answer, by)
    rules.check_draft(answer.assessment.template.outline, node, draft)
    score_rules.check_scores(answer, draft)
    if mine.answer_id != answer.id or mine.by_id != by.id:
        raise RuleBroken("There is nothing of yours to settle here")
    if draft != held_draft(answer, by):
        if seen.version != answer.version:
            again = _keep(answer, draft, by, is_taken=False, is_settled=False)
            mine.is_settled = True
            trail.record(Event.ANSWER_WRITTEN, answer, by=by, words=f'wrote "{answer.name}" while it was changed again')
            raise Conflict(answer, again)
        _take(answer, draft, by, seen, settled=True)
    for waiting in answer.revisions:
        if waiting.by_id == by.id:
            waiting.is_settled = True
    trail.record(Event.ANSWER_SETTLED, answer, by=by, words=f'settled two versions of "{answer.name}"')


def hold_answer(answer: Answer, by: Person) -> Node:
    """Read the answer and the status of its form as they stand now, so that no signature comes in between."""
    db.session.flush()
    held = select(Assessment).where(Assessment.id == answer.assessment_id).with_for_update(read=True, of=Assessment)
    assessment = db.session.scalars(held.execution_options(populate_existing=True)).one()
    db.session.refresh(answer, with_for_update={"of": Answer})
    rules.check_may_write(assessment, answer.node, by, queries.list_given(assessment))
    return answer.node


def _take(answer: Answer, draft: Draft, by: Person, seen: Seen, *, settled: bool = False) -> None:
    node, before = answer.node, held_draft(answer, by)
    answer.text = draft.text
    answer.fields = draft.fields
    if rules.rates(by):
        if draft.rating != answer.rating:
            answer.rating_reason = None
        answer.rating = draft.rating
    else:
        answer.suggested_rating = draft.rating
    answer.written_by_id = by.id
    answer.written_at = clock.now()
    answer.sitting, answer.turn = seen.sitting, seen.turn
    _keep(answer, draft, by)
    if (draft.text, draft.fields) != (before.text, before.fields):
        counts = {"Words": (len(before.text.split()), len(draft.text.split()))}
        trail.record(Event.ANSWER_WRITTEN, answer, by=by, words=f'wrote "{answer.name}"', changes=counts)
    if draft.rating != before.rating:
        scale = answer.assessment.template.outline.scale_of(node)
        old, new = (scale.step(number) if scale else None for number in (before.rating, draft.rating))
        words = ("rated" if rules.rates(by) else "suggested a rating of") + f' "{answer.name}"'
        changes = {"Rating": (old.words if old else "Not rated", new.words if new else "Not rated")}
        trail.record(Event.ANSWER_RATED, answer, by=by, words=words, changes=changes)


def _keep(
    answer: Answer, draft: Draft, by: Person, *, is_taken: bool = True, is_settled: bool = True
) -> AnswerRevision:
    db.session.flush()  # the version it became
    kept = AnswerRevision(
        answer_id=answer.id,
        text=draft.text,
        rating=draft.rating,
        fields=draft.fields,
        by_id=by.id,
        at=clock.now(),
        is_taken=is_taken,
        is_settled=is_settled,
        answer_version=answer.version,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def keep_rating(answer: Answer, *, reason: str, by: Person) -> None:
    """Say why a rating stands that its measures seem to contradict. RuleBroken without a reason or a rating."""
    hold_answer(answer, by)
    if not rules.rates(by) or answer.rating is None:
        raise RuleBroken("Only the director says why a rating stands")
    if not reason.strip():
        raise RuleBroken("Say why the rating stands", "reason")
    answer.rating_reason = reason.strip()
    words = f'kept the rating of "{answer.name}" and said why'
    trail.record(Event.ANSWER_RATED, answer, by=by, words=words, reason=answer.rating_reason)


def is_text(node: Node) -> bool:
    """Whether the answer is one text (not lines of enquiry, not a list of statements)."""
    return node.kind not in (NodeKind.LINES_OF_ENQUIRY, NodeKind.STATEMENT_LIST)
