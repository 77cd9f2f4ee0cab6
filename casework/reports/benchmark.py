"""Where a council's figure stands among all councils, how sure it is, and how the named comparators do."""

from decimal import Decimal
from typing import Any

from casework.accounts.roles import Need
from casework.kit.documents.cells import Cell, Figure, Missing, Text
from casework.kit.documents.report import Bullets, Column, KeyFigure, KeyFigures, Report, Section, Table, row
from casework.kit.words import number, plural
from casework.measures import queries as measures
from casework.measures.benchmark import benchmark
from casework.measures.models import Measure, Quartile
from casework.measures.rules import QUARTILE_WORDS, figure_words
from casework.reports.asking import asked_period, list_measure_choices, list_period_choices
from casework.reports.kinds import Asked, Kind, Parameter

COMPARED = (
    *(("england", "England"), ("region", "The region"), ("council_type", "Councils of the same type")),
    ("neighbours", "Named neighbours, mean"),
)


def build(asked: Asked) -> Report:
    """The figures are the measures room's: published values are the same for everybody, our own are our council's."""
    measure, period = measures.measure_called(asked.get("measure")), asked_period(asked)
    data = benchmark(measure, asked.council, measures.find_period(period.code), reader=asked.reader)
    sections = [
        Section("Where we stand", [_standing(measure, data)]),
        Section("Compared with", [_compared(measure, data, asked.council.name)]),
        Section("Left out", [_left_out(data.get("left_out", []))]),
    ]
    return asked.report(
        f"Benchmark of {measure.short}",
        f"{measure.title}, {asked.council.name}, {period.words}",
        sections,
        data,
        reference=f"benchmark {measure.reference} {period.code}",
    )


def _words(value: float | int | None, measure: Measure, missing: str) -> Cell:
    return Text(figure_words(Decimal(str(value)), measure)) if value is not None else Missing(missing)


def _standing(measure: Measure, data: dict[str, Any]) -> KeyFigures:
    counts = data["numerator"] is not None and data["denominator"] is not None
    base = f"{number(data['numerator'])} of {number(data['denominator'])}" if counts else ""
    known = data["quartile"] in list(Quartile)
    quartile: Cell = Text(QUARTILE_WORDS[Quartile(data["quartile"])]) if known else Missing("Not known")
    interval = data["interval"]
    low, high = (figure_words(Decimal(str(end)), measure) for end in interval) if interval else ("", "")
    rank: Cell = Figure(data["rank"]) if data["rank"] is not None else Missing("Not ranked")
    in_top = data["quartile"] == Quartile.TOP.value
    step = data.get("next_step") or ("In the top quartile" if in_top else "")
    further: Cell = Text(step[:1].upper() + step[1:]) if step else Missing("Not known")
    return KeyFigures(
        [
            KeyFigure("Our figure", _words(data["value"], measure, "No figure"), base),
            KeyFigure("Interval (95%)", Text(f"{low} to {high}") if interval else Missing("Not known")),
            KeyFigure("Quartile", quartile, "as published" if data.get("quartile_published") else ""),
            KeyFigure("Rank", rank, f"of {plural(data['n'], 'council')} with a value, best first"),
            KeyFigure("To the next better quartile", further),
        ]
    )


def _compared(measure: Measure, data: dict[str, Any], council: str) -> Table:
    rows = [row(council, _words(data["value"], measure, "No figure"))]
    rows += [row(words, _words(data[key], measure, "Not published")) for key, words in COMPARED]
    return Table("Our figure and the published ones", [Column("Where", width=2), Column("Figure", figures=True)], rows)


def _left_out(names: list[str]) -> Bullets:
    if not names:
        return Bullets(["Every council has a value."])
    return Bullets([f"{plural(len(names), 'council')} without a value: {', '.join(names)}"])


KIND = Kind(
    name="benchmark",
    title="Benchmark of a measure",
    group="Performance",
    purpose="Where our figure stands among all councils, how sure it is, and how far the next quartile is",
    readers="Analysts, the director",
    need=Need.READ_MEASURES,
    build=build,
    parameters=(
        Parameter("measure", "Measure", list_measure_choices, "Select a measure"),
        Parameter("period", "Period", list_period_choices, "Select a period"),
    ),
)
