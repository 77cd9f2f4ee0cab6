"""Reading the values held of a council, as rows to set a paper beside."""

from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from casework.accounts.models import Organisation, OrganisationKind
from casework.accounts.queries import find_only_council, organisation_called
from casework.assessments.figure_check.figures import Figure, Sort
from casework.assessments.figure_check.mentions import code_key
from casework.assessments.figure_check.series import Held, Series, period_code
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.measures.models import TOTAL, Measure, MeasureValue, Period, Unit

SORTS = {Unit.PERCENT: Sort.PERCENT, Unit.POUNDS: Sort.MONEY}
NOT_A_NAME = "Local"  # the label of every measure a council defines for itself


def held_of(organisation: Organisation) -> Held:
    """The standing values of a council's financial years and quarters; a fixed number of statements."""
    query = (
        select(Measure, Period.code, MeasureValue.value)
        .select_from(MeasureValue)
        .join(Measure, MeasureValue.measure_id == Measure.id)
        .join(Period, MeasureValue.period_id == Period.id)
        .where(
            MeasureValue.organisation_id == organisation.id,
            MeasureValue.superseded_by_id.is_(None),
            MeasureValue.breakdown == TOTAL,
            MeasureValue.value.is_not(None),
        )
    )
    by_measure: dict[Measure, list[tuple[str, Figure]]] = {}
    for measure, code, value in db.session.execute(query):
        if period_code(code) == code and value is not None:
            by_measure.setdefault(measure, []).append((code, _figure(value, measure.unit)))
    series = tuple(_series(measure, values) for measure, values in by_measure.items())
    return Held(organisation.name, series, _others(organisation))


def _figure(value: Decimal, unit: Unit) -> Figure:
    exponent = value.normalize().as_tuple().exponent
    step = Fraction(1, 10 ** max(0, -exponent)) if isinstance(exponent, int) else Fraction(1)
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Figure(SORTS.get(unit, Sort.COUNT), Fraction(value), step, f"{text}%" if unit is Unit.PERCENT else text)


def _series(measure: Measure, values: list[tuple[str, Figure]]) -> Series:
    names = {measure.title, measure.official_title or "", measure.description or ""}
    if measure.label != NOT_A_NAME:
        names.add(measure.label)
    return Series(
        label=measure.title,
        by_period=tuple(sorted(values)),
        table=-1 - measure.id,
        source=f"the value held for {f'{measure.printed_code} {measure.title}'.strip()}",
        held=True,
        codes=tuple({code_key(measure.code), *([code_key(measure.label)] if measure.label != NOT_A_NAME else [])}),
        names=tuple(name.lower() for name in names if len(name.split()) > 1),
    )


def _others(organisation: Organisation) -> frozenset[str]:
    kinds = (OrganisationKind.COUNCIL, OrganisationKind.REGION, OrganisationKind.COUNTRY)
    names = db.session.scalars(
        select(Organisation.name).where(Organisation.id != organisation.id, Organisation.kind.in_(kinds))
    )
    own = organisation.name.lower()
    short = {name.lower().partition(",")[0] for name in names}
    return frozenset(name for name in short if name not in own)


def council_to_check(code: str | None) -> Organisation:
    """The council that `code` names, or the only one that works here. RuleBroken with a sentence otherwise."""
    if code is not None:
        return organisation_called(code)
    council = find_only_council()
    if council is None:
        raise RuleBroken("Say which council's values to compare with --organisation")
    return council
