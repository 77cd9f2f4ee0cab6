"""Rows of figures by period, from the paper's own tables and from the values held, to set the text beside. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from casework.assessments.figure_check.figures import Figure, Sort, find_figures
from casework.assessments.figure_check.papers import MARK, Sentence, Table

PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[/–-]\s?(\d{4}|\d\d)(?!\d)")
QUARTER = re.compile(
    r"\bQ([1-4])\b|\bquarter\s(1|2|3|4|one|two|three|four)\b|\b(first|second|third|fourth)\s(?:quarter|three\smonths)\b",
    re.IGNORECASE,
)
QUARTERS = {"one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
NOT_A_RESULT = re.compile(
    r"\b(?:targets?|milestones?|quartile|trend|met|rank|change|difference|aim|rag|plan|forecast|england|national|averages?"
    r"|regions?|regional|neighbours?|peers?|comparators?|benchmark)\b|%\schange",
    re.IGNORECASE,
)
LITTLE_WORDS = frozenset(
    (
        *(
            "number",
            "of",
            "the",
            "a",
            "an",
            "in",
            "at",
            "to",
            "and",
            "or",
            "for",
            "who",
            "were",
            "was",
            "is",
            "are",
            "by",
        ),
        *(
            "with",
            "from",
            "their",
            "that",
            "on",
            "as",
            "it",
            "this",
            "total",
            "percentage",
            "proportion",
            "per",
            "cent",
        ),
        *("percent", "people", "year", "years", "end", "least", "part", "all", "any"),
    )
)
FIRST_ROWS = 3
KEPT = 4_096  # texts whose words are remembered: a sentence is asked for them once for each of its changes


@dataclass(frozen=True)
class Series:
    """One row: its label and its figures by the code of the period, oldest first; `held` when not of the paper."""

    label: str
    by_period: tuple[tuple[str, Figure], ...]
    table: int  # which table it stands in; held measures are each their own
    source: str
    held: bool = False
    codes: tuple[str, ...] = ()  # of a held measure as keys, of a row the cells before its figures
    names: tuple[str, ...] = ()  # of a held measure, lower case
    line: int = 0

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the label that say something, singular."""
        return telling(self.label)

    def at(self, period: str) -> Figure | None:
        """The figure of a period."""
        return dict(self.by_period).get(period)

    def before(self, period: str) -> Figure | None:
        """The figure of the period just before, one year earlier or one column to the left."""
        codes = [code for code, _figure in self.by_period]
        if period not in codes or codes.index(period) == 0:
            return None
        earlier = codes[codes.index(period) - 1]
        return self.at(earlier) if _follows(earlier, period) else None


def _follows(earlier: str, later: str) -> bool:
    return int(later[:4]) == int(earlier[:4]) + 1 and earlier[7:] == later[7:]


@lru_cache(maxsize=KEPT)
def telling(text: str) -> frozenset[str]:
    """The words of a text that say something, without case and plural."""
    found = re.findall(r"[a-z][a-z'-]{1,40}", text.lower())
    return frozenset(singular(word) for word in found if word not in LITTLE_WORDS)


def singular(word: str) -> str:
    """A plural without its s; nothing cleverer is needed to compare words."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def period_code(text: str) -> str | None:
    """2019-20 or 2020-21 Q1 when the words name one financial year or a quarter of it; None otherwise."""
    years = {(one[1], one[2][-2:]) for one in PERIOD.finditer(text)}
    if len(years) != 1:
        return None
    start, end = next(iter(years))
    if int(end) != (int(start) + 1) % 100:
        return None
    quarter = QUARTER.search(text)
    if not quarter:
        return f"{start}-{end}"
    name = next(group for group in quarter.groups() if group).lower()
    return f"{start}-{end} Q{QUARTERS.get(name) or name}"


def in_years(code: str) -> str:
    """A period's code as the sector prints it: 2012/13, 2020/21 Q1."""
    return code.replace("-", "/", 1)


def period_at(sentence: Sentence, place: int) -> str | None:
    """The period of the year's mark at this place of the sentence, with the quarter that is said before it."""
    found = MARK.match(sentence.marked, place)
    if not found or found[1] != "Y":
        return None
    return period_code(f"{sentence.before(place, 30)} {sentence.figure(found[2]).text}")


def only_figure(cell: str) -> Figure | None:
    """The figure of a cell that holds one figure and nothing else but marks."""
    found = [one for one in find_figures(cell) if one.is_number or one.sort is Sort.OTHER]
    rest = cell
    for one in found:
        rest = rest.replace(one.text, "", 1)
    if len(found) != 1 or re.search(r"[^\s*†‡^()r p+,]", rest):
        return None
    if found[0].sort is Sort.OTHER:  # 2016 in a column of counts
        return Figure(Sort.COUNT, found[0].value, found[0].step, found[0].text) if cell.strip().isdigit() else None
    return found[0]


@dataclass(frozen=True)
class Held:
    """The values held of one council, and the names of the other councils, whose figures they are not."""

    council: str
    series: tuple[Series, ...]
    others: frozenset[str] = frozenset()

    def is_of_another(self, text: str) -> bool:
        """Whether the words name another council, or the country."""
        plain = text.lower()
        return any(name in plain for name in (*self.others, "england", "nationally", "national average"))


def series_of(tables: Iterable[Table]) -> list[Series]:
    """Every row of every table whose columns are periods."""
    return [one for number, table in enumerate(tables) for one in _rows(table, number)]


def _rows(table: Table, number: int) -> list[Series]:
    place, periods = 0, dict[int, str]()
    for place, header in enumerate(table.rows[:FIRST_ROWS]):  # noqa: B007 - used below
        periods = {
            column: code
            for column, cell in enumerate(header.cells)
            if column and not NOT_A_RESULT.search(cell) and (code := period_code(cell))
        }
        if periods and len(set(periods.values())) == len(periods):
            break
    else:
        return []
    order = sorted(periods, key=lambda column: periods[column])
    found = []
    for row in table.rows[place + 1 :]:
        label = " ".join(cell for cell in row.cells[: min(periods)] if re.search("[A-Za-z]{2}", cell))
        figures = [
            (periods[column], figure)
            for column in order
            if column < len(row.cells) and (figure := only_figure(row.cells[column]))
        ]
        if label and figures:
            source = f"the table at line {row.line}"
            found.append(Series(label, tuple(figures), number, source, codes=row.cells[: min(periods)], line=row.line))
    return found
