"""The ombudsman's yearly list as pages: take it in, compare it with our log, settle what does not match.

Also the page behind "It came back" of a finding.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import desk, ombudsman_lists, pages, recurrence
from casework.complaints.forms import OnceForm
from casework.complaints.import_ombudsman import import_ombudsman_list
from casework.complaints.queries import with_words
from casework.complaints.room import room
from casework.extensions import db
from casework.kit import words
from casework.kit.doors import needs
from casework.kit.forms import Choice, FileField, SelectField, TextAreaField, TextField
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.tables import Problem, TableRefused

ENDINGS = (".csv", ".xlsx", ".ods")


class TakeInForm(OnceForm):
    """The file and its year."""

    year = TextField("Year of the list", missing="Enter the year", width=10, most=12, hint="Such as 2019-20")
    file = FileField("The ombudsman's list", missing="Choose a file",
                     hint="CSV or Excel: reference, category, received_on, decided_on, decision")  # fmt: skip


class SettleRowForm(OnceForm):
    """Which of our cases it is, or why we have none."""

    enquiry = SelectField("Which of our cases is it?", blank="None of these", called="Our case", mark_optional=False)
    explained = TextAreaField("If none: why does our log not have it?", called="Why our log does not have it", rows=2,
                              hint="Such as: about children's services. No names")  # fmt: skip


@room.get("/complaints/ombudsman-lists")
@needs(Need.MANAGE_COMPLAINTS)
def ombudsman_lists_() -> ResponseReturnValue:
    """The lists that were taken in."""
    return render_template("complaints/ombudsman_lists.html", lists=ombudsman_lists.list_lists(seen_by=current_user))


@room.route("/complaints/ombudsman-lists/take-in", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def take_in() -> ResponseReturnValue:
    """Take in the list of a year; it is matched with our log at once."""
    form = TakeInForm()
    problems: list[Problem] = []
    if form.validate_on_submit():
        name = Path((form.file.data.filename or "").replace("\\", "/")).name
        try:
            if not name.lower().endswith(ENDINGS):
                raise RuleBroken("The file must be CSV or Excel (.xlsx)", "file")
            with TemporaryDirectory() as folder:
                path = Path(folder) / f"list{Path(name).suffix.lower()}"
                form.file.data.save(path)
                result = import_ombudsman_list(
                    path, by=current_user, organisation=current_user.organisation, period=form.year.data,
                    ignore_unknown=True,
                )  # fmt: skip
            db.session.commit()
        except TableRefused as refused:
            db.session.rollback()
            problems = refused.problems
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"The list is taken in: {result}. {' '.join(result.warnings)}".strip(), "success")
            return redirect(url_for("complaints.ombudsman_lists_"))
    return render_template("complaints/take_in.html", form=form, problems=problems)


@room.get("/complaints/ombudsman-lists/<int:list_id>")
@needs(Need.MANAGE_COMPLAINTS)
def compare_list(list_id: int) -> ResponseReturnValue:
    """A year's list beside our log, case by case."""
    held = ombudsman_lists.get_list(list_id, seen_by=current_user)
    return render_template(
        "complaints/compare_list.html", held=held, compared=ombudsman_lists.compare(held, seen_by=current_user)
    )


@room.route("/complaints/ombudsman-lists/<int:list_id>/rows/<int:row_id>/match", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def match_row(list_id: int, row_id: int) -> ResponseReturnValue:
    """Match a case by hand, or say why our log does not have it."""
    held = ombudsman_lists.get_list(list_id, seen_by=current_user)
    row = ombudsman_lists.get_row(held, row_id)
    compared = ombudsman_lists.compare(held, seen_by=current_user)
    if row not in compared.theirs:
        or_404(None)
    form = SettleRowForm(explained=row.explained)
    form.enquiry.choices = [
        Choice(enquiry.id, f"{case.reference}, decided {words.full_date(enquiry.decided_on)}")
        for enquiry, case in compared.ours
        if enquiry.decided_on
    ]

    def make() -> str:
        ombudsman_lists.settle_row(
            held, row, enquiry_id=form.enquiry.data, explained=form.explained.data, offered=compared.ours,
            by=current_user,
        )  # fmt: skip
        flash(f"{row.their_reference} is settled", "success")
        return url_for("complaints.compare_list", list_id=list_id)

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return render_template("complaints/match_row.html", form=form, held=held, row=row)


@room.get("/complaints/came-back/<int:finding_id>")
@needs(Need.READ_COMPLAINTS)
def came_back(finding_id: int) -> ResponseReturnValue:
    """The complaints like the one behind a finding that came after its action was signed off."""
    found = recurrence.list_again(seen_by=current_user, finding_ids=[finding_id])
    if not found:
        or_404(None)
    cases = db.session.scalars(with_words(recurrence.cases_behind(finding_id, seen_by=current_user))).all()
    return render_template(
        "complaints/came_back.html", again=found[-1], sentence=recurrence.sentence_of(found[-1]), cases=cases,
        subject_of=pages.subject_of,
    )  # fmt: skip
