"""What may stand in a cell of a table people keep: text -> value, or ValueError with the end of the sentence.

Each says in words what it takes, so that the guide to a file and the file's reading cannot part.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Generic, TypeVar

from casework.kit.letters import fold

Parser = Callable[[str], Any]
Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")  # thousands commas, three digits after each


class Cell(Generic[Value]):
    """A parser that says what it takes; `choices` are all the words of a closed list, `is_day` a date."""

    def __init__(
        self, parse: Callable[[str], Value], says: str, *, choices: tuple[str, ...] = (), is_day: bool = False
    ) -> None:
        self.parse, self.says, self.choices, self.is_day = parse, says, choices, is_day

    def __call__(self, text: str) -> Value:
        """The value of the text. Raises ValueError."""
        return self.parse(text)


def words(longest: int = 4_000) -> Cell[str]:
    """Text of at most `longest` characters."""

    def parse(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"is longer than {longest:,} characters")
        return text

    return Cell(parse, f"Words, at most {longest:,} characters")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").date()
    except ValueError:
        raise ValueError(f'"{text}" is not a date') from None


def _whole(text: str) -> int:
    try:
        return int(_without_commas(text))
    except ValueError:
        raise ValueError(f'"{text}" is not a whole number') from None


def _figure(text: str) -> Decimal:
    """Never infinity or NaN. 6,5 is no number: it is no 65."""
    try:
        number = Decimal(_without_commas(text.replace("−", "-").removesuffix("%").strip()))
    except (InvalidOperation, ValueError):
        raise ValueError(f'"{text}" is not a number') from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        raise ValueError(f'"{text}" is not a number')
    return number


def _without_commas(text: str) -> str:
    """The digits of a number; ValueError for a comma that does not stand between thousands."""
    if "," in text and not GROUPED.fullmatch(text.strip()):
        raise ValueError(text)
    return text.replace(",", "")


def _yes_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError(f'"{text}" is neither yes nor no')
    return text.lower() == "yes"


day = Cell(_day, "A date: 2026-04-07, or a date of the spreadsheet", is_day=True)
whole = Cell(_whole, "A whole number, with or without commas")
figure = Cell(_figure, "A number, with or without commas and %")
yes_no = Cell(_yes_no, "yes or no", choices=("yes", "no"))


def one_of(choices: type[Word]) -> Cell[Word]:
    """One word of a closed list, whatever its case."""

    def parse(text: str) -> Word:
        try:
            return choices(text.lower().replace(" ", "-"))
        except ValueError:
            raise ValueError(f'"{text}" is not one of {", ".join(choices)}') from None

    return Cell(parse, f"One of: {', '.join(choices)}", choices=tuple(choices))


def many(parser: Cell[Value]) -> Cell[list[Value]]:
    """Several values separated by semicolons."""

    def parse(text: str) -> list[Value]:
        return [parser(part.strip()) for part in text.split(";") if part.strip()]

    each = parser.says[0].lower() + parser.says[1:]
    return Cell(parse, f"Several with ; between them, each {each}")


def folded(parser: Cell[Value]) -> Cell[Value]:
    """Look-alike letters count as the Latin ones they imitate."""
    return Cell(lambda text: parser(fold(text)), parser.says, choices=parser.choices, is_day=parser.is_day)
