"""Periods as people write them, and the one code under which each is kept.

A financial year runs from 1 April to 31 March, an academic year (adult learning) from 1 August to 31 July. One stretch
of time has one code: "April to June 2020", "Q1 2020/21" and "2020-21 Apr-Jun" are all `2020-21 Q1`. `2011-12` is the
financial year, never December 2011, because the papers print it so; the month is written "December 2011".
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from casework.kit import words
from casework.measures.kinds import PeriodKind

SHORT = tuple(month[:3] for month in words.MONTHS)
MONTH_NUMBERS = {name.lower(): number for number, month in enumerate(words.MONTHS, 1) for name in (month, month[:3])}
MONTH_NUMBERS["sept"] = 9
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
DASH = r"\s*(?:-|–|to)\s*"
YEAR = r"((?:19|20)\d\d)\s*(?:-|/|–|to)\s*(\d{4}|\d\d)"
FIRST_YEAR, LAST_YEAR = 1990, 2099
EXAMPLES = "2020-21, 2020-21 Q1, 2020-21 Apr-Nov, 2024-05 or 2019-20 academic"


@dataclass(frozen=True)
class PeriodSpec:
    """A stretch of time: its code in the contract's form, its kind, and its first and last day."""

    code: str
    kind: PeriodKind
    starts_on: date
    ends_on: date

    @property
    def words(self) -> str:
        """As printed: 2020/21; April to June 2020 (Q1 2020/21); May 2024."""
        return period_words(self.code)


class NotAPeriod(ValueError):
    """The text names no period; `args[0]` says what it should look like."""


def parse_period(text: str) -> PeriodSpec:
    """The period that `text` names, in any form of the papers. Raises NotAPeriod with a sentence."""
    plain = " ".join(text.split())
    for pattern, make in FORMS:
        found = re.fullmatch(pattern, plain, re.IGNORECASE)
        if found:
            spec = make(text, *found.groups())
            if FIRST_YEAR <= spec.starts_on.year <= LAST_YEAR:
                return spec
    raise NotAPeriod(f'"{text}" is not a period, like {EXAMPLES}')


def _start(text: str, start: str, end: str) -> int:
    """The year in which the financial year begins; both halves of its name must agree."""
    first = int(start)
    if int(end) != (first + 1 if len(end) == 4 else (first + 1) % 100):
        raise NotAPeriod(f'"{text}" is not a financial year, like 2020-21')
    return first


def year(start: int) -> PeriodSpec:
    """The financial year that begins on 1 April of `start`."""
    return PeriodSpec(year_code(start), PeriodKind.YEAR, date(start, 4, 1), date(start + 1, 3, 31))


def year_code(start: int) -> str:
    """2020-21"""
    return f"{start}-{(start + 1) % 100:02}"


def months(start: int, first: int, last: int) -> PeriodSpec:
    """Months `first` to `last` of the financial year that begins in `start`: a quarter, a half, a part or all of it."""
    place, end_place = (first - 4) % 12, (last - 4) % 12
    if end_place < place:
        raise NotAPeriod(f"{words.MONTHS[first - 1]} to {words.MONTHS[last - 1]} is not within one financial year")
    begins = date(start + (first < 4), first, 1)
    ends = _last_day(start + (last < 4), last)
    length = end_place - place + 1
    if length == 12:
        return year(start)
    if length == 1:
        return month(begins.year, first)
    if length == 3 and place % 3 == 0:
        return PeriodSpec(f"{year_code(start)} Q{place // 3 + 1}", PeriodKind.QUARTER, begins, ends)
    kind = PeriodKind.HALF_YEAR if length == 6 and place % 6 == 0 else PeriodKind.PART_YEAR
    return PeriodSpec(f"{year_code(start)} {SHORT[first - 1]}-{SHORT[last - 1]}", kind, begins, ends)


def month(of_year: int, number: int) -> PeriodSpec:
    """One calendar month. The code of a month whose numbers look like a financial year says so in words."""
    code = f"{of_year}-{number:02}"
    if number == (of_year + 1) % 100:
        code = f"{SHORT[number - 1]} {of_year}"
    return PeriodSpec(code, PeriodKind.MONTH, date(of_year, number, 1), _last_day(of_year, number))


def _last_day(of_year: int, number: int) -> date:
    return date(of_year, number, monthrange(of_year, number)[1])


