"""Did the figure move, and the board's colour."""

from datetime import date
from decimal import Decimal

import pytest

from casework.actions import effect, rules
from casework.actions.models import ActionStatus, Effect, Going
from casework.measures.models import Measure, MeasureValue, Period, PeriodKind, Polarity

TODAY = date(2026, 4, 7)


@pytest.mark.parametrize(
    ("polarity", "opening", "after", "verdict"),
    [
        ("high", "1.6", "11.2", Effect.IMPROVED),
        ("high", "11.2", "1.6", Effect.WORSE),
        ("low", "798.1", "605.7", Effect.IMPROVED),
        ("low", "605.7", "798.1", Effect.WORSE),
        ("high", "1.60", "1.64", Effect.NO_CHANGE),
        ("high", "1.64", "1.65", Effect.IMPROVED),
        ("band", "50", "60", None),
        ("none", "50", "60", None),
        ("high", None, "60", None),
        ("high", "50", None, Effect.TOO_EARLY),
        ("none", None, None, Effect.TOO_EARLY),
    ],
)
def test_the_verdict_follows_the_direction_of_the_measure(polarity, opening, after, verdict):
    figures = [Decimal(figure) if figure else None for figure in (opening, after)]
    assert effect.judge(Polarity(polarity), *figures, 1) == verdict


UP = Measure(polarity=Polarity.HIGH, decimals=1)


def value(number, starts, ends, kind="year"):
    period = Period(
        code="x", kind=PeriodKind(kind), starts_on=date.fromisoformat(starts), ends_on=date.fromisoformat(ends)
    )
    return MeasureValue(value=Decimal(number) if number else None, period=period)


def test_the_first_figure_of_the_same_kind_of_period_that_ended_after_the_sign_off_counts():
    opening = value("1.6", "2012-04-01", "2013-03-31")
    during = value("2.0", "2013-04-01", "2014-07-02")
    quarter = value("3.0", "2014-07-01", "2014-09-30", "quarter")
    missing = value(None, "2013-10-01", "2014-09-30")
    after = value("4.0", "2014-04-01", "2015-03-31")
    later = value("5.0", "2015-04-01", "2016-03-31")
    reading = effect.read_effect(UP, opening, [later, after, missing, quarter, during], date(2014, 7, 2))
    assert (reading.verdict, reading.after) == (Effect.IMPROVED, after)
    assert effect.read_effect(UP, opening, [during, quarter], date(2014, 7, 2)).verdict == Effect.TOO_EARLY
    assert effect.read_effect(UP, None, [quarter, after], date(2014, 7, 2)).after == quarter


@pytest.mark.parametrize(
    ("status", "due", "going", "shown", "colour"),
    [
        ("signed-off", "2026-01-01", None, Effect.IMPROVED, "blue"),
        ("signed-off", "2026-01-01", None, Effect.TOO_EARLY, "green"),
        ("stopped", "2026-01-01", None, None, "none"),
        ("proposed", "2026-06-01", None, None, "grey"),
        ("agreed", "2026-04-06", None, None, "red"),
        ("in-progress", "2026-06-01", "off-track", None, "red"),
        ("in-progress", "2026-06-01", "slipping", None, "amber"),
        ("in-progress", "2026-06-01", "on-track", None, "green"),
        ("in-progress", "2026-04-20", None, None, "amber"),
        ("in-progress", None, None, None, "green"),
        ("returned", "2026-06-01", "on-track", None, "amber"),
        ("reopened", "2026-06-01", "on-track", None, "amber"),
        ("submitted", "2026-06-01", "slipping", None, "green"),
        ("submitted", "2026-04-06", "on-track", None, "red"),
    ],
)
def test_the_colour_suggested_to_the_board(status, due, going, shown, colour):
    due_on = date.fromisoformat(due) if due else None
    found = effect.brag(
        ActionStatus(status), due_on=due_on, today=TODAY, going=Going(going) if going else None, effect=shown
    )
    assert found == colour


def test_the_measure_is_read_again_six_months_later():
    """Against counting the months one after another."""
    for day in (date(2026, 1, 31), date(2026, 8, 31), date(2026, 6, 30), date(2025, 8, 29), date(2026, 12, 31), TODAY):
        year, month = (day.year, day.month)
        for _ in range(6):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        last = next(number for number in (31, 30, 29, 28) if _real(year, month, number))
        assert rules.remeasure_day(day) == date(year, month, min(day.day, last))


def _real(year, month, day):
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
