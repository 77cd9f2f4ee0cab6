"""Daily work as pages: notes, links, chronology, chasers, the notice that ends a case, more time under the Code."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import (
    correction_services,
    desk,
    letters,
    more_time_services,
    notice_services,
    pages,
    queries,
    work_services,
)
from casework.complaints.case_routes import is_first_look
from casework.complaints.chronology import chronology_of
from casework.complaints.code_clocks import CODE_LONGER, stage_of
from casework.complaints.forms import CorrectForm
from casework.complaints.room import room
from casework.complaints.rules import Move
from casework.complaints.services import Told
from casework.complaints.terms import calendar_of
from casework.complaints.work_forms import (
    AcknowledgeReviewForm,
    ChaseForm,
    ExtendForm,
    LinkForm,
    NoteForm,
    NoticeForm,
    UnlinkForm,
)
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.queries import or_404


@room.route("/complaints/<int:complaint_id>/correct", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def correct(complaint_id: int) -> ResponseReturnValue:
    """Put right what was logged: the people at any time, the rest until it was acknowledged."""
    case = desk.open_case(complaint_id)
    form = CorrectForm(obj=case if is_first_look() else None)
    fixed = correction_services.fixed_of(case)
    for name in fixed:
        form[name].put_aside()

    def verb() -> None:
        kept = {name: getattr(case, name) for name in fixed}
        typed: dict[str, Any] = {
            name: form[name].data or None for name in correction_services.LABELS if name not in fixed
        }
        correction_services.correct(case, told=Told(**(typed | kept)), reason=form.reason.data or None, by=current_user)

    return desk.do(
        case, form, Move.CORRECT, verb, said=f"{case.reference} is put right",
        skipped=[*fixed, "reason"] if fixed else [], fixed=bool(fixed),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/notes/add", methods=["GET", "POST"])
@needs(Need.DECIDE_POINTS)
def add_note(complaint_id: int) -> ResponseReturnValue:
    """Write a note for whoever works on the case."""
    case = desk.open_case(complaint_id)
    if not pages.may_see_people(case, current_user):
        or_404(None)
    form = NoteForm()

    def make() -> str:
        work_services.add_note(case, text=form.text.data, by=current_user)
        flash("The note is kept", "success")
        return url_for("complaints.letters", complaint_id=complaint_id) + "#notes"

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return desk.verb_page(case, form)


@room.route("/complaints/<int:complaint_id>/links/add", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def add_link(complaint_id: int) -> ResponseReturnValue:
    """Link a case that belongs together with this one."""
    case = desk.open_case(complaint_id)
    form = LinkForm()

    def make() -> str:
        other = queries.find_by_reference(form.reference.data, seen_by=current_user)
        work_services.link(case, other, kind=form.kind.data, by=current_user)
        flash(f"{case.reference} is linked to {other.reference if other else ''}", "success")
        return url_for("complaints.show", complaint_id=complaint_id)

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return desk.verb_page(case, form)


@room.route("/complaints/<int:complaint_id>/links/<int:other_id>/remove", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def remove_link(complaint_id: int, other_id: int) -> ResponseReturnValue:
    """Take a link away."""
    case = desk.open_case(complaint_id)
    other = next((one for one, _ in work_services.list_linked(case, seen_by=current_user) if one.id == other_id), None)
    other = or_404(other)
    form = UnlinkForm()

    def make() -> str:
        work_services.unlink(case, other, by=current_user)
        flash(f"{case.reference} is no longer linked to {other.reference}", "success")
        return url_for("complaints.show", complaint_id=complaint_id)

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return desk.verb_page(case, form, other=other)


@room.get("/complaints/<int:complaint_id>/chronology")
@needs(Need.READ_COMPLAINTS)
def chronology(complaint_id: int) -> ResponseReturnValue:
    """The case on paper: what it is about, its points, and everything that happened in order."""
    case = desk.open_case(complaint_id)
    return render_template(
        "complaints/chronology.html", case=case, subject=pages.subject_of(case),
        items=chronology_of(case, queries.list_letters(case)), sees_people=pages.may_see_people(case, current_user),
        today=clock.today(), rows=pages.point_rows(case, current_user),
        sections=pages.deadlines(case, today=clock.today()),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/bodies/<int:body_id>/chase", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def chase(complaint_id: int, body_id: int) -> ResponseReturnValue:
    """Record that another body was reminded of its part."""
    case = desk.open_case(complaint_id)
    body = or_404(next((one for one in case.joint_bodies if one.id == body_id), None))
    form = ChaseForm(chased_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.WRITE,
        lambda: work_services.chase(case, body, on=form.chased_on.data, note=form.note.data, by=current_user),
        said=lambda: f"{body.name} was chased", to=url_for("complaints.letters", complaint_id=case.id), body=body,
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/notice", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def notice(complaint_id: int) -> ResponseReturnValue:
    """Tell them in writing that it is excluded, or refused as too late; the case ends with it."""
    case = desk.open_case(complaint_id)
    if not notice_services.needs_notice(case):
        or_404(None)
    form = NoticeForm(on=clock.today() if is_first_look() else None)
    excluded = notice_services.is_excluded(case)
    if is_first_look():
        write = letters.exclusion if excluded else letters.refusal
        form.text.data = write(case, calendar_of(case.organisation_id))
    return desk.do(
        case, form, Move.CLOSE,
        lambda: notice_services.send_notice(
            case, on=form.on.data, way=form.way.data, text=form.text.data, by=current_user
        ),
        said=lambda: f"The notice is kept and {case.reference} is closed", excluded=excluded,
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/extend", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def extend(complaint_id: int) -> ResponseReturnValue:
    """Take more time under the Complaint Handling Code, and tell them why."""
    case = desk.open_case(complaint_id)
    form = ExtendForm(on=clock.today() if is_first_look() else None)
    if is_first_look():
        form.text.data = letters.extension(case, calendar_of(case.organisation_id))
    return desk.do(
        case, form, Move.EXTEND,
        lambda: more_time_services.extend(
            case, days=form.days.data, reason=form.reason.data, text=form.text.data, way=form.way.data,
            on=form.on.data, by=current_user,
        ),
        said=lambda: f"Answer due {words.long_date(more_time_services.answer_by(case))}",
        most=CODE_LONGER[stage_of(case)],
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/acknowledge-review", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def acknowledge_review(complaint_id: int) -> ResponseReturnValue:
    """Record that the request for a review was acknowledged."""
    case = desk.open_case(complaint_id)
    form = AcknowledgeReviewForm(on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.ACKNOWLEDGE_REVIEW,
        lambda: more_time_services.acknowledge_review(case, on=form.on.data, by=current_user),
        said=lambda: f"Reply due {words.long_date(more_time_services.answer_by(case))}",
    )  # fmt: skip
