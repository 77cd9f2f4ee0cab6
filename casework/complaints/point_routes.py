"""Points of a case: add, give, decide one after another, and raise a finding from what was upheld."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.models import Person
from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need, Role
from casework.complaints import desk, pages, point_services, queries, rules
from casework.complaints.case_routes import is_first_look
from casework.complaints.handling_forms import DecideForm, GiveForm, PointForm, RaiseFindingForm
from casework.complaints.models import Complaint, ComplaintPoint
from casework.complaints.point_services import Finding
from casework.complaints.room import room
from casework.complaints.rules import Move
from casework.extensions import db
from casework.findings import services as findings
from casework.findings.fields import measure_choices, path_after
from casework.findings.models import FindingKind, Severity
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.measures import queries as measures

DECIDERS = (Role.INVESTIGATOR, Role.COMPLAINTS_OFFICER, Role.COMPLAINTS_MANAGER)


@room.get("/complaints/<int:complaint_id>/points")
@needs(Need.READ_COMPLAINTS)
def points(complaint_id: int) -> ResponseReturnValue:
    """The points: who decides, finding, injustice, remedy, learning."""
    case = desk.open_case(complaint_id)
    return render_template(
        "complaints/points.html",
        rows=pages.point_rows(case, current_user),
        may_add=current_user.may(Need.LOG_COMPLAINTS) and rules.may_move(case.status, Move.ADD_POINT),
        **pages.frame(case, current_user, "points"),
    )


def _deciders(case: Complaint) -> list[Person]:
    """Who can be given a point: investigators and the team, whoever the complaint names aside."""
    named = {row.person_id for row in case.named}
    return [person for person in list_colleagues(*DECIDERS, seen_by=current_user) if person.id not in named]


@room.route("/complaints/<int:complaint_id>/points/add", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def add_point(complaint_id: int) -> ResponseReturnValue:
    """One more thing that was said."""
    case = desk.open_case(complaint_id)
    form = PointForm()
    deciders = _deciders(case)
    form.investigator.choices = [Choice(person.id, person.name) for person in deciders]

    def verb() -> None:
        investigator = next((person for person in deciders if person.id == form.investigator.data), None)
        point_services.add_point(case, title=form.title.data, investigator=investigator, by=current_user)

    return desk.do(
        case, form, Move.ADD_POINT, verb, said=lambda: f"Point {len(case.points)} added",
        to=url_for("complaints.points", complaint_id=case.id),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/points/<int:number>/give", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def give(complaint_id: int, number: int) -> ResponseReturnValue:
    """Say who decides a point."""
    case = desk.open_case(complaint_id)
    point = queries.get_point(case, number)
    form = GiveForm(investigator=point.investigator_id)
    deciders = _deciders(case)
    form.investigator.choices = [Choice(person.id, person.name) for person in deciders]

    def verb() -> None:
        investigator = next((person for person in deciders if person.id == form.investigator.data), None)
        point_services.give_point(point, investigator=investigator, by=current_user)

    return desk.do(
        case, form, Move.ADD_POINT, verb, said=f"Point {number} is given",
        to=url_for("complaints.points", complaint_id=case.id), point=point,
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/points/<int:number>/decide", methods=["GET", "POST"])
@needs(Need.DECIDE_POINTS)
def decide(complaint_id: int, number: int) -> ResponseReturnValue:
    """Write what was looked at and found, and decide; then the next point that is this person's."""
    case = desk.open_case(complaint_id)
    point = queries.get_point(case, number)
    if not _is_theirs(point):
        or_404(None)
    held = {name: getattr(point, name) for name in Finding.__dataclass_fields__}
    form = DecideForm(data=held)

    def verb() -> None:
        written = {name: form[name].data for name in Finding.__dataclass_fields__}
        save = point_services.save_point if form.save.data else point_services.decide_point
        save(point, finding=Finding(**written), by=current_user)

    def said() -> str:
        return f"Point {number} saved" if form.save.data else f"Point {number} decided"

    return desk.do(case, form, Move.DECIDE, verb, said=said, to=lambda: _after(case, number, bool(form.save.data)),
                   point=point)  # fmt: skip


def _is_theirs(point: ComplaintPoint) -> bool:
    return current_user.may(Need.LOG_COMPLAINTS) or point.investigator_id == current_user.id


def _after(case: Complaint, number: int, was_saved: bool) -> str:
    """The next open point of this person, else the points."""
    waiting = [
        point.number
        for point in rules.open_points(case)
        if point.hold_id is None and point.number != number and _is_theirs(point)
    ]
    if was_saved or not waiting:
        return url_for("complaints.points", complaint_id=case.id)
    later = [one for one in waiting if one > number] or waiting
    return url_for("complaints.decide", complaint_id=case.id, number=later[0])


@room.route("/complaints/<int:complaint_id>/points/<int:number>/raise-finding", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def raise_finding(complaint_id: int, number: int) -> ResponseReturnValue:
    """Raise a finding from an upheld point into the register, linked to measures."""
    if not current_user.may(Need.LOG_COMPLAINTS):
        or_404(None)
    case = desk.open_case(complaint_id)
    point = queries.get_point(case, number)
    if point.outcome is None or not point.outcome.is_fault:
        flash(f"Point {number} was not upheld, so there is nothing to learn from a fault")
        return redirect(url_for("complaints.points", complaint_id=case.id))
    form = RaiseFindingForm()
    found = measures.list_measures()
    form.measures.choices = measure_choices(found)
    if is_first_look():
        form.kind.data, form.severity.data = FindingKind.LEARNING, Severity.MEDIUM
        form.detail.data, form.theme.data = point.learning, case.theme.name if case.theme else None
    if form.validate_on_submit():
        done = once.result_of(form.form_key.data, person=current_user)
        if done:
            return redirect(done)
        try:
            raised = findings.raise_finding(
                source=queries.source_of(point), kind=form.kind.data, title=form.title.data, detail=form.detail.data,
                theme=form.theme.data, severity=form.severity.data, organisation=case.organisation,
                measures=[measure for measure in found if measure.id in form.measures.data],
                by=current_user, is_restricted=case.is_restricted,
            )  # fmt: skip
            path = path_after(raised, form.next.data)
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{raised.reference} raised from {point.reference}", "success")
            return redirect(path)
    return desk.verb_page(case, form, point=point)
