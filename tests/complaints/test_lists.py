"""Worklists, counts, pages and home lines: right rows, soonest first, the same statements for 1 and 20 rows."""

from datetime import date, timedelta

import pytest

from casework.complaints import queries, worklist
from casework.complaints.kinds import NextStep, Route, Status
from casework.complaints.models import Complaint
from casework.complaints.records import ComplaintAnswer, OmbudsmanCase
from casework.complaints.worklist import Tab
from casework.extensions import db
from casework.kit import clock
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import text_of

TODAY = date(2026, 4, 7)


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app):
    return make.person("complaints-officer")


def waiting(officer, step, due, **facts):
    return room.complaint(officer, next_step=NextStep(step), next_on=due, **facts)


def found_in(tab, person, **picked):
    page = worklist.page_of(tab, picked, seen_by=person, today=TODAY)
    return [case.id for case in page.rows]


@pytest.fixture
def cases(officer):
    other = make.person("complaints-officer")
    day = {name: TODAY + timedelta(days=number) for name, number in (("soon", 1), ("later", 20), ("late", -1))}
    return {
        "new": waiting(officer, "acknowledge", day["soon"]),
        "concern": waiting(officer, "settle", day["late"], status=Status.OPEN, route=None),
        "fresh": waiting(officer, "settle", day["soon"], status=Status.OPEN, route=None),
        "promised": waiting(other, "update", day["soon"], status=Status.INVESTIGATING, points=[None]),
        "late": waiting(officer, "target", day["late"], status=Status.INVESTIGATING, points=["upheld"]),
        "drafted": waiting(officer, "target", day["later"], status=Status.DRAFTED, points=["upheld"]),
        "closed": room.complaint(officer, status=Status.CLOSED, closed_on=TODAY, outcome="upheld"),
        "request": room.complaint(officer, route=Route.SERVICE_REQUEST),
    }


@pytest.mark.parametrize(
    ("tab", "names"),
    [
        ("mine", ["concern", "late", "new", "fresh", "drafted", "request"]),
        ("acknowledge", ["concern", "new"]),
        ("promised", ["promised"]),
        ("points", ["promised"]),
        ("sign", ["drafted"]),
        ("late", ["concern", "late"]),
        ("ombudsman", []),
    ],
)
def test_each_list_has_its_cases_soonest_first(officer, cases, tab, names):
    assert found_in(Tab(tab), officer) == [cases[name].id for name in names]
    counts = worklist.count_tabs(list(Tab), seen_by=officer, today=TODAY)
    assert counts[Tab(tab)] == len(names)


def test_all_is_newest_first_and_has_everything(officer, cases):
    assert found_in(Tab.ALL, officer) == sorted((case.id for case in cases.values()), reverse=True)


def test_with_the_ombudsman(officer, cases):
    cases["closed"].ombudsman_cases = [OmbudsmanCase(enquiry_on=TODAY)]
    assert found_in(Tab.OMBUDSMAN, officer) == [cases["closed"].id]


def test_filters_narrow_and_unknown_words_count_as_nothing(client, officer, cases):
    assert found_in(Tab.ALL, officer, status=["open"]) == [cases["fresh"].id, cases["concern"].id]
    assert found_in(Tab.ALL, officer, route=["service-request"]) == [cases["request"].id]
    client.sign_in(officer)
    page = client.get("/complaints?list=all&status=nonsense&team=99&status=closed").get_data(as_text=True)
    assert cases["closed"].reference in page
    assert cases["new"].reference not in page
    assert client.get("/complaints?list=nonsense&after=nonsense").status_code == 200


def test_pages_follow_each_other_without_a_gap_or_a_repeat(officer):
    for number in range(60):
        room.complaint(officer, next_on=TODAY + timedelta(days=number % 7), next_step=NextStep.TARGET)
    for tab in (Tab.MINE, Tab.ALL):
        seen, after = [], None
        while True:
            page = worklist.page_of(tab, {}, seen_by=officer, today=TODAY, after=after)
            seen += [case.id for case in page.rows]
            after = page.next_cursor
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 60
        assert page.total == 60


def test_a_list_costs_the_same_statements_for_1_and_20_rows(client, officer, statements):
    client.sign_in(officer)
    room.complaint(officer, points=[None], next_on=TODAY, next_step=NextStep.TARGET)
    counts = []
    for _ in range(2):
        client.get("/complaints")
        with statements() as seen:
            client.get("/complaints")
        counts.append(len(seen))
        for _ in range(19):
            person = make.person("investigator")
            held = room.complaint(officer, points=[None], next_on=TODAY, next_step=NextStep.TARGET)
            held.points[0].investigator_id = person.id
    assert counts[0] == counts[1] <= 15


