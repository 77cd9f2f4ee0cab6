"""The list of actions: its views, filters, order and pages, and what it costs."""

import re
from datetime import date

import pytest

from casework.actions import rules
from casework.actions.models import Action
from casework.extensions import db
from casework.findings.models import Body
from tests import make
from tests.actions.make import people, sign, submitted


@pytest.fixture(autouse=True)
def _today(at):
    at("2026-04-07 10:40")


@pytest.fixture
def who(app):
    return people()


def text_of(answer):
    return answer.get_data(as_text=True)


def titles(client, path):
    return set(re.findall(r"Title of ([a-z]+)", text_of(client.get(path))))


@pytest.fixture
def many(who):
    police = make.organisation("police", "Police", kind="agency")
    rows = {
        "late": make.action(who["owner"], due_on=date(2026, 4, 6)),
        "today": make.action(who["owner"], due_on=date(2026, 4, 7)),
        "mine": make.action(who["director"], make.finding(make.measure(), body=Body.COUNCIL)),
        "wait": submitted(who["owner"], due_on=date(2026, 4, 1)),
        "board": submitted(who["owner"], agency=police, body=Body.BOARD, due_on=date(2027, 4, 1)),
        "ended": submitted(who["owner"]),
        "own": submitted(who["director"]),
    }
    sign(rows["ended"], who["director"])
    for name, action in rows.items():
        action.title = f"Title of {name}"
    return rows


@pytest.mark.parametrize(
    ("person", "asked", "expected"),
    [
        ("director", "view=mine", {"mine", "own"}),
        ("director", "view=for-my-sign-off", {"wait"}),
        ("board-chair", "view=for-my-sign-off", {"board"}),
        ("complaints-manager", "view=for-my-sign-off", set()),
        ("director", "view=overdue", {"late", "wait"}),
        ("director", "", {"late", "today", "mine", "wait", "board", "ended", "own"}),
        ("owner", "", {"late", "today", "wait", "board"}),
        ("director", "status=submitted", {"wait", "board", "own"}),
        ("director", "status=submitted&status=agreed&view=mine", {"mine", "own"}),
        ("director", "source=entered", {"mine"}),
        ("director", "source=plan", set()),
        ("director", "agency=police", {"board"}),
        (
            "director",
            "status=nonsense&agency=999&view=nothing",
            {"late", "today", "mine", "wait", "board", "ended", "own"},
        ),
    ],
)
def test_lists_and_filters(client, who, many, person, asked, expected):
    client.sign_in(who[person])
    asked = asked.replace("agency=police", f"agency={many['board'].agency_id}")
    assert titles(client, f"/actions?{asked}") == expected


def test_the_list_for_my_sign_off_is_what_the_rules_allow(client, who, many):
    """The condition in SQL against the table of moves, for every person and action."""
    from casework.actions.queries import to_sign

    for person in who.values():
        found = set(db.session.scalars(db.select(Action.id).where(to_sign(person))))
        assert found == {one.id for one in many.values() if rules.may("sign-off", one, person)}


def test_soonest_first_and_ended_last(client, who, many):
    client.sign_in(who["director"])
    order = re.findall(r"Title of ([a-z]+)", text_of(client.get("/actions")))
    assert order == ["wait", "late", "today", "board", "mine", "own", "ended"]


def test_pages_of_the_list_are_walked_to_the_end(client, who):
    for number in range(60):
        make.action(who["owner"], due_on=None if number % 5 == 0 else date(2026, 5, 1 + number % 3))
    client.sign_in(who["director"])
    path, seen = "/actions", []
    while path:
        page = text_of(client.get(path))
        seen += re.findall(r">(ACT-\d+)</a>", page)
        path = next((one.replace("&amp;", "&") for one in re.findall(r'href="([^"]*after=[^"]+)"', page)), None)
    assert len(seen) == len(set(seen)) == 60


def test_a_list_of_twenty_costs_no_more_statements_than_one(client, who, statements):
    def count(path):
        client.get(path)
        with statements() as seen:
            client.get(path)
        return len(seen)

    police = make.organisation("police", "Police", kind="agency")
    measure = make.measure()
    make.action(who["owner"], make.finding(measure), measure=measure)
    client.sign_in(who["director"])
    one = count("/actions")
    for number in range(19):
        other = make.measure(f"2{number}")
        make.action(make.person("analyst"), make.finding(other), measure=other, agency=police)
    assert count("/actions") == one <= 14
