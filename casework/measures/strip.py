"""A strip of all councils along one measure, ours and named neighbours marked; drawn wide and narrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casework.kit.charts import NARROW, WIDE
from casework.kit.scales import Scale, holds_zero, round_ticks
from casework.kit.words import number
from casework.measures import rules
from casework.measures.benchmark import Benchmark, CouncilMark

BASE, HIGH, TALL = 82, 20, 34  # where the marks stand, and how tall they are
MARGIN = 30


@dataclass(frozen=True)
class DrawnMark:
    """One council on the paper."""

    x: float
    y: float
    height: int
    kind: str  # ours, neighbour or other


@dataclass(frozen=True)
class StripDrawing:
    """The strip on paper of one width."""

    size: str
    width: int
    height: int
    base: int
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[DrawnMark, ...]
    ours: tuple[float, str, str] | None  # place, words, which way they run
    england: float | None


@dataclass(frozen=True)
class Strip:
    """What the strip says and its two drawings."""

    key: str
    title: str
    subtitle: str
    desc: str
    drawings: tuple[StripDrawing, StripDrawing]


def build(made: Benchmark) -> Strip | None:
    """The strip of a benchmark; None with fewer than four councils."""
    values = [mark.value for mark in made.marks]
    if len(values) < 4:
        return None
    measure, ours = made.measure, made.value.value if made.value else None
    ends = [*values, *([ours] if ours is not None else []), *([made.england] if made.england is not None else [])]
    ticks = round_ticks(min(*ends, Decimal(0)) if holds_zero(ends) else min(ends), max(ends))
    words = rules.figure_words(ours, measure) if ours is not None else "no figure"
    year = rules.period_words(made.distribution.code)
    place = f"rank {made.standing.rank} of {made.standing.n}" if made.standing.rank else "not ranked"
    lowest, highest = rules.figure_words(min(values), measure), rules.figure_words(max(values), measure)
    return Strip(
        key=f"strip-{measure.id}",
        title=f"{made.organisation.name}: {words}, {place}",
        subtitle=f"{measure.title}, {len(values)} councils, {year}",
        desc=f"Councils range from {lowest} to {highest}. {made.organisation.name} has {words}.",
        drawings=(_draw(made, ticks, words, narrow=False), _draw(made, ticks, words, narrow=True)),
    )


def _draw(made: Benchmark, ticks: tuple[Decimal, ...], words: str, *, narrow: bool) -> StripDrawing:
    width = NARROW if narrow else WIDE
    scale = Scale(ticks, MARGIN, width - MARGIN)
    unit = "%" if made.measure.unit is rules.Unit.PERCENT else ""
    shown = ticks[:: 2 if narrow and len(ticks) > 4 else 1]
    ours = made.value.value if made.value else None
    at = scale.place(ours) if ours is not None else None
    return StripDrawing(
        size="narrow" if narrow else "wide",
        width=width,
        height=BASE + 28,
        base=BASE,
        ticks=tuple((scale.place(tick), f"{number(tick, scale.places)}{unit}") for tick in shown),
        marks=tuple(_marks(made.marks, scale)),
        ours=None
        if at is None
        else (
            at,
            f"{made.organisation.name} {words}",
            "end" if at > width * 0.66 else "start" if at < width / 3 else "middle",
        ),
        england=scale.place(made.england) if made.england is not None else None,
    )


def _marks(marks: Sequence[CouncilMark], scale: Scale) -> list[DrawnMark]:
    """Others first, so that ours and the neighbours lie on top."""
    drawn = []
    for mark in sorted(marks, key=lambda one: (one.is_ours, one.is_neighbour)):
        kind = "ours" if mark.is_ours else "neighbour" if mark.is_neighbour else "other"
        height = TALL if kind == "ours" else HIGH
        drawn.append(DrawnMark(scale.place(mark.value), BASE - height, height, kind))
    return drawn
