"""Pages of partner returns: writing, submitting, asking, the heat map; and that no agency learns of another's."""

from datetime import date

import pytest

from casework.extensions import db
from casework.findings.models import Finding
from casework.safeguarding import returns
from casework.safeguarding.frameworks import framework_called
from casework.safeguarding.models import PartnerReturn, ReturnAnswer, ReturnStatus
from casework.safeguarding.queries import list_for_home
from tests import make
from tests.safeguarding.make import TEMPLATE, agency, answer_of, partner_return

ROUND = "template=saaf-2019&period=2025-26"


@pytest.fixture
def office(client):
    person = make.person("board-office")
    client.sign_in(person)
    return person


@pytest.fixture
def member(client):
    person = make.person("board-member", org=agency())
    client.sign_in(person)
    return person


def write_path(held, standard):
    return f"/safeguarding/returns/{held.id}/standards/{answer_of(held, standard).id}/write"


def every(rating="effective"):
    codes = [one.code for one in framework_called(TEMPLATE).asked_with("SAAF") if not one.asked_of]
    return {code.replace("-", "_"): rating for code in codes}


# --- the agency ---


def test_an_answer_is_saved_and_leads_to_the_next(client, member):
    held = partner_return()
    page = client.get(write_path(held, "internal-procedures")).get_data(as_text=True)
    assert "Works so well that other agencies could learn from it" in page
    sent = {"rating": "effective", "evidence": "Read together", "go_on": "yes", "version": 1}
    answer = client.send(write_path(held, "internal-procedures"), sent)
    assert answer.location == write_path(held, "six-principles")
    assert answer_of(held, "internal-procedures").evidence == "Read together"
    assert held.status == ReturnStatus.IN_PROGRESS
    stayed = client.send(write_path(held, "six-principles"), {"rating": "effective", "save": "yes", "version": 1})
    assert stayed.location.startswith(f"/safeguarding/returns/{held.id}#standard-")


@pytest.mark.parametrize(
    ("plan", "due", "field"),
    [("", ["30", "9", "2026"], "plan"), ("Train all", ["", "", ""], "due_on-day")],
)
def test_what_needs_work_is_refused_without_a_plan_and_keeps_what_was_typed(client, member, plan, due, field):
    held = partner_return()
    sent = {"rating": "not-effective", "evidence": "Nobody is trained", "plan": plan, "due_on": due, "version": 1}
    page = client.send(write_path(held, "autism-awareness"), sent).get_data(as_text=True)
    assert f'<a href="#{field}">Say what you will do and by when, or choose another rating</a>' in page
    assert "Nobody is trained" in page
    assert answer_of(held, "autism-awareness").rating is None


def test_two_people_at_one_standard_lose_nothing(client, member):
    held = partner_return()
    path = write_path(held, "partnership")
    client.send(path, {"rating": "effective", "evidence": "Theirs", "version": 1})
    answer = client.send(path, {"rating": "excelling", "evidence": "Mine", "version": 1})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine</textarea>" in page
    assert answer_of(held, "partnership").evidence == "Theirs"
    again = client.send(path, {"rating": "excelling", "evidence": "Mine", "version": 2})
    assert again.status_code == 302
    assert answer_of(held, "partnership").evidence == "Mine"


def test_last_times_answer_stands_beside_the_standard(client, member):
    partner_return(period="2024-25", partnership="excelling")
    held = partner_return()
    page = client.get(write_path(held, "partnership")).get_data(as_text=True)
    assert "What was said for 2024/25" in page
    assert "What was said" not in client.get(write_path(held, "self-neglect")).get_data(as_text=True)


def test_a_whole_return_is_submitted_and_then_locked(client, member):
    held = partner_return(status="in-progress", **every())
    path = f"/safeguarding/returns/{held.id}"
    assert "Submit the return" in client.get(path).get_data(as_text=True)
    assert "Submitting locks your return" in client.get(f"{path}/submit").get_data(as_text=True)
    assert client.send(f"{path}/submit").location == path
    page = client.get(path).get_data(as_text=True)
    assert "Submitted. The board office reads it next" in page
    assert "/write" not in page
    assert client.get(write_path(held, "partnership")).status_code == 404
    assert client.send(write_path(held, "partnership"), {"rating": "excelling", "version": 2}).status_code == 404
    assert client.get(f"{path}/submit").status_code == 404
    assert client.get(f"{path}/unlock").status_code == 404, "only the board office unlocks"


def test_a_return_with_a_gap_is_not_submitted(client, member):
    held = partner_return(status="in-progress", **every())
    answer_of(held, "partnership").rating = None
    page = client.send(f"/safeguarding/returns/{held.id}/submit").get_data(as_text=True)
    assert "Answer every standard before you submit: 1 to go" in page
    assert db.session.get(PartnerReturn, held.id).status == ReturnStatus.IN_PROGRESS


