"""Pages of the room: the list, one action, adding one to a finding; plans. Moves stand in the two files beside it."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts import queries as accounts
from casework.accounts.models import Organisation, OrganisationKind
from casework.accounts.roles import Need, Role
from casework.actions import (
    citing,
    lists,
    measured,
    owner_routes,
    pages,
    plans,
    queries,
    rules,
    services,
    signer_routes,
    thread,
)
from casework.actions.answering import is_fresh, used
from casework.actions.forms import ProposeForm
from casework.actions.lists import Cursor, View
from casework.actions.models import Action
from casework.actions.room import room
from casework.actions.words import STATUS_TAGS
from casework.extensions import db
from casework.findings import filters, hooks
from casework.findings import queries as findings
from casework.findings.fields import measure_choices
from casework.findings.models import Finding
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.measures.hooks import register_citer

__all__ = ["init_room", "owner_routes", "room", "signer_routes"]
VIEW_WORDS = {
    View.MINE: "Mine",
    View.SIGN_OFF: "For my sign-off",
    View.OVERDUE: "Late",
    View.ALL: "All",
}
MINE_FIRST = frozenset({Role.CONTRIBUTOR, Role.INVESTIGATOR, Role.BOARD_MEMBER})


def init_room(app: Flask) -> None:
    """Open the room's pages; tell the findings room what became of its findings; offer the thread to pages below."""
    app.register_blueprint(room)
    hooks.register(app, lambda finding_ids, person: queries.list_lines(finding_ids, person))
    measured.register(app)
    register_citer(app, citing.cite)
    app.jinja_env.globals["read_thread"] = lambda measure: thread.read_thread(measure, seen_by=current_user)


@room.get("/actions")
@needs(Need.READ_ACTIONS)
def list_() -> ResponseReturnValue:
    """Actions, unfinished first and soonest date first: mine, for my sign-off, late, all; with filters."""
    today = clock.today()
    view = _view()
    facets = lists.list_facets(seen_by=current_user)
    picked = filters.read(facets, request.args)
    after = Cursor.read(request.args.get("after", ""))
    found = lists.list_actions(picked, view=view, seen_by=current_user, today=today, after=after)
    shown = found[: lists.PAGE]
    more = len(found) > lists.PAGE
    return render_template(
        "actions/list.html",
        rows=pages.list_rows(shown, current_user, today),
        view=view,
        views=[
            (VIEW_WORDS[one], url_for("actions.list_", view=one.value), one == view, count)
            for one, count in lists.count_views(seen_by=current_user, today=today).items()
        ],
        facets=facets,
        picked=picked,
        chips=filters.chips(facets, picked, "actions.list_", view=view.value),
        total=lists.count_actions(picked, view=view, seen_by=current_user, today=today),
        first_page=filters.address("actions.list_", picked, view=view.value) if after else None,
        next_page=filters.address("actions.list_", picked, view=view.value, after=str(lists.cursor_of(shown[-1])))
        if more
        else None,
    )


def _view() -> View:
    """The list asked for; for people who only have actions of their own, those first."""
    asked = request.args.get("view", "")
    if asked in list(View):
        return View(asked)
    return View.MINE if current_user.roles <= MINE_FIRST else View.ALL


@room.get("/actions/<int:action_id>")
@needs(Need.READ_ACTIONS)
def show(action_id: int) -> ResponseReturnValue:
    """One action: what, why, when, whose turn, what was done, what shows it, who signed it off, did the figure move."""
    action = queries.get_action(action_id, seen_by=current_user)
    return render_template("actions/show.html", **pages.record(action, current_user, clock.today()))


@room.route("/findings/<int:finding_id>/actions/propose", methods=["GET", "POST"])
@needs(Need.PROPOSE_ACTIONS)
def propose(finding_id: int) -> ResponseReturnValue:
    """Add an action to a finding; it goes to its owner, who agrees it."""
    finding = findings.get_finding(finding_id, seen_by=current_user)
    form = _propose_form(finding)
    if form.validate_on_submit():
        done = used(form.form_key.data)
        if done:
            return redirect(done)
        try:
            action = _propose(form, finding)
            path = url_for("actions.show", action_id=action.id)
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{action.reference} proposed to its owner", "success")
            return redirect(path)
    return render_template("actions/propose.html", form=form, finding=finding)


def _propose_form(finding: Finding) -> ProposeForm:
    """The form with the choices of this finding; its first measure is chosen already."""
    form = ProposeForm()
    form.measure.choices = measure_choices(link.measure for link in finding.measure_links)
    form.owner.choices = owner_routes.owner_choices()
    agencies = accounts.list_organisations(OrganisationKind.AGENCY)
    own = finding.organisation
    form.agency.choices = [Choice(one.id, one.name) for one in [own, *agencies]]
    if is_fresh():
        form.measure.data = finding.measure_links[0].measure_id if finding.measure_links else None
        form.agency.data = own.id
    return form


def _propose(form: ProposeForm, finding: Finding) -> Action:
    link = next(link for link in finding.measure_links if link.measure_id == form.measure.data)
    owner, agency = owner_routes.person_of(form.owner.data), or_404(db.session.get(Organisation, form.agency.data))
    roles = rules.roles_for(finding.body, is_own=agency.id == finding.organisation_id)
    return services.propose(
        title=form.title.data,
        success_looks_like=form.success_looks_like.data,
        owner=owner,
        agency=agency,
        organisation=finding.organisation,
        by=current_user,
        due_on=form.due_on.data,
        finding=finding,
        measure=link.measure,
        other_signers=queries.count_signers(finding.organisation, roles, besides=owner),
    )


@room.get("/plans/<int:plan_id>")
@needs(Need.READ_ACTIONS)
def show_plan(plan_id: int) -> ResponseReturnValue:
    """A plan: each priority, what success looks like, and its deliverables with lead, activity, timescale, status."""
    plan = plans.get_plan(plan_id, seen_by=current_user)
    priorities = plans.read_plan(plan, seen_by=current_user)
    return render_template("actions/show_plan.html", plan=plan, priorities=priorities, status_tags=STATUS_TAGS)
