"""A trend as data and geometry: what the chart says, and where its ink goes. Numbers in, numbers out; no Flask.

Each chart is drawn twice, wide and narrow, from one object, and the same object prints its table; the page shows the
drawing that fits. Colour never says anything alone: our line is thick with discs, others are thin with shapes and
dashes of their own, the target is a dashed line without points. Lines break where a figure is missing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from casework.kit.scales import LINE, Scale, apart, holds_zero, round_ticks, shown_labels, width_of, wrapped
from casework.kit.words import Number, listed, number

WIDE, NARROW = 640, 290
MOST_NAMES = 150  # room for the names at the ends of the lines
POINT_WORDS = {True: 4, False: 8}  # up to how many points all carry their figure, narrow and wide
Heights = Sequence[float | None]  # of the points of a line; None breaks it
ANEW = "Counted in another way"
SHAPES = ("square", "triangle", "diamond")  # of the others' points, in order


@dataclass(frozen=True)
class Point:
    """A figure of one period. Without a value, `words` says why there is none ("No survey in 2020/21")."""

    label: str
    value: Number | None
    words: str
    short: str = ""  # the label along the axis where the whole one is too long
    note: str = ""
    interval: tuple[Number, Number, str] | None = None  # from, to, and both in words

    @property
    def on_axis(self) -> str:
        """The label along the axis."""
        return self.short or self.label


@dataclass(frozen=True)
class Line:
    """A named row of points; all lines of a trend have the same periods in the same order."""

    name: str
    points: tuple[Point, ...]

    def known(self) -> list[tuple[int, Number, Point]]:
        """The points that have a value, with their place in the row."""
        return [(at, point.value, point) for at, point in enumerate(self.points) if point.value is not None]


@dataclass(frozen=True)
class DrawnPoint:
    """A point on the paper, and where its figure is printed (words empty: it is not)."""

    x: float
    y: float
    words: str = ""
    words_y: float = 0


@dataclass(frozen=True)
class DrawnLine:
    """A line on the paper: unbroken runs ("x,y x,y"), points, and the place of its name."""

    kind: str
    shape: str
    runs: tuple[str, ...]
    points: tuple[DrawnPoint, ...]
    name: tuple[str, ...]
    name_y: float


@dataclass(frozen=True)
class Drawing:
    """A trend on paper of one width."""

    size: str
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[tuple[float, str], ...]
    labels: tuple[tuple[float, str], ...]
    lines: tuple[DrawnLine, ...]
    events: tuple[tuple[float, str, str], ...]
    intervals: tuple[tuple[float, float, float], ...] = ()  # of our points: place, upper end, lower end


@dataclass(frozen=True)
class Trend:
    """A measure over time. `key` is unique on the page; `title` states the finding in 15 words or fewer.

    `subtitle` names measure, place, period and unit; `events` mark a period's label with words ("Signed off").
    `breaks`: labels of periods from which it is counted in another way; every line is interrupted before them.
    `has_limits`: the others are an upper limit, a mean and a lower limit, which have no points of their own.
    """

    key: str
    title: str
    subtitle: str
    line: Line
    others: tuple[Line, ...] = ()
    target: Line | None = None
    events: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    source: str = ""
    given_desc: str = field(default="", kw_only=True)
    has_limits: bool = field(default=False, kw_only=True)
    breaks: tuple[str, ...] = field(default=(), kw_only=True)
    is_counted: bool = field(default=False, kw_only=True)  # whole things, so the axis has whole numbers

    def __post_init__(self) -> None:
        """ValueError when the lines do not share their periods."""
        labels = [point.label for point in self.line.points]
        if any([point.label for point in line.points] != labels for line in self.lines):
            raise ValueError("every line of a trend must have the same periods in the same order")
        if len(self.others) > len(SHAPES):
            raise ValueError(f"a trend shows at most {len(SHAPES)} other lines")

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, ours first, the target last."""
        return (self.line, *self.others, *((self.target,) if self.target else ()))

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.line.known())

    @cached_property
    def ticks(self) -> tuple[Decimal, ...]:
        """Round ticks for all values, from nought where that is honest or near anyway."""
        ends_of_ours = [end for point in self.line.points if point.interval for end in point.interval[:2]]
        values = [*(value for line in self.lines for _, value, _ in line.known()), *ends_of_ours] or [0]
        ends = [*values, 0] if holds_zero(values) else values
        return round_ticks(min(ends), max(ends), whole=self.is_counted)

    @property
    def cut_axis(self) -> bool:
        """Whether the upright axis leaves out nought, which the page must say."""
        return not self.ticks[0] <= 0 <= self.ticks[-1]

    @property
    def desc(self) -> str:
        """The chart in a sentence a line, for those who do not see it."""
        if self.given_desc:
            return self.given_desc
        said = [f"{ANEW} from {label}." for label in self.breaks]
        for line in self.lines:
            figures = [_said(point) for _, _, point in line.known()]
            gaps = [f"{point.label}: {point.words}" for point in line.points if point.value is None and point.words]
            same = len({point.words for _, _, point in line.known()}) == 1 and len(figures) > 1
            words = f"{line.known()[0][2].words} throughout" if same else listed(figures) or "no figures"
            said.append(f"{line.name}: {words}." + (f" No figure for {'; '.join(gaps)}." if gaps else ""))
        return " ".join(said)

    @property
    def has_intervals(self) -> bool:
        """Whether any of our points carries its interval, which the page must explain."""
        return any(point.interval for point in self.line.points)

    @cached_property
    def drawings(self) -> tuple[Drawing, Drawing]:
        """Wide and narrow."""
        return draw_trend(self, narrow=False), draw_trend(self, narrow=True)


