"""Where a council's figure stands: rank, quartile, how far to the next one, its interval, and named comparators.

Ranks count councils only. `distribution` lets a newer figure be placed in the last published distribution.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from casework.accounts.models import Organisation, OrganisationKind
from casework.accounts.queries import list_organisations
from casework.kit.words import number
from casework.measures import places, queries
from casework.measures.figures import change_words, figure_words
from casework.measures.implied import count_at
from casework.measures.intervals import Interval
from casework.measures.models import Measure, MeasureValue, Period, Polarity
from casework.measures.outlook import adds_up
from casework.measures.periods import PeriodSpec
from casework.measures.quartiles import FEWEST, Standing, standing, travel
from casework.measures.rag import WHOLE
from casework.measures.row_words import earlier_of, interval, moved_words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class CouncilMark:
    """One council of the strip: ours, a named neighbour, or another."""

    name: str
    code: str
    value: Decimal
    is_ours: bool
    is_neighbour: bool


@dataclass(frozen=True)
class Benchmark:
    """One council's figure among all. `standing` is of `period`, or of `distribution` when that is an earlier year.

    `is_part`: the figure is of a part of the year and adds up, so it has no place among whole years.
    """

    measure: Measure
    organisation: Organisation
    period: PeriodSpec
    distribution: PeriodSpec
    value: MeasureValue | None
    standing: Standing
    is_published: bool
    interval: Interval | None
    england: Decimal | None
    region: Decimal | None
    council_type: Decimal | None
    neighbours: Decimal | None
    england_interval: Interval | None = None
    region_name: str = "Region"
    council_type_name: str = "Council type"
    earlier: MeasureValue | None = None
    named: dict[str, Decimal | None] = field(default_factory=dict)
    marks: list[CouncilMark] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    is_part: bool = False

    @property
    def is_apart_from_england(self) -> bool | None:
        """Whether the interval leaves out England's figure; None without an interval, and for a part of a year."""
        if self.interval is None or self.england is None or self.is_part:
            return None
        return not self.interval.holds(self.england)

    @property
    def beside_england(self) -> str:
        """Better or worse than England by more than chance, or not sure to differ; nothing where that is not known."""
        apart = self.is_apart_from_england
        if apart is None or self.england is None or self.value is None or self.value.value is None:
            return ""
        england = "England" if self.distribution == self.period else f"England in {self.distribution.words}"
        if not apart:
            return f"Not sure to differ from {england}: the interval includes it"
        higher = "Higher" if self.value.value > self.england else "Lower"
        way = travel(self.england, self.value.value, self.measure.polarity) or higher
        return f"{way.capitalize()} than {england}, by more than chance"

    @property
    def next_step(self) -> str:
        """How the figure must move to the next better quartile: fall by 3.5 to 549.3, which is 789 of 143,700.

        Nothing in the top quartile, and where no distance is known. Counts only where they are not weighted ones.
        """
        distance, held = self.standing.to_next, self.value
        if not distance or held is None or held.value is None:
            return ""
        rises = self.measure.polarity is Polarity.HIGH
        goal = held.value + distance if rises else held.value - distance
        far, there = change_words(distance, self.measure), figure_words(goal, self.measure)
        said = f"{'rise' if rises else 'fall'} by {far} to {there}"
        if self.measure.is_survey or held.numerator is None or not held.denominator:
            return said
        count = count_at(goal, held.denominator, self.measure, at_least=rises)
        return said if count is None else f"{said}, which is {number(count)} of {number(held.denominator)}"

    @property
    def since(self) -> str:
        """Whether our figure moved by more than chance since the one before, in words."""
        return moved_words(self.value, self.earlier, self.measure) if self.value else ""

    def ranking(self) -> list[tuple[int | None, CouncilMark]]:
        """Every council best first with its rank, ties sharing the best; highest first where nothing is better."""
        lowest_first = self.measure.polarity is Polarity.LOW
        marks = sorted(self.marks, key=lambda mark: (mark.value if lowest_first else -mark.value, mark.name))
        if self.measure.polarity not in (Polarity.HIGH, Polarity.LOW):
            return [(None, mark) for mark in marks]
        ranks: dict[Decimal, int] = {}
        for rank, mark in enumerate(marks, start=1):
            ranks.setdefault(mark.value, rank)
        return [(ranks[mark.value], mark) for mark in marks]

    def letters(self) -> dict[str, str]:
        """A letter for each named neighbour with a figure, by name: its mark on the strip and in the tables."""
        near = sorted(mark.name for mark in self.marks if mark.is_neighbour)
        return {name: LETTERS[at] for at, name in enumerate(near[: len(LETTERS)])}


