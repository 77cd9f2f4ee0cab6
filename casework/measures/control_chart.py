"""A control chart as a trend with its mean and limits, drawn by the charts of the kit."""

from casework.kit.charts import Line, Point, Trend
from casework.measures import rules
from casework.measures.control import TYPE_WORDS, Control
from casework.measures.models import Unit
from casework.measures.spc import ChartPoint, PointType


def trend_of(made: Control) -> Trend | None:
    """The picture of a control chart; None when there are too few figures."""
    if not made.values:
        return None
    measure, points = made.measure, made.chart.points

    def line(name: str, of: str) -> Line:
        return Line(name, tuple(_point(made, at, getattr(point, of)) for at, point in enumerate(points)))

    codes = [value.period.code for value in made.values]
    first, last = rules.period_words(codes[0]), rules.period_words(codes[-1])
    target = None
    if made.target is not None:
        words = rules.figure_words(made.target, measure)
        target = Line("Target", tuple(Point(rules.period_words(code), made.target, words) for code in codes))
    return Trend(
        key=f"control-{measure.id}",
        title=_title(made),
        subtitle=f"{measure.title}, {made.organisation.name}, {first} to {last}",
        line=line(made.organisation.name, "value"),
        others=(line("Upper limit", "upper"), line("Mean", "mean"), line("Lower limit", "lower")),
        target=target,
        events=tuple(
            (rules.period_words(codes[at]), "Starts anew" if at in made.rebases else _short(points[at]))
            for at in _marked(made)
        ),
        unit="%" if measure.unit is Unit.PERCENT else "",
        source=f"Source: {measure.source}." if measure.source else "",
    )


def _title(made: Control) -> str:
    last = made.values[-1]
    said = made.sentence.split(":")[0].split(".")[0]
    mean = rules.figure_words(made.chart.points[-1].mean, made.measure)
    return f"{said}: {rules.value_words(last, made.measure)} in {rules.period_words(last.period.code)}, mean {mean}"


def _point(made: Control, at: int, value: float) -> Point:
    code = made.values[at].period.code
    return Point(rules.period_words(code), round(value, 6), rules.figure_words(value, made.measure))


def _marked(made: Control) -> list[int]:
    """Places to mark upright: rebases, and the last point if it says something."""
    last = len(made.values) - 1
    signal = [last] if made.chart.points[last].type is not PointType.COMMON and last not in made.rebases else []
    return [*made.rebases, *signal]


def _short(point: ChartPoint) -> str:
    return TYPE_WORDS[point.type]
