"""The performance dashboard: the measures of the plan by layer and outcome, in the two printed column sets.

For a part of a year the last column says whether last year's milestone was met, for a whole year it is last year's
quartile, as the council's own two dashboards have it; either can be asked for.
"""

from casework.accounts.roles import Need
from casework.kit.documents.cells import Cell, Figure, Marked, Missing, Text
from casework.kit.documents.report import (
    Bullets,
    Column,
    Group,
    Heading,
    KeyFigure,
    KeyFigures,
    Report,
    Row,
    Section,
    Table,
    row,
)
from casework.kit.rules import RuleBroken
from casework.kit.words import share
from casework.measures.dashboard import Dashboard, DashboardRow, build
from casework.measures.dashboard_data import as_data
from casework.measures.kinds import PeriodKind, Polarity, Rag
from casework.measures.readers import list_organisations_shown, list_periods_shown, name_to_pick
from casework.measures.rules import MEANING, QUARTILE_WORDS, RAG_WORDS, TRIGGERS, period_words
from casework.reports.asking import asked_period
from casework.reports.kinds import Asked, Choices, Kind, Parameter

AIMS = {Polarity.HIGH: "High", Polarity.LOW: "Low", Polarity.BAND: "Target band", Polarity.NONE: "N/A"}
RAG_MARKS = {Rag.RED: ("square", "red"), Rag.AMBER: ("triangle", "amber"), Rag.GREEN: ("disc", "green")}
TRAVEL = {
    "better": ("Better", "arrow-up", "green"),
    "same": ("About the same", "level", "grey"),
    "worse": ("Worse", "arrow-down", "red"),
}
COLUMN_SETS = (("quarter", "With milestones met"), ("year", "With quartiles"))
KEY = (
    "ASCOF: a measure of the national adult social care outcomes framework; Local: one of the council's own",
    "Aim: High means that a higher figure is better, Low that a lower one is, Target band that both limits matter",
    "RAG: the officer's rating; where there is none the suggestion from the measure's target stands and says so",
)


def build_report(asked: Asked) -> Report:
    """The dashboard of the council, or of another organisation as far as its figures may be shown to the asker."""
    period, organisation = asked_period(asked), asked.shown
    made = build(organisation, period, reader=asked.reader)
    sections = [
        Section("In short", [_summary(made)]),
        Section("The measures", [_table(made, str(asked.get("columns") or ""))], landscape=True),
        Section("What changed", [_changes(made)]),
        Section("Key", [Bullets(KEY), *_definitions()]),
    ]
    return asked.report(
        "Performance dashboard",
        f"{organisation.name}, {period.words}",
        sections,
        as_data(made),
        reference=f"dashboard {organisation.code} {period.code}",
    )


def _summary(made: Dashboard) -> KeyFigures:
    met, of = made.milestones
    milestones = Text(share(met, of)) if of else Missing("None to be met")
    return KeyFigures(
        [
            KeyFigure("Measures", Figure(len(made.rows))),
            *(KeyFigure(RAG_WORDS[rag], Figure(made.counts.get(rag.value, 0))) for rag in reversed(Rag)),
            KeyFigure("Not rated", Figure(made.counts.get("none", 0))),
            KeyFigure(f"Milestones and targets of {made.previous.words} met", milestones),
        ]
    )


def _table(made: Dashboard, columns_asked: str) -> Table:
    if columns_asked not in ("", *dict(COLUMN_SETS)):
        raise RuleBroken(f"Columns are {' or '.join(dict(COLUMN_SETS))}, not {columns_asked}", field="columns")
    whole_year = columns_asked == "year" if columns_asked else made.period.kind is PeriodKind.YEAR
    rows: list[Row | Group] = []
    for group, held in made.groups():
        rows.append(Group(" / ".join(part for part in group if part) or "Other measures"))
        rows += [_row(one, whole_year) for one in held]
    columns = (
        Column("Measure", width=1.3),
        Column("Description", width=3),
        Column("Aim", width=0.8),
        Column("RAG", width=1.2),
        Column(f"{made.target_year.words} target", width=1.2),
        Column(f"{made.period.words} performance", width=1.4),
        Column(f"{made.previous.words} performance", width=1.4),
        Column(f"{made.previous.words} quartile" if whole_year else f"{made.previous.words} milestone met?", width=1.5),
    )
    return Table(
        f"Measures of the plan, {made.period.words}",
        columns,
        rows,
        empty=f"No figures for {made.period.words} yet.",
        group_heading="Layer, outcome and supporting outcome",
    )


