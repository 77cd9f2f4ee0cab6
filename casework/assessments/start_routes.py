"""Starting a self-assessment: blank, or from the last signed version with every answer to be confirmed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments import carry_services, pages, queries, services
from casework.assessments.form_changes import changed_scales
from casework.assessments.forms import StartForm
from casework.assessments.models import Assessment, AssessmentTemplate
from casework.assessments.routes import room
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice, RadiosField, SelectField
from casework.kit.rules import RuleBroken
from casework.kit.words import plural, year_words

YEARS_OFFERED = 15
BLANK, AGAIN = "blank", 0


@room.route("/assessments/start", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def start() -> ResponseReturnValue:
    """Start a self-assessment."""
    templates = {template.code: template for template in queries.list_startable(seen_by=current_user)}
    sources = {str(one.id): one for one in queries.list_sources(current_user.organisation_id)}
    form = _form(templates, sources)
    if request.method == "GET" and len(templates) == 1 and not form.template.data:
        form.template.data = next(iter(templates))
    if form.validate_on_submit():
        if done := once.result_of(form.form_key.data, person=current_user):
            return redirect(done)
        try:
            started, carried = _start(form, templates[form.template.data], sources.get(form.source.data))
            path = url_for("assessments.show", assessment_id=started.id)
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            next_step = "Next: write the answers, or give sections to people"
            if carried:
                next_step = f"{plural(carried, 'answer')} carried forward. Next: confirm or change each of them"
                if changes := pages.changes_of_form(started):
                    next_step = f"The form has changed: {changes.words}. {next_step}"
            flash(f"{started.name} started. {next_step}", "success")
            return redirect(path)
    return render_template("assessments/start.html", form=form, has_templates=bool(templates))


def _start(form: StartForm, template: AssessmentTemplate, source: Assessment | None) -> tuple[Assessment, int]:
    scoring = f"scoring_{template.id}"
    started = services.start(
        template=template,
        organisation=current_user.organisation,
        period=form.period.data,
        by=current_user,
        scoring=form[scoring].data if scoring in form else None,
    )
    if source is None:
        return started, 0
    scale_map = {
        name: {step.number: form[f"scale_{name}_{step.number}"].data or None for step in before.steps}
        for name, (before, _) in _changed(template, source).items()
    }
    return started, carry_services.carry(started, source=source, scale_map=scale_map, by=current_user)


def _changed(template: AssessmentTemplate | None, source: Assessment | None) -> dict[str, Any]:
    """Scales that must be mapped; none when the two are not the same form."""
    if template is None or source is None or source.template_code not in template.outline.family:
        return {}
    return changed_scales(source.template.outline, template.outline)


def _form(templates: dict[str, AssessmentTemplate], sources: dict[str, Assessment]) -> StartForm:
    """With a question for each old level when the form and the source that were chosen have different scales."""
    fields: dict[str, Any] = {f"scoring_{one.id}": _scoring_field(one) for one in templates.values() if _offers(one)}
    chosen = _changed(templates.get(request.form.get("template", "")), sources.get(request.form.get("source", "")))
    for name, (before, after) in chosen.items():
        choices = [*(Choice(step.number, step.words) for step in after.steps), Choice(AGAIN, "Rate it again")]
        for step in before.steps:
            fields[f"scale_{name}_{step.number}"] = SelectField(
                f"What does {step.words} become?",
                choices=choices,
                missing=f"Say what {step.words} becomes: the scale now has {len(after.steps)} steps",
            )
    made: type[StartForm] = type("StartThisForm", (StartForm,), fields)
    form = made()
    form.template.choices = [
        pages.template_choice(template, reveals=f"scoring_{template.id}" if _offers(template) else None)
        for template in templates.values()
    ]
    this_year = clock.today().year - (clock.today().month < 4)
    years = range(this_year + 1, this_year - YEARS_OFFERED, -1)
    form.period.choices = [Choice(f"{year}-{(year + 1) % 100:02}", year_words(year)) for year in years]
    named = [Choice(key, f"{one.name}, version {one.number}", one.template.title) for key, one in sources.items()]
    form.source.choices = [Choice(BLANK, "Blank"), *named]
    if not form.is_submitted() and form.source.data is None:
        form.source.data = BLANK
    return form


def _offers(template: AssessmentTemplate) -> bool:
    """Whether the form can be scored in more than one way."""
    scoring = template.outline.scoring
    return scoring is not None and len(scoring.methods) > 1


def _scoring_field(template: AssessmentTemplate) -> RadiosField:
    scoring = template.outline.scoring
    methods = scoring.methods if scoring else {}
    return RadiosField(
        "How are the statements scored?",
        choices=[Choice(key, word, says) for key, (word, says) in methods.items()],
        default=next(iter(methods), None),
        missing="Select how the statements are scored",
    )
