"""Documents of a case, letters in Word, and the council's own letter templates as pages."""

from io import BytesIO

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import desk, letter_words, pages, paper_services
from casework.complaints.models import Complaint
from casework.complaints.paper_forms import AddFileForm, RemoveFileForm, UploadLetterForm
from casework.complaints.room import room
from casework.complaints.terms import calendar_of
from casework.complaints.work_kinds import LetterTemplateKind
from casework.extensions import db
from casework.kit import files
from casework.kit.doors import needs
from casework.kit.file_kinds import KINDS
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken


def _people_only(complaint_id: int) -> Complaint:
    """The case, for whoever sees the people in it; 404 otherwise."""
    case = desk.open_case(complaint_id)
    if not pages.may_see_people(case, current_user):
        or_404(None)
    return case


@room.get("/complaints/<int:complaint_id>/documents")
@needs(Need.DECIDE_POINTS)
def documents(complaint_id: int) -> ResponseReturnValue:
    """The papers of the case."""
    case = _people_only(complaint_id)
    return render_template(
        "complaints/documents.html", papers=paper_services.list_files(case), kinds=KINDS,
        **pages.frame(case, current_user, "documents"),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/documents/add", methods=["GET", "POST"])
@needs(Need.DECIDE_POINTS)
def add_document(complaint_id: int) -> ResponseReturnValue:
    """Add a paper to the case."""
    case = _people_only(complaint_id)
    form = AddFileForm()

    def make() -> str:
        paper_services.add_file(
            case, upload=form.file.data, title=form.title.data, dated_on=form.dated_on.data, by=current_user
        )
        flash("The paper is kept", "success")
        return url_for("complaints.documents", complaint_id=complaint_id)

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return desk.verb_page(case, form)


@room.get("/complaints/<int:complaint_id>/documents/<int:paper_id>")
@needs(Need.DECIDE_POINTS)
def download_document(complaint_id: int, paper_id: int) -> ResponseReturnValue:
    """A paper, always to be saved."""
    return files.download(paper_services.get_file(_people_only(complaint_id), paper_id).file)


@room.route("/complaints/<int:complaint_id>/documents/<int:paper_id>/remove", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def remove_document(complaint_id: int, paper_id: int) -> ResponseReturnValue:
    """Take a paper out of the case, with the reason."""
    case = _people_only(complaint_id)
    paper = paper_services.get_file(case, paper_id)
    form = RemoveFileForm()

    def make() -> str:
        paper_services.remove_file(case, paper, reason=form.reason.data, by=current_user)
        flash("The paper is removed", "success")
        return url_for("complaints.documents", complaint_id=complaint_id)

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return desk.verb_page(case, form, paper=paper)


@room.post("/complaints/<int:complaint_id>/letters/<word>/make")
@needs(Need.LOG_COMPLAINTS)
def make_letter(complaint_id: int, word: str) -> ResponseReturnValue:
    """Make a letter of the case in Word, from the council's template; a copy is kept with the case."""
    kind = _kind(word)
    case = desk.open_case(complaint_id)
    try:
        paper_services.file_letter(case, kind, calendar_of(case.organisation_id), by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        flash(broken.sentence)
    else:
        db.session.commit()
        flash(
            f"{kind.words}: the letter is made and a copy kept. Open it below, change it in Word, then send it",
            "success",
        )
    return redirect(url_for("complaints.letters", complaint_id=complaint_id))


def _kind(word: str) -> LetterTemplateKind:
    return or_404(next((one for one in LetterTemplateKind if one.value == word), None))


def _word(made: bytes, name: str) -> Response:
    return send_file(BytesIO(made), mimetype=KINDS[".docx"][1], as_attachment=True, download_name=name, max_age=0)


@room.get("/complaints/settings/letters")
@needs(Need.MANAGE_COMPLAINTS)
def letter_templates() -> ResponseReturnValue:
    """The council's letters in Word, their versions and the fields they may use."""
    return render_template(
        "complaints/letter_templates.html", templates=paper_services.list_templates(current_user.organisation_id),
        fields=letter_words.FIELDS,
    )  # fmt: skip


@room.route("/complaints/settings/letters/<word>/upload", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def upload_letter(word: str) -> ResponseReturnValue:
    """Take a new version of a letter into use."""
    kind = _kind(word)
    form = UploadLetterForm()

    def make() -> str:
        made = paper_services.add_template(kind, upload=form.file.data, note=form.note.data, by=current_user)
        flash(f"{kind.words}: version {made.number} is in use. Look at the preview before the next letter", "success")
        return url_for("complaints.letter_templates")

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return render_template("complaints/upload_letter.html", form=form, kind=kind, fields=letter_words.FIELDS)


@room.get("/complaints/settings/letters/<word>/versions/<int:number>")
@needs(Need.MANAGE_COMPLAINTS)
def download_template(word: str, number: int) -> ResponseReturnValue:
    """A version of a letter to be changed in Word; 0 is the one that is shipped."""
    kind = _kind(word)
    made = paper_services.template_of(current_user.organisation_id, kind, number)
    return _word(made, f"{kind.value}-version-{number}.docx")


@room.get("/complaints/settings/letters/<word>/versions/<int:number>/preview")
@needs(Need.MANAGE_COMPLAINTS)
def preview_letter(word: str, number: int) -> ResponseReturnValue:
    """A version filled in with an invented case."""
    kind = _kind(word)
    made = paper_services.template_of(current_user.organisation_id, kind, number)
    return _word(letter_words.fill_in(made, letter_words.SAMPLE), f"{kind.value}-preview.docx")
