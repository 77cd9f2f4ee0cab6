"""Verbs of audits: plan, change, add a case, grade, escalate, note a finding, start, delay, finish, raise."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Unpack

from sqlalchemy.orm.attributes import flag_modified

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.findings.models import Finding
from casework.findings.numbers import hold_writers, next_number
from casework.findings.rules import Source
from casework.findings.services import Said, raise_finding
from casework.kit import clock, words
from casework.measures.periods import period_words
from casework.safeguarding import rules
from casework.safeguarding.models import (
    Audit,
    AuditCase,
    AuditFinding,
    AuditFindingKind,
    AuditGrade,
    AuditStatus,
    Grade,
)
from casework.safeguarding.pseudonyms import clean_reference
from casework.safeguarding.words import FINDING_WORDS, GRADE_WORDS
from casework.trail import services as trail
from casework.trail.events import Event


def plan_audit(
    *,
    organisation: Organisation,
    title: str,
    theme: str | None,
    period: str,
    agencies: Collection[Organisation],
    method: str,
    sample: str,
    why: str | None = None,
    started_on: date | None = None,
    due_on: date | None = None,
    by: Person | None,
) -> Audit:
    """A planned audit, led by `organisation`. RuleBroken for a period that is none, or as rules.check_plan."""
    rules.check_plan(agencies, started_on=started_on, due_on=due_on)
    audit = Audit(
        number=next_number(Audit.number),
        organisation=organisation,
        title=title,
        theme=theme or title[:100],
        period=rules.period_code(period),
        agencies=list(agencies),
        method=method,
        sample=sample,
        why=why or None,
        status=AuditStatus.PLANNED,
        started_on=started_on,
        due_on=due_on,
        created_at=clock.now(),
    )
    db.session.add(audit)
    names = words.listed(sorted(agency.name for agency in agencies))
    trail.record(Event.AUDIT_PLANNED, audit, by=by, words=f"planned an audit of {title} with {names}")
    return audit


def change(
    audit: Audit,
    *,
    title: str,
    theme: str | None,
    period: str,
    agencies: Collection[Organisation],
    method: str,
    sample: str,
    why: str | None,
    started_on: date | None,
    due_on: date | None,
    by: Person,
) -> None:
    """Change what was planned, until the audit is finished; agencies that have graded stay."""
    rules.check_open(audit)
    rules.check_plan(agencies, started_on=started_on, due_on=due_on)
    rules.check_agencies_kept(audit, {agency.id for agency in agencies})
    before = _plan(audit)
    audit.title, audit.theme, audit.period = title, theme or title[:100], rules.period_code(period)
    audit.method, audit.sample, audit.why = method, sample, why or None
    audit.started_on, audit.due_on = started_on, due_on
    if {agency.id for agency in audit.agencies} != {agency.id for agency in agencies}:
        audit.agencies = list(agencies)
        flag_modified(audit, "title")  # who takes part is no column of its own, and its version stands for all
    after = _plan(audit)
    if after != before:
        changes = {label: (before[label], after[label]) for label in after}
        trail.record(Event.AUDIT_CHANGED, audit, by=by, words="changed what was planned", changes=changes)


def _plan(audit: Audit) -> dict[str, Any]:
    """What the trail says of a plan, label by label."""
    return {
        "Title": audit.title,
        "Theme": audit.theme,
        "Period": period_words(audit.period),
        "Agencies": words.listed(sorted(agency.name for agency in audit.agencies)),
        "Method": audit.method,
        "Sample": audit.sample,
        "Why": audit.why,
        "Starts": audit.started_on,
        "Due": audit.due_on,
    }


def start(audit: Audit, *, started_on: date, by: Person | None) -> None:
    """Start, or go on after a delay."""
    status = rules.next_audit_status(audit, "start")
    resumed = audit.status == AuditStatus.DELAYED
    audit.started_on = audit.started_on if resumed and audit.started_on else started_on
    _move(audit, status, by=by, sentence="went on with the audit" if resumed else "started the audit")


def delay(audit: Audit, *, reason: str, by: Person | None) -> None:
    """Say that the audit is delayed, and why."""
    status = rules.next_audit_status(audit, "delay")
    audit.delayed_reason = reason
    _move(audit, status, by=by, sentence="recorded that the audit is delayed", reason=reason)


def finish(audit: Audit, *, finished_on: date, by: Person | None) -> None:
    """Finish: from then on cases, grades and findings stay as they are."""
    status = rules.next_audit_status(audit, "finish")
    rules.check_finish(audit)
    audit.finished_on = finished_on
    _move(audit, status, by=by, sentence="finished the audit", event=Event.AUDIT_FINISHED)


def _move(
    audit: Audit,
    status: AuditStatus,
    *,
    by: Person | None,
    sentence: str,
    reason: str | None = None,
    event: Event = Event.AUDIT_CHANGED,
) -> None:
    before, audit.status = audit.status, status
    trail.record(event, audit, by=by, words=sentence, changes={"Status": (before, status)}, reason=reason)


def add_case(audit: Audit, *, reference: str, is_unsafe: bool, by: Person | None) -> AuditCase:
    """Add a case under a made-up reference. RuleBroken for one that could lead to a person, or is there already."""
    plain = clean_reference(reference)
    hold_writers()
    rules.check_case(audit, plain)
    case = AuditCase(audit=audit, reference=plain, is_unsafe=is_unsafe, added_at=clock.now())
    db.session.add(case)
    sentence = f"added case {plain}" + (", in which somebody is unsafe now" if is_unsafe else "")
    trail.record(Event.AUDIT_CASE_ADDED, audit, by=by, words=sentence)
    return case


def grade(
    case: AuditCase, *, grades: Mapping[int, Grade | None], agreed: Grade | None, is_unsafe: bool, by: Person | None
) -> None:
    """Set each agency's grade of its own part (None: not graded) by the agency's id, and the grade they agreed."""
    rules.check_grades(case.audit, grades)
    names = {agency.id: agency.name for agency in case.audit.agencies}
    changes: dict[str, tuple[Any, Any]] = {}
    for agency_id, given in grades.items():
        held = next((one for one in case.grades if one.organisation_id == agency_id), None)
        changes[names[agency_id]] = (_word(held.grade if held else None), _word(given))
        if held and given is None:
            case.grades.remove(held)
        elif held and given is not None:
            held.grade = given
        elif given is not None:
            case.grades.append(AuditGrade(organisation_id=agency_id, grade=given))
    changes["Agreed grade"] = (_word(case.agreed_grade), _word(agreed))
    stays_unsafe = is_unsafe or case.escalated_on is not None  # once somebody was told, it stays on record
    changes["Somebody is unsafe now"] = ("yes" if case.is_unsafe else "no", "yes" if stays_unsafe else "no")
    case.is_unsafe, case.agreed_grade = stays_unsafe, agreed
    if any(before != after for before, after in changes.values()):
        flag_modified(
            case, "agreed_grade"
        )  # the agencies' grades are rows of their own, and its version stands for all
        trail.record(Event.AUDIT_CASE_GRADED, case.audit, by=by, words=f"graded case {case.reference}", changes=changes)


def _word(given: Grade | None) -> str | None:
    return GRADE_WORDS[given] if given else None


def escalate(
    case: AuditCase, *, escalated_to: str, escalated_on: date, made_safe_on: date | None, by: Person | None
) -> None:
    """Record who was told that somebody is unsafe, when, and when they were known to be safe."""
    rules.check_escalate(case, escalated_on=escalated_on, made_safe_on=made_safe_on)
    before = (case.escalated_to, case.escalated_on, case.made_safe_on)
    case.escalated_to, case.escalated_on, case.made_safe_on = escalated_to, escalated_on, made_safe_on
    labels = ("Told", "Told on", "Known to be safe on")
    after = (escalated_to, escalated_on, made_safe_on)
    trail.record(
        Event.AUDIT_CASE_ESCALATED,
        case.audit,
        by=by,
        words=f"recorded the escalation of case {case.reference}",
        changes=dict(zip(labels, zip(before, after, strict=True), strict=True)),
    )


def note_finding(audit: Audit, *, kind: AuditFindingKind, words: str, by: Person | None) -> AuditFinding:
    """Note good practice or learning."""
    rules.check_open(audit)
    finding = AuditFinding(audit=audit, kind=kind, words=words, noted_at=clock.now())
    db.session.add(finding)
    noted = FINDING_WORDS[kind].lower()
    trail.record(
        Event.AUDIT_FINDING_NOTED, audit, by=by, words=f"noted {noted}", changes={"What was found": (None, words)}
    )
    return finding


def raise_from_audit(
    finding: AuditFinding,
    *,
    by: Person,
    **said: Unpack[Said],
) -> Finding:
    """Raise it into the register of the council that leads the audit, with the audit as its source."""
    audit = finding.audit
    source = Source(
        f"Audit: {audit.title}, {period_words(audit.period)}"[:200],
        f"/safeguarding/audits/{audit.id}",
        audit_finding_id=finding.id,
    )
    return raise_finding(
        source=source,
        **said,
        organisation=audit.organisation,
        by=by,
    )
