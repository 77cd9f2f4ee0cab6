"""The period and the measure that a report is asked for."""

from casework.kit.rules import RuleBroken
from casework.measures import queries
from casework.measures.rules import NotAPeriod, PeriodSpec, parse_period, period_words
from casework.reports.kinds import Asked, Choices
from casework.reports.queries import list_followed_measures


def asked_period(asked: Asked) -> PeriodSpec:
    """The period in any form people write it. Raises RuleBroken with a sentence."""
    try:
        return parse_period(str(asked.get("period")))
    except NotAPeriod as fault:
        raise RuleBroken(str(fault), field="period") from None


def list_period_choices(asked: Asked) -> Choices:
    """Periods that the council has figures for, newest first."""
    return [(period.code, period_words(period.code)) for period in queries.list_periods(asked.council)]


def list_measure_choices(asked: Asked) -> Choices:
    """Measures that the council has a figure or a finding for."""
    return [(one.reference, one.name[:120]) for one in list_followed_measures(asked.council)]
