"""Control charts against the published vectors; what they say in words."""

import json
from decimal import Decimal

import pytest

from casework.measures import spc
from casework.measures.models import Polarity
from tests.measures.make import NATIONAL

VECTORS = NATIONAL / "spc_vectors.json"
DATA = json.loads(VECTORS.read_text()) if VECTORS.exists() else {"series": [], "helper_rules": {}}
needs_vectors = pytest.mark.skipif(
    not VECTORS.exists(), reason="skipped: the published vectors are not on this machine"
)
POLARITY = {"increase": Polarity.HIGH, "decrease": Polarity.LOW, "neutral": Polarity.NONE}
TYPES = {
    "common_cause": "common",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "neutral-high",
    "special_cause_neutral_low": "neutral-low",
}
ASSURANCE = {"consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "hit-and-miss", None: "none"}


def chart_of(series):
    options = series["options"]
    return spc.control_chart(
        series["values"],
        polarity=POLARITY[options["improvement_direction"]],
        target=options["target"],
        screen=options["screen_outliers"],
        rebased_at=[at - 1 for at in options["new_group_starts_at_points"]],
        fixed_after=options["fix_after_n_points"],
    )


@needs_vectors
@pytest.mark.parametrize("series", DATA["series"], ids=[one["id"] for one in DATA["series"]])
def test_a_published_series(series):
    chart, expected = chart_of(series), series["expected_derived"]
    assert [point.type for point in chart.points] == [TYPES[kind] for kind in expected["point_types"]]
    assert chart.variation == TYPES[expected["variation_icon_basis"]]
    assert chart.assurance == ASSURANCE[expected["assurance"]]
    for group in expected["groups"]:
        point = chart.points[group["first"] - 1]
        assert point.mean == pytest.approx(group["mean"], rel=1e-9)
        if group["lower_limit"] is not None:  # theirs are missing for a series that never moves; ours lie on the mean
            assert point.lower == pytest.approx(group["lower_limit"], rel=1e-9, abs=1e-9)
            assert point.upper == pytest.approx(group["upper_limit"], rel=1e-9, abs=1e-9)


@needs_vectors
@pytest.mark.parametrize("case", DATA["helper_rules"].get("two_in_three_points", {}).get("cases", []), ids=str)
def test_two_in_three_vectors(case):
    near, sides = case["input"]
    assert spc.two_of_three([bool(one) for one in near], sides) == [bool(one) for one in case["expected"]]


@needs_vectors
@pytest.mark.parametrize("case", DATA["helper_rules"].get("assurance", {}).get("cases", []), ids=str)
def test_assurance_vectors(case):
    lower, upper, target, direction = case["input"]
    assert spc.assurance(lower, upper, target, POLARITY[direction]) == ASSURANCE[case["expected"]]


def test_the_example_of_the_contract_screened_and_not():
    """18 points from the vectors' paper: limits 4.6 and -0.72 screened, 6.95 and -3.06 not, when they are here."""
    found = {one["id"]: one for one in DATA["series"]}
    if "deviations_screened" not in found:
        pytest.skip("skipped: the published vectors are not on this machine")
    screened, plain = (chart_of(found[name]).points[0] for name in ("deviations_screened", "deviations_not_screened"))
    assert (round(screened.upper, 1), round(screened.lower, 2)) == (4.6, -0.72)
    assert (round(plain.upper, 2), round(plain.lower, 2)) == (6.95, -3.06)


def test_a_trend_of_six_steps_marks_all_seven_points():
    chart = spc.control_chart([5, 1, 2, 3, 4, 5, 6, 7, 2], polarity=Polarity.HIGH, screen=False)
    assert [point.rule is spc.Rule.TREND for point in chart.points] == [False, *[True] * 7, False]
    assert {point.type for point in chart.points if point.rule is spc.Rule.TREND} == {spc.PointType.IMPROVEMENT}
    falling = spc.control_chart([5, 1, 2, 3, 4, 5, 6, 7, 2], polarity=Polarity.LOW, screen=False)
    assert spc.PointType.CONCERN in {point.type for point in falling.points}


def test_a_series_of_tenths_lies_on_its_mean():
    chart = spc.control_chart([Decimal("0.1")] * 15, polarity=Polarity.HIGH)
    assert {point.type for point in chart.points} == {spc.PointType.COMMON}


def test_seven_on_one_side_is_marked_whole_and_a_rebase_ends_it():
    values = [9, 11, 9, 11, 9, 11, 9, 11, *[14, 13, 14, 13, 14, 13, 14]]
    one = spc.control_chart(values, polarity=Polarity.NONE, screen=False)
    assert [point.type for point in one.points[-7:]] == [spc.PointType.NEUTRAL_HIGH] * 7
    two = spc.control_chart(values, polarity=Polarity.NONE, screen=False, rebased_at=[8])
    assert {point.type for point in two.points} == {spc.PointType.COMMON}
    assert [point.group for point in two.points] == [0] * 8 + [1] * 7


def test_a_missing_month_takes_out_the_ranges_that_would_span_it():
    values = [10, 12, 10, 30, 32, 30]
    whole = spc.control_chart(values, polarity=Polarity.HIGH, screen=False)
    gap = spc.control_chart(values, polarity=Polarity.HIGH, screen=False, gaps_before={3})
    assert whole.points[0].upper > gap.points[0].upper == pytest.approx(124 / 6 + 2.66 * 2)


def test_nothing_to_chart():
    empty = spc.control_chart([], polarity=Polarity.HIGH)
    assert (empty.points, empty.assurance, empty.is_trial) == ((), spc.Assurance.NONE, True)
    single = spc.control_chart([4], polarity=Polarity.HIGH, target=4)
    assert (single.points[0].lower, single.points[0].upper, single.assurance) == (4, 4, spc.Assurance.HIT_AND_MISS)
