"""The ombudsman's part of the annual report."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.complaints.kinds import OmbudsmanOutcome
from casework.kit.documents.cells import Missing, Text
from casework.kit.documents.report import Block, Column, KeyFigure, KeyFigures, Row, Table, row
from casework.kit.words import whole_percent
from casework.reports.complaints_parts import shares
from casework.reports.complaints_year import Year
from casework.reports.reading import day_cell, day_words, given_or


def ombudsman(year: Year) -> list[Block]:
    """Enquiries, decisions and remedies, each by its own date."""
    said = year.data["ombudsman"]
    on_time = year.of(said["remedies_on_time"], said["remedies_due"], "ombudsman.remedies_on_time")
    due = said["remedies_due"] != 0
    figures = [
        KeyFigure("Enquiries opened", year.count(said["enquiries"], "ombudsman.enquiries"), _volume(year)),
        KeyFigure("Decisions made", year.count(said["decisions"], "ombudsman.decisions")),
        KeyFigure("Decisions that found fault", year.of(said["fault"], said["decisions"], "ombudsman.fault")),
        KeyFigure(
            "Put right before the ombudsman decided", year.count(said["remedied_before"], "ombudsman.remedied_before")
        ),
        KeyFigure("Recommendations carried out on time", on_time if due else Missing("None were due")),
    ]
    outcomes = {code: (OmbudsmanOutcome(code).words, count) for code, count in said["outcomes"].items()}
    table = shares(
        *(year, "Decisions of the ombudsman", "Decision", "ombudsman.outcomes", outcomes, said["decisions"]),
        count="Decisions",
    )
    return [KeyFigures(figures), table, *_faults(year.data.get("ombudsman_cases", []))]


def _volume(year: Year) -> str:
    """8% of complaints received"""
    asked, received = year.data["ombudsman"]["enquiries"], year.data["received"]
    percent = whole_percent(asked, received) if asked is not None and received else None
    return f"{percent}% of complaints received" if percent is not None else ""


def _faults(cases: Sequence[Mapping[str, Any]]) -> list[Block]:
    rows: list[Row] = []
    for case in cases:
        asked = "\n".join(_recommended(one) for one in case["recommendations"])
        link = Text(case["reference"], f"/complaints/{case['complaint_id']}")
        fault, recommended = given_or(case["fault"], "Not recorded"), given_or(asked, "No recommendation")
        rows.append(row(link, day_cell(case["decided_on"]), fault, recommended))
    columns = (
        *(Column("Complaint", width=1.2), Column("Decided", width=0.9)),
        *(Column("Fault", width=2), Column("Recommended", width=2)),
    )
    return [Table("Cases in which the ombudsman found fault", columns, rows)] if rows else []


def _recommended(one: Mapping[str, Any]) -> str:
    done = f"done {day_words(one['done_on'])}" if one["done_on"] else "not done yet"
    return f"{one['what']} (due {day_words(one['due_on'])}, {done})"
