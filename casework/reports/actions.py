"""The action tracker: every improvement action with its dates, colour, delay and sign-off, and the sums."""

from typing import Any

from casework.accounts.queries import organisation_called
from casework.accounts.roles import Need
from casework.actions.models import ActionStatus
from casework.actions.report import SOURCES, report_actions
from casework.kit.clock import day_of
from casework.kit.documents.cells import Figure, Text
from casework.kit.documents.report import Column, KeyFigure, KeyFigures, Report, Row, Section, Table, row
from casework.reports import reading
from casework.reports.kinds import Asked, Choices, Kind, Parameter
from casework.reports.queries import list_agencies, names_of

COLUMNS = (
    *(Column("Action"), Column("What will be done", width=2.6), Column("Source", width=1.5), Column("Lead", width=1.3)),
    *(Column("Agency", width=1.3), Column("Due"), Column("First due"), Column("Times moved", figures=True, width=0.7)),
    *(Column("Status"), Column("Colour", width=1.1), Column("Days late", figures=True, width=0.7)),
    *(Column("Measure", width=1.1), Column("Signed off by", width=1.2)),
)


def build(asked: Asked) -> Report:
    """The figures are the actions room's, as this person may see them."""
    agency = organisation_called(asked.get("agency")) if asked.get("agency") else None
    data = report_actions(
        organisation=asked.council,
        today=day_of(asked.at),
        seen_by=asked.seen_by,
        source=asked.get("source"),
        agency=agency,
        status=asked.get("status"),
    )
    names = names_of({one["agency"] for one in data["actions"]})
    said = [
        reading.source_words(asked.get("source"), None) if asked.get("source") else "",
        agency.name if agency else "",
        reading.status_words(asked.get("status")) if asked.get("status") else "",
    ]
    sections = [
        Section("In short", [_summary(data["summary"])]),
        Section("The actions", [_table(data["actions"], names)], landscape=True),
    ]
    return asked.report(
        "Improvement actions",
        ", ".join([asked.council.name, *(words for words in said if words)]),
        sections,
        data,
        reference=" ".join(["actions", *(str(value) for value in asked.given.values())]),
    )


def _summary(summary: dict[str, Any]) -> KeyFigures:
    statuses = [
        KeyFigure(reading.status_words(status), Figure(count)) for status, count in summary["status"].items() if count
    ]
    return KeyFigures(
        [
            KeyFigure("Actions", Figure(summary["total"])),
            *statuses,
            KeyFigure("Late", Figure(summary["overdue"])),
            KeyFigure("Given a new date", Figure(summary["revised"])),
            KeyFigure("Shown to have improved the figure", Figure(summary["improved"])),
        ],
        sums_up=True,
    )


def _table(actions: list[dict[str, Any]], names: dict[str, str]) -> Table:
    return Table("Actions, unfinished ones first", COLUMNS, [_row(one, names) for one in actions], empty="No actions.")


def _row(one: dict[str, Any], names: dict[str, str]) -> Row:
    late = one["overdue_days"] or 0
    return row(
        Text(one["reference"], f"/actions/{one['id']}" if "id" in one else None),
        one["action"],
        reading.source_words(one["source"], one["source_reference"]),
        one["lead"],
        names.get(one["agency"], one["agency"]),
        reading.day_cell(one["due"], one["timescale"] or "No date"),
        reading.day_cell(one["original_due"], "No date"),
        one["revisions"],
        reading.status_words(one["status"]),
        reading.brag_cell(one["brag"]),
        late,
        reading.given_or(one["measure"], "No measure"),
        reading.given_or(one["signed_off_by"], "Not signed off"),
    )


def _sources(asked: Asked) -> Choices:
    return [(source, reading.source_words(source, None)) for source in SOURCES]


def _agencies(asked: Asked) -> Choices:
    return [(agency.code, agency.name) for agency in list_agencies(asked.council)]


def _statuses(asked: Asked) -> Choices:
    return [(status.value, reading.status_words(status)) for status in ActionStatus]


KIND = Kind(
    name="actions",
    title="Improvement actions",
    group="Performance",
    purpose="Every action with its owner's dates, how often they moved, how late it is, and who signed it off",
    readers="The director, the board, scrutiny",
    need=Need.READ_ACTIONS,
    build=build,
    parameters=(
        Parameter("source", "Source", _sources),
        Parameter("agency", "Agency", _agencies),
        Parameter("status", "Status", _statuses),
    ),
)
