"""A strip of all councils along one measure, ours and the named neighbours marked; drawn wide and narrow.

Neighbours carry a ring with a letter, which the tables beside the strip explain: names would lie on each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casework.kit.charts import NARROW, WIDE
from casework.kit.scales import Scale, holds_zero, round_ticks
from casework.kit.words import number
from casework.measures import rules
from casework.measures.benchmark import Benchmark, CouncilMark

HIGH, TALL, MARGIN = 20, 34, 30
RING, TOP, BELOW = 16, 46, 32  # how much room a ring takes, the names above, the figures below


@dataclass(frozen=True)
class DrawnMark:
    """One council on the paper: its stroke, and for a named neighbour the place and letter of its ring."""

    x: float
    y: float
    height: int
    kind: str  # ours, neighbour or other
    letter: str = ""
    letter_y: float = 0


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
    source: str
    drawings: tuple[StripDrawing, StripDrawing]


def build(made: Benchmark) -> Strip | None:
    """The strip of a benchmark; None with fewer than four councils, and for a part of a year among whole ones."""
    values = [mark.value for mark in made.marks]
    if len(values) < 4 or made.is_part:
        return None
    measure, ours = made.measure, made.value.value if made.value else None
    ends = [*values, *([ours] if ours is not None else []), *([made.england] if made.england is not None else [])]
    ticks = round_ticks(min(*ends, Decimal(0)) if holds_zero(ends) else min(ends), max(ends))
    words = rules.figure_words(ours, measure) if ours is not None else "no figure"
    year = rules.period_words(made.distribution.code)
    place = f"rank {made.standing.rank} of {made.standing.n}" if made.standing.rank else "not ranked"
    return Strip(
        key=f"strip-{measure.id}",
        title=f"{made.organisation.name}: {words}, {place}",
        subtitle=f"{measure.title}, {len(values)} councils, {year}, {rules.UNIT_WORDS[measure.unit]}",
        source=f"Source: {measure.source}." if measure.source else "",
        desc=" ".join(_desc(made, words)),
        drawings=(_draw(made, ticks, words, narrow=False), _draw(made, ticks, words, narrow=True)),
    )


def _desc(made: Benchmark, words: str) -> Iterator[str]:
    """The strip in sentences."""
    values = [mark.value for mark in made.marks]
    lowest, highest = (rules.figure_words(value, made.measure) for value in (min(values), max(values)))
    yield f"Councils range from {lowest} to {highest}. {made.organisation.name} has {words}."
    if made.england is not None:
        yield f"England has {rules.figure_words(made.england, made.measure)}."
    letters = made.letters()
    near = [
        f"{letters[mark.name]} {mark.name} {rules.figure_words(mark.value, made.measure)}"
        for mark in made.marks
        if mark.name in letters and mark.is_neighbour
    ]
    if near:
        yield f"Named neighbours: {', '.join(near)}."


def _draw(made: Benchmark, ticks: tuple[Decimal, ...], words: str, *, narrow: bool) -> StripDrawing:
    width = NARROW if narrow else WIDE
    scale = Scale(ticks, MARGIN, width - MARGIN)
    unit = "%" if made.measure.unit is rules.Unit.PERCENT else ""
    shown = ticks[:: 2 if narrow and len(ticks) > 4 else 1]
    ours = made.value.value if made.value else None
    at = scale.place(ours) if ours is not None else None
    letters = made.letters()
    levels = _levels([(mark.name, scale.place(mark.value)) for mark in made.marks if mark.name in letters])
    base = TOP + RING * (max(levels.values(), default=-1) + 1) + TALL
    return StripDrawing(
        size="narrow" if narrow else "wide",
        width=width,
        height=base + BELOW,
        base=base,
        ticks=tuple((scale.place(tick), f"{number(tick, scale.places)}{unit}") for tick in shown),
        marks=(*_marks(made.marks, scale, base, letters, levels), *_newer(made.marks, at, base)),
        ours=None
        if at is None
        else (
            at,
            f"{made.organisation.name} {words}",
            "end" if at > width * 0.66 else "start" if at < width / 3 else "middle",
        ),
        england=scale.place(made.england) if made.england is not None else None,
    )


def _newer(marks: Sequence[CouncilMark], at: float | None, base: int) -> Iterator[DrawnMark]:
    """Our stroke where our figure is of another year than the strip's, so that no mark of it is ours."""
    if at is not None and not any(mark.is_ours for mark in marks):
        yield DrawnMark(at, base - TALL, TALL, "ours")


def _levels(places: Sequence[tuple[str, float]]) -> dict[str, int]:
    """How high each ring stands, so that none lies on another: the lowest level with room, from the left."""
    taken: list[float] = []  # the place of the last ring of each level
    found = {}
    for name, x in sorted(places, key=lambda one: one[1]):
        level = next((at for at, last in enumerate(taken) if x - last >= RING), len(taken))
        taken[level : level + 1] = [x]
        found[name] = level
    return found


def _marks(
    marks: Sequence[CouncilMark], scale: Scale, base: int, letters: dict[str, str], levels: dict[str, int]
) -> Iterator[DrawnMark]:
    """Others first, so that ours and the neighbours lie on top."""
    for mark in sorted(marks, key=lambda one: (one.is_ours, one.is_neighbour)):
        kind = "ours" if mark.is_ours else "neighbour" if mark.is_neighbour else "other"
        height = TALL if kind == "ours" else HIGH
        letter = letters.get(mark.name, "") if kind == "neighbour" else ""
        letter_y = base - TALL - RING * levels[mark.name] - RING / 2 if letter else 0
        yield DrawnMark(scale.place(mark.value), base - height, height, kind, letter, letter_y)
