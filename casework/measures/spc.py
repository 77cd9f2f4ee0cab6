"""Control charts of one measure over time (XmR): is a change signal or noise?

Mean; limits mean +/- 2.66 x average moving range; moving ranges of at least 3.267 x their mean are left out once (a
switch: the point itself stays in the mean). A point is marked by the first rule that holds: outside the limits; a
7-point trend; 2 of 3 near the same limit (beyond two thirds of the way, all three on one side); 7 in a row on one side.
The whole run is marked. A rebase starts a new group: no run crosses it. Rules and vectors: NHSRplotthedots 0.2.2.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from casework.measures.kinds import Polarity

LIMIT, SCREEN = Fraction("2.66"), Fraction("3.267")
RUN = 7
FEWEST_POINTS = 12  # below this the limits are only trial limits


class PointType(StrEnum):
    """What a point says; words of the contract."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral-high"
    NEUTRAL_LOW = "neutral-low"


class Assurance(StrEnum):
    """Whether usual variation keeps meeting the target."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    HIT_AND_MISS = "hit-and-miss"
    NONE = "none"


class Rule(StrEnum):
    """Why a point is marked, in the order in which the rules are tried."""

    OUTSIDE = "outside the limits"
    TREND = "7 points in one direction"
    NEAR_LIMIT = "2 of 3 points near a limit"
    ONE_SIDE = "7 points on one side of the mean"


@dataclass(frozen=True)
class ChartPoint:
    """One point with the mean and limits of its group. `rule` is None for usual variation."""

    value: float
    mean: float
    lower: float
    upper: float
    rule: Rule | None
    type: PointType
    group: int


@dataclass(frozen=True)
class ControlChart:
    """The points in order, what the last one says, and whether the target is kept met. `is_trial`: too few points."""

    points: tuple[ChartPoint, ...]
    variation: PointType
    assurance: Assurance
    is_trial: bool


def control_chart(
    values: Sequence[Decimal | float],
    *,
    polarity: Polarity,
    target: Decimal | float | None = None,
    screen: bool = True,
    rebased_at: Iterable[int] = (),
    fixed_after: int | None = None,
    gaps_before: Collection[int] = (),
) -> ControlChart:
    """The chart of `values` in order of time. `rebased_at`: places (from 0) where a new group starts.

    `fixed_after`: only the first so many points of a group feed its mean and limits. `gaps_before`: places before which
    a period is missing, so that no moving range spans it. Sums are exact: a point on the mean is on it.
    """
    exact = [Fraction(str(value)) for value in values]
    if not exact:
        return ControlChart((), PointType.COMMON, Assurance.NONE, True)
    starts = sorted({0, *(place for place in rebased_at if 0 < place < len(values))})
    points: list[ChartPoint] = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(values)
        gaps = {place - start for place in gaps_before if start < place < end}
        points += _group(exact[start:end], number, polarity, screen, fixed_after, gaps)
    last = points[-1]
    verdict = assurance(last.lower, last.upper, target, polarity)
    return ControlChart(tuple(points), last.type, verdict, len(values) - starts[-1] < FEWEST_POINTS)


def limits(
    values: Sequence[Fraction], *, screen: bool = True, gaps_before: Collection[int] = ()
) -> tuple[Fraction, Fraction, Fraction]:
    """Mean, lower and upper limit; the limits are the mean itself when there is one value only."""
    mean = sum(values, Fraction()) / len(values)
    steps = enumerate(pairwise(values), start=1)
    ranges = [abs(after - before) for at, (before, after) in steps if at not in gaps_before]
    average = sum(ranges, Fraction()) / len(ranges) if ranges else Fraction()
    if screen and average:
        kept = [one for one in ranges if one < SCREEN * average]
        average = sum(kept, Fraction()) / len(kept) if kept else Fraction()
    return mean, mean - LIMIT * average, mean + LIMIT * average


def _group(
    values: list[Fraction], number: int, polarity: Polarity, screen: bool, fixed_after: int | None, gaps: set[int]
) -> list[ChartPoint]:
    mean, lower, upper = limits(values[:fixed_after], screen=screen, gaps_before=gaps)
    sides = [(value > mean) - (value < mean) for value in values]
    rules, directions = mark(values, sides, lower, upper, mean)
    return [
        ChartPoint(
            float(value), float(mean), float(lower), float(upper), rule, point_type(rule, direction, polarity), number
        )
        for value, rule, direction in zip(values, rules, directions, strict=True)
    ]


def mark(
    values: Sequence[Fraction], sides: Sequence[int], lower: Fraction, upper: Fraction, mean: Fraction
) -> tuple[list[Rule | None], list[int]]:
    """For each point the first rule that holds, and which way it points: by its side of the mean, a trend by itself."""
    outside = [value > upper or value < lower for value in values]
    near_lower, near_upper = mean - (mean - lower) * 2 / 3, mean + (upper - mean) * 2 / 3
    near = [not out and (v > near_upper or v < near_lower) for v, out in zip(values, outside, strict=True)]
    trends = trend_runs(values)
    two = two_of_three(near, sides)
    seven = one_side_runs(sides)
    rules: list[Rule | None] = []
    directions: list[int] = []
    for at in range(len(values)):
        tried = (
            (Rule.OUTSIDE, outside[at]),
            (Rule.TREND, trends[at]),
            (Rule.NEAR_LIMIT, two[at]),
            (Rule.ONE_SIDE, seven[at]),
        )
        rule = next((name for name, holds in tried if holds), None)
        rules.append(rule)
        directions.append(trends[at] if rule is Rule.TREND else sides[at])
    return rules, directions


def one_side_runs(sides: Sequence[int]) -> list[bool]:
    """Points in a run of seven or more on one side of the mean; a point on the mean ends a run."""
    marked = [False] * len(sides)
    for end in range(RUN, len(sides) + 1):
        window = set(sides[end - RUN : end])
        if len(window) == 1 and 0 not in window:
            marked[end - RUN : end] = [True] * RUN
    return marked


def trend_runs(values: Sequence[Fraction]) -> list[int]:
    """+1 or -1 for points in a run of seven that each go one way (a later trend's mark stands); 0 for the others."""
    marked = [0] * len(values)
    steps = [(after > before) - (after < before) for before, after in pairwise(values)]
    for end in range(RUN - 1, len(steps) + 1):
        window = set(steps[end - RUN + 1 : end])
        if len(window) == 1 and 0 not in window:
            marked[end - RUN + 1 : end + 1] = [steps[end - 1]] * RUN
    return marked


def two_of_three(near: Sequence[bool], sides: Sequence[int]) -> list[bool]:
    """The points near a limit in any three in a row on one side of which at least two are near."""
    marked = [False] * len(near)
    for start in range(len(near) - 2):
        window = range(start, start + 3)
        same_side = len({sides[at] for at in window}) == 1 and sides[start] != 0
        if same_side and sum(near[at] for at in window) >= 2:
            for at in window:
                marked[at] = marked[at] or near[at]
    return marked


def point_type(rule: Rule | None, direction: int, polarity: Polarity) -> PointType:
    """Improvement or concern by polarity; high or low where neither is better."""
    if rule is None or direction == 0:
        return PointType.COMMON
    if polarity not in (Polarity.HIGH, Polarity.LOW):
        return PointType.NEUTRAL_HIGH if direction > 0 else PointType.NEUTRAL_LOW
    better = 1 if polarity is Polarity.HIGH else -1
    return PointType.IMPROVEMENT if direction == better else PointType.CONCERN


def assurance(lower: float, upper: float, target: Decimal | float | None, polarity: Polarity) -> Assurance:
    """Pass or fail when the target lies beyond the limits, hit and miss within or on them; none without an aim."""
    if target is None or polarity not in (Polarity.HIGH, Polarity.LOW):
        return Assurance.NONE
    if target > upper:
        return Assurance.FAIL if polarity is Polarity.HIGH else Assurance.PASS
    if target < lower:
        return Assurance.PASS if polarity is Polarity.HIGH else Assurance.FAIL
    return Assurance.HIT_AND_MISS