def test_an_agency_sees_its_own_return_and_no_trace_of_another(client, member):
    own = partner_return(partnership="effective")
    fire = agency("leicestershire-fire", "Fire Service")
    theirs = partner_return(fire, autism_awareness="not-effective")
    only_theirs = partner_return(fire, period="2023-24")
    page = client.get("/safeguarding/returns").get_data(as_text=True)
    assert "Our return 2025/26" in page
    assert "1 of 11" in page
    for word in ("Fire Service", "2023/24", "of 2 agencies", "agencies have"):
        assert word not in page
    for path in (
        f"/safeguarding/returns/{theirs.id}",
        write_path(theirs, "autism-awareness"),
        f"/safeguarding/returns/{theirs.id}/submit",
        f"/safeguarding/returns/{only_theirs.id}",
        f"/safeguarding/returns/{own.id}/standards/{answer_of(theirs, 'partnership').id}/write",
        "/safeguarding/returns?template=saaf-2019&period=2023-24",
        f"/safeguarding/returns/heat-map?{ROUND}",
        f"/safeguarding/returns/needs-work?{ROUND}",
        "/safeguarding",
        "/safeguarding/data",
    ):
        assert client.get(path).status_code == 404, path
    missing = client.get("/safeguarding/returns/999999").get_data(as_text=True)
    assert client.get(f"/safeguarding/returns/{theirs.id}").get_data(as_text=True) == missing


def test_nothing_asked_is_said(client, member):
    partner_return(agency("leicestershire-fire"))
    assert "No return has been asked of you." in client.get("/safeguarding/returns").get_data(as_text=True)


# --- the board ---


def test_asking_once_however_often_it_is_sent(client, office):
    police = agency()
    assert client.get("/safeguarding/returns/ask").status_code == 200
    sent = {
        "template": TEMPLATE, "period": "2026/27", "agencies": [str(police.id)], "due_on": ["30", "4", "2099"],
        "form_key": "k",
    }  # fmt: skip
    first, second = (client.send("/safeguarding/returns/ask", sent) for _ in range(2))
    assert first.location == second.location
    assert db.session.query(PartnerReturn).count() == 1
    page = client.get(first.location).get_data(as_text=True)
    assert "0 of 1 agency has returned, due Thursday 30 April 2099" in page
    again = client.send("/safeguarding/returns/ask", {**sent, "form_key": "k2"}).get_data(as_text=True)
    assert "Leicestershire Police already has a return for 2026/27" in again


def test_who_has_returned_counts_in_sql_and_says_who_is_late(client, at, statements):
    at("2026-05-01 10:00")
    client.sign_in(make.person("board-office"))
    partner_return(status="submitted", **every()).due_on = date(2026, 4, 30)
    partner_return(agency("fire", "Fire Service"), autism_awareness="not-effective").due_on = date(2026, 4, 30)
    client.get("/safeguarding/returns")  # the frame of the page looks once whether this is a demonstration
    counted = []
    for number in range(19):
        if number in (0, 18):
            with statements() as seen:
                page = client.get("/safeguarding/returns").get_data(as_text=True)
            counted.append(len(seen))
        partner_return(agency(f"agency-{number}"))
    assert counted[0] == counted[1]
    assert "1 of 20 agencies has returned" in page
    assert "11 of 11" in page
    assert "1 of 11" in page
    assert page.count("Not in<") == 1
    assert "Was due" in page


def test_the_heat_map_in_words_shapes_and_links(client, office, statements):
    held = partner_return(autism_awareness="not-effective", partnership="excelling", self_neglect="effective")
    page = client.get(f"/safeguarding/returns/heat-map?{ROUND}").get_data(as_text=True)
    assert f"/safeguarding/returns/{held.id}#standard-{answer_of(held, 'autism-awareness').id}" in page
    assert f"#standard-{answer_of(held, 'self-neglect').id}" not in page, "only what needs work is a link"
    assert "No areas" not in page
    assert "(Not effective)" in page
    work = client.get(f"/safeguarding/returns/heat-map?{ROUND}&show=work&group=local-areas").get_data(as_text=True)
    assert "Self-neglect</th>" not in work
    assert "Autism awareness</th>" in work
    nothing = client.get(f"/safeguarding/returns/heat-map?{ROUND}&show=moved").get_data(as_text=True)
    assert "Nothing to show for this choice" in nothing
    counted = []
    for number in range(12):
        if number in (0, 11):
            with statements() as seen:
                client.get(f"/safeguarding/returns/heat-map?{ROUND}")
            counted.append(len(seen))
        partner_return(agency(f"agency-{number}"), **every("working-towards"))
    assert counted[0] == counted[1] < 10


def test_the_boards_table_says_no_areas(client, office):
    partner_return(partnership="effective")
    partner_return(agency("fire", "Fire Service"))
    page = client.get(f"/safeguarding/returns/needs-work?{ROUND}").get_data(as_text=True)
    assert page.count("No areas") == 2
    assert "Nothing answered yet" in page


