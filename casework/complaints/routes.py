"""The log: its lists, and logging what somebody told us."""

from datetime import date

from flask import Flask, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.complaints import (
    compliment_services,
    desk,
    list_pages,
    measured,
    pages,
    plan_services,
    queries,
    recurrence,
    services,
    themes,
)
from casework.complaints.calendar import Calendar, acknowledge_by, settle_by
from casework.complaints.forms import LogForm, RepeatsForm
from casework.complaints.kinds import Direction, LetterKind
from casework.complaints.models import Complaint
from casework.complaints.room import room
from casework.complaints.services import Standing, Told
from casework.complaints.terms import calendar_of
from casework.findings import restricted
from casework.findings.hooks import register_looker
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.measures.hooks import register_citer, register_keeper

SHORTEST_NAME = 3  # letters of a name before earlier cases are looked for


def init_room(app: Flask) -> None:
    """Open the room's pages, and let the register hide findings of restricted cases."""
    from casework.complaints import (  # noqa: F401 - each adds its pages to the blueprint
        after_routes,
        annual_routes,
        answer_routes,
        case_routes,
        compliment_routes,
        counting_routes,
        find_routes,
        glass_routes,
        handover_routes,
        import_routes,
        ombudsman_list_routes,
        paper_routes,
        plan_routes,
        point_routes,
        theme_routes,
        work_routes,
    )

    restricted.register("complaints", queries.findings_open_to)
    measured.register(app)
    register_looker(app, recurrence.came_back)
    register_citer(app, themes.cite)
    register_keeper(
        app, "Complaint themes", lambda measure_id: url_for("complaints.connect_themes", measure_id=measure_id)
    )
    app.register_blueprint(room)


@room.get("/complaints")
@needs(Need.READ_COMPLAINTS)
def list_() -> ResponseReturnValue:
    """A worklist: what waits, soonest date first, with its filters."""
    return list_pages.page(list_pages.asked())


@room.route("/complaints/log", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def log() -> ResponseReturnValue:
    """Log a concern, a complaint, a request or a compliment."""
    today, calendar = clock.today(), calendar_of(current_user.organisation_id)
    form = LogForm()
    form.set_days(today, calendar)
    alike = _alike(form)
    form.which.choices = [Choice("new", "This is new"), *(_choice(case) for case in alike)]
    looked = form.looked.data == "yes"
    if not (looked and alike):
        form.which.put_aside()
    if form.validate_on_submit():
        done = once.result_of(form.form_key.data, person=current_user)
        if done:
            return redirect(done)
        if alike and not looked and form.other.data != "compliment":
            form.looked.data, form.looked.raw_data = "yes", None
            return render_template("complaints/repeats.html", form=form, typed=_typed())
        made = desk.make_once(form, lambda: _log(form, today, calendar))
        if made is not None:
            return made
    if looked and form.which.errors:
        return render_template("complaints/repeats.html", form=form, typed=_typed())
    return render_template("complaints/log.html", form=form)


@room.post("/complaints/repeats")
@needs(Need.LOG_COMPLAINTS)
def repeats() -> ResponseReturnValue:
    """Earlier cases that may be the same, while somebody types: what the script of the logging page asks for."""
    form = RepeatsForm()
    name = form.told_by_name.data if len(form.told_by_name.data or "") >= SHORTEST_NAME else None
    found = (
        queries.list_repeats(name=name, adult_reference=form.adult_reference.data or None, seen_by=current_user)
        if form.validate_on_submit()
        else []
    )
    cases = [
        {
            "reference": case.reference,
            "href": url_for("complaints.show", complaint_id=case.id),
            "about": f"{pages.subject_of(case)}, received {words.full_date(case.received_on)}, "
            f"{case.status.words.lower()}",
        }
        for case in found
    ]
    said = words.plural(len(cases), "earlier case may be the same", "earlier cases may be the same")
    return jsonify(said=said, cases=cases)


def _choice(case: Complaint) -> Choice:
    about = f"{pages.subject_of(case)}, received {words.full_date(case.received_on)}"
    return Choice(case.id, f"Add to {case.reference}", about)


def _alike(form: LogForm) -> list[Complaint]:
    """Earlier cases that may be the same; nothing is looked for before something was typed."""
    if request.method != "POST" and not g.get("kept_fields"):
        return []
    return queries.list_repeats(
        name=form.told_by_name.data, adult_reference=form.adult_reference.data, seen_by=current_user
    )


def _typed() -> list[tuple[str, str]]:
    """Everything that was sent, to travel on with the question whether it is new."""
    ours = ("csrf_token", "looked", "which", "form_key")
    return [(name, text) for name, texts in request.form.lists() if name not in ours for text in texts]


def _log(form: LogForm, today: date, calendar: Calendar) -> str:
    """Do what the form says; the address of what was made."""
    told = Told(
        what_said=form.what_said.data,
        channel=form.channel.data,
        received_on=form.day(today),
        told_by=form.told_by.data,
        told_by_name=form.told_by_name.data or None,
        adult_reference=form.adult_reference.data or None,
        contact=form.contact.data or None,
        is_risk=form.risk.data == "yes",
    )
    if form.which.data not in (None, "new"):
        return _add_to(form.which.data, told)
    if form.other.data == "compliment":
        compliment = compliment_services.log(
            text=told.what_said, received_on=told.received_on, by=current_user,
            source=told.told_by.words.lower() if told.told_by else None,
        )  # fmt: skip
        flash(f"{compliment.reference} saved. Say which team it is for", "success")
        return url_for("complaints.thank", compliment_id=compliment.id)
    standing = form.other.data if form.standing.data == "other" else form.standing.data
    case = services.log(told=told, standing=standing, settled_how=form.settled_how.data, by=current_user)
    flash(_saved(case, standing, calendar), "success")
    if told.is_risk:
        return url_for("complaints.refer", complaint_id=case.id)
    page = "complaints.sort" if standing == Standing.COMPLAINT else "complaints.show"
    return url_for(page, complaint_id=case.id)


def _add_to(complaint_id: int, told: Told) -> str:
    case = queries.get_for_change(complaint_id, seen_by=current_user)
    case.is_risk = case.is_risk or told.is_risk
    plan_services.write(
        case, kind=LetterKind.OTHER, direction=Direction.RECEIVED, way=told.channel, on=told.received_on,
        with_whom=told.told_by_name, text=told.what_said, by=current_user,
    )  # fmt: skip
    flash(f"Added to {case.reference}", "success")
    return url_for("complaints.refer" if told.is_risk else "complaints.letters", complaint_id=case.id)


def _saved(case: Complaint, standing: str, calendar: Calendar) -> str:
    """The banner after logging: the reference, and the next date."""
    if standing == Standing.NOT_SETTLED:
        last = words.long_date(settle_by(case.received_on, calendar))
        return (
            f"{case.reference} saved. Settle it by the end of {last} or it becomes a complaint received "
            f"{'today' if case.received_on == clock.today() else words.long_date(case.received_on)}"
        )
    if standing == Standing.SETTLED:
        return f"{case.reference} saved as settled"
    if standing == Standing.SERVICE_REQUEST:
        return f"{case.reference} saved as a request for service"
    return f"{case.reference} saved. Acknowledge it by {words.long_date(acknowledge_by(case.received_on, calendar))}"
