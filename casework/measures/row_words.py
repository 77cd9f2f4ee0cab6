"""A row of a measure's figures in words: counts, interval, note, whether it moved by more than chance."""

from collections.abc import Iterable

from casework.kit import words
from casework.measures import rules
from casework.measures.breaks import first_break
from casework.measures.intervals import Interval, differs
from casework.measures.models import Measure, MeasureValue, PeriodKind, Unit, ValueState
from casework.measures.quartiles import travel

SURVEY_YEARS = 3  # carers were asked in 2016/17, 2018/19 and 2021/22: so far back a year is compared


def counts_words(value: MeasureValue) -> str:
    """148 of 1,405; 23; the mean of 12; how many answered a survey."""
    if value.measure.is_computed and value.measure.unit is Unit.DAYS and value.denominator is not None:
        return f"mean of {words.number(value.denominator)}"
    if value.numerator is not None and value.denominator is not None:
        return f"{words.number(value.numerator)} of {words.number(value.denominator)}"
    if value.numerator is not None:
        return words.number(value.numerator)
    return f"{words.number(value.base)} answered" if value.base is not None else ""


def interval(value: MeasureValue, measure: Measure) -> Interval | None:
    """The 95% interval of a value."""
    return rules.interval_of(
        value.value, value.numerator, value.denominator, value.margin, measure.unit, is_survey=measure.is_survey
    )


def interval_words(found: Interval | None, measure: Measure) -> str:
    """9.0% to 12.3%"""
    if found is None:
        return ""
    return f"{rules.figure_words(found.low, measure)} to {rules.figure_words(found.high, measure)}"


def is_running(value: MeasureValue) -> bool:
    """Whether the period of a figure from our own records is not over: it holds what was counted so far."""
    return value.measure.is_computed and value.state is ValueState.PROVISIONAL


def when_words(value: MeasureValue) -> str:
    """2025/26, or 2026/27 so far."""
    return rules.period_words(value.period.code) + (" so far" if is_running(value) else "")


def note_of(value: MeasureValue) -> str:
    """The note, the mark, and that the value is not final yet."""
    parts = [rules.note_words(value.note)]
    if value.mark:
        parts.append(f"Published as {value.mark}.")
    if value.state is ValueState.PROVISIONAL:
        parts.append("So far." if is_running(value) else "Provisional.")
    return " ".join(part for part in parts if part)


def earlier_of(value: MeasureValue, values: Iterable[MeasureValue]) -> MeasureValue | None:
    """The figure that `value` is compared with: of the period just before, or for a year the last of three before it.

    Those without a number are passed over: a survey that is held every second year is compared with the one before.
    None across a year from which the measure is counted in another way.
    """
    known = {one.period.code: one for one in values if one.value is not None}
    spec = rules.parse_period(value.period.code)
    for _ in range(SURVEY_YEARS if spec.kind is PeriodKind.YEAR else 1):
        spec = rules.period_before(spec)
        if first_break(value.measure, spec, value.period):
            return None
        if spec.code in known:
            return known[spec.code]
    return None


def is_sure_move(value: MeasureValue, earlier: MeasureValue | None, measure: Measure) -> bool | None:
    """Whether two figures lie further apart than chance; None without intervals on both sides."""
    if earlier is None or value.value is None or earlier.value is None:
        return None
    was, now = interval(earlier, measure), interval(value, measure)
    if was is None or now is None:
        return None
    return differs(float(earlier.value), was, float(value.value), now)


def moved_words(value: MeasureValue, earlier: MeasureValue | None, measure: Measure) -> str:
    """Better since 2019/20, by more than chance; no sure change since 2019/20; nothing where that cannot be told."""
    sure = is_sure_move(value, earlier, measure)
    if sure is None or earlier is None:
        return ""
    since = f"since {rules.period_words(earlier.period.code)}"
    if not sure:
        return f"no sure change {since}"
    way = travel(earlier.value, value.value, measure.polarity)
    return f"{way if way in ('better', 'worse') else 'changed'} {since}, by more than chance"
