"""Pages of audits: what each does, refuses and keeps, and for whom it does not exist."""

import re

import pytest
from sqlalchemy import text

from casework.extensions import db
from casework.findings.models import Finding
from casework.safeguarding import services
from casework.safeguarding.forms import DelayForm
from casework.safeguarding.models import Audit, AuditCase, AuditFinding, AuditStatus, Grade
from casework.safeguarding.pages import AT_ONCE, saves
from casework.safeguarding.pseudonyms import TRACEABLE
from tests import make
from tests.safeguarding.make import agency, audit, found, partner_return, started

PLAN = {
    "title": "Self-neglect and hoarding",
    "theme": "Self-neglect",
    "period": "2026/27",
    "method": "Reading in pairs",
    "sample": "Five adults known to three agencies",
    "started_on": ["7", "4", "2026"],
    "due_on": ["30", "6", "2026"],
    "form_key": "key-1",
}


@pytest.fixture
def office(client):
    person = make.person("board-office")
    client.sign_in(person)
    return person


def plan(**rest):
    return {**PLAN, "agencies": [str(make.organisation().id), str(agency().id)], **rest}


def test_planning_makes_one_audit_however_often_it_is_sent(client, office):
    assert client.get("/safeguarding/audits/plan").status_code == 200
    first = client.send("/safeguarding/audits/plan", plan())
    second = client.send("/safeguarding/audits/plan", plan())
    made = db.session.query(Audit).one()
    assert first.location == second.location == f"/safeguarding/audits/{made.id}"
    page = client.get(first.location).get_data(as_text=True)
    assert "AUD-0001 is planned. Next: start it, then add the cases" in page
    assert "Tuesday 30 June 2026" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Enter what is looked at"),
        ({"agencies": []}, "Select at least two agencies"),
        ({"period": "soon"}, "is not a period"),
        ({"due_on": ["1", "4", "2026"]}, "Due must be the same as or after the day it starts"),
    ],
)
def test_a_refused_plan_keeps_what_was_typed(client, office, change, sentence):
    page = client.send("/safeguarding/audits/plan", plan(**change)).get_data(as_text=True)
    assert sentence in page
    assert "There is a problem" in page
    assert "Five adults known to three agencies" in page
    assert db.session.query(Audit).count() == 0


def test_what_was_typed_comes_back_when_the_page_was_open_for_too_long(client, office):
    answer = client.post("/safeguarding/audits/plan", data=plan())
    assert answer.location == "/safeguarding/audits/plan"
    page = client.get(answer.location).get_data(as_text=True)
    assert "We kept what you typed" in page
    assert "Five adults known to three agencies</textarea>" in page
    assert re.search(r'name="form_key"[^>]* value="[0-9a-f]{32}"', page)
    assert db.session.query(Audit).count() == 0


def test_one_agency_is_not_multi_agency(client, office):
    answer = client.send("/safeguarding/audits/plan", plan(agencies=[str(agency().id)]))
    assert "Select at least two agencies" in answer.get_data(as_text=True)


def test_a_plan_changed_by_two_people_loses_nobodys_words(client, office):
    made = audit(office)
    path = f"/safeguarding/audits/{made.id}/change"
    seen = made.version
    first = client.send(path, plan(version=seen, sample="Six adults"))
    assert first.location == f"/safeguarding/audits/{made.id}"
    second = client.send(path, plan(version=seen, sample="Seven adults"))
    page = second.get_data(as_text=True)
    assert second.status_code == 409
    assert "Six adults" in page
    assert "Seven adults" in page
    assert "You saved this" in page
    assert db.session.get(Audit, made.id).sample == "Six adults"
    third = client.send(path, plan(version=db.session.get(Audit, made.id).version, sample="Seven adults"))
    assert third.status_code == 302
    assert db.session.get(Audit, made.id).sample == "Seven adults"


def test_two_saves_at_one_moment_end_in_words(app, office):
    made = audit(office)

    def change():
        assert made.version == 1
        db.session.execute(text("UPDATE audit SET version = version + 1"))
        made.sample = "Seven adults"

    with app.test_request_context():
        form = DelayForm()
        assert not saves(form, change)
        assert [mistake.sentence for mistake in form.error_list] == [AT_ONCE]
    assert db.session.get(Audit, made.id).sample == "Five"


