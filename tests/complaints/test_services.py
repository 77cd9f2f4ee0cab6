"""Verbs of a case: what each does, what it refuses, and what the trail says afterwards."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from casework.complaints import access_services, point_services, services
from casework.complaints.kinds import Channel, Ground, NextStep, Outcome, Route, Status, Teller, TermKind
from casework.complaints.models import Complaint
from casework.complaints.point_services import Finding
from casework.complaints.references import Series, next_reference, note_reference
from casework.complaints.services import Sorting, Standing, Told
from casework.extensions import db
from casework.findings import models as register
from casework.findings.restricted import open_to
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event
from casework.trail.models import TrailEntry, TrailHidden
from tests import make
from tests.complaints import make as room

TODAY = date(2026, 4, 7)


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app):
    return make.person("complaints-officer")


def told(**facts):
    given = {"what_said": "They took the call away", "channel": Channel.PHONE, "received_on": TODAY}
    return Told(**{**given, "told_by": Teller.FAMILY, "told_by_name": "Zebedee Quill"} | facts)


def history(case):
    query = db.session.query(TrailEntry).filter_by(subject_kind="complaint", subject_id=case.id)
    return query.order_by(TrailEntry.id).all()


def last(case):
    return history(case)[-1]


# --- logging ---


def test_a_concern_has_until_the_next_working_day(officer):
    case = services.log(told=told(), standing=Standing.NOT_SETTLED, by=officer)
    assert case.reference in first("CON-2026")
    assert (case.status, case.route) == (Status.OPEN, None)
    assert (case.next_on, case.next_step) == (date(2026, 4, 8), NextStep.SETTLE)
    assert case.officer_id == officer.id
    assert last(case).words == "logged a concern by phone, received 7 April 2026"


def test_a_complaint_has_its_clocks_at_once(officer):
    case = services.log(told=told(channel=Channel.EMAIL), standing=Standing.COMPLAINT, by=officer)
    assert case.reference in first("ASC-2026")
    assert (case.status, case.route) == (Status.NEW, Route.STATUTORY)
    assert (case.next_on, case.next_step) == (date(2026, 4, 10), NextStep.ACKNOWLEDGE)


def test_a_settled_concern_is_excluded_by_its_paragraph_and_needs_no_date(officer):
    case = services.log(told=told(), standing=Standing.SETTLED, settled_how="The call is back", by=officer)
    assert (case.status, case.route, case.excluded_ground) == (Status.SETTLED, Route.EXCLUDED, Ground.SETTLED_NEXT_DAY)
    assert (case.closed_on, case.outcome, case.next_on) == (TODAY, Outcome.NO_FINDING, None)


def test_a_request_for_service_has_no_clock(officer):
    case = services.log(told=told(), standing=Standing.SERVICE_REQUEST, by=officer)
    assert (case.route, case.next_on) == (Route.SERVICE_REQUEST, None)


@pytest.mark.parametrize(
    ("facts", "standing", "how", "field"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, Standing.COMPLAINT, None, "received_on"),
        ({"channel": Channel.LETTER}, Standing.SETTLED, "Settled", "standing"),
        ({"channel": Channel.EMAIL}, Standing.NOT_SETTLED, None, "standing"),
        ({"received_on": date(2026, 4, 1)}, Standing.NOT_SETTLED, None, "standing"),
        ({}, Standing.SETTLED, " ", "settled_how"),
    ],
)
def test_what_cannot_be_logged(officer, facts, standing, how, field):
    with pytest.raises(RuleBroken) as refused:
        services.log(told=told(**facts), standing=standing, settled_how=how, by=officer)
    assert refused.value.field == field


def test_the_trail_holds_neither_names_nor_what_was_said(officer):
    case = services.log(told=told(contact="07700 900123"), standing=Standing.COMPLAINT, by=officer)
    kept = str([(entry.words, entry.changes, entry.reason, entry.reference) for entry in history(case)])
    assert not any(secret in kept for secret in ("Zebedee", "took the call", "900123"))


def test_references_count_by_council_series_and_year(app):
    ours, theirs = make.organisation(), make.organisation(code="E06000017", name="Rutland")
    counted = [next_reference(ours.id, Series.COMPLAINT, 2026) for _ in range(30)]
    numbers = [int(one.removeprefix("ASC-2026-")) for one in counted]
    steps = {after - before for before, after in pairwise([0, *numbers])}
    assert steps <= {1, 2, 3}
    assert len(steps) > 1, "an unbroken row would tell which number a restricted case has"
    assert next_reference(theirs.id, Series.COMPLAINT, 2026) in first("ASC-2026")
    assert next_reference(ours.id, Series.COMPLAINT, 2027) in first("ASC-2027")
    assert next_reference(ours.id, Series.CONCERN, 2026) in first("CON-2026")
    assert [next_reference(ours.id, Series.COMPLIMENT, 2026) for _ in range(2)] == ["CMP-2026-00001", "CMP-2026-00002"]
    note_reference(ours.id, "ASC-2026-00100")
    note_reference(ours.id, "ASC-2026-00050")
    note_reference(ours.id, "OLD/17")
    assert next_reference(ours.id, Series.COMPLAINT, 2026) in {f"ASC-2026-0010{number}" for number in (1, 2, 3)}


def first(series):
    """What the first reference of a series can be."""
    return {f"{series}-0000{number}" for number in (1, 2, 3)}


def test_addresses_of_cases_have_gaps_as_references_have(officer):
    made = [services.log(told=told(), standing=Standing.COMPLAINT, by=officer).id for _ in range(30)]
    steps = {after - before for before, after in pairwise(made)}
    assert min(steps) >= 1
    assert len(steps) > 1, "an unbroken row would tell which address a restricted case has"


# --- concerns ---


def concern(officer, **facts):
    return services.log(told=told(**facts), standing=Standing.NOT_SETTLED, by=officer)


def test_settling_a_concern_in_time(officer, at):
    case = concern(officer)
    at("2026-04-08 16:59")
    services.settle(case, how="The call is back", by=officer)
    assert (case.status, case.closed_on, case.ended_reason) == (Status.SETTLED, date(2026, 4, 8), "The call is back")
    assert last(case).event == "complaint:settled"


def test_a_day_later_it_is_a_complaint_of_its_first_date_and_keeps_its_old_reference(officer, at):
    case = concern(officer)
    at("2026-04-09 06:00")
    with pytest.raises(RuleBroken, match="It is a complaint now"):
        services.settle(case, how="Late", by=officer)
    assert services.move_on(date(2026, 4, 9)) == [
        "1 concern is a complaint now: not settled by the end of the next working day"
    ]
    assert case.reference in first("ASC-2026")
    assert case.concern_reference in first("CON-2026")
    assert (case.status, case.route, case.received_on) == (Status.NEW, Route.STATUTORY, TODAY)
    assert case.next_on == date(2026, 4, 10)
    assert last(case).actor_words is None
    assert last(case).words == "made this a complaint because it was not settled by Wednesday 8 April 2026"
    assert services.move_on(date(2026, 4, 9)) == []


def test_a_concern_in_time_is_left_alone(officer):
    case = concern(officer)
    assert services.move_on(date(2026, 4, 8)) == []
    assert case.status == Status.OPEN


def test_a_settled_concern_that_comes_back_becomes_a_complaint(officer):
    case = services.log(told=told(), standing=Standing.SETTLED, settled_how="Done", by=officer)
    services.escalate(case, by=officer, reason="They rang again")
    assert (case.status, case.outcome, case.excluded_ground) == (Status.NEW, None, None)
    assert last(case).reason == "They rang again"


# --- sorting ---


def sorting(route=Route.STATUTORY, **facts):
    terms = dict.fromkeys(TermKind)
    return Sorting(route=route, **{"terms": terms, "target_days": 10, "summary": "Care call removed"} | facts)


def test_sorting_keeps_route_terms_and_target(officer):
    case = room.complaint(officer)
    theme = room.term("theme", "Home care")
    services.sort(case, sorting=sorting(terms=dict.fromkeys(TermKind) | {TermKind.THEME: theme}), by=officer)
    assert (case.theme.name, case.target_days, case.summary) == ("Home care", 10, "Care call removed")
    assert [row.route for row in case.routes] == [Route.STATUTORY]
    assert last(case).changes["Theme"] == [None, "Home care"]


def test_a_changed_route_keeps_the_old_one_and_needs_a_reason(officer):
    case = room.complaint(officer)
    services.sort(case, sorting=sorting(), by=officer)
    with pytest.raises(RuleBroken, match="Say why the route changes"):
        services.sort(case, sorting=sorting(Route.CORPORATE), by=officer)
    services.sort(case, sorting=sorting(Route.CORPORATE, reason="About council tax"), by=officer)
    db.session.refresh(case)
    assert [row.route for row in case.routes] == [Route.STATUTORY, Route.CORPORATE]
    assert case.next_on == date(2026, 4, 14)


def test_an_exclusion_without_its_paragraph_is_refused(officer):
    with pytest.raises(RuleBroken, match="Select which paragraph of regulation 8"):
        services.sort(room.complaint(officer), sorting=sorting(Route.EXCLUDED), by=officer)


@pytest.mark.parametrize(
    ("matter_on", "accepted", "reason", "refused"),
    [
        (date(2025, 4, 7), None, None, False),
        (date(2025, 4, 6), None, None, True),
        (date(2025, 4, 6), True, None, True),
        (date(2025, 4, 6), True, "They were in hospital", False),
        (date(2026, 4, 8), None, None, True),
    ],
)
def test_over_twelve_months_somebody_decides_and_says_why(officer, matter_on, accepted, reason, refused):
    given = sorting(matter_on=matter_on, is_late_accepted=accepted, late_reason=reason)
    case = room.complaint(officer)
    if refused:
        with pytest.raises(RuleBroken):
            services.sort(case, sorting=given, by=officer)
    else:
        services.sort(case, sorting=given, by=officer)
        assert case.is_late_accepted is accepted


# --- acknowledging and points ---


def test_acknowledging(officer, at):
    case = room.complaint(officer)
    at("2026-04-08 09:00")
    services.acknowledge(case, on=date(2026, 4, 8), way=Channel.PHONE, note="How long it takes", by=officer)
    assert (case.status, case.acknowledged_on) == (Status.ACKNOWLEDGED, date(2026, 4, 8))
    assert case.next_step == NextStep.TARGET
    assert last(case).words == "recorded the acknowledgement by phone, 8 April 2026"


@pytest.mark.parametrize("on", [date(2026, 4, 6), date(2026, 4, 8)])
def test_acknowledged_neither_before_it_came_nor_tomorrow(officer, on):
    with pytest.raises(RuleBroken) as refused:
        services.acknowledge(room.complaint(officer), on=on, way=Channel.PHONE, note=None, by=officer)
    assert refused.value.field == "acknowledged_on"


def acknowledged(officer, *points, **facts):
    return room.complaint(officer, points=points, **{"status": Status.ACKNOWLEDGED, "acknowledged_on": TODAY} | facts)


def test_points_count_on_and_are_given_to_somebody(officer):
    case = acknowledged(officer)
    investigator = make.person("investigator")
    first = point_services.add_point(case, title="Call removed", by=officer, investigator=investigator)
    second = point_services.add_point(case, title="Not told why", by=officer)
    assert [first.number, second.number] == [1, 2]
    assert first.investigator_id == investigator.id
    assert [entry.words for entry in history(case)] == ["added point 1", "said who decides point 1", "added point 2"]


def found(outcome="upheld", **facts):
    return Finding(outcome=outcome and Outcome(outcome), **{"because": "The notes show it"} | facts)


def test_deciding_a_point(officer):
    case = acknowledged(officer, None)
    point_services.decide_point(case.points[0], finding=found(is_wider=True, injustice="Distress"), by=officer)
    point = case.points[0]
    assert (point.outcome, point.decided_on, point.decided_by_id) == (Outcome.UPHELD, TODAY, officer.id)
    assert case.status == Status.INVESTIGATING
    assert (last(case).event, last(case).words) == ("point:decided", "decided point 1: upheld")


def test_saving_a_point_decides_nothing(officer):
    case = acknowledged(officer, None)
    point_services.save_point(case.points[0], finding=Finding(found="So far"), by=officer)
    assert (case.points[0].found, case.points[0].outcome) == ("So far", None)


@pytest.mark.parametrize(("outcome", "because", "field"), [(None, "x", "outcome"), ("upheld", " ", "because")])
def test_a_finding_needs_an_outcome_and_a_reason(officer, outcome, because, field):
    case = acknowledged(officer, None)
    with pytest.raises(RuleBroken) as refused:
        point_services.decide_point(case.points[0], finding=found(outcome, because=because), by=officer)
    assert refused.value.field == field


def test_somebody_named_in_the_complaint_gets_and_decides_no_point(officer):
    case = acknowledged(officer, None)
    named = make.person("investigator")
    services.sort(case, sorting=sorting(named=[named.id]), by=officer)
    with pytest.raises(RuleBroken, match="Select someone who is not named in the complaint"):
        point_services.give_point(case.points[0], investigator=named, by=officer)
    with pytest.raises(RuleBroken, match="You are named in this complaint"):
        point_services.decide_point(case.points[0], finding=found(), by=named)
    with pytest.raises(RuleBroken, match="Select someone who is not named"):
        services.assign(case, officer=named, by=officer)


# --- ends ---


def answered(officer, *points, **facts):
    given = {"status": Status.ANSWERED, "acknowledged_on": TODAY, "responded_on": TODAY}
    return room.complaint(officer, points=points, **given | facts)


def test_closing_takes_the_outcome_from_the_points_and_the_day_from_the_answer(officer, at):
    case = answered(officer, "upheld", "not-upheld")
    at("2026-04-10 09:00")
    services.close(case, by=officer)
    assert (case.status, case.outcome, case.closed_on) == (Status.CLOSED, Outcome.PARTLY_UPHELD, TODAY)
    assert (case.next_on, case.next_step) == (None, None)
    assert last(case).words == "closed the case: partly upheld"


def test_closing_with_an_open_point_is_refused_and_changes_nothing(officer):
    case = answered(officer, "upheld", None)
    with pytest.raises(RuleBroken, match="point 2 is open"):
        services.close(case, by=officer)
    assert (case.status, case.outcome, history(case)) == (Status.ANSWERED, None, [])


def test_another_route_closes_with_a_reason(officer):
    case = room.complaint(officer, route=Route.SERVICE_REQUEST)
    with pytest.raises(RuleBroken, match="Say how this ended"):
        services.close(case, by=officer)
    services.close(case, by=officer, reason="Passed to the team")
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.NO_FINDING)


def test_withdrawing_ends_holds_and_needs_no_points(officer):
    case = acknowledged(officer, None)
    services.withdraw(case, on=TODAY, reason="They changed their mind", by=officer)
    assert (case.status, case.outcome, case.closed_on) == (Status.WITHDRAWN, Outcome.WITHDRAWN, TODAY)


def test_reopening_takes_back_the_end_and_starts_the_clocks(officer):
    case = answered(officer, "upheld")
    services.close(case, by=officer)
    services.reopen(case, reason="New papers", by=officer)
    assert (case.status, case.closed_on, case.outcome) == (Status.INVESTIGATING, None, None)
    assert last(case).changes["Closed on"] == [TODAY.isoformat(), None]


def test_a_closed_case_says_to_reopen_it(officer):
    case = answered(officer, "upheld")
    services.close(case, by=officer)
    with pytest.raises(RuleBroken, match="This case is closed"):
        services.close(case, by=officer)


# --- restricted ---


def test_restricting_names_those_who_work_on_it_and_hides_it_from_the_trail(officer):
    case = acknowledged(officer, None)
    investigator, manager, other = (make.person(role) for role in ("investigator", "complaints-manager", "director"))
    point_services.give_point(case.points[0], investigator=investigator, by=officer)
    access_services.restrict(case, people=[other], reason="A colleague is named", by=manager)
    assert {row.person_id for row in case.access} == {officer.id, investigator.id, manager.id, other.id}
    assert db.session.get(TrailHidden, ("complaint", case.id))
    access_services.open_up(case, reason="No longer", by=manager)
    assert not case.access
    assert not db.session.get(TrailHidden, ("complaint", case.id))


def test_a_finding_raised_before_is_hidden_with_its_case_and_shown_with_it(officer):
    case = acknowledged(officer, "upheld")
    source = {"entered_source": None, "complaint_point_id": case.points[0].id}
    finding = make.finding(make.measure(), **source, source_words=f"Complaint {case.reference} point 1")
    other, manager = make.person("director"), make.person("complaints-manager")

    def sees(person):
        return db.session.query(register.Finding).filter(open_to(person)).count()

    access_services.restrict(case, people=[], reason="x", by=manager)
    assert (finding.is_restricted, sees(manager), sees(other)) == (True, 1, 0)
    assert db.session.get(TrailHidden, ("finding", finding.id))
    access_services.open_up(case, reason="x", by=manager)
    assert (finding.is_restricted, sees(other)) == (False, 1)
    assert not db.session.get(TrailHidden, ("finding", finding.id))


def test_the_actions_of_a_restricted_case_are_read_in_the_trail_as_the_case_is(client, officer):
    case = acknowledged(officer, "upheld")
    action = make.action(
        officer, make.finding(make.measure(), entered_source=None, complaint_point_id=case.points[0].id)
    )
    trail.record(Event.EVIDENCE_ADDED, action, by=officer, words="added evidence: a letter of theirs")
    manager = make.person("complaints-manager")
    client.sign_in(make.person("auditor"))
    access_services.restrict(case, people=[], reason="x", by=manager)
    page = client.get("/trail?days=0").get_data(as_text=True)
    assert "a letter of theirs" not in page
    assert action.reference not in page
    access_services.open_up(case, reason="x", by=manager)
    assert "a letter of theirs" in client.get("/trail?days=0").get_data(as_text=True)


def test_somebody_named_in_it_cannot_be_among_them(officer):
    case = room.complaint(officer)
    named, manager = make.person("director"), make.person("complaints-manager")
    services.sort(case, sorting=sorting(named=[named.id]), by=officer)
    with pytest.raises(RuleBroken, match="not named in the complaint"):
        access_services.restrict(case, people=[named], reason="x", by=manager)


def test_work_on_a_restricted_case_brings_sight_of_it(officer):
    case = acknowledged(officer, None)
    access_services.restrict(case, people=[], reason="x", by=officer)
    investigator = make.person("investigator")
    point_services.give_point(case.points[0], investigator=investigator, by=officer)
    assert investigator.id in {row.person_id for row in case.access}


def test_the_version_moves_with_every_verb(officer):
    case = services.log(told=told(channel=Channel.EMAIL), standing=Standing.COMPLAINT, by=officer)
    seen = {case.version}
    services.acknowledge(case, on=TODAY, way=Channel.EMAIL, note=None, by=officer)
    seen.add(case.version)
    point_services.add_point(case, title="One", by=officer)
    seen.add(case.version)
    assert len(seen) == 3
    assert db.session.query(Complaint).count() == 1
