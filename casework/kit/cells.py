"""What a cell of an imported table holds: a text becomes a value, or a ValueError with the end of a sentence."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

Parser = Callable[[str], Any]
Word = TypeVar("Word", bound=StrEnum)

GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")  # thousands commas, three digits after each


def words(longest: int = 4_000) -> Parser:
    """Text of at most `longest` characters."""

    def parse(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"is longer than {longest:,} characters")
        return text

    return parse


def day(text: str) -> date:
    """A date written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").date()
    except ValueError:
        raise ValueError(f'"{text}" is not a date') from None


def whole(text: str) -> int:
    """A whole number, thousands commas allowed."""
    try:
        return int(_without_commas(text))
    except ValueError:
        raise ValueError(f'"{text}" is not a whole number') from None


def figure(text: str) -> Decimal:
    """A number, thousands commas and a closing % allowed; never infinity or NaN. 6,5 is none: it is no 65."""
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


def yes_no(text: str) -> bool:
    """yes or no."""
    if text.lower() not in ("yes", "no"):
        raise ValueError(f'"{text}" is neither yes nor no')
    return text.lower() == "yes"


def one_of(choices: type[Word]) -> Callable[[str], Word]:
    """One word of a closed list, whatever its case."""

    def parse(text: str) -> Word:
        try:
            return choices(text.lower().replace(" ", "-"))
        except ValueError:
            raise ValueError(f'"{text}" is not one of {", ".join(choices)}') from None

    return parse


def many(parser: Parser) -> Callable[[str], list[Any]]:
    """Several values separated by semicolons."""

    def parse(text: str) -> list[Any]:
        return [parser(part.strip()) for part in text.split(";") if part.strip()]

    return parse
