"""The demonstration shows every status, on any day of the week, and its stories are there for the register."""

from datetime import date

import pytest

from casework.accounts.models import Person
from casework.complaints import counting_services, demonstration, deputy_services, ombudsman_lists
from casework.complaints.annual_stories import stories
from casework.complaints.kinds import Outcome, Status
from casework.complaints.models import Complaint
from casework.extensions import db
from casework.trail.verify import verify
from tests import make

ROLES = ("complaints-officer", "complaints-manager", "investigator", "director")


@pytest.fixture
def people(app):
    council = make.organisation()
    return {role: make.person(role, org=council) for role in ROLES}


@pytest.mark.parametrize(
    "moment", ["2026-11-22 12:00", "2026-04-07 10:42", "2026-12-28 09:00"]
)  # a Sunday; a bank holiday
def test_it_shows_every_status_on_any_day(people, at, moment):
    when = at(moment)
    demonstration.load(people, when.date())
    live = db.session.query(Complaint).filter(Complaint.is_imported.is_(False)).all()
    assert {case.status for case in live} == set(Status)
    assert sum(case.is_restricted for case in live) == 1
    assert any(case.next_on and case.next_on < when.date() for case in live)
    assert any(point.hold_id for case in live for point in case.points)
    db.session.commit()  # the head follows the commit
    assert verify(deep=True).is_whole


def test_a_closure_a_deputy_and_the_ombudsmans_list_are_there_to_be_looked_at(people, at):
    when = at("2026-04-07 10:42")
    demonstration.load(people, when.date())
    council = people["director"].organisation
    closures = counting_services.list_closures(council.id)
    assert {one.day for one in closures} == {date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)}
    assert all("(demonstration)" in one.reason for one in closures)
    officer = people["complaints-officer"]
    assert deputy_services.is_deputy(officer, on=date(2026, 4, 21))
    assert not deputy_services.signs(officer)
    (held,) = ombudsman_lists.list_lists(seen_by=people["director"])
    compared = ombudsman_lists.compare(held, seen_by=people["director"])
    found = [len(part) for part in (compared.matched, compared.differing, compared.theirs, compared.ours)]
    assert (held.year, found) == ("2019-20", [8, 1, 1, 1])
    assert len(stories(2019, council, seen_by=None)["compliment_samples"]) == 6


@pytest.mark.parametrize("key", ["J", "D", "H"])
def test_a_story_is_a_case_of_2019_20_with_fault(people, at, key):
    when = at("2026-04-07 10:42")
    demonstration.load(people, when.date())
    point = demonstration.point_of_story(key)
    case = point.complaint
    assert date(2019, 4, 1) <= case.closed_on <= date(2020, 3, 31)
    assert point.outcome == case.outcome == Outcome.UPHELD
    assert case.is_imported


def test_every_person_in_it_is_marked(people, at):
    when = at("2026-04-07 10:42")
    demonstration.load(people, when.date())
    names = [case.told_by_name for case in db.session.query(Complaint) if case.told_by_name]
    assert names
    assert all(name.endswith("(demonstration)") for name in names)
    assert db.session.query(Person).count() == len(ROLES)