def _said(point: Point) -> str:
    """11.2% in 2019/20 (interval 9.7% to 12.9%)"""
    between = f" ({point.interval[2]})" if point.interval else ""
    return f"{point.words} in {point.label}{between}"


def draw_trend(trend: Trend, *, narrow: bool) -> Drawing:
    """Place everything. Wide: names at the ends of the lines; narrow: names above, with a sample of each line."""
    names = [end_name(trend, line, narrow=narrow) for line in trend.lines]
    width = NARROW if narrow else WIDE
    top = 8 + (LINE * 1.3 * len(trend.lines) if narrow else LINE) + (LINE if trend.events or trend.breaks else 0)
    bottom = round(top + (170 if narrow else 250), 1)
    scale = Scale(trend.ticks, bottom, top)
    ticks = tuple((scale.place(tick), f"{number(tick, scale.places)}{trend.unit}") for tick in scale.ticks)
    left = round(max(width_of(text) for _, text in ticks) + 18, 1)
    right = width - 12 if narrow else round(width - 18 - max(width_of(part) for name in names for part in name), 1)
    part = 0.5 / len(trend.line.points)  # of the way from the last point to the right end
    most = (width - width_of(trend.line.points[-1].on_axis) / 2 - left * part) / (1 - part)
    right = min(right, round(most - 0.1, 1))  # the last label stays on the paper
    step = (right - left) / len(trend.line.points)
    places = [round(left + step * (at + 0.5), 1) for at in range(len(trend.line.points))]
    texts = [point.on_axis for point in trend.line.points]
    shown = shown_labels(texts, step)
    return Drawing(
        size="narrow" if narrow else "wide",
        width=width,
        height=int(bottom + LINE * 2),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        ticks=ticks,
        labels=tuple((x, text if at in shown else "") for at, (x, text) in enumerate(zip(places, texts, strict=True))),
        lines=tuple(draw_lines(trend, names, scale, places, narrow=narrow)),
        events=tuple(draw_events(trend, places, (left + right) / 2)),
        intervals=tuple(
            (x, scale.place(point.interval[1]), scale.place(point.interval[0]))
            for x, point in zip(places, trend.line.points, strict=True)
            if point.interval is not None
        ),
    )


def end_name(trend: Trend, line: Line, *, narrow: bool) -> tuple[str, ...]:
    """The name printed for a line, with its last figure unless its points carry theirs."""
    known = line.known()
    words = line.name if line is trend.line or not known else f"{line.name} {known[-1][2].words}"
    return (words,) if narrow else wrapped(words, MOST_NAMES)


