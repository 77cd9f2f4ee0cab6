"""Importing figures through pages: choose, check, confirm. The words of a refusal are those of the command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Organisation
from casework.accounts.roles import Need
from casework.kit.doors import needs
from casework.kit.forms import Choice, Form, TextAreaField
from casework.kit.tables import ImportResult, Problem
from casework.measures import queries, staged_pages, staging
from casework.measures.forms import ImportForm
from casework.measures.import_guide import GUIDES
from casework.measures.import_values import plan_values
from casework.measures.importer import IMPORTERS
from casework.measures.models import StagedImport
from casework.measures.room import room


class ConfirmImportForm(Form):
    """Why final values change, where any does."""

    reason = TextAreaField(
        "Why do the final values change?",
        rows=3,
        hint="Stays beside each of them",
        missing="Say why the final values change",
    )


@room.route("/measures/import", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def import_() -> ResponseReturnValue:
    """Choose a file and have it checked."""
    council = queries.council_of(current_user)
    form = ImportForm()
    form.edition.choices = [
        Choice(one.code, one.title) for one in queries.list_editions() if one.code.startswith("ascof")
    ]
    problems: list[Problem] = []
    if form.validate_on_submit():
        staged, problems = staged_pages.check_file(form, lambda path, name: _stage(form, path, name, council))
        if staged is not None:
            return redirect(url_for("measures.confirm_import", staged_id=staged.id))
    name = staging.plain_name(form.file.data.filename) if problems else ""
    return render_template("measures/import.html", form=form, problems=problems, file_name=name)


def _stage(form: ImportForm, path: Path, name: str, council: Organisation) -> StagedImport:
    form.check_period()
    kind, edition, period = form.kind.data, form.edition.data, form.period.data or None

    def check(shown: Path) -> tuple[ImportResult, dict[str, Any]]:
        if kind != "values":
            return _run(shown, kind, edition, period, council, dry_run=True), {"changes": [], "needs_reason": 0}
        planned = plan_values(shown, only=council)
        changes = [[name, old, new] for name, (old, new) in planned.changes().items()]
        return planned.result(), {"changes": changes, "needs_reason": len(planned.plan.unexplained)}

    return staging.stage(path, check, kind=kind, file_name=name, edition=edition, period=period, by=current_user)


def _run(
    path: Path, kind: str, edition: str | None, period: str | None, council: Organisation, **options: Any
) -> ImportResult:
    importer: Callable[..., ImportResult] = IMPORTERS[kind]
    if kind == "ascof":
        return importer(path, by=current_user, edition=edition, period=period, **options)
    return importer(path, by=current_user, only=council, **options)


@room.get("/measures/import/guide")
@needs(Need.KEEP_MEASURES)
def import_guide() -> ResponseReturnValue:
    """The columns of each kind of file, with what each holds."""
    return render_template("measures/import_guide.html", guides=GUIDES)


@room.get("/measures/import/guide/<kind>")
@needs(Need.KEEP_MEASURES)
def empty_import(kind: str) -> ResponseReturnValue:
    """An empty file of a kind, to fill in."""
    return staged_pages.send_empty(GUIDES, kind)


@room.route("/measures/imports/<int:staged_id>/confirm", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def confirm_import(staged_id: int) -> ResponseReturnValue:
    """Check what the file would do, then import it."""
    staged = staging.get_staged(staged_id, kinds=IMPORTERS, seen_by=current_user)
    form = ConfirmImportForm()
    if not staged.preview["needs_reason"]:
        del form.reason
    if form.validate_on_submit():
        more = {"reason": form.reason.data} if staged.preview["needs_reason"] else {}
        council = queries.council_of(current_user)
        result = staged_pages.confirm(
            form, staged, lambda path: _run(path, staged.kind, staged.edition, staged.period, council, **more)
        )
        if result is not None:
            flash(f"{staged.file_name} imported: {result}", "success")
            return redirect(url_for("measures.list_"))
    return render_template("measures/confirm_import.html", form=form, staged=staged)
