"""How days, times and figures are written on a page, in a letter and in a report.

Pure: nothing here knows a request or a database. Times are shown as clocks in England show them. Rounding is decimal,
halves up (10 of 160 is 6.3, never 6.2). A missing figure is said, never blank.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from casework.kit.clock import ENGLAND

NBSP = "\u00a0"
MINUS = "\u2212"
UNKNOWN = "not known"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
QUARTERS = {1: "April to June", 2: "July to September", 3: "October to December", 4: "January to March"}
YEAR = re.compile(r"\s*(\d{4})\s*(?:-|/|\u2013|to)\s*(\d{2}|\d{4})\s*", re.ASCII | re.IGNORECASE)

Number = int | float | Decimal
Day = date | datetime


# --- days and times ---


def in_england(moment: datetime) -> datetime:
    """The same moment on a clock in England. ValueError without a zone: nobody could tell what it means."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment.astimezone(ENGLAND)


def day_in_england(when: Day) -> date:
    """The day itself, or the day in England on which a moment fell."""
    return in_england(when).date() if isinstance(when, datetime) else when


def full_date(when: Day) -> str:
    """7 April 2026"""
    day = day_in_england(when)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(when: Day) -> str:
    """Tuesday 7 April 2026"""
    return f"{DAYS[day_in_england(when).weekday()]} {full_date(when)}"


def short_date(when: Day) -> str:
    """7 Apr 2026, for tables; it never breaks over two lines."""
    day = day_in_england(when)
    return f"{day.day}{NBSP}{MONTHS[day.month - 1][:3]}{NBSP}{day.year}"


def short_day(when: Day) -> str:
    """Tue 7 Apr 2026, for tables where the day of the week matters; it never breaks over two lines."""
    return f"{DAYS[day_in_england(when).weekday()][:3]}{NBSP}{short_date(when)}"


def clock_time(moment: datetime) -> str:
    """10:42am, midday, midnight."""
    there = in_england(moment)
    if there.minute == 0 and there.hour in (0, 12):
        return "midday" if there.hour else "midnight"
    return f"{there.hour % 12 or 12}:{there.minute:02}{'am' if there.hour < 12 else 'pm'}"


def full_moment(moment: datetime) -> str:
    """7 April 2026, 10:42am"""
    return f"{full_date(moment)}, {clock_time(moment)}"


def short_moment(moment: datetime) -> str:
    """7 Apr 2026, 10:42am, for tables; the day and the time each stay whole."""
    return f"{short_date(moment)}, {clock_time(moment)}"


def date_range(first: Day, last: Day) -> str:
    """1 April 2019 to 31 March 2020"""
    return f"{full_date(first)} to {full_date(last)}"


def year_words(year: int | str) -> str:
    """2019/20 for the year that began on 1 April 2019, as the sector prints it; also from 2019-20 and 2019 to 2020."""
    start = year if isinstance(year, int) else parse_year(year)
    return f"{start}/{(start + 1) % 100:02}"


def parse_year(text: str) -> int:
    """The calendar year in which the financial year began. ValueError (with a sentence) for anything else."""
    found = YEAR.fullmatch(text)
    if found:
        start, end = int(found[1]), found[2]
        if int(end) == (start + 1 if len(end) == 4 else (start + 1) % 100):
            return start
    raise ValueError(f'"{text}" is not a financial year, like 2019/20')


def quarter_words(year: int | str, quarter: int) -> str:
    """April to June 2020 (Q1 2020/21): the months always said, because Q1 means other months elsewhere."""
    start = year if isinstance(year, int) else parse_year(year)
    return f"{QUARTERS[quarter]} {start + (quarter == 4)} (Q{quarter} {year_words(start)})"


# --- figures ---


def exact(value: Number) -> Decimal:
    """The figure as a Decimal; a float counts as the shortest figure that prints like it (0.1 is a tenth)."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: Number, places: int = 0) -> Decimal:
    """The figure to so many decimal places, halves away from zero."""
    return exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Number | None, places: int | None = None, missing: str = UNKNOWN) -> str:
    """1,238 or 11.4 with a real minus; rounded when `places` is given; `missing` when there is no figure."""
    if value is None:
        return missing
    figure = exact(value) if places is None else rounded(value, places)
    if figure == 0:
        figure = abs(figure)  # a rounded -0.04 is nought, not minus nought
    return f"{figure:,f}".replace("-", MINUS)


def percent(value: Number | None, places: int | None = None, missing: str = UNKNOWN) -> str:
    """11.4%, with the measure's own decimals."""
    return missing if value is None else f"{number(value, places)}%"


