"""Reading measures: which there are, what their figures are, and where a council stands.

Measures, editions and published national figures are the same for everybody; a council's own page, targets, ratings and
typed values are read for one council at a time, which `council_of` names for the person who reads.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Select, case, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.accounts.queries import find_only_council
from casework.extensions import db
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.measures.models import (
    TOTAL,
    ChartRebase,
    DataQuestion,
    Edition,
    Measure,
    MeasureValue,
    OfficerRating,
    Period,
    Target,
    YearForecast,
)
from casework.measures.references import code_key, parse_measure_code
from casework.trail.services import Subject


def council_of(person: Person) -> Organisation:
    """The council whose figures a person works with: their own, or for an agency the only one that works here."""
    if person.organisation.kind is OrganisationKind.COUNCIL:
        return person.organisation
    return find_only_council() or person.organisation


# --- measures, editions, periods ---


def get_measure(measure_id: int, *, seen_by: Person) -> Measure:
    """The measure, or "Page not found". Measures are the same for every council."""
    return or_404(db.session.get(Measure, measure_id))


def find_measure(reference: str) -> Measure | None:
    """The measure that edition:code names, whatever the case and brackets of its code; None if there is none."""
    try:
        edition, code = parse_measure_code(reference)
    except ValueError:
        return None
    measures = db.session.scalars(select(Measure).join(Measure.edition).where(Edition.code == edition)).all()
    exact = [measure for measure in measures if measure.code == code]
    alike = [measure for measure in measures if code_key(measure.code) == code_key(code)]
    return next(iter(exact or alike), None)


def measure_called(reference: str) -> Measure:
    """The measure that edition:code names; RuleBroken with a sentence when there is none."""
    measure = find_measure(reference)
    if measure is None:
        raise RuleBroken(
            f"There is no measure {reference}. Write edition and code, like ascof-2011:1E", field="measure"
        )
    return measure


def list_editions() -> list[Edition]:
    """Every edition, national sets first, newest first."""
    order = case((Edition.code.like("ascof%"), 0), else_=1)
    return list(db.session.scalars(select(Edition).order_by(order, Edition.first_year.desc(), Edition.code)))


def list_measures(*, edition: Edition | None = None, references: Collection[str] | None = None) -> list[Measure]:
    """Measures in the order of their edition; of one edition, or those named by `references` (edition:code)."""
    query = select(Measure).join(Measure.edition).order_by(Edition.code, Measure.position, Measure.code)
    if edition is not None:
        query = query.where(Measure.edition_id == edition.id)
    found = list(db.session.scalars(query))
    return found if references is None else [measure for measure in found if measure.reference in references]


def find_period(code: str) -> Period | None:
    """The period that is kept under this code; None when nothing has been kept for it yet."""
    return db.session.scalars(select(Period).where(Period.code == code)).first()


def list_periods(organisation: Organisation, *, measure: Measure | None = None) -> list[Period]:
    """Periods for which the organisation has any value, newest first."""
    used = select(MeasureValue.period_id).where(MeasureValue.organisation_id == organisation.id)
    if measure is not None:
        used = used.where(MeasureValue.measure_id == measure.id)
    return list(
        db.session.scalars(select(Period).where(Period.id.in_(used)).order_by(Period.ends_on.desc(), Period.starts_on))
    )


def joined_measures(measure: Measure) -> list[Measure]:
    """The measure and the one of another edition with the same definition: only their series may be joined (T15)."""
    other = find_measure(measure.same_as) if measure.same_as else None
    return [measure, other] if other is not None else [measure]


# --- values ---


def current() -> Select[MeasureValue]:
    """Values that stand: the whole council's, not restated."""
    return select(MeasureValue).where(MeasureValue.superseded_by_id.is_(None), MeasureValue.breakdown == TOTAL)


def get_value(value_id: int, *, measure: Measure, seen_by: Person) -> MeasureValue:
    """The value; "Page not found" when it is another council's or of another measure."""
    query = select(MeasureValue).where(
        MeasureValue.id == value_id,
        MeasureValue.measure_id == measure.id,
        MeasureValue.organisation_id == council_of(seen_by).id,
    )
    return or_404(db.session.scalars(query).first())


def list_values(measures: Sequence[Measure], organisation: Organisation) -> list[MeasureValue]:
    """The standing values of these measures for one organisation, oldest first."""
    query = (
        current()
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.organisation_id == organisation.id,
            MeasureValue.measure_id.in_([measure.id for measure in measures]),
        )
        .order_by(Period.ends_on, Period.starts_on, MeasureValue.id)
    )
    return list(db.session.scalars(query).unique())


def without_doubles(values: Iterable[MeasureValue], measure: Measure) -> list[MeasureValue]:
    """One value a period: where two editions of the same definition have one, the measure's own."""
    by_period: dict[int, MeasureValue] = {}
    for value in values:
        if value.period_id not in by_period or value.measure_id == measure.id:
            by_period[value.period_id] = value
    return list(by_period.values())


