"""Pages of audits of practice: list, plan, show, change, start, delay, finish."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Organisation
from casework.accounts.queries import own_council
from casework.accounts.roles import Need
from casework.kit import clock
from casework.kit.doors import needs
from casework.measures.periods import period_words
from casework.safeguarding import queries, rules, services
from casework.safeguarding.forms import (
    ChangeForm,
    DelayForm,
    FinishForm,
    PlanForm,
    StartForm,
    agency_choices,
    data_of,
)
from casework.safeguarding.models import AuditStatus
from casework.safeguarding.pages import due, goes, history, is_moved, makes, me, saves
from casework.safeguarding.steps import next_step
from casework.safeguarding.words import AUDIT_TAGS, FINDING_WORDS, GRADE_MARKS

room = Blueprint("audits", __name__)


@room.get("/safeguarding/audits")
@needs(Need.READ_SAFEGUARDING)
def list_audits() -> ResponseReturnValue:
    """Audits, newest first, by status if wanted."""
    wanted = request.args.get("status", "")
    status = AuditStatus(wanted) if wanted in set(AuditStatus) else None
    before = request.args.get("before", type=int)
    lines, following = queries.list_audits(seen_by=current_user, status=status, before=before)
    return render_template(
        "safeguarding/audits.html",
        lines=lines,
        following=following,
        status=status,
        counts=queries.count_audits(seen_by=current_user),
        tags=AUDIT_TAGS,
        period_words=period_words,
        may_keep=current_user.may(Need.KEEP_SAFEGUARDING),
    )


@room.route("/safeguarding/audits/plan", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def plan() -> ResponseReturnValue:
    """Plan an audit."""
    form = PlanForm()
    agencies = queries.list_agencies(seen_by=current_user)
    form.agencies.choices = agency_choices(agencies)

    def make() -> tuple[str, str]:
        audit = services.plan_audit(organisation=own_council(me()), by=me(), **_planned(form, agencies))
        path = url_for("audits.show", audit_id=audit.id)
        return path, f"{audit.reference} is planned. Next: start it, then add the cases"

    if form.validate_on_submit() and (made := makes(form, make)):
        return made
    return render_template("safeguarding/plan.html", form=form)


def _planned(form: PlanForm, agencies: list[Organisation]) -> dict[str, Any]:
    """The form's answers by the names of the service."""
    chosen = set(form.agencies.data)
    return {
        "title": form.title.data,
        "theme": form.theme.data,
        "period": form.period.data,
        "agencies": [agency for agency in agencies if agency.id in chosen],
        "method": form.method.data,
        "sample": form.sample.data,
        "why": form.why.data,
        "started_on": form.started_on.data,
        "due_on": form.due_on.data,
    }


@room.get("/safeguarding/audits/<int:audit_id>")
@needs(Need.READ_SAFEGUARDING)
def show(audit_id: int) -> ResponseReturnValue:
    """The audit: what was looked at and why, cases with their grades, what was found, and its history."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    may_keep = current_user.may(Need.KEEP_SAFEGUARDING)
    return render_template(
        "safeguarding/audit.html",
        audit=audit,
        period=period_words(audit.period),
        tag_of=AUDIT_TAGS[audit.status],
        step=next_step(audit),
        due=due("Audit", audit.due_on),
        may_keep=may_keep,
        verbs=[verb for verb in ("start", "delay", "finish") if may_keep and rules.may_move_audit(audit, verb)],
        may_write=may_keep and rules.is_open(audit),
        may_raise=current_user.may(Need.RAISE_FINDINGS),
        raised=queries.list_raised([finding.id for finding in audit.findings]),
        marks=GRADE_MARKS,
        finding_words=FINDING_WORDS,
        history=history(audit),
    )


@room.route("/safeguarding/audits/<int:audit_id>/change", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def change(audit_id: int) -> ResponseReturnValue:
    """Change what was planned; a second person's save in between is shown, never overwritten unseen."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    form = ChangeForm(data=data_of(audit))
    agencies = queries.list_agencies(seen_by=current_user)
    agencies += [agency for agency in audit.agencies if agency not in agencies]
    form.agencies.choices = agency_choices(agencies)
    moved = False
    if form.validate_on_submit():
        moved = is_moved(form, audit.version, record=audit)
        if not moved and saves(form, lambda: services.change(audit, by=me(), **_planned(form, agencies))):
            return goes(url_for("audits.show", audit_id=audit_id), "The plan is changed")
    page = render_template(
        "safeguarding/change.html", form=form, audit=audit, moved=moved, period=period_words(audit.period)
    )
    return page, 409 if moved else 200


@room.route("/safeguarding/audits/<int:audit_id>/start", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def start(audit_id: int) -> ResponseReturnValue:
    """Start, or go on after a delay."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    form = StartForm(data={"started_on": clock.today()})
    if form.validate_on_submit() and saves(
        form, lambda: services.start(audit, started_on=form.started_on.data, by=me())
    ):
        return goes(url_for("audits.show", audit_id=audit_id), "The audit is in progress. Next: the cases")
    return render_template("safeguarding/start.html", form=form, audit=audit)


@room.route("/safeguarding/audits/<int:audit_id>/delay", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def delay(audit_id: int) -> ResponseReturnValue:
    """Say that it is delayed, and why."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    form = DelayForm()
    if form.validate_on_submit() and saves(form, lambda: services.delay(audit, reason=form.reason.data, by=me())):
        return goes(url_for("audits.show", audit_id=audit_id), "Recorded as delayed. The reason is shown below")
    return render_template("safeguarding/delay.html", form=form, audit=audit)


@room.route("/safeguarding/audits/<int:audit_id>/finish", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def finish(audit_id: int) -> ResponseReturnValue:
    """Finish; cases, grades and findings then stay as they are."""
    audit = queries.get_audit(audit_id, seen_by=current_user)
    form = FinishForm(data={"finished_on": clock.today()})
    if form.validate_on_submit() and saves(
        form, lambda: services.finish(audit, finished_on=form.finished_on.data, by=me())
    ):
        banner = "Finished. Raise what was found into the register, so that somebody acts on it"
        return goes(url_for("audits.show", audit_id=audit_id), banner)
    return render_template("safeguarding/finish.html", form=form, audit=audit)
