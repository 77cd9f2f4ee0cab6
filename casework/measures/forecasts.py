"""What a year may come to when part of it is known: the method is named, and few months are warned of.

Only for figures that add up over a year. With a whole earlier year in the same months the seasonal profile is used
(this year's share so far, scaled by how much of last year had come by then); otherwise the year to date is stretched
to twelve months.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from casework.measures.kinds import PeriodKind
from casework.measures.periods import PeriodSpec, financial_year

FEW_MONTHS = 6
PARTS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.PART_YEAR)
TO_DATE, SEASONAL = "year to date, stretched to twelve months", "last year's pattern over the months"


@dataclass(frozen=True)
class Forecast:
    """The year's likely figure, how it was made, and from how many months."""

    year: int  # in which the financial year begins
    value: Decimal
    method: str
    months: int

    @property
    def is_early(self) -> bool:
        """Whether too few months are known to lean on it."""
        return self.months < FEW_MONTHS


def forecast(figures: Iterable[tuple[PeriodSpec, Decimal]], year: int) -> Forecast | None:
    """The forecast of a financial year from its parts; None without any, or when the whole year is known.

    Parts must begin in April and follow each other; of several ways to cover the same months the longest stands.
    """
    held = list(figures)
    if any(spec.kind is PeriodKind.YEAR and financial_year(spec) == year for spec, _ in held):
        return None
    so_far, months = _covered(held, year)
    if not 0 < months < 12:
        return None
    last_whole = next((v for s, v in held if s.kind is PeriodKind.YEAR and financial_year(s) == year - 1), None)
    last_so_far = _same_months(held, year - 1, months)
    if last_whole and last_so_far:
        return Forecast(year, so_far * last_whole / last_so_far, SEASONAL, months)
    return Forecast(year, so_far * 12 / months, TO_DATE, months)


def _covered(held: list[tuple[PeriodSpec, Decimal]], year: int) -> tuple[Decimal, int]:
    """How much is known from April on, and of how many months."""
    parts = {
        (_place(spec.starts_on.month), _length(spec)): value
        for spec, value in held
        if spec.kind in PARTS and financial_year(spec) == year
    }
    total, month = Decimal(0), 0
    while True:
        here = [(length, value) for (start, length), value in parts.items() if start == month]
        if not here:
            return total, month
        length, value = max(here)
        total, month = total + value, month + length


def _same_months(held: list[tuple[PeriodSpec, Decimal]], year: int, months: int) -> Decimal | None:
    total, known = _covered([(s, v) for s, v in held if _place(s.starts_on.month) + _length(s) <= months], year)
    return total if known == months and total else None


def _place(month: int) -> int:
    """April is 0."""
    return (month - 4) % 12


def _length(spec: PeriodSpec) -> int:
    return (spec.ends_on.year - spec.starts_on.year) * 12 + spec.ends_on.month - spec.starts_on.month + 1
