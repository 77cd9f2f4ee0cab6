"""Wilson and Byar's intervals against published vectors, and which interval a value has."""

import json
from decimal import Decimal

import pytest

from casework.measures.intervals import Interval, byar, poisson, wilson
from casework.measures.models import Unit
from casework.measures.rules import interval_of
from tests.measures.make import NATIONAL

VECTORS = NATIONAL / "ci_vectors.json"
needs_vectors = pytest.mark.skipif(
    not VECTORS.exists(), reason="skipped: the published vectors are not on this machine"
)


def rounded(interval, places=2):
    return round(interval.low, places), round(interval.high, places)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (148, 1405, 9.03, 12.25),
        (116, 1238, 7.87, 11.12),
        (82, 187, 36.93, 51.02),
        (1, 7, 2.57, 51.31),
        (444, 477, 90.44, 95.03),
    ],
)
def test_wilson_of_figures_in_the_papers(count, of, low, high):
    assert rounded(wilson(count, of, multiplier=100)) == (low, high)


@pytest.mark.parametrize(("count", "of", "low", "high"), [(820, 146_586, 521.8, 599.0), (23, 425_926, 3.42, 8.10)])
def test_byar_of_figures_in_the_papers(count, of, low, high):
    found = byar(count, of)
    assert (round(found.low, 1), round(found.high, 1)) == (round(low, 1), round(high, 1))
    assert found.method == "Byar's"


def test_few_events_use_the_exact_limits():
    assert [round(limit, 2) for limit in poisson(7)] == [2.81, 14.42]
    assert poisson(0)[0] == 0
    assert byar(7, 100).method == "exact Poisson"
    assert byar(10, 100).method == "Byar's"


@needs_vectors
def test_wilson_vectors():
    vectors = [v for v in json.loads(VECTORS.read_text())["wilson"] if v["count"] is not None and v["denominator"]]
    assert len(vectors) > 40
    for v in vectors:
        found = wilson(v["count"], v["denominator"], multiplier=v["multiplier"], confidence=v["confidence"])
        assert found.low == pytest.approx(v["lower"], rel=1e-9, abs=1e-12)
        assert found.high == pytest.approx(v["upper"], rel=1e-9)


@needs_vectors
def test_rate_vectors():
    vectors = [v for v in json.loads(VECTORS.read_text())["rate"] if v["count"] is not None and v["denominator"]]
    assert len(vectors) > 40
    for v in vectors:
        found = byar(v["count"], v["denominator"], multiplier=v["multiplier"], confidence=v["confidence"])
        assert found.low == pytest.approx(v["lower"], rel=1e-9, abs=1e-12)
        assert found.high == pytest.approx(v["upper"], rel=1e-9)
        assert found.method.lower().startswith(v["method"][:4].lower())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: wilson(-1, 10),
        lambda: wilson(1, 0),
        lambda: wilson(11, 10),
        lambda: byar(-1, 10),
        lambda: byar(1, 0),
        lambda: wilson(1, 10, confidence=1.0),
    ],
)
def test_counts_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


def figures(value=None, numerator=None, denominator=None, margin=None):
    return [None if one is None else Decimal(str(one)) for one in (value, numerator, denominator, margin)]


def test_which_interval_a_value_has():
    assert interval_of(*figures(10.5, 148, 1405), Unit.PERCENT).method == "Wilson"
    assert interval_of(*figures(559.4, 820, 146_586), Unit.PER_100000).method == "Byar's"
    survey = interval_of(*figures(74.4, 200, 300, 3.1), Unit.PERCENT, is_survey=True)
    assert (survey.method, rounded(survey, 1)) == ("published margin of error", (71.3, 77.5))
    assert interval_of(*figures(74.4, 200, 300), Unit.PERCENT, is_survey=True) is None  # weighted counts
    assert interval_of(*figures(10.5), Unit.PERCENT) is None
    assert interval_of(*figures(118, 390, 330), Unit.PERCENT) is None
    assert interval_of(*figures(None, 3, 9), Unit.PERCENT) is None


def test_the_lesson_of_the_paper():
    """9.4% looks red against 10.5%, and its interval includes 10.5%."""
    found = interval_of(*figures(9.4, 116, 1238), Unit.PERCENT)
    assert found.holds(Decimal("10.5"))
    assert not found.apart_from(wilson(148, 1405, multiplier=100))
    assert Interval(1, 2, "").apart_from(Interval(3, 4, ""))
