"""Pages of the register: the list, a finding with its thread, and its verbs."""

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.extensions import db
from casework.findings import filters, hooks, pages, queries, services
from casework.findings.fields import measure_choices, path_after
from casework.findings.forms import ConfirmForm, DecideNoActionForm, LinkForm, RaiseForm
from casework.findings.models import Finding, Severity
from casework.findings.numbers import hold_writers
from casework.findings.room import room
from casework.findings.rules import Source, SourceKind, body_of
from casework.kit.doors import needs
from casework.kit.forms import Form
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.measures import queries as measures
from casework.measures.hooks import register_counter
from casework.measures.models import Measure


def init_room(app: Flask) -> None:
    """Open the room's pages."""
    from casework.findings import sheet_routes  # noqa: F401 - adds its page to the blueprint

    app.register_blueprint(room)
    register_counter(app, "finding", queries.count_by_measure)


@room.get("/findings")
@needs(Need.READ_FINDINGS)
def list_() -> ResponseReturnValue:
    """The register, newest first, with its filters; source and action beside every finding."""
    facets = queries.list_facets(seen_by=current_user)
    picked = filters.read(facets, request.args)
    found = queries.list_findings(
        picked, seen_by=current_user, before_id=filters.read_number(request.args.get("before"))
    )
    shown = found[: queries.PAGE]
    actions = hooks.list_actions([finding.id for finding in shown], seen_by=current_user)
    return render_template(
        "findings/list.html",
        rows=[pages.list_row(finding, actions[finding.id], current_user) for finding in shown],
        facets=facets,
        picked=picked,
        chips=filters.chips(facets, picked, "findings.list_"),
        total=queries.count_findings(picked, seen_by=current_user),
        undecided=queries.count_undecided(seen_by=current_user),
        next_page=filters.address("findings.list_", picked, before=shown[-1].id) if len(found) > queries.PAGE else None,
        is_first="before" not in request.args,
        download=filters.address("findings.download", picked),
    )


@room.get("/findings/<int:finding_id>")
@needs(Need.READ_FINDINGS)
def show(finding_id: int) -> ResponseReturnValue:
    """One finding: where it came from, its measures then and now, what is done about it, its history."""
    finding = queries.get_finding(finding_id, seen_by=current_user)
    return render_template("findings/show.html", **pages.record(finding, current_user))


@room.route("/findings/raise", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def raise_() -> ResponseReturnValue:
    """Raise a finding that comes from no record of ours."""
    form = RaiseForm()
    form.measure.choices = measure_choices(measures.list_measures())
    if request.method == "GET" and not g.get("kept_fields"):
        form.measure.data = filters.read_number(request.args.get("measure"))  # the measure whose page led here
        form.body.data = body_of(SourceKind.ENTERED, current_user.roles)
        form.severity.data = Severity.MEDIUM
    if form.validate_on_submit():
        hold_writers()
        done = once.result_of(form.form_key.data, person=current_user)
        if done:
            return redirect(done)
        try:
            finding = services.raise_finding(
                source=Source(form.source.data, entered=form.source.data),
                kind=form.kind.data,
                title=form.title.data,
                detail=form.detail.data,
                theme=form.theme.data,
                severity=form.severity.data,
                measures=[_measure(form.measure.data)],
                organisation=current_user.organisation,
                by=current_user,
                body=form.body.data,
            )
            path = path_after(finding, form.next.data)
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{finding.reference} raised and linked to {finding.measure_links[0].measure.short}", "success")
            return redirect(path)
    return render_template("findings/raise.html", form=form, themes=queries.list_used_themes(seen_by=current_user))


@room.route("/findings/<int:finding_id>/link", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def link(finding_id: int) -> ResponseReturnValue:
    """Link one more measure."""
    finding = queries.get_finding(finding_id, seen_by=current_user)
    form = LinkForm()
    linked = {one.measure_id for one in finding.measure_links}
    form.measure.choices = measure_choices(one for one in measures.list_measures() if one.id not in linked)
    if form.validate_on_submit():
        measure = _measure(form.measure.data)
        return _do(
            form,
            finding,
            lambda: services.link_measure(finding, measure=measure, by=current_user),
            f"{finding.reference} is linked to {measure.short}",
        )
    return _form_page(form, finding)


@room.route("/findings/<int:finding_id>/measures/<int:measure_id>/unlink", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def unlink(finding_id: int, measure_id: int) -> ResponseReturnValue:
    """Take the link to a measure away."""
    finding = queries.get_finding(finding_id, seen_by=current_user)
    measure = or_404(next((one.measure for one in finding.measure_links if one.measure_id == measure_id), None))
    form = ConfirmForm()
    if form.validate_on_submit():
        return _do(
            form,
            finding,
            lambda: services.unlink_measure(finding, measure=measure, by=current_user),
            f"{finding.reference} is no longer linked to {measure.short}",
            measure=measure,
        )
    return _form_page(form, finding, measure=measure)


@room.route("/findings/<int:finding_id>/decide-no-action", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def decide_no_action(finding_id: int) -> ResponseReturnValue:
    """Nothing will be done about it, and why."""
    finding = queries.get_finding(finding_id, seen_by=current_user)
    form = DecideNoActionForm()
    if form.validate_on_submit():
        hold_writers()  # no action is added between the count and the end
        counts = pages.count_actions(finding, current_user)
        return _do(
            form,
            finding,
            lambda: services.decide_no_action(
                finding, reason=form.reason.data, by=current_user, open_actions=counts.open
            ),
            f"{finding.reference} needs no action. Your reason stands beside it",
        )
    return _form_page(form, finding)


@room.route("/findings/<int:finding_id>/close", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def close(finding_id: int) -> ResponseReturnValue:
    """Close a finding whose actions have all ended, one at least signed off."""
    finding = queries.get_finding(finding_id, seen_by=current_user)
    form = ConfirmForm()
    if form.validate_on_submit():
        hold_writers()  # no action is added between the count and the end
        counts = pages.count_actions(finding, current_user)
        return _do(
            form,
            finding,
            lambda: services.close(
                finding, by=current_user, open_actions=counts.open, signed_off_actions=counts.signed_off
            ),
            f"{finding.reference} is closed. It comes back by itself when an action is reopened",
        )
    return _form_page(form, finding)


def _measure(chosen: int) -> Measure:
    return or_404(db.session.get(Measure, chosen))


def _do(form: Form, finding: Finding, verb: Callable[[], None], banner: str, **shown: Any) -> ResponseReturnValue:
    """Run the verb, commit and go back to the finding; a refused rule comes back on the same form."""
    try:
        verb()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _form_page(form, finding, **shown)
    flash(banner, "success")
    return redirect(url_for("findings.show", finding_id=finding.id))


def _form_page(form: Form, finding: Finding, **shown: Any) -> str:
    """The page of the verb in the address."""
    verb = str(request.endpoint).rpartition(".")[2]
    return render_template(f"findings/{verb}.html", form=form, finding=finding, **shown)
