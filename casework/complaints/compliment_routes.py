"""Compliments: the list, logging one in thirty seconds, passing the thanks on."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import compliment_queries, compliment_services, desk, queries
from casework.complaints.case_routes import is_first_look
from casework.complaints.compliment_forms import ComplimentForm, QuoteForm, ThankForm
from casework.complaints.forms import term_choices
from casework.complaints.kinds import TermKind
from casework.complaints.models import ComplaintTerm
from casework.complaints.room import room
from casework.complaints.terms import list_terms
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs


@room.get("/compliments")
@needs(Need.LOG_COMPLAINTS)
def compliments() -> ResponseReturnValue:
    """Compliments, newest first."""
    found = compliment_queries.page_of(seen_by=current_user, after=request.args.get("after"))
    return render_template("complaints/compliments.html", page=found, is_first="after" not in request.args)


@room.route("/compliments/log", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def log_compliment() -> ResponseReturnValue:
    """Log thanks or praise."""
    form = ComplimentForm(received_on=clock.today() if is_first_look() else None)
    terms = list_terms(current_user.organisation_id)
    form.team.choices = term_choices(terms.get(TermKind.TEAM, []))
    form.district.choices = term_choices(terms.get(TermKind.DISTRICT, []))

    def make() -> str:
        compliment = compliment_services.log(
            text=form.text.data, received_on=form.received_on.data, source=form.source.data,
            team=db.session.get(ComplaintTerm, form.team.data), may_quote=form.may_quote.data,
            district=db.session.get(ComplaintTerm, form.district.data) if form.district.data else None,
            by=current_user,
        )  # fmt: skip
        flash(f"{compliment.reference} saved. Thank the team", "success")
        return url_for("complaints.thank", compliment_id=compliment.id)

    if form.validate_on_submit():
        made = desk.make_once(form, make)
        if made is not None:
            return made
    return render_template("complaints/log_compliment.html", form=form)


@room.route("/compliments/<int:compliment_id>/thank", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def thank(compliment_id: int) -> ResponseReturnValue:
    """Pass the thanks on to the team."""
    compliment = queries.get_compliment(compliment_id, seen_by=current_user)
    form = ThankForm(team=compliment.team_id)
    if is_first_look():
        form.thanks.data = compliment_services.thanks_words(compliment)
    form.team.choices = term_choices(list_terms(current_user.organisation_id).get(TermKind.TEAM, []))

    def make() -> str:
        team = db.session.get_one(ComplaintTerm, form.team.data)
        compliment_services.thank(compliment, team=team, way=form.way.data, thanks=form.thanks.data, by=current_user)
        flash(f"Thanks passed on to {team.name}", "success")
        return url_for("complaints.compliments")

    if form.validate_on_submit():
        made = desk.make_once(form, make)
        if made is not None:
            return made
    return render_template("complaints/thank.html", form=form, compliment=compliment)


@room.route("/compliments/<int:compliment_id>/quote", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def quote(compliment_id: int) -> ResponseReturnValue:
    """Say whether the annual report may quote it."""
    compliment = queries.get_compliment(compliment_id, seen_by=current_user)
    form = QuoteForm(may_quote="yes" if compliment.may_quote else "no")

    def make() -> str:
        may = form.may_quote.data == "yes"
        compliment_services.quote(compliment, may=may, by=current_user)
        flash(f"{compliment.reference} {'may' if may else 'is not to'} be quoted", "success")
        return url_for("complaints.compliments")

    if form.validate_on_submit():
        made = desk.make_once(form, make)
        if made is not None:
            return made
    return render_template("complaints/quote.html", form=form, compliment=compliment)
