"""The control chart of a measure: whether a change is signal or noise, point by point."""

from decimal import Decimal
from typing import Any

from casework.accounts.roles import Need
from casework.kit.documents.cells import Cell, Marked, Missing, Text
from casework.kit.documents.report import ChartBlock, Column, KeyFigure, KeyFigures, Report, Section, Table, row
from casework.measures import control
from casework.measures import queries as measures
from casework.measures.control import ASSURANCE_MARKS, ASSURANCE_WORDS, TYPE_MARKS, TYPE_WORDS
from casework.measures.control_chart import trend_of
from casework.measures.models import Measure
from casework.measures.rules import figure_words, period_words
from casework.measures.spc import Assurance, PointType
from casework.reports.asking import list_measure_choices
from casework.reports.kinds import Asked, Choices, Kind, Parameter

TOO_FEW = Missing("Too few points to tell")
SCREEN_CHOICES = (("yes", "Yes, leave out moving ranges far beyond the others"), ("no", "No, count all of them"))


def build(asked: Asked) -> Report:
    """The figures are the measures room's; limits are screened unless it is told not to."""
    measure = measures.measure_called(asked.get("measure"))
    screen = asked.get("screen") not in (False, "no")
    data = control.spc(measure, asked.council, screen=screen)
    drawn = trend_of(control.build(measure, asked.council, screen=screen))
    sections = [
        Section("What the chart says", [_said(data), *([ChartBlock(drawn)] if drawn else [])]),
        Section("The points", [_points(measure, data)]),
    ]
    return asked.report(
        f"Control chart of {measure.short}",
        f"{measure.title}, {asked.council.name}",
        sections,
        data,
        reference=f"spc {measure.reference}",
    )


def type_cell(kind: str) -> Cell:
    """What a point says, with its shape."""
    point = PointType(kind)
    return Marked(TYPE_WORDS[point], *TYPE_MARKS[point])


def _said(data: dict[str, Any]) -> KeyFigures:
    few = data["is_trial"] or not data["is_judged"]
    return KeyFigures(
        [
            KeyFigure("In words", Text(data["words"])),
            KeyFigure("The last point", TOO_FEW if few else type_cell(data["variation"])),
            KeyFigure("The target", TOO_FEW if few else Text(_assurance(data["assurance"]))),
        ]
    )


def _words(value: float, measure: Measure) -> str:
    return figure_words(Decimal(str(value)), measure)


def _assurance(name: str) -> str:
    verdict = Assurance(name)
    mark = ASSURANCE_MARKS[verdict]
    return f"{mark}: {ASSURANCE_WORDS[verdict].lower()}" if mark else ASSURANCE_WORDS[verdict]


def _points(measure: Measure, data: dict[str, Any]) -> Table:
    if not data["is_judged"]:
        figures = [row(period_words(one["period"]), _words(one["value"], measure)) for one in data["points"]]
        return Table("Points", (Column("Period", width=1.6), Column("Figure", figures=True)), figures)
    rows = [
        row(
            period_words(one["period"]),
            *(_words(one[key], measure) for key in ("value", "mean", "lower", "upper")),
            type_cell(one["type"]),
            f"{one['rule'][:1].upper()}{one['rule'][1:]}" if one["rule"] else "No rule",
        )
        for one in data["points"]
    ]
    columns = (
        Column("Period", width=1.6),
        *(Column(heading, figures=True) for heading in ("Figure", "Mean", "Lower limit", "Upper limit")),
        Column("What it says", width=1.4),
        Column("Rule", width=1.4),
    )
    note = "Limits are the mean plus and minus 2.66 times the average moving range."
    return Table("Points with their limits", columns, rows, note=note, empty="There are no figures to draw yet.")


def _screens(asked: Asked) -> Choices:
    return SCREEN_CHOICES


KIND = Kind(
    name="spc",
    title="Control chart of a measure",
    group="Performance",
    purpose="Whether a measure's change is signal or noise, and whether its target will keep being met",
    readers="Analysts, the director",
    need=Need.READ_MEASURES,
    build=build,
    parameters=(
        Parameter("measure", "Measure", list_measure_choices, "Select a measure"),
        Parameter("screen", "Screen the limits", _screens, any_words="As usual"),
    ),
)
