"""Reading the figures that measure tables print, with rank and quartile where national values are held."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from casework.accounts.models import Organisation, OrganisationKind
from casework.assessments.figures import Figure, Figures, MeasureFigures, shift_years
from casework.assessments.models import Assessment
from casework.assessments.outline import NodeKind, Outline
from casework.extensions import db
from casework.measures.models import TOTAL, Edition, Measure, MeasureValue, Period, Polarity
from casework.measures.quartiles import quartile_of


def known_measures() -> set[str]:
    """The key (edition:code) of every measure held."""
    query = select(Edition.code, Measure.code).join(Measure, Measure.edition_id == Edition.id)
    return {f"{edition}:{code}" for edition, code in db.session.execute(query)}


def list_figures(assessment: Assessment, *, measures: Collection[str] | None = None) -> Figures:
    """The figures of the form's measures in the years its tables print, by edition:code; two statements."""
    outline = assessment.template.outline
    keys = list(outline.measures if measures is None else measures)
    periods = sorted(_periods(outline, assessment.period))
    if not keys:
        return {}
    standings = _standings(keys, periods, assessment.organisation)
    query = (
        select(Measure, Edition.code, MeasureValue, Period.code)
        .join(Edition, Measure.edition_id == Edition.id)
        .outerjoin(MeasureValue, and_(*_held_by(assessment.organisation_id, periods)))
        .outerjoin(Period, Period.id == MeasureValue.period_id)
        .where(_named(keys))
    )
    found: dict[str, MeasureFigures] = {}
    for measure, edition, value, period in db.session.execute(query):
        key = f"{edition}:{measure.code}"
        held = found.setdefault(
            key, MeasureFigures(measure.id, measure.unit, measure.decimals, {}, measure.label, measure.title)
        )
        if value is not None:
            rank, n = standings.get((measure.id, period), (None, 0))
            held.by_period[period] = _figure(value, rank=rank, n=n)
    return found


def _figure(value: MeasureValue, *, rank: int | None, n: int) -> Figure:
    return Figure(
        value=value.value,
        state=value.state,
        due_text=value.due_text,
        published_quartile=value.published_quartile,
        computed_quartile=quartile_of(rank, n) if rank else None,
        rank=rank if rank and quartile_of(rank, n) else None,
        n=n,
        note=value.note,
        recorded_at=value.recorded_at,
    )


def _periods(outline: Outline, period: str) -> set[str]:
    tables = [node for node in outline.nodes.values() if node.kind is NodeKind.MEASURE_TABLE]
    return {code for table in tables for code in shift_years(table, period).values()}


def _named(keys: Sequence[str]) -> ColumnElement[bool]:
    pairs = [key.split(":", 1) for key in keys]
    return or_(*(and_(Edition.code == edition, Measure.code == code) for edition, code in pairs))


def _held_by(organisation_id: int, periods: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    in_periods = select(Period.id).where(Period.code.in_(periods))
    return (
        MeasureValue.measure_id == Measure.id,
        MeasureValue.organisation_id == organisation_id,
        MeasureValue.breakdown == TOTAL,
        MeasureValue.superseded_by_id.is_(None),
        MeasureValue.period_id.in_(in_periods),
    )


def _standings(
    keys: Sequence[str], periods: Collection[str], own: Organisation
) -> dict[tuple[int, str], tuple[int, int]]:
    """(measure, period) -> (rank, n) of the organisation among councils with a value, best first by polarity."""
    others = (
        select(MeasureValue.measure_id, MeasureValue.period_id, MeasureValue.value)
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .where(
            Organisation.kind == OrganisationKind.COUNCIL,
            MeasureValue.breakdown == TOTAL,
            MeasureValue.superseded_by_id.is_(None),
            MeasureValue.value.is_not(None),
        )
        .subquery()
    )
    better = case(
        (and_(Measure.polarity == Polarity.HIGH, others.c.value > MeasureValue.value), 1),
        (and_(Measure.polarity == Polarity.LOW, others.c.value < MeasureValue.value), 1),
        else_=0,
    )
    query = (
        select(Measure.id, Period.code, func.sum(better) + 1, func.count())
        .join(Edition, Edition.id == Measure.edition_id)
        .join(MeasureValue, and_(*_held_by(own.id, periods)))
        .join(Period, Period.id == MeasureValue.period_id)
        .join(others, and_(others.c.measure_id == Measure.id, others.c.period_id == MeasureValue.period_id))
        .where(_named(keys), Measure.polarity.in_((Polarity.HIGH, Polarity.LOW)), MeasureValue.value.is_not(None))
        .group_by(Measure.id, Period.code)
    )
    return {(measure_id, code): (int(rank), int(n)) for measure_id, code, rank, n in db.session.execute(query)}
