"""Putting right what was logged: people at any time, what the dates rest on until it was acknowledged."""

from datetime import date

import pytest

from casework.complaints import correction_services, plan_services, services
from casework.complaints.kinds import Agreed, Channel, Ground, NextStep, Outcome, Route, Status, Teller
from casework.complaints.records import OmbudsmanCase
from casework.complaints.services import Standing, Told
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import page_after, send, text_of, three

TODAY = date(2026, 4, 7)
LOGGED = Told(what_said="They took the call away", channel=Channel.PHONE, received_on=TODAY, told_by=Teller.PERSON)


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app):
    return make.person("complaints-officer")


def told(**facts):
    return Told(**vars(LOGGED) | facts)


def correct(case, officer, reason="Heard wrong", **facts):
    correction_services.correct(case, told=told(**facts), reason=reason, by=officer)


def test_another_day_moves_every_date_that_is_counted_from_it(officer):
    case = services.log(told=LOGGED, standing=Standing.COMPLAINT, by=officer)
    correct(case, officer, received_on=date(2026, 4, 3))
    assert (case.received_on, case.next_step, case.next_on) == (
        date(2026, 4, 3), NextStep.ACKNOWLEDGE, date(2026, 4, 9)
    )  # fmt: skip
    last = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert last.words == "corrected what was logged: date received, 7 April 2026 before"
    assert (last.changes, last.reason) == ({"date received": ["2026-04-07", "2026-04-03"]}, "Heard wrong")


def test_a_concern_that_came_earlier_may_be_a_complaint_by_now(officer):
    case = services.log(told=LOGGED, standing=Standing.NOT_SETTLED, by=officer)
    correct(case, officer, received_on=date(2026, 4, 1))
    assert (case.status, case.next_on) == (Status.OPEN, date(2026, 4, 2))
    services.move_on(TODAY)
    assert (case.status, case.received_on) == (Status.NEW, date(2026, 4, 1))


def test_the_trail_quotes_nobody(officer):
    case = services.log(told=LOGGED, standing=Standing.COMPLAINT, by=officer)
    correct(
        case,
        officer,
        told_by_name="Zebedee Quill",
        contact="07700 900123",
        what_said="They shouted",
        told_by=Teller.CARER,
    )
    last = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert last.words == "corrected what was logged: what was said, who told us, who they are and how to reach them"
    assert not any(word in str(last.content()) for word in ("Zebedee", "900123", "shouted"))
    assert (case.told_by_name, case.contact, case.told_by) == ("Zebedee Quill", "07700 900123", Teller.CARER)


FIXED = ({"received_on": date(2026, 4, 3)}, {"channel": Channel.IN_PERSON}, {"what_said": "Something else"})


@pytest.mark.parametrize("facts", FIXED, ids=[next(iter(one)) for one in FIXED])
@pytest.mark.parametrize("status", sorted(set(Status) - {Status.OPEN, Status.NEW}))
def test_what_the_dates_rest_on_stays_once_it_was_acknowledged(officer, status, facts):
    ended = {"closed_on": TODAY, "outcome": Outcome.NO_FINDING} if status in ("closed", "withdrawn", "settled") else {}
    case = room.complaint(officer, status=status, **{**vars(LOGGED), **ended})
    with pytest.raises(RuleBroken, match="stays as it was") as refused:
        correct(case, officer, **facts)
    assert refused.value.field == next(iter(facts))
    correct(case, officer, reason=None, contact="07700 900123")
    assert case.contact == "07700 900123"


@pytest.mark.parametrize(
    ("facts", "changed", "field", "sentence"),
    [
        ({}, {}, None, "Change an answer, or cancel"),
        ({}, {"received_on": date(2026, 4, 8)}, "received_on", "must be today or in the past"),
        ({}, {"what_said": ""}, "what_said", "Enter what was said"),
        ({"matter_on": date(2026, 4, 5)}, {"received_on": date(2026, 4, 3)}, "received_on", "the day it happened"),
        ({"status": Status.OPEN, "route": None}, {"channel": Channel.EMAIL}, "channel", "is no concern"),
        (
            {"route": Route.EXCLUDED, "excluded_ground": Ground.SETTLED_NEXT_DAY},
            {"channel": Channel.EMAIL}, "channel", "Only what was said aloud",
        ),
    ],
)  # fmt: skip
def test_corrections_that_are_refused(officer, facts, changed, field, sentence):
    case = room.complaint(officer, **vars(LOGGED) | facts)
    with pytest.raises(RuleBroken, match=sentence) as refused:
        correct(case, officer, **changed)
    assert refused.value.field == field


def test_why_is_asked_where_a_date_or_their_words_change(officer):
    case = room.complaint(officer, **vars(LOGGED))
    for facts in FIXED:
        with pytest.raises(RuleBroken, match="Say why it changes") as refused:
            correct(case, officer, reason=" ", **facts)
        assert refused.value.field == "reason"


def test_a_day_that_more_time_or_the_ombudsman_was_counted_from_stays(officer):
    case = room.complaint(officer, **vars(LOGGED) | {"received_on": date(2026, 4, 1)})
    case.ombudsman_cases.append(OmbudsmanCase(enquiry_on=date(2026, 4, 2)))
    with pytest.raises(RuleBroken, match="The ombudsman's enquiry must be"):
        correct(case, officer, received_on=date(2026, 4, 3))
    plan_services.agree_longer(
        case, until=date(2026, 12, 1), agreed_with="Them", on=TODAY, how=Agreed.PHONE, proof="x", by=officer
    )
    with pytest.raises(RuleBroken, match="They agreed to a later answer already"):
        correct(case, officer, received_on=date(2026, 3, 31))


def test_twelve_months_are_asked_about_again(officer):
    case = room.complaint(officer, **vars(LOGGED) | {"matter_on": date(2025, 4, 4), "received_on": date(2026, 4, 3)})
    case.sorted_at = case.logged_at
    correct(case, officer, received_on=TODAY)
    assert case.sorted_at is None


def test_on_the_page(client, officer):
    client.sign_in(officer)
    case = room.complaint(officer, **vars(LOGGED) | {"told_by_name": "Zebedee"})
    path = f"/complaints/{case.id}"
    assert "Change what was logged" in text_of(client.get(path))
    typed = {"told_by_name": "Zoe Quill", "told_by": "person", "what_said": LOGGED.what_said, "channel": "phone"}
    typed |= three("received_on", date(2026, 4, 1))
    refused = send(client, f"{path}/correct", typed)
    assert "Say why it changes" in text_of(refused)
    assert "Zoe Quill" in refused.get_data(as_text=True)
    assert "is put right" in page_after(client, send(client, f"{path}/correct", typed | {"reason": "It came by post"}))
    held = db.session.get(type(case), case.id)
    assert (held.told_by_name, held.received_on) == ("Zoe Quill", date(2026, 4, 1))
    held.status, held.acknowledged_on = Status.ACKNOWLEDGED, TODAY
    db.session.commit()
    page = client.get(f"{path}/correct").get_data(as_text=True)
    assert "Date received" not in page
    assert page_after(client, send(client, f"{path}/correct", {"told_by_name": "Zoe", "told_by": "carer"}))
    held = db.session.get(type(case), case.id)
    assert (held.told_by_name, held.told_by, held.received_on) == ("Zoe", Teller.CARER, date(2026, 4, 1))
