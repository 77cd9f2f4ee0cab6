"""The eight parts of the annual report on complaints, each from the year's figures; None is a count not shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.complaints.kinds import Outcome, RemedyKind, Route
from casework.kit.bars import Bar, Bars
from casework.kit.documents.cells import Figure, Missing, Text
from casework.kit.documents.report import Block, ChartBlock, Column, KeyFigure, KeyFigures, Table, row
from casework.kit.words import number, plural, share
from casework.reports.complaints_year import NOT_SHOWN, Year, share_cell
from casework.reports.reading import day_cell, given_or, status_words

Counts = Mapping[str, int | None]
BEFORE_SHARE = Column("Share the year before", figures=True)
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
    if "trend" not in data:
        return [figures, _routes(year)]
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
    return [figures, *chart, table, _routes(year)]


def _routes(year: Year) -> Table:
    routes = [row(Route(code).words, year.count(one, f"routes.{code}")) for code, one in year.data["routes"].items()]
    columns = (Column("Route", width=2), Column("Received", figures=True))
    note = "Only statutory complaints are counted in the parts about time, outcomes and learning."
    return Table("Everything received, by route", columns, routes, note=note)


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
    span = "quarter" if year.quarter else "year"
    note = f"Complaints received in the {span} whose district was recorded; upheld are those with fault found since."
    empty = f"No district was recorded for complaints of this {span}."
    return [Table("Complaints by district", columns, rows, note=note, empty=empty)]


def about_what(year: Year) -> list[Block]:
    """Themes and causes of complaints received."""
    themes, causes, received = year.data["themes"], year.data["causes"], year.data["received"]
    return [
        *_bars(year, "themes", _most("Most complaints were about", themes), themes),
        shares(year, "Complaints by theme", "Theme", "themes", _same(themes), received, before="themes"),
        *_bars(year, "causes", _most("The most common cause was", causes), causes),
        shares(year, "Complaints by main cause", "Cause", "causes", _same(causes), received, before="causes"),
    ]


def how_fast(year: Year) -> list[Block]:
    """How many of those resolved were resolved within so many working days."""
    within, over, resolved = year.data["within"], year.data["over_65"], year.data["resolved"]
    before = year.data["previous"]
    then = before["resolved"]
    rows = [
        row(
            f"Within {days} working days",
            year.count(count, f"within.{days}"),
            share_cell(count, resolved),
            year.count(before["within"][days], f"previous.within.{days}"),
            share_cell(before["within"][days], then),
        )
        for days, count in within.items()
    ]
    rows += [
        row(
            *("Over 65 working days", year.count(over, "over_65"), share_cell(over, resolved)),
            *(year.count(before["over_65"]), share_cell(before["over_65"], then)),
        ),
        row(
            *("All resolved", year.count(resolved, "resolved"), share_cell(resolved, resolved)),
            *(year.count(then, "previous.resolved"), share_cell(then, then)),
            is_total=True,
        ),
    ]
    twenty = KeyFigure("Resolved within 20 working days", year.of(within["20"], resolved, "within.20"))
    note = "Each time counts the shorter ones above it too."
    columns = (Column("Time", width=2), COUNT, SHARE, Column("Year before", figures=True), BEFORE_SHARE)
    named = {f"Within {days} working days": count for days, count in within.items()}
    title = "Complaints resolved in time"
    return [
        KeyFigures([twenty]),
        *_bars(year, "within", title, named),
        Table("Time taken by complaints resolved", columns, rows, note=note),
    ]


def what_we_found(year: Year) -> list[Block]:
    """Outcomes of complaints resolved, and fault found ("well-founded" in the Regulations)."""
    resolved = year.data["resolved"]
    fault = KeyFigure(
        "Fault found (well-founded)", year.of(year.data["fault_found"], resolved, "fault_found"), _fault_before(year)
    )
    outcomes = {code: (Outcome(code).words, count) for code, count in year.data["outcomes"].items()}
    note = "Outcomes count complaints, not points. Fault found is upheld and partly upheld together."
    return [
        KeyFigures([fault]),
        *_bars(year, "outcomes", "Complaints resolved, by outcome", dict(outcomes.values())),
        shares(
            *(year, "Complaints resolved, by outcome", "Outcome", "outcomes", outcomes, resolved, note),
            before="outcomes",
        ),
    ]


def _fault_before(year: Year) -> str:
    """74 of 173 (43%) the year before; nothing where a count of it is not shown."""
    found, resolved = year.data["previous"]["fault_found"], year.data["previous"]["resolved"]
    return f"{share(found, resolved)} the year before" if resolved and found is not None else ""


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
    table = shares(year, "What was done where fault was found", "Remedy", "remedies", remedies, fault, note)
    done = _bars(year, "remedies", "What was done where fault was found", dict(remedies.values()))
    figures = KeyFigures([KeyFigure("With learning that may help others", wider)])
    return [figures, *done, table, *stories, *_actions(year.data.get("actions", []))]


def _actions(actions: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Improvement actions that came of complaints: taken, or to be taken."""
    rows = [
        row(
            Text(one["reference"], f"/actions/{one['action_id']}"),
            *(one["title"], status_words(one["status"]), day_cell(one["due"])),
        )
        for one in actions
    ]
    columns = (Column("Action"), Column("What is done", width=2.5), Column("How it stands"), Column("Due"))
    return [Table("Actions agreed because of complaints", columns, rows)] if rows else []


