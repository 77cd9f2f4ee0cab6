"""The demonstration tells its story through the services: every status, true dates, nobody signs their own."""

from collections import Counter
from datetime import date, timedelta

import pytest

from casework.accounts.models import Person
from casework.accounts.queries import find_organisation
from casework.actions.demonstration import day_of, load
from casework.actions.models import Action, ActionStatus, Effect, Plan
from casework.actions.thread import thread_of
from casework.extensions import db
from casework.findings.models import Body, Finding, FindingStatus
from casework.findings.rules import Source
from casework.kit import clock
from casework.kit.packs import PACKS, read_yaml
from casework.measures.importer import IMPORTERS
from casework.measures.services import load_editions
from casework.trail.verify import verify
from tests import make

TODAY = date(2026, 4, 7)
FOLDER = PACKS / "demonstration"


ROLES = (
    "director",
    "contributor",
    "analyst",
    "complaints-manager",
    "complaints-officer",
    "board-chair",
    "board-office",
)


def the_story():
    load_editions(PACKS / "editions")
    make.organisation()
    for told in (FOLDER / "organisations.csv").read_text().splitlines()[1:]:
        code, name, kind = told.split(",")[:3]
        make.organisation(code, name, kind)
    police = find_organisation("leicestershire-police")
    people = {role: make.person(role, name=role) for role in ROLES}
    people["board-member"] = make.person("board-member", org=police, name="board-member")
    IMPORTERS["values"](FOLDER / "values.csv", by=people["analyst"])

    def source(*where):
        return Source(" ".join(where), entered=" ".join(where))

    load(people, TODAY, answer_of=source, point_of_story=source, audit_finding_of=source, return_answer_of=source)


@pytest.fixture
def loaded(prepared_once, at):
    at("2026-04-07 12:30")
    prepared_once(the_story)
    return {person.name: person for person in db.session.query(Person)}


def titled(words):
    return db.session.query(Action).filter(Action.title.startswith(words)).one()


def test_every_finding_and_action_of_the_story_is_there_in_its_status(loaded):
    told = read_yaml(FOLDER / "findings.yaml")["findings"]
    assert db.session.query(Finding).count() == len(told)
    statuses = Counter(one["status"] for finding in told for one in finding.get("actions") or ())
    held = Counter(one.status.value for one in db.session.query(Action).filter(Action.finding_id.is_not(None)))
    assert held == statuses
    assert set(statuses) == {status.value for status in ActionStatus} - {"reopened"}
    assert {one.status for one in db.session.query(Finding)} >= set(FindingStatus) - {FindingStatus.CAME_BACK}
    assert db.session.query(Plan).one().title == "LRSAB business plan 2020-21"
    assert Counter(one.status.value for one in db.session.query(Action).filter(Action.deliverable_id.is_not(None))) == {
        "agreed": 10, "signed-off": 7,
    }  # fmt: skip
    assert verify().is_whole


def test_the_story_of_the_job_offer_has_its_true_dates(loaded):
    action = titled("Rebuild the employment offer")
    row = action.sign_offs[0]
    assert (clock.day_of(row.signed_at), row.signed_by.name, row.signed_as) == (
        date(2014, 7, 2),
        "director",
        "director",
    )
    assert row.remeasure_on == date(2015, 7, 1)
    assert [clock.day_of(note.at) for note in action.updates] == [date(2014, 1, 20), date(2014, 4, 28)]
    assert clock.day_of(action.finding.raised_at) == date(2013, 10, 14)
    assert action.finding.measure_links[0].opening_value.period.code == "2012-13"
    assert action.judgements[0].verdict == Effect.IMPROVED
    assert action.finding.status == FindingStatus.CLOSED
    data = thread_of(action.measure, organisation=action.organisation)
    (one,) = data["findings"][0]["actions"]
    assert (one["impact"], one["measured_again"], one["signed_off_by"]) == ("improved", "11.2% in 2019/20", "director")
    assert one["counted_in_another_way_from"] == "2014-15"


def test_nobody_signed_their_own_and_each_body_signed_its_own(loaded):
    for action in db.session.query(Action).filter_by(status=ActionStatus.SIGNED_OFF):
        assert action.signed_off_by_id not in (action.owner_id, action.submitted_by_id)
        role = {Body.COUNCIL: "director", Body.COMPLAINTS: "complaints-manager", Body.BOARD: "board-chair"}[action.body]
        assert action.sign_offs[-1].signed_as == role


def test_live_actions_count_from_the_day_of_loading(loaded):
    assert titled("Sort the waiting list by risk").due_on == TODAY - timedelta(days=10)
    assert titled("Send a letter within five").due_on == TODAY + timedelta(days=14)
    assert titled("Send a letter within five").returned_reason.startswith("A template does not show")
    for action in db.session.query(Action):
        moments = [action.created_at, *(note.at for note in action.updates), action.submitted_at, action.signed_off_at]
        held = [one for one in moments if one]
        assert held == sorted(held), action.title
        assert held[-1] <= clock.now()


def test_home_has_something_for_each_role_of_the_story(loaded):
    from casework.actions.home import list_for_home

    for role in ("director", "contributor", "analyst", "complaints-officer", "board-member", "board-office"):
        assert list_for_home(loaded[role]), role


@pytest.mark.parametrize(
    ("told", "day"),
    [("-10d", date(2026, 3, 28)), ("+14d", date(2026, 4, 21)), ("2014-07-02", date(2014, 7, 2)), (TODAY, TODAY)],
)
def test_days_of_the_story(told, day):
    assert day_of(told, TODAY) == day
