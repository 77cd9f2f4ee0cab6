"""Forecasts of a running year, and whether two figures differ by more than chance."""

from decimal import Decimal

import pytest

from casework.extensions import db
from casework.measures import page, services
from casework.measures.forecasts import SEASONAL, TO_DATE, forecast
from casework.measures.intervals import Interval, differs, wilson
from casework.measures.models import Unit
from casework.measures.rules import parse_period
from tests import make


def of(*pairs):
    return [(parse_period(code), Decimal(number)) for code, number in pairs]


def test_three_months_are_stretched_and_warned_of():
    """The paper's own: 160 admissions in three months; stretched they are 640, and three months are few."""
    found = forecast(of(("2020-21 Q1", 160)), 2020)
    assert (found.value, found.method, found.months, found.is_early) == (640, TO_DATE, 3, True)


def test_last_years_pattern_is_used_when_it_is_whole():
    found = forecast(of(("2019-20", 880), ("2019-20 Q1", 200), ("2020-21 Q1", 160)), 2020)
    assert (found.value, found.method) == (Decimal(160) * 880 / 200, SEASONAL)


@pytest.mark.parametrize(
    ("figures", "value", "months"),
    [
        ([("2020-04", 10), ("2020-05", 20), ("2020-06", 30)], 240, 3),
        ([("2020-21 Apr-Nov", 80)], 120, 8),
        ([("2020-21 Q1", 30), ("2020-21 Q2", 30), ("2020-21 Apr-Nov", 100)], 150, 8),  # the longest stands
        ([("2020-21 Q1", 30), ("2020-07", 10), ("2020-09", 99)], 120, 4),  # a gap ends what is known
    ],
)
def test_parts_that_follow_each_other_from_april(figures, value, months):
    found = forecast(of(*figures), 2020)
    assert (found.value, found.months, found.is_early) == (value, months, months < 6)


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [("2020-21", 700), ("2020-21 Q1", 160)],
        [("2020-21 Q2", 160)],
        [("2020-21 Q1", 1), ("2020-21 Q2", 1), ("2020-21 Q3", 1), ("2020-21 Q4", 1)],
    ],
)
def test_no_forecast_without_april_or_of_a_whole_year(figures):
    assert forecast(of(*figures), 2020) is None


def test_the_measures_page_says_method_and_warning(app):
    measure, council = make.measure("visits", "local-2020", unit=Unit.COUNT, decimals=0), make.organisation()
    period = services.hold_period("2020-21 Q1")
    make.value(measure, 34_900).period_id = period.id
    db.session.commit()
    words = page.build(measure, council).forecast
    assert words == (
        "Forecast for 2020/21: 139,600 (year to date, stretched to twelve months). "
        "Only 3 months known: do not lean on it."
    )


def test_a_percentage_has_no_forecast(app):
    measure, council = make.measure("1E"), make.organisation()
    make.value(measure, 11).period_id = services.hold_period("2020-21 Q1").id
    assert page.build(measure, council).forecast == ""


def test_differences_by_more_than_chance():
    """1E: 163 of 1,458 is not surely another share than 148 of 1,405; 60 of 1,405 is."""
    before, same, other = (wilson(count, of, multiplier=100) for count, of in ((163, 1458), (148, 1405), (60, 1405)))
    assert not differs(11.18, before, 10.53, same)
    assert differs(11.18, before, 4.27, other)
    z = abs(163 / 1458 - 60 / 1405) / ((223 / 2863) * (1 - 223 / 2863) * (1 / 1458 + 1 / 1405)) ** 0.5
    assert z > 1.96  # the usual test of two proportions says the same
    assert not differs(5, Interval(4, 6, ""), 5, Interval(4, 6, ""))


def test_the_page_says_whether_it_moved(app):
    measure, council = make.measure("1E"), make.organisation()
    make.value(measure, Decimal("11.2"), "2018-19", numerator=163, denominator=1458)
    make.value(measure, Decimal("10.5"), "2019-20", numerator=148, denominator=1405)
    make.value(measure, Decimal("4.3"), "2020-21", numerator=60, denominator=1405)
    rows = page.build(measure, council).rows
    assert [row.moved for row in rows] == [
        "worse since 2019/20, by more than chance",
        "no sure change since 2018/19",
        "",
    ]
