"""Red, amber, green: what a measure's own target and tolerance suggest, and the words of the three definitions.

The officer's own rating stands beside the suggestion and is the published one. A blanket plus or minus 10% fits
nothing: small counts, rates and percentages differ, so each measure has its own tolerance, in its own unit.
"""

from dataclasses import dataclass
from decimal import Decimal

from casework.measures.figures import Limits, Scaled, aim_sentence, change_words, figure_words, meets, shortfall
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
    adds_up: bool | None = None,
    forecast: Decimal | None = None,
) -> Suggestion:
    """Green within the target, amber within the measure's tolerance of it, red beyond.

    Nothing without a value or a limit. Where a part of the year holds only a part of the figure (`adds_up`; None: as
    its unit does), the year's forecast is judged, and nothing without one.
    """
    if value is None:
        return Suggestion(None, "There is no figure yet")
    if target is None or meets(value, target) is None:
        return Suggestion(None, "There is no target yet")
    if kind not in WHOLE and (measure.unit in ADDS_UP if adds_up is None else adds_up):
        return _of_forecast(forecast, target, tolerance, measure)
    aim = aim_sentence(target, measure)
    if meets(value, target):
        return Suggestion(Rag.GREEN, f"Meets the target, {aim}")
    rag, how_far = _miss(value, target, tolerance, measure)
    chance = interval is not None and reaches(interval, target)
    return Suggestion(rag, f"Misses the target, {aim}, {how_far}", chance)


def _of_forecast(forecast: Decimal | None, target: Limits, tolerance: Decimal | None, measure: Scaled) -> Suggestion:
    if forecast is None:
        return Suggestion(None, "A part of the year is not compared with the whole year's target")
    aim, figure = aim_sentence(target, measure), figure_words(forecast, measure)
    if meets(forecast, target):
        return Suggestion(Rag.GREEN, f"Set to meet the target, {aim}: the forecast for the year is {figure}")
    rag, how_far = _miss(forecast, target, tolerance, measure)
    return Suggestion(rag, f"Set to miss the target, {aim}, {how_far}: the forecast for the year is {figure}")


def _miss(value: Decimal, target: Limits, tolerance: Decimal | None, measure: Scaled) -> tuple[Rag, str]:
    """Amber or red for a figure that misses its target, and how far off it is."""
    short = shortfall(value, target)
    miss = f"by {change_words(short, measure)}" if short else "because the limit itself does not count"
    if tolerance is None:
        return Rag.RED, f"{miss}. The measure has no tolerance"
    allowed = change_words(tolerance, measure)
    if short <= tolerance:
        return Rag.AMBER, f"{miss}: within the measure's tolerance of {allowed}"
    return Rag.RED, f"{miss}: beyond its tolerance of {allowed}"


def reaches(interval: Interval, target: Limits) -> bool:
    """Whether some value within the interval would meet the target."""
    high_enough = target.at_least is None or interval.high >= float(target.at_least)
    return high_enough and (target.at_most is None or interval.low <= float(target.at_most))
