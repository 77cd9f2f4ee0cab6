"""Daily work: notes, links, chasers, the notice that ends a case, more time under the Code, hand-overs, deputies, send."""

from datetime import date

import pytest

from casework.complaints import (
    clocks,
    deputy_services,
    handover_services,
    joint_services,
    more_time_services,
    notice_services,
    plan_services,
    services,
    work_services,
)
from casework.complaints.chronology import chronology_of
from casework.complaints.home_lines import list_for_home
from casework.complaints.kinds import Channel, Ground, LetterKind, NextStep, Outcome, Route, Status
from casework.complaints.queries import list_letters
from casework.complaints.terms import calendar_of
from casework.complaints.work_kinds import Became, LinkKind
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.send import Step, send
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import page_after, text_of, three
from tests.complaints.browsing import send as fill_in

TODAY = date(2026, 4, 7)


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app, client):
    person = make.person("complaints-officer")
    client.sign_in(person)
    return person


# --- send ---


def test_send_makes_complaints_of_late_concerns_once_and_goes_on_after_a_failure(officer, at):
    concern = room.complaint(
        officer, status=Status.OPEN, route=None, concern_reference="CON-2026-00001", next_on=date(2026, 4, 8),
        next_step=NextStep.SETTLE,
    )  # fmt: skip
    db.session.commit()
    at("2026-04-09 06:00")

    def broken(_day):
        concern.summary = "never kept"
        raise RuntimeError

    first = send(steps=(Step("Broken", broken), *__import__("casework.send").send.STEPS))
    assert first.done == ["1 concern is a complaint now: not settled by the end of the next working day"]
    assert first.failed == ["Broken: this could not be done and was taken back. The log says why"]
    db.session.expire_all()
    assert (concern.status, concern.received_on, concern.summary) == (Status.NEW, TODAY, "Care call removed")
    assert send().done == []


# --- notes, links, chronology ---


def test_a_note_is_read_by_the_team_and_overtakes_nobody(client, officer):
    case = room.complaint(officer)
    before = case.version
    client.send(f"/complaints/{case.id}/notes/add", {"text": "She prefers mornings"})
    assert "She prefers mornings" in text_of(client.get(f"/complaints/{case.id}/letters"))
    db.session.expire_all()
    assert case.version == before
    for role in ("director", "auditor"):
        client.sign_in(make.person(role))
        assert "She prefers mornings" not in text_of(client.get(f"/complaints/{case.id}/letters"))
        assert "She prefers mornings" not in text_of(client.get(f"/complaints/{case.id}/chronology"))


def test_links_go_both_ways_and_are_taken_away(client, officer):
    case, other = room.complaint(officer), room.complaint(officer)
    path = f"/complaints/{case.id}/links/add"
    page_after(client, client.send(path, {"reference": other.reference.lower(), "kind": "same-cause"}))
    assert work_services.list_linked(other, seen_by=officer) == [(case, LinkKind.SAME_CAUSE)]
    for reference, sentence in (
        (case.reference, "another case"),
        (other.reference, "linked to"),
        ("x", "no case with"),
    ):
        assert sentence in text_of(client.send(path, {"reference": reference, "kind": "same-cause"}))
    client.send(f"/complaints/{other.id}/links/{case.id}/remove")
    assert work_services.list_linked(case, seen_by=officer) == []


def test_a_link_to_an_older_or_a_late_case_moves_no_date_of_either(officer):
    # Published systems escalated merged tickets by the dates of the other.
    calendar = calendar_of(officer.organisation_id)
    case = room.complaint(officer)
    late = room.complaint(
        officer, received_on=date(2025, 11, 3), acknowledged_on=date(2025, 11, 4), status=Status.ACKNOWLEDGED
    )
    before = [clocks.clocks_of(one, calendar, today=TODAY) for one in (case, late)]
    kept = [(one.next_on, one.next_step) for one in (case, late)]
    work_services.link(case, late, kind=LinkKind.SAME_PERSON, by=officer)
    assert [clocks.clocks_of(one, calendar, today=TODAY) for one in (case, late)] == before
    assert [(one.next_on, one.next_step) for one in (case, late)] == kept


