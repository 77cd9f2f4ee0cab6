"""How a council counts: what moves when it changes, that it is shown first, and what can be set."""

from datetime import date

import pytest

from casework.complaints import clocks, counting_services
from casework.complaints.calendar import Calendar
from casework.complaints.council_records import ClosureDay, ComplaintSetting
from casework.complaints.kinds import NextStep, Route, Status
from casework.complaints.terms import calendar_of
from casework.complaints.work_records import ComplaintExtension
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import page_after, text_of, three

TODAY = date(2026, 4, 7)
NEW_HOLIDAY = date(2026, 4, 9)


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def manager(app, client):
    person = make.person("complaints-manager")
    client.sign_in(person)
    return person


def days(first, last=None):
    return (
        {"kind": "bank-holiday", "reason": "Day of thanks"}
        | three("first", first)
        | (three("last", last) if last else {})
    )


def moved_of(case):
    return db.session.query(TrailEntry).filter_by(subject_id=case.id, event="complaint:dates-moved").all()


def test_a_new_bank_holiday_shows_every_date_that_moves_and_asks_first(client, manager):
    case = room.complaint(manager, next_on=date(2026, 4, 10), next_step=NextStep.ACKNOWLEDGE)
    ended = room.complaint(manager, status=Status.CLOSED, closed_on=TODAY, outcome="upheld", responded_on=TODAY)
    hidden = room.complaint(
        make.person("complaints-officer"), is_restricted=True, next_on=date(2026, 4, 10), next_step=NextStep.ACKNOWLEDGE
    )
    path = "/complaints/settings/closure-days/add"
    page = client.send(path, days(NEW_HOLIDAY))
    shown = text_of(page)
    assert "2 dates move" in shown
    assert f"{case.reference} Acknowledge Friday 10 April 2026 Monday 13 April 2026" in shown
    assert ended.reference not in shown
    assert hidden.reference not in shown
    assert db.session.query(ClosureDay).count() == 0
    assert not moved_of(case)
    confirmed = page.get_data(as_text=True).split('name="confirmed" value="')[1].split('"')[0]

    room.complaint(manager)  # the list is another one now: it is shown again, nothing is done
    again = client.send(path, days(NEW_HOLIDAY) | {"confirmed": confirmed})
    assert "4 dates move" in text_of(again)
    assert db.session.query(ClosureDay).count() == 0
    confirmed = again.get_data(as_text=True).split('name="confirmed" value="')[1].split('"')[0]
    said = page_after(client, client.send(path, days(NEW_HOLIDAY) | {"confirmed": confirmed}))
    assert "Dates of 2 cases moved" in said
    db.session.expire_all()
    assert case.next_on == hidden.next_on == date(2026, 4, 13)
    assert "does not count: Day of thanks" in moved_of(case)[0].words
    assert moved_of(case)[0].changes["Acknowledge"] == ["2026-04-10", "2026-04-13"]
    assert not moved_of(ended)
    show = text_of(client.get(f"/complaints/{case.id}"))
    assert "Day of thanks" in show.partition("How the dates are worked out")[2], "the working names the day"


def test_a_day_taken_back_gives_the_dates_back(client, manager):
    case = room.complaint(manager)
    counting_services.add_closure(
        manager.organisation, days=[NEW_HOLIDAY], reason="Closed", is_bank_holiday=False, by=manager
    )
    assert case.next_on == date(2026, 4, 13)
    counting_services.remove_closure(db.session.query(ClosureDay).one(), organisation=manager.organisation, by=manager)
    assert case.next_on == date(2026, 4, 10)
    assert len(moved_of(case)) == 2


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2026, 4, 11), None, "does not count already: Saturday"),
        (date(2026, 5, 4), None, "does not count already: May Day"),
        (date(2026, 4, 9), date(2026, 4, 8), "must be the same as or after the first day, 9 April 2026"),
        (date(2026, 4, 9), date(2026, 7, 8), "60 days or fewer"),
    ],
)
def test_days_that_cannot_be_added(client, manager, first, last, sentence):
    answer = client.send("/complaints/settings/closure-days/add", days(first, last))
    assert sentence in answer.get_data(as_text=True)
    assert 'value="Day of thanks"' in answer.get_data(as_text=True)
    assert db.session.query(ClosureDay).count() == 0


def targets(**changed):
    lines = "Simple: 15\nUsual: 28\nSeveral bodies: 60"
    return {
        "tiers": lines,
        "usual_target": "28",
        "unit": "calendar",
        "start": "acknowledgement",
        "six_months": "day-after",
    } | changed


