"""The control chart of one council's measure: its in-year series, target, rebases, and what the last point says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures import queries
from casework.measures.models import ChartRebase, Measure, MeasureValue, PeriodKind, TargetKind, Unit
from casework.measures.outlook import adds_up
from casework.measures.periods import parse_period, period_words, target_year
from casework.measures.quality import CANNOT_BE_NEGATIVE
from casework.measures.spc import FEWEST_POINTS, Assurance, ControlChart, PointType, control_chart
from casework.measures.trends import single_limit

KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.ACADEMIC)
YEARLY = (PeriodKind.YEAR, PeriodKind.ACADEMIC)
ENOUGH = 3  # points below which there is nothing to draw
TYPE_WORDS = {
    PointType.COMMON: "Usual variation",
    PointType.IMPROVEMENT: "Improving",
    PointType.CONCERN: "Getting worse",
    PointType.NEUTRAL_HIGH: "Unusually high",
    PointType.NEUTRAL_LOW: "Unusually low",
}
ASSURANCE_WORDS = {
    Assurance.PASS: "Will keep meeting it",
    Assurance.FAIL: "Will keep missing it",
    Assurance.HIT_AND_MISS: "May hit or miss it",
    Assurance.NONE: "No target to judge by",
}
TYPE_MARKS = {
    PointType.COMMON: ("ring", "grey"),
    PointType.IMPROVEMENT: ("diamond", "blue"),
    PointType.CONCERN: ("square", "amber"),
    PointType.NEUTRAL_HIGH: ("triangle", "grey"),
    PointType.NEUTRAL_LOW: ("down", "grey"),
}
ASSURANCE_MARKS = {Assurance.PASS: "P", Assurance.FAIL: "F", Assurance.HIT_AND_MISS: "?", Assurance.NONE: ""}


@dataclass(frozen=True)
class Control:
    """The series in order of time with its chart. `rebases` by place in the series."""

    measure: Measure
    organisation: Organisation
    kind: PeriodKind | None
    values: list[MeasureValue]
    chart: ControlChart
    target: Decimal | None
    screen: bool
    rebases: dict[int, ChartRebase]

    @property
    def is_judged(self) -> bool:
        """Whether mean, limits and marks say anything: a series of years is too short to know its usual variation."""
        return self.kind not in YEARLY

    @property
    def beyond(self) -> str:
        """That a limit lies where no figure can, which is no limit on that side; empty where both can be reached."""
        if not self.is_judged or not self.chart.points or self.measure.unit not in CANNOT_BE_NEGATIVE:
            return ""
        last, said = self.chart.points[-1], []
        if last.lower < 0:
            said.append("The lower limit lies below nought")
        if last.upper > 100 and self.measure.unit is Unit.PERCENT:
            said.append("The upper limit lies above 100%")
        return " ".join(f"{one}, which no figure reaches: there is no limit on that side." for one in said)

    @property
    def sentence(self) -> str:
        """What the chart says, in words; that there are too few points to tell comes first."""
        if len(self.values) < ENOUGH:
            return "There are too few figures to draw a chart."
        if not self.is_judged:
            years = f"{len(self.values)} years are too short a series to show what is usual"
            return f"Too few points to tell: {years}, so no limits are drawn."
        if self.chart.is_trial:
            return f"Too few points to tell: limits from {len(self.values)} points are trial limits."
        words = TYPE_WORDS[self.chart.variation]
        if self.target is None or self.chart.assurance is Assurance.NONE:
            return f"{words}."
        return f"{words}. Target: {ASSURANCE_WORDS[self.chart.assurance].lower()}."


def build(measure: Measure, organisation: Organisation, *, screen: bool = True) -> Control:
    """The chart of the finest series that has enough points to be judged: months, else quarters; else years."""
    values = [value for value in queries.list_values([measure], organisation) if value.value is not None]
    kind, series = _series(values)
    rebases = _rebases(measure, organisation, series)
    target = _target(measure, organisation, series)
    chart = control_chart(
        [value.value for value in series if value.value is not None],
        polarity=measure.polarity,
        target=target,
        screen=screen,
        rebased_at=rebases,
        gaps_before=_gaps(series),
    )
    return Control(measure, organisation, kind, series, chart, target, screen, rebases)


def _series(values: Sequence[MeasureValue]) -> tuple[PeriodKind | None, list[MeasureValue]]:
    """The finest series of parts of a year that can be judged, else the finest that can be drawn."""
    by_kind = {kind: [value for value in values if value.period.kind is kind] for kind in KINDS}
    judged = (kind for kind in KINDS if kind not in YEARLY and len(by_kind[kind]) >= FEWEST_POINTS)
    drawn = (kind for kind in KINDS if len(by_kind[kind]) >= ENOUGH)
    kind = next(judged, next(drawn, None))
    return kind, by_kind[kind] if kind else []


def _gaps(series: Sequence[MeasureValue]) -> set[int]:
    """Places before which a period of the series is missing."""
    day = timedelta(days=1)
    return {at for at in range(1, len(series)) if series[at].period.starts_on != series[at - 1].period.ends_on + day}


def _rebases(measure: Measure, organisation: Organisation, series: Sequence[MeasureValue]) -> dict[int, ChartRebase]:
    query = select(ChartRebase).filter_by(measure_id=measure.id, organisation_id=organisation.id)
    decided = {one.period_id: one for one in db.session.scalars(query).unique()}
    return {at: decided[value.period_id] for at, value in enumerate(series) if value.period_id in decided and at}


def _target(measure: Measure, organisation: Organisation, series: Sequence[MeasureValue]) -> Decimal | None:
    """The one limit of the target for the last point: of its own period, else of its year.

    A year's limit is none of its parts' where the figure adds up: a month's visits are not the year's.
    """
    if not series:
        return None
    last = parse_period(series[-1].period.code)
    held = {(one.period.code, one.kind): one for one in queries.list_targets([measure], organisation)}
    for code in [last.code] if adds_up(measure) else [last.code, target_year(last).code]:
        for kind in (TargetKind.TARGET, TargetKind.MILESTONE):
            limit = single_limit(held.get((code, kind)))
            if limit is not None:
                return limit
    return None


def spc(measure: Measure, organisation: Organisation, *, screen: bool = True) -> dict[str, Any]:
    """The control chart as JSON types with the contract's keys, and a few more."""
    made = build(measure, organisation, screen=screen)
    return {
        "points": [
            {
                "period": value.period.code,
                "value": point.value,
                "mean": point.mean,
                "lower": point.lower,
                "upper": point.upper,
                "type": point.type.value,
                "rule": point.rule.value if point.rule else None,
                "group": point.group,
            }
            for value, point in zip(made.values, made.chart.points, strict=True)
        ],
        "variation": made.chart.variation.value,
        "assurance": made.chart.assurance.value,
        "target": float(made.target) if made.target is not None else None,
        "screened": made.screen,
        "is_trial": made.chart.is_trial,
        "is_judged": made.is_judged,
        "words": made.sentence,
    }


def rebase_choices(made: Control) -> list[tuple[str, str]]:
    """The periods at which the chart could start anew: not the first, not one where it does already."""
    return [
        (value.period.code, period_words(value.period.code))
        for at, value in enumerate(made.values)
        if at and at not in made.rebases
    ]


__all__ = ["ASSURANCE_WORDS", "TYPE_WORDS", "Control", "build", "rebase_choices", "spc"]
