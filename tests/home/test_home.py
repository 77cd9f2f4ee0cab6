"""The first page after signing in: whose work it shows, in which order, and what it says when there is none."""

import re
from datetime import date, timedelta

import pytest

from casework.accounts.models import LoginSession
from casework.actions.models import ActionStatus
from casework.complaints.kinds import NextStep, Status
from casework.extensions import db
from casework.home.guide import list_steps
from casework.home.shell import navigation
from casework.kit import clock
from casework.trail import services as trail
from casework.trail.events import Event
from tests import make
from tests.complaints import make as cases
from tests.safeguarding import make as audits

NAVIGATION = {  # written out by hand from the table of pages
    "director": "Self-assessments, Measures, Complaints, Safeguarding, Findings, Actions, Reports",
    "contributor": "My sections, Actions",
    "analyst": "Measures, Dashboard, Imports, Findings, Reports",
    "complaints-manager": "Complaints, Compliments, Findings, Actions, Reports",
    "complaints-officer": "Complaints, Compliments, Findings, Actions, Reports",
    "investigator": "My cases, Actions",
    "board-chair": "Actions, Safeguarding, Measures",
    "board-office": "Safeguarding, Actions, Measures, Reports",
    "board-member": "Our return, Our actions",
    "auditor": "Self-assessments, Measures, Complaints, Safeguarding, Findings, Actions, Reports, Trail",
    "administrator": "People, Organisations",
}


def groups(page):
    return re.findall(r'<h2 class="govuk-heading-m" id="group-\d+">([^<]+)</h2>', page)


def links(page):
    main = page[page.index("<main") : page.index("</main>")]
    return re.findall(r'<li><a class="govuk-link" href="([^"]+)">', main)


@pytest.mark.parametrize("role", NAVIGATION)
def test_the_navigation_of_a_role_and_every_place_opens(client, role):
    person = make.person(role)
    places = navigation(person, "/")
    assert ", ".join(place.text for place in places) == NAVIGATION[role]
    client.sign_in(person)
    page = client.get("/").get_data(as_text=True)
    for path in {place.href for place in places} | set(links(page)):
        assert client.get(path.replace("&amp;", "&")).status_code == 200, path


def test_somebody_with_several_roles_has_the_union_and_no_more_than_eight(app):
    person = make.person("auditor", "complaints-officer", "analyst", "administrator")
    places = navigation(person, "/measures/dashboard")
    assert len(places) == 8
    assert [place.text for place in places][:3] == ["Self-assessments", "Measures", "Dashboard"]
    assert [place.text for place in places if place.current] == ["Dashboard"]


def test_a_place_that_is_open_but_not_theirs_stands_at_the_foot(client):
    page = client.sign_in(make.person("analyst")).get("/").get_data(as_text=True)
    foot = page[page.index("Also open to you") :]
    assert ">Self-assessments<" in foot
    assert ">Complaints<" not in page
    director = client.sign_in(make.person("director")).get("/").get_data(as_text=True)
    assert "Also open to you" not in director


def test_each_role_has_its_own_order_and_a_late_action_of_a_contributor_is_theirs(client, at):
    at("2026-04-07 09:00")
    person = make.person("contributor")
    make.action(person, status=ActionStatus.IN_PROGRESS, due_on=date(2026, 4, 1))
    make.action(person, status=ActionStatus.RETURNED, returned_reason="A list is missing", due_on=date(2026, 5, 1))
    page = client.sign_in(person).get("/").get_data(as_text=True)
    assert groups(page) == ["Sent back to me", "My actions"]
    assert "6 days late" in page


def test_an_officer_reads_what_the_law_wants_first_and_what_is_late_last(client, at):
    at("2026-04-09 09:00")
    officer = make.person("complaints-officer")
    cases.complaint(officer, next_on=date(2026, 4, 10), next_step=NextStep.ACKNOWLEDGE)
    cases.complaint(officer, next_on=date(2026, 4, 8), next_step=NextStep.TARGET, status=Status.INVESTIGATING)
    cases.complaint(officer, next_on=date(2026, 4, 13), next_step=NextStep.TARGET, status=Status.INVESTIGATING)
    page = client.sign_in(officer).get("/").get_data(as_text=True)
    assert groups(page) == ["Today (by law)", "My cases", "Late"]


