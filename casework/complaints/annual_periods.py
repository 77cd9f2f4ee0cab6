"""The stretches of days that a report is about: a financial year, or a quarter of one. Pure."""

import re
from datetime import date, timedelta

from casework.complaints.annual import Period, year_of
from casework.kit.words import parse_year

QUARTER = re.compile(r"(\S+) Q([1-4])", re.ASCII)


def split_code(code: str) -> tuple[int, int | None]:
    """The year in which the financial year began, and the quarter of "2019-20 Q1". ValueError, a sentence."""
    found = QUARTER.fullmatch(code)
    return (parse_year(found[1]), int(found[2])) if found else (parse_year(code), None)


def periods_of(code: str) -> tuple[Period, Period]:
    """The days of the code, and the same stretch of the year before. ValueError for anything else."""
    start, quarter = split_code(code)
    if quarter is None:
        return year_of(start), year_of(start - 1)
    return _quarter(start, quarter), _quarter(start - 1, quarter)


def _quarter(start: int, quarter: int) -> Period:
    """April to June is the first."""
    month = 1 + 3 * (quarter % 4)
    year = start + (quarter == 4)
    after = date(year + (month == 10), (month + 2) % 12 + 1, 1)
    return Period(date(year, month, 1), after - timedelta(days=1))
