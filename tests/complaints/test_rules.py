"""The table of moves, outcomes, order of days, remedies: written out by hand here and compared with the rules."""

from contextlib import contextmanager
from datetime import date

import pytest

from casework.complaints import rules
from casework.complaints.calendar import Calendar
from casework.complaints.kinds import Channel, Ground, Outcome, Route, Status
from casework.complaints.rules import Move
from casework.kit.rules import RuleBroken
from tests.complaints.make import case, point

ORDINARY = Calendar()
# columns: open settled new acknowledged investigating drafted answered in-review closed withdrawn


@contextmanager
def refusal_at(field, refused):
    """Expect a refusal beside `field`, or none."""
    if not refused:
        yield
        return
    with pytest.raises(RuleBroken) as broken:
        yield
    assert broken.value.field == field


STATUSES = (*("open", "settled", "new", "acknowledged", "investigating"),
            *("answer-drafted", "answered", "in-review", "closed", "withdrawn"))  # fmt: skip
TABLE = """
settle         x . . . . . . . . .
escalate       x x . . . . . . . .
sort           . . x x x x . . . .
assign         x x x x x x x x x x
acknowledge    . . x . . . . . . .
plan           . . . x x . . . . .
add-point      . . x x x x . x . .
decide         . . . x x x . x . .
hold           . . x x x x . x . .
release        . . x x x x . x . .
refer          x x x x x x x x x x
agree-longer   . . x x x x . . . .
explain-delay  . . x x x x . . . .
extend         . . x x x x . x . .
acknowledge-review . . . . . . . x . .
answer         . . . x x x . . . .
check          . . . . . x . . . .
sign           . . . . . x . . . .
send           . . . . . x . . . .
review         . . . . . . x . x .
reply          . . . . . . . x . .
close          . . x x x x x . . .
withdraw       . . x x x x . x . .
reopen         . . . . . . x . x x
remedy         . . x x x x x x x x
ombudsman      . . x x x x x x x x
restrict       x x x x x x x x x x
write          x x x x x x x x x x
correct        x x x x x x x x x x
"""
BY_HAND = {
    (status, line.split()[0]): mark == "x"
    for line in TABLE.strip().splitlines()
    for status, mark in zip(STATUSES, line.split()[1:], strict=True)
}


def test_the_table_by_hand_names_every_status_and_every_move():
    assert {status for status, _ in BY_HAND} == set(Status)
    assert {move for _, move in BY_HAND} == set(Move)


@pytest.mark.parametrize(("status", "move"), sorted(BY_HAND))
def test_moves(status, move):
    assert rules.may_move(Status(status), Move(move)) is BY_HAND[status, move]
    if not BY_HAND[status, move]:
        with pytest.raises(RuleBroken) as refused:
            rules.check_move(case(status=Status(status)), Move(move))
        assert refused.value.sentence[0].isupper()


@pytest.mark.parametrize(
    ("points", "outcome"),
    [
        ("", None),
        ("upheld", "upheld"),
        ("upheld upheld", "upheld"),
        ("upheld not-upheld", "partly-upheld"),
        ("upheld no-finding", "partly-upheld"),
        ("partly-upheld", "partly-upheld"),
        ("partly-upheld partly-upheld", "partly-upheld"),
        ("not-upheld partly-upheld no-finding", "partly-upheld"),
        ("not-upheld", "not-upheld"),
        ("not-upheld no-finding", "not-upheld"),
        ("no-finding", "no-finding"),
        ("no-finding no-finding", "no-finding"),
        ("upheld -", None),
        ("-", None),
    ],
)
def test_outcome_of_a_case_follows_from_its_points(points, outcome):
    found = rules.outcome_of([None if word == "-" else Outcome(word) for word in points.split()])
    assert found == (outcome and Outcome(outcome))


TODAY = date(2026, 4, 30)
APRIL = {day: date(2026, 4, day) for day in range(1, 31)}


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        ({"received_on": 7, "acknowledged_on": 7, "responded_on": 7, "closed_on": 7}, []),
        ({"received_on": 7, "acknowledged_on": 6}, ["acknowledged_on"]),
        ({"received_on": 7, "responded_on": 6}, ["responded_on"]),
        ({"received_on": 7, "responded_on": 9, "review_requested_on": 8}, ["review_requested_on"]),
        ({"received_on": 7, "responded_on": 9, "review_requested_on": 12, "reviewed_on": 10}, ["reviewed_on"]),
        ({"received_on": 7, "responded_on": 9, "reviewed_on": 8}, ["reviewed_on"]),
        ({"received_on": 7, "reviewed_on": 8}, ["reviewed_on"]),
        ({"received_on": 7, "review_requested_on": 8}, ["review_requested_on"]),
        ({"received_on": 7, "responded_on": 9, "closed_on": 8}, ["closed_on"]),
        ({"received_on": 7, "responded_on": 9, "reviewed_on": 20, "closed_on": 10}, ["closed_on"]),
        ({"received_on": 7, "closed_on": 6}, ["closed_on"]),
        ({"received_on": 7, "responded_on": 9, "review_requested_on": 12, "closed_on": 10}, ["closed_on"]),
        ({"received_on": 7, "responded_on": 9, "review_requested_on": 12, "closed_on": 12}, []),
    ],
)
def test_days_out_of_order(days, fields):
    found = rules.faults_of_dates({name: APRIL[day] for name, day in days.items()}, TODAY)
    assert [field for field, _ in found] == fields


