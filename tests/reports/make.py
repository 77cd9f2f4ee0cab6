"""Reports for tests, with every kind of block and cell."""

from datetime import UTC, date, datetime
from decimal import Decimal

from casework.kit.documents.cells import Figure, Marked, Missing, Percent, Text
from casework.kit.documents.report import (
    Bullets,
    Column,
    Group,
    Heading,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Report,
    Section,
    Table,
    row,
)

NOON = datetime(2026, 4, 7, 11, 0, tzinfo=UTC)
COLUMNS = (Column("Reference"), Column("Title", width=3), Column("Count", figures=True), Column("Share", figures=True))


def table(*rows, caption="What was found", columns=COLUMNS, **rest):
    return Table(caption, columns, rows, **rest)


def report(*blocks, **rest):
    words = {
        "title": "A report",
        "subtitle": "Leicestershire, 2019/20",
        "generated_at": NOON,
        "parameters": {"year": "2019-20"},
        "data": {"received": 194, "rate": Decimal("387.9")},
        "sections": [Section("How many", blocks)],
    }
    return Report(**{**words, **rest})


def full_report():
    """Four sections, two tables, groups, a total, each kind of cell."""
    findings = table(
        Group("Delay need"),
        row(
            Text("FND-0001", "/findings/1"),
            "Calls came late & were short",
            Figure(Decimal("1238.5"), 1),
            Percent(Decimal("66.665")),
        ),
        Group("Meet need"),
        row("FND-0002", "Second line\nof two", Figure(-5), Missing("Due June 2021")),
        row("Total", "", 1234, Percent(100), is_total=True),
        note="Source: the register.",
    )
    actions = Table(
        "What is done",
        [Column("Reference"), Column("Rating"), Column("Due"), Column("Cost", figures=True)],
        [row("ACT-0001", Marked("Amber", "triangle", "amber"), date(2026, 4, 7), Figure(1100, before="£"))],
    )
    sections = [
        Section("How many", [KeyFigures([KeyFigure("Received", Figure(194), "12% more than 173 the year before")])]),
        Section("About what", [Paragraph("Words that run."), Heading("More"), Bullets(["one point"]), findings]),
        Section("What is done", [Note("Counts 1 to 4 are not shown."), actions], landscape=True),
        Section("Nothing", [Table("An empty table", COLUMNS, [], empty="No findings cite this measure.")]),
    ]
    return report(sections=sections, base_url="https://casework.example", notice="Demonstration: everybody is invented")
