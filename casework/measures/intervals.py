"""How sure a figure is: 95% intervals of proportions (Wilson) and rates (Byar's, exact Poisson under 10).

Formulae as published for the public health packages of the Department of Health and Social Care; checked against their
published vectors. Survey measures use the margin of error that was published with them.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import exp, isfinite, lgamma, log, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
EXACT_UNDER = 10  # counts below this use the exact Poisson limits


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, in the measure's unit; `method` names how it was made."""

    low: float
    high: float
    method: str

    def holds(self, value: Decimal | float) -> bool:
        """Whether `value` lies within."""
        return self.low <= float(value) <= self.high

    def apart_from(self, other: "Interval") -> bool:
        """Whether the two do not touch: the difference is then more than chance, and some smaller ones are too."""
        return self.high < other.low or other.high < self.low


def differs(
    before: float, before_in: Interval, after: float, after_in: Interval, *, confidence: float = CONFIDENCE
) -> bool:
    """Whether two figures lie further apart than chance: their difference against both standard errors together.

    The standard errors are read off the 95% intervals, so surveys, proportions and rates are judged alike.
    """
    z = _z(CONFIDENCE)
    errors = [(interval.high - interval.low) / (2 * z) for interval in (before_in, after_in)]
    return abs(after - before) > _z(confidence) * sqrt(errors[0] ** 2 + errors[1] ** 2)


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence must be between 0 and 1, like 0.95")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(count: float, of: float, *, multiplier: float = 1, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a proportion. ValueError when `count` is not within 0 and `of`."""
    if not (of > 0 and 0 <= count <= of):
        raise ValueError("a proportion needs a count between nought and its base")
    z = _z(confidence)
    spread = z * sqrt(z * z + 4 * count * (1 - count / of))
    low, high = ((2 * count + z * z + side * spread) / (2 * (of + z * z)) for side in (-1, 1))
    return Interval(max(0.0, low) * multiplier, min(1.0, high) * multiplier, "Wilson")


def poisson(count: float, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Limits of a count of events: Byar's approximation, exact Poisson under 10. ValueError below nought."""
    if count < 0 or not isfinite(count):
        raise ValueError("a count of events cannot be less than nought")
    tail = (1 - confidence) / 2
    if count < EXACT_UNDER:
        low = 0.0 if count == 0 else _chi_square(tail, 2 * count) / 2
        return low, _chi_square(1 - tail, 2 * count + 2) / 2
    z = _z(confidence)
    low = count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    more = count + 1
    return low, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def byar(count: float, of: float, *, multiplier: float = 100_000, confidence: float = CONFIDENCE) -> Interval:
    """The interval of a rate of `count` events in `of`. ValueError for a base of nought or a count below it."""
    if of <= 0:
        raise ValueError("a rate needs a base above nought")
    low, high = poisson(count, confidence=confidence)
    return Interval(low / of * multiplier, high / of * multiplier, "exact Poisson" if count < EXACT_UNDER else "Byar's")


def _chi_square(probability: float, freedom: float) -> float:
    """The chi-square quantile, by halving: limits of counts under 10 need no more."""
    low, high = 0.0, 200.0
    while high - low > 1e-13 * max(1.0, high):
        middle = (low + high) / 2
        if _lower_gamma(freedom / 2, middle / 2) < probability:
            low = middle
        else:
            high = middle
        if middle in (low, high) and low == high:
            break
    return (low + high) / 2


def _lower_gamma(shape: float, at: float) -> float:
    """The regularised lower incomplete gamma function, by its series."""
    if at <= 0:
        return 0.0
    term = total = 1 / shape
    step = shape
    while term > total * 1e-17:
        step += 1
        term *= at / step
        total += term
    return total * exp(-at + shape * log(at) - lgamma(shape))
