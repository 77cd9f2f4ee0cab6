"""Every date of a case from its events: by law without a pause, ours with one, and never a date from nowhere."""

from datetime import date, timedelta

import pytest

from casework.complaints import clocks
from casework.complaints.calendar import Calendar
from casework.complaints.kinds import (
    Agreed,
    HoldReason,
    NextStep,
    PromiseKind,
    RemedyKind,
    Route,
    Status,
)  # fmt: skip
from casework.complaints.records import (
    ComplaintAgreement,
    ComplaintHold,
    ComplaintPromise,
    OmbudsmanCase,
    OmbudsmanRecommendation,
    Remedy,
)  # fmt: skip
from tests.complaints.make import case

ORDINARY = Calendar()
RECEIVED = date(2026, 4, 7)


def day(text):
    return date.fromisoformat(text)


def hold(started, ended=None, review="2026-06-01"):
    return ComplaintHold(
        reason=HoldReason.SAFEGUARDING, why="An enquiry", started_on=day(started), review_on=day(review),
        ended_on=ended and day(ended),
    )  # fmt: skip


def agreement(agreed, until, instead="2026-10-06"):
    return ComplaintAgreement(
        until=day(until), instead_of=day(instead), agreed_on=day(agreed), agreed_with="The person", how=Agreed.PHONE,
        proof="Note of the call",
    )  # fmt: skip


def dates(held, today="2026-04-07"):
    return {clock.step: clock for clock in clocks.clocks_of(held, ORDINARY, today=day(today))}


def test_a_new_complaint_has_two_dates_by_law_and_one_of_ours():
    found = clocks.clocks_of(case(), ORDINARY, today=RECEIVED)
    assert [(clock.step, clock.family, clock.due_on.isoformat()) for clock in found] == [
        (NextStep.ACKNOWLEDGE, "law", "2026-04-10"),
        (NextStep.ANSWER_BY_LAW, "law", "2026-10-06"),
        (NextStep.TARGET, "target", "2026-05-06"),
    ]


@pytest.mark.parametrize(
    ("days", "due"), [(10, "2026-04-21"), (20, "2026-05-06"), (40, "2026-06-04"), (65, "2026-07-09")]
)
def test_our_target_goes_by_complexity(days, due):
    assert dates(case(target_days=days))[NextStep.TARGET].due_on == day(due)


def test_without_a_complexity_the_councils_usual_target_counts():
    assert clocks.target_by(case(), Calendar(usual_target=10), today=RECEIVED) == day("2026-04-21")


def test_a_concern_has_one_date_only():
    found = dates(case(status=Status.OPEN, route=None, received_on=day("2026-04-02")))
    assert [(clock.step, clock.due_on) for clock in found.values()] == [(NextStep.SETTLE, day("2026-04-07"))]


@pytest.mark.parametrize("route", ["service-request", "excluded", "safeguarding"])
def test_what_is_no_complaint_has_no_clock(route):
    assert dates(case(route=Route(route))) == {}


def test_a_hold_moves_our_target_by_the_working_days_it_lasted_and_no_date_by_law():
    before = dates(case())
    held = case(holds=[hold("2026-04-13", "2026-04-20")])
    after = dates(held, today="2026-04-20")
    assert ORDINARY.count(day("2026-04-13"), day("2026-04-20")) == 5
    assert after[NextStep.TARGET].due_on == ORDINARY.add(before[NextStep.TARGET].due_on, 5)
    for step in (NextStep.ACKNOWLEDGE, NextStep.ANSWER_BY_LAW):
        assert after[step].due_on == before[step].due_on


def test_a_released_hold_gives_the_date_back_and_an_extension_from_it_is_taken():
    # A published system wrote 31 December 9999 at the hold, never took it back, and refused every earlier extension.
    held = case(holds=[hold("2026-04-13")])
    waiting = dates(held, today="2026-04-20")[NextStep.TARGET]
    assert waiting.is_waiting
    assert waiting.due_on.year == 2026
    assert not waiting.is_late(day("2027-01-01"))
    held.holds[0].ended_on = day("2026-04-20")
    released = dates(held, today="2026-04-20")[NextStep.TARGET]
    assert not released.is_waiting
    assert released.due_on == waiting.due_on == day("2026-05-13")
    held.agreements = [agreement("2026-09-01", "2026-11-04")]
    assert dates(held)[NextStep.ANSWER_BY_LAW].due_on == day("2026-11-04")


def test_a_pause_outlives_another_target_and_the_new_target_is_paused_as_long():
    # A published system lost the time of a pause when the target was changed.
    held = case(holds=[hold("2026-04-13", "2026-04-20")], target_days=20)
    usual = dates(held, today="2026-04-21")[NextStep.TARGET].due_on
    held.target_days = 40
    longer = dates(held, today="2026-04-21")[NextStep.TARGET].due_on
    assert ORDINARY.count(usual, longer) == 20
    assert longer == ORDINARY.add(RECEIVED, 45)


