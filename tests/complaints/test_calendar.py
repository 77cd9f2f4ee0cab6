"""Working days and months, against the faults other case systems were found to have and against counting by hand."""

from datetime import date, timedelta

import holidays
import pytest

from casework.complaints.calendar import Calendar, acknowledge_by, settle_by, six_months_after, working_of

ORDINARY = Calendar()
OFF = holidays.country_holidays("GB", subdiv="ENG", years=range(2016, 2029))


def days_between(first, last):
    while first <= last:
        yield first
        first += timedelta(days=1)


def counted_by_hand(received, days, closures=()):
    """The `days`-th working day after `received`, one step at a time."""
    day, left = received, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in OFF and day not in closures
    return day


# A published system rolls a receipt on a day off forward first and so is one day late; this table has the right days.
@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        ("2026-04-01", "2026-04-08"),
        ("2026-04-02", "2026-04-09"),  # the eve of Good Friday
        ("2026-04-03", "2026-04-09"),  # Good Friday
        ("2026-04-04", "2026-04-09"),
        ("2026-04-05", "2026-04-09"),
        ("2026-04-06", "2026-04-09"),  # Easter Monday
        ("2026-05-23", "2026-05-28"),
        ("2026-12-24", "2026-12-31"),
        ("2026-12-25", "2026-12-31"),
        ("2026-06-10", "2026-06-15"),
    ],
)
def test_acknowledge_in_three_working_days_after_the_day_of_receipt(received, last_day):
    assert acknowledge_by(date.fromisoformat(received), ORDINARY) == date.fromisoformat(last_day)


def test_every_day_of_2017_to_2027_equals_counting_by_hand():
    for received in days_between(date(2017, 1, 1), date(2027, 12, 31)):
        by_hand = counted_by_hand(received, 3)
        assert acknowledge_by(received, ORDINARY) == by_hand
        assert ORDINARY.count(received, by_hand) == 3
        assert settle_by(received, ORDINARY) == counted_by_hand(received, 1)


@pytest.mark.parametrize("days", [10, 20, 40, 65])
def test_targets_of_every_day_of_three_years_equal_counting_by_hand(days):
    for received in days_between(date(2019, 6, 1), date(2022, 6, 30)):
        assert ORDINARY.add(received, days) == counted_by_hand(received, days)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2020-03-30", 10, "2020-04-15"),
        ("2020-03-30", 20, "2020-04-29"),
        ("2020-03-30", 40, "2020-05-29"),  # the May holiday moved to Friday 8 May
        ("2020-03-30", 65, "2020-07-03"),
        ("2019-12-16", 10, "2020-01-02"),
        ("2019-12-16", 20, "2020-01-16"),
    ],
)
def test_printed_examples(received, days, due):
    assert ORDINARY.add(date.fromisoformat(received), days) == date.fromisoformat(due)


def test_closure_days_of_the_council_do_not_count():
    shut = frozenset({date(2026, 12, 29), date(2026, 12, 30)})
    closed = Calendar(closures=shut)
    assert acknowledge_by(date(2026, 12, 24), ORDINARY) == date(2026, 12, 31)
    assert (
        acknowledge_by(date(2026, 12, 24), closed) == counted_by_hand(date(2026, 12, 24), 3, shut) == date(2027, 1, 5)
    )


@pytest.mark.parametrize(
    ("received", "last_day", "last_day_counted_from_the_next"),
    [
        ("2026-04-07", "2026-10-06", "2026-10-07"),
        ("2026-04-01", "2026-09-30", "2026-10-01"),
        ("2026-08-31", "2027-02-28", "2027-02-28"),  # there is no 31 February
        ("2026-09-01", "2027-02-28", "2027-03-01"),
        ("2027-08-29", "2028-02-28", "2028-02-29"),
        ("2027-08-30", "2028-02-29", "2028-02-29"),
        ("2025-12-31", "2026-06-30", "2026-06-30"),
        ("2026-12-25", "2027-06-24", "2027-06-25"),  # a calendar date: days off do not move it
    ],
)
def test_six_months(received, last_day, last_day_counted_from_the_next):
    day = date.fromisoformat(received)
    assert six_months_after(day) == date.fromisoformat(last_day)
    assert six_months_after(day, is_receipt_day_one=False) == date.fromisoformat(last_day_counted_from_the_next)


def test_six_months_never_go_back_as_receipt_goes_on():
    last = date.min
    for received in days_between(date(2017, 1, 1), date(2027, 12, 31)):
        due = six_months_after(received)
        assert due >= last
        assert 180 <= (due - received).days <= 184
        last = due


@pytest.mark.parametrize(
    ("received", "days", "sentence"),
    [
        (
            "2026-04-03",
            3,
            "Received Friday 3 April 2026 (Good Friday). Day 1 is Tuesday 7 April, because Saturday, Sunday and Easter "
            "Monday do not count. Day 3 is Thursday 9 April.",
        ),
        (
            "2026-04-07",
            3,
            "Received Tuesday 7 April 2026. Day 1 is Wednesday 8 April. Day 3 is Friday 10 April.",
        ),
        (
            "2026-04-07",
            20,
            "Received Tuesday 7 April 2026. Day 1 is Wednesday 8 April. Day 20 is Wednesday 6 May, because weekends "
            "and May Day (4 May) do not count.",
        ),
        (
            "2026-12-30",
            3,
            "Received Wednesday 30 December 2026. Day 1 is Thursday 31 December. Day 3 is Tuesday 5 January 2027, "
            "because New Year's Day, Saturday and Sunday do not count.",
        ),
        (
            "2026-04-04",
            1,
            "Received Saturday 4 April 2026. Day 1 is Tuesday 7 April, because Sunday and Easter Monday do not count.",
        ),
    ],
)
def test_the_working_in_words(received, days, sentence):
    assert working_of(date.fromisoformat(received), days, ORDINARY) == sentence
