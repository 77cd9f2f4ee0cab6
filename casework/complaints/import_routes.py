"""Importing an existing log through pages: choose, check, confirm. The words of a refusal are those of the command."""

from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints.import_complaints import import_complaints
from casework.complaints.import_compliments import import_compliments
from casework.complaints.import_forms import ImportLogForm
from casework.complaints.import_guide import GUIDES
from casework.complaints.room import room
from casework.kit.doors import needs
from casework.kit.forms import Form
from casework.kit.tables import ImportResult, Problem
from casework.measures import staged_pages, staging
from casework.measures.models import StagedImport

KINDS = {"complaints": import_complaints, "compliments": import_compliments}


@room.route("/complaints/import", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def import_log() -> ResponseReturnValue:
    """Choose a log or a list of compliments and have it checked; nothing is kept before it is confirmed."""
    form = ImportLogForm()
    problems: list[Problem] = []
    if form.validate_on_submit():
        staged, problems = staged_pages.check_file(form, lambda path, name: _stage(form, path, name))
        if staged is not None:
            return redirect(url_for("complaints.confirm_import", staged_id=staged.id))
    name = staging.plain_name(form.file.data.filename) if problems else ""
    return render_template("complaints/import.html", form=form, problems=problems, file_name=name)


def _stage(form: ImportLogForm, path: Path, name: str) -> StagedImport:
    kind, add_terms = form.kind.data, bool(form.add_terms.data)

    def check(shown: Path) -> tuple[ImportResult, dict[str, Any]]:
        return _run(shown, kind, add_terms=add_terms, dry_run=True), {"add_terms": add_terms}

    return staging.stage(path, check, kind=kind, file_name=name, by=current_user)


def _run(path: Path, kind: str, **options: Any) -> ImportResult:
    return KINDS[kind](path, by=current_user, organisation=current_user.organisation, **options)


@room.get("/complaints/import/guide")
@needs(Need.MANAGE_COMPLAINTS)
def import_guide() -> ResponseReturnValue:
    """The columns of each kind of file, with what each holds."""
    return render_template("complaints/import_guide.html", guides=GUIDES)


@room.get("/complaints/import/guide/<kind>")
@needs(Need.MANAGE_COMPLAINTS)
def empty_import(kind: str) -> ResponseReturnValue:
    """An empty file of a kind, to fill in."""
    return staged_pages.send_empty(GUIDES, kind)


@room.route("/complaints/imports/<int:staged_id>/confirm", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def confirm_import(staged_id: int) -> ResponseReturnValue:
    """Check what the file would do, then import it."""
    staged = staging.get_staged(staged_id, kinds=KINDS, seen_by=current_user)
    form = Form()
    if form.validate_on_submit():
        add_terms = staged.preview["add_terms"]
        result = staged_pages.confirm(form, staged, lambda path: _run(path, staged.kind, add_terms=add_terms))
        if result is not None:
            flash(f"{staged.file_name} imported: {result}", "success")
            return redirect(url_for("complaints.list_" if staged.kind == "complaints" else "complaints.compliments"))
    return render_template("complaints/confirm_import.html", form=form, staged=staged)
