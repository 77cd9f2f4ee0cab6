"""What may be said about a measure and what may be changed, in one place for pages, imports and reports.

Pure. The subjects have files of their own beside this one (periods, figures, quartiles, intervals, rag, spc, quality);
other rooms import their names from here.
"""

from decimal import Decimal

from casework.kit.rules import RuleBroken
from casework.measures import quality
from casework.measures.figures import (
    AIM_WORDS,
    QUARTILE_WORDS,
    STATE_WORDS,
    UNIT_WORDS,
    Scaled,
    change_words,
    figure_words,
    interval_of,
    limit_words,
    meets,
    met_words,
    note_words,
    printed,
    target_words,
    value_words,
    whole_words,
)
from casework.measures.kinds import PeriodKind, Polarity, Rag, Unit, ValueState
from casework.measures.periods import (
    NotAPeriod,
    PeriodSpec,
    financial_year,
    last_full_year,
    parse_period,
    period_before,
    period_words,
    target_year,
)
from casework.measures.quartiles import quartile_of, quartile_trend, standing, travel
from casework.measures.rag import ADDS_UP, MEANING, RAG_WORDS, TRIGGERS, Suggestion, suggest
from casework.measures.references import code_key, parse_measure_code

__all__ = [
    "ADDS_UP",
    "AIM_WORDS",
    "MEANING",
    "QUARTILE_WORDS",
    "RAG_WORDS",
    "STATE_WORDS",
    "TRIGGERS",
    "UNIT_WORDS",
    "NotAPeriod",
    "PeriodKind",
    "PeriodSpec",
    "Polarity",
    "Suggestion",
    "Unit",
    "change_words",
    "check_forecast",
    "check_rating",
    "check_restatement",
    "check_target",
    "check_value",
    "code_key",
    "figure_words",
    "financial_year",
    "interval_of",
    "last_full_year",
    "limit_words",
    "meets",
    "met_words",
    "note_words",
    "parse_measure_code",
    "parse_period",
    "period_before",
    "period_words",
    "printed",
    "quartile_of",
    "quartile_trend",
    "standing",
    "suggest",
    "target_words",
    "target_year",
    "travel",
    "value_words",
    "whole_words",
]

WITH_NUMBER = (ValueState.FINAL, ValueState.PROVISIONAL)
WITHOUT_NUMBER = (
    ValueState.DUE,
    ValueState.NOT_COLLECTED,
    ValueState.SUSPENDED,
    ValueState.SUPPRESSED,
    ValueState.CLOSED,
)


def check_value(
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    state: ValueState,
    due_text: str | None,
    measure: Scaled,
    *,
    is_survey: bool = False,
    period: str = "",
) -> None:
    """Raise RuleBroken when a typed value cannot stand: its number, its counts, its state."""
    if state in WITH_NUMBER and value is None:
        raise RuleBroken("Enter the value, or say why there is none", field="value")
    if state in WITHOUT_NUMBER and value is not None:
        raise RuleBroken(f"A value that is {state.value.replace('-', ' ')} has no number", field="value")
    if state is ValueState.DUE and not due_text:
        raise RuleBroken("Enter when it is due, like Due June 2022", field="due_text")
    wrong = quality.impossible(value, numerator, denominator, measure)
    if wrong:
        raise RuleBroken(f"{period} value {wrong}".strip(), field="value")
    odd = quality.mismatch(value, numerator, denominator, measure, is_survey=is_survey)
    if odd:
        raise RuleBroken(odd, field="value")


def check_restatement(was: ValueState, reason: str | None) -> None:
    """Raise RuleBroken unless a final value that changes has its reason."""
    if was is ValueState.FINAL and not reason:
        raise RuleBroken("Say why the final value changes", field="reason")


def check_target(
    at_least: Decimal | None, at_most: Decimal | None, polarity: Polarity, *, is_open: bool, is_strict: bool = False
) -> None:
    """Raise RuleBroken unless there are one or two limits in order, or the target is to be confirmed."""
    if is_open:
        return
    if at_least is None and at_most is None:
        raise RuleBroken("Enter one limit or two, or select 'to be confirmed'", field="at_least")
    if at_least is not None and at_most is not None and at_least > at_most:
        raise RuleBroken("At most must be the same as or more than at least", field="at_most")
    if is_strict and at_least is not None and at_most is not None:
        raise RuleBroken("Both limits of a band count: only a single limit can be left out itself", field="is_strict")
    if polarity is Polarity.BAND and (at_least is None or at_most is None):
        raise RuleBroken("This measure's aim is a band: enter both limits", field="at_most")


def check_forecast(kind: PeriodKind, value: Decimal | None, method: str | None) -> None:
    """Raise RuleBroken unless a forecast is of a financial year and says how it was made."""
    if kind is not PeriodKind.YEAR:
        raise RuleBroken("A forecast is of a financial year, like 2020-21", field="period")
    if value is not None and not method:
        raise RuleBroken("Say how the forecast was made", field="method")


def check_rating(rag: Rag, suggested: Rag | None, reason: str | None) -> None:
    """Raise RuleBroken when a reason is needed: for red, and where the officer differs from the suggestion."""
    if reason:
        return
    if suggested is not None and rag is not suggested:
        raise RuleBroken(f"Say why this differs from the suggestion, {RAG_WORDS[suggested]}", field="reason")
    if rag is Rag.RED:
        raise RuleBroken("Say why it is Red", field="reason")
