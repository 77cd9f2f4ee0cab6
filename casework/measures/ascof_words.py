"""The words of published ASCOF files: types of figure, marks printed in place of one, codes with a breakdown. Pure.

A code is that of a measure with a breakdown behind it: an age as 1864, 65OV (65 and over) or 64U (64 and under), then
M or F. 1I1M is measure 1I1 of men, 1C1B64U is 1C1B of people of 64 and under; the total has nothing behind it (NHS
Digital, guide to the 2018-19 open data file).

Some cells of 2016-17 hold two figures, "7.7 (7.6)". That year's survey of carers also asked carers who had not been
assessed or reviewed in the year; brackets hold the figure of those who had, from fewer people (England: 51,230
(35,415)). The figure outside is the published one: Oflog gives it for every council. It is taken, the other is noted.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from casework.kit.letters import fold
from casework.measures.figures import MARK_STATES
from casework.measures.kinds import ValueState
from casework.measures.references import code_key

TOTAL = "total"
TYPES = {  # the words of a column or of Measure Type -> the column of a value
    "outcome": "value",
    "": "value",  # every row of 2023-24 in the file of seven years
    "numerator": "numerator",
    "denominator": "denominator",
    "base": "base",
    "respondents": "base",
    "number of respondents": "base",
    "margin of error": "margin",
}
KIND_WORDS = {
    "value": "outcome",
    "numerator": "numerator",
    "denominator": "denominator",
    "base": "number of respondents",
    "margin": "margin of error",
}
WITHOUT_PART = {"2E": "2E1"}  # 2023-24 printed 2E for what 2024-25 prints as 2E(1)
TWO_FIGURES_IN = "2016-17"
LONGEST_BREAKDOWN = 40
SIX_PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 12

SUFFIX = re.compile(r"(?:(\d\d)(\d\d)|(\d\d)OV|(\d\d)U)?([MF])?")
PRINTED = re.compile(r"([^\s()\[\]]+)(?:\s*\(([^()]+)\))?((?:\s*\[[^\[\]]+\])*)")
NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d+)?%?")
AGES = re.compile(r"(\d+)\s*(?:-|–|—|to)\s*(\d+)")
PLAIN_GROUP = re.compile(r"male|female|\d+ to \d+|\d+ and (?:over|under)")
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed cell: its number, or the mark in its place; a second figure in brackets; shorthand behind it ("r")."""

    number: Decimal | None = None
    mark: str | None = None
    second: str | None = None
    signs: tuple[str, ...] = ()


@lru_cache(maxsize=65_536)
def read_figure(text: str) -> Figure:
    """What a cell holds; marks are never 0. Raises ValueError when it is neither a number nor a known mark."""
    plain = text.translate(SPACES).strip()
    if plain.strip("[]").lower() in MARK_STATES:
        return Figure(mark=plain[:10] or None)
    parts = PRINTED.fullmatch(plain)
    if not parts:
        raise ValueError(text)
    signs = tuple(
        sign for sign in re.findall(r"\[\s*([^\[\]]+?)\s*\]", parts[3]) if not sign.lower().startswith("note")
    )
    return Figure(_number(parts[1]), None, parts[2], signs)


def _number(text: str) -> Decimal:
    if not NUMBER.fullmatch(text) or not any(letter.isdigit() for letter in text):
        raise ValueError(text)
    number = Decimal(text.replace(",", "").removesuffix("%"))
    if abs(number) >= LARGEST:
        raise ValueError(text)
    rounded = number.quantize(SIX_PLACES, ROUND_HALF_UP)
    return number if number == rounded else rounded


def state_of(number: Decimal | None, mark: str | None, signs: Collection[str] = ()) -> ValueState:
    """Final with a number (provisional where marked [p]); without one, what the mark says, or not collected."""
    if number is not None:
        return ValueState.PROVISIONAL if "p" in signs else ValueState.FINAL
    return MARK_STATES.get((mark or "").strip("[]").lower(), ValueState.NOT_COLLECTED)


def type_of(words: str) -> str | None:
    """The column of a value that a type of figure names, whatever its case, underscores and look-alike letters."""
    plain = " ".join(fold(words).replace("_", " ").lower().split())
    return TYPES.get(plain)


def split_code(code: str, group: str, known: Collection[str]) -> tuple[str, str] | None:
    """The key of the measure that a printed code and its group name, and the suffix left of the code; None if none.

    `known`: keys of the edition's measures (`code_key`). Raises ValueError when code and group name two measures.
    """
    starts = {old: new for old, new in WITHOUT_PART.items() if new in known and old not in known}
    starts |= {key: key for key in known}
    whole, of_group = code_key(code), code_key(group)
    if not whole:
        return (starts[of_group], "") if of_group in starts else None
    if whole in starts:
        if of_group in starts and not whole.startswith(of_group):
            raise ValueError(f'"{code}" is not a code of the group "{group}"')
        return starts[whole], ""
    if of_group in starts and whole.startswith(of_group):
        return starts[of_group], whole.removeprefix(of_group)
    for start in sorted(starts, key=len, reverse=True):
        if whole.startswith(start) and SUFFIX.fullmatch(whole, len(start)):
            return starts[start], whole.removeprefix(start)
    return None


def breakdown_of(printed: str, suffix: str = "") -> str:
    """A breakdown as it is kept ("18 to 64", "female", "total"), from its words or else from the code's suffix."""
    words = AGES.sub(r"\1 to \2", " ".join(fold(printed).lower().split()))
    words = re.sub(r"^(\d+)\+$", r"\1 and over", words)
    if words not in ("", "all", TOTAL):
        return words
    found = SUFFIX.fullmatch(suffix)
    if not suffix or not found:
        return suffix.lower() or TOTAL
    ages = f"{found[1]} to {found[2]}" if found[1] else f"{found[3]} and over" if found[3] else ""
    ages = f"{found[4]} and under" if found[4] else ages
    sex = {"M": "male", "F": "female"}.get(found[5] or "", "")
    return ", ".join(part for part in (ages, sex) if part)


def breakdown_within(demographic: str, group: str) -> str:
    """A breakdown of a demographic table: an age or a sex by itself, any other group behind what it is a group of."""
    kind, name = " ".join(fold(demographic).lower().split()), breakdown_of(group)
    if name == TOTAL or kind in ("", TOTAL) or PLAIN_GROUP.fullmatch(name):
        return name
    full = f"{kind}: {name}"
    return full if len(full) <= LONGEST_BREAKDOWN else name
