"""Where a figure stands among councils: rank, quartile, how far to the next one, and the trend between quartile bands.

Rank is best first by polarity; ties share the best rank. With n councils
q = floor(5 - ceil(((n + 1) - rank) / (n / 4))), and 0 becomes 1. There is none for a band, for no polarity, or for
fewer than four councils (contract, section 5).
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from casework.measures.kinds import Polarity, Quartile

BEST_FIRST = (Quartile.TOP, Quartile.SECOND, Quartile.THIRD, Quartile.BOTTOM)
FEWEST = 4


def quartile_of(rank: int, n: int) -> Quartile | None:
    """The quartile of this rank among `n`; None for fewer than four. Worked in whole numbers, so nothing is rounded."""
    if n < FEWEST:
        return None
    taken = -(-4 * (n + 1 - rank) // n)  # the ceiling of ((n + 1) - rank) / (n / 4)
    return BEST_FIRST[max(1, 5 - taken) - 1]


def last_rank(quartile: Quartile, n: int) -> int:
    """The worst rank that is still in `quartile` among `n`."""
    return max(rank for rank in range(1, n + 1) if quartile_of(rank, n) in BEST_FIRST[: BEST_FIRST.index(quartile) + 1])


@dataclass(frozen=True)
class Standing:
    """A value's place among the `n` that have one. `to_next`: how far it must move to the next better quartile."""

    n: int
    rank: int | None
    quartile: Quartile | None
    to_next: Decimal | None


def standing(value: Decimal | None, others: Iterable[Decimal], polarity: Polarity) -> Standing:
    """The place of `value` among itself and `others`; rank and quartile are None where nothing is better or worse."""
    rivals = [_badness(other, polarity) for other in others]
    if value is None:
        return Standing(len(rivals), None, None, None)
    n = len(rivals) + 1
    if polarity not in (Polarity.HIGH, Polarity.LOW):
        return Standing(n, None, None, None)
    rivals.sort()
    own = _badness(value, polarity)
    rank = bisect_left(rivals, own) + 1
    quartile = quartile_of(rank, n)
    if quartile is None:
        return Standing(n, rank, None, None)
    if quartile is Quartile.TOP:
        return Standing(n, rank, quartile, Decimal(0))
    goal = BEST_FIRST[BEST_FIRST.index(quartile) - 1]
    return Standing(n, rank, quartile, own - rivals[last_rank(goal, n) - 1])


def _badness(value: Decimal, polarity: Polarity) -> Decimal:
    """A figure that is smaller for a better value."""
    return -value if polarity is Polarity.HIGH else value


def quartile_trend(before: Quartile | None, after: Quartile | None) -> str | None:
    """better, same or worse from one quartile band to another (the form of 2012/13 compares bands, not values)."""
    if before is None or after is None:
        return None
    moved = BEST_FIRST.index(before) - BEST_FIRST.index(after)
    return "better" if moved > 0 else "worse" if moved < 0 else "same"


def travel(
    before: Decimal | None, after: Decimal | None, polarity: Polarity, *, level: Decimal = Decimal(0)
) -> str | None:
    """better, same or worse by polarity; None where there is no better. Moves of up to `level` are about the same."""
    if before is None or after is None or polarity not in (Polarity.HIGH, Polarity.LOW):
        return None
    gain = _badness(before, polarity) - _badness(after, polarity)
    return "same" if abs(gain) <= level else "better" if gain > 0 else "worse"