def whole_percent(part: int, whole: int) -> int | None:
    """How many of a hundred, halves up; None of nothing."""
    return int(rounded(Decimal(100 * part) / Decimal(whole))) if whole else None


def share(part: int, whole: int) -> str:
    """82 of 187 (44%); 0 of 0 has no percentage."""
    words = f"{number(part)} of {number(whole)}"
    return f"{words} ({number(whole_percent(part, whole))}%)" if whole else words


def points(value: Number, places: int | None = None) -> str:
    """1.1 percentage points"""
    return f"{number(value, places)} percentage point{'' if abs(exact(value)) == 1 else 's'}"


def per_100000(value: Number | None, places: int | None = None, missing: str = UNKNOWN) -> str:
    """387.9 per 100,000"""
    return missing if value is None else f"{number(value, places)} per 100,000"


def pounds(value: Number | None, missing: str = UNKNOWN) -> str:
    """£1,100; pence only where there are any: £1,100.50."""
    if value is None:
        return missing
    amount = rounded(value, 2)
    words = number(abs(amount), 0 if amount == amount.to_integral_value() else 2)
    return f"{MINUS if amount < 0 else ''}£{words}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 complaint, 2 complaints, 1,238 complaints; `many` where an s is not enough: 2 enquiries."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def code_words(text: str) -> str:
    """A code of ours as it is read: "in-progress" is in progress; anything else stays as it is."""
    return text.replace("-", " ") if text.replace("-", "").isalpha() and text.islower() else text


def listed(words: Sequence[str], last: str = "and") -> str:
    """a, b and c"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def file_size(size: int) -> str:
    """20 MB, 1.5 MB, 12 KB: thousands, as a file list shows them."""
    if size < 1_000_000:
        return f"{number(max(Decimal(1), rounded(Decimal(size) / 1000)))} KB"
    figure = rounded(Decimal(size) / 1_000_000, 1)
    return f"{number(figure, 0 if figure == figure.to_integral_value() else 1)} MB"


# --- deadlines ---


def distance(left: int, unit: str = "working day") -> str:
    """3 working days left, 1 working day late, today. `left` counts to the due day and is negative after it."""
    if left == 0:
        return "today"
    return f"{plural(abs(left), unit)} {'left' if left > 0 else 'late'}"


def due_words(label: str, due_on: date, *, today: date, left: int, unit: str = "working day") -> str:
    """Answer due Tuesday 7 April 2026, 3 working days left; ... due today; ... was due ..., 1 working day late.

    `left` is counted by whoever knows the clock; it can be 0 before or after the day when only days off lie between.
    """
    if due_on == today:
        return f"{label} due today"
    if due_on == today + timedelta(days=1):
        return f"{label} due tomorrow"
    if due_on < today:
        return f"{label} was due {long_date(due_on)}, {distance(left, unit) if left < 0 else 'late'}"
    return f"{label} due {long_date(due_on)}" + (f", {distance(left, unit)}" if left > 0 else "")


def do_by_words(verb: str, due_on: date, *, today: date, left: int, unit: str = "working day") -> str:
    """Acknowledge by Friday 10 April 2026, 3 working days left; Acknowledge today; Acknowledge now, it was due ..."""
    if due_on == today:
        return f"{verb} today"
    if due_on == today + timedelta(days=1):
        return f"{verb} by tomorrow"
    if due_on < today:
        late = f", {distance(left, unit)}" if left < 0 else ""
        return f"{verb} now, it was due {long_date(due_on)}{late}"
    return f"{verb} by {long_date(due_on)}" + (f", {distance(left, unit)}" if left > 0 else "")


def took_words(took: int, unit: str = "working day") -> str:
    """in 9 working days; in less than 1 working day: on the day itself, or on days off before the first counts."""
    return f"in {plural(took, unit)}" if took else f"in less than 1 {unit}"


def done_words(label: str, done_on: date, *, took: int, target: int | None = None, unit: str = "working day") -> str:
    """Answered Thursday 2 April 2026, in 9 working days (target 10)"""
    words = f"{label} {long_date(done_on)}, {took_words(took, unit)}"
    return words if target is None else f"{words} (target {target})"


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        *(full_date, long_date, short_date, short_day, clock_time, full_moment, short_moment, year_words),
        *(number, percent, per_100000, pounds, points, plural, listed, code_words, file_size),
    )
}
GLOBALS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (date_range, quarter_words, share, distance, due_words, do_by_words, done_words, plural)
}
