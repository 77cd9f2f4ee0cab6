"""Overdue actions and days to sign-off: as things stood then, against going through every action by hand."""

import random
from datetime import date, datetime, timedelta

import pytest

from casework.actions import measured, rules, services, signing
from casework.actions.models import ActionStatus, Assurance
from casework.extensions import db
from casework.kit import clock
from casework.measures.hooks import Behind
from casework.measures.periods import parse_period
from tests import make
from tests.actions.make import people

YEAR = parse_period("2019-20")


def moment(day, hour=12):
    return datetime.combine(day, datetime.min.time(), clock.ENGLAND) + timedelta(hours=hour)


def counted(council, period="2019-20"):
    found = measured.actions_overdue(council, parse_period(period))
    return found and found.numerator


def behind(council, person, period="2019-20"):
    return Behind(council, parse_period(period), True, person, 0, 51)


@pytest.fixture
def council(app, at):
    at("2020-08-21 10:00")
    return make.organisation()


def test_as_things_stood_at_the_end_of_the_period(council):
    who = people(council)
    owner, director = who["owner"], who["director"]
    made = {"created_at": moment(date(2019, 5, 1)), "due_on": date(2020, 1, 31), "original_due_on": date(2020, 1, 31)}
    make.action(owner, **made, status=ActionStatus.AGREED)  # late then and now
    make.action(owner, **made | {"due_on": date(2020, 3, 31)})  # due on the very last day: not late yet
    make.action(owner, **made | {"created_at": moment(date(2020, 4, 1), 0)})  # made after it
    signed = make.action(owner, **made, status=ActionStatus.IN_PROGRESS)
    services.add_evidence(signed, title="Minutes", by=owner)
    services.submit(signed, done_note="Done", by=owner)
    sign = {"what_checked": "Read it", "assurance": Assurance.REASONABLE, "by": director}
    signing.sign_off(signed, seen_hash=rules.content_hash(signed), at=moment(date(2020, 4, 10)), **sign)
    stopped = make.action(owner, **made)
    signing.stop(stopped, reason="Not needed", by=director, at=moment(date(2020, 3, 1)))
    moved = make.action(owner, **made)
    services.redate(moved, due_on=date(2020, 12, 1), reason="More time", by=director, at=moment(date(2020, 6, 1)))
    db.session.flush()
    assert counted(council) == 3  # the first, the one signed off in April, the one given a new date in June
    assert counted(council, "2020-21") == 3  # the first, the one due in March, the one made in April: 21 August
    assert counted(council, "2019-20 Q3") == 0
    assert counted(council, "2018-19") is None


def test_a_sign_off_that_was_overturned_counts_only_while_it_stood(council):
    who = people(council)
    owner, director = who["owner"], who["director"]
    found = make.finding(raised_at=moment(date(2019, 5, 1)), org=council)
    action = make.action(
        owner, found, status=ActionStatus.IN_PROGRESS, due_on=date(2019, 6, 30), created_at=moment(date(2019, 5, 1))
    )
    services.add_evidence(action, title="Minutes", by=owner)
    services.submit(action, done_note="Done", by=owner)
    sign = {"what_checked": "Read it", "assurance": Assurance.REASONABLE, "by": director}
    signing.sign_off(action, seen_hash=rules.content_hash(action), at=moment(date(2019, 8, 1)), **sign)
    db.session.flush()
    assert measured.days_to_sign_off(council, YEAR) == measured.Counted(92, 1)
    signing.reopen(action, reason="It came back", by=director, at=moment(date(2019, 11, 1)))
    db.session.flush()
    assert counted(council, "2019-20 Q1") == 0  # due on its last day
    assert counted(council, "2019-20 Q2") == 0  # signed off then
    assert counted(council, "2019-20 Q3") == 1
    assert measured.days_to_sign_off(council, parse_period("2019-20 Q2")) == measured.Counted(92, 1)
    assert measured.days_to_sign_off(council, YEAR) == measured.Counted(0, 0)


def by_hand(actions, day):
    late = 0
    for action in actions:
        if clock.day_of(action.created_at) > day or (action.finding and action.finding.is_restricted):
            continue
        due = action.due_on
        for change in sorted(action.new_dates, key=lambda one: one.id, reverse=True):
            if clock.day_of(change.at) > day:
                due = change.old_due_on
        ended = action.stopped_at is not None and clock.day_of(action.stopped_at) <= day
        late += bool(due and due < day and not ended)
    return late


@pytest.mark.parametrize("seed", range(2))
def test_a_made_up_register_equals_going_through_it_by_hand(council, seed):
    draw = random.Random(seed)
    director = make.person("director", org=council)
    findings = [make.finding(org=council), make.finding(org=council, is_restricted=True)]
    first = date(2019, 1, 1)
    made = []
    for _ in range(40):
        start = first + timedelta(days=draw.randrange(500))
        due = start + timedelta(days=draw.randrange(10, 200))
        action = make.action(
            found=draw.choice([None, *findings]), org=council, created_at=moment(start), due_on=due, original_due_on=due
        )
        for _ in range(draw.randrange(3)):
            when = start + timedelta(days=draw.randrange(300))
            new = max(when, action.due_on) + timedelta(days=draw.randrange(1, 90))
            if not action.new_dates or when >= clock.day_of(action.new_dates[-1].at):
                services.redate(action, due_on=new, reason="Later", by=director, at=moment(when))
                db.session.flush()
        if draw.random() < 0.3:
            signing.stop(action, reason="No", by=director, at=moment(start + timedelta(days=draw.randrange(300))))
        made.append(action)
    db.session.flush()
    found = {period: counted(council, period) or 0 for period in ("2018-19", "2019-20", "2019-20 Q2", "2020-21 Q1")}
    assert found == {period: by_hand(made, parse_period(period).ends_on) for period in found}
    assert max(found.values()) > 3
    lines = measured.list_overdue(behind(council, director))
    assert len(lines) == found["2019-20"]


def test_restricted_findings_are_in_neither_figure(council):
    who = people(council)
    hidden = make.finding(org=council, is_restricted=True, raised_at=moment(date(2019, 5, 1)))
    make.action(who["owner"], hidden, created_at=moment(date(2019, 5, 1)), due_on=date(2019, 6, 1))
    assert counted(council) is None  # as if there were no action at all
    hidden.is_restricted = False
    db.session.flush()
    assert counted(council) == 1
