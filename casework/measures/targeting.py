"""What is aimed at and what is expected: targets, milestones, and an analyst's own forecast of a year."""

from decimal import Decimal

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.measures import holding, implied, quality, rules
from casework.measures.breaks import counted_alike
from casework.measures.history import earlier_values, newest_bases
from casework.measures.models import Measure, Period, Target, TargetKind, YearForecast
from casework.measures.periods import NotAPeriod, PeriodSpec, parse_period, period_words
from casework.trail import services as trail
from casework.trail.events import Event


def hold_period(text: str | PeriodSpec) -> Period:
    """The period that `text` names, made when nothing was kept for it yet. Raises RuleBroken for no period."""
    try:
        spec = parse_period(text) if isinstance(text, str) else text
    except NotAPeriod as problem:
        raise RuleBroken(str(problem), field="period") from None
    number = holding.period_ids([spec])[spec.code]
    return db.session.get_one(Period, number)


def set_target(
    measure: Measure,
    organisation: Organisation,
    *,
    period: str,
    kind: TargetKind,
    at_least: Decimal | None,
    at_most: Decimal | None,
    is_strict: bool = False,
    implied_count: int | None = None,
    note: str | None = None,
    is_open: bool = False,
    by: Person | None,
) -> Target:
    """Set or change the target or milestone of a period; `is_open`: it is to be confirmed. Raises RuleBroken."""
    rules.check_target(at_least, at_most, measure.polarity, is_open=is_open, is_strict=is_strict)
    if not is_open:
        _check_possible(at_least, measure, "at_least", "At least")
        _check_possible(at_most, measure, "at_most", "At most")
    held_period = hold_period(period)
    query = select(Target).filter_by(
        measure_id=measure.id, organisation_id=organisation.id, period_id=held_period.id, kind=kind
    )
    target = db.session.scalars(query).unique().first()
    before = rules.target_words(target, measure)
    if target is None:
        target = Target(measure=measure, organisation_id=organisation.id, period=held_period, kind=kind)
        db.session.add(target)
    target.at_least, target.at_most = (None, None) if is_open else (at_least, at_most)
    target.is_strict = is_strict and not is_open
    target.implied_count, target.note = implied_count, note
    after = rules.target_words(target, measure)
    trail.record(
        Event.TARGET_SET,
        target,
        by=by,
        words=f"set the {kind.value} of {period_words(held_period.code)} to {after}, {organisation.name}",
        changes={kind.value.capitalize(): (before, after)},
    )
    return target


def doubts_about(target: Target, organisation: Organisation) -> list[str]:
    """What looks odd about a target: a count that does not fit its limit, or a limit in another unit than the figures.

    The count is tried on the people of the newest figure, the limit beside the last figure of such a period.
    """
    measure, pair = target.measure, (target.measure.id, organisation.id)
    odd = [implied.count_doubt(target, newest_bases([pair]).get(pair), measure)]
    odd += [_slipped(limit, measure, organisation, target.period) for limit in (target.at_least, target.at_most)]
    return [sentence for sentence in odd if sentence]


def doubts_about_forecast(given: YearForecast, organisation: Organisation) -> list[str]:
    """What looks odd about a forecast: another unit than the figures of the years before."""
    slipped = _slipped(given.value, given.measure, organisation, given.period)
    return [slipped] if slipped else []


def _slipped(figure: Decimal | None, measure: Measure, organisation: Organisation, period: Period) -> str | None:
    """Whether a figure is about 100 or 1,000 times the last one of the kind of period, or that part of it."""
    series = earlier_values([(measure.id, organisation.id)], [period.kind])
    known = series.get((measure.id, organisation.id, period.kind), {})
    earlier = counted_alike(measure, known, parse_period(period.code))
    return quality.unit_slip(figure, earlier, measure) if figure is not None else None


def _check_possible(figure: Decimal | None, measure: Measure, field: str, words: str) -> None:
    wrong = quality.impossible(figure, None, None, measure)
    if wrong:
        raise RuleBroken(f"{words} {wrong}", field=field)


def give_forecast(
    measure: Measure,
    organisation: Organisation,
    *,
    period: str,
    value: Decimal | None,
    count: int | None,
    method: str | None,
    by: Person | None,
) -> YearForecast | None:
    """Give, change or (without a value) take back one's own forecast of a year. Raises RuleBroken."""
    held_period = hold_period(period)
    rules.check_forecast(held_period.kind, value, method)
    _check_possible(value, measure, "value", "Forecast")
    query = select(YearForecast).filter_by(
        measure_id=measure.id, organisation_id=organisation.id, period_id=held_period.id
    )
    given = db.session.scalars(query).unique().first()
    before = rules.figure_words(given.value, measure) if given else None
    after = rules.figure_words(value, measure) if value is not None else None
    if given is None and value is not None:
        given = YearForecast(measure=measure, organisation_id=organisation.id, period=held_period)
        db.session.add(given)
    if given is None:
        raise RuleBroken("Enter the forecast", field="value")
    if value is None:
        db.session.delete(given)
    else:
        given.value, given.count, given.method = value, count, method or ""
        given.given_by_id, given.given_at = by.id if by else None, clock.now()
    done = f"forecast {after} for" if after else "took back the forecast of"
    trail.record(
        Event.FORECAST_GIVEN,
        measure if value is None else given,
        by=by,
        words=f"{done} {period_words(held_period.code)}, {organisation.name}",
        changes={"Forecast": (before, after)},
        reason=method,
    )
    return given if value is not None else None
