"""A year of complaints as the parts of its report read it: figures as cells that open the cases they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from casework.kit.documents.cells import Cell, Figure, Missing, Percent, Text
from casework.kit.words import number, parse_year, quarter_words, whole_percent, year_words

NOT_SHOWN, NO_LOG = "not shown (small number)", "no log held"
CASES = "/reports/complaints/cases"


def annual_code(start: int) -> str:
    """2019-20"""
    return f"{start}-{(start + 1) % 100:02}"


@dataclass(frozen=True)
class Year:
    """The figures of the year that began in April `start`; `opens` whether a figure leads to its cases.

    `log_begins` is the year of the first complaint held: a nought before it would be no count at all. `is_frozen`: the
    figures open the cases they counted when the year was frozen. `quarter`: they are of one quarter.
    """

    data: Mapping[str, Any]
    start: int
    opens: bool
    log_begins: int
    is_frozen: bool = False
    quarter: int | None = None

    @property
    def words(self) -> str:
        """2019/20, or the months of the quarter"""
        return year_words(self.start) if self.quarter is None else quarter_words(self.start, self.quarter)

    @property
    def code(self) -> str:
        """2019-20, or 2019-20 Q1"""
        return annual_code(self.start) + (f" Q{self.quarter}" if self.quarter else "")

    @property
    def change(self) -> str:
        """12% more than 173 the year before"""
        previous, percent = self.data["received_previous"], self.data["change_percent"]
        if self.data["received"] is None or previous is None or percent is None:
            return ""
        if percent == 0:
            return f"about as many as the {number(previous)} of the year before"
        return f"{number(abs(percent))}% {'more' if percent > 0 else 'fewer'} than {number(previous)} the year before"

    @property
    def is_early(self) -> bool:
        """Whether the trend reaches back to the log's first year."""
        return any(parse_year(code) <= self.log_begins for code in self.data["trend"])

    def trend(self, of: str = "trend") -> list[tuple[str, int | None, str]]:
        """The years counted, oldest first, each with its count or why there is none."""
        return [
            (year_words(code), None, NO_LOG)
            if parse_year(code) < self.log_begins
            else (year_words(code), count, NOT_SHOWN if count is None else number(count))
            for code, count in self.data[of].items()
        ]

    def path(self, figure: str | None, count: int | None) -> str | None:
        """The page with the cases behind a figure; None where there are none, or none to be seen."""
        if not self.opens or not figure or not count:
            return None
        more = {"frozen": "yes"} if self.is_frozen else {}
        return f"{CASES}?{urlencode({'year': self.code, 'figure': figure} | more)}"

    def count(self, count: int | None, figure: str | None = None) -> Cell:
        """A count that opens its cases, or that it is not shown."""
        return Figure(count, href=self.path(figure, count)) if count is not None else Missing(NOT_SHOWN)

    def of(self, part: int | None, whole: int | None, figure: str | None = None) -> Cell:
        """82 of 187 (44%), opening the 82."""
        if part is None or whole is None:
            return Missing(NOT_SHOWN)
        percent = whole_percent(part, whole)
        share = f" ({percent}%)" if percent is not None else ""
        return Text(f"{number(part)} of {number(whole)}{share}", self.path(figure, part))


def share_cell(part: int | None, whole: int | None) -> Cell:
    """The share in whole per cent; not shown when a count it is made of is not."""
    if part is None or whole is None:
        return Missing(NOT_SHOWN)
    percent = whole_percent(part, whole)
    return Percent(percent) if percent is not None else Missing("None of none")
