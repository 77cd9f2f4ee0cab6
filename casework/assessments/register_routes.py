"""Pages of the register of evidence: the council's list, one piece, add, change, remove, and its file."""

from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import evidence_queries, evidence_services, queries, rules
from casework.assessments.answer_forms import whole_number
from casework.assessments.forms import EVIDENCE_WORDS, AddEvidenceForm, ChangeEvidenceForm, RemoveEvidenceForm
from casework.assessments.models import Evidence
from casework.assessments.routes import room
from casework.extensions import db
from casework.findings import filters
from casework.findings.history import history_items
from casework.kit import clock, files
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import plural

PIECE = "/evidence/<int:evidence_id>"


@room.get("/evidence")
@needs(Need.READ_ASSESSMENTS)
def register() -> ResponseReturnValue:
    """All evidence of the council, by title, with where each piece is used."""
    today = clock.today()
    facets = evidence_queries.list_facets(seen_by=current_user)
    picked = filters.read(facets, request.args)
    after = filters.read_number(request.args.get("after"))
    found = evidence_queries.list_evidence(picked, seen_by=current_user, today=today, after=after)
    shown = found[: evidence_queries.PAGE]
    uses = evidence_queries.list_uses([one.id for one in shown], seen_by=current_user)
    more = len(found) > evidence_queries.PAGE
    return render_template(
        "assessments/register.html",
        rows=[(one, uses[one.id]) for one in shown],
        kinds=evidence_queries.count_kinds(seen_by=current_user, today=today),
        open_ones=queries.list_open(seen_by=current_user) if rules.sees_all(current_user) else [],
        facets=facets,
        picked=picked,
        chips=filters.chips(facets, picked, "assessments.register"),
        total=evidence_queries.count_evidence(picked, seen_by=current_user, today=today),
        next_page=filters.address("assessments.register", picked, after=shown[-1].id) if more else None,
        is_first=after is None,
        words=EVIDENCE_WORDS,
        today=today,
    )


@room.route("/evidence/add", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def add_to_register() -> ResponseReturnValue:
    """Put a piece of evidence in the register, to be used later."""
    form = AddEvidenceForm()
    if form.validate_on_submit():
        if done := once.result_of(form.form_key.data, person=current_user):
            return redirect(done)
        try:
            added = evidence_services.add_to_register(**facts_of(form), upload=form.file.data, by=current_user)
            db.session.flush()
            path = url_for(".show_evidence", evidence_id=added.id)
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"Evidence added: {added.title}", "success")
            return redirect(path)
    return render_template("assessments/add_to_register.html", form=form)


def facts_of(form: AddEvidenceForm) -> dict[str, Any]:
    """What the form says about a piece of evidence, its file aside."""
    return {name: form[name].data for name in evidence_services.FACTS}


@room.get(PIECE)
@needs(Need.READ_ASSESSMENTS)
def show_evidence(evidence_id: int) -> ResponseReturnValue:
    """One piece of evidence: what it is, where it is used, what happened to it."""
    evidence = evidence_queries.get_evidence(evidence_id, seen_by=current_user)
    return render_template(
        "assessments/show_evidence.html",
        **_piece(evidence),
        history=history_items(evidence_queries.list_history(evidence)),
    )


def _piece(evidence: Evidence) -> dict[str, Any]:
    return {
        "evidence": evidence,
        "uses": evidence_queries.list_uses([evidence.id], seen_by=current_user)[evidence.id],
        "may_change": evidence_services.may_change(evidence, current_user),
        "path": url_for(".show_evidence", evidence_id=evidence.id),
        "words": EVIDENCE_WORDS,
        "today": clock.today(),
    }


@room.get(f"{PIECE}/file")
@needs(Need.READ_ASSESSMENTS)
def evidence_file(evidence_id: int) -> Response:
    """The file itself, to be saved."""
    evidence = evidence_queries.get_evidence(evidence_id, seen_by=current_user)
    return files.download(or_404(evidence.file))


@room.route(f"{PIECE}/change", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def change_evidence(evidence_id: int) -> ResponseReturnValue:
    """Change what the register says, or give it a newer file."""
    evidence = evidence_queries.get_evidence(evidence_id, seen_by=current_user)
    if not evidence_services.may_change(evidence, current_user):
        return redirect(url_for(".show_evidence", evidence_id=evidence_id))
    form = ChangeEvidenceForm()
    if request.method == "GET" and not g.get("kept_fields"):
        for name in evidence_services.FACTS:
            form[name].data = getattr(evidence, name)
    if form.validate_on_submit():
        try:
            evidence_services.change(
                evidence,
                **facts_of(form),
                upload=form.file.data,
                seen_version=whole_number(form.version.data),
                by=current_user,
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"Evidence changed: {evidence.title}", "success")
            return redirect(url_for(".show_evidence", evidence_id=evidence_id))
    form.version.data = str(evidence.version)
    form.version.raw_data = None
    return render_template("assessments/change_evidence.html", **_piece(evidence), form=form)


@room.route(f"{PIECE}/remove", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def remove_from_register(evidence_id: int) -> ResponseReturnValue:
    """Remove a piece of evidence, and its file, from the register."""
    evidence = evidence_queries.get_evidence(evidence_id, seen_by=current_user)
    if not evidence_services.may_change(evidence, current_user):
        return redirect(url_for(".show_evidence", evidence_id=evidence_id))
    form = RemoveEvidenceForm()
    if form.validate_on_submit():
        try:
            taken_out = evidence_services.remove(evidence, reason=form.reason.data, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            where = f", and taken out of {plural(taken_out, 'answer')}" if taken_out else ""
            flash(f"Evidence removed: {evidence.title}{where}", "success")
            return redirect(url_for(".show_evidence", evidence_id=evidence_id))
    return render_template("assessments/remove_from_register.html", **_piece(evidence), form=form)
