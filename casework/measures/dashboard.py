"""The performance dashboard of a council for a period: one object, from which page, files and JSON are made.

Rows are the measures that stand on the printed dashboard or that have a target, milestone or rating, in the printed
order. Previous figure, quartile and milestone are of the last full financial year before the period. The officer's
rating is the published one; where there is none, the suggestion stands and says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, or_, select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures import places, queries, rules
from casework.measures.figures import INFORMATION_ONLY
from casework.measures.models import (
    Measure,
    MeasureValue,
    OfficerRating,
    Period,
    PeriodKind,
    Rag,
    Target,
    TargetKind,
    Unit,
    ValueState,
)
from casework.measures.periods import PeriodSpec, last_full_year, period_before, target_year
from casework.measures.places import Place
from casework.measures.quartiles import travel
from casework.measures.rag import WHOLE, Suggestion
from casework.measures.row_words import interval

NOTHING = "N/A"
NO_FIGURE = "No figure yet"
SPARK_POINTS = 8


@dataclass(frozen=True)
class DashboardRow:
    """One measure: printed words and judgements."""

    measure: Measure
    description: str
    target: str
    performance: str
    rag: Rag | None
    rag_by: str  # officer, suggested or none
    suggestion: Suggestion
    rating: OfficerRating | None
    previous: str
    place: Place | None
    milestone_met: bool | None
    milestone: str
    travel: str | None
    is_information: bool
    value: MeasureValue | None
    history: tuple[MeasureValue, ...] = ()

    @property
    def group(self) -> tuple[str, str, str]:
        """Layer, strategic outcome, supporting outcome."""
        measure = self.measure
        return measure.layer or "", measure.strategic_outcome or "", measure.supporting_outcome or ""


@dataclass(frozen=True)
class Dashboard:
    """The rows with what they are of, and the summary line's counts."""

    organisation: Organisation
    period: PeriodSpec
    target_year: PeriodSpec
    previous: PeriodSpec
    rows: list[DashboardRow]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def milestones(self) -> tuple[int, int]:
        """How many milestones or targets of the previous year were met, of how many that could be."""
        known = [row.milestone_met for row in self.rows if row.milestone_met is not None]
        return sum(known), len(known)

    def groups(self) -> list[tuple[tuple[str, str, str], list[DashboardRow]]]:
        """The rows under their headings, in order."""
        found: list[tuple[tuple[str, str, str], list[DashboardRow]]] = []
        for row in self.rows:
            if not found or found[-1][0] != row.group:
                found.append((row.group, []))
            found[-1][1].append(row)
        return found


@dataclass
class _Held:
    """What is held about the measures of one council, by measure id."""

    values: dict[tuple[int, str], MeasureValue] = field(default_factory=dict)
    targets: dict[tuple[int, str, TargetKind], Target] = field(default_factory=dict)
    ratings: dict[int, OfficerRating] = field(default_factory=dict)
    stood: dict[tuple[int, int], Place] = field(default_factory=dict)
    series: dict[int, list[MeasureValue]] = field(default_factory=dict)


def build(organisation: Organisation, period: PeriodSpec) -> Dashboard:
    """The dashboard, in a constant number of statements."""
    year, previous = target_year(period), last_full_year(period)
    periods = _periods([period, year, previous, period_before(period)])
    held = _read(organisation, period, periods)
    measures = _on_dashboard(_candidates(organisation, held), held, period, year)
    years = [periods[previous.code]] if previous.code in periods else []
    held.stood = places.places(measures, organisation, years)
    rows = [_row(measure, held, period, year, previous, periods) for measure in measures]
    counts = Counter(row.rag.value if row.rag else "none" for row in rows)
    return Dashboard(organisation, period, year, previous, rows, counts)


def _periods(specs: Iterable[PeriodSpec]) -> dict[str, Period]:
    codes = {spec.code for spec in specs}
    return {period.code: period for period in db.session.scalars(select(Period).where(Period.code.in_(codes)))}


def _read(organisation: Organisation, period: PeriodSpec, periods: dict[str, Period]) -> _Held:
    held = _Held()
    ids = [one.id for one in periods.values()]
    query = (
        queries.current()
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.organisation_id == organisation.id,
            or_(MeasureValue.period_id.in_(ids), Period.kind == PeriodKind.YEAR),
        )
        .order_by(Period.ends_on)
    )
    for value in db.session.scalars(query).unique():
        held.values[value.measure_id, value.period.code] = value
        if value.period.kind is PeriodKind.YEAR or value.period.code == period.code:
            held.series.setdefault(value.measure_id, []).append(value)
    mine = and_(Target.organisation_id == organisation.id, Target.period_id.in_(ids))
    for target in db.session.scalars(select(Target).where(mine)).unique():
        held.targets[target.measure_id, target.period.code, target.kind] = target
    current = periods.get(period.code)
    if current:
        rated = select(OfficerRating).where(
            OfficerRating.organisation_id == organisation.id, OfficerRating.period_id == current.id
        )
        held.ratings = {rating.measure_id: rating for rating in db.session.scalars(rated).unique()}
    return held


