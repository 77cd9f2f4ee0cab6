"""Which figures of which organisation may be shown to whom.

Published figures, and those of an organisation that nobody here works for, are for everybody. A council with people of
its own here keeps what it typed to them until a national file has brought the figure. A reader is the council whose
people read; None is the command, which sees everything.

A published figure that its own council restates by hand stays what is published for everybody else, until a national
file brings another: nobody takes back by typing what all can read elsewhere, and no council falls out of a ranking.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, not_, or_, select, true
from sqlalchemy.orm import aliased

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.extensions import db
from casework.measures.models import TOTAL, Measure, MeasureValue, Period, PeriodKind, Target

KIND_ORDER = {OrganisationKind.COUNTRY: 1, OrganisationKind.COUNCIL: 2}


def shown_to(reader: Organisation | None) -> ColumnElement[bool]:
    """Which values may be shown to people of `reader`."""
    if reader is None:
        return true()
    return or_(
        MeasureValue.organisation_id == reader.id,
        MeasureValue.is_published,
        MeasureValue.organisation_id.not_in(select(Person.organisation_id)),
    )


def standing_for(reader: Organisation | None, *, at: datetime | None = None) -> Select[MeasureValue]:
    """Values of the whole council that stand for people of `reader`: one at most for each measure, council and period.

    Those not restated that may be shown to them; in place of one that may not, the newest published one. `at`: as it
    stood at that moment.
    """
    stands = _stands(at)
    wanted = and_(stands, shown_to(reader))
    if reader is not None:
        wanted = or_(wanted, and_(not_(stands), _is_last_published(reader, at)))
    return select(MeasureValue).where(MeasureValue.breakdown == TOTAL, wanted)


def _stands(at: datetime | None) -> ColumnElement[bool]:
    """Not restated; at a moment: recorded by then, and not restated until later."""
    if at is None:
        return MeasureValue.superseded_by_id.is_(None)
    newer = aliased(MeasureValue)
    restated = select(newer.id).where(newer.id == MeasureValue.superseded_by_id, newer.recorded_at <= at)
    return and_(MeasureValue.recorded_at <= at, ~restated.exists())


def _is_last_published(reader: Organisation, at: datetime | None) -> ColumnElement[bool]:
    """Whether it is the newest published figure of another council that works here and so keeps its own to itself."""
    newer = aliased(MeasureValue)
    published_later = select(newer.id).where(
        newer.measure_id == MeasureValue.measure_id,
        newer.organisation_id == MeasureValue.organisation_id,
        newer.period_id == MeasureValue.period_id,
        newer.breakdown == MeasureValue.breakdown,
        newer.is_published,
        newer.id > MeasureValue.id,
        true() if at is None else newer.recorded_at <= at,
    )
    return and_(
        MeasureValue.is_published,
        MeasureValue.organisation_id != reader.id,
        MeasureValue.organisation_id.in_(select(Person.organisation_id)),
        true() if at is None else MeasureValue.recorded_at <= at,
        ~published_later.exists(),
    )


def for_dashboards() -> ColumnElement[bool]:
    """Which values make a period one for a dashboard: not those of our own records, unless their measure has a target.

    They are worked out for every quarter and month, with figures or without in the rest of the plan.
    """
    aimed = select(Target.id).where(
        Target.measure_id == MeasureValue.measure_id, Target.organisation_id == MeasureValue.organisation_id
    )
    return or_(Measure.is_computed.is_(False), aimed.exists())


def newest_period(council: Organisation, kinds: Collection[PeriodKind]) -> Period | None:
    """The newest period with a figure of the council's plan: of a printed layer, or of a measure with a target.

    Where none has, the newest with any figure for a dashboard. National figures of a year that the plan says nothing
    about must not push the plan aside.
    """
    aimed = select(Target.id).where(
        Target.measure_id == MeasureValue.measure_id, Target.organisation_id == MeasureValue.organisation_id
    )
    is_of_plan = case((or_(Measure.layer.is_not(None), aimed.exists()), 0), else_=1)
    query = (
        select(Period)
        .join(MeasureValue, MeasureValue.period_id == Period.id)
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .where(MeasureValue.organisation_id == council.id, Period.kind.in_(kinds), for_dashboards())
        .order_by(is_of_plan, Period.ends_on.desc(), Period.starts_on.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def list_organisations_shown(reader: Organisation | None) -> list[Organisation]:
    """Every organisation with a figure that the reader may see: the reader's own first, England, councils, areas."""
    has_figure = select(MeasureValue.id).where(MeasureValue.organisation_id == Organisation.id, shown_to(reader))
    own = case((Organisation.id == reader.id, 0), else_=1) if reader else case((true(), 1))
    kind = case(*((Organisation.kind == one, at) for one, at in KIND_ORDER.items()), else_=3)
    query = select(Organisation).where(has_figure.exists()).order_by(own, kind, Organisation.name)
    return list(db.session.scalars(query))


def name_to_pick(one: Organisation) -> str:
    """The name in a list: a council that has ended says so, because its heir may bear the same name."""
    return f"{one.name} (ended)" if one.successor else one.name


def find_organisation_shown(code: str | None, reader: Organisation | None) -> Organisation | None:
    """The organisation with this code, when the reader may see any figure of it; None otherwise."""
    if reader is not None and code == reader.code:
        return reader
    has_figure = select(MeasureValue.id).where(MeasureValue.organisation_id == Organisation.id, shown_to(reader))
    return db.session.scalars(select(Organisation).where(Organisation.code == code, has_figure.exists())).first()


def list_periods_shown(organisation: Organisation, reader: Organisation | None) -> Sequence[Period]:
    """Periods for which the organisation has a figure for a dashboard that the reader may see, newest first."""
    used = (
        select(MeasureValue.period_id)
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .where(MeasureValue.organisation_id == organisation.id, shown_to(reader), for_dashboards())
    )
    query = select(Period).where(Period.id.in_(used)).order_by(Period.ends_on.desc(), Period.starts_on)
    return db.session.scalars(query).all()
