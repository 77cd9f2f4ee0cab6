"""Verbs of the answer: draft, check, sign, send, and the review that may follow.

It cannot go with a point undecided, unchecked, or unsigned by the responsible person or deputy (regulation 14).
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from casework.accounts.models import Person
from casework.complaints import deputy_services, rules
from casework.complaints.head_review import check_may_review, writers_of
from casework.complaints.kinds import Channel, Direction, LetterKind, PromiseKind, Status
from casework.complaints.letters import names_ombudsman
from casework.complaints.models import Complaint
from casework.complaints.moving import made
from casework.complaints.point_services import unseal
from casework.complaints.records import ComplaintAnswer, ComplaintLetter
from casework.complaints.rules import Move
from casework.complaints.services import close
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


@dataclass(frozen=True)
class Task:
    """One thing the answer still needs, or has; `verb` leads to where it is done."""

    title: str
    is_done: bool
    verb: str
    sentence: str


def answer_in_hand(case: Complaint) -> ComplaintAnswer | None:
    """The answer that is written but not sent; None when there is none."""
    return next((answer for answer in reversed(case.answers) if answer.sent_on is None), None)


def tasks_of(case: Complaint) -> list[Task]:
    """What an answer needs before it can be sent, in order; the same list draws the page and guards the verbs."""
    answer = answer_in_hand(case)
    undecided = rules.open_points(case)
    number = undecided[0].number if undecided else 0
    return [
        Task(
            "Every point has a finding",
            bool(case.points) and not undecided,
            f"points/{number}/decide" if undecided else "points/add",
            f"point {number} has no finding" if undecided else "there is no point yet",
        ),
        Task("The letter is written", answer is not None, "answer", "the letter is not written"),
        Task(
            "It says how to reach the ombudsman",
            bool(answer and names_ombudsman(answer.text)),
            "answer",
            "the letter does not say how to reach the ombudsman",
        ),
        Task(
            "Consent allows each thing it tells",
            bool(answer and answer.is_telling_allowed),
            "answer",
            "nobody has said that consent allows each thing it tells",
        ),
        Task(
            "A head of service has looked at it, or there is a reason why not",
            bool(answer and (answer.head_reviewed_by or answer.head_review_not_needed)),
            "answer",
            "no head of service has looked at it and no reason is given",
        ),
        *_parts(case),
        Task("Checked by somebody else", bool(answer and answer.checked_by_id), "check", "nobody has checked it"),
        Task("Signed", bool(answer and answer.signed_by_id), "sign", "it is not signed"),
    ]


def _parts(case: Complaint) -> list[Task]:
    """One answer for all bodies (regulation 9): each part that was agreed with another body must be here."""
    agreed = [body for body in case.joint_bodies if body.part or body.due_on]
    missing = [body.name for body in agreed if body.received_on is None]
    sentence = f"the part of {words.listed(missing)} is not here"
    return [Task("The parts of other bodies are here", not missing, "letters", sentence)] if agreed else []


def check_ready(case: Complaint, verb: str, *, besides: int) -> ComplaintAnswer:
    """The answer in hand. Refuses while something is missing, the last `besides` tasks aside: they are being done."""
    tasks = tasks_of(case)
    for task in tasks[: len(tasks) - besides]:
        if not task.is_done:
            raise RuleBroken(f"You cannot {verb} the answer yet: {task.sentence}")
    answer = answer_in_hand(case)
    if answer is None:
        raise RuleBroken(f"You cannot {verb} the answer yet: it is not written")
    if _is_named(case, answer.drafted_by_id):
        raise RuleBroken(f"You cannot {verb} the answer yet: a colleague it names wrote it. Somebody else must save it")
    return answer


def _is_named(case: Complaint, person_id: int) -> bool:
    return person_id in {row.person_id for row in case.named}


def draft(
    case: Complaint,
    *,
    text: str,
    is_telling_allowed: bool,
    by: Person,
    head_reviewer: Person | None = None,
    head_reviewed_by: str | None = None,
    head_review_not_needed: str | None = None,
) -> ComplaintAnswer:
    """Write the answer or change it; a changed text must be checked and signed again.

    Who looked at it before the ombudsman is named is `head_reviewer`, or in words for somebody without an account.
    """
    rules.check_move(case, Move.ANSWER)
    rules.check_not_named(by.id, {row.person_id for row in case.named})
    answer = answer_in_hand(case)
    wrote = {by.id, answer.drafted_by_id} if answer else {by.id}
    check_may_review(case, head_reviewer, wrote=wrote, in_words=head_reviewed_by)
    if case.route is not None and not case.route.has_clocks:
        raise RuleBroken("This is not dealt with as a complaint. Close it with a reason")
    if answer is None:
        last = max((one.round for one in case.answers), default=0)
        answer = ComplaintAnswer(round=last + 1, complaint_id=case.id, text="")
        case.answers.append(answer)
    if answer.text != text or answer.drafted_by_id is None or _is_named(case, answer.drafted_by_id):
        answer.text, answer.drafted_by_id, answer.drafted_at = text, by.id, clock.now()
        unseal(answer)
    answer.is_telling_allowed = is_telling_allowed
    answer.head_reviewer = head_reviewer
    answer.head_reviewed_by = head_reviewer.name if head_reviewer else head_reviewed_by or None
    answer.head_review_not_needed = head_review_not_needed or None
    old, case.status = case.status, Status.DRAFTED
    made(case, Event.COMPLAINT_CHANGED, by=by, words="wrote the answer", changes={"Status": (old, case.status)})
    return answer


def check(case: Complaint, *, by: Person) -> None:
    """Say that the answer was read and is right; by somebody who did not write it and whom it does not name."""
    rules.check_move(case, Move.CHECK)
    rules.check_not_named(by.id, {row.person_id for row in case.named})
    answer = check_ready(case, "check", besides=2)
    if answer.drafted_by_id == by.id:
        raise RuleBroken("You wrote this answer, so someone else must check it")
    if "[" in answer.text:
        raise RuleBroken("Something in brackets is not filled in yet. Change the letter first")
    answer.checked_by_id, answer.checked_at = by.id, clock.now()
    made(case, Event.COMPLAINT_CHANGED, by=by, words="checked the answer")


def may_sign(case: Complaint, person: Person) -> bool:
    """Whether somebody signs answers, and this one: never whom the complaint names."""
    return person.id not in {row.person_id for row in case.named} and deputy_services.signs(person)


def sign(case: Complaint, *, by: Person, position: str) -> None:
    """Sign the text as it stands, as the responsible person or authorised deputy."""
    rules.check_move(case, Move.SIGN)
    rules.check_not_named(by.id, {row.person_id for row in case.named})
    if not may_sign(case, by):
        raise RuleBroken("Only the director, the complaints manager or a deputy can sign an answer")
    answer = check_ready(case, "sign", besides=1)
    answer.signed_by_id, answer.signed_at, answer.signed_as = by.id, clock.now(), position
    answer.signed_text_hash = sha256(answer.text.encode()).hexdigest()
    made(case, Event.COMPLAINT_CHANGED, by=by, words="signed the answer")


def send(case: Complaint, *, on: date, how: Channel, is_final: bool, by: Person) -> None:
    """Record that the signed answer went out; the final one closes the case, remedies live on."""
    rules.check_move(case, Move.SEND)
    check_ready(case, "send", besides=0)
    # an answer after reopening takes the place of the review that came before it
    rules.check_dates(case, clock.today(), field="sent_on", responded_on=on, review_requested_on=None, reviewed_on=None)
    answer = answer_in_hand(case)
    if answer is None or answer.signed_text_hash != sha256(answer.text.encode()).hexdigest():
        raise RuleBroken("The letter changed after it was signed. It must be signed again")
    answer.sent_on, answer.sent_how = on, how
    case.responded_on, case.review_requested_on, case.reviewed_on = on, None, None
    for promise in case.promises:
        if promise.kept_on is None and promise.replaced_on is None and promise.kind == PromiseKind.ANSWER:
            promise.kept_on = on
    old, case.status = case.status, Status.ANSWERED
    made(case, Event.COMPLAINT_ANSWERED, by=by, words=f"sent the answer, {words.full_date(on)}",
         changes={"Status": (old, case.status)})  # fmt: skip
    if is_final:
        close(case, by=by)


def request_review(case: Complaint, *, on: date, reason: str | None, by: Person) -> None:
    """They asked for another look: a head of service or above reviews it before the ombudsman is named."""
    rules.check_move(case, Move.REVIEW)
    rules.check_dates(
        case, clock.today(), field="requested_on", review_requested_on=on, reviewed_on=None, closed_on=None
    )
    old, case.status = case.status, Status.IN_REVIEW
    case.review_requested_on, case.reviewed_on, case.review_acknowledged_on = on, None, None
    case.closed_on = case.outcome = None
    made(case, Event.COMPLAINT_REVIEW_REQUESTED, by=by, reason=reason,
         words=f"recorded that they asked for a review, {words.full_date(on)}",
         changes={"Status": (old, case.status)})  # fmt: skip


def reply(
    case: Complaint,
    *,
    on: date,
    text: str,
    is_final: bool,
    by: Person,
    reviewer: Person | None = None,
    reviewed_by: str | None = None,
) -> None:
    """Record the reply to a review; every point must have a finding.

    Who looked again is `reviewer`, or in words for somebody without an account; never who had a part in the matter.
    """
    rules.check_move(case, Move.REPLY)
    if reviewer is None and not (reviewed_by or "").strip():
        raise RuleBroken("Select who reviewed it, or say who they are", "reviewer")
    check_may_review(case, reviewer, wrote=writers_of(case), in_words=reviewed_by, fields=("reviewer", "reviewed_by"))
    if "[" in text:
        raise RuleBroken("Fill in what stands in brackets, or take it out", "text")
    if is_final and not names_ombudsman(text):
        raise RuleBroken("Our last word must say how to reach the ombudsman: www.lgo.org.uk", "text")
    rules.check_decided(case, "reply")
    rules.check_dates(case, clock.today(), field="reviewed_on", reviewed_on=on)
    case.reviewed_on = on
    db.session.add(
        ComplaintLetter(
            complaint_id=case.id,
            kind=LetterKind.REVIEW,
            direction=Direction.SENT,
            channel=Channel.LETTER,
            dated_on=on,
            text=text,
            reviewed_by=reviewer.name if reviewer else reviewed_by,
            reviewer_id=reviewer.id if reviewer else None,
            written_by_id=by.id,
            written_at=clock.now(),
        )
    )
    old, case.status = case.status, Status.ANSWERED
    made(case, Event.COMPLAINT_REVIEWED, by=by, words=f"recorded the reply to the review, {words.full_date(on)}",
         changes={"Status": (old, case.status)})  # fmt: skip
    if is_final:
        close(case, by=by)
