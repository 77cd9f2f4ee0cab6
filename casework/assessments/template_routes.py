"""Pages of templates: the list, a published version, and a council's own draft from its start to its publication."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import drafts, template_queries, template_services
from casework.assessments.drafts import Body, Place
from casework.assessments.editing import draft_path, part_page, save_part, saved
from casework.assessments.export_routes import file_response
from casework.assessments.forms import ConfirmForm
from casework.assessments.models import AssessmentTemplate
from casework.assessments.routes import room
from casework.assessments.template_forms import (
    PublishForm,
    StartTemplateForm,
    UploadTemplateForm,
    head_form,
    head_values,
)
from casework.assessments.template_models import TemplateDraft
from casework.assessments.template_pages import draft_page, preview, to_yaml
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.packs import PackBroken
from casework.kit.rules import RuleBroken

DRAFT = "/templates/drafts/<int:draft_id>"
BLANK = "blank"
MOST_BYTES = 1_000_000  # a shipped form has about 40,000
MOST_FAULTS = 20


@room.get("/templates")
@needs(Need.READ_ASSESSMENTS)
def list_templates() -> ResponseReturnValue:
    """Every form the council can use, and its own drafts."""
    keeps = current_user.may(Need.KEEP_TEMPLATES)
    return render_template(
        "assessments/templates.html",
        templates=template_queries.list_newest(seen_by=current_user),
        drafts=template_queries.list_drafts(seen_by=current_user) if keeps else [],
    )


@room.get("/templates/<int:template_id>")
@needs(Need.READ_ASSESSMENTS)
def show_template(template_id: int) -> ResponseReturnValue:
    """A published version: its change log, its checksum, and its other versions."""
    template = template_queries.get_template(template_id, seen_by=current_user)
    keeps = current_user.may(Need.KEEP_TEMPLATES)
    return render_template(
        "assessments/template.html",
        template=template,
        versions=template_queries.list_template_versions(template),
        draft=template_queries.find_draft(template.code) if keeps and template.organisation_id else None,
    )


@room.get("/templates/<int:template_id>/preview")
@needs(Need.READ_ASSESSMENTS)
def preview_template(template_id: int) -> ResponseReturnValue:
    """A published version as it looks to whoever fills it in."""
    template = template_queries.get_template(template_id, seen_by=current_user)
    back = url_for(".show_template", template_id=template.id)
    return render_template("assessments/template_preview.html", **preview(template.body, current_user), back=back)


@room.get("/templates/<int:template_id>/export")
@needs(Need.READ_ASSESSMENTS)
def export_template(template_id: int) -> ResponseReturnValue:
    """A published version as a template file."""
    template = template_queries.get_template(template_id, seen_by=current_user)
    return _file(template.body, f"{template.code}-version-{template.version}.yaml")


def _file(body: Body, name: str) -> Response:
    return file_response(to_yaml(body), "application/yaml", name)


@room.route("/templates/start", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def start_template() -> ResponseReturnValue:
    """Begin a template of our own, blank or as a copy."""
    held = {str(one.id): one for one in template_queries.list_newest(seen_by=current_user)}
    form = StartTemplateForm()
    copies = [Choice(key, f"A copy of {one.title}", f"Version {one.version}") for key, one in held.items()]
    form.base.choices = [Choice(BLANK, "A blank form", "One section, four levels to rate on, a declaration"), *copies]
    if request.method == "GET" and request.args.get("copy") in held:
        form.base.data = request.args["copy"]
    if form.validate_on_submit():
        if done := once.result_of(form.form_key.data, person=current_user):
            return redirect(done)
        try:
            copied = held.get(form.base.data)
            draft = template_services.start_draft(title=form.title.data, by=current_user, copied=copied)
            once.remember(form.form_key.data, person=current_user, path=draft_path(draft))
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return saved(draft, "Draft begun. Nobody can use it until it is published")
    return render_template("assessments/template_start.html", form=form)


@room.route("/templates/upload", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def upload_template() -> ResponseReturnValue:
    """Begin a draft from a template file; one that is not right is refused with file, line and reason."""
    form = UploadTemplateForm()
    if form.validate_on_submit():
        try:
            name, data = form.file.data.filename or "file", form.file.data.stream.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                raise RuleBroken("The file must be smaller than 1 MB", "file")
            draft = template_services.start_from_file(name=name, data=data, by=current_user)
            db.session.commit()
        except (RuleBroken, PackBroken) as broken:
            db.session.rollback()
            _refuse_file(form, broken)
        else:
            return saved(draft, "The file was read. Nobody can use the form until it is published")
    return render_template("assessments/template_upload.html", form=form)


def _refuse_file(form: UploadTemplateForm, broken: RuleBroken | PackBroken) -> None:
    """Every fault has a line of its own in the summary, the first ones of very many."""
    if isinstance(broken, RuleBroken):
        form.refuse(broken)
        return
    lines = str(broken).splitlines()
    more = [f"and {len(lines) - MOST_FAULTS} more"] if len(lines) > MOST_FAULTS else []
    form.form_errors = [*form.form_errors, *lines[:MOST_FAULTS], *more]


@room.route("/templates/<int:template_id>/next", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def next_version(template_id: int) -> ResponseReturnValue:
    """Begin the next version of one of our own templates."""
    template = template_queries.get_template(template_id, seen_by=current_user)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            draft = template_services.start_next(template, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return saved(draft, f"Draft of version {draft.next_version} begun")
    return _confirm_page(
        form,
        "Begin the next version",
        f"“{template.title}” is copied into a draft. Published versions and self-assessments on them stay as they are.",
        "Begin the next version",
        url_for(".show_template", template_id=template.id),
    )


def _confirm_page(form: ConfirmForm, heading: str, effect: str, button: str, path: str) -> ResponseReturnValue:
    return render_template(
        "assessments/template_confirm.html", form=form, heading=heading, effect=effect, button=button, path=path
    )


@room.get(DRAFT)
@needs(Need.KEEP_TEMPLATES)
def show_draft(draft_id: int) -> ResponseReturnValue:
    """A draft in order, with what must be put right before it can be published."""
    return render_template("assessments/template_draft.html", **draft_page(_draft(draft_id)))


def _draft(draft_id: int) -> TemplateDraft:
    return template_queries.get_draft(draft_id, seen_by=current_user)


@room.get(f"{DRAFT}/preview")
@needs(Need.KEEP_TEMPLATES)
def preview_draft(draft_id: int) -> ResponseReturnValue:
    """The draft as the form will look."""
    draft = _draft(draft_id)
    return render_template(
        "assessments/template_preview.html", **preview(draft.body, current_user), back=draft_path(draft)
    )


@room.get(f"{DRAFT}/export")
@needs(Need.KEEP_TEMPLATES)
def export_draft(draft_id: int) -> ResponseReturnValue:
    """The draft as a template file."""
    draft = _draft(draft_id)
    body = {**draft.body, "changes": [*draft.body["changes"], f"{draft.next_version}: draft, not published"]}
    return _file(body, f"{draft.code}-draft.yaml")


@room.route(f"{DRAFT}/change", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def change_draft(draft_id: int) -> ResponseReturnValue:
    """Title, summary, and the parts that sections stand under."""
    draft = _draft(draft_id)
    held = drafts.part_of(draft.body, ("head",))
    form = head_form(draft.body)(data={**held, "seen": drafts.mark_of(held)} | _parts(held))
    theirs: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        values = head_values(form, draft.body)
        taken, theirs = save_part(
            draft,
            form,
            lambda body: {**{key: value for key, value in body.items() if key != "summary"}, **values},
            words=f'changed the title, purpose or parts of the template "{draft.title}"',
            read=("head",),
            place=Place(),
        )
        if taken:
            return saved(draft, "Saved")
    return part_page(draft, form, "Title, purpose and parts", theirs=theirs)


def _parts(held: dict[str, object]) -> dict[str, str]:
    parts = held["parts"]
    return (
        {f"part_{number}": words for number, words in enumerate(parts.values(), start=1)}
        if isinstance(parts, dict)
        else {}
    )


@room.route(f"{DRAFT}/publish", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def publish_draft(draft_id: int) -> ResponseReturnValue:
    """Make the draft a version that never changes."""
    draft = _draft(draft_id)
    form = PublishForm(version=str(draft.version))
    if form.validate_on_submit():
        try:
            seen = int(form.version.data) if (form.version.data or "").isdigit() else 0
            template = template_services.publish(draft, change=form.change.data, seen_version=seen, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            form.version.data, form.version.raw_data = str(draft.version), None
        else:
            return _published(template)
    return render_template("assessments/template_publish.html", **draft_page(draft), form=form)


def _published(template: AssessmentTemplate) -> ResponseReturnValue:
    words = f"Version {template.version} is published. Self-assessments can be started on it"
    flash(words, "success")
    return redirect(url_for(".show_template", template_id=template.id))


@room.route(f"{DRAFT}/discard", methods=["GET", "POST"])
@needs(Need.KEEP_TEMPLATES)
def discard_draft(draft_id: int) -> ResponseReturnValue:
    """Throw the draft away."""
    draft = _draft(draft_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        template_services.discard(draft, by=current_user)
        db.session.commit()
        flash("The draft is gone", "success")
        return redirect(url_for(".list_templates"))
    effect = f"The draft of version {draft.next_version} of “{draft.title}” goes for good. Published versions stay."
    return _confirm_page(form, "Throw the draft away", effect, "Throw the draft away", draft_path(draft))
