"""The count that a limit implies, and whether the one typed beside it fits.

A limit of 4.1 per 100,000 of 425,926 people is 17.5 people: at most 17 of them meet it.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from casework.kit import words
from casework.measures.figures import MULTIPLIER, Limits, Scaled, limit_words, one_limit


def implied_count(target: Limits, base: Decimal | None, measure: Scaled) -> int | None:
    """The most people that keep an upper limit, or the fewest that reach a lower one; None where nothing is implied."""
    limit = one_limit(target)
    if limit is None or not base:
        return None
    whole = count_at(limit, base, measure, at_least=target.at_least is not None)
    if whole is not None and target.is_strict and whole * MULTIPLIER[measure.unit] == limit * base:
        whole += -1 if target.at_most is not None else 1
    return whole


def count_at(figure: Decimal, base: Decimal, measure: Scaled, *, at_least: bool) -> int | None:
    """The fewest people of `base` that reach a figure, or the most that keep it; None for a unit without counts."""
    if measure.unit not in MULTIPLIER:
        return None
    count = figure * base / MULTIPLIER[measure.unit]
    return int(count.to_integral_value(ROUND_CEILING if at_least else ROUND_FLOOR))


def count_doubt(target: Limits, base: Decimal | None, measure: Scaled) -> str | None:
    """Why the count typed beside a limit does not fit it; None when it does or cannot be told."""
    fits, limit = implied_count(target, base, measure), one_limit(target)
    if fits is None or limit is None or base is None or target.implied_count is None:
        return None
    if abs(target.implied_count - fits) <= 1:
        return None
    return (
        f"{limit_words(limit, measure)} of {words.number(base, 0)} people comes to {words.number(fits)}, "
        f"not {words.number(target.implied_count)}"
    )