def academic(start: int) -> PeriodSpec:
    """The academic year that begins on 1 August of `start`."""
    return PeriodSpec(f"{year_code(start)} academic", PeriodKind.ACADEMIC, date(start, 8, 1), date(start + 1, 7, 31))


def rolling(of_year: int, number: int) -> PeriodSpec:
    """The twelve months that end with this one."""
    ends = month(of_year, number).ends_on
    begins = date(of_year - (number < 12), number % 12 + 1, 1)
    return PeriodSpec(f"12 months to {of_year}-{number:02}", PeriodKind.ROLLING, begins, ends)


def snapshot(day: date) -> PeriodSpec:
    """One day, such as a waiting list at the end of March."""
    return PeriodSpec(day.isoformat(), PeriodKind.SNAPSHOT, day, day)


def _quarter(text: str, number: int, start: int) -> PeriodSpec:
    if not 1 <= number <= 4:
        raise NotAPeriod(f'"{text}" is not a quarter: use Q1 to Q4')
    first = (4, 7, 10, 1)[number - 1]
    return months(start, first, first + 2)


def _half(number: int, start: int) -> PeriodSpec:
    return months(start, *((4, 9) if number == 1 else (10, 3)))


def _month_name(name: str) -> int:
    return MONTH_NUMBERS[name.lower()]


def _written_months(
    text: str, first: str, last: str, in_year: str, quarter: str | None = None, *of: str | None
) -> PeriodSpec:
    """April to June 2020, with or without (Q1 2020/21): both must name the same three months."""
    begins, ends, calendar_year = _month_name(first), _month_name(last), int(in_year)
    start = calendar_year - (ends < 4)  # the year stands beside the last month
    spec = months(start, begins, ends)
    if quarter is not None:
        named = _quarter(text, int(quarter), _start(text, str(of[0]), str(of[1])) if of and of[0] else start)
        if named != spec:
            raise NotAPeriod(f'"{text}" names two periods: the months are {spec.words}, the quarter is {named.words}')
    return spec


def _day(text: str, of_year: str, number: str, day: str) -> PeriodSpec:
    try:
        return snapshot(date(int(of_year), int(number), int(day)))
    except ValueError:
        raise NotAPeriod(f'"{text}" is not a real date') from None


def _numbers(text: str, of_year: str, number: str) -> PeriodSpec:
    """2020-21 is a year when the second half follows the first, 2024-05 a month otherwise."""
    if int(number) == (int(of_year) + 1) % 100:
        return year(int(of_year))
    if 1 <= int(number) <= 12:
        return month(int(of_year), int(number))
    raise NotAPeriod(f'"{text}" is neither a financial year, like 2020-21, nor a month, like 2024-05')


def _months_of(text: str, first: str, last: str, *of: str) -> PeriodSpec:
    return months(_start(text, *of), _month_name(first), _month_name(last))


def _rolling(text: str, of_year: str, number: int) -> PeriodSpec:
    if not 1 <= number <= 12:
        raise NotAPeriod(f'"{text}" is not twelve months to a month, like 12 months to 2024-05')
    return rolling(int(of_year), number)


