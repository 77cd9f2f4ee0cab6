"""Working days: Monday to Friday less bank holidays in England and the council's own closure days.

Receipt is day 0, or the last non-working day before day 1 when something arrives on one: the count to an answer is the
number of working days d with received < d <= answered (contract, section 5). Source of bank holidays: the `holidays`
package, GB subdivision ENG, pinned.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
NO_DAYS: frozenset[date] = frozenset()


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of England in `year` that stop a working day, with their names."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, closures: Collection[date] = NO_DAYS) -> bool:
    """Whether the council works on `day`; `closures` are its own closed days, such as after Christmas."""
    return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in closures


def count_working_days(start: date, end: date, closures: Collection[date] = NO_DAYS) -> int:
    """Working days d with start < d <= end; minus the same count the other way round when `end` is before `start`."""
    if end < start:
        return -count_working_days(end, start, closures)
    first, last = start.toordinal(), end.toordinal()
    off = 0
    for year in range(start.year, end.year + 1):
        days = _weekday_holidays(year)
        off += bisect_right(days, last) - bisect_right(days, first)
    closed = sum(1 for day in closures if start < day <= end and is_working_day(day))
    return _weekdays_until(last) - _weekdays_until(first) - off - closed


def _weekdays_until(ordinal: int) -> int:
    """Mondays to Fridays from the first day of the calendar, a Monday, to this one."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


@lru_cache(maxsize=256)
def _weekday_holidays(year: int) -> tuple[int, ...]:
    """The bank holidays of a year from Monday to Friday, in order, each by the number of its day."""
    return tuple(sorted(day.toordinal() for day in bank_holidays(year) if day.weekday() < 5))


def add_working_days(start: date, days: int, closures: Collection[date] = NO_DAYS) -> date:
    """The `days`-th working day after `start` (days >= 1): the last day on which a count of `days` is still kept."""
    if days < 1:
        raise ValueError("days must be 1 or more")
    day = start
    for _ in range(days):
        day = next(later for later in _days_after(day) if is_working_day(later, closures))
    return day


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += ONE_DAY
        yield day


def why_not_working(day: date, closures: Collection[date] = NO_DAYS) -> str | None:
    """What makes `day` no working day: "Good Friday", "Saturday", "council closed"; None if it is one.

    `closures` may map each day to its own name ("King's coronation").
    """
    if day in bank_holidays(day.year):
        return bank_holidays(day.year)[day]
    if day.weekday() >= 5:
        return day.strftime("%A")
    if day not in closures:
        return None
    return closures[day] if isinstance(closures, Mapping) else "council closed"