def _candidates(organisation: Organisation, held: _Held) -> list[Measure]:
    """Measures with anything held, in printed order: the dashboard's own, then edition by edition."""
    ids = {key[0] for key in held.values} | {key[0] for key in held.targets} | set(held.ratings)
    query = select(Measure).where(Measure.id.in_(ids))
    return sorted(
        db.session.scalars(query),
        key=lambda one: (
            one.dashboard_order is None,
            one.layer is None,
            one.dashboard_order or 0,
            one.edition.code,
            one.position,
        ),
    )


def _on_dashboard(measures: Sequence[Measure], held: _Held, period: PeriodSpec, year: PeriodSpec) -> list[Measure]:
    """Those of a printed layer with a figure, target or rating, and any other that has a target or a rating."""
    found = []
    for measure in measures:
        aimed = any(
            (measure.id, code, kind) in held.targets for code in (period.code, year.code) for kind in TargetKind
        )
        has_figure = (measure.id, period.code) in held.values
        if aimed or measure.id in held.ratings or (measure.layer and has_figure):
            found.append(measure)
    return _grouped(found)


def _grouped(measures: Sequence[Measure]) -> list[Measure]:
    """The same order, with the measures of one group together where the first of them stands."""
    groups: dict[tuple[str | None, str | None, str | None], list[Measure]] = {}
    for measure in measures:
        groups.setdefault((measure.layer, measure.strategic_outcome, measure.supporting_outcome), []).append(measure)
    return [measure for group in groups.values() for measure in group]


def _row(
    measure: Measure,
    held: _Held,
    period: PeriodSpec,
    year: PeriodSpec,
    previous: PeriodSpec,
    periods: dict[str, Period],
) -> DashboardRow:
    value, before = held.values.get((measure.id, period.code)), held.values.get((measure.id, previous.code))
    target = _target(measure, held, (period.code, year.code), (TargetKind.TARGET, TargetKind.MILESTONE))
    milestone = _target(measure, held, (previous.code,), (TargetKind.MILESTONE, TargetKind.TARGET))
    rating = held.ratings.get(measure.id)
    information = value is not None and value.state is ValueState.INFORMATION
    suggestion = _suggest(measure, value, target, period)
    rag = rating.rag if rating else None if information else suggestion.rag
    met = None if information else rules.meets(before.value if before else None, milestone)
    comparable = period.kind in WHOLE or measure.unit not in (*rules.ADDS_UP, Unit.PER_100000)
    return DashboardRow(
        measure=measure,
        description=measure.description or measure.title,
        target=(rules.target_words(target, measure) or (INFORMATION_ONLY if information else NOTHING)),
        performance=rules.value_words(value, measure) if value else NO_FIGURE,
        rag=rag,
        rag_by="officer" if rating else "suggested" if rag else "none",
        suggestion=suggestion,
        rating=rating,
        previous=rules.value_words(before, measure) if before else NO_FIGURE,
        place=_place(measure, held, before, previous, periods),
        milestone_met=met,
        milestone=_milestone_words(measure, milestone, met, information=information),
        travel=travel(before.value if before else None, value.value if value else None, measure.polarity)
        if comparable
        else None,
        is_information=information,
        value=value,
        history=tuple(one for one in held.series.get(measure.id, []) if comparable or one.period.kind in WHOLE)[
            -SPARK_POINTS:
        ],
    )


def _suggest(measure: Measure, value: MeasureValue | None, target: Target | None, period: PeriodSpec) -> Suggestion:
    return rules.suggest(
        value.value if value else None,
        target,
        measure.amber_tolerance,
        measure,
        kind=PeriodKind.YEAR if target and target.period.code == period.code else period.kind,
        interval=interval(value, measure) if value else None,
    )


def _target(measure: Measure, held: _Held, codes: Sequence[str], kinds: Sequence[TargetKind]) -> Target | None:
    """The first of these that is set: the period's own before its year's, the wanted kind before the other."""
    found = (held.targets.get((measure.id, code, kind)) for code in codes for kind in kinds)
    return next((target for target in found if target is not None), None)


def _milestone_words(measure: Measure, milestone: Target | None, met: bool | None, *, information: bool) -> str:
    if information:
        return INFORMATION_ONLY
    kind = milestone.kind if milestone else TargetKind.MILESTONE
    return rules.met_words(met, kind, milestone, measure)


def _place(
    measure: Measure, held: _Held, before: MeasureValue | None, previous: PeriodSpec, periods: dict[str, Period]
) -> Place | None:
    if previous.code not in periods:
        return None
    found = held.stood.get((measure.id, periods[previous.code].id))
    if found is None and before and before.published_quartile:
        return Place(before.published_quartile, is_published=True)
    return found
