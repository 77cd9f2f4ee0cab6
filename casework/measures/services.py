"""What happens to figures: add, restate, set a target, rate, ask about one, start a control chart anew.

Nothing here commits; the actor is `by`. Other rooms load packs through the names at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.measures import quality, queries, rules
from casework.measures.breaks import counted_alike
from casework.measures.history import earlier_values, last_before, populations
from casework.measures.loading import load_editions, load_organisations
from casework.measures.models import (
    ChartRebase,
    DataQuestion,
    Measure,
    MeasureValue,
    OfficerRating,
    Period,
    Quartile,
    Rag,
    ValueState,
)
from casework.measures.periods import parse_period, period_words
from casework.measures.targeting import doubts_about, doubts_about_forecast, give_forecast, hold_period, set_target
from casework.trail import services as trail
from casework.trail.events import Event

ALREADY = "There is a value for {words} already. Restate it instead"
__all__ = [
    "Figures",
    "add_value",
    "doubts_about",
    "doubts_about_forecast",
    "give_forecast",
    "hold_period",
    "load_editions",
    "load_organisations",
    "restate",
    "set_target",
]


@dataclass
class Figures:
    """What is typed for one value."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    state: ValueState = ValueState.FINAL
    due_text: str | None = None
    published_quartile: Quartile | None = None
    note: str | None = None
    margin: Decimal | None = None
    base: Decimal | None = None


def odd_about(
    measure: Measure, organisation: Organisation, period: Period, figures: Figures, *, today: date
) -> list[str]:
    """What looks odd about figures that are allowed all the same, as sentences."""
    spec = parse_period(period.code)
    series = earlier_values([(measure.id, organisation.id)], [period.kind])
    known = series.get((measure.id, organisation.id, period.kind), {})
    wholes = populations([(measure.id, organisation.id)]).get((measure.id, organisation.id), {})
    return quality.warnings(
        figures.value,
        figures.numerator,
        figures.denominator,
        measure,
        spec,
        earlier=counted_alike(measure, known, spec),
        today=today,
        is_survey=measure.is_survey,
        population_before=last_before(wholes, period.ends_on),
    )


def add_value(
    measure: Measure, organisation: Organisation, *, period: str, figures: Figures, by: Person | None
) -> MeasureValue:
    """Add the value of a period that has none. Raises RuleBroken when it cannot stand or there is one already."""
    _check_typed(measure, figures, "")
    held_period = hold_period(period)
    if queries.find_value(measure, organisation, held_period):
        raise RuleBroken(ALREADY.format(words=period_words(held_period.code)), field="period")
    value = _new_value(measure, organisation, held_period, figures, by)
    db.session.add(value)
    try:
        db.session.flush()
    except IntegrityError:  # somebody else added it in this very moment
        raise RuleBroken(ALREADY.format(words=period_words(held_period.code)), field="period") from None
    printed = rules.value_words(figures, measure)
    trail.record(
        Event.VALUE_RECORDED,
        value,
        by=by,
        words=f"recorded {printed} for {period_words(held_period.code)}, {organisation.name}",
        changes={"Value": (None, printed)},
    )
    return value


def restate(value: MeasureValue, *, figures: Figures, reason: str | None, by: Person | None) -> MeasureValue:
    """Put another value in its place; the old one stays visible. Raises RuleBroken without a reason for a final one.

    What a national file brought stays published for everybody but this council (readers).
    """
    measure = value.measure
    db.session.refresh(value, attribute_names=["superseded_by_id"], with_for_update=True)
    if value.superseded_by_id is not None:
        raise RuleBroken("This value was restated while you were writing. Open the measure to see the new one")
    rules.check_restatement(value.state, reason)
    _check_typed(measure, figures, period_words(value.period.code))
    new = _new_value(measure, value.organisation, value.period, figures, by)
    new.replaces_reason = reason
    new.superseded_by_id = value.id  # two values must not stand at once, not even for a moment
    db.session.add(new)
    db.session.flush()
    value.superseded_by_id = new.id
    db.session.flush()
    new.superseded_by_id = None
    before, after = rules.value_words(value, measure), rules.value_words(figures, measure)
    others = f"; others still see the published {before}" if value.is_published else ""
    trail.record(
        Event.VALUE_RESTATED,
        new,
        by=by,
        words=f"restated {period_words(value.period.code)} from {before} to {after}, {value.organisation.name}{others}",
        changes={"Value": (before, after)},
        reason=reason,
    )
    return new


