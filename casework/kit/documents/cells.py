"""Cells of a report's tables: each knows its value for a spreadsheet and its words for a reader. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from casework.kit import words
from casework.kit.words import Number


@dataclass(frozen=True)
class Text:
    """Words, and the path of the page they lead to (printed as a link where there is an address to lead to)."""

    kind: ClassVar[str] = "text"
    words: str
    href: str | None = None

    @property
    def plain(self) -> str:
        """For CSV: the words."""
        return self.words


@dataclass(frozen=True)
class Figure:
    """A number with its own decimals (None: as it is); `before` and `after` are printed with it: "£", " days".

    `href` is the path of the page that shows what was counted.
    """

    kind: ClassVar[str] = "figure"
    value: Number
    places: int | None = None
    before: str = ""
    after: str = ""
    href: str | None = None

    @property
    def words(self) -> str:
        """1,238 or 11.4, with a real minus."""
        printed = words.number(self.value, self.places)
        minus = words.MINUS if printed.startswith(words.MINUS) else ""
        return f"{minus}{self.before}{printed.removeprefix(words.MINUS)}{self.after}"

    @property
    def plain(self) -> str:
        """For CSV: the same figure without thousands commas and units, with a hyphen as its minus."""
        return f"{self.rounded:f}"

    @property
    def rounded(self) -> Decimal:
        """The figure as printed: halves up."""
        figure = words.exact(self.value) if self.places is None else words.rounded(self.value, self.places)
        return abs(figure) if figure == 0 else figure


@dataclass(frozen=True)
class Percent(Figure):
    """A percentage (44 is 44%)."""

    kind: ClassVar[str] = "percent"
    places: int | None = 0
    after: str = "%"

    @property
    def plain(self) -> str:
        """For CSV: with its sign, because a column may hold counts too."""
        return f"{self.rounded:f}%"


@dataclass(frozen=True)
class Day:
    """A date."""

    kind: ClassVar[str] = "day"
    value: date

    @property
    def words(self) -> str:
        """7 Apr 2026"""
        return words.short_date(self.value)

    @property
    def plain(self) -> str:
        """2026-04-07"""
        return self.value.isoformat()


@dataclass(frozen=True)
class Missing:
    """No figure, and why: "Due June 2021", "not shown (small number)"."""

    kind: ClassVar[str] = "missing"
    words: str = words.UNKNOWN

    @property
    def plain(self) -> str:
        """For CSV: the reason."""
        return self.words


@dataclass(frozen=True)
class Marked:
    """A judgement: its word, and a shape that says the same without colour.

    Shapes and colours are those of templates/kit/tags.html: square, triangle, down, disc, diamond, ring, star, dash,
    arrow-up, arrow-down, level; red, amber, green, blue, grey, black.
    """

    kind: ClassVar[str] = "marked"
    words: str
    shape: str
    colour: str = "black"

    @property
    def plain(self) -> str:
        """For CSV: the word."""
        return self.words


Cell = Text | Figure | Percent | Day | Missing | Marked


def cell(value: "Cell | str | Number | date | None") -> Cell:
    """The cell for a plain value; None is "not known"."""
    if value is None:
        return Missing()
    if isinstance(value, str):
        return Text(value) if value else Missing("none")
    if isinstance(value, date):
        return Day(words.day_in_england(value))
    if isinstance(value, int | float | Decimal):
        return Figure(value)
    return value


def of(part: int, whole: int) -> Text:
    """82 of 187 (44%), always with its base."""
    return Text(words.share(part, whole))