def test_a_case_page_costs_the_same_statements_for_1_and_20_points(client, officer, statements):
    client.sign_in(officer)
    counts = []
    for size in (1, 20):
        case = room.complaint(officer, points=[None] * size)
        client.get(f"/complaints/{case.id}")
        with statements() as seen:
            client.get(f"/complaints/{case.id}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("role", "tabs"),
    [
        ("complaints-officer", list(Tab)),
        ("complaints-manager", list(Tab)),
        ("investigator", [Tab.MINE, Tab.LATE, Tab.ALL]),
        ("auditor", [Tab.POINTS, Tab.SIGN, Tab.LATE, Tab.OMBUDSMAN, Tab.ALL]),
    ],
)
def test_who_gets_which_lists(app, role, tabs):
    assert worklist.tabs_for(make.person(role)) == tabs


def test_restricted_cases_are_in_no_list_and_no_count(officer):
    waiting(officer, "target", TODAY - timedelta(days=1), is_restricted=True, status=Status.DRAFTED, points=[None])
    counts = worklist.count_tabs(list(Tab), seen_by=officer, today=TODAY)
    assert not any(counts.values())
    assert found_in(Tab.ALL, officer) == []
    assert queries.list_for_home(officer) == []


# --- home ---


def lines_of(person):
    return [(line.group, line.text, line.path) for line in queries.list_for_home(person)]


def test_an_officers_day(officer, cases):
    groups = {line.text: line.group for line in queries.list_for_home(officer)}
    reference = {name: case.reference for name, case in cases.items()}
    assert groups[f"Acknowledge {reference['new']} by Wednesday 8 April 2026"] == "Today (by law)"
    assert groups[f"Settle {reference['fresh']} by Wednesday 8 April 2026"] == "Today (by law)"
    overdue = f"Make {reference['concern']} a complaint: it was not settled in time, it was due Monday 6 April 2026"
    assert groups[overdue] == "Today (by law)"
    assert groups[f"Answer {reference['late']}, it was due Monday 6 April 2026"] == "Late"
    assert len(groups) == 4


def test_the_manager_sees_how_much_each_officer_has(client, officer, cases):
    manager, other = make.person("complaints-manager"), make.person("complaints-officer", name="Ona Other")
    for number in range(2):
        room.complaint(other, next_on=TODAY - timedelta(days=number), next_step="acknowledge")
    room.complaint(other, is_restricted=True)
    room.complaint(other, status=Status.WITHDRAWN, closed_on=TODAY, outcome="withdrawn")
    room.complaint(org=officer.organisation)
    load = {line.text: line.path for line in queries.list_for_home(manager) if line.group == "Team load"}
    assert "Ona Other has 2 open cases, 1 late" in load
    assert load["Nobody has 1 open case"] == "/complaints/assign-several"
    assert not [line for line in queries.list_for_home(officer) if line.group == "Team load"]
    client.sign_in(manager)
    assert "2 complaints" in text_of(client.get(load["Ona Other has 2 open cases, 1 late"]))
    assert "Team load" in text_of(client.get("/"))


def test_answers_wait_for_who_may_check_and_then_for_who_may_sign(officer, cases):
    manager, director = make.person("complaints-manager"), make.person("director")
    case = cases["drafted"]
    answer = ComplaintAnswer(round=1, text="x", drafted_by_id=officer.id, drafted_at=clock.now())
    case.answers.append(answer)
    db.session.flush()
    check = ("To sign or check", f"Check the answer to {case.reference}", f"/complaints/{case.id}/check")
    assert check in lines_of(manager)
    assert check not in lines_of(officer)
    assert lines_of(director) == []
    answer.checked_by_id = manager.id
    sign = f"Sign the answer to {case.reference}"
    assert lines_of(director) == [("For you to sign", sign, f"/complaints/{case.id}/sign")]


def test_an_investigators_points(officer, cases):
    investigator = make.person("investigator")
    case = cases["promised"]
    case.points[0].investigator_id = investigator.id
    assert lines_of(investigator) == [
        (
            "Points to decide",
            f"1 point to decide in {case.reference}, next date Wednesday 8 April 2026",
            f"/complaints/{case.id}/points",
        )
    ]


def test_nobody_else_gets_lines(app, officer, cases):
    assert lines_of(make.person("analyst")) == []
    assert lines_of(make.person("administrator")) == []
    other = make.person("complaints-manager", org=make.organisation(code="E06000017", name="Rutland"))
    assert lines_of(other) == []
    assert db.session.query(Complaint).count() == 8
