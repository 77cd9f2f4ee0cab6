"""Which figures of which organisation may be shown to whom.

Published figures, and those of an organisation that nobody here works for, are for everybody. A council with people of
its own here keeps what it typed to them until a national file has brought the figure. A reader is the council whose
people read; None is the command, which sees everything.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, or_, select, true

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.extensions import db
from casework.measures.models import Measure, MeasureValue, Period, Target

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


def for_dashboards() -> ColumnElement[bool]:
    """Which values make a period one for a dashboard: not those of our own records, unless their measure has a target.

    They are worked out for every quarter and month, with figures or without in the rest of the plan.
    """
    aimed = select(Target.id).where(
        Target.measure_id == MeasureValue.measure_id, Target.organisation_id == MeasureValue.organisation_id
    )
    return or_(Measure.is_computed.is_(False), aimed.exists())


def list_organisations_shown(reader: Organisation | None) -> list[Organisation]:
    """Every organisation with a figure that the reader may see: the reader's own first, England, councils, areas."""
    has_figure = select(MeasureValue.id).where(MeasureValue.organisation_id == Organisation.id, shown_to(reader))
    own = case((Organisation.id == reader.id, 0), else_=1) if reader else case((true(), 1))
    kind = case(*((Organisation.kind == one, at) for one, at in KIND_ORDER.items()), else_=3)
    query = select(Organisation).where(has_figure.exists()).order_by(own, kind, Organisation.name)
    return list(db.session.scalars(query))


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
