"""Scales of charts: round ticks, places on the paper, words that do not lie on each other. Numbers in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from casework.kit.words import Number, exact

LETTER = 7.4  # mean width of a letter of the charts' 14-unit type, in drawing units
LINE = 17  # height of a line of it
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """A straight scale from `low` (at `start`) to `high` (at `end`) with round ticks, ends included."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    @property
    def low(self) -> Decimal:
        """The value at the start."""
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        """The value at the end."""
        return self.ticks[-1]

    def place(self, value: Number) -> float:
        """Where a value lies, to a tenth of a unit."""
        part = float((exact(value) - self.low) / (self.high - self.low))
        return round(self.start + part * (self.end - self.start), 1)

    @property
    def places(self) -> int:
        """How many decimals the ticks need."""
        exponents = [tick.normalize().as_tuple().exponent for tick in self.ticks]
        return max(0, *(-exponent for exponent in exponents if isinstance(exponent, int)))


def round_ticks(low: Number, high: Number, most: int = 5, *, whole: bool = False) -> tuple[Decimal, ...]:
    """At most `most` + 1 ticks at round steps (1, 2, 2.5 or 5 times a power of ten) that hold both ends.

    `whole`: of things that are counted, so that no tick stands at a part of one.
    """
    bottom, top = exact(low), exact(high)
    if bottom == top:
        room = abs(bottom) / 10 or Decimal(1)
        bottom, top = (Decimal(0), top + room) if bottom >= 0 else (bottom - room, Decimal(0))
    power = Decimal(10) ** ((top - bottom) / most).adjusted()
    power = max(power, Decimal(1)) if whole else power
    for step in (power * size for size in STEPS if not whole or power * size % 1 == 0):
        first = (bottom / step).to_integral_value(ROUND_FLOOR)
        last = (top / step).to_integral_value(ROUND_CEILING)
        if last - first <= most:
            break
    return tuple(step * (first + count) for count in range(int(last - first) + 1))


def holds_zero(values: Sequence[Number]) -> bool:
    """Whether a line of these values is drawn from nought: few points, or nought near anyway; else the middle is shown.

    Three points on a cut axis make a slope out of a wobble; forty points on a full one make a line out of a slope.
    """
    low, high = min(values), max(values)
    return low <= 0 <= high or len(values) < 4 or exact(low) <= exact(high) / 2


def width_of(text: str) -> float:
    """About how wide a line of text is, in drawing units."""
    return len(text) * LETTER


def wrapped(text: str, most: float) -> tuple[str, ...]:
    """The text in lines of at most `most` units, broken at spaces; one long word stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}") <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places near those wanted, at least their heights apart, within top and bottom when they all fit."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = list(wanted)
    floor = top
    for at in order:
        placed[at] = max(placed[at], floor)
        floor = placed[at] + heights[at]
    ceiling = bottom
    for at in reversed(order):
        ceiling -= 0 if at == order[-1] else heights[at]
        placed[at] = ceiling = round(min(placed[at], ceiling), 1)
    return placed


def shown_labels(texts: Sequence[str], step: float) -> set[int]:
    """Which of the labels along an axis are printed so that none touches the next: the last always, others evenly."""
    widest = max((width_of(text) for text in texts), default=0) + LETTER
    every = max(1, -int(-widest // step))
    return {at for at in range(len(texts)) if (len(texts) - 1 - at) % every == 0}
