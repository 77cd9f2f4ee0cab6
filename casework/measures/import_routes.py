"""Importing figures through pages: choose, check, confirm. The words of a refusal are those of the command."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import Choice, Form, TextAreaField
from casework.kit.rules import RuleBroken
from casework.kit.tables import Problem, TableRefused
from casework.measures import queries, staging
from casework.measures.forms import ImportForm
from casework.measures.room import room


class ConfirmImportForm(Form):
    """Why final values change, where any does."""

    reason = TextAreaField("Why do the final values change?", rows=3, hint="Stays beside each of them")


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
        path = staging.put_aside(form.file.data)
        try:
            form.check_period()
            staged = staging.stage(
                path,
                kind=form.kind.data,
                file_name=staging.plain_name(form.file.data.filename),
                edition=form.edition.data,
                period=form.period.data or None,
                council=council,
                by=current_user,
            )
            db.session.commit()
        except TableRefused as refused:
            db.session.rollback()
            path.unlink(missing_ok=True)
            problems = refused.problems
        except RuleBroken as broken:
            db.session.rollback()
            path.unlink(missing_ok=True)
            form.refuse(broken)
        else:
            return redirect(url_for("measures.confirm_import", staged_id=staged.id))
    name = staging.plain_name(form.file.data.filename) if problems else ""
    return render_template("measures/import.html", form=form, problems=problems, file_name=name)


@room.route("/measures/imports/<int:staged_id>/confirm", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def confirm_import(staged_id: int) -> ResponseReturnValue:
    """Check what the file would do, then import it."""
    staged = staging.get_staged(staged_id, seen_by=current_user)
    form = ConfirmImportForm()
    if not staged.preview["needs_reason"]:
        del form.reason
    if form.validate_on_submit():
        reason = form.reason.data if staged.preview["needs_reason"] else None
        try:
            result = staging.confirm(
                staged, reason=reason or None, council=queries.council_of(current_user), by=current_user
            )
            db.session.commit()
        except TableRefused as refused:
            db.session.rollback()
            form.refuse(RuleBroken(f"The records changed since the check. {refused.problems[0]}"))
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            staging.let_go(staged)
            flash(f"{staged.file_name} imported: {result}", "success")
            return redirect(url_for("measures.list_"))
    return render_template("measures/confirm_import.html", form=form, staged=staged)
