"""Reading the figures that measure tables print, with rank and quartile where national values are held."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from casework.assessments.figures import Figure, Figures, MeasureFigures, shift_years
from casework.assessments.models import Assessment
from casework.assessments.outline import NodeKind, Outline
from casework.extensions import db
from casework.measures.figures import value_words
from casework.measures.models import TOTAL, Edition, Measure, MeasureValue, Period
from casework.measures.places import Place, places


def known_measures() -> set[str]:
    """The key (edition:code) of every measure held."""
    query = select(Edition.code, Measure.code).join(Measure, Measure.edition_id == Edition.id)
    return {f"{edition}:{code}" for edition, code in db.session.execute(query)}


def list_figures(
    assessment: Assessment, *, measures: Collection[str] | None = None, since: datetime | None = None
) -> Figures:
    """The figures of the form's measures in the years its tables print, by edition:code; two statements.

    Each knows what was held before it, so that a page can say what a restated figure read when somebody wrote; with
    `since` (one statement more) also where it stood among councils at that moment.
    """
    outline = assessment.template.outline
    keys = list(outline.measures if measures is None else measures)
    if not keys:
        return {}
    held = and_(
        MeasureValue.measure_id == Measure.id,
        MeasureValue.organisation_id == assessment.organisation_id,
        MeasureValue.breakdown == TOTAL,
        MeasureValue.period_id.in_(select(Period.id).where(Period.code.in_(_periods(outline, assessment.period)))),
    )
    query = (
        select(Measure, MeasureValue, Period)
        .join(Measure.edition)
        .outerjoin(MeasureValue, held)
        .outerjoin(Period, Period.id == MeasureValue.period_id)
        .where(_named(keys))
    )
    rows = db.session.execute(query).unique().all()
    found = {row.Measure: row.Measure for row in rows}
    council, years = assessment.organisation, list({row.Period for row in rows if row.Period})
    stood = places(list(found), council, years, reader=council)
    then = places(list(found), council, years, reader=council, at=since) if since else {}
    figures: dict[str, MeasureFigures] = {}
    earlier: dict[tuple[int, int], list[tuple[datetime, str]]] = {}
    for measure, value, period in sorted(rows, key=lambda row: row.MeasureValue.id if row.MeasureValue else 0):
        if value is not None and value.superseded_by_id is not None:
            earlier.setdefault((measure.id, period.id), []).append((value.recorded_at, value_words(value, measure)))
    for measure, value, period in rows:
        of = figures.setdefault(measure.reference, MeasureFigures(measure.id, measure.label, measure.title, {}))
        if value is not None and value.superseded_by_id is None:
            key = (measure.id, period.id)
            of.by_period[period.code] = _figure(
                measure, value, stood.get(key), tuple(earlier.get(key, ())), then.get(key)
            )
    return figures


def _figure(
    measure: Measure,
    value: MeasureValue,
    place: Place | None,
    before: tuple[tuple[datetime, str], ...],
    then: Place | None,
) -> Figure:
    place = place or Place(value.published_quartile, is_published=value.published_quartile is not None)
    return Figure(
        value=value.value,
        state=value.state,
        printed=value_words(value, measure),
        quartile=place.quartile,
        rank=place.rank,
        n=place.n,
        is_published=place.is_published,
        recorded_at=value.recorded_at,
        before=before,
        then=then,
    )


def _periods(outline: Outline, period: str) -> set[str]:
    tables = [node for node in outline.nodes.values() if node.kind is NodeKind.MEASURE_TABLE]
    return {code for table in tables for code in shift_years(table, period).values()}


def _named(keys: Sequence[str]) -> ColumnElement[bool]:
    pairs = [key.split(":", 1) for key in keys]
    return or_(*(and_(Edition.code == edition, Measure.code == code) for edition, code in pairs))
