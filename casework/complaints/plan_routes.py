"""Between acknowledgement and answer, as pages: plan, more time, holds, safeguarding, letters, rights, other bodies."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import (
    clocks,
    desk,
    joint_services,
    letters,
    pages,
    paper_services,
    plan_services,
    queries,
    rules,
)
from casework.complaints.case_routes import is_first_look
from casework.complaints.handling_forms import (
    AgreeLongerForm,
    AuthorityForm,
    ExplainDelayForm,
    HoldForm,
    JointForm,
    JointPartForm,
    PlanForm,
    ReferForm,
    ReleaseForm,
    WriteForm,
)
from casework.complaints.kinds import PromiseKind
from casework.complaints.models import Complaint
from casework.complaints.plan_services import Plan
from casework.complaints.room import room
from casework.complaints.rules import Move
from casework.complaints.terms import calendar_of
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.queries import or_404


@room.route("/complaints/<int:complaint_id>/plan", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def plan(complaint_id: int) -> ResponseReturnValue:
    """The response plan: points, what they want, how, by when, and how it was agreed."""
    case = desk.open_case(complaint_id)
    form = PlanForm(wanted=case.wanted, method=case.plan_method, agreed=case.plan_agreed, agreed_on=case.plan_agreed_on)
    form.answer_by.choices = _answer_days(case)
    if is_first_look():
        form.agreed_on.data = case.plan_agreed_on or clock.today()
        form.answer_by.data = _promised(case)

    def verb() -> None:
        day = form.answer_on.data if form.answer_by.data == "another" else date.fromisoformat(form.answer_by.data)
        given = Plan(
            points=_lines(form.points.data), wanted=form.wanted.data, method=form.method.data, agreed=form.agreed.data,
            agreed_on=form.agreed_on.data, answer_by=day, update_by=form.update_by.data,
        )  # fmt: skip
        plan_services.plan(case, plan=given, by=current_user)

    return desk.do(case, form, Move.PLAN, verb, said=lambda: f"Answer due {words.long_date(_answer_day(case))}")


def _answer_days(case: Complaint) -> list[Choice]:
    """A day for each complexity, those to come, and a day of their own."""
    calendar = calendar_of(case.organisation_id)
    start = clocks.target_start(case, calendar)
    after = "acknowledgement" if calendar.is_target_from_acknowledgement else "receipt"
    days = [(number, calendar.target_on(start, number)) for number in calendar.targets]
    standing = _promised(case)
    if standing and standing not in {day.isoformat() for _, day in days}:
        kept = [Choice(standing, words.long_date(date.fromisoformat(standing)), "as promised before")]
    else:
        kept = []
    offered = [
        Choice(day.isoformat(), words.long_date(day), f"{words.plural(number, calendar.target_unit)} after {after}")
        for number, day in days
        if day >= clock.today()
    ]
    return [*kept, *offered, Choice("another", "Another day", reveals="answer_on")]


def _promised(case: Complaint) -> str | None:
    standing = [
        one for one in case.promises if one.kind == PromiseKind.ANSWER and not one.kept_on and not one.replaced_on
    ]
    if standing:
        return standing[0].due_on.isoformat()
    calendar = calendar_of(case.organisation_id)
    target = clocks.target_by(case, calendar, today=clock.today())
    return target.isoformat() if target >= clock.today() else None


def _answer_day(case: Complaint) -> date:
    promised = _promised(case)
    return date.fromisoformat(promised) if promised else case.received_on


def _lines(text: str | None) -> Sequence[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


@room.route("/complaints/<int:complaint_id>/agree-longer", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def agree_longer(complaint_id: int) -> ResponseReturnValue:
    """More time for the answer, agreed with them before the date by law."""
    case = desk.open_case(complaint_id)
    due = clocks.answer_by_law(case, calendar_of(case.organisation_id))
    form = AgreeLongerForm(agreed_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.AGREE_LONGER,
        lambda: plan_services.agree_longer(
            case, until=form.until.data, agreed_with=form.agreed_with.data, on=form.agreed_on.data, how=form.how.data,
            proof=form.proof.data, by=current_user,
        ),
        said=lambda: f"Answer now due {words.full_date(form.until.data)}, agreed on "
        f"{words.full_date(form.agreed_on.data)}",
        due=due, is_too_late=clock.today() > due,
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/explain-delay", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def explain_delay(complaint_id: int) -> ResponseReturnValue:
    """The date by law has passed: tell them why in writing, and when the answer comes."""
    case = desk.open_case(complaint_id)
    calendar = calendar_of(case.organisation_id)
    form = ExplainDelayForm(sent_on=clock.today() if is_first_look() else None)
    if is_first_look():
        form.text.data = letters.delay(case, calendar)
    return desk.do(
        case, form, Move.EXPLAIN_DELAY,
        lambda: plan_services.explain_delay(
            case, on=form.sent_on.data, way=form.way.data, text=form.text.data, answer_by=form.answer_by.data,
            by=current_user,
        ),
        said=lambda: f"The delay is explained. Answer promised by {words.long_date(form.answer_by.data)}",
        due=clocks.answer_by_law(case, calendar),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/hold", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def hold(complaint_id: int) -> ResponseReturnValue:
    """Let some points wait; the others go on, and dates by law do not wait."""
    case = desk.open_case(complaint_id)
    form = HoldForm()
    free = [point for point in rules.open_points(case) if point.hold_id is None]
    form.points.choices = [Choice(point.number, f"Point {point.number}: {point.title}") for point in free]
    return desk.do(
        case, form, Move.HOLD,
        lambda: plan_services.hold(
            case, numbers=form.points.data, reason=form.reason.data, why=form.why.data, review_on=form.review_on.data,
            by=current_user,
        ),
        said=lambda: f"On hold. Look at it again on {words.long_date(form.review_on.data)}",
        to=url_for("complaints.points", complaint_id=case.id),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/holds/<int:hold_id>/release", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def release(complaint_id: int, hold_id: int) -> ResponseReturnValue:
    """End a hold: its points go on."""
    case = desk.open_case(complaint_id)
    held = or_404(next((one for one in case.holds if one.id == hold_id), None))
    form = ReleaseForm()
    return desk.do(
        case, form, Move.RELEASE, lambda: plan_services.release(case, held=held, by=current_user),
        said="The points go on. Our target is later by the working days they waited",
        to=url_for("complaints.points", complaint_id=case.id), held=held,
        waiting=[point for point in case.points if point.hold_id == held.id],
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/refer", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def refer(complaint_id: int) -> ResponseReturnValue:
    """Pass it to safeguarding at once and record the hand-over."""
    case = desk.open_case(complaint_id)
    form = ReferForm(told_on=clock.today() if is_first_look() else None)

    def to() -> str:
        can_hold = rules.may_move(case.status, Move.HOLD) and any(
            one.hold_id is None for one in rules.open_points(case)
        )
        return url_for("complaints.hold" if can_hold else "complaints.show", complaint_id=case.id)

    return desk.do(
        case, form, Move.REFER,
        lambda: plan_services.refer(
            case, taken_by=form.taken_by.data, on=form.told_on.data, how=form.how.data,
            reference=form.reference.data or None, note=form.note.data or None, by=current_user,
        ),
        said="Passed to safeguarding", to=to,
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/letters/write", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def write(complaint_id: int) -> ResponseReturnValue:
    """Keep a letter, mail or call."""
    case = desk.open_case(complaint_id)
    form = WriteForm(dated_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.WRITE,
        lambda: plan_services.write(
            case, kind=form.kind.data, direction=form.direction.data, way=form.way.data, on=form.dated_on.data,
            with_whom=form.with_whom.data, text=form.text.data, by=current_user,
        ),
        said="Kept", to=url_for("complaints.letters", complaint_id=case.id),
    )  # fmt: skip


@room.get("/complaints/<int:complaint_id>/letters", endpoint="letters")
@needs(Need.READ_COMPLAINTS)
def show_letters(complaint_id: int) -> ResponseReturnValue:
    """Letters, mails and calls, newest first; rights to complain; other bodies."""
    case = desk.open_case(complaint_id)
    return render_template(
        "complaints/letters.html", letters=queries.list_letters(case), in_word=paper_services.kinds_for(case),
        made=[one for one in paper_services.list_files(case) if one.letter_kind],
        may_open=current_user.may(Need.DECIDE_POINTS) and pages.may_see_people(case, current_user),
        sees_people=pages.may_see_people(case, current_user), **pages.frame(case, current_user, "letters"),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/authorities/add", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def add_authority(complaint_id: int) -> ResponseReturnValue:
    """By what right somebody complains, towards us or an outside body."""
    case = desk.open_case(complaint_id)
    form = AuthorityForm(noted_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.WRITE,
        lambda: joint_services.add_authority(
            case, body=form.body.data or None, right=form.right.data, state=form.state.data, on=form.noted_on.data,
            note=form.note.data or None, by=current_user,
        ),
        said="The right to complain is recorded", to=url_for("complaints.letters", complaint_id=case.id),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/bodies/add", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def add_body(complaint_id: int) -> ResponseReturnValue:
    """Another body that the complaint concerns."""
    case = desk.open_case(complaint_id)
    form = JointForm()
    return desk.do(
        case, form, Move.WRITE,
        lambda: joint_services.add_body(
            case, name=form.name.data, is_lead=form.is_lead.data == "yes", part=form.part.data or None,
            due_on=form.due_on.data, by=current_user,
        ),
        said=lambda: f"{form.name.data} added. One answer for all",
        to=url_for("complaints.letters", complaint_id=case.id),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/bodies/<int:body_id>/update", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def update_body(complaint_id: int, body_id: int) -> ResponseReturnValue:
    """What became of a body's part: chased, received, its comments on the draft."""
    case = desk.open_case(complaint_id)
    body = or_404(next((one for one in case.joint_bodies if one.id == body_id), None))
    form = JointPartForm(obj=body)
    return desk.do(
        case, form, Move.WRITE,
        lambda: joint_services.update_body(
            case, body, part=form.part.data or None, due_on=form.due_on.data,
            received_on=form.received_on.data, comments=form.comments.data or None, by=current_user,
        ),
        said=lambda: f"{body.name} updated", to=url_for("complaints.letters", complaint_id=case.id), body=body,
    )  # fmt: skip
