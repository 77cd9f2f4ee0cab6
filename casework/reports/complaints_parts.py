"""The eight parts of the annual report on complaints, each from the year's figures; None is a count not shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.complaints.kinds import OmbudsmanOutcome, Outcome, RemedyKind, Route
from casework.kit.bars import Bar, Bars
from casework.kit.documents.cells import Figure, Missing, Text
from casework.kit.documents.report import Block, ChartBlock, Column, KeyFigure, KeyFigures, Row, Table, row
from casework.kit.words import number, plural
from casework.reports.complaints_year import NOT_SHOWN, Year, share_cell
from casework.reports.reading import day_cell, day_words, given_or

Counts = Mapping[str, int | None]
COUNT, SHARE = Column("Complaints", figures=True), Column("Share", figures=True)


def how_many(year: Year) -> list[Block]:
    """Volumes, five years, joint complaints, acknowledgement, the other routes."""
    data = year.data
    acknowledged = year.of(
        data["acknowledged_in_3"]["count"], data["acknowledged_in_3"]["of"], "acknowledged_in_3.count"
    )
    figures = KeyFigures(
        [
            KeyFigure("Complaints received", year.count(data["received"], "received"), year.change),
            KeyFigure("Complaints resolved", year.count(data["resolved"], "resolved")),
            KeyFigure("Acknowledged within 3 working days", acknowledged),
            KeyFigure("Handled together with another body", year.count(data["joint"], "joint")),
        ]
    )
    trend = year.trend()
    bars = tuple(Bar(name, count, words) for name, count, words in trend)
    chart = _chart("trend", "Complaints received, five years", f"{trend[0][0]} to {trend[-1][0]}", bars)
    years = [row(name, Figure(count) if count is not None else Missing(words)) for name, count, words in trend]
    table = Table(
        "Complaints received by year",
        (Column("Year", width=2), COUNT),
        years,
        note="The first year of a log may not be a whole one." if year.is_early else "",
    )
    routes = [row(Route(code).words, year.count(one, f"routes.{code}")) for code, one in data["routes"].items()]
    columns = (Column("Route", width=2), Column("Received", figures=True))
    note = "Only statutory complaints are counted in the rest of this report."
    return [figures, *chart, table, Table("Everything received, by route", columns, routes, note=note)]


def where(year: Year) -> list[Block]:
    """Districts with the share upheld; the total is of complaints whose district was recorded."""
    districts = year.data["districts"]
    rows = [
        row(
            name,
            year.count(one["received"], f"districts.{name}.received"),
            year.count(one["upheld"], f"districts.{name}.upheld"),
            share_cell(one["upheld"], one["received"]),
        )
        for name, one in districts.items()
    ]
    if districts and all(None not in (one["received"], one["upheld"]) for one in districts.values()):
        received, upheld = (sum(one[key] for one in districts.values()) for key in ("received", "upheld"))
        rows.append(row("Total", received, upheld, share_cell(upheld, received), is_total=True))
    columns = (Column("District", width=2), COUNT, Column("Upheld", figures=True), SHARE)
    note = "Complaints received in the year whose district was recorded; upheld are those with fault found since."
    empty = "No district was recorded for complaints of this year."
    return [Table("Complaints by district", columns, rows, note=note, empty=empty)]


def about_what(year: Year) -> list[Block]:
    """Themes and causes of complaints received."""
    themes, causes, received = year.data["themes"], year.data["causes"], year.data["received"]
    return [
        *_bars(year, "themes", _most("Most complaints were about", themes), themes),
        _shares(year, "Complaints by theme", "Theme", "themes", _same(themes), received),
        *_bars(year, "causes", _most("The most common cause was", causes), causes),
        _shares(year, "Complaints by main cause", "Cause", "causes", _same(causes), received),
    ]


def how_fast(year: Year) -> list[Block]:
    """How many of those resolved were resolved within so many working days."""
    within, over, resolved = year.data["within"], year.data["over_65"], year.data["resolved"]
    rows = [
        row(f"Within {days} working days", year.count(count, f"within.{days}"), share_cell(count, resolved))
        for days, count in within.items()
    ]
    rows.append(row("Over 65 working days", year.count(over, "over_65"), share_cell(over, resolved)))
    rows.append(row("All resolved", year.count(resolved, "resolved"), share_cell(resolved, resolved), is_total=True))
    twenty = KeyFigure("Resolved within 20 working days", year.of(within["20"], resolved, "within.20"))
    note = "Each time counts the shorter ones above it too."
    columns = (Column("Time", width=2), COUNT, SHARE)
    return [KeyFigures([twenty]), Table("Time taken by complaints resolved", columns, rows, note=note)]


def what_we_found(year: Year) -> list[Block]:
    """Outcomes of complaints resolved, and fault found ("well-founded" in the Regulations)."""
    resolved = year.data["resolved"]
    fault = KeyFigure("Fault found (well-founded)", year.of(year.data["fault_found"], resolved, "fault_found"))
    outcomes = {code: (Outcome(code).words, count) for code, count in year.data["outcomes"].items()}
    note = "Outcomes count complaints, not points. Fault found is upheld and partly upheld together."
    return [
        KeyFigures([fault]),
        _shares(year, "Complaints resolved, by outcome", "Outcome", "outcomes", outcomes, resolved, note),
    ]


def learning(year: Year) -> list[Block]:
    """What was done where fault was found, and what others can learn from it."""
    fault = year.data["fault_found"]
    wider = year.of(year.data["wider_learning"], fault, "wider_learning")
    remedies = {code: (RemedyKind(code).words, count) for code, count in year.data["remedies"].items()}
    note = "A complaint may have several. Learning is training, changed procedures, reminders and better information."
    rows = [
        row(
            Text(one["reference"], f"/complaints/{one['complaint_id']}"),
            one["point"],
            given_or(one["found"], "Not said"),
            one["learning"],
        )
        for one in year.data.get("learning", [])
    ]
    columns = (
        *(Column("Complaint"), Column("What was said", width=1.4), Column("What we found", width=1.8)),
        Column("What was learned", width=1.8),
    )
    stories = [Table("What single complaints taught", columns, rows)] if rows else []
    table = _shares(year, "What was done where fault was found", "Remedy", "remedies", remedies, fault, note)
    return [KeyFigures([KeyFigure("With learning that may help others", wider)]), table, *stories]


def ombudsman(year: Year) -> list[Block]:
    """Enquiries, decisions and remedies, each by its own date."""
    said = year.data["ombudsman"]
    on_time = year.of(said["remedies_on_time"], said["remedies_due"], "ombudsman.remedies_on_time")
    due = said["remedies_due"] != 0
    figures = [
        KeyFigure("Enquiries opened", year.count(said["enquiries"], "ombudsman.enquiries")),
        KeyFigure("Decisions made", year.count(said["decisions"], "ombudsman.decisions")),
        KeyFigure("Decisions that found fault", year.of(said["fault"], said["decisions"], "ombudsman.fault")),
        KeyFigure(
            "Put right before the ombudsman decided", year.count(said["remedied_before"], "ombudsman.remedied_before")
        ),
        KeyFigure("Recommendations carried out on time", on_time if due else Missing("None were due")),
    ]
    outcomes = {code: (OmbudsmanOutcome(code).words, count) for code, count in said["outcomes"].items()}
    table = _shares(
        *(year, "Decisions of the ombudsman", "Decision", "ombudsman.outcomes", outcomes, said["decisions"]),
        count="Decisions",
    )
    return [KeyFigures(figures), table, *_faults(year.data.get("ombudsman_cases", []))]


def _faults(cases: Sequence[Mapping[str, Any]]) -> list[Block]:
    rows: list[Row] = []
    for case in cases:
        asked = "\n".join(_recommended(one) for one in case["recommendations"])
        link = Text(case["reference"], f"/complaints/{case['complaint_id']}")
        fault, recommended = given_or(case["fault"], "Not recorded"), given_or(asked, "None")
        rows.append(row(link, day_cell(case["decided_on"]), fault, recommended))
    columns = (
        *(Column("Complaint", width=1.2), Column("Decided", width=0.9)),
        *(Column("Fault", width=2), Column("Recommended", width=2)),
    )
    return [Table("Cases in which the ombudsman found fault", columns, rows)] if rows else []


def _recommended(one: Mapping[str, Any]) -> str:
    done = f"done {day_words(one['done_on'])}" if one["done_on"] else "not done yet"
    return f"{one['what']} (due {day_words(one['due_on'])}, {done})"


def compliments(year: Year) -> list[Block]:
    """How many were received, and some that may be quoted."""
    figures = KeyFigures([KeyFigure("Compliments received", year.count(year.data["compliments"]))])
    quoted = year.data.get("compliment_samples", [])
    samples = [row(f"\u201c{one['text']}\u201d", given_or(one["team"], "Not said")) for one in quoted]
    columns = (Column("What was said", width=3), Column("Team"))
    return [figures, *([Table("Some of the compliments", columns, samples)] if samples else [])]


def _same(counts: Counts) -> dict[str, tuple[str, int | None]]:
    return {name: (name, count) for name, count in counts.items()}


def _shares(
    year: Year,
    caption: str,
    heading: str,
    figure: str,
    counts: Mapping[str, tuple[str, int | None]],
    whole: int | None,
    note: str = "",
    *,
    count: str = "Complaints",
) -> Table:
    """Counts, each with the cases behind it, and their share of the whole. `counts`: (words, count) by key."""
    columns = (Column(heading, width=2), Column(count, figures=True), SHARE)
    rows = [
        row(words, year.count(one, f"{figure}.{key}"), share_cell(one, whole)) for key, (words, one) in counts.items()
    ]
    base = f"Shares are of {plural(whole, count.lower().removesuffix('s'))}." if whole else ""
    return Table(caption, columns, rows, note=" ".join(words for words in (note, base) if words))


def _most(words: str, counts: Counts) -> str:
    """A chart's title says the finding: the word with the highest count."""
    known = {name: count for name, count in counts.items() if count}
    return f"{words} {max(known, key=lambda name: known[name] or 0).lower()}" if known else f"{words} nothing recorded"


def _bars(year: Year, key: str, title: str, counts: Counts) -> list[Block]:
    """Bars of the counts that are shown; nothing without any."""
    bars = (Bar(name, count, number(count) if count is not None else NOT_SHOWN) for name, count in counts.items())
    return _chart(key, title, year.words, tuple(bars))


def _chart(key: str, title: str, period: str, bars: tuple[Bar, ...]) -> list[Block]:
    if not any(bar.value for bar in bars):
        return []
    return [ChartBlock(Bars(key, title, f"Number of complaints, {period}", bars))]