def build(
    measure: Measure,
    organisation: Organisation,
    period: Period,
    *,
    reader: Organisation | None,
    distribution: Period | None = None,
) -> Benchmark:
    """The benchmark of a figure of `period`, placed among the councils of `distribution` (or of the same period).

    `reader`: whose people read it, None the command. Figures that may not be shown to them count nowhere.
    """
    within = distribution or period
    value = queries.find_value(measure, organisation, period)
    councils = places.council_values(measure, within, reader=reader)
    near = [code for code in (organisation.neighbours or "").split(";") if code]
    wanted = [code for code in (*near, organisation.region, organisation.council_type) if code]
    england = next(iter(list_organisations(OrganisationKind.COUNTRY)), None)
    codes = [*wanted, *([england.code] if england else [])]
    areas = places.area_values(measure, within, codes, reader=reader)
    is_part = period.kind not in WHOLE and within.kind in WHOLE and adds_up(measure)
    own = value.value if value and not is_part else None
    others = [one.value for one in councils if one.value is not None and one.organisation_id != organisation.id]
    stood = standing(own, others, measure.polarity)
    is_published = False
    if stood.n < FEWEST and value is not None and value.published_quartile and not is_part:
        stood, is_published = Standing(stood.n, None, value.published_quartile, None), True
    held = {code: one.value for code, one in areas.items()}
    named = {areas[code].organisation.name: held[code] for code in near if code in areas}
    known = [number for number in named.values() if number is not None]
    return Benchmark(
        measure=measure,
        organisation=organisation,
        period=_spec(period),
        distribution=_spec(within),
        value=value,
        standing=stood,
        is_published=is_published,
        interval=interval(value, measure) if value else None,
        england=held.get(england.code) if england else None,
        region=held.get(organisation.region or ""),
        council_type=held.get(organisation.council_type or ""),
        neighbours=sum(known, Decimal(0)) / len(known) if known else None,
        earlier=_earlier(measure, organisation, value),
        england_interval=interval(areas[england.code], measure) if england and england.code in areas else None,
        region_name=_name(areas, organisation.region, "Region"),
        council_type_name=_name(areas, organisation.council_type, "Council type"),
        named=named,
        marks=[_mark(one, organisation, near) for one in councils if one.value is not None],
        left_out=_left_out(measure, within, councils, reader),
        is_part=is_part,
    )


def _left_out(measure: Measure, period: Period, councils: list[MeasureValue], reader: Organisation | None) -> list[str]:
    """Who has no figure: councils known in the period; where hardly any has one, only those that said so.

    National files print ended councils for years after their end; those are not left out, they are not there.
    """
    if sum(one.value is not None for one in councils) >= FEWEST:
        return places.councils_without(measure, period, reader=reader)
    return [one.organisation.name for one in councils if one.value is None and not one.organisation.successor]


def _earlier(measure: Measure, organisation: Organisation, value: MeasureValue | None) -> MeasureValue | None:
    """The figure that ours is compared with, of this measure or of the one with the same definition."""
    if value is None:
        return None
    held = queries.list_values(queries.joined_measures(measure), organisation)
    return earlier_of(value, queries.without_doubles(held, measure))


def _spec(period: Period) -> PeriodSpec:
    return PeriodSpec(period.code, period.kind, period.starts_on, period.ends_on)


def _name(areas: dict[str, MeasureValue], code: str | None, otherwise: str) -> str:
    return areas[code].organisation.name if code and code in areas else otherwise


def _mark(value: MeasureValue, organisation: Organisation, near: list[str]) -> CouncilMark:
    council = value.organisation
    return CouncilMark(
        council.name, council.code, value.value or Decimal(0), council.id == organisation.id, council.code in near
    )


def benchmark(
    measure: Measure, organisation: Organisation, period: Period | None, *, reader: Organisation | None
) -> dict[str, Any]:
    """The benchmark as JSON types with the contract's keys; all null when nothing is held for the period."""
    if period is None:
        nothing = ("value", "numerator", "denominator", "rank", "quartile", "to_next_quartile", "interval")
        return dict.fromkeys((*nothing, "england", "region", "council_type", "neighbours")) | {"n": 0}
    made = build(measure, organisation, period, reader=reader)
    value, stood = made.value, made.standing
    return {
        "value": _number(value.value if value else None),
        "numerator": _number(value.numerator if value else None),
        "denominator": _number(value.denominator if value else None),
        "n": stood.n,
        "rank": stood.rank,
        "quartile": stood.quartile.value if stood.quartile else "none",
        "quartile_published": made.is_published,
        "to_next_quartile": _number(stood.to_next),
        "next_step": made.next_step,
        "interval": [made.interval.low, made.interval.high] if made.interval else None,
        "interval_method": made.interval.method if made.interval else None,
        "england": _number(made.england),
        "region": _number(made.region),
        "council_type": _number(made.council_type),
        "neighbours": _number(made.neighbours),
        "left_out": made.left_out,
    }


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def verdict(made: Benchmark) -> str:
    """What the comparison says, in a sentence a councillor understands."""
    stood = made.standing
    if made.value is None or made.value.value is None:
        return "There is no figure to compare."
    if made.is_part:
        return "A part of a year holds only a part of this figure, so it is not ranked among whole years."
    if made.is_published and stood.quartile is not None:
        return f"{stood.quartile.value.capitalize()} quartile, as published: too few councils are held to rank them."
    if stood.quartile is None or stood.rank is None:
        if made.measure.polarity not in (Polarity.HIGH, Polarity.LOW):
            return "This measure has no better or worse, so councils are not ranked."
        return "Too few councils have a figure to rank them."
    return f"{stood.quartile.value.capitalize()} quartile: rank {stood.rank} of {stood.n}, best first."


__all__ = ["Benchmark", "CouncilMark", "benchmark", "build", "verdict"]
