"""The thread of a measure: its figures, what was found, what is done about it, who signed it off, and the effect."""

from typing import Any

from casework.accounts.roles import Need
from casework.actions.thread import thread_of
from casework.findings.models import FindingKind, FindingStatus
from casework.findings.words import KIND_WORDS
from casework.findings.words import STATUS_TAGS as FINDING_TAGS
from casework.kit.documents.cells import Missing, Text
from casework.kit.documents.report import (
    Block,
    ChartBlock,
    Column,
    Group,
    KeyFigure,
    KeyFigures,
    Report,
    Row,
    Section,
    Table,
    row,
)
from casework.kit.words import plural
from casework.measures import page
from casework.measures import queries as measures
from casework.measures.figures import STATE_WORDS
from casework.measures.models import ValueState
from casework.reports import reading
from casework.reports.asking import list_measure_choices
from casework.reports.kinds import Asked, Kind, Parameter

NO_FINDINGS = "No findings cite this measure."


def build(asked: Asked) -> Report:
    """The figures are the actions room's, as this person may see them."""
    measure = measures.measure_called(asked.get("measure"))
    data = thread_of(measure, organisation=asked.council, seen_by=asked.seen_by)
    drawn = page.build(measure, asked.council).trend
    sections = [
        Section("The figures", [_latest(data), *([ChartBlock(drawn)] if drawn else []), _values(data)]),
        Section("What was found", [_findings(data)]),
        Section("What is done about it", [_actions(data)], landscape=True),
    ]
    return asked.report(
        f"The thread of {measure.short}",
        f"{measure.title}, {asked.council.name}",
        sections,
        data,
        reference=f"thread {measure.reference}",
    )


def _latest(data: dict[str, Any]) -> Block:
    held = [value for value in data["values"] if value["value"] is not None]
    latest = held[-1] if held else None
    actions = [action for finding in data["findings"] for action in finding["actions"]]
    signed = sum(action["signed_off_by"] is not None for action in actions)
    return KeyFigures(
        [
            KeyFigure(
                "Latest figure",
                Text(latest["printed"]) if latest else Missing("No figures yet"),
                latest["period_words"] if latest else "",
            ),
            KeyFigure("Findings", Text(plural(len(data["findings"]), "finding"))),
            KeyFigure("Actions", Text(plural(len(actions), "action")), f"{signed} signed off" if actions else ""),
        ]
    )


def _values(data: dict[str, Any]) -> Table:
    rows = [
        row(value["period_words"], value["printed"], STATE_WORDS[ValueState(value["state"])])
        for value in data["values"]
    ]
    columns = (Column("Period", width=2), Column("Figure", figures=True), Column("State"))
    return Table(f"{data['title']}, by period", columns, rows, empty="No figures yet.")


def _findings(data: dict[str, Any]) -> Table:
    rows = [
        row(
            Text(finding["reference"], f"/findings/{finding['id']}"),
            finding["title"],
            KIND_WORDS[FindingKind(finding["kind"])],
            reading.source_words(finding["source"], finding["source_reference"]),
            finding["value_at_opening"],
            FINDING_TAGS[FindingStatus(finding["status"])][0],
        )
        for finding in data["findings"]
    ]
    columns = (
        Column("Finding"),
        Column("What was found", width=2.2),
        Column("Kind", width=1.2),
        Column("Source", width=1.6),
        Column("Figure then"),
        Column("Status"),
    )
    return Table("Findings that cite the measure", columns, rows, empty=NO_FINDINGS)


def _actions(data: dict[str, Any]) -> Table:
    rows: list[Row | Group] = []
    for finding in data["findings"]:
        if finding["actions"]:
            rows.append(Group(f"{finding['reference']} {finding['title']}"))
        rows += [_action(action) for action in finding["actions"]]
    columns = (
        *(Column("Action"), Column("What will be done", width=2.4), Column("Owner", width=1.3), Column("Due")),
        *(Column("Status"), Column("Signed off by", width=1.3), Column("Signed off on"), Column("Effect", width=1.1)),
        Column("Measured again", width=1.2),
    )
    return Table(
        "Actions, their sign-offs and their effect",
        columns,
        rows,
        empty="There are no actions yet.",
        group_heading="Finding",
    )


def _action(action: dict[str, Any]) -> Row:
    return row(
        Text(action["reference"], f"/actions/{action['id']}" if "id" in action else None),
        action["action"],
        action["owner"],
        reading.day_cell(action["due"]),
        reading.status_words(action["status"]),
        reading.given_or(action["signed_off_by"], "Not signed off"),
        reading.day_cell(action["signed_off_at"], "Not signed off"),
        reading.effect_cell(action["impact"]),
        reading.given_or(action["measured_again"], "Not yet"),
    )


KIND = Kind(
    name="thread",
    title="The thread of a measure",
    group="Performance",
    purpose="A measure with what was found about it, what is done, who signed it off, and whether the figure moved",
    readers="The director, the board, scrutiny",
    need=Need.READ_FINDINGS,
    build=build,
    parameters=(Parameter("measure", "Measure", list_measure_choices, "Select a measure"),),
)
