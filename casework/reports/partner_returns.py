"""The board's report on partner returns: what needs work and what excels by agency, and standards by agencies."""

from typing import Any

from casework.accounts.roles import Need
from casework.kit.documents.cells import Cell, Marked, Missing, Text
from casework.kit.documents.report import Block, Column, Group, Report, Row, Section, Table, row
from casework.measures.periods import period_words
from casework.reports.kinds import Asked, Choices, Kind, Parameter
from casework.safeguarding import heatmap, returns_queries
from casework.safeguarding.frameworks import Framework, framework_called, list_frameworks

NO_AREAS = "No areas"
NOTHING = "No returns have been asked for this period."


def build(asked: Asked) -> Report:
    """The figures are the safeguarding room's; an agency sees its own return, the board's people see all."""
    framework = framework_called(asked.get("template"))
    data = heatmap.partner_returns(
        framework.code, asked.get("period"), organisation=asked.named_council, seen_by=asked.seen_by
    )
    period = period_words(asked.get("period"))
    sections = [
        Section("Areas that need work, and areas that excel", _areas(framework, data)),
        Section("Standards by agency", [_matrix(framework, data)], landscape=len(data["agencies"]) > 4),
        Section("What the board moved", [_moderated(framework, data)]),
    ]
    return asked.report(
        "Partner returns",
        f"{framework.title}, {period}",
        sections,
        data,
        reference=f"partner-returns {framework.code} {asked.get('period')}",
    )


def _areas(framework: Framework, data: dict[str, Any]) -> list[Block]:
    def words(answers: list[dict[str, Any]]) -> Text | Missing:
        lines = [
            framework.standards[one["standard"]].title
            + (f" ({framework.steps[one['rating']].word})" if framework.is_lowest(one["rating"]) else "")
            for one in answers
        ]
        return Text("\n".join(lines)) if lines else Missing(NO_AREAS)

    columns = (
        Column("Agency"),
        Column("Areas where work is required to improve effectiveness", width=2.5),
        Column("Excelling", width=1.5),
    )
    said = data["agencies"].items()
    rows = [row(name, words(one["needs_work"]), words(one["excelling"])) for name, one in said]
    lowest = list(framework.steps.values())[-1].word
    note = f"{lowest} is the lowest rating. The rating that counts is the moderated one where the board gave one."
    return [Table("What each agency says, by agency", columns, rows, note=note, empty=NOTHING)]


def rating_cell(framework: Framework, rating: str | None) -> Cell:
    """The word of a step of the scale with a shape: star for the top, square for the lowest, triangle for work."""
    if rating is None or rating not in framework.steps:
        return Missing("No answer")
    word = framework.steps[rating].word
    if framework.is_best(rating):
        return Marked(word, "star", "green")
    if framework.is_lowest(rating):
        return Marked(word, "square", "red")
    return Marked(word, "triangle", "amber") if framework.needs_work(rating) else Marked(word, "disc", "green")


def _matrix(framework: Framework, data: dict[str, Any]) -> Table:
    agencies = list(data["agencies"])
    rows: list[Row | Group] = []
    for group, title in framework.groups.items():
        held = [code for code in data["matrix"] if framework.standards[code].group == group]
        rows += [Group(title)] if held else []
        for code in held:
            answers = data["matrix"][code]
            cells = [rating_cell(framework, answers.get(agency)) for agency in agencies]
            rows.append(Row((Text(framework.standards[code].short), *cells)))
    columns = [Column("Standard", width=1.8), *(Column(agency) for agency in agencies)]
    return Table("Standards by agency", columns, rows, empty=NOTHING)


def _moderated(framework: Framework, data: dict[str, Any]) -> Table:
    rows = [
        row(
            name,
            framework.standards[one["standard"]].title,
            rating_cell(framework, one["self_rating"]),
            rating_cell(framework, one["rating"]),
        )
        for name, said in data["agencies"].items()
        for one in said["moderated"]
    ]
    columns = (Column("Agency"), Column("Standard", width=2), Column("Own rating"), Column("Moderated rating"))
    return Table("Ratings that the board moved", columns, rows, empty="The board moved no rating.")


def _templates(asked: Asked) -> Choices:
    return [(one.code, one.title) for one in list_frameworks()]


def _periods(asked: Asked) -> Choices:
    if asked.seen_by is None:
        return []
    periods = dict.fromkeys(one.period for one in returns_queries.list_rounds(seen_by=asked.seen_by))
    return [(code, period_words(code)) for code in periods]


KIND = Kind(
    name="partner-returns",
    title="Partner returns",
    group="Board",
    purpose="What each agency says of its own safeguarding, where it needs work, and what the board moved",
    readers="The safeguarding board",
    need=Need.READ_RETURNS,
    build=build,
    parameters=(
        Parameter("template", "Template", _templates, "Select a template"),
        Parameter("period", "Period", _periods, "Select a period"),
    ),
)
