"""The annual report's own verbs: changing a paragraph, freezing a year. The report itself stands with the reports."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Organisation
from casework.accounts.roles import Need
from casework.complaints import frozen
from casework.complaints.annual_more import code_of
from casework.complaints.list_forms import FreezeForm, ParagraphForm
from casework.complaints.room import room
from casework.extensions import db
from casework.kit import words
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken


def _council() -> Organisation:
    council: Organisation = current_user.organisation
    return council


def _code(year: str) -> str:
    """The year as it is kept; 404 for anything that is none."""
    try:
        return code_of(words.parse_year(year))
    except ValueError:
        abort(404)


@room.route("/complaints/annual-reports/<year>/parts/<part>/change", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def change_paragraph(year: str, part: str) -> ResponseReturnValue:
    """Change the paragraph of one part of a year's report; every version is kept."""
    code = _code(year)
    if part not in frozen.PARTS:
        abort(404)
    versions = frozen.list_versions(_council(), code, part)
    last = versions[0] if versions else None
    form = ParagraphForm()
    if request.method == "GET" and not g.get("kept_fields"):
        form.text.data = last.text if last else ""
        form.version.data = str(last.version if last else 0)
    newer = None
    if form.validate_on_submit():
        saw = int(form.version.data) if (form.version.data or "").isdecimal() else -1
        try:
            frozen.change_text(_council(), code, part, text=form.text.data, saw=saw, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            if last and saw != last.version:
                newer = last.text
                form.version.data, form.version.raw_data = str(last.version), None
        else:
            flash("Paragraph changed", "success")
            return redirect(url_for("reports.show", name="complaints", year=code))
    return render_template(
        "complaints/change_paragraph.html",
        form=form,
        code=code,
        printed=words.year_words(code),
        about=frozen.PARTS[part],
        part=part.replace("-", " "),
        versions=versions,
        newer=newer,
    ), (409 if newer else 200)


@room.route("/complaints/annual-reports/<year>/freeze", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def freeze_year(year: str) -> ResponseReturnValue:
    """Freeze a year: its figures and texts are kept as they are, later corrections are listed."""
    code = _code(year)
    before = frozen.find_frozen(_council(), code)
    form = FreezeForm()
    if before is None:
        del form.reason
    if form.validate_on_submit():
        try:
            reason = form.reason.data if before else None
            frozen.freeze(_council(), code, reason=reason, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{words.year_words(code)} is frozen", "success")
            return redirect(url_for("reports.show", name="complaints", year=code))
    return render_template(
        "complaints/freeze_year.html", form=form, code=code, printed=words.year_words(code), before=before
    )