def test_the_chronology_has_every_day_in_order(client, officer):
    case = room.complaint(officer, points=["upheld"], status=Status.INVESTIGATING, acknowledged_on=TODAY)
    plan_services.refer(case, taken_by="Duty", on=TODAY, how=Channel.PHONE, reference=None, note=None, by=officer)
    found = chronology_of(case, list_letters(case))
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert [one.what for one in found] == [
        "Received by phone", "Passed to safeguarding", "Acknowledged", "Point 1 decided: upheld",
    ]  # fmt: skip
    assert "They took the evening call away" in text_of(client.get(f"/complaints/{case.id}/chronology"))


# --- joint ---


def test_a_part_that_is_late_is_on_home_and_every_chaser_is_kept(client, officer):
    case = room.complaint(officer, status=Status.INVESTIGATING, acknowledged_on=TODAY)
    body = joint_services.add_body(case, name="UHL", is_lead=False, part="Discharge", due_on=TODAY, by=officer)
    assert f"Chase UHL for its part of {case.reference}" in [line.text.split(",")[0] for line in list_for_home(officer)]
    path = f"/complaints/{case.id}/bodies/{body.id}/chase"
    for day in (TODAY, date(2026, 4, 7)):
        fill_in(client, path, three("chased_on", day) | {"note": "Promised for Friday"})
    assert [one.chased_on for one in body.chasers] == [TODAY, TODAY]
    body.received_on = TODAY
    with pytest.raises(RuleBroken, match="here already"):
        work_services.chase(case, body, on=TODAY, note=None, by=officer)


# --- notices ---


@pytest.mark.parametrize("kind", ["excluded", "late"])
def test_a_case_that_is_not_looked_into_ends_with_its_notice(client, officer, kind):
    facts = {"route": Route.EXCLUDED, "excluded_ground": Ground.EMPLOYMENT} if kind == "excluded" else {
        "matter_on": date(2024, 1, 1), "is_late_accepted": False, "late_reason": "Nobody remembers it"}  # fmt: skip
    case = room.complaint(officer, **facts)
    with pytest.raises(RuleBroken, match="The notice closes the case"):
        services.close(case, by=officer, reason="x")
    page = text_of(client.get(f"/complaints/{case.id}"))
    assert "Send the notice" in page
    letter = text_of(client.get(f"/complaints/{case.id}/notice"))
    assert ("8(1)(b)" if kind == "excluded" else "Nobody remembers it") in letter
    assert "lgo.org.uk" in letter
    refused = fill_in(
        client, f"/complaints/{case.id}/notice", {"way": "letter", "text": "Because [reason]"} | three("on", TODAY)
    )
    assert "Fill in what stands in brackets" in text_of(refused)
    fill_in(client, f"/complaints/{case.id}/notice", {"way": "letter", "text": "Because"} | three("on", TODAY))
    db.session.expire_all()
    assert (case.status, case.outcome, case.closed_on) == (Status.CLOSED, Outcome.NO_FINDING, TODAY)
    assert case.acknowledged_on == (None if kind == "excluded" else TODAY)
    assert [one.kind for one in list_letters(case)] == [LetterKind.EXCLUSION]


@pytest.mark.parametrize("ground", list(Ground))
def test_every_exclusion_is_told_in_writing_but_what_was_settled_by_the_next_working_day(officer, ground):
    case = room.complaint(officer, route=Route.EXCLUDED, excluded_ground=ground)
    assert notice_services.needs_notice(case) == (ground != Ground.SETTLED_NEXT_DAY)


def test_a_notice_by_phone_or_without_its_ground_is_refused(officer):
    excluded = room.complaint(officer, route=Route.EXCLUDED, excluded_ground=Ground.EMPLOYMENT)
    with pytest.raises(RuleBroken, match="in writing"):
        notice_services.send_notice(excluded, on=TODAY, way=Channel.PHONE, text="x", by=officer)
    with pytest.raises(RuleBroken, match="Only a complaint that is excluded"):
        notice_services.send_notice(room.complaint(officer), on=TODAY, way=Channel.LETTER, text="x", by=officer)


# --- the Code ---


def corporate(officer, **facts):
    given = {"route": Route.CORPORATE, "status": Status.INVESTIGATING, "acknowledged_on": TODAY}
    return room.complaint(officer, **given | facts)


def extend(case, by, **facts):
    given = {
        "days": 10,
        "reason": "A witness is ill",
        "text": "Why. www.lgo.org.uk",
        "way": Channel.LETTER,
        "on": TODAY,
    }
    more_time_services.extend(case, **given | facts, by=by)