Q = r"(?:q|quarter )\s*(\d)"
H = r"(?:h|half-year |half year |half )\s*([12])"
TWELVE = r"(?:rolling )?(?:12|twelve) months (?:to|ending)"
FORMS: list[tuple[str, Callable[..., PeriodSpec]]] = [
    (r"((?:19|20)\d\d)-(\d\d)", _numbers),
    (YEAR, lambda text, a, b: year(_start(text, a, b))),
    (rf"{YEAR}[ ,]*{Q}", lambda text, a, b, q: _quarter(text, int(q), _start(text, a, b))),
    (rf"{Q}[ ,]*(?:of )?{YEAR}", lambda text, q, a, b: _quarter(text, int(q), _start(text, a, b))),
    (rf"{YEAR}[ ,]*{H}", lambda text, a, b, h: _half(int(h), _start(text, a, b))),
    (rf"{H}[ ,]*(?:of )?{YEAR}", lambda text, h, a, b: _half(int(h), _start(text, a, b))),
    (rf"first half of {YEAR}", lambda text, a, b: _half(1, _start(text, a, b))),
    (rf"{YEAR} {MONTH}{DASH}{MONTH}", lambda text, a, b, m, n: _months_of(text, m, n, a, b)),
    (rf"{MONTH}{DASH}{MONTH} {YEAR}", _months_of),
    (rf"{YEAR} {MONTH}", lambda text, a, b, m: _months_of(text, m, m, a, b)),
    (rf"{YEAR},? academic(?: year)?", lambda text, a, b: academic(_start(text, a, b))),
    (rf"academic(?: year)? {YEAR}", lambda text, a, b: academic(_start(text, a, b))),
    (rf"{MONTH}{DASH}{MONTH} (\d{{4}}) \({Q} {YEAR}\)", _written_months),
    (rf"{MONTH}{DASH}{MONTH} (\d{{4}}) \({Q}\)", _written_months),
    (rf"{MONTH}{DASH}{MONTH} (\d{{4}})(?: \({YEAR}\))?", lambda text, m, n, y, *_of: _written_months(text, m, n, y)),
    (rf"{MONTH} (\d{{4}})", lambda _text, m, y: month(int(y), _month_name(m))),
    (r"((?:19|20)\d\d)-(\d\d)-(\d\d)", _day),
    (
        rf"(?:(?:as )?at |end of )?(\d\d?) {MONTH} (\d{{4}})",
        lambda text, d, m, y: _day(text, y, str(_month_name(m)), d),
    ),
    (rf"{TWELVE} (\d{{4}})-(\d\d)", lambda text, y, m: _rolling(text, y, int(m))),
    (rf"{TWELVE} {MONTH} (\d{{4}})", lambda text, m, y: _rolling(text, y, _month_name(m))),
]


# --- in words and in relation ---


def period_words(code: str) -> str:
    """The printed form of a kept code; quarters always with their months, because Q1 means other months elsewhere."""
    spec = parse_period(code)
    start = financial_year(spec)
    if spec.kind is PeriodKind.YEAR:
        return words.year_words(start)
    if spec.kind is PeriodKind.QUARTER:
        return words.quarter_words(start, int(code[-1]))
    if spec.kind is PeriodKind.ACADEMIC:
        return f"academic year {words.year_words(spec.starts_on.year)}"
    last = f"{words.MONTHS[spec.ends_on.month - 1]} {spec.ends_on.year}"
    if spec.kind is PeriodKind.MONTH:
        return last
    if spec.kind is PeriodKind.ROLLING:
        return f"12 months to {last}"
    if spec.kind is PeriodKind.SNAPSHOT:
        return words.full_date(spec.ends_on)
    first = words.MONTHS[spec.starts_on.month - 1]
    return f"{first} to {last} ({words.year_words(start)})"


def financial_year(spec: PeriodSpec) -> int:
    """The year in which the financial year of the period begins; an academic year counts by its own first year."""
    if spec.kind is PeriodKind.ACADEMIC:
        return spec.starts_on.year
    return spec.ends_on.year - (spec.ends_on.month < 4)


def target_year(spec: PeriodSpec) -> PeriodSpec:
    """The financial year whose target applies to the period."""
    return year(financial_year(spec))


def last_full_year(spec: PeriodSpec) -> PeriodSpec:
    """The last whole financial year that had ended before the period began."""
    before = spec.starts_on - timedelta(days=1)
    ended = before.year if before >= date(before.year, 3, 31) else before.year - 1
    return year(ended - 1)


def period_before(spec: PeriodSpec) -> PeriodSpec:
    """The period of the same kind just before; for a part of a year, the same months of the year before."""
    if spec.kind in (PeriodKind.YEAR, PeriodKind.ACADEMIC):
        make = year if spec.kind is PeriodKind.YEAR else academic
        return make(spec.starts_on.year - 1)
    if spec.kind is PeriodKind.QUARTER:
        ends = spec.starts_on - timedelta(days=1)
        return months(ends.year - (ends.month < 4), (ends.month - 3) % 12 + 1, ends.month)
    if spec.kind is PeriodKind.MONTH:
        ends = spec.starts_on - timedelta(days=1)
        return month(ends.year, ends.month)
    if spec.kind is PeriodKind.ROLLING:
        return rolling(spec.ends_on.year - 1, spec.ends_on.month)
    if spec.kind is PeriodKind.SNAPSHOT:
        same_month = _last_day(spec.ends_on.year - 1, spec.ends_on.month)
        return snapshot(min(same_month, same_month.replace(day=min(spec.ends_on.day, same_month.day))))
    return months(financial_year(spec) - 1, spec.starts_on.month, spec.ends_on.month)