def compliments(year: Year) -> list[Block]:
    """How many were received, and some that may be quoted."""
    figures = KeyFigures([KeyFigure("Compliments received", year.count(year.data["compliments"]))])
    quoted = year.data.get("compliment_samples", [])
    samples = [row(f"\u201c{one['text']}\u201d", given_or(one["team"], "Not said")) for one in quoted]
    columns = (Column("What was said", width=3), Column("Team"))
    some = [Table("Some of the compliments", columns, samples)] if samples else []
    if "compliments_trend" not in year.data:
        return [figures, *some]
    trend = year.trend("compliments_trend")
    bars = tuple(Bar(name, count, words) for name, count, words in trend)
    period = f"{trend[0][0]} to {trend[-1][0]}"
    chart = _chart("compliments", "Compliments received, five years", period, bars, what="compliments")
    rows = [row(name, Figure(count) if count is not None else Missing(words)) for name, count, words in trend]
    heads = (Column("Financial year", width=2), Column("Compliments", figures=True))
    return [figures, *chart, Table("Compliments received by year", heads, rows), *some]


def _same(counts: Counts) -> dict[str, tuple[str, int | None]]:
    return {name: (name, count) for name, count in counts.items()}


def shares(
    year: Year,
    caption: str,
    heading: str,
    figure: str,
    counts: Mapping[str, tuple[str, int | None]],
    whole: int | None,
    note: str = "",
    *,
    count: str = "Complaints",
    before: str = "",
) -> Table:
    """Counts, each with the cases behind it, and their share of the whole. `counts`: (words, count) by key.

    `before` names the same list of the year before, printed beside it.
    """
    then = year.data["previous"][before] if before else {}
    columns = [Column(heading, width=2), Column(count, figures=True), SHARE]
    columns += [Column("Year before", figures=True)] if before else []
    counts = dict(counts) | {key: (key, 0) for key in then if key not in counts}
    rows = [
        row(
            *(words, year.count(one, f"{figure}.{key}"), share_cell(one, whole)),
            *([year.count(then.get(key, 0), f"previous.{before}.{key}")] if before else []),
        )
        for key, (words, one) in counts.items()
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


def _chart(key: str, title: str, period: str, bars: tuple[Bar, ...], *, what: str = "complaints") -> list[Block]:
    if not any(bar.value for bar in bars):
        return []
    return [ChartBlock(Bars(key, title, f"Number of {what}, {period}", bars))]