def test_the_moves_by_their_pages(client, office):
    made = audit(office)
    path = f"/safeguarding/audits/{made.id}"
    assert "Start the audit" in client.get(path).get_data(as_text=True)
    assert client.send(f"{path}/finish", {"finished_on": ["7", "4", "2026"]}).status_code == 200
    assert client.send(f"{path}/start", {"started_on": ["7", "4", "2026"]}).location == path
    assert "Say why it is delayed" in client.send(f"{path}/delay", {"reason": " "}).get_data(as_text=True)
    assert client.send(f"{path}/delay", {"reason": "Staff are needed elsewhere"}).location == path
    assert "Staff are needed elsewhere" in client.get(path).get_data(as_text=True)
    assert client.send(f"{path}/start", {"started_on": ["8", "4", "2026"]}).location == path
    refused = client.send(f"{path}/finish", {"finished_on": ["9", "4", "2026"]}).get_data(as_text=True)
    assert "Add at least one case before you finish" in refused
    services.add_case(made, reference="SNH-01", is_unsafe=False, by=office)
    services.grade(made.cases[0], grades={}, agreed=Grade.GOOD, is_unsafe=False, by=office)
    found(made, by=office)
    assert client.send(f"{path}/finish", {"finished_on": ["9", "4", "2026"]}).location == path
    page = client.get(path).get_data(as_text=True)
    assert "Finished Thursday 9 April 2026" in page
    assert "add-case" not in page
    assert db.session.get(Audit, made.id).status == AuditStatus.FINISHED


@pytest.mark.parametrize("reference", ["Mary Smith", "12/03/1950", "943 476 5919"])
def test_a_case_reference_that_leads_to_somebody_is_refused(client, office, reference):
    made = started(office, cases=())
    answer = client.send(
        f"/safeguarding/audits/{made.id}/add-case", {"reference": reference, "is_unsafe": "no", "form_key": "k"}
    )
    page = answer.get_data(as_text=True)
    assert page.count(TRACEABLE) == 3, "hint, summary and field"
    assert f'value="{reference}"' in page
    assert db.session.query(AuditCase).count() == 0


def test_somebody_unsafe_leads_on_to_the_escalation(client, office):
    made = started(office, cases=())
    path = f"/safeguarding/audits/{made.id}"
    asked = client.send(f"{path}/add-case", {"reference": "snh 7", "form_key": "k"})
    assert "Select whether anyone is unsafe now" in asked.get_data(as_text=True)
    answer = client.send(f"{path}/add-case", {"reference": "snh 7", "is_unsafe": "yes", "form_key": "k"})
    case = db.session.query(AuditCase).one()
    assert answer.location == f"{path}/cases/{case.id}/escalate"
    assert "nobody is known to have been told" in client.get(path).get_data(as_text=True)
    told = {"escalated_to": "Duty team", "escalated_on": ["7", "4", "2026"], "version": case.version}
    assert client.send(f"{path}/cases/{case.id}/escalate", told).location == path
    page = client.get(path).get_data(as_text=True)
    assert "Told Duty team" in page
    assert "is not known to be safe yet" in page


def test_grades_are_saved_and_shown_with_their_words(client, office):
    made = started(office)
    case, police = made.cases[0], agency()
    path = f"/safeguarding/audits/{made.id}/cases/{case.id}/grade"
    assert "Leicestershire Police" in client.get(path).get_data(as_text=True)
    sent = {f"grade_{police.id}": "requires-improvement", "agreed": "good", "is_unsafe": "no", "version": case.version}
    assert client.send(path, sent).location == f"/safeguarding/audits/{made.id}"
    page = client.get(f"/safeguarding/audits/{made.id}").get_data(as_text=True)
    assert "Requires improvement" in page
    assert "Not graded" in page
    stale = client.send(path, {**sent, "agreed": "inadequate"})
    assert stale.status_code == 409
    assert db.session.get(AuditCase, case.id).agreed_grade == Grade.GOOD
    outside = client.send(path, {**sent, "agreed": "superb", "version": db.session.get(AuditCase, case.id).version})
    assert "Select one of the answers shown for Agreed grade" in outside.get_data(as_text=True)


def test_learning_is_noted_and_raised_into_the_register(client, office):
    made = started(office)
    path = f"/safeguarding/audits/{made.id}"
    assert "Select good practice or learning" in client.send(f"{path}/note-finding", {}).get_data(as_text=True)
    noted = {"kind": "learning", "words": "Nobody is named to call the others together", "form_key": "n"}
    assert client.send(f"{path}/note-finding", noted).location == path
    finding = db.session.query(AuditFinding).one()
    measure = make.measure("msp-asked", "safeguarding")
    form = client.get(f"{path}/findings/{finding.id}/raise").get_data(as_text=True)
    assert "Nobody is named to call the others together</textarea>" in form
    raised = {"kind": "learning", "title": "Nobody leads", "severity": "high", "form_key": "r"}
    refused = client.send(f"{path}/findings/{finding.id}/raise", raised).get_data(as_text=True)
    assert "Select at least one measure" in refused
    assert 'value="Nobody leads"' in refused
    answer = client.send(f"{path}/findings/{finding.id}/raise", {**raised, "measures": str(measure.id)})
    held = db.session.query(Finding).one()
    assert answer.location == f"/findings/{held.id}"
    assert (held.audit_finding_id, held.source_words) == (finding.id, "Audit: Self-neglect, 2025/26")
    assert held.reference in client.get(path).get_data(as_text=True)


