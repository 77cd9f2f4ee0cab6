"""Measures worked out from the product's own records: complaints answered in time, actions overdue. Never typed.

The rooms above say how (hooks.register_computer). Working out again restates what changed, and the old figure stays
visible.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from casework.accounts.models import Organisation, Person
from casework.kit import words
from casework.measures import holding, hooks
from casework.measures.figures import MULTIPLIER
from casework.measures.hooks import Computer, Counted
from casework.measures.models import Measure, ValueState
from casework.measures.periods import PeriodSpec, months, year
from casework.measures.queries import list_measures
from casework.trail import services as trail
from casework.trail.events import Event

YEARS_BACK, QUARTERS_BACK = 5, 8
REASON = "Worked out again from the records"


def recompute(council: Organisation, *, today: date, by: Person | None = None) -> int:
    """Work out every such measure of the council again; how many figures are new or changed. The caller commits."""
    computers = hooks.computers()
    measures = [one for one in list_measures(references=computers) if one.is_computed]
    specs = list(periods(today))
    numbers = holding.period_ids(specs)
    entries = [
        entry
        for measure in measures
        for spec in specs
        for entry in _entry(measure, council, spec, numbers[spec.code], computers[measure.reference], today)
    ]
    plan = holding.sort(entries, reason=REASON)
    touched = len(plan.new) + len(plan.completed) + len(plan.restated)
    if touched:
        holding.keep(plan, by_id=by.id if by else None)
        trail.record(
            Event.VALUE_RECORDED,
            None,
            by=by,
            words=f"worked out {words.plural(touched, 'figure')} of {council.name} from the records",
        )
    return touched


def periods(today: date) -> Iterator[PeriodSpec]:
    """The running financial year and the five before it, and the last eight quarters that have begun."""
    start = today.year - (today.month < 4)
    for back in range(YEARS_BACK + 1):
        yield year(start - back)
    quarter = (start, (4, 7, 10, 1)[(today.month - 4) % 12 // 3])
    for _ in range(QUARTERS_BACK):
        of_year, first = quarter
        yield months(of_year, first, first + 2)
        quarter = (of_year - (first == 4), {4: 1, 7: 4, 10: 7, 1: 10}[first])


def _entry(
    measure: Measure, council: Organisation, spec: PeriodSpec, period_id: int, computer: Computer, today: date
) -> Iterator[holding.Entry]:
    counted = computer(council, spec) if spec.starts_on <= today else None
    if counted is None or counted.denominator == 0:
        return
    value = _value(measure, counted)
    yield holding.Entry(
        measure_id=measure.id,
        organisation_id=council.id,
        period_id=period_id,
        state=ValueState.FINAL if spec.ends_on < today else ValueState.PROVISIONAL,
        value=value,
        numerator=words.exact(counted.numerator) if counted.denominator is not None else None,
        denominator=words.exact(counted.denominator) if counted.denominator is not None else None,
    )


def _value(measure: Measure, counted: Counted) -> Decimal:
    """A share in the measure's unit and decimals, halves up; a plain number as it is."""
    if counted.denominator is None:
        return words.exact(counted.numerator)
    share = words.exact(counted.numerator) * MULTIPLIER.get(measure.unit, 1) / counted.denominator
    return words.rounded(share, measure.decimals)
