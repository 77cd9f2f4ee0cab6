"""How a measure's figures are printed, and whether a value meets its target. Missing is said, never blank.

A note that begins `Printed "..."` holds the words of a published cell that the plain number would not give back.
"""

import re
from decimal import Decimal
from typing import Protocol

from casework.kit import words
from casework.measures.intervals import Interval, byar, wilson
from casework.measures.kinds import Polarity, Quartile, TargetKind, Unit, ValueState

PRINTED = re.compile(r'Printed "([^"]*)"\.?\s*')
TO_BE_CONFIRMED = "TBC"
INFORMATION_ONLY = "For information only"
MULTIPLIER = {Unit.PERCENT: 100, Unit.PER_100000: 100_000}
UNIT_WORDS = {
    Unit.PERCENT: "per cent",
    Unit.PER_100000: "per 100,000 people",
    Unit.SCORE: "score",
    Unit.COUNT: "number",
    Unit.DAYS: "days",
    Unit.HOURS: "hours",
    Unit.POUNDS: "pounds",
}
UNIT_AFTER = {Unit.PER_100000: " per 100,000", Unit.DAYS: " days", Unit.HOURS: " hours"}
STATE_WORDS = {
    ValueState.FINAL: "Final",
    ValueState.PROVISIONAL: "Provisional",
    ValueState.DUE: "Due",
    ValueState.NOT_COLLECTED: "Not collected",
    ValueState.SUSPENDED: "Suspended",
    ValueState.SUPPRESSED: "not shown (small number)",
    ValueState.CLOSED: "Closed",
    ValueState.INFORMATION: INFORMATION_ONLY,
}
MARK_STATES = {  # what national files print in place of a number
    "c": ValueState.SUPPRESSED,
    "*": ValueState.SUPPRESSED,
    "x": ValueState.NOT_COLLECTED,
    "z": ValueState.NOT_COLLECTED,
    "-": ValueState.NOT_COLLECTED,
    ":": ValueState.NOT_COLLECTED,
    "..": ValueState.NOT_COLLECTED,
    "n/a": ValueState.NOT_COLLECTED,
    "na": ValueState.NOT_COLLECTED,
    "": ValueState.NOT_COLLECTED,
}
AIM_WORDS = {
    Polarity.HIGH: "High is good",
    Polarity.LOW: "Low is good",
    Polarity.BAND: "Target band",
    Polarity.NONE: "No aim",
}
QUARTILE_WORDS = {quartile: quartile.value.capitalize() for quartile in Quartile}


class Scaled(Protocol):
    """Whatever knows a unit and how many decimals are printed: a measure."""

    unit: Unit
    decimals: int


class Held(Protocol):
    """A value as it is held."""

    value: Decimal | None
    state: ValueState
    due_text: str | None
    note: str | None


class Limits(Protocol):
    """A target as it is held: one limit, two (a band), or none (to be confirmed)."""

    at_least: Decimal | None
    at_most: Decimal | None
    is_strict: bool
    implied_count: int | None
    note: str | None


def printed(note: str | None) -> str | None:
    """The words of the published cell, when the note begins with them."""
    found = PRINTED.match(note or "")
    return found[1] if found else None


def note_words(note: str | None) -> str:
    """The note without the printed words."""
    return PRINTED.sub("", note or "", count=1).strip()


def figure_words(value: Decimal | float, measure: Scaled, *, places: int | None = None) -> str:
    """11.4% or 387.9 or £1,100 with the measure's own decimals, halves up."""
    places = measure.decimals if places is None else places
    if measure.unit is Unit.PERCENT:
        return words.percent(value, places)
    if measure.unit is Unit.POUNDS:
        return words.pounds(value)
    return words.number(value, places)


def value_words(held: Held, measure: Scaled) -> str:
    """What is printed for a value: its published words, its number, or why there is none ("Due June 2021")."""
    published = printed(held.note)
    if published:
        return published
    if held.value is not None:
        return figure_words(held.value, measure)
    return held.due_text or STATE_WORDS[held.state]


def whole_words(held: Held, measure: Scaled) -> str:
    """What is printed for a value, with the unit that its number does not carry: 387.9 per 100,000, 357 days."""
    after = UNIT_AFTER.get(measure.unit, "") if held.value is not None and not printed(held.note) else ""
    return value_words(held, measure) + after