def test_an_update_given_moves_neither_the_acknowledgement_nor_the_answer():
    # In another an update overruled the first response.
    update = ComplaintPromise(
        kind=PromiseKind.UPDATE, due_on=day("2026-04-10"), made_on=RECEIVED, kept_on=day("2026-04-08")
    )
    before, after = dates(case()), dates(case(promises=[update]), today="2026-04-09")
    for step in (NextStep.ACKNOWLEDGE, NextStep.TARGET, NextStep.ANSWER_BY_LAW):
        assert after[step].due_on == before[step].due_on


def test_days_that_two_holds_share_count_once():
    both = case(holds=[hold("2026-04-13", "2026-04-20"), hold("2026-04-15", "2026-04-22")])
    assert clocks.paused_days(both, ORDINARY, until=day("2026-05-01")) == ORDINARY.count(
        day("2026-04-13"), day("2026-04-22")
    )


@pytest.mark.parametrize(
    ("agreements", "due"),
    [
        ([("2026-09-01", "2026-11-04")], "2026-11-04"),
        ([("2026-10-06", "2026-11-04")], "2026-11-04"),  # agreed on the last day
        ([("2026-10-07", "2026-11-04")], "2026-10-06"),  # too late: nothing moves
        ([("2026-09-01", "2026-11-04"), ("2026-11-02", "2026-12-01")], "2026-12-01"),
        ([("2026-09-01", "2026-09-20")], "2026-10-06"),  # never earlier than the law says
    ],
)
def test_only_an_agreement_before_the_day_moves_the_date_by_law(agreements, due):
    held = case(agreements=[agreement(agreed, until) for agreed, until in agreements])
    assert clocks.answer_by_law(held, ORDINARY) == day(due)


def test_corporate_complaints_follow_the_code_from_the_acknowledgement():
    held = case(route=Route.CORPORATE)
    assert dates(held)[NextStep.ACKNOWLEDGE].due_on == day("2026-04-14")
    assert dates(held)[NextStep.TARGET].due_on == ORDINARY.add(day("2026-04-14"), 10)
    held.acknowledged_on = day("2026-04-09")
    assert dates(held)[NextStep.TARGET].due_on == day("2026-04-23")
    assert {clock.family for clock in dates(held).values()} == {"target"}
    held.responded_on, held.review_requested_on, held.status = day("2026-04-20"), day("2026-04-24"), Status.IN_REVIEW
    assert dates(held)[NextStep.ACKNOWLEDGE].due_on == ORDINARY.add(day("2026-04-24"), 5)
    assert dates(held)[NextStep.TARGET].due_on == ORDINARY.add(ORDINARY.add(day("2026-04-24"), 5), 20)
    held.review_acknowledged_on = day("2026-04-28")
    assert dates(held)[NextStep.TARGET].due_on == ORDINARY.add(day("2026-04-28"), 20)


def test_promises_are_clocks_until_kept_or_replaced():
    def promise(due, **rest):
        return ComplaintPromise(kind=PromiseKind.UPDATE, due_on=day(due), made_on=RECEIVED, **rest)

    held = case(promises=[promise("2026-04-14"), promise("2026-04-20", replaced_on=RECEIVED)])
    (update,) = [clock for clock in clocks.clocks_of(held, ORDINARY, today=RECEIVED) if clock.step == NextStep.UPDATE]
    assert update.is_open
    assert update.due_on == day("2026-04-14")
    held.promises[0].kept_on = day("2026-04-13")
    assert clocks.next_of(held, ORDINARY, today=RECEIVED).step == NextStep.ACKNOWLEDGE


def test_the_next_date_is_the_soonest_and_of_two_the_one_by_law():
    held = case()
    assert clocks.next_of(held, ORDINARY, today=RECEIVED).step == NextStep.ACKNOWLEDGE
    held.acknowledged_on = day("2026-04-08")
    assert clocks.next_of(held, ORDINARY, today=RECEIVED).step == NextStep.TARGET
    held.holds = [hold("2026-04-09", review="2026-05-20")]
    assert clocks.next_of(held, ORDINARY, today=day("2026-04-20")).step == NextStep.HOLD_REVIEW
    held.holds[0].review_on = day("2026-10-06")
    assert clocks.next_of(held, ORDINARY, today=day("2026-04-20")).step == NextStep.ANSWER_BY_LAW


def test_after_closing_only_what_must_still_be_done_is_left():
    asked = OmbudsmanRecommendation(what="Pay", due_on=day("2026-04-30"))
    held = case(
        status=Status.CLOSED,
        acknowledged_on=RECEIVED,
        responded_on=day("2026-04-20"),
        closed_on=day("2026-04-20"),
        remedies=[
            Remedy(kind=RemedyKind.APOLOGY, due_on=day("2026-05-01")),
            Remedy(kind=RemedyKind.APOLOGY, due_on=RECEIVED, done_on=RECEIVED),
        ],
        ombudsman_cases=[OmbudsmanCase(enquiry_on=day("2026-06-01"), recommendations=[asked])],
    )
    assert clocks.next_of(held, ORDINARY, today=day("2026-04-21")).due_on == day("2026-04-30")
    left = [clock for clock in clocks.clocks_of(held, ORDINARY, today=day("2026-04-21")) if clock.is_open]
    assert [clock.step for clock in left] == [NextStep.REMEDY, NextStep.REMEDY]


