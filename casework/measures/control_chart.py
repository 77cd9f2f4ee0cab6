"""A control chart as a trend with its mean and limits, drawn by the charts of the kit."""

from casework.kit.charts import Line, Point, Trend
from casework.measures import rules
from casework.measures.control import TYPE_WORDS, Control
from casework.measures.models import Unit
from casework.measures.spc import ChartPoint, PointType
from casework.measures.trends import axis_words

MOST_PERIODS = 120  # along the axis; a series with longer gaps is drawn without them


def trend_of(made: Control) -> Trend | None:
    """The picture of a control chart; None when there are too few figures. Missing periods are gaps.

    A series that is too short to be judged is drawn without mean and limits.
    """
    if not made.values:
        return None
    measure, points = made.measure, made.chart.points
    codes = axis(made)
    places = {value.period.code: at for at, value in enumerate(made.values)}

    def line(name: str, of: str) -> Line:
        return Line(name, tuple(_point(made, code, places.get(code), of) for code in codes))

    first, last = rules.period_words(codes[0]), rules.period_words(codes[-1])
    target = None
    if made.target is not None:
        words = rules.figure_words(made.target, measure)
        target = Line("Target", tuple(Point(rules.period_words(code), made.target, words) for code in codes))
    limits = (line("Upper limit", "upper"), line("Mean", "mean"), line("Lower limit", "lower"))
    return Trend(
        key=f"control-{measure.id}",
        title=_title(made),
        subtitle=f"{measure.title}, {made.organisation.name}, {first} to {last}",
        line=line(made.organisation.name, "value"),
        others=limits if made.is_judged else (),
        has_limits=made.is_judged,
        is_counted=measure.unit is Unit.COUNT,
        target=target,
        events=tuple(
            (
                rules.period_words(made.values[at].period.code),
                "Starts anew" if at in made.rebases else _short(points[at]),
            )
            for at in _marked(made)
        ),
        unit="%" if measure.unit is Unit.PERCENT else "",
        source=f"Source: {measure.source}." if measure.source else "",
    )


def axis(made: Control) -> list[str]:
    """The codes of the periods from the first to the last, those without a figure too."""
    held = {value.period.code for value in made.values}
    spec = rules.parse_period(made.values[-1].period.code)
    codes: list[str] = []
    while len(codes) < MOST_PERIODS:
        codes.insert(0, spec.code)
        if held <= set(codes):
            return codes
        spec = rules.period_before(spec)
    return [value.period.code for value in made.values]


def kinds(made: Control) -> list[str]:
    """What each point says, for its shape; nothing special where the series is too short to say it."""
    judged = made.is_judged
    return [point.type.value if judged else PointType.COMMON.value for point in made.chart.points]


def _title(made: Control) -> str:
    last = made.values[-1]
    said = made.sentence.split(":")[0].split(".")[0]
    figure = f"{rules.value_words(last, made.measure)} in {rules.period_words(last.period.code)}"
    if not made.is_judged:
        return f"{said}: {figure}"
    return f"{said}: {figure}, mean {rules.figure_words(made.chart.points[-1].mean, made.measure)}"


def _point(made: Control, code: str, at: int | None, of: str) -> Point:
    if at is None:
        return Point(rules.period_words(code), None, "no figure held" if of == "value" else "", axis_words(code))
    value: float = getattr(made.chart.points[at], of)
    words = rules.figure_words(value, made.measure)
    return Point(rules.period_words(code), round(value, 6), words, axis_words(code))


def _marked(made: Control) -> list[int]:
    """Places to mark upright: rebases, and the last point if it says something."""
    if not made.is_judged:
        return []
    last = len(made.values) - 1
    signal = [last] if made.chart.points[last].type is not PointType.COMMON and last not in made.rebases else []
    return [*made.rebases, *signal]


def _short(point: ChartPoint) -> str:
    return TYPE_WORDS[point.type]