def test_a_day_with_nothing_names_the_next_date(client, at):
    at("2026-04-07 09:00")
    officer = make.person("complaints-officer")
    client.sign_in(officer)
    assert "No date is set for you" in client.get("/").get_data(as_text=True)
    held = cases.complaint(officer, next_on=date(2026, 4, 14), next_step=NextStep.UPDATE, status=Status.INVESTIGATING)
    page = client.get("/").get_data(as_text=True)
    assert f"Tuesday 14 April 2026, give the update promised in {held.reference}" in page
    assert f'href="/complaints/{held.id}"' in page


def test_twenty_lines_then_all_of_them(client, at):
    at("2026-04-07 09:00")
    person = make.person("complaints-officer")
    for _ in range(25):
        cases.complaint(person, next_on=date(2026, 4, 8), next_step=NextStep.ACKNOWLEDGE)
    client.sign_in(person)
    assert len(links(client.get("/").get_data(as_text=True).partition("Also open")[0] + "</main>")) == 20
    page = client.get("/").get_data(as_text=True)
    assert "See all 25" in page
    assert len(re.findall("Acknowledge ASC", client.get("/?all=1").get_data(as_text=True))) == 25


def test_an_auditor_is_shown_exactly_what_is_counted(client):
    other = make.person("director", name="Curious Person")
    client.sign_in(other).get("/people")
    trail.record(Event.ACTION_SIGNED_OFF, make.action(other), by=other, words="signed off the action")
    page = client.sign_in(make.person("auditor")).get("/").get_data(as_text=True)
    assert groups(page) == ["Trail check", "Refused tries this week", "Sign-offs this week"]
    assert "1 try was refused" in page
    shown = client.get("/trail?about=refused&days=7").get_data(as_text=True)
    assert shown.count('scope="row"') == 1
    assert "Curious Person" in shown
    signed = client.get(f"/trail?about=signed&who={other.id}").get_data(as_text=True)
    assert "signed off the action" in signed
    assert "was refused" not in signed


def test_an_administrator_is_told_of_accounts_nobody_uses(client):
    admin = make.person("administrator")
    new, idle = make.person("analyst", name="Not Yet"), make.person("analyst", name="Long Gone")
    long_ago = clock.now() - timedelta(days=91)
    db.session.add(
        LoginSession(
            token_hash="0" * 64, person_id=idle.id, started_at=long_ago, seen_at=long_ago, address="-", browser="-"
        )
    )
    page = client.sign_in(admin).get("/").get_data(as_text=True)
    assert groups(page) == ["Not signed in yet", "Accounts unused 90 days"]
    listed = client.get("/people?show=new").get_data(as_text=True)
    assert new.name in listed
    assert idle.name not in listed
    listed = client.get("/people?show=unused").get_data(as_text=True)
    assert idle.name in listed
    assert new.name not in listed
    assert admin.email not in listed
    assert admin.email in client.get("/people").get_data(as_text=True)


def test_an_empty_installation_says_what_to_do_first(client):
    page = client.sign_in(make.person("administrator")).get("/").get_data(as_text=True)
    assert "First things to do" in page
    assert 'href="/people/add"' in page
    assert "Import figures, by an analyst" in page
    other = client.sign_in(make.person("investigator")).get("/").get_data(as_text=True)
    assert "First things to do" not in other


def test_the_card_about_the_guide_is_put_away_in_this_browser_only(client):
    client.sign_in(make.person("director"))
    answer = client.send("/guide/hide")
    assert answer.location == "/"
    cookie = answer.headers["Set-Cookie"]
    assert "casework_guide_hidden=yes" in cookie
    assert "HttpOnly" in cookie
    assert 'href="/guide"' in client.get("/").get_data(as_text=True)


def test_home_is_the_same_number_of_statements_for_one_line_and_for_twenty(client, at, statements):
    at("2026-04-07 09:00")
    officer = make.person("complaints-officer")
    client.sign_in(officer)
    cases.complaint(officer, next_on=date(2026, 4, 8), next_step=NextStep.ACKNOWLEDGE)
    make.action(officer, status=ActionStatus.IN_PROGRESS, due_on=date(2026, 5, 1))
    client.get("/")
    with statements() as few:
        client.get("/")
    for _ in range(15):
        cases.complaint(officer, next_on=date(2026, 4, 8), next_step=NextStep.ACKNOWLEDGE)
        make.action(officer, status=ActionStatus.IN_PROGRESS, due_on=date(2026, 5, 1))
    with statements() as many:
        client.get("/")
    assert len(many) == len(few)


