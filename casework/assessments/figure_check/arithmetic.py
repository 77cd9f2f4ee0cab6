"""The arithmetic of the check, on exact fractions, and what is called right, wrong or unknown. Pure.

Rounding is decimal, halves up. A claimed figure is right when it is the recomputed one at the printed number of
decimals. When what it is made of was itself printed rounded, every value those roundings allow is tried: a claim that
one of them would make right is never called wrong, it is unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from casework.assessments.figure_check.claims import Verdict

HALF = Fraction(1, 2)


class Hedge(StrEnum):
    """The word before a figure that keeps it from being exact."""

    NONE = ""
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True)
class Range:
    """A figure as recomputed: `nominal` from the printed inputs, `low` to `high` from all they may stand for."""

    low: Fraction
    nominal: Fraction
    high: Fraction

    def negated(self) -> "Range":
        """The same with the other sign."""
        return Range(-self.high, -self.nominal, -self.low)


def exactly(value: Fraction | int) -> Range:
    """A range of one value."""
    return Range(Fraction(value), Fraction(value), Fraction(value))


def rounded_to(value: Fraction, step: Fraction) -> Fraction:
    """The multiple of `step` next to the value, halves away from zero."""
    steps = (abs(value) / step + HALF).__floor__()
    return steps * step if value >= 0 else -steps * step


def percent_of(part: Range, whole: Range) -> Range | None:
    """How many of a hundred; None when the whole may be nought or the figures are below it."""
    if whole.low <= 0 or part.low < 0:
        return None
    return Range(100 * part.low / whole.high, 100 * part.nominal / whole.nominal, 100 * part.high / whole.low)


def change_of(now: Range, before: Range) -> Range | None:
    """The change in percent of what was before; None when that may be nought."""
    if before.low <= 0:
        return None
    return Range(
        100 * (now.low - before.high) / before.high,
        100 * (now.nominal - before.nominal) / before.nominal,
        100 * (now.high - before.low) / before.low,
    )


def difference_of(now: Range, before: Range) -> Range:
    """How far one lies above the other."""
    return Range(now.low - before.high, now.nominal - before.nominal, now.high - before.low)


def judge(claimed: Fraction, real: Range, step: Fraction, hedge: Hedge = Hedge.NONE) -> Verdict:
    """Whether the claimed figure, printed in steps of `step` behind its hedge, is what `real` says."""
    if hedge is not Hedge.NONE:
        return HEDGED[hedge](claimed, real, step)
    if rounded_to(real.nominal, step) == claimed:
        return Verdict.RIGHT
    if real.low - step / 2 <= claimed <= real.high + step / 2 and real.low != real.high:
        return Verdict.UNKNOWN
    return Verdict.WRONG


def judge_change(claimed: Fraction, real: Range, step: Fraction, hedge: Hedge = Hedge.NONE) -> Verdict:
    """The same for a change, where a half may have been rounded either way: halves up of a fall of 17.5% is open."""
    verdict = judge(claimed, real, step, hedge)
    if verdict is Verdict.WRONG and abs(abs(real.nominal) - abs(claimed)) * 2 == step and real.nominal * claimed >= 0:
        return Verdict.UNKNOWN
    return verdict


def judge_amount(claimed: Fraction, real: Range, hedge: Hedge = Hedge.NONE) -> Verdict:
    """The same for an amount such as "600 fewer", which may be printed to the ten, hundred or thousand."""
    step = amount_step(claimed)
    verdict = judge(claimed, real, step, hedge)
    if verdict is Verdict.RIGHT and hedge is Hedge.NONE and abs(claimed - real.nominal) * 5 > abs(real.nominal):
        return Verdict.UNKNOWN  # 61 printed as 100: so coarse a rounding may as well be a slip
    if (
        verdict is Verdict.WRONG
        and claimed >= 100
        and claimed % 50 == 0
        and rounded_to(real.nominal, Fraction(50)) == claimed
    ):
        return Verdict.UNKNOWN
    return verdict


def amount_step(amount: Fraction) -> Fraction:
    """The step to which an amount may have been rounded: its trailing noughts when it has a hundred or more."""
    if amount.denominator != 1:
        return Fraction(1, 10) if (amount * 10).denominator == 1 else Fraction(1, 100)
    step, whole = 1, abs(int(amount))
    while whole >= 100 and whole % (step * 10) == 0 and whole >= step * 10:
        step *= 10
    return Fraction(step)


def _about(claimed: Fraction, real: Range, step: Fraction) -> Verdict:
    off = abs(real.nominal - claimed)
    if off <= max(step, abs(claimed) / 20):
        return Verdict.RIGHT
    far = off > abs(claimed) / 4 and off > 5 * step
    return Verdict.WRONG if far and real.low == real.high else Verdict.UNKNOWN


def _over(claimed: Fraction, real: Range, step: Fraction) -> Verdict:
    if real.nominal >= claimed:
        return Verdict.RIGHT if real.nominal <= claimed * 5 / 4 + step else Verdict.UNKNOWN
    return Verdict.WRONG if real.high < claimed - step else Verdict.UNKNOWN


def _under(claimed: Fraction, real: Range, step: Fraction) -> Verdict:
    if real.nominal <= claimed:
        return Verdict.RIGHT if real.nominal >= claimed * 3 / 4 - step else Verdict.UNKNOWN
    return Verdict.WRONG if real.low > claimed + step else Verdict.UNKNOWN


HEDGED: dict[Hedge, Callable[[Fraction, Range, Fraction], Verdict]] = {
    Hedge.ABOUT: _about,
    Hedge.OVER: _over,
    Hedge.UNDER: _under,
}