def test_the_board_office_answers_for_an_agency_on_paper_and_unlocks(client, office):
    held = partner_return()
    assert client.get(write_path(held, "partnership")).status_code == 200
    path = f"/safeguarding/returns/{held.id}"
    held.status, held.submitted_at = ReturnStatus.SUBMITTED, held.created_at
    assert "Unlock the return" in client.get(path).get_data(as_text=True)
    assert "Say why it is unlocked" in client.send(f"{path}/unlock", {}).get_data(as_text=True)
    assert client.send(f"{path}/unlock", {"reason": "A mix-up"}).location == path
    assert "A mix-up" in client.get(path).get_data(as_text=True)
    refused = client.send(f"{path}/unlock", {"reason": "Again"}).get_data(as_text=True)
    assert "Only a submitted return can be unlocked" in refused


@pytest.mark.parametrize("role", ["director", "board-chair", "auditor"])
def test_who_reads_writes_nothing(client, role):
    held = partner_return(partnership="effective")
    client.sign_in(make.person(role))
    page = client.get(f"/safeguarding/returns/{held.id}").get_data(as_text=True)
    assert "/write" not in page
    assert client.get(write_path(held, "partnership")).status_code == 404
    assert client.send(write_path(held, "partnership"), {"rating": "excelling", "version": 2}).status_code == 404
    assert client.send(f"/safeguarding/returns/{held.id}/submit").status_code == 404
    assert db.session.query(ReturnAnswer).filter_by(rating="excelling").count() == 0


def test_another_councils_board_sees_nothing(client):
    held = partner_return(agency("fire", "Fire Service"), partnership="effective")
    client.sign_in(make.person("board-office", "director", org=make.organisation("E06000017", "Rutland")))
    assert client.get(f"/safeguarding/returns/{held.id}").status_code == 404
    assert client.get(f"/safeguarding/returns?{ROUND}").status_code == 404
    assert "Fire Service" not in client.get("/safeguarding/returns").get_data(as_text=True)


def test_a_council_that_returns_is_seen_by_its_board_member_not_by_its_director(client):
    rutland = make.organisation("E06000017", "Rutland")
    held = partner_return(rutland)
    client.sign_in(make.person("director", org=rutland))
    assert client.get(f"/safeguarding/returns/{held.id}").status_code == 404
    client.sign_in(make.person("board-member", org=rutland))
    assert client.get(f"/safeguarding/returns/{held.id}").status_code == 200


def test_a_standard_is_raised_by_whoever_may(client, office):
    held = partner_return(autism_awareness="not-effective", partnership="excelling")
    answer = answer_of(held, "autism-awareness")
    measure = make.measure("msp-asked", "safeguarding")
    path = f"/safeguarding/returns/{held.id}/standards/{answer.id}/raise"
    assert path in client.get(f"/safeguarding/returns/{held.id}").get_data(as_text=True)
    assert "Not effective" in client.get(path).get_data(as_text=True)
    sent = {
        "kind": "area-for-improvement", "title": "Nobody is trained", "severity": "high", "measures": str(measure.id),
        "form_key": "k",
    }  # fmt: skip
    answer_given = client.send(path, sent)
    finding = db.session.query(Finding).one()
    assert answer_given.location == f"/findings/{finding.id}"
    assert finding.return_answer_id == answer.id
    assert finding.reference in client.get(f"/safeguarding/returns/{held.id}").get_data(as_text=True)
    unanswered = answer_of(held, "self-neglect")
    assert client.get(f"/safeguarding/returns/{held.id}/standards/{unanswered.id}/raise").status_code == 404
    client.sign_in(make.person("board-member", org=agency()))
    page = client.get(f"/safeguarding/returns/{held.id}").get_data(as_text=True)
    assert finding.reference not in page, "an agency does not read the council's register"
    assert client.get(path).status_code == 404


# --- home ---


def test_home_lines_by_role(app):
    office, member = make.person("board-office"), make.person("board-member", org=agency())
    held = partner_return(partnership="effective")
    partner_return(agency("fire"), status="submitted", **every())
    assert [(line.group, line.text, line.path) for line in list_for_home(office)] == [
        ("Returns not in", "1 of 2 agencies has not returned for 2025/26", f"/safeguarding/returns?{ROUND}")
    ]
    first = answer_of(held, "internal-procedures")
    assert [(line.group, line.text, line.path) for line in list_for_home(member)] == [
        (
            "Our return",
            "Return 2025/26: 1 of 11 standards answered",
            f"/safeguarding/returns/{held.id}/standards/{first.id}/write",
        )
    ]
    for answer in held.answers:
        returns.set_answer(answer, returns.Given("effective"), by=member)
    line = list_for_home(member)[0]
    assert (line.text, line.path) == (
        "Return 2025/26: 12 of 12 standards answered, ready to submit",
        f"/safeguarding/returns/{held.id}/submit",
    )
    assert list_for_home(make.person("director")) == []
    assert list_for_home(make.person("board-office", org=make.organisation("E06000017", "Rutland"))) == []
