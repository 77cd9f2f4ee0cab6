"""Importing an existing log through pages: choose, check, confirm. The words of a refusal are those of the command."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from casework.accounts.roles import Need
from casework.complaints.import_complaints import import_complaints
from casework.complaints.import_compliments import import_compliments
from casework.complaints.import_forms import ImportLogForm
from casework.complaints.room import room
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Form
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult, Problem, TableRefused
from casework.measures import staging
from casework.measures.models import StagedImport

KINDS = {"complaints": import_complaints, "compliments": import_compliments}


@room.route("/complaints/import", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def import_log() -> ResponseReturnValue:
    """Choose a log or a list of compliments and have it checked; nothing is kept before it is confirmed."""
    form = ImportLogForm()
    problems: list[Problem] = []
    if form.validate_on_submit():
        path = staging.put_aside(form.file.data)
        name = staging.plain_name(form.file.data.filename)
        staged = StagedImport(
            person_id=current_user.id, kind=form.kind.data, file_name=name, stored_as=path.name,
            preview={"add_terms": bool(form.add_terms.data)}, staged_at=clock.now(),
        )  # fmt: skip
        try:
            found = _run(staged, dry_run=True)
            db.session.rollback()
            staged.preview = staged.preview | {
                **{"new": found.new, "changed": found.changed, "same": found.same},
                "warnings": list(found.warnings[: staging.MOST_SHOWN]),
            }
            db.session.add(staged)
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
            return redirect(url_for("complaints.confirm_import", staged_id=staged.id))
    name = staging.plain_name(form.file.data.filename) if problems else ""
    return render_template("complaints/import.html", form=form, problems=problems, file_name=name)


@room.route("/complaints/imports/<int:staged_id>/confirm", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def confirm_import(staged_id: int) -> ResponseReturnValue:
    """Check what the file would do, then import it."""
    query = select(StagedImport).where(
        StagedImport.id == staged_id,
        StagedImport.person_id == current_user.id,
        StagedImport.done_at.is_(None),
        StagedImport.kind.in_(KINDS),
    )
    staged = or_404(db.session.scalars(query).first())
    form = Form()
    if form.validate_on_submit():
        try:
            result = _run(staged, dry_run=False)
            staged.done_at = clock.now()
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
            return redirect(url_for("complaints.list_" if staged.kind == "complaints" else "complaints.compliments"))
    return render_template("complaints/confirm_import.html", form=form, staged=staged)


def _run(staged: StagedImport, *, dry_run: bool) -> ImportResult:
    """Check or import the file that was put aside. Raises TableRefused, or RuleBroken when it is gone."""
    path = staging.folder() / staged.stored_as
    if not path.is_file():
        raise RuleBroken("The file is kept for one day only. Choose it again")
    with staging.renamed(path, staged.file_name) as shown:
        return KINDS[staged.kind](
            shown,
            by=current_user,
            organisation=current_user.organisation,
            dry_run=dry_run,
            add_terms=staged.preview["add_terms"],
        )
