"""Bars and sparklines as data and geometry: what they say, and where their ink goes. No Flask."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from casework.kit.charts import NARROW, WIDE, runs
from casework.kit.scales import LINE, Scale, width_of, wrapped
from casework.kit.words import Number, exact


@dataclass(frozen=True)
class Bar:
    """One bar. Without a value `words` says why. `ours` marks it out among others."""

    label: str
    value: Number | None
    words: str
    ours: bool = True


@dataclass(frozen=True)
class DrawnBar:
    """A bar on the paper with the lines of its label."""

    bar: Bar
    label: tuple[str, ...]
    label_y: float
    y: float
    length: float


@dataclass(frozen=True)
class BarDrawing:
    """Bars on paper of one width: they lie, so that long labels stay level, and begin at nought."""

    size: str
    width: int
    height: int
    left: float
    thick: int
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True)
class Bars:
    """A row of bars from nought with their figures at the ends. ValueError for a value below nought."""

    key: str
    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    heading: str = ""  # of the table's first column
    figures: str = "Number"  # of its second
    source: str = ""

    def __post_init__(self) -> None:
        """Bars begin at nought, so nothing may lie below it."""
        if any(bar.value is not None and bar.value < 0 for bar in self.bars):
            raise ValueError("a bar chart begins at nought: draw values below it as a trend")

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to draw."""
        return any(bar.value is not None for bar in self.bars)

    @property
    def desc(self) -> str:
        """The chart in words."""
        return "; ".join(f"{bar.label}: {bar.words}" for bar in self.bars) + "."

    @cached_property
    def drawings(self) -> tuple[BarDrawing, BarDrawing]:
        """Wide and narrow."""
        return draw_bars(self, narrow=False), draw_bars(self, narrow=True)


def draw_bars(chart: Bars, *, narrow: bool) -> BarDrawing:
    """Wide: labels left of the bars; narrow: above them."""
    width, thick = (NARROW, 22) if narrow else (WIDE, 26)
    labels = [wrapped(bar.label, width if narrow else 200) for bar in chart.bars]
    left = 1.0 if narrow else round(max(width_of(part) for label in labels for part in label) + 12, 1)
    longest = max((bar.value for bar in chart.bars if bar.value is not None), default=0) or 1
    room = width - left - max(width_of(bar.words) for bar in chart.bars) - 14
    drawn, y = [], 4.0
    for bar, label in zip(chart.bars, labels, strict=True):
        length = round(room * float(bar.value) / float(longest), 1) if bar.value else 0.0
        if narrow:
            drawn.append(DrawnBar(bar, label, y + 13, round(y + LINE * len(label) + 2, 1), length))
            y += LINE * len(label) + thick + 12
        else:
            high = max(thick, LINE * len(label))
            label_y = y + high / 2 + 5 - LINE * (len(label) - 1) / 2
            drawn.append(DrawnBar(bar, label, round(label_y, 1), round(y + (high - thick) / 2, 1), length))
            y += high + 10
    return BarDrawing("narrow" if narrow else "wide", width, int(y + 2), left, thick, tuple(drawn))


@dataclass(frozen=True)
class Spark:
    """A line as small as a word, for a row of a table; its figures stand beside it."""

    runs: tuple[str, ...]
    last: tuple[float, float] | None


def draw_spark(values: Sequence[Number | None], *, width: int = 88, height: int = 24) -> Spark:
    """The runs of the line and its last point, within the given size."""
    known = [exact(value) for value in values if value is not None]
    if not known:
        return Spark((), None)
    low, high = min(known), max(known)
    scale = Scale((low, high) if low < high else (low - 1, high + 1), height - 4, 4)
    step = (width - 8) / max(1, len(values) - 1)
    places = [round(4 + step * at, 1) for at in range(len(values))]
    heights = [None if value is None else scale.place(value) for value in values]
    last = next(((x, y) for x, y in zip(reversed(places), reversed(heights), strict=True) if y is not None), None)
    return Spark(tuple(runs(places, heights)), last)