def change_words(change: Decimal, measure: Scaled) -> str:
    """How far a value moved or must move: 1.1 percentage points, 0.4, £100."""
    if measure.unit is Unit.PERCENT:
        return words.points(change, measure.decimals)
    return figure_words(change, measure)


def limit_words(limit: Decimal, measure: Scaled) -> str:
    """A limit as a plain number: 86%, 8.1, £500."""
    if measure.unit is Unit.PERCENT:
        return words.percent(limit)
    return words.pounds(limit) if measure.unit is Unit.POUNDS else words.number(limit)


def target_words(target: Limits | None, measure: Scaled) -> str | None:
    """56-61%, 86%, >11%, <8.1 (17), TBC; None where there is no target at all."""
    if target is None:
        return None
    published = printed(target.note)
    if published:
        return published
    if target.at_least is not None and target.at_most is not None:
        return f"{words.number(target.at_least)}-{limit_words(target.at_most, measure)}"
    limit = one_limit(target)
    if limit is None:
        return TO_BE_CONFIRMED
    sign = "" if not target.is_strict else "<" if target.at_most is not None else ">"
    count = f" ({words.number(target.implied_count)})" if target.implied_count is not None else ""
    return sign + limit_words(limit, measure) + count


def one_limit(target: Limits) -> Decimal | None:
    """The limit of a target that has only one; None for a band, and for one that is to be confirmed."""
    if (target.at_least is None) == (target.at_most is None):
        return None
    return target.at_least if target.at_least is not None else target.at_most


def aim_sentence(target: Limits, measure: Scaled) -> str:
    """At least 86%; more than 11%; at most 8.1; between 56% and 61%; to be confirmed."""
    if target.at_least is not None and target.at_most is not None:
        return f"between {limit_words(target.at_least, measure)} and {limit_words(target.at_most, measure)}"
    if target.at_least is not None:
        return f"{'more than' if target.is_strict else 'at least'} {limit_words(target.at_least, measure)}"
    if target.at_most is not None:
        return f"{'less than' if target.is_strict else 'at most'} {limit_words(target.at_most, measure)}"
    return "to be confirmed"


def meets(value: Decimal | None, target: Limits | None) -> bool | None:
    """Whether the value lies within the target's limits; None when either is not known.

    The limits belong to it, but for a single strict one ("more than 11%").
    """
    if value is None or target is None or (target.at_least is None and target.at_most is None):
        return None
    if target.is_strict and value == one_limit(target):
        return False
    return not (
        (target.at_least is not None and value < target.at_least)
        or (target.at_most is not None and value > target.at_most)
    )


def shortfall(value: Decimal, target: Limits) -> Decimal:
    """How far the value lies outside its limits; 0 within them."""
    below = target.at_least - value if target.at_least is not None else Decimal(0)
    above = value - target.at_most if target.at_most is not None else Decimal(0)
    return max(below, above, Decimal(0))


def met_words(met: bool | None, kind: TargetKind, target: Limits | None, measure: Scaled) -> str:
    """Yes (milestone 56-61%), No (target 146.1k), TBC, or N/A."""
    if target is None:
        return "N/A"
    if met is None:
        return TO_BE_CONFIRMED
    return f"{'Yes' if met else 'No'} ({kind.value} {target_words(target, measure)})"


def interval_of(
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    margin: Decimal | None,
    unit: Unit,
    *,
    is_survey: bool = False,
) -> Interval | None:
    """The 95% interval: a survey's published margin, Wilson for a percentage, Byar's for a rate; None if without."""
    if value is None:
        return None
    if margin is not None:
        return Interval(float(value - margin), float(value + margin), "published margin of error")
    if is_survey or numerator is None or not denominator or numerator < 0 or denominator < 0:
        return None  # a survey's counts are weighted: they say nothing about how many answered
    if unit is Unit.PERCENT and numerator <= denominator:
        return wilson(float(numerator), float(denominator), multiplier=100)
    if unit is Unit.PER_100000:
        return byar(float(numerator), float(denominator), multiplier=100_000)
    return None
