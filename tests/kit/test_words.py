"""Days, times and figures in the words of the house."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.kit import words

TUESDAY = date(2026, 4, 7)


def test_days():
    assert words.long_date(TUESDAY) == "Tuesday 7 April 2026"
    assert words.full_date(TUESDAY) == "7 April 2026"
    assert words.short_date(TUESDAY) == "7\u00a0Apr\u00a02026"
    assert words.short_day(date(2026, 4, 10)) == "Fri\u00a010\u00a0Apr\u00a02026"
    assert words.date_range(date(2019, 4, 1), date(2020, 3, 31)) == "1 April 2019 to 31 March 2020"


@pytest.mark.parametrize(
    ("moment", "clock", "day"),
    [
        (datetime(2026, 4, 7, 9, 42, tzinfo=UTC), "10:42am", "7 April 2026"),  # summer time
        (datetime(2026, 1, 7, 9, 42, tzinfo=UTC), "9:42am", "7 January 2026"),
        (datetime(2026, 6, 30, 23, 5, tzinfo=UTC), "12:05am", "1 July 2026"),  # already tomorrow in England
        (datetime(2026, 1, 7, 14, 14, tzinfo=UTC), "2:14pm", "7 January 2026"),
        (datetime(2026, 1, 7, 12, 0, tzinfo=UTC), "midday", "7 January 2026"),
        (datetime(2026, 1, 7, 0, 0, tzinfo=UTC), "midnight", "7 January 2026"),
        (datetime(2026, 1, 7, 12, 1, tzinfo=UTC), "12:01pm", "7 January 2026"),
        (datetime(2026, 1, 7, 6, 0, tzinfo=UTC), "6:00am", "7 January 2026"),
    ],
)
def test_times_are_those_of_england(moment, clock, day):
    assert words.clock_time(moment) == clock
    assert words.full_date(moment) == day
    assert words.full_moment(moment) == f"{day}, {clock}"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        words.clock_time(datetime(2026, 4, 7, 10, 42))


@pytest.mark.parametrize(
    ("text", "start"),
    [("2019-20", 2019), ("2019/20", 2019), ("2019 to 2020", 2019), ("2019–20", 2019), (" 1999/00 ", 1999)],
)
def test_years_are_read_as_people_write_them(text, start):
    assert words.parse_year(text) == start
    assert words.year_words(text) == f"{start}/{(start + 1) % 100:02}"


@pytest.mark.parametrize("text", ["2019", "2019-21", "2019/2", "19/20", "2019 to 2019", "", "٢٠١٩-20"])
def test_other_words_are_no_year(text):
    with pytest.raises(ValueError, match="not a financial year"):
        words.parse_year(text)


def test_quarters_say_their_months():
    assert words.quarter_words(2020, 1) == "April to June 2020 (Q1 2020/21)"
    assert words.quarter_words("2020-21", 4) == "January to March 2021 (Q4 2020/21)"


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (1238, None, "1,238"),
        (Decimal("11.4"), None, "11.4"),
        (Decimal("387.90"), 1, "387.9"),
        (-3, None, "\u22123"),
        (Decimal("-0.04"), 1, "0.0"),
        (6.25, 1, "6.3"),  # halves up, where binary rounding says 6.2
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "\u22123"),
        (0.1, None, "0.1"),
        (Decimal("1E+3"), None, "1,000"),
        (None, None, "not known"),
    ],
)
def test_numbers(value, places, said):
    assert words.number(value, places) == said


def test_a_missing_figure_says_why():
    assert words.number(None, missing="Due June 2021") == "Due June 2021"
    assert words.percent(None, missing="No survey in 2020/21") == "No survey in 2020/21"
    assert words.pounds(None) == words.per_100000(None) == "not known"


def test_figures_with_their_units():
    assert words.percent(Decimal("11.4")) == "11.4%"
    assert words.per_100000(Decimal("387.9")) == "387.9 per 100,000"
    assert words.pounds(1100) == "£1,100"
    assert words.pounds(Decimal("1100.5")) == "£1,100.50"
    assert words.pounds(-5) == "\u2212£5"
    assert words.points(Decimal("1.1")) == "1.1 percentage points"
    assert words.points(1) == "1 percentage point"
    assert words.points(Decimal("-0.4")) == "\u22120.4 percentage points"


def test_shares_are_whole_per_cent_halves_up():
    assert words.share(82, 187) == "82 of 187 (44%)"
    assert words.share(1, 8) == "1 of 8 (13%)"
    assert words.share(0, 0) == "0 of 0"
    assert words.share(1238, 2000) == "1,238 of 2,000 (62%)"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_whole_percent_is_the_nearest_and_never_below_a_half(part, whole):
    off = Fraction(100 * part, whole) - words.whole_percent(part, whole)
    assert Fraction(-1, 2) <= off < Fraction(1, 2)


def test_plurals_and_lists():
    assert [words.plural(count, "complaint") for count in (0, 1, 1238)] == [
        "0 complaints",
        "1 complaint",
        "1,238 complaints",
    ]
    assert words.plural(2, "enquiry", "enquiries") == "2 enquiries"
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.listed([".pdf", ".docx"], last="or") == ".pdf or .docx"


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 KB"), (12_400, "12 KB"), (20_000_000, "20 MB"), (1_540_000, "1.5 MB"), (26_214_400, "26.2 MB")],
)
def test_file_sizes(size, said):
    assert words.file_size(size) == said


@pytest.mark.parametrize(
    ("due", "left", "said"),
    [
        (date(2026, 4, 7), 3, "Answer due Tuesday 7 April 2026, 3 working days left"),
        (date(2026, 3, 31), 0, "Answer due today"),
        (date(2026, 4, 1), 1, "Answer due tomorrow"),
        (date(2026, 3, 30), -1, "Answer was due Monday 30 March 2026, 1 working day late"),
        (date(2026, 3, 28), 0, "Answer was due Saturday 28 March 2026, late"),
        (date(2026, 4, 3), 0, "Answer due Friday 3 April 2026"),
    ],
)
def test_deadlines(due, left, said):
    assert words.due_words("Answer", due, today=date(2026, 3, 31), left=left) == said


def test_deadlines_of_verbs_of_calendar_clocks_and_of_things_done():
    today = TUESDAY
    assert words.do_by_words("Acknowledge", today, today=today, left=0) == "Acknowledge today"
    assert words.do_by_words("Acknowledge", today + timedelta(1), today=today, left=1) == "Acknowledge by tomorrow"
    assert (
        words.do_by_words("Acknowledge", date(2026, 4, 10), today=today, left=3)
        == "Acknowledge by Friday 10 April 2026, 3 working days left"
    )
    assert (
        words.do_by_words("Acknowledge", date(2026, 4, 1), today=today, left=-2)
        == "Acknowledge now, it was due Wednesday 1 April 2026, 2 working days late"
    )
    assert words.distance(12, "day") == "12 days left"
    assert (
        words.done_words("Answered", date(2026, 4, 2), took=9, target=10)
        == "Answered Thursday 2 April 2026, in 9 working days (target 10)"
    )
    same_day = words.done_words("Acknowledged", date(2026, 4, 2), took=0)
    assert same_day == "Acknowledged Thursday 2 April 2026, in less than 1 working day"
