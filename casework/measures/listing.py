"""The list of measures: the newest figure of each, where it stands, and what hangs on it. Constant statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.accounts.models import Organisation, Person
from casework.measures import hooks, places, queries, rules
from casework.measures.models import Edition, Measure, MeasureValue, PeriodKind
from casework.measures.places import Place
from casework.measures.row_words import counts_words, when_words

YEARLY = (PeriodKind.YEAR, PeriodKind.ACADEMIC)


@dataclass(frozen=True)
class MeasureRow:
    """A line of the list; `printed` is the newest figure, or why there is none."""

    measure: Measure
    printed: str
    period: str
    place: Place | None
    place_period: str
    cited: str


def choose_edition(editions: Sequence[Edition], code: str | None, council: Organisation) -> Edition | None:
    """The edition asked for; else the one with the newest figure of this council; else the first."""
    asked = next((edition for edition in editions if edition.code == code), None)
    newest = queries.newest_edition_id(council) if asked is None else None
    return asked or next((edition for edition in editions if edition.id == newest), editions[0] if editions else None)


def build(edition: Edition, council: Organisation, *, seen_by: Person) -> list[MeasureRow]:
    """The rows of one edition in its order."""
    return rows(queries.list_measures(edition=edition), council, seen_by=seen_by)


def rows(measures: Sequence[Measure], council: Organisation, *, seen_by: Person) -> list[MeasureRow]:
    """A row for each of the measures, in their order."""
    values: dict[int, list[MeasureValue]] = {}
    for value in queries.list_values(measures, council):
        values.setdefault(value.measure_id, []).append(value)
    yearly = {measure: _newest_year(values.get(measure.id, [])) for measure in measures}
    years = {value.period_id: value.period for value in yearly.values() if value}
    stood = places.places(measures, council, years.values(), reader=council)
    cited = hooks.count_citations([measure.id for measure in measures], seen_by=seen_by)
    return [
        _row(measure, values.get(measure.id, []), yearly[measure], stood, cited[measure.id]) for measure in measures
    ]


def _newest_year(values: Sequence[MeasureValue]) -> MeasureValue | None:
    known = [value for value in values if value.value is not None and value.period.kind in YEARLY]
    return known[-1] if known else None


def _row(
    measure: Measure,
    values: Sequence[MeasureValue],
    yearly: MeasureValue | None,
    stood: dict[tuple[int, int], Place],
    cited: dict[str, int],
) -> MeasureRow:
    known = [value for value in values if value.value is not None]
    newest = next(reversed(known or list(values)), None)
    place = stood.get((measure.id, yearly.period_id)) if yearly else None
    return MeasureRow(
        measure=measure,
        printed=rules.value_words(newest, measure) if newest else "No figures yet",
        period=_when(newest) if newest else "",
        place=place if place and place.quartile else None,
        place_period=rules.period_words(yearly.period.code) if yearly else "",
        cited=", ".join(f"{count} {word}{'' if count == 1 else 's'}" for word, count in cited.items()),
    )


def _when(newest: MeasureValue) -> str:
    """Of how many, and when: 2 of 3, 2026/27 so far."""
    return ", ".join(part for part in (counts_words(newest), when_words(newest)) if part)