def test_the_ombudsmans_date_counts_until_answered():
    enquiry = OmbudsmanCase(enquiry_on=day("2026-06-01"), answer_due_on=day("2026-06-20"))
    held = case(status=Status.CLOSED, responded_on=RECEIVED, closed_on=RECEIVED, ombudsman_cases=[enquiry])
    assert clocks.next_of(held, ORDINARY, today=day("2026-06-02")).step == NextStep.OMBUDSMAN_ANSWER
    enquiry.answered_on = day("2026-06-15")
    assert clocks.next_of(held, ORDINARY, today=day("2026-06-16")) is None


@pytest.mark.parametrize(
    ("facts", "today", "sentence"),
    [
        ({}, "2026-04-07", "Acknowledge by Friday 10 April 2026, 3 working days left"),
        ({}, "2026-04-10", "Acknowledge today"),
        ({}, "2026-04-13", "Acknowledge now, it was due Friday 10 April 2026, 1 working day late"),
        ({"acknowledged_on": date(2026, 4, 8)}, "2026-04-13", "Acknowledged Wednesday 8 April 2026, in 1 working day"),
    ],
)
def test_acknowledgement_in_words(facts, today, sentence):
    assert dates(case(**facts), today)[NextStep.ACKNOWLEDGE].sentence(day(today), ORDINARY) == sentence


@pytest.mark.parametrize(
    ("facts", "today", "sentence"),
    [
        ({}, "2026-05-01", "Answer due Wednesday 6 May 2026, 2 working days left"),
        ({}, "2026-05-07", "Answer was due Wednesday 6 May 2026, 1 working day late"),
        (
            {"status": Status.CLOSED, "closed_on": date(2026, 4, 20)},
            "2026-05-07",
            "Answered Monday 20 April 2026, in 9 working days (target 20)",
        ),
    ],
)
def test_our_target_in_words(facts, today, sentence):
    assert dates(case(**facts), today)[NextStep.TARGET].sentence(day(today), ORDINARY) == sentence


def test_the_date_by_law_counts_calendar_days():
    clock = dates(case())[NextStep.ANSWER_BY_LAW]
    assert (
        clock.sentence(day("2026-10-01"), ORDINARY) == "Answer or agree longer due Tuesday 6 October 2026, 5 days left"
    )
    assert "the day of receipt is the first" in clock.working


def test_dates_follow_the_table_of_holidays_without_anything_stored():
    shut = Calendar(closures=frozenset({day("2026-04-08")}))
    assert clocks.next_of(case(), shut, today=RECEIVED).due_on == day("2026-04-13")
    assert clocks.next_of(case(), ORDINARY, today=RECEIVED).due_on == day("2026-04-10")


def test_paused_and_unpaused_dates_for_every_week_of_a_year_agree_with_a_day_by_day_count():
    for offset in range(0, 364, 7):
        received = date(2026, 1, 5) + timedelta(days=offset)
        started, ended = received + timedelta(days=3), received + timedelta(days=30)
        held = case(received_on=received, holds=[hold(started.isoformat(), ended.isoformat())])
        waited = sum(
            ORDINARY.count(one, one + timedelta(days=1)) for one in (started + timedelta(days=n) for n in range(27))
        )
        assert clocks.target_by(held, ORDINARY, today=ended) == ORDINARY.add(received, 20 + waited)


def test_promises_holds_and_remedies_read_as_sentences():
    def promise(**facts):
        return ComplaintPromise(kind=PromiseKind.ANSWER, due_on=day("2026-04-20"), made_on=RECEIVED, **facts)

    remedy = Remedy(kind=RemedyKind.APOLOGY, due_on=day("2026-04-21"))
    found = dates(case(promises=[promise()], holds=[hold("2026-04-07")], remedies=[remedy]))
    found[NextStep.UPDATE] = dates(case(promises=[promise(kept_on=day("2026-04-14"))]))[NextStep.PROMISED_ANSWER]
    assert {step: clock.sentence(RECEIVED, ORDINARY) for step, clock in found.items() if clock.family == "target"} == {
        NextStep.TARGET: found[NextStep.TARGET].sentence(RECEIVED, ORDINARY),
        NextStep.PROMISED_ANSWER: "Promised answer due Monday 20 April 2026, 9 working days left",
        NextStep.UPDATE: "Promised answer given Tuesday 14 April 2026, in 7 days",
        NextStep.HOLD_REVIEW: "Look at the hold again by Monday 1 June 2026, 37 working days left",
        NextStep.REMEDY: "Remedy due Tuesday 21 April 2026, 14 days left",
    }
