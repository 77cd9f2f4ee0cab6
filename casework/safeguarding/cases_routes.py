"""Pages of an audit's cases and findings: add a case, grade it, escalate, note a finding, raise it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.findings.fields import measure_choices
from casework.kit import clock
from casework.kit.doors import needs
from casework.safeguarding import queries, rules, services
from casework.safeguarding.forms import (
    AddCaseForm,
    EscalateForm,
    NoteFindingForm,
    RaiseForm,
    grade_field,
    grade_form,
)
from casework.safeguarding.pages import goes, is_moved, makes, me, saves
from casework.safeguarding.words import FINDING_KINDS, FINDING_WORDS, GRADE_MARKS

room = Blueprint("audit_cases", __name__)


@room.route("/safeguarding/audits/<int:audit_id>/add-case", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def add_case(audit_id: int) -> ResponseReturnValue:
    """Add a case under a made-up reference; somebody unsafe leads straight on to the escalation."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    form = AddCaseForm()

    def make() -> tuple[str, str]:
        is_unsafe = form.is_unsafe.data == "yes"
        case = services.add_case(audit, reference=form.reference.data, is_unsafe=is_unsafe, by=me())
        verb, following = ("escalate", "who was told that somebody is unsafe") if is_unsafe else ("grade", "the grades")
        path = url_for(f"audit_cases.{verb}", audit_id=audit_id, case_id=case.id)
        return path, f"{case.reference} added. Next: {following}"

    if form.validate_on_submit() and (made := makes(form, make)):
        return made
    return render_template("safeguarding/add_case.html", form=form, audit=audit)


@room.route("/safeguarding/audits/<int:audit_id>/cases/<int:case_id>/grade", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def grade(audit_id: int, case_id: int) -> ResponseReturnValue:
    """Each agency's grade of its own part, and the grade they agreed."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    case = queries.get_case(audit, case_id)
    form = grade_form(case)
    moved = False

    def change() -> None:
        is_unsafe = form.is_unsafe.data == "yes"
        services.grade(case, grades=form.given(audit), agreed=form.agreed.data or None, is_unsafe=is_unsafe, by=me())

    if form.validate_on_submit():
        moved = is_moved(form, case.version, record=audit)
        if not moved and saves(form, change):
            if rules.is_at_risk(case):
                return redirect(url_for("audit_cases.escalate", audit_id=audit_id, case_id=case_id))
            return goes(url_for("audits.show", audit_id=audit_id), f"Grades of {case.reference} saved")
    names = [grade_field(agency) for agency in audit.agencies]
    page = render_template(
        "safeguarding/grade.html", form=form, audit=audit, case=case, names=names, moved=moved, marks=GRADE_MARKS
    )
    return page, 409 if moved else 200


@room.route("/safeguarding/audits/<int:audit_id>/cases/<int:case_id>/escalate", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def escalate(audit_id: int, case_id: int) -> ResponseReturnValue:
    """Who was told that somebody is unsafe, when, and when they were known to be safe."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    case = queries.get_case(audit, case_id)
    told = {"escalated_to": case.escalated_to, "escalated_on": case.escalated_on or clock.today()}
    form = EscalateForm(data={**told, "made_safe_on": case.made_safe_on, "version": case.version})
    moved = False

    def change() -> None:
        services.escalate(
            case,
            escalated_to=form.escalated_to.data,
            escalated_on=form.escalated_on.data,
            made_safe_on=form.made_safe_on.data,
            by=me(),
        )

    if form.validate_on_submit():
        moved = is_moved(form, case.version, record=audit)
        if not moved and saves(form, change):
            standing = "is known to be safe" if case.made_safe_on else "is not known to be safe yet"
            banner = f"Escalation of {case.reference} recorded. The person {standing}"
            return goes(url_for("audits.show", audit_id=audit_id), banner)
    page = render_template("safeguarding/escalate.html", form=form, audit=audit, case=case, moved=moved)
    return page, 409 if moved else 200


@room.route("/safeguarding/audits/<int:audit_id>/note-finding", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def note_finding(audit_id: int) -> ResponseReturnValue:
    """Note good practice or learning."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    form = NoteFindingForm()

    def make() -> tuple[str, str]:
        services.note_finding(audit, kind=form.kind.data, words=form.words.data, by=me())
        path = url_for("audits.show", audit_id=audit_id)
        return path, f"{FINDING_WORDS[form.kind.data]} noted. You can raise it as a finding"

    if form.validate_on_submit() and (made := makes(form, make)):
        return made
    return render_template("safeguarding/note_finding.html", form=form, audit=audit)


@room.route("/safeguarding/audits/<int:audit_id>/findings/<int:finding_id>/raise", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def raise_finding(audit_id: int, finding_id: int) -> ResponseReturnValue:
    """Raise what the audit found into the register."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    found = queries.get_audit_finding(audit, finding_id)
    form = RaiseForm(data={"kind": FINDING_KINDS[found.kind], "detail": found.words, "theme": audit.theme})
    measures = queries.list_measures()
    form.measures.choices = measure_choices(measures)

    def make() -> tuple[str, str]:
        raised = services.raise_from_audit(found, by=me(), **form.given(measures))
        banner = f"{raised.reference} raised. Add an action, or say why none is needed"
        return f"/findings/{raised.id}", banner

    if form.validate_on_submit() and (made := makes(form, make)):
        return made
    return render_template(
        "safeguarding/raise.html",
        form=form,
        said=found.words,
        said_as=FINDING_WORDS[found.kind],
        source=audit.title,
        back=url_for("audits.show", audit_id=audit_id),
        raised=queries.list_raised([found.id]).get(found.id, []),
    )
