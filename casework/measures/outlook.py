"""What the running year of a measure may come to: worked out from its parts, or given by an analyst.

For figures that add up over a year: counts, hours, pounds, and rates of events (admissions per 100,000) when their
counts are held. A rate without its count is left alone: nobody could tell whether it is one of the months so far or
already stretched to the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casework.kit import words
from casework.measures import rules
from casework.measures.figures import MULTIPLIER
from casework.measures.forecasts import FEW_MONTHS, forecast
from casework.measures.models import Measure, MeasureValue, Unit, YearForecast
from casework.measures.periods import PeriodSpec, financial_year, parse_period


@dataclass(frozen=True)
class Outlook:
    """The year's likely figure, the count behind a rate, how it was made, and from how many months (None: given)."""

    year: int  # in which the financial year begins
    value: Decimal
    count: Decimal | None
    method: str
    months: int | None

    @property
    def is_early(self) -> bool:
        """Whether too few months are known to lean on it."""
        return self.months is not None and self.months < FEW_MONTHS


def adds_up(measure: Measure) -> bool:
    """Whether a part of the year holds only a part of the year's figure."""
    return measure.accumulates if measure.accumulates is not None else measure.unit in rules.ADDS_UP


def outlook(
    values: Sequence[MeasureValue], measure: Measure, *, year: int, given: YearForecast | None = None
) -> Outlook | None:
    """The outlook of a financial year. `given`, an analyst's own forecast, stands before what can be worked out."""
    specs = [(parse_period(one.period.code), one) for one in values]
    if any(spec.kind is rules.PeriodKind.YEAR and financial_year(spec) == year for spec, one in specs if has(one)):
        return None
    if given is not None:
        count = Decimal(given.count) if given.count is not None else None
        return Outlook(year, given.value, count, given.method, None)
    if not adds_up(measure):
        return None
    if measure.unit is Unit.PER_100000:
        return _of_rate(specs, year)
    found = forecast(((spec, one.value) for spec, one in specs if one.value is not None), year)
    return Outlook(year, found.value, None, found.method, found.months) if found else None


def has(value: MeasureValue) -> bool:
    """Whether the value has a number."""
    return value.value is not None


def _of_rate(specs: list[tuple[PeriodSpec, MeasureValue]], year: int) -> Outlook | None:
    """The forecast count over the people of the newest figure of the year that says how many they are."""
    found = forecast(((spec, one.numerator) for spec, one in specs if one.numerator is not None), year)
    of_year = sorted((spec.ends_on, one.denominator) for spec, one in specs if one.denominator and _in(spec, year))
    if found is None or not of_year:
        return None
    people = of_year[-1][1]
    return Outlook(year, found.value * MULTIPLIER[Unit.PER_100000] / people, found.value, found.method, found.months)


def _in(spec: PeriodSpec, year: int) -> bool:
    return financial_year(spec) == year


def short_words(found: Outlook, measure: Measure) -> str:
    """forecast 459.8 (640)"""
    count = f" ({words.number(found.count, 0)})" if found.count is not None else ""
    return f"forecast {rules.figure_words(found.value, measure)}{count}"


def outlook_words(found: Outlook | None, measure: Measure) -> str:
    """The forecast with its method, and a warning where few months are known; empty where there is none."""
    if found is None:
        return ""
    figure = short_words(found, measure).removeprefix("forecast ")
    said = f"Forecast for {words.year_words(found.year)}: {figure} ({found.method})."
    early = f" Only {words.plural(found.months or 0, 'month')} known: do not lean on it."
    return said + (early if found.is_early else "")