def _row(one: DashboardRow, whole_year: bool) -> Row:
    last: Cell | str = _quartile(one) if whole_year else one.milestone
    return row(
        Text(one.measure.label, f"/measures/{one.measure.id}"),
        one.description,
        AIMS[one.measure.polarity],
        rag_cell(one),
        one.target,
        f"{one.performance} ({one.forecast})" if one.forecast else one.performance,
        one.previous,
        last,
    )


def rag_cell(one: DashboardRow) -> Cell:
    """The rating that stands: the officer's, with the suggestion where they differ, or the suggestion marked so."""
    if one.rag is None:
        return Missing("Not rated")
    words = RAG_WORDS[one.rag]
    suggested = one.suggestion.rag
    if one.rag_by == "suggested":
        words += " (suggested)"
    elif suggested is not None and suggested != one.rag:
        words += f" (suggested: {RAG_WORDS[suggested]})"
    if one.within_chance:
        words += "; its interval includes the target"
    return Marked(words, *RAG_MARKS[one.rag])


def _quartile(one: DashboardRow) -> Cell:
    if one.place is None or one.place.quartile is None:
        return Missing("No quartile")
    words = QUARTILE_WORDS[one.place.quartile]
    return Text(f"{words}, {one.place.words}" if one.place.words else words)


def _changes(made: Dashboard) -> Table:
    rows = [
        row(
            Text(one.measure.label, f"/measures/{one.measure.id}"),
            one.description,
            Marked(*TRAVEL[one.direction]) if one.travel in ("better", "worse") and one.direction else "Another rating",
            "; ".join(one.changes),
        )
        for one in made.rows
        if one.changes
    ]
    columns = (Column("Measure"), Column("Description", width=2.5), Column("Direction"), Column("In words", width=3))
    return Table(
        f"What changed up to {made.period.words}",
        columns,
        rows,
        empty="Nothing that can be compared has moved.",
        note=f"Compared with {made.before.words} where it has a figure, else with {made.previous.words}. "
        "Better and worse go by the measure's aim. Counts of a part of a year are not compared with a whole one.",
    )


def _definitions() -> list[Heading | Bullets]:
    blocks: list[Heading | Bullets] = []
    for rag in Rag:
        blocks += [Heading(f"{RAG_WORDS[rag]}: {MEANING[rag].lower()}"), Bullets(TRIGGERS[rag])]
    return blocks


def _organisations(asked: Asked) -> Choices:
    """Everybody with a figure that the asker may see, but for the asker's own council."""
    return [(one.code, name_to_pick(one)) for one in list_organisations_shown(asked.reader) if one != asked.reader]


def _periods(asked: Asked) -> Choices:
    """Periods with a figure of the organisation that the asker may see, newest first."""
    return [(one.code, period_words(one.code)) for one in list_periods_shown(asked.shown, asked.reader)]


def _column_sets(asked: Asked) -> Choices:
    return COLUMN_SETS


KIND = Kind(
    name="dashboard",
    title="Performance dashboard",
    group="Performance",
    purpose="The measures of the council's plan with target, rating, last year and milestone",
    readers="The director, scrutiny, the cabinet",
    need=Need.READ_MEASURES,
    build=build_report,
    parameters=(
        Parameter("period", "Period", _periods, "Select a period"),
        Parameter("organisation", "Council or area", _organisations, any_words="Our own council"),
        Parameter("columns", "Columns", _column_sets, any_words="As usual for the period"),
    ),
)
