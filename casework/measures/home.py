"""What the home page says about figures: ratings to give, questions to answer, figures that moved or are due."""

from datetime import timedelta

from flask import url_for

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.accounts.roles import Need, Role
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.lines import HomeLine
from casework.measures import dashboard, queries, rules
from casework.measures.models import DataQuestion, MeasureValue, PeriodKind, Rag
from casework.measures.readers import newest_period

KINDS = (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.PART_YEAR)
RESTATED_WITHIN = timedelta(days=30)


def list_for_home(person: Person) -> list[HomeLine]:
    """The lines for somebody who keeps measures, or directs; nothing for others."""
    council = queries.council_of(person)
    if council.kind is not OrganisationKind.COUNCIL:
        return []
    if person.may(Need.KEEP_MEASURES):
        return [*_to_rate(council), *_questions(council, person), *_restated(council)]
    return _moved(council) if person.has(Role.DIRECTOR) else []


def _to_rate(council: Organisation) -> list[HomeLine]:
    """12 measures have no rating for April to June 2020: to the first of the run."""
    period = newest_period(council, KINDS)
    if period is None:
        return []
    made = dashboard.build(council, rules.parse_period(period.code), reader=council)
    unrated = [row for row in made.rows if row.rating is None and row.suggestion.rag is not None]
    if not unrated:
        return []
    have = "measure has" if len(unrated) == 1 else "measures have"
    text = f"{len(unrated)} {have} no rating for {made.period.words}"
    path = url_for("measures.rate", measure_id=unrated[0].measure.id, period=period.code)
    return [HomeLine("Ratings to give", text, path)]


def _questions(council: Organisation, person: Person) -> list[HomeLine]:
    """A line for each open question that is this person's or nobody's."""
    return [
        HomeLine(
            "Data questions",
            f"{asked.measure.short}: {asked.question[:100]}",
            url_for("measures.answer_question", question_id=asked.id),
        )
        for asked in queries.list_questions(council)
        if _is_for(asked, person)
    ]


def _is_for(asked: DataQuestion, person: Person) -> bool:
    return asked.owner_id in (None, person.id)


def _restated(council: Organisation) -> list[HomeLine]:
    """How many figures were restated lately, when any was."""
    since = clock.now() - RESTATED_WITHIN
    query = (
        queries.current()
        .where(
            MeasureValue.organisation_id == council.id,
            MeasureValue.replaces_reason.is_not(None),
            MeasureValue.recorded_at >= since,
        )
        .order_by(MeasureValue.recorded_at.desc())
        .limit(50)
    )
    values = list(db.session.scalars(query).unique())
    if not values:
        return []
    text = f"{words.plural(len(values), 'figure')} restated in the last 30 days"
    return [HomeLine("Restated since last look", text, url_for("measures.values", measure_id=values[0].measure_id))]


def _moved(council: Organisation) -> list[HomeLine]:
    """The measures that got worse, not by chance alone, and are not rated green; the rated ones first."""
    period = newest_period(council, KINDS)
    if period is None:
        return []
    made = dashboard.build(council, rules.parse_period(period.code), reader=council)
    worse = sorted(
        (row for row in made.rows if row.direction == "worse" and row.rag is not Rag.GREEN),
        key=lambda row: row.rag is None,
    )
    return [
        HomeLine(
            "Figures that moved",
            f"{row.name}: {row.performance}, was {row.was}",
            url_for("measures.show", measure_id=row.measure.id),
        )
        for row in worse[:5]
    ]
