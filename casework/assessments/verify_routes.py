"""The page that checks an exported file."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import rules, verifying
from casework.assessments.routes import room
from casework.kit.doors import needs
from casework.kit.forms import FileField, Form
from casework.kit.rules import RuleBroken


class CheckFileForm(Form):
    """The file to check."""

    file = FileField(
        "File",
        kinds=verifying.KINDS,
        missing="Choose a file",
        hint="The JSON, Word, PDF or Excel file of a self-assessment. It is read and not kept",
    )


@room.route("/assessments/check-file", methods=["GET", "POST"])
@needs(Need.READ_ASSESSMENTS)
def check_file() -> ResponseReturnValue:
    """Say whether a file is what was signed. Nothing is kept, whatever the answer."""
    form, judged, name = CheckFileForm(), None, ""
    if form.validate_on_submit():
        name = form.file.data.filename or ""
        try:
            judged = verifying.judge_file(
                name, form.file.data.stream.read(), organisation_id=current_user.organisation_id
            )
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template(
        "assessments/check_file.html", form=form, judged=judged, name=name, may_open=rules.sees_all(current_user)
    )