def list_restated(measures: Sequence[Measure], organisation: Organisation) -> list[MeasureValue]:
    """Values that were replaced later, newest first within a period; they stay visible."""
    query = (
        select(MeasureValue)
        .options(joinedload(MeasureValue.recorded_by))
        .where(
            MeasureValue.superseded_by_id.is_not(None),
            MeasureValue.organisation_id == organisation.id,
            MeasureValue.measure_id.in_([measure.id for measure in measures]),
            MeasureValue.breakdown == TOTAL,
        )
        .order_by(MeasureValue.id.desc())
    )
    return list(db.session.scalars(query).unique())


def find_value(measure: Measure, organisation: Organisation, period: Period) -> MeasureValue | None:
    """The standing value of one period."""
    query = current().where(
        MeasureValue.measure_id == measure.id,
        MeasureValue.organisation_id == organisation.id,
        MeasureValue.period_id == period.id,
    )
    return db.session.scalars(query).unique().first()


def latest_value(measure: Measure, organisation: Organisation) -> MeasureValue | None:
    """The newest value with a number; None when there is none."""
    query = (
        current()
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.measure_id == measure.id,
            MeasureValue.organisation_id == organisation.id,
            MeasureValue.value.is_not(None),
        )
        .order_by(Period.ends_on.desc(), Period.starts_on)
        .limit(1)
    )
    return db.session.scalars(query).unique().first()


def list_targets(measures: Sequence[Measure], organisation: Organisation) -> list[Target]:
    """Targets and milestones of one organisation, oldest first."""
    query = (
        select(Target)
        .join(Period, Period.id == Target.period_id)
        .where(Target.organisation_id == organisation.id, Target.measure_id.in_([measure.id for measure in measures]))
        .order_by(Period.ends_on, Target.kind)
    )
    return list(db.session.scalars(query).unique())


def list_ratings(measures: Sequence[Measure], organisation: Organisation) -> list[OfficerRating]:
    """Officers' ratings of one organisation, oldest first."""
    query = (
        select(OfficerRating)
        .join(Period, Period.id == OfficerRating.period_id)
        .where(
            OfficerRating.organisation_id == organisation.id,
            OfficerRating.measure_id.in_([measure.id for measure in measures]),
        )
        .order_by(Period.ends_on)
    )
    return list(db.session.scalars(query).unique())


def list_breakdowns(measure: Measure, organisation: Organisation) -> list[MeasureValue]:
    """Standing values by age or sex, newest period first."""
    query = (
        select(MeasureValue)
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.superseded_by_id.is_(None),
            MeasureValue.breakdown != TOTAL,
            MeasureValue.measure_id == measure.id,
            MeasureValue.organisation_id == organisation.id,
        )
        .order_by(Period.ends_on.desc(), MeasureValue.breakdown)
    )
    return list(db.session.scalars(query).unique())


def newest_edition_id(organisation: Organisation) -> int | None:
    """The edition of the organisation's newest figure; None when it has none."""
    query = (
        select(Measure.edition_id)
        .join(MeasureValue, MeasureValue.measure_id == Measure.id)
        .join(Period, Period.id == MeasureValue.period_id)
        .where(MeasureValue.organisation_id == organisation.id, MeasureValue.value.is_not(None))
        .order_by(Period.ends_on.desc(), Measure.edition_id)
        .limit(1)
    )
    return db.session.scalars(query).first()


@dataclass(frozen=True)
class Kin:
    """Measures of other editions: the same definition, and the nearest before and after with another one."""

    same: Measure | None
    before: Measure | None
    after: Measure | None


def kin(measure: Measure) -> Kin:
    """What the documented map says about the measure."""
    names = [name for name in (measure.same_as, measure.formerly, measure.replaced_by) if name]
    found = {one.reference: one for one in list_measures(references=names)} if names else {}
    return Kin(*(found.get(name or "") for name in (measure.same_as, measure.formerly, measure.replaced_by)))


def list_subjects(measure: Measure, organisation: Organisation) -> list[Subject]:
    """What the history of a measure is made of: itself, and this council's values, targets, ratings and questions."""
    subjects: list[Subject] = [measure]
    for model in (MeasureValue, Target, YearForecast, OfficerRating, ChartRebase, DataQuestion):
        query = (
            select(model)
            .where(model.measure_id == measure.id, model.organisation_id == organisation.id)
            .order_by(model.id.desc())
            .limit(40)
        )
        subjects += cast(list[Subject], db.session.scalars(query).unique().all())
    return subjects


# --- data questions ---


def list_questions(organisation: Organisation, *, is_open: bool = True) -> list[DataQuestion]:
    """Data questions of one council, newest first: those still open, or those answered."""
    answered = DataQuestion.answered_at
    query = (
        select(DataQuestion)
        .options(joinedload(DataQuestion.owner))
        .where(
            DataQuestion.organisation_id == organisation.id, answered.is_(None) if is_open else answered.is_not(None)
        )
        .order_by(DataQuestion.id.desc())
        .limit(200)
    )
    return list(db.session.scalars(query).unique())


def get_question(question_id: int, *, seen_by: Person) -> DataQuestion:
    """The question; "Page not found" when it is about another council's figures."""
    query = select(DataQuestion).where(
        DataQuestion.id == question_id, DataQuestion.organisation_id == council_of(seen_by).id
    )
    return or_404(db.session.scalars(query).unique().first())
