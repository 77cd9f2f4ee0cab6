"""Quality statements and the measures that speak to each: reading them, and what an analyst changes about them."""

from collections.abc import Collection

from sqlalchemy import func, select

from casework.accounts.models import Person
from casework.extensions import db
from casework.kit.queries import or_404
from casework.kit.words import listed
from casework.measures.changing import MovedOn
from casework.measures.models import Edition, Measure, MeasureStatement, QualityStatement
from casework.trail import services as trail
from casework.trail.events import Event

FIELDS = {"theme": "Theme", "title": "Title", "words": "Statement", "note": "Note"}


def list_statements() -> list[QualityStatement]:
    """Every statement in the framework's order."""
    return list(db.session.scalars(select(QualityStatement).order_by(QualityStatement.position)))


def get_statement(statement_id: int) -> QualityStatement:
    """The statement, or "Page not found"."""
    return or_404(db.session.get(QualityStatement, statement_id))


def count_measures() -> dict[int, int]:
    """How many measures speak to each statement, by its number."""
    query = (
        select(MeasureStatement.statement_id, func.count())
        .where(MeasureStatement.is_removed.is_(False))
        .group_by(MeasureStatement.statement_id)
    )
    return {statement_id: count for statement_id, count in db.session.execute(query)}  # noqa: C416 - untyped rows


def statements_of(measure: Measure) -> list[QualityStatement]:
    """The statements that a measure speaks to, in order."""
    query = (
        select(QualityStatement)
        .join(MeasureStatement, MeasureStatement.statement_id == QualityStatement.id)
        .where(MeasureStatement.measure_id == measure.id, MeasureStatement.is_removed.is_(False))
        .order_by(QualityStatement.position)
    )
    return list(db.session.scalars(query))


def measures_of(statement: QualityStatement) -> list[Measure]:
    """The measures that speak to a statement, newest edition first."""
    query = (
        select(Measure)
        .join(Measure.edition)
        .join(MeasureStatement, MeasureStatement.measure_id == Measure.id)
        .where(MeasureStatement.statement_id == statement.id, MeasureStatement.is_removed.is_(False))
        .order_by(Edition.first_year.desc(), Edition.code, Measure.position)
    )
    return list(db.session.scalars(query))


def connect(measure: Measure, wanted: Collection[int], *, by: Person) -> bool:
    """Let the measure speak to exactly these statements (numbers of records); whether anything changed."""
    links = {
        one.statement_id: one
        for one in db.session.scalars(select(MeasureStatement).where(MeasureStatement.measure_id == measure.id))
    }
    before = {number for number, link in links.items() if not link.is_removed}
    after = set(wanted)
    if before == after:
        return False
    for number in before ^ after:
        link = links.get(number)
        if link is None:
            db.session.add(MeasureStatement(measure_id=measure.id, statement_id=number))
        else:
            link.is_removed = number not in after
    titles = {one.id: one.title for one in list_statements()}
    said = [listed([titles[number] for number in titles if number in some]) or "none" for some in (before, after)]
    trail.record(
        Event.MEASURE_CHANGED,
        measure,
        by=by,
        words=f"changed the quality statements that {measure.reference} speaks to",
        changes={"Quality statements": (said[0], said[1])},
    )
    return True


def change(statement: QualityStatement, *, version: int, words: dict[str, str | None], by: Person) -> None:
    """Change a statement's words. Raises MovedOn when it changed since `version`."""
    if statement.version != version:
        raise MovedOn("Somebody changed this statement while you were writing. What you typed is still here")
    changes = {name: (getattr(statement, name), words[name]) for name in FIELDS}
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changed:
        return
    for name, (_, new) in changed.items():
        setattr(statement, name, new)
    trail.record(
        Event.STATEMENT_CHANGED,
        statement,
        by=by,
        words=f"changed {listed([FIELDS[name].lower() for name in changed])} of {statement.reference}",
        changes={FIELDS[name]: pair for name, pair in changed.items()},
    )
