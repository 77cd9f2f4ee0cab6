"""Settings of the complaints room: how the council counts, which days do not count, who signs as deputy."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need, Role
from casework.complaints import counting_services, deputy_services, desk
from casework.complaints.calendar import Calendar
from casework.complaints.case_routes import is_first_look
from casework.complaints.council_records import ClosureDay
from casework.complaints.counting_forms import (
    ClosureForm,
    ConfirmedForm,
    DeputyForm,
    EndDeputyForm,
    RemoveClosureForm,
    TargetsForm,
)
from casework.complaints.counting_services import Counting
from casework.complaints.forms import people_choices
from casework.complaints.room import room
from casework.complaints.terms import calendar_of, closures_of
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken


@room.get("/complaints/settings")
@needs(Need.SIGN_ANSWERS)
def settings() -> ResponseReturnValue:
    """What the council has set for its complaints."""
    calendar = calendar_of(current_user.organisation_id)
    return render_template(
        "complaints/settings.html", calendar=calendar, tiers_words=_tier_words(calendar),
        closures=counting_services.list_closures(current_user.organisation_id),
        deputies=deputy_services.list_deputies(current_user.organisation_id), today=clock.today(),
        may_manage=current_user.may(Need.MANAGE_COMPLAINTS), may_name=current_user.has(Role.DIRECTOR),
    )  # fmt: skip


def _tiers(calendar: Calendar) -> list[tuple[str, int]]:
    return [(calendar.tier(days), days) for days in calendar.targets]


def _tier_words(calendar: Calendar) -> str:
    named = [f"{name}: {words.plural(days, calendar.target_unit)}" if name else words.plural(days, calendar.target_unit)
             for name, days in _tiers(calendar)]  # fmt: skip
    return ", ".join(named)


@room.route("/complaints/settings/targets", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def set_targets() -> ResponseReturnValue:
    """Change targets and how they are counted; the dates that move are shown first."""
    calendar = calendar_of(current_user.organisation_id)
    form = TargetsForm()
    if is_first_look():
        form.tiers.data = "\n".join(f"{name or f'{days} days'}: {days}" for name, days in _tiers(calendar))
        form.usual_target.data = calendar.usual_target
        form.unit.data = "calendar" if calendar.is_target_calendar else "working"
        form.start.data = "acknowledgement" if calendar.is_target_from_acknowledgement else "receipt"
        form.six_months.data = "day-one" if calendar.is_receipt_day_one else "day-after"

    def counting() -> Counting:
        names, days = counting_services.read_tiers(form.tiers.data)
        if form.usual_target.data not in days:
            raise RuleBroken("The usual target must be one of the targets", "usual_target")
        return Counting(
            targets=days, tiers=names, usual_target=form.usual_target.data,
            is_target_calendar=form.unit.data == "calendar",
            is_target_from_acknowledgement=form.start.data == "acknowledgement",
            is_receipt_day_one=form.six_months.data == "day-one",
        )  # fmt: skip

    return _confirmed(
        form,
        after=lambda: counting_services.calendar_with(current_user.organisation_id, counting=counting()),
        do=lambda: counting_services.set_counting(current_user.organisation, counting=counting(), by=current_user),
        said="The targets are changed", template="complaints/set_targets.html",
    )  # fmt: skip


@room.route("/complaints/settings/closure-days/add", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def add_closure() -> ResponseReturnValue:
    """A new bank holiday, or days on which the council is closed; the dates that move are shown first."""
    form = ClosureForm()
    held = closures_of(current_user.organisation_id)

    def days() -> list[Any]:
        return counting_services.days_between(form.first.data, form.last.data, held)

    def after() -> Calendar:
        more = held | dict.fromkeys(days(), form.reason.data)
        return counting_services.calendar_with(current_user.organisation_id, closures=more)

    return _confirmed(
        form, after=after,
        do=lambda: counting_services.add_closure(
            current_user.organisation, days=days(), reason=form.reason.data,
            is_bank_holiday=form.kind.data == "bank-holiday", by=current_user,
        ),
        said="The day is added", template="complaints/add_closure.html",
    )  # fmt: skip


@room.route("/complaints/settings/closure-days/<int:closure_id>/remove", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def remove_closure(closure_id: int) -> ResponseReturnValue:
    """Count a day again; the dates that move are shown first."""
    closure = db.session.get(ClosureDay, closure_id)
    if closure is None or closure.organisation_id != current_user.organisation_id:
        return or_404(None)
    less = {day: why for day, why in closures_of(current_user.organisation_id).items() if day != closure.day}
    return _confirmed(
        RemoveClosureForm(),
        after=lambda: counting_services.calendar_with(current_user.organisation_id, closures=less),
        do=lambda: counting_services.remove_closure(closure, organisation=current_user.organisation, by=current_user),
        said="The day counts again", template="complaints/remove_closure.html", closure=closure,
    )  # fmt: skip


def _confirmed(
    form: ConfirmedForm, *, after: Callable[[], Calendar], do: Callable[[], int], said: str, template: str, **shown: Any
) -> ResponseReturnValue:
    """Show the form; then the dates that would move; do it once that very list was confirmed."""
    if form.validate_on_submit():
        try:
            moved = counting_services.list_moved(after(), seen_by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
            return render_template(template, form=form, **shown)
        digest = counting_services.digest_of(moved)
        if moved and form.confirmed.data != digest:
            form.confirmed.data, form.confirmed.raw_data = digest, None
            return render_template(
                "complaints/confirm_dates.html", form=form, moved=moved, typed=_typed(), digest=digest
            )

        def make() -> str:
            do()
            cases = len({one.case.id for one in moved})
            ends = f". Dates of {words.plural(cases, 'case')} moved" if cases else ". No date of an open case moved"
            flash(said + ends, "success")
            return url_for("complaints.settings")

        done = desk.make_once(form, make)
        if done is not None:
            return done
    return render_template(template, form=form, **shown)


def _typed() -> list[tuple[str, str]]:
    ours = ("csrf_token", "confirmed", "form_key")
    return [(name, text) for name, texts in request.form.lists() if name not in ours for text in texts]


@room.route("/complaints/settings/deputies/name", methods=["GET", "POST"])
@needs(Need.SIGN_ANSWERS)
def name_deputy() -> ResponseReturnValue:
    """Authorise somebody to sign answers between two days; only the responsible person does."""
    _directors_only()
    form = DeputyForm(from_on=clock.today() if is_first_look() else None)
    people = list_colleagues(*deputy_services.MAY_BE_DEPUTY, seen_by=current_user)
    form.person.choices = people_choices(people)

    def make() -> str:
        person = next(one for one in people if one.id == form.person.data)
        deputy_services.name_deputy(person, from_on=form.from_on.data, until_on=form.until_on.data, by=current_user)
        flash(f"{person.name} may sign answers until {words.long_date(form.until_on.data)}", "success")
        return url_for("complaints.settings")

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return render_template("complaints/name_deputy.html", form=form)


@room.route("/complaints/settings/deputies/<int:deputy_id>/end", methods=["GET", "POST"])
@needs(Need.SIGN_ANSWERS)
def end_deputy(deputy_id: int) -> ResponseReturnValue:
    """Take the authority back from today."""
    _directors_only()
    deputy = deputy_services.get_deputy(deputy_id, seen_by=current_user)
    form = EndDeputyForm()

    def make() -> str:
        deputy_services.end_deputy(deputy, by=current_user)
        flash(f"{deputy.person.name} no longer signs as deputy", "success")
        return url_for("complaints.settings")

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return render_template("complaints/end_deputy.html", form=form, deputy=deputy)


def _directors_only() -> None:
    if not current_user.has(Role.DIRECTOR):
        or_404(None)