def test_a_corporate_complaint_is_extended_once_and_told_how_to_reach_the_ombudsman(officer):
    case = corporate(officer)
    assert more_time_services.answer_by(case) == date(2026, 4, 21)
    extend(case, officer)
    assert more_time_services.answer_by(case) == date(2026, 5, 6)
    with pytest.raises(RuleBroken, match="no second extension"):
        extend(case, officer)
    case.status, case.responded_on, case.review_requested_on = Status.IN_REVIEW, TODAY, TODAY
    more_time_services.acknowledge_review(case, on=TODAY, by=officer)
    assert more_time_services.answer_by(case) == date(2026, 5, 6), "20 working days of the acknowledgement"
    extend(case, officer, days=20)
    assert more_time_services.answer_by(case) == date(2026, 6, 4)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"days": 11}, "days"), ({"text": "Why"}, "text"), ({"way": Channel.PHONE}, "way")],
)
def test_extensions_that_the_code_does_not_allow(officer, facts, field):
    with pytest.raises(RuleBroken) as refused:
        extend(corporate(officer), officer, **facts)
    assert refused.value.field == field


def test_neither_after_the_day_nor_for_a_statutory_complaint(officer, at):
    case = corporate(officer)
    with pytest.raises(RuleBroken, match="Agree longer"):
        extend(corporate(officer, route=Route.STATUTORY), officer)
    at("2026-04-22 09:00")
    with pytest.raises(RuleBroken, match="before that day passes"):
        extend(case, officer, on=date(2026, 4, 22))
    assert not more_time_services.may_extend(case)


# --- hand-overs ---


def test_safeguarding_sees_what_was_passed_on_and_the_complaint_what_it_became(app, client, officer):
    case = room.complaint(officer, what_said="Marrowfat words")
    hidden = room.complaint(officer, is_restricted=True)
    for one in (case, hidden):
        plan_services.refer(
            one, taken_by="Duty", on=TODAY, how=Channel.PHONE, reference=None, note="Quagmire", by=officer
        )
    board = make.person("board-office")
    client.sign_in(board)
    assert f"Say what became of {case.reference}" in text_of(client.get("/"))
    page = text_of(client.get("/safeguarding/hand-overs"))
    assert case.reference in page
    for word in ("Marrowfat", "Quagmire", hidden.reference):
        assert word not in page
    referral = case.referrals[0]
    path = f"/safeguarding/hand-overs/{referral.id}/say-became"
    before = client.send(path, {"became": "enquiry"} | three("became_on", date(2026, 4, 6)))
    assert "must be the same as or after the hand-over" in text_of(before)
    page_after(client, client.send(path, {"became": "enquiry", "reference": "S42-9"} | three("became_on", TODAY)))
    assert client.get(f"/safeguarding/hand-overs/{hidden.referrals[0].id}/say-became").status_code == 404
    client.sign_in(officer)
    shown = text_of(client.get(f"/complaints/{case.id}"))
    assert "It became: a section 42 enquiry" in shown
    assert "S42-9" in shown
    assert handover_services.list_handover_lines(board) == []
    assert referral.became == Became.ENQUIRY


# --- deputies ---


def test_a_deputy_signs_between_two_days_and_only_the_director_names_one(app, client, officer, at):
    director = make.person("director")
    with pytest.raises(RuleBroken, match="Only the director"):
        deputy_services.name_deputy(officer, from_on=TODAY, until_on=TODAY, by=make.person("complaints-manager"))
    client.sign_in(director)
    sent = {"person": str(officer.id)} | three("from_on", date(2026, 4, 8)) | three("until_on", date(2026, 4, 9))
    page_after(client, client.send("/complaints/settings/deputies/name", sent))
    assert not deputy_services.signs(officer)
    at("2026-04-08 09:00")
    assert deputy_services.signs(officer)
    deputy = deputy_services.list_deputies(officer.organisation_id)[0]
    deputy_services.end_deputy(deputy, by=director)
    assert not deputy_services.signs(officer)
    at("2026-04-10 09:00")
    assert not deputy_services.signs(officer)
    assert deputy_services.signs(director)


def test_a_deputy_signs_on_the_last_day_and_not_the_day_after(officer, at):
    deputy_services.name_deputy(officer, from_on=TODAY, until_on=date(2026, 4, 9), by=make.person("director"))
    for day, signs in ((7, True), (9, True), (10, False)):
        at(f"2026-04-{day:02} 23:59")
        assert deputy_services.signs(officer) is signs, day
