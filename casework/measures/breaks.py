"""Years from which a measure is counted in another way: figures before and after are shown, and never compared.

National collections changed and kept their codes (1E and 2A in 2014/15). A measure holds such years as their codes,
separated by semicolons.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from casework.kit.rules import RuleBroken
from casework.measures.kinds import PeriodKind
from casework.measures.periods import NotAPeriod, PeriodSpec, parse_period

BROKEN_WORDS = "counted in another way"


class Broken(Protocol):
    """Whatever knows from which years it is counted in another way: a measure."""

    breaks: str | None


class Stretch(Protocol):
    """Whatever begins on a day: a period, as it is kept or as it is written."""

    @property
    def starts_on(self) -> date:
        """Its first day."""


def years_of(text: str | None) -> Iterator[PeriodSpec]:
    """The years that a list of codes names. RuleBroken for what is no financial year."""
    for part in (text or "").split(";"):
        if part.strip():
            try:
                spec = parse_period(part)
            except NotAPeriod as problem:
                raise RuleBroken(str(problem), field="breaks") from None
            if spec.kind is not PeriodKind.YEAR:
                raise RuleBroken(f"{part.strip()} is not a financial year, like 2014-15", field="breaks")
            yield spec


def first_break(measure: Broken, before: Stretch, after: Stretch) -> PeriodSpec | None:
    """The first year between two periods from which the measure is counted in another way; None when there is none."""
    if not measure.breaks:
        return None
    crossed = (year for year in years_of(measure.breaks) if before.starts_on < year.starts_on <= after.starts_on)
    return min(crossed, key=lambda year: year.starts_on, default=None)


def counted_alike(measure: Broken, known: Mapping[date, Decimal], period: PeriodSpec) -> list[Decimal]:
    """The figures before a period that are counted as its own is, oldest first; `known` has them by last day.

    A rolling year over the change is taken as counted in the new way: what it is set beside is asked about, not kept.
    """
    anew = [year.starts_on for year in years_of(measure.breaks) if year.starts_on <= period.starts_on]
    since = max(anew, default=date.min)
    return [known[day] for day in sorted(known) if since <= day < period.ends_on]
