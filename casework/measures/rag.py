"""Red, amber, green: what a measure's own target and tolerance suggest, and the words of the three definitions.

The officer's own rating stands beside the suggestion and is the published one. A blanket plus or minus 10% fits
nothing: small counts, rates and percentages differ, so each measure has its own tolerance, in its own unit.
"""

from dataclasses import dataclass
from decimal import Decimal

from casework.measures.figures import Limits, Scaled, aim_sentence, change_words, meets, shortfall
from casework.measures.intervals import Interval
from casework.measures.kinds import PeriodKind, Rag, Unit

WHOLE = (PeriodKind.YEAR, PeriodKind.ACADEMIC, PeriodKind.ROLLING)
ADDS_UP = (Unit.COUNT, Unit.HOURS, Unit.POUNDS)  # a part of the year has only a part of them
RAG_WORDS = {Rag.RED: "Red", Rag.AMBER: "Amber", Rag.GREEN: "Green"}
MEANING = {
    Rag.RED: "Close monitoring or significant action is needed",
    Rag.AMBER: "Light-touch monitoring",
    Rag.GREEN: "No action is needed",
}
TRIGGERS = {
    Rag.RED: (
        "Misses the target, or is set to miss it, by a significant amount",
        "Actions in place are not thought enough to bring it back on track by the end of the period",
        "The issue needs further attention or action",
    ),
    Rag.AMBER: (
        "Misses the target, or is set to miss it, by a narrow margin",
        "Actions are expected to bring it closer by the end of the period",
        "There are issues, risks or actions to note",
    ),
    Rag.GREEN: (
        "Meets the target or is on track to meet it",
        "No significant issues",
        "Actions to make progress are in place",
    ),
}


@dataclass(frozen=True)
class Suggestion:
    """What the rule suggests (None: nothing), the rule in words, and whether chance alone could explain a miss."""

    rag: Rag | None
    rule: str
    within_chance: bool = False


def suggest(
    value: Decimal | None,
    target: Limits | None,
    tolerance: Decimal | None,
    measure: Scaled,
    *,
    kind: PeriodKind = PeriodKind.YEAR,
    interval: Interval | None = None,
) -> Suggestion:
    """Green within the target, amber within the measure's tolerance of it, red beyond.

    Nothing without a value or a limit, nor for a count of part of a year against a whole year's target.
    """
    if value is None:
        return Suggestion(None, "There is no figure yet")
    met = meets(value, target)
    if target is None or met is None:
        return Suggestion(None, "There is no target yet")
    if measure.unit in ADDS_UP and kind not in WHOLE:
        return Suggestion(None, "A part of the year is not compared with the whole year's target")
    aim = aim_sentence(target, measure)
    if met:
        return Suggestion(Rag.GREEN, f"Meets the target, {aim}")
    short = shortfall(value, target)
    miss = f"Misses the target, {aim}, by {change_words(short, measure)}"
    chance = interval is not None and reaches(interval, target)
    if tolerance is not None and short <= tolerance:
        return Suggestion(
            Rag.AMBER, f"{miss}: within the measure's tolerance of {change_words(tolerance, measure)}", chance
        )
    beyond = f": beyond its tolerance of {change_words(tolerance, measure)}" if tolerance is not None else ""
    return Suggestion(Rag.RED, miss + (beyond or ". The measure has no tolerance"), chance)


def reaches(interval: Interval, target: Limits) -> bool:
    """Whether some value within the interval would meet the target."""
    high_enough = target.at_least is None or interval.high >= float(target.at_least)
    return high_enough and (target.at_most is None or interval.low <= float(target.at_most))
