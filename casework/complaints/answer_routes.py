"""The answer as pages: write, check, sign, send; a review and its reply."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints import answer_services, deputy_services, desk, letters, pages
from casework.complaints.answer_forms import AnswerForm, CheckForm, ReplyForm, ReviewForm, SendForm, SignForm
from casework.complaints.case_routes import is_first_look
from casework.complaints.forms import people_choices
from casework.complaints.head_review import list_may_review, writers_of
from casework.complaints.models import Complaint
from casework.complaints.room import room
from casework.complaints.rules import Move
from casework.complaints.terms import calendar_of
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.queries import or_404


def _shown(case: Complaint) -> dict[str, Any]:
    """What every page of the answer prints beside its form."""
    return {
        "answer": answer_services.answer_in_hand(case),
        "tasks": _tasks(case),
        "rows": pages.point_rows(case, current_user),
    }


def _tasks(case: Complaint) -> list[dict[str, Any]]:
    return [
        {
            "title": task.title,
            "href": f"{url_for('complaints.show', complaint_id=case.id)}/{task.verb}",
            "word": "Completed" if task.is_done else "To do",
            "colour": "plain" if task.is_done else "blue",
        }
        for task in answer_services.tasks_of(case)
    ]


def _one_of(people: list[Person], person_id: int | None) -> Person | None:
    return next((one for one in people if one.id == person_id), None)


@room.route("/complaints/<int:complaint_id>/answer", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def answer(complaint_id: int) -> ResponseReturnValue:
    """Write the answer; it starts as a letter built from the points."""
    case = desk.open_case(complaint_id)
    held = answer_services.answer_in_hand(case)
    form = AnswerForm(obj=held)
    wrote = {current_user.id, held.drafted_by_id} if held else {current_user.id}
    heads = list_may_review(case, wrote=wrote, seen_by=current_user)
    form.head_reviewer.choices = people_choices(heads)
    if is_first_look():
        form.head_reviewer.data = held.head_reviewer_id if held else None
        if held is None:
            form.text.data = letters.answer(case, calendar_of(case.organisation_id))
        elif held.head_reviewer_id:
            form.head_reviewed_by.data = None  # the name stands in the list
    return desk.do(
        case, form, Move.ANSWER,
        lambda: answer_services.draft(
            case, text=form.text.data, is_telling_allowed=form.is_telling_allowed.data, by=current_user,
            head_reviewer=_one_of(heads, form.head_reviewer.data),
            head_reviewed_by=form.head_reviewed_by.data, head_review_not_needed=form.head_review_not_needed.data,
        ),
        said="The answer is written. Next: somebody else checks it", **_shown(case),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/check", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def check(complaint_id: int) -> ResponseReturnValue:
    """Read the answer that somebody else wrote, and say that it is right."""
    case = desk.open_case(complaint_id)
    form = CheckForm()
    return desk.do(
        case, form, Move.CHECK, lambda: answer_services.check(case, by=current_user),
        said="Checked. Next: the director or the complaints manager signs it", **_shown(case),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/sign", methods=["GET", "POST"])
@needs(Need.READ_COMPLAINTS)
def sign(complaint_id: int) -> ResponseReturnValue:
    """Sign the answer as the responsible person or deputy; nobody else gets this page."""
    if not deputy_services.signs(current_user):
        or_404(None)
    case = desk.open_case(complaint_id)
    position = current_user.role_words.capitalize()
    if not current_user.has(*deputy_services.MAY_SIGN):
        position = "Deputy of the director of adult social services"
    form = SignForm(position=position if is_first_look() else None)
    return desk.do(
        case, form, Move.SIGN,
        lambda: answer_services.sign(case, by=current_user, position=form.position.data),
        said="Signed. It can be sent now", **_shown(case),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/send", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def send(complaint_id: int) -> ResponseReturnValue:
    """Record that the signed answer went out; the final one closes the case."""
    case = desk.open_case(complaint_id)
    form = SendForm(sent_on=clock.today() if is_first_look() else None)

    def said() -> str:
        took = calendar_of(case.organisation_id).count(case.received_on, form.sent_on.data)
        ends = f". The case is closed: {case.outcome.words.lower()}" if case.outcome else ""
        return f"Answered {words.took_words(took)}{ends}"

    return desk.do(
        case, form, Move.SEND,
        lambda: answer_services.send(
            case, on=form.sent_on.data, how=form.how.data, is_final=form.is_final.data == "yes", by=current_user
        ),
        said=said, **_shown(case),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/review", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def review(complaint_id: int) -> ResponseReturnValue:
    """Record that they ask for a review of the answer."""
    case = desk.open_case(complaint_id)
    form = ReviewForm(requested_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.REVIEW,
        lambda: answer_services.request_review(
            case, on=form.requested_on.data, reason=form.reason.data or None, by=current_user
        ),
        said="The review is open. A head of service or above looks at it",
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/reply", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def reply(complaint_id: int) -> ResponseReturnValue:
    """Record the reply to a review."""
    case = desk.open_case(complaint_id)
    form = ReplyForm(reviewed_on=clock.today() if is_first_look() else None)
    heads = list_may_review(case, wrote=writers_of(case), seen_by=current_user)
    form.reviewer.choices = people_choices(heads)
    if is_first_look():
        form.text.data = letters.review(case, calendar_of(case.organisation_id))
    return desk.do(
        case, form, Move.REPLY,
        lambda: answer_services.reply(
            case, on=form.reviewed_on.data, reviewer=_one_of(heads, form.reviewer.data),
            reviewed_by=form.reviewed_by.data, text=form.text.data, is_final=form.is_final.data == "yes",
            by=current_user,
        ),
        said=lambda: f"The reply is recorded{'. The case is closed' if case.closed_on else ''}",
    )  # fmt: skip