def test_days_in_the_future_are_refused_each_by_its_name():
    dates = {name: date(2026, 5, 1) for name in rules.LABELS}
    found = dict(rules.faults_of_dates(dates, TODAY))
    assert set(found) == set(rules.LABELS)
    assert found["received_on"] == "Date received must be today or in the past"


def test_the_sentence_names_the_day_it_may_not_lie_before():
    found = rules.faults_of_dates({"received_on": APRIL[7], "responded_on": APRIL[6]}, TODAY)
    assert found == [("responded_on", "Answered on must be the same as or after date received, 7 April 2026")]


@pytest.mark.parametrize(
    ("channel", "received", "refused"),
    [
        ("phone", 7, False),
        ("in-person", 7, False),
        ("phone", 2, False),  # Maundy Thursday: the next working day is Tuesday 7 April
        ("phone", 1, True),
        ("email", 7, True),
        ("letter", 7, True),
        ("web", 7, True),
    ],
)
def test_only_what_was_said_aloud_and_is_fresh_can_stay_a_concern(channel, received, refused):
    with refusal_at("standing", refused):
        rules.check_log_settled(Channel(channel), APRIL[received], APRIL[7], ORDINARY)


def test_a_concern_becomes_a_complaint_when_the_next_working_day_has_ended():
    concern = case(status=Status.OPEN, received_on=APRIL[2])
    assert not rules.has_become_complaint(concern, APRIL[7], ORDINARY)
    assert rules.has_become_complaint(concern, APRIL[8], ORDINARY)
    rules.check_settle(concern, APRIL[7], ORDINARY)
    with pytest.raises(RuleBroken, match="It is a complaint now, received Thursday 2 April 2026"):
        rules.check_settle(concern, APRIL[8], ORDINARY)


@pytest.mark.parametrize(
    ("route", "ground", "channel", "refused"),
    [
        ("excluded", None, "phone", True),
        ("excluded", "8(1)(c)", "phone", False),
        ("excluded", "8(1)(c)", "email", True),
        ("excluded", "8(1)(e)", "email", False),
        ("statutory", None, "email", False),
    ],
)
def test_an_exclusion_names_its_paragraph(route, ground, channel, refused):
    with refusal_at("ground", refused):
        rules.check_ground(Route(route), ground and Ground(ground), Channel(channel))


@pytest.mark.parametrize(
    ("matter", "received", "over"),
    [
        ("2025-04-07", "2026-04-07", False),
        ("2025-04-06", "2026-04-07", True),
        ("2024-02-29", "2025-02-28", False),
        ("2024-02-29", "2025-03-01", True),
        ("2026-04-01", "2026-04-07", False),
    ],
)
def test_twelve_months(matter, received, over):
    assert rules.is_over_12_months(date.fromisoformat(matter), date.fromisoformat(received)) is over


def ready(**facts):
    return case(**{"status": Status.ANSWERED, "acknowledged_on": APRIL[8], "responded_on": APRIL[20]} | facts)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"points": []}, "Add at least one point and decide it before you close the case"),
        ({"points": [point(1, "upheld"), point(2)]}, "Decide every point before you close the case: point 2 is open"),
        ({"points": [point(1), point(2)]}, "Decide every point before you close the case: points 1 and 2 are open"),
        (
            {"points": [point(1, "upheld")], "acknowledged_on": None},
            "Record the acknowledgement before you close the case",
        ),
        ({"points": [point(1, "upheld")], "responded_on": None}, "Send the answer before you close the case"),
    ],
)  # fmt: skip
def test_what_a_case_needs_before_it_is_closed(facts, sentence):
    with pytest.raises(RuleBroken) as refused:
        rules.check_close(ready(**facts))
    assert refused.value.sentence == sentence


def test_a_case_with_every_point_decided_and_an_answer_can_be_closed():
    rules.check_close(ready(points=[point(1, "upheld"), point(2, "not-upheld")]))


@pytest.mark.parametrize("route", ["service-request", "excluded", "safeguarding"])
def test_other_routes_close_without_points(route):
    rules.check_close(case(route=Route(route)))


def test_whoever_is_named_decides_nothing():
    with pytest.raises(RuleBroken, match="You are named in this complaint, so someone else must look into it"):
        rules.check_decide(point(), Outcome.UPHELD, 7, {7})
    rules.check_decide(point(), Outcome.UPHELD, 8, {7})


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [(None, "Select what was found"), ("withdrawn", "A point cannot be withdrawn. Withdraw the case")],
)
def test_a_point_needs_a_finding_of_its_own(outcome, sentence):
    with pytest.raises(RuleBroken) as refused:
        rules.check_decide(point(), outcome and Outcome(outcome), 1, ())
    assert (refused.value.sentence, refused.value.field) == (sentence, "outcome")


def test_a_point_on_hold_is_not_decided():
    with pytest.raises(RuleBroken, match="Point 1 is on hold"):
        rules.check_decide(point(hold_id=3), Outcome.UPHELD, 1, ())


@pytest.mark.parametrize(
    ("outcome", "reason", "refused"),
    [
        ("upheld", None, False),
        ("partly-upheld", None, False),
        ("not-upheld", None, True),
        ("not-upheld", "  ", True),
        ("not-upheld", "A gesture after a long wait", False),
        ("no-finding", None, True),
        (None, None, True),
    ],
)
def test_a_remedy_needs_fault_or_a_stated_reason(outcome, reason, refused):
    with refusal_at("goodwill_reason", refused):
        rules.check_remedy(outcome and Outcome(outcome), reason)
