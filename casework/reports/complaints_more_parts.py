"""Further parts of the annual report: other routes, watching the process, what the law asks for, a frozen year."""

from typing import Any

from casework.accounts.models import Organisation, Person
from casework.complaints import frozen
from casework.complaints.kinds import Ground, Outcome
from casework.complaints.report_models import FrozenYear
from casework.kit.documents.cells import Figure, Missing
from casework.kit.documents.report import (
    Block,
    Column,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Section,
    Table,
    row,
)
from casework.kit.words import full_moment, listed, plural
from casework.reports.complaints_year import Year

MOST_NAMED = 20  # cases that are named beside a corrected figure
REGULATION = (
    ("The number of complaints received", "How many"),
    ("The number that were well-founded", "What we found"),
    ("The number that the council was told were referred to the ombudsman", "The ombudsman"),
    ("The subject matter of complaints", "About what"),
    ("Matters of general importance, or of importance to how complaints are handled", "About what, How fast"),
    ("Action taken, or to be taken, to improve matters", "Learning"),
    ("The report is available to anybody who asks for it", "Ask the council's complaints manager"),
)


def other_complaints(year: Year) -> list[Block]:
    """Corporate complaints with their own clocks, and complaints that were refused, by the ground."""
    said = year.data["corporate"]
    figures = [
        KeyFigure("Corporate complaints received", year.count(said["received"], "corporate.received")),
        KeyFigure(
            "Acknowledged within 5 working days",
            year.of(said["acknowledged_in_5"], said["received"], "corporate.acknowledged_in_5"),
        ),
        KeyFigure("Corporate complaints resolved", year.count(said["resolved"], "corporate.resolved")),
        KeyFigure(
            "Answered within 10 working days of the acknowledgement",
            year.of(said["answered_in_10"], said["resolved"], "corporate.answered_in_10"),
        ),
        KeyFigure("Fault found", year.of(said["fault_found"], said["resolved"], "corporate.fault_found")),
    ]
    outcomes = [
        row(Outcome(code).words, year.count(count, f"corporate.outcomes.{code}"))
        for code, count in said["outcomes"].items()
    ]
    grounds = [
        row(Ground(code).words, year.count(count, f"excluded.{code}"))
        for code, count in year.data["excluded"].items()
        if count != 0
    ]
    columns = (Column("Outcome", width=2), Column("Complaints", figures=True))
    return [
        KeyFigures(figures),
        Table("Corporate complaints resolved, by outcome", columns, outcomes),
        Table(
            "Complaints that the Regulations exclude, by ground",
            (Column("Ground", width=3), Column("Received", figures=True)),
            grounds,
            empty="None was excluded.",
        ),
    ]


def monitoring(year: Year) -> list[Block]:
    """Whether people were kept informed, answers checked, and what was still open."""
    said = year.data["monitoring"]
    none = Missing("None were due")
    figures = [
        KeyFigure(
            "Updates given by the day promised",
            year.of(said["promises_kept"], said["promises_due"], "monitoring.promises_kept")
            if said["promises_due"] != 0
            else none,
        ),
        KeyFigure(
            "Answers checked by somebody else before they went",
            year.of(said["answers_checked"], said["answers_sent"], "monitoring.answers_checked")
            if said["answers_sent"] != 0
            else Missing("None was sent from Casework"),
        ),
        KeyFigure("Reviews asked for", year.count(said["reviews"], "monitoring.reviews")),
        KeyFigure(
            "Complaints open at the end" + ("" if year.quarter is None else " of the quarter"),
            year.count(said["open_at_end"], "monitoring.open_at_end"),
        ),
    ]
    return [KeyFigures(figures)]


def regulation_18() -> list[Block]:
    """Each thing that the annual report must have, and where it stands."""
    rows = [row(asked, where) for asked, where in REGULATION]
    columns = (Column("What regulation 18 asks for", width=3), Column("Part of this report"))
    return [Table("Regulation 18 of the Regulations of 2009", columns, rows)]


def of_frozen(
    held: FrozenYear, council: Organisation, *, seen_by: Person | None, public: bool
) -> tuple[list[Block], list[Section]]:
    """What is said at the beginning of a frozen report, and the part that lists later corrections.

    Nothing of corrections is published: a figure beside its correction could tell of a single case.
    """
    words = f"Frozen {full_moment(held.frozen_at)} by {held.frozen_by.name}, version {held.version}."
    seal = f"Seal {held.seal}."
    if public:
        return [Note(f"{words} {seal}")], []
    found = frozen.corrections(held, council, seen_by=seen_by)
    count = plural(len(found), "figure") + (" was" if len(found) == 1 else " were")
    said = f"{words} {count} corrected since. {seal}" if found else f"{words} Nothing was corrected since. {seal}"
    columns = (
        *(Column("Figure", width=2), Column("Frozen", figures=True), Column("Now", figures=True)),
        *(Column("Cases that came", width=2), Column("Cases that went", width=2)),
    )
    rows = [row(one.words, Figure(one.then), Figure(one.now), _named(one.came), _named(one.went)) for one in found]
    table = Table("Figures that later changes of cases moved", columns, rows, empty="Nothing was corrected since.")
    intro = Paragraph("The report above stays as it was frozen. These figures would be different today.")
    return [Note(said)], [Section("Corrections since it was frozen", [intro, table])]


def _named(references: tuple[str, ...]) -> str:
    shown = listed(references[:MOST_NAMED], last="and") if len(references) <= MOST_NAMED else ""
    return shown or (
        f"{', '.join(references[:MOST_NAMED])} and {len(references) - MOST_NAMED} more" if references else ""
    )


def frozen_json(held: FrozenYear) -> dict[str, Any]:
    """When it was frozen, and its seal."""
    return {"at": held.frozen_at.isoformat(), "version": held.version, "seal": held.seal}
