"""The performance dashboard of a council for a period: one object, from which page, files and JSON are made.

Rows are the measures that stand on the printed dashboard or that have a target, milestone or rating, in the printed
order. Previous figure, quartile and milestone are of the last full financial year before the period. What changed is
said since the period just before, where that has a figure, else since that year. The officer's rating is the published
one; where there is none, the suggestion stands and says so.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures import places, rules
from casework.measures.breaks import first_break
from casework.measures.dashboard_reading import Held, held_periods, read
from casework.measures.dashboard_shape import Dashboard, DashboardRow, filtered, sources_of
from casework.measures.figures import INFORMATION_ONLY
from casework.measures.models import (
    Measure,
    MeasureValue,
    Period,
    PeriodKind,
    Target,
    TargetKind,
    Unit,
    ValueState,
)
from casework.measures.outlook import Outlook, adds_up, outlook
from casework.measures.periods import PeriodSpec, financial_year, last_full_year, period_before, target_year
from casework.measures.places import Place
from casework.measures.quartiles import travel
from casework.measures.rag import WHOLE, Suggestion
from casework.measures.row_words import interval

__all__ = ["Dashboard", "DashboardRow", "build", "filtered", "sources_of"]

NOTHING = "N/A"
NO_FIGURE = "No figure yet"
SPARK_POINTS = 8


def build(organisation: Organisation, period: PeriodSpec, *, reader: Organisation | None) -> Dashboard:
    """The dashboard, in a constant number of statements.

    `reader`: whose people read it, None the command. Of another organisation they see the figures that may be shown to
    them, and nothing that it set or judged itself.
    """
    year, previous, before = target_year(period), last_full_year(period), period_before(period)
    periods = held_periods([period, year, previous, before])
    held = read(organisation, period, periods, reader=reader)
    measures = _on_dashboard(_candidates(held), held, period, year)
    years = [periods[previous.code]] if previous.code in periods else []
    held.stood = places.places(measures, organisation, years, reader=reader)
    rows = [_row(measure, held, period, year, previous, before, periods) for measure in measures]
    counts = Counter(row.rag.value if row.rag else "none" for row in rows)
    return Dashboard(organisation, period, year, previous, before, rows, counts)


def _candidates(held: Held) -> list[Measure]:
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
            one.id,
        ),
    )


def _on_dashboard(measures: Sequence[Measure], held: Held, period: PeriodSpec, year: PeriodSpec) -> list[Measure]:
    """Those of a printed layer with a figure, and any other with a target or rating; of another council all figures.

    Of a period that has none of the plan, every figure but those of our own records.
    """
    found = []
    for measure in measures:
        aimed = any(
            (measure.id, code, kind) in held.targets for code in (period.code, year.code) for kind in TargetKind
        )
        has_figure = (measure.id, period.code) in held.values
        if aimed or measure.id in held.ratings or (has_figure and (measure.layer or not held.is_own)):
            found.append(measure)
    if not found:
        found = [one for one in measures if (one.id, period.code) in held.values and not one.is_computed]
    return _grouped(found)


def _grouped(measures: Sequence[Measure]) -> list[Measure]:
    """The same order, with the measures of one group together where the first of them stands."""
    groups: dict[tuple[str | None, str | None, str | None], list[Measure]] = {}
    for measure in measures:
        groups.setdefault((measure.layer, measure.strategic_outcome, measure.supporting_outcome), []).append(measure)
    return [measure for group in groups.values() for measure in group]


def _row(
    measure: Measure,
    held: Held,
    period: PeriodSpec,
    year: PeriodSpec,
    previous: PeriodSpec,
    earlier: PeriodSpec,
    periods: dict[str, Period],
) -> DashboardRow:
    value, before = held.values.get((measure.id, period.code)), held.values.get((measure.id, previous.code))
    target = _target(measure, held, (period.code, year.code), (TargetKind.TARGET, TargetKind.MILESTONE))
    milestone = _target(measure, held, (previous.code,), (TargetKind.MILESTONE, TargetKind.TARGET))
    rating = held.ratings.get(measure.id)
    information = value is not None and value.state is ValueState.INFORMATION
    expected = _expected(measure, held, period)
    suggestion = _suggest(measure, value, target, period, expected)
    rag = rating.rag if rating else None if information else suggestion.rag
    met = None if information else rules.meets(before.value if before else None, milestone)
    comparable = period.kind in WHOLE or not (adds_up(measure) or measure.unit is Unit.PER_100000)
    just_before = held.values.get((measure.id, earlier.code))
    since = just_before if just_before is not None and just_before.value is not None else before if comparable else None
    if since is not None and first_break(measure, since.period, period):
        since = None
    rated_before = held.ratings_before.get(measure.id)
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
        travel=travel(since.value if since else None, value.value if value else None, measure.polarity),
        since=since,
        rag_before=rated_before.rag if rated_before else None,
        outlook=expected,
        is_information=information,
        value=value,
        history=tuple(
            one
            for one in held.series.get(measure.id, [])
            if (comparable or one.period.kind in WHOLE) and not first_break(measure, one.period, period)
        )[-SPARK_POINTS:],
    )


def _expected(measure: Measure, held: Held, period: PeriodSpec) -> Outlook | None:
    """The forecast of the period's year from what is known up to its end; none for a whole year."""
    if period.kind in WHOLE:
        return None
    year, given = financial_year(period), held.forecasts.get(measure.id)
    return outlook(held.parts.get(measure.id, []), measure, year=year, given=given)


def _suggest(
    measure: Measure,
    value: MeasureValue | None,
    target: Target | None,
    period: PeriodSpec,
    expected: Outlook | None,
) -> Suggestion:
    return rules.suggest(
        value.value if value else None,
        target,
        measure.amber_tolerance,
        measure,
        kind=PeriodKind.YEAR if target and target.period.code == period.code else period.kind,
        interval=interval(value, measure) if value else None,
        adds_up=adds_up(measure),
        forecast=expected.value if expected else None,
    )


def _target(measure: Measure, held: Held, codes: Sequence[str], kinds: Sequence[TargetKind]) -> Target | None:
    """The first of these that is set: the period's own before its year's, the wanted kind before the other."""
    found = (held.targets.get((measure.id, code, kind)) for code in codes for kind in kinds)
    return next((target for target in found if target is not None), None)


def _milestone_words(measure: Measure, milestone: Target | None, met: bool | None, *, information: bool) -> str:
    if information:
        return INFORMATION_ONLY
    kind = milestone.kind if milestone else TargetKind.MILESTONE
    return rules.met_words(met, kind, milestone, measure)


def _place(
    measure: Measure, held: Held, before: MeasureValue | None, previous: PeriodSpec, periods: dict[str, Period]
) -> Place | None:
    if previous.code not in periods:
        return None
    found = held.stood.get((measure.id, periods[previous.code].id))
    if found is None and before and before.published_quartile:
        return Place(before.published_quartile, is_published=True)
    return found