def test_targets_in_calendar_days_from_the_acknowledgement(client, manager):
    case = room.complaint(manager, status=Status.ACKNOWLEDGED, acknowledged_on=date(2026, 4, 7))
    page = client.send("/complaints/settings/targets", targets())
    assert f"{case.reference} Answer Tuesday 5 May 2026 Tuesday 5 May 2026" not in text_of(page)
    assert "Answer or agree longer Tuesday 6 October 2026 Wednesday 7 October 2026" in text_of(page)
    confirmed = page.get_data(as_text=True).split('name="confirmed" value="')[1].split('"')[0]
    page_after(client, client.send("/complaints/settings/targets", targets(confirmed=confirmed)))
    calendar = calendar_of(manager.organisation_id)
    assert (calendar.targets, calendar.tier(60)) == ((15, 28, 60), "Several bodies")
    found = next(one for one in clocks.clocks_of(case, calendar, today=TODAY) if one.step == NextStep.TARGET)
    assert (found.due_on, found.unit) == (date(2026, 5, 5), "day")
    assert "every day counts" in found.working
    case.acknowledged_on, case.status = None, Status.NEW
    waiting = next(one for one in clocks.clocks_of(case, calendar, today=TODAY) if one.step == NextStep.TARGET)
    assert waiting.due_on == date(2026, 5, 8), "28 days from the last day of the acknowledgement"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"tiers": "Usual 20"}, "Write a name, a colon and a number of days"),
        ({"tiers": "Usual: 20\nSimple: 10"}, "Put the shortest target first, each once"),
        ({"tiers": "Usual: 400"}, "must be between 1 and 260 days"),
        ({"usual_target": "29"}, "The usual target must be one of the targets"),
        ({"tiers": ""}, "Enter at least one target"),
    ],
)
def test_targets_that_cannot_be_set(client, manager, changed, sentence):
    answer = client.send("/complaints/settings/targets", targets(**changed))
    assert sentence in answer.get_data(as_text=True)
    assert db.session.get(ComplaintSetting, manager.organisation_id) is None


def test_only_the_manager_changes_how_it_is_counted(app, client):
    client.sign_in(make.person("complaints-officer"))
    for path in ("", "/targets", "/closure-days/add", "/deputies/name"):
        assert client.get(f"/complaints/settings{path}").status_code == 404


# --- faults found in other case systems (docs of the peers, section on clocks): each is a test here or in test_calendar ---


def test_a_pause_writes_no_far_day_and_its_end_gives_the_date_back():
    held = room.case(holds=[])
    before = clocks.target_by(held, Calendar(), today=TODAY)
    from casework.complaints.records import ComplaintHold

    held.holds.append(ComplaintHold(started_on=TODAY, review_on=date(2026, 4, 20), ended_on=None))
    assert all(one.due_on.year < 2028 for one in clocks.clocks_of(held, Calendar(), today=TODAY))
    held.holds[0].ended_on = TODAY
    assert clocks.target_by(held, Calendar(), today=TODAY) == before


def test_an_extension_and_a_pause_do_not_disturb_each_other():
    held = room.case(route=Route.CORPORATE, acknowledged_on=TODAY, status=Status.INVESTIGATING)
    held.extensions.append(ComplaintExtension(stage=1, days=5, reason="x", told_on=TODAY))
    target = next(one for one in clocks.clocks_of(held, Calendar(), today=TODAY) if one.step == NextStep.TARGET)
    assert target.due_on == Calendar().add(TODAY, 15)
    held.extensions.clear()
    target = next(one for one in clocks.clocks_of(held, Calendar(), today=TODAY) if one.step == NextStep.TARGET)
    assert target.due_on == Calendar().add(TODAY, 10), "without it the first date is back"


def test_a_scottish_holiday_moves_nothing():
    assert Calendar().add(date(2026, 11, 27), 1) == date(2026, 11, 30), "St Andrew's Day is a day like any other"


def test_a_reopened_case_is_late_only_by_its_own_dates(app):
    case = room.case(status=Status.INVESTIGATING, acknowledged_on=TODAY)
    assert not any(one.is_late(TODAY) for one in clocks.clocks_of(case, Calendar(), today=TODAY))


def test_days_of_two_periods_of_closing_are_read_once():
    with pytest.raises(RuleBroken, match="does not count already: Closed"):
        counting_services.days_between(NEW_HOLIDAY, None, {NEW_HOLIDAY: "Closed"})