def draw_lines(
    trend: Trend, names: Sequence[tuple[str, ...]], scale: Scale, places: Sequence[float], *, narrow: bool
) -> Iterator[DrawnLine]:
    """Each line's runs, points and the place of its name."""
    heights = [[None if p.value is None else scale.place(p.value) for p in line.points] for line in trend.lines]
    breaks = {at for at, point in enumerate(trend.line.points) if point.label in trend.breaks}
    lasts = [next((y for y in reversed(row) if y is not None), scale.start) for row in heights]
    if narrow:
        name_places = [round(14 + LINE * 1.3 * at, 1) for at in range(len(names))]
    else:
        wanted = [y + 5 - LINE * (len(name) - 1) / 2 for y, name in zip(lasts, names, strict=True)]
        name_places = apart(wanted, [LINE * len(name) + 3 for name in names], scale.end, scale.start)
    for at, line in enumerate(trend.lines):
        kind = "main" if at == 0 else "target" if line is trend.target else f"other-{at}"
        is_plain = kind == "target" or (trend.has_limits and at > 0)
        if trend.has_limits and at == len(trend.others):
            kind = "other-1"  # both limits look alike
        yield DrawnLine(
            kind=kind,
            shape="disc" if at == 0 else "" if is_plain else SHAPES[at - 1],
            runs=tuple(runs(places, heights[at], breaks)),
            points=tuple(draw_points(line, places, heights, at, scale.start, narrow=narrow)) if not is_plain else (),
            name=names[at],
            name_y=name_places[at],
        )


def runs(places: Sequence[float], heights: Heights, breaks: Collection[int] = ()) -> Iterator[str]:
    """The unbroken stretches of a line as points of a polyline; a lone point is none. `breaks`: where one begins."""
    stretch: list[str] = []
    for at, (x, y) in enumerate([*zip(places, heights, strict=True), (0.0, None)]):
        if y is None or at in breaks:
            if len(stretch) > 1:
                yield " ".join(stretch)
            stretch = []
        if y is not None:
            stretch.append(f"{x:g},{y:g}")


def draw_points(
    line: Line, places: Sequence[float], heights: Sequence[Heights], at: int, axis: float, *, narrow: bool
) -> Iterator[DrawnPoint]:
    """The points of a line; ours carry their figures, all when they are few, else the first and the last."""
    known = line.known()
    carriers = {place for place, _, _ in known}
    if at != 0:
        carriers = set()
    elif len(known) > POINT_WORDS[narrow]:
        carriers = {known[0][0], known[-1][0]}
    for place, _, point in known:
        y = heights[at][place] or 0.0
        step = (places[-1] - places[0]) / max(1, len(places) - 1) or 1.0
        others = [*heights[:at], *heights[at + 1 :]]
        words_y = words_place(y, place, others, heights[at], step, axis)
        yield DrawnPoint(places[place], y, point.words if place in carriers else "", words_y)


def words_place(y: float, place: int, others: Sequence[Heights], own: Heights, step: float, axis: float) -> float:
    """Above or below the point, where other lines and our own on its way leave more room; never on the axis."""
    beside = [own[at] for at in (place - 1, place + 1) if 0 <= at < len(own)]
    taken = [row[place] for row in others] + [
        None if next_y is None else y + (next_y - y) * 18 / step for next_y in beside
    ]
    near = [other for other in taken if other is not None]
    above, below = y - 14, y + 16
    clear_above = min((abs(other - above) for other in near), default=99)
    clear_below = min((abs(other - below) for other in near), default=0)
    return round(y - 10 if clear_above >= clear_below or y + 21 > axis else y + 21, 1)


def draw_events(trend: Trend, places: Sequence[float], middle: float) -> Iterator[tuple[float, str, str]]:
    """Upright marks: their place, words, and the side of the mark on which the words stand."""
    for label, words in (*((label, ANEW) for label in trend.breaks), *trend.events):
        for x, point in zip(places, trend.line.points, strict=True):
            if point.label == label:
                yield x, words, "end" if x > middle else "start"
