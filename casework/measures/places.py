"""Where a council stands among all councils: places for many measures at once, and the values behind one comparison."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.measures.models import Measure, MeasureValue, Period, PeriodKind, Polarity, Quartile
from casework.measures.periods import parse_period, target_year
from casework.measures.quartiles import FEWEST, quartile_of
from casework.measures.readers import standing_for


@dataclass(frozen=True)
class Place:
    """A council's place among the `n` councils with a value; `is_published`: only the printed quartile is known."""

    quartile: Quartile | None
    rank: int | None = None
    n: int | None = None
    is_published: bool = False

    @property
    def words(self) -> str | None:
        """rank 98 of 152, or that the quartile is a published one."""
        if self.rank is not None and self.n is not None:
            return f"rank {self.rank} of {self.n}"
        return "published" if self.is_published else None


def places(
    measures: Sequence[Measure],
    organisation: Organisation,
    periods: Collection[Period],
    *,
    reader: Organisation | None,
    at: datetime | None = None,
) -> dict[tuple[int, int], Place]:
    """The organisation's place by (measure id, period id), in one statement.

    Best first by polarity, ties share the best rank; among councils only, never regions or England. Without four
    councils with a value the published quartile stands, marked so. Only figures that may be shown to `reader` count.
    `at`: as it stood at that moment, before what other councils have published or restated since.
    """
    if not measures or not periods:
        return {}
    badness = case((Measure.polarity == Polarity.HIGH, -MeasureValue.value), else_=MeasureValue.value)
    group = (MeasureValue.measure_id, MeasureValue.period_id)
    rank = func.rank().over(partition_by=group, order_by=badness.nulls_last())
    ranked = (
        standing_for(reader, at=at)
        .with_only_columns(
            *group,
            MeasureValue.organisation_id,
            MeasureValue.published_quartile,
            Measure.polarity,
            case((MeasureValue.value.is_not(None), rank)).label("rank"),
            func.count(MeasureValue.value).over(partition_by=group).label("n"),
        )
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .where(
            MeasureValue.measure_id.in_([measure.id for measure in measures]),
            MeasureValue.period_id.in_([period.id for period in periods]),
            Organisation.kind == OrganisationKind.COUNCIL,
        )
        .subquery()
    )
    rows = db.session.execute(select(ranked).where(ranked.c.organisation_id == organisation.id))
    return {
        (row.measure_id, row.period_id): _place(row.polarity, row.rank, row.n, row.published_quartile) for row in rows
    }


def _place(polarity: Polarity, rank: int | None, n: int, published: Quartile | None) -> Place:
    if n < FEWEST:
        return Place(published, is_published=published is not None)
    if rank is None or polarity not in (Polarity.HIGH, Polarity.LOW):
        return Place(None, n=n)
    return Place(quartile_of(rank, n), rank, n)


def council_values(measure: Measure, period: Period, *, reader: Organisation | None) -> list[MeasureValue]:
    """Every council's standing value in a period that the reader may see, those without a number too, by name."""
    query = (
        standing_for(reader)
        .options(joinedload(MeasureValue.organisation))
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .where(
            MeasureValue.measure_id == measure.id,
            MeasureValue.period_id == period.id,
            Organisation.kind == OrganisationKind.COUNCIL,
        )
        .order_by(Organisation.name)
    )
    return list(db.session.scalars(query).unique())


def councils_without(measure: Measure, period: Period, *, reader: Organisation | None) -> list[str]:
    """Names of councils with figures of the period in the measure's edition, and none of this measure, for a reader.

    A council that has ended is one of them only in a period of which it has any number.
    """
    of_period = (
        standing_for(reader)
        .with_only_columns(
            MeasureValue.organisation_id,
            func.max(case((_has(measure), 1), else_=0)).label("has"),
            func.count(MeasureValue.value).label("numbers"),
        )
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .where(
            MeasureValue.period_id == period.id,
            Measure.edition_id == measure.edition_id,
        )
        .group_by(MeasureValue.organisation_id)
        .subquery()
    )
    query = (
        select(Organisation.name)
        .join(of_period, of_period.c.organisation_id == Organisation.id)
        .where(
            Organisation.kind == OrganisationKind.COUNCIL,
            of_period.c.has == 0,
            or_(Organisation.successor.is_(None), of_period.c.numbers > 0),
        )
        .order_by(Organisation.name)
    )
    return list(db.session.scalars(query))


def _has(measure: Measure) -> ColumnElement[bool]:
    return and_(MeasureValue.measure_id == measure.id, MeasureValue.value.is_not(None))


def area_values(
    measure: Measure, period: Period, codes: Collection[str], *, reader: Organisation | None
) -> dict[str, MeasureValue]:
    """The standing values of named organisations (region, England, neighbours) that a reader may see, by code."""
    query = (
        standing_for(reader)
        .options(joinedload(MeasureValue.organisation))
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .where(
            MeasureValue.measure_id == measure.id,
            MeasureValue.period_id == period.id,
            Organisation.code.in_(codes),
        )
    )
    return {value.organisation.code: value for value in db.session.scalars(query).unique()}


def last_published_year(measure: Measure, *, of: Period, reader: Organisation | None) -> Period | None:
    """The newest financial year in which at least four councils have a value: the last published distribution.

    None newer than the year of the period `of`: an old figure has no place among later ones.
    """
    query = (
        standing_for(reader)
        .join(Period, Period.id == MeasureValue.period_id)
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .with_only_columns(Period)
        .where(
            MeasureValue.measure_id == measure.id,
            MeasureValue.value.is_not(None),
            Organisation.kind == OrganisationKind.COUNCIL,
            Period.kind == PeriodKind.YEAR,
            Period.ends_on <= target_year(parse_period(of.code)).ends_on,
        )
        .group_by(Period.id)
        .having(func.count() >= FEWEST)
        .order_by(Period.ends_on.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()