def _check_typed(measure: Measure, figures: Figures, period: str) -> None:
    if measure.is_computed:
        raise RuleBroken("This measure is worked out from the records, so it is never typed")
    rules.check_value(
        figures.value,
        figures.numerator,
        figures.denominator,
        figures.state,
        figures.due_text,
        measure,
        is_survey=measure.is_survey,
        period=period,
    )


def _new_value(
    measure: Measure, organisation: Organisation, period: Period, figures: Figures, by: Person | None
) -> MeasureValue:
    return MeasureValue(
        measure=measure,
        organisation=organisation,
        period=period,
        value=figures.value,
        numerator=figures.numerator,
        denominator=figures.denominator,
        state=figures.state,
        due_text=figures.due_text,
        published_quartile=figures.published_quartile,
        note=figures.note,
        margin=figures.margin,
        base=figures.base,
        recorded_at=clock.now(),
        recorded_by_id=by.id if by else None,
    )


def rate(
    measure: Measure,
    organisation: Organisation,
    *,
    period: Period,
    rag: Rag,
    suggested: Rag | None,
    triggers: list[str],
    reason: str | None,
    by: Person,
) -> OfficerRating:
    """Give or change the officer's own rating. Raises RuleBroken where a reason is needed."""
    rules.check_rating(rag, suggested, reason)
    query = select(OfficerRating).filter_by(measure_id=measure.id, organisation_id=organisation.id, period_id=period.id)
    rating = db.session.scalars(query).unique().first()
    before = rules.RAG_WORDS[rating.rag] if rating else None
    if rating is None:
        rating = OfficerRating(measure=measure, organisation_id=organisation.id, period=period)
        db.session.add(rating)
    rating.rag, rating.reason = rag, reason
    rating.triggers = ";".join(triggers) or None
    rating.rated_by, rating.rated_on = by.name, clock.today()
    after = rules.RAG_WORDS[rag]
    trail.record(
        Event.MEASURE_RATED,
        rating,
        by=by,
        words=f"rated {period_words(period.code)} {after}, {organisation.name}",
        changes={"Rating": (before, after), "Suggested": (None, rules.RAG_WORDS[suggested] if suggested else None)},
        reason=reason,
    )
    return rating


def rebase(measure: Measure, organisation: Organisation, *, period: Period, reason: str, by: Person) -> ChartRebase:
    """Start the control chart anew from `period`, with the reason. Raises RuleBroken when it does so there already."""
    query = select(ChartRebase).filter_by(measure_id=measure.id, organisation_id=organisation.id, period_id=period.id)
    if db.session.scalars(query).first():
        raise RuleBroken(f"The chart starts anew in {period_words(period.code)} already", field="period")
    made = ChartRebase(
        measure_id=measure.id,
        organisation_id=organisation.id,
        period=period,
        reason=reason,
        decided_by_id=by.id,
        decided_at=clock.now(),
    )
    db.session.add(made)
    words = f"started the control chart anew from {period_words(period.code)}"
    trail.record(Event.CHART_REBASED, made, by=by, words=words, reason=reason)
    return made


def raise_question(
    measure: Measure,
    organisation: Organisation,
    *,
    period: Period | None,
    question: str,
    owner: Person | None,
    by: Person,
) -> DataQuestion:
    """Ask about an odd figure."""
    asked = DataQuestion(
        measure=measure,
        organisation_id=organisation.id,
        period=period,
        question=question,
        owner_id=owner.id if owner else None,
        raised_by_id=by.id,
        raised_at=clock.now(),
    )
    db.session.add(asked)
    about = f" for {period_words(period.code)}" if period else ""
    trail.record(Event.QUESTION_RAISED, asked, by=by, words=f"asked about the figure{about}: {question}")
    return asked


def keep_doubts(
    measure: Measure,
    organisation: Organisation,
    *,
    period: Period | None,
    odd: Sequence[str],
    why: str | None,
    by: Person,
) -> str:
    """Put what looked odd about a typed figure on the data questions page, answered when it was said why it is right.

    What a page says of it.
    """
    asked = raise_question(measure, organisation, period=period, question=". ".join(odd), owner=None, by=by)
    if not why:
        return "What looked odd is kept as a data question until somebody says what came of it"
    answer_question(asked, outcome=why, by=by)
    return "What looked odd is kept as a data question, with your answer"


def answer_question(asked: DataQuestion, *, outcome: str, by: Person) -> None:
    """Say what came of a question. Raises RuleBroken when it is answered already."""
    if asked.answered_at is not None:
        raise RuleBroken("This question is answered already")
    asked.outcome, asked.answered_at = outcome, clock.now()
    trail.record(Event.QUESTION_ANSWERED, asked, by=by, words=f"answered a data question: {outcome}")