def test_another_councils_audit_is_not_there(client):
    made = started()
    case, finding = made.cases[0], found(made)
    db.session.commit()
    other = make.organisation("E06000017", "Rutland")
    client.sign_in(make.person("board-office", "director", org=other))
    for path in (
        *("", "/change", "/start", "/delay", "/finish", "/add-case", "/note-finding"),
        *(f"/cases/{case.id}/grade", f"/cases/{case.id}/escalate", f"/findings/{finding.id}/raise"),
    ):
        assert client.get(f"/safeguarding/audits/{made.id}{path}").status_code == 404
    page = client.get("/safeguarding/audits").get_data(as_text=True)
    assert "Self-neglect" not in page
    assert "None yet" in client.get("/safeguarding").get_data(as_text=True)


def test_a_case_or_finding_of_another_audit_is_not_there(client, office):
    one, other = started(office), started(office, cases=("MCA-01",))
    finding = found(other)
    db.session.commit()
    path = f"/safeguarding/audits/{one.id}"
    assert client.get(f"{path}/cases/{other.cases[0].id}/grade").status_code == 404
    assert client.get(f"{path}/findings/{finding.id}/raise").status_code == 404


@pytest.mark.parametrize("role", ["director", "board-chair", "auditor"])
def test_who_reads_sees_no_button_that_would_fail(client, role):
    made = started()
    client.sign_in(make.person(role))
    page = client.get(f"/safeguarding/audits/{made.id}").get_data(as_text=True)
    assert "SNH-01" in page
    for verb in ("add-case", "grade", "finish", "delay", "change", "note-finding"):
        assert f"/{verb}" not in page
    assert "Plan an audit" not in client.get("/safeguarding/audits").get_data(as_text=True)
    assert client.get(f"/safeguarding/audits/{made.id}/add-case").status_code == 404


def test_the_list_by_status_and_page_by_page_in_as_many_statements_for_any_number(client, office, statements):
    counted = []
    for number in range(30):
        audit(office, title=f"Audit number {number}")
        if number in (0, 29):
            with statements() as seen:
                page = client.get("/safeguarding/audits").get_data(as_text=True)
            counted.append(len(seen))
    assert counted[0] == counted[1]
    assert "Audit number 29" in page
    assert "Audit number 4<" not in page
    assert "before=6" in page
    older = client.get("/safeguarding/audits?before=6").get_data(as_text=True)
    assert "Audit number 4<" in older
    assert "Audit number 29" not in older
    assert "No audit stands there now" in client.get("/safeguarding/audits?status=finished").get_data(as_text=True)
    assert client.get("/safeguarding/audits?status=nonsense").status_code == 200


def test_an_audits_page_takes_as_many_statements_for_any_number_of_cases(client, office, statements):
    few = started(office)
    many = started(office, cases=[f"MCA-{number:02}" for number in range(1, 21)])
    for _ in range(10):
        found(many)
    counted = []
    for made in (few, many):
        found(made)
        db.session.commit()
        with statements() as seen:
            client.get(f"/safeguarding/audits/{made.id}")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_landing_and_empty_pages(client, office):
    page = client.get("/safeguarding").get_data(as_text=True)
    assert "None asked for yet" in page
    assert "No audits yet" in client.get("/safeguarding/audits").get_data(as_text=True)
    assert "No returns have been asked for yet" in client.get("/safeguarding/returns").get_data(as_text=True)
    assert client.get("/safeguarding/returns/heat-map").location == "/safeguarding/returns"
    started(office)
    partner_return()
    page = client.get("/safeguarding").get_data(as_text=True)
    assert "1 in progress." in page
    assert "0 of 1 agency has returned" in page


def test_a_grade_that_another_gave_meanwhile_is_shown_and_never_overwritten_unseen(client, office):
    made = started(office)
    (case,) = made.cases
    leicestershire, police = sorted(made.agencies, key=lambda one: one.name)
    path = f"/safeguarding/audits/{made.id}/cases/{case.id}/grade"
    seen = case.version
    blank = {"agreed": "", "is_unsafe": "no", "version": seen}
    client.sign_in(office)
    first = client.send(path, {**blank, f"grade_{police.id}": "good", f"grade_{leicestershire.id}": ""})
    assert first.status_code == 302
    second = client.send(path, {**blank, f"grade_{police.id}": "", f"grade_{leicestershire.id}": "outstanding"})
    assert second.status_code == 409
    assert db.session.get(AuditCase, case.id).grade_of(police.id) == "good"


def test_agencies_that_another_changed_meanwhile_are_never_overwritten_unseen(client, office):
    made = audit(office)
    path, numbers = f"/safeguarding/audits/{made.id}/change", [str(one.id) for one in made.agencies]
    assert client.send(path, plan(version=made.version, agencies=numbers)).status_code == 302
    seen = db.session.get(Audit, made.id).version
    fire = agency("leicestershire-fire")
    first = client.send(path, plan(version=seen, agencies=[*numbers, str(fire.id)]))
    assert first.status_code == 302
    assert client.send(path, plan(version=seen, agencies=numbers)).status_code == 409
    assert fire in db.session.get(Audit, made.id).agencies
