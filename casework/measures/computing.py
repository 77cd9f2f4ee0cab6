"""Measures worked out from the product's own records: complaints answered in time, actions overdue. Never typed.

The rooms above say how (hooks.register_computer). Working out again restates a final figure that changed, and the old
one stays visible; the figure of a period that is still running is provisional and simply kept up to date.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import select, update

from casework.accounts.models import Organisation, Person
from casework.accounts.queries import councils_here
from casework.extensions import db
from casework.kit import clock, words
from casework.measures import holding, hooks
from casework.measures.figures import MULTIPLIER
from casework.measures.hooks import Computer, Counted
from casework.measures.models import Measure, MeasureValue, ValueState, WorkingOut
from casework.measures.periods import PeriodSpec, month, months, year
from casework.measures.queries import list_measures
from casework.trail import services as trail
from casework.trail.events import Event

YEARS_BACK, QUARTERS_BACK, MONTHS_BACK = 10, 8, 18  # so many months show on a control chart what is usual
REASON = "Worked out again from the records"


def recompute(council: Organisation, *, today: date, by: Person | None = None, also: Iterable[PeriodSpec] = ()) -> int:
    """Work out every such measure of the council again; how many figures are new or changed. The caller commits.

    `also`: periods beside the usual ones, for records that are older.
    """
    sources = hooks.computers()
    measures = [one for one in list_measures(references=sources) if one.is_computed]
    specs = list(dict.fromkeys([*periods(today), *also]))
    numbers = holding.period_ids(specs)
    entries = [
        _entry(measure, council, spec, numbers[spec.code], sources[measure.reference].computer, today)
        for measure in measures
        for spec in specs
        if spec.starts_on <= today
    ]
    plan = holding.sort(entries, reason=REASON)
    plan.new = [entry for entry in plan.new if entry.value is not None]
    touched = len(plan.new) + len(plan.completed) + len(plan.restated)
    if touched:
        plan.restated = _without_running(plan.restated, by)
        holding.keep(plan, by_id=by.id if by else None)
        trail.record(
            Event.VALUE_RECORDED,
            None,
            by=by,
            words=f"worked out {words.plural(touched, 'figure')} of {council.name} from the records",
        )
    stamp = db.session.get(WorkingOut, council.id) or WorkingOut(organisation_id=council.id)
    stamp.at, stamp.by_id = clock.now(), by.id if by else None
    db.session.add(stamp)
    return touched


def _without_running(restated: list[tuple[int, holding.Entry]], by: Person | None) -> list[tuple[int, holding.Entry]]:
    """What is to be restated; figures that were provisional are changed where they stand, for they promised nothing."""
    columns = MeasureValue.id, MeasureValue.state
    held = select(*columns).where(MeasureValue.id.in_([held_id for held_id, _ in restated]))
    running = {held_id for held_id, state in db.session.execute(held) if state is ValueState.PROVISIONAL}
    for held_id, entry in restated:
        if held_id in running:
            figures = {name: getattr(entry, name) for name in ("state", *holding.COUNTS)}
            stamp = {"recorded_at": clock.now(), "recorded_by_id": by.id if by else None}
            db.session.execute(update(MeasureValue).where(MeasureValue.id == held_id).values(**figures, **stamp))
    return [pair for pair in restated if pair[0] not in running]


def recompute_due(*, today: date, every: bool = False) -> list[tuple[Organisation, int]]:
    """Work out the figures of each council that works here, unless they were worked out today (`every`: those too).

    Gives back each council with how many of its figures changed.

    Called by a schedule as often as it likes. The caller commits.
    """
    stamps = {one.organisation_id: clock.day_of(one.at) for one in db.session.scalars(select(WorkingOut))}
    due = [
        one
        for one in db.session.scalars(councils_here().order_by(Organisation.id))
        if every or stamps.get(one.id) != today
    ]
    return [(council, recompute(council, today=today)) for council in due]


def work_out_due(today: date) -> list[str]:
    """The day's working out as a schedule asks for it: a sentence for each council whose figures changed."""
    return [
        f"Worked out {words.plural(touched, 'figure')} of {council.name} from the records"
        for council, touched in recompute_due(today=today)
        if touched
    ]


def last_worked_out(council: Organisation) -> WorkingOut | None:
    """When the council's figures were last worked out; None when they never were."""
    return db.session.get(WorkingOut, council.id)


def periods(today: date) -> Iterator[PeriodSpec]:
    """The running financial year and the ten before it, the last eight quarters that have begun, the last 18 months.

    Months have ended: a control chart would take one that has hardly begun for a signal.
    """
    start = today.year - (today.month < 4)
    for back in range(YEARS_BACK + 1):
        yield year(start - back)
    quarter = (start, (4, 7, 10, 1)[(today.month - 4) % 12 // 3])
    for _ in range(QUARTERS_BACK):
        of_year, first = quarter
        yield months(of_year, first, first + 2)
        quarter = (of_year - (first == 4), {4: 1, 7: 4, 10: 7, 1: 10}[first])
    yield from months_before(today, MONTHS_BACK)


def months_before(day: date, count: int) -> Iterator[PeriodSpec]:
    """So many whole months before the one of `day`, newest first."""
    at = day.year * 12 + day.month - 1
    for back in range(1, count + 1):
        of_year, number = divmod(at - back, 12)
        yield month(of_year, number + 1)


def _entry(
    measure: Measure, council: Organisation, spec: PeriodSpec, period_id: int, computer: Computer, today: date
) -> holding.Entry:
    """The figure of a period; without a value where there is nothing to count."""
    entry = holding.Entry(measure.id, council.id, period_id, ValueState.NOT_COLLECTED)
    counted = computer(council, spec)
    if counted is None or counted.denominator == 0:
        return entry
    entry.state = ValueState.FINAL if spec.ends_on < today else ValueState.PROVISIONAL
    entry.value = _value(measure, counted)
    if counted.denominator is not None:
        entry.numerator, entry.denominator = words.exact(counted.numerator), words.exact(counted.denominator)
    return entry


def _value(measure: Measure, counted: Counted) -> Decimal:
    """A share in the measure's unit and decimals, halves up; a plain number as it is."""
    if counted.denominator is None:
        return words.exact(counted.numerator)
    share = words.exact(counted.numerator) * MULTIPLIER.get(measure.unit, 1) / counted.denominator
    return words.rounded(share, measure.decimals)
