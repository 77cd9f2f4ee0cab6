"""Verbs of audits: what each does, refuses and leaves in the trail."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from casework.extensions import db
from casework.findings.models import FindingKind, Severity
from casework.kit.rules import RuleBroken
from casework.safeguarding import services
from casework.safeguarding.models import AuditCase, AuditStatus, Grade
from casework.trail.models import TrailEntry
from tests import make
from tests.safeguarding.make import agency, audit, found, started


def last_entry():
    return db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()


def test_a_planned_audit_has_a_reference_its_agencies_and_an_entry(app):
    by = make.person("board-office")
    first, second = audit(by), audit(by, period="2025/26", theme=None)
    assert [first.reference, second.reference] == ["AUD-0001", "AUD-0002"]
    assert (second.period, second.theme, second.status) == ("2025-26", "Self-neglect", AuditStatus.PLANNED)
    assert {one.code for one in first.agencies} == {"E10000018", "leicestershire-police"}
    assert last_entry().event == "audit:planned"
    assert last_entry().words == "planned an audit of Self-neglect with Leicestershire and Leicestershire Police"


def test_a_changed_plan_says_what_changed_and_nothing_when_nothing_did(app):
    by = make.person("board-office")
    made = audit(by)
    plan = {
        "title": made.title, "theme": made.theme, "period": made.period, "agencies": made.agencies,
        "method": made.method, "sample": made.sample, "why": made.why, "started_on": None, "due_on": None, "by": by,
    }  # fmt: skip
    before = last_entry().id
    services.change(made, **plan)
    assert last_entry().id == before
    fire = agency("leicestershire-fire")
    services.change(made, **{**plan, "agencies": [*made.agencies, fire], "sample": "Six"})
    assert last_entry().changes == {
        "Agencies": [
            "Leicestershire and Leicestershire Police",
            "Leicestershire, Leicestershire Fire and Leicestershire Police",
        ],
        "Sample": ["Five", "Six"],
    }


def test_an_agency_that_graded_stays(app):
    by = make.person("board-office")
    made = started(by)
    police = agency()
    services.grade(made.cases[0], grades={police.id: Grade.GOOD}, agreed=None, is_unsafe=False, by=by)
    with pytest.raises(RuleBroken, match="Leicestershire Police has graded SNH-01"):
        services.change(
            made, title="T", theme="T", period="2025-26", agencies=[make.organisation(), agency("other")],
            method="M", sample="S", why=None, started_on=None, due_on=None, by=by,
        )  # fmt: skip


def test_grades_are_set_changed_and_taken_back(app):
    by = make.person("board-office")
    made = started(by)
    case, police, council = made.cases[0], agency(), make.organisation()
    services.grade(
        case, grades={police.id: Grade.GOOD, council.id: Grade.INADEQUATE}, agreed=None, is_unsafe=False, by=by
    )
    services.grade(case, grades={police.id: None, council.id: Grade.GOOD}, agreed=Grade.GOOD, is_unsafe=False, by=by)
    db.session.commit()
    assert (case.grade_of(police.id), case.grade_of(council.id), case.agreed_grade) == (None, Grade.GOOD, Grade.GOOD)
    assert last_entry().changes == {
        "Leicestershire Police": ["Good", None],
        "Leicestershire": ["Inadequate", "Good"],
        "Agreed grade": [None, "Good"],
    }
    assert last_entry().reference == made.reference


def test_a_grade_of_somebody_outside_the_audit_is_refused(app):
    made = started()
    with pytest.raises(RuleBroken, match="Only agencies that take part"):
        services.grade(made.cases[0], grades={agency("other").id: Grade.GOOD}, agreed=None, is_unsafe=False, by=None)


def test_a_reference_stands_once_in_an_audit(app):
    made = started()
    with pytest.raises(RuleBroken, match="SNH-01 is in this audit already"):
        services.add_case(made, reference="snh 01", is_unsafe=False, by=None)
    with pytest.raises(RuleBroken, match="cannot be traced"):
        services.add_case(made, reference="Mary Smith", is_unsafe=False, by=None)
    assert db.session.query(AuditCase).count() == 1


def test_somebody_unsafe_is_escalated_and_stays_on_record(app):
    by = make.person("board-office")
    made = started(by)
    case = services.add_case(made, reference="SNH-02", is_unsafe=True, by=by)
    assert last_entry().words == "added case SNH-02, in which somebody is unsafe now"
    services.escalate(
        case, escalated_to="Duty team", escalated_on=date(2026, 4, 7), made_safe_on=date(2026, 4, 8), by=by
    )
    assert last_entry().event == "audit:case-escalated"
    services.grade(case, grades={}, agreed=Grade.GOOD, is_unsafe=False, by=by)
    assert case.is_unsafe
    assert last_entry().changes == {"Agreed grade": [None, "Good"]}


def test_a_finished_audit_cannot_be_changed(app):
    by = make.person("board-office")
    made = started(by)
    found(made, by=by)
    services.grade(made.cases[0], grades={}, agreed=Grade.GOOD, is_unsafe=False, by=by)
    services.finish(made, finished_on=date(2026, 4, 7), by=by)
    db.session.commit()
    assert (made.status, last_entry().event) == (AuditStatus.FINISHED, "audit:finished")
    for change in (
        lambda: services.add_case(made, reference="SNH-09", is_unsafe=False, by=by),
        lambda: services.grade(made.cases[0], grades={}, agreed=None, is_unsafe=False, by=by),
        lambda: found(made),
        lambda: services.delay(made, reason="Late", by=by),
    ):
        with pytest.raises(RuleBroken):
            change()


def test_a_delay_keeps_its_reason_and_the_audit_goes_on(app):
    made = started()
    services.delay(made, reason="Staff are needed elsewhere", by=None)
    assert (last_entry().reason, made.status) == ("Staff are needed elsewhere", AuditStatus.DELAYED)
    began = made.started_on
    services.start(made, started_on=date(2030, 1, 1), by=None)
    assert (made.status, made.started_on) == (AuditStatus.IN_PROGRESS, began)
    assert last_entry().words == "went on with the audit"


def test_what_an_audit_found_is_raised_with_the_audit_as_its_source(app):
    by = make.person("board-office")
    made = started(by)
    learning = found(made, "Nobody leads", by=by)
    measure = make.measure("msp-asked", "safeguarding")
    raised = services.raise_from_audit(
        learning, kind=FindingKind.LEARNING, title="Nobody leads", detail=None, theme="Self-neglect",
        severity=Severity.HIGH, measures=[measure], by=by,
    )  # fmt: skip
    db.session.commit()
    assert raised.audit_finding_id == learning.id
    assert raised.organisation == made.organisation
    assert (raised.source_words, raised.source_path) == (
        "Audit: Self-neglect, 2025/26",
        f"/safeguarding/audits/{made.id}",
    )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"status": AuditStatus.DELAYED}, "delayed_needs_reason"),
        ({"status": AuditStatus.FINISHED}, "finished_has_day"),
        ({"finished_on": date(2026, 4, 7)}, "finished_has_day"),
    ],
)
def test_the_database_keeps_state_and_fields_together(app, values, name):
    made = audit()
    for column, value in values.items():
        setattr(made, column, value)
    with pytest.raises(IntegrityError, match=name):
        db.session.commit()
    db.session.rollback()
