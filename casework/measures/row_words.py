"""A row of a measure's figures in words: counts, interval, note, whether it moved by more than chance."""

from casework.kit import words
from casework.measures import rules
from casework.measures.intervals import Interval, differs
from casework.measures.models import Measure, MeasureValue, Unit, ValueState
from casework.measures.quartiles import travel


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


def note_of(value: MeasureValue) -> str:
    """The note, the mark, and that the value is not final yet."""
    parts = [rules.note_words(value.note)]
    if value.mark:
        parts.append(f"Published as {value.mark}.")
    if value.state is ValueState.PROVISIONAL:
        parts.append("Provisional.")
    return " ".join(part for part in parts if part)


def moved_words(value: MeasureValue, earlier: MeasureValue | None, measure: Measure) -> str:
    """Better than the period before, by more than chance; nothing without intervals on both sides or an aim."""
    if earlier is None or value.value is None or earlier.value is None:
        return ""
    was, now = interval(earlier, measure), interval(value, measure)
    if was is None or now is None:
        return ""
    if not differs(float(earlier.value), was, float(value.value), now):
        return "no sure change since the period before"
    way = travel(earlier.value, value.value, measure.polarity)
    return (
        f"{way} than the period before, by more than chance"
        if way in ("better", "worse")
        else "changed by more than chance"
    )