def test_every_step_of_the_guide_opens_for_the_person_it_names(client):
    make.measure("1E")
    for step in list_steps():
        client.sign_in(make.person(step.role.replace(" ", "-")))
        assert client.get(step.path).status_code == 200, step.title
        page = client.get("/guide").get_data(as_text=True)
        assert f'href="{step.path.replace("&", "&amp;")}"' in page, step.title
    assert list_steps()[0].path.startswith("/measures/")
    assert "demo-accounts.json" not in page, "there is no such file without the demonstration"


def test_somebody_else_reads_of_a_step_but_gets_no_link_that_would_fail(client):
    page = client.sign_in(make.person("administrator")).get("/guide").get_data(as_text=True)
    assert "Actions for your sign-off" in page
    assert 'href="/actions' not in page


def test_an_auditor_goes_from_a_record_to_its_trail(client):
    finding = make.finding(make.measure())
    page = client.sign_in(make.person("auditor")).get(f"/findings/{finding.id}").get_data(as_text=True)
    assert f'href="/trail?reference={finding.reference}&amp;days=0"' in page
    other = client.sign_in(make.person("director")).get(f"/findings/{finding.id}").get_data(as_text=True)
    assert "See in trail" not in other


def test_the_trail_says_codes_in_words(client):
    person = make.person("director")
    trail.record(
        Event.ACTION_SUBMITTED,
        make.action(person),
        by=person,
        words="sent it",
        changes={"Status": ("in-progress", "submitted")},
    )
    page = client.sign_in(make.person("auditor")).get("/trail").get_data(as_text=True)
    assert "from “in progress”" in page


def test_a_complaint_is_found_from_home_by_its_reference(client):
    officer = make.person("complaints-officer")
    held = cases.complaint(officer)
    page = client.sign_in(officer).get("/").get_data(as_text=True)
    assert 'action="/find"' in page
    assert "Find: reference, or words of a complaint" in page
    assert client.send("/find", {"words": f" {held.reference.lower()} "}).location == f"/complaints/{held.id}"
    answer = client.send("/find", {"words": "evening call"})
    assert (answer.status_code, answer.location) == (307, "/complaints/search")  # posted on, so in no address
    for gone in ("ACT-9999", "fnd-0001 ", "AUD-77"):
        assert "No record that you can see has this reference" in client.send("/find", {"words": gone}).get_data(
            as_text=True
        )
    other = client.sign_in(make.person("analyst")).get("/").get_data(as_text=True)
    assert "words of a complaint" not in other


def test_a_record_is_found_by_its_reference_only_by_whoever_may_see_it(client):
    director = make.person("director")
    held = make.action(director, make.finding(make.measure()))
    secret = make.action(director, make.finding(make.measure(), is_restricted=True))
    secret.owner = make.person("contributor")
    audit = audits.audit(make.person("board-office"))
    paths = {
        held.reference.lower(): f"/actions/{held.id}",
        held.finding.reference: f"/findings/{held.finding_id}",
        audit.reference: f"/safeguarding/audits/{audit.id}",
    }
    client.sign_in(director)
    for reference, path in paths.items():
        assert client.send("/find", {"words": reference}).location == path
    agent = make.person("board-member", org=make.organisation("police", "Police", kind="agency"))
    rutland = make.person("analyst", org=make.organisation("E06000017", "Rutland"))
    for person, references in ((agent, paths), (rutland, paths), (make.person("analyst"), [secret.reference])):
        client.sign_in(person)
        for reference in references:
            page = client.send("/find", {"words": reference}).get_data(as_text=True)
            assert "No record that you can see has this reference" in page
            assert f'value="{reference}"' in page
    assert "Find" not in client.sign_in(make.person("administrator")).get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/evidence/3", "/assessments"), ("/templates", "/assessments"), ("/quality-statements", "/measures"),
        ("/councils/4", "/measures"), ("/plans/1", "/actions"), ("/measuresx", None),
    ],
)  # fmt: skip
def test_a_page_lights_the_room_it_belongs_to_wherever_its_address_stands(app, path, room):
    places = navigation(make.person("director"), path)
    assert [place.href for place in places if place.current] == ([room] if room else [])
