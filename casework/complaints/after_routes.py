"""What outlives the answer, as pages: remedies with proof, and the ombudsman."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import after_services, desk, pages, rules
from casework.complaints.after_services import Asked, Recorded
from casework.complaints.case_routes import is_first_look
from casework.complaints.handling_forms import (
    AnsweredForm,
    CorrectEnquiryForm,
    EnquiryForm,
    OmbudsmanForm,
    ProveForm,
    RemedyForm,
)
from casework.complaints.models import Complaint
from casework.complaints.records import OmbudsmanCase
from casework.complaints.room import room
from casework.complaints.rules import Move
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken


@room.get("/complaints/<int:complaint_id>/remedies")
@needs(Need.READ_COMPLAINTS)
def remedies(complaint_id: int) -> ResponseReturnValue:
    """What is done to put things right, when it is due and what shows it."""
    case = desk.open_case(complaint_id)
    may = current_user.may(Need.LOG_COMPLAINTS) and rules.may_move(case.status, Move.REMEDY)
    numbers = {point.id: point.number for point in case.points}
    return render_template(
        "complaints/remedies.html", may_change=may, today=clock.today(), numbers=numbers,
        **pages.frame(case, current_user, "remedies"),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/remedies/add", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def add_remedy(complaint_id: int) -> ResponseReturnValue:
    """Something to put things right."""
    case = desk.open_case(complaint_id)
    form = RemedyForm()
    form.point.choices = [
        Choice(point.number, f"Point {point.number}: {point.title}"[:80])
        for point in case.points
        if point.outcome and point.outcome.is_fault
    ]

    def verb() -> None:
        point = next((one for one in case.points if one.number == form.point.data), None)
        after_services.add_remedy(
            case, kind=form.kind.data, point=point, what=form.what.data, pounds=form.pounds.data,
            due_on=form.due_on.data, goodwill_reason=form.goodwill_reason.data, by=current_user,
        )  # fmt: skip

    def said() -> str:
        due = form.due_on.data
        return f"Due {words.full_date(due)}" if due else "The remedy is added"

    return desk.do(case, form, Move.REMEDY, verb, said=said, to=url_for("complaints.remedies", complaint_id=case.id))


@room.route("/complaints/<int:complaint_id>/remedies/<int:remedy_id>/prove", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def prove(complaint_id: int, remedy_id: int) -> ResponseReturnValue:
    """Record that a remedy was done and what shows it."""
    case = desk.open_case(complaint_id)
    remedy = or_404(next((one for one in case.remedies if one.id == remedy_id), None))
    form = ProveForm(done_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.REMEDY,
        lambda: after_services.prove_remedy(
            case, remedy, on=form.done_on.data, proof=form.proof.data, by=current_user
        ),
        said="The remedy is done", to=url_for("complaints.remedies", complaint_id=case.id), what=remedy.kind.words,
    )  # fmt: skip


@room.get("/complaints/<int:complaint_id>/ombudsman")
@needs(Need.READ_COMPLAINTS)
def ombudsman(complaint_id: int) -> ResponseReturnValue:
    """Enquiries and decisions of the ombudsman, and what is recommended."""
    case = desk.open_case(complaint_id)
    may = current_user.may(Need.LOG_COMPLAINTS) and rules.may_move(case.status, Move.OMBUDSMAN)
    return render_template(
        "complaints/ombudsman.html", may_change=may, today=clock.today(),
        **pages.frame(case, current_user, "ombudsman"),
    )  # fmt: skip


def _enquiry(case: Complaint, enquiry_id: int) -> OmbudsmanCase:
    return or_404(next((one for one in case.ombudsman_cases if one.id == enquiry_id), None))


@room.route("/complaints/<int:complaint_id>/ombudsman/add", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def add_enquiry(complaint_id: int) -> ResponseReturnValue:
    """The ombudsman asks about the case."""
    case = desk.open_case(complaint_id)
    form = EnquiryForm(enquiry_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.OMBUDSMAN,
        lambda: after_services.add_enquiry(
            case, on=form.enquiry_on.data, reference=form.reference.data, answer_due_on=form.answer_due_on.data,
            by=current_user,
        ),
        said="The enquiry is recorded", to=url_for("complaints.ombudsman", complaint_id=case.id),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/ombudsman/<int:enquiry_id>/answered", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def answered(complaint_id: int, enquiry_id: int) -> ResponseReturnValue:
    """Record that we answered the ombudsman."""
    case = desk.open_case(complaint_id)
    enquiry = _enquiry(case, enquiry_id)
    form = AnsweredForm(answered_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.OMBUDSMAN,
        lambda: after_services.answer_enquiry(case, enquiry, on=form.answered_on.data, by=current_user),
        said="It is the ombudsman's turn now", to=url_for("complaints.ombudsman", complaint_id=case.id),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/ombudsman/<int:enquiry_id>/decide", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def decide_enquiry(complaint_id: int, enquiry_id: int) -> ResponseReturnValue:
    """What the ombudsman decided and recommends."""
    case = desk.open_case(complaint_id)
    enquiry = _enquiry(case, enquiry_id)
    form = OmbudsmanForm()

    def verb() -> None:
        lines = [line.strip() for line in (form.what.data or "").split("\n") if line.strip()]
        if lines and form.due_on.data is None:
            raise RuleBroken("Enter by when the recommendations are due", "due_on")
        before = {"yes": True, "no": False}.get(form.was_remedied_before.data or "")
        after_services.decide_enquiry(
            case, enquiry, on=form.decided_on.data, outcome=form.outcome.data, fault=form.fault.data,
            asked=[Asked(line, form.due_on.data) for line in lines], was_remedied_before=before, by=current_user,
        )  # fmt: skip

    return desk.do(
        case, form, Move.OMBUDSMAN, verb,
        said=lambda: f"{words.plural(len(enquiry.recommendations), 'recommendation')} to do",
        to=url_for("complaints.ombudsman", complaint_id=case.id),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/ombudsman/<int:enquiry_id>/correct", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def correct_enquiry(complaint_id: int, enquiry_id: int) -> ResponseReturnValue:
    """Put right what is recorded of an enquiry and its decision."""
    case = desk.open_case(complaint_id)
    enquiry = _enquiry(case, enquiry_id)
    form = CorrectEnquiryForm(obj=enquiry if is_first_look() else None)
    if is_first_look():
        form.was_remedied_before.data = {True: "yes", False: "no", None: None}[enquiry.was_remedied_before]
    undecided = [] if enquiry.decided_on else ["decided_on", "outcome", "fault", "was_remedied_before"]
    for name in undecided:
        form[name].put_aside()

    def verb() -> None:
        recorded = Recorded(
            their_reference=form.their_reference.data or None, enquiry_on=form.enquiry_on.data,
            decided_on=form.decided_on.data, outcome=form.outcome.data, fault=form.fault.data or None,
            was_remedied_before={"yes": True, "no": False}.get(form.was_remedied_before.data or ""),
        )  # fmt: skip
        after_services.correct_enquiry(case, enquiry, recorded=recorded, reason=form.reason.data, by=current_user)

    return desk.do(
        case, form, Move.OMBUDSMAN, verb, said="The ombudsman's part is put right",
        to=url_for("complaints.ombudsman", complaint_id=case.id), skipped=undecided,
    )  # fmt: skip


@room.route(
    "/complaints/<int:complaint_id>/ombudsman/<int:enquiry_id>/recommendations/<int:asked_id>/prove",
    methods=["GET", "POST"],
)
@needs(Need.LOG_COMPLAINTS)
def prove_recommendation(complaint_id: int, enquiry_id: int, asked_id: int) -> ResponseReturnValue:
    """Record that a recommendation was carried out and what shows it."""
    case = desk.open_case(complaint_id)
    enquiry = _enquiry(case, enquiry_id)
    asked = or_404(next((one for one in enquiry.recommendations if one.id == asked_id), None))
    form = ProveForm(done_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.OMBUDSMAN,
        lambda: after_services.prove_recommendation(
            case, asked, on=form.done_on.data, proof=form.proof.data, by=current_user
        ),
        said="The recommendation is done", to=url_for("complaints.ombudsman", complaint_id=case.id), what=asked.what,
    )  # fmt: skip
