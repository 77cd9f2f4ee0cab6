"""What the page of one measure shows: its key facts, its figures row by row, its trend. Reads; nothing is changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.accounts.models import Organisation
from casework.kit.charts import Trend
from casework.measures import places, queries, rules, trends
from casework.measures.breaks import first_break
from casework.measures.forecast_queries import list_forecasts
from casework.measures.models import (
    Measure,
    MeasureValue,
    OfficerRating,
    Rag,
    Target,
    YearForecast,
)
from casework.measures.outlook import Outlook, adds_up, outlook, outlook_words
from casework.measures.places import Place
from casework.measures.rag import reaches
from casework.measures.row_words import (
    counts_words,
    earlier_of,
    interval,
    interval_words,
    moved_words,
    note_of,
    when_words,
)


@dataclass(frozen=True)
class Replaced:
    """A figure that stood before: in words, until when, and why it changed."""

    printed: str
    until: datetime
    reason: str | None
    is_still_published: bool = False  # what everybody else sees in place of a figure restated by hand


@dataclass(frozen=True)
class FigureRow:
    """One period of the table of figures, in words."""

    value: MeasureValue
    period: str
    printed: str
    counts: str
    interval: str
    target: str
    met: bool | None
    within_chance: bool
    place: Place | None
    moved: str
    note: str
    is_other_edition: bool
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True)
class MeasurePage:
    """Everything the page shows. `rows` newest first; `latest` is the newest with a number."""

    measure: Measure
    organisation: Organisation
    rows: list[FigureRow]
    latest: FigureRow | None
    trend: Trend | None
    sentence: str
    chance: str
    forecast: str
    rating: OfficerRating | None
    targets: list[Target]
    ratings: list[OfficerRating]


def build(measure: Measure, organisation: Organisation) -> MeasurePage:
    """The page's content for one organisation; the same number of statements however many figures there are."""
    joined = queries.joined_measures(measure)
    values = queries.without_doubles(queries.list_values(joined, organisation), measure)
    restated = queries.list_restated(joined, organisation)
    targets = queries.list_targets([measure], organisation)
    ratings = queries.list_ratings([measure], organisation)
    stood = places.places(joined, organisation, [value.period for value in values], reader=organisation)
    rows = [_row(measure, value, earlier_of(value, values), stood, targets, restated) for value in reversed(values)]
    latest = next((row for row in rows if row.value.value is not None), None)
    drawn = trends.drawn(values)
    others = trends.comparators(joined, organisation) if len(drawn) > 1 else {}
    return MeasurePage(
        measure=measure,
        organisation=organisation,
        rows=rows,
        latest=latest,
        trend=trends.trend(measure, organisation, drawn, targets, others) if len(drawn) > 1 else None,
        sentence=key_sentence(rows),
        chance=chance_sentence(rows, ratings[-1] if ratings else None),
        forecast=outlook_words(_outlook(measure, values, list_forecasts([measure], organisation)), measure),
        rating=ratings[-1] if ratings else None,
        targets=targets,
        ratings=ratings,
    )


def _row(
    measure: Measure,
    value: MeasureValue,
    earlier: MeasureValue | None,
    stood: dict[tuple[int, int], Place],
    targets: Sequence[Target],
    restated: Sequence[MeasureValue],
) -> FigureRow:
    target = _target(measure, value, targets)
    met, found = rules.meets(value.value, target), interval(value, measure)
    place = stood.get((value.measure_id, value.period_id))
    if place is None and value.published_quartile:
        place = Place(value.published_quartile, is_published=True)
    return FigureRow(
        value=value,
        period=rules.period_words(value.period.code),
        printed=rules.value_words(value, measure),
        counts=counts_words(value),
        interval=interval_words(found, measure),
        target=rules.target_words(target, measure) or "",
        met=met,
        within_chance=met is False and target is not None and found is not None and reaches(found, target),
        place=place,
        moved=moved_words(value, earlier, measure),
        note=note_of(value),
        is_other_edition=value.measure_id != measure.id,
        replaced=tuple(_replaced(value, restated, measure)),
    )


def _target(measure: Measure, value: MeasureValue, targets: Sequence[Target]) -> Target | None:
    """The target of the value's own period; else its year's, unless a part of the year holds only a part of it."""
    own = next((one for one in targets if one.period_id == value.period_id), None)
    if own is not None or adds_up(measure):
        return own
    year = rules.target_year(rules.parse_period(value.period.code)).code
    return next((one for one in targets if one.period.code == year), None)


def _outlook(measure: Measure, values: Sequence[MeasureValue], given: Sequence[YearForecast]) -> Outlook | None:
    """The forecast of the newest year that any figure or forecast is of."""
    codes = [*(one.period.code for one in values), *(one.period.code for one in given)]
    year = max((rules.financial_year(rules.parse_period(code)) for code in codes), default=0)
    own = next((one for one in given if rules.financial_year(rules.parse_period(one.period.code)) == year), None)
    return outlook(values, measure, year=year, given=own)


def chance_sentence(rows: Sequence[FigureRow], rating: OfficerRating | None) -> str:
    """What a red or missed figure's interval says about its target; empty where there is nothing to say."""
    latest = next((row for row in rows if row.value.value is not None), None)
    if latest is None or not latest.within_chance:
        return ""
    is_red = rating is not None and rating.rag is Rag.RED and rating.period_id == latest.value.period_id
    said = "It is rated Red" if is_red else "It misses its target"
    return f"{said}, but its 95% interval, {latest.interval}, includes the target: chance alone could explain the miss."


def _replaced(value: MeasureValue, restated: Sequence[MeasureValue], measure: Measure) -> Iterator[Replaced]:
    """What the value took the place of, newest first."""
    taken_by = {one.superseded_by_id: one for one in restated}
    newer, hidden = value, not value.is_published
    while newer.id in taken_by:
        older = taken_by[newer.id]
        still = hidden and older.is_published
        yield Replaced(rules.value_words(older, measure), newer.recorded_at, newer.replaces_reason, still)
        newer, hidden = older, hidden and not still


def key_sentence(rows: Sequence[FigureRow]) -> str:
    """1.6% in 2012/13, 1.8% in 2011/12. Bottom quartile, rank 98 of 152."""
    known = [row for row in rows if row.value.value is not None]
    if not known:
        return "No figures yet."
    latest = known[0]
    before = next((row for row in known[1:] if row.value.period.kind is latest.value.period.kind), None)
    if before and first_break(latest.value.measure, before.value.period, latest.value.period):
        before = None
    said = f"{rules.whole_words(latest.value, latest.value.measure)} in {when_words(latest.value)}"
    said += f", {before.printed} in {before.period}." if before else "."
    ranked = next((row for row in known if row.place and row.place.quartile), None)
    if ranked and ranked.place and ranked.place.quartile:
        place = f", {ranked.place.words}" if ranked.place.words else ""
        when = "" if ranked is latest else f" in {ranked.period}"
        said += f" {rules.QUARTILE_WORDS[ranked.place.quartile]} quartile{when}{place}."
    return said
