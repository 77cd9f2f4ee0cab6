"""Working days: Monday to Friday less bank holidays in England and the council's own closure days.

Receipt is day 0, or the last non-working day before day 1 when something arrives on one: the count to an answer is the
number of working days d with received < d <= answered (contract, section 5). Source of bank holidays: the `holidays`
package, GB subdivision ENG, pinned.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
NO_DAYS: frozenset[date] = frozenset()


@lru_cache(maxsize=64)
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
    days = (end - start).days
    weeks, rest = divmod(days, 7)
    tail = (start + timedelta(days=weeks * 7 + offset) for offset in range(1, rest + 1))
    weekdays = weeks * 5 + sum(day.weekday() < 5 for day in tail)
    return weekdays - sum(1 for day in _weekday_holidays(start, end, closures))


def _weekday_holidays(start: date, end: date, closures: Collection[date]) -> set[date]:
    """Monday-to-Friday days in (start, end] on which nobody works."""
    found = {day for day in closures if start < day <= end and day.weekday() < 5}
    for year in range(start.year, end.year + 1):
        found.update(day for day in bank_holidays(year) if start < day <= end and day.weekday() < 5)
    return found


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
