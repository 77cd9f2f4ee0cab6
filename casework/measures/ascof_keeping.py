"""Writing many new values at once: COPY on PostgreSQL, one prepared statement on SQLite.

A national file brings 600,000 of them. Statements built for each row would take a minute; values are handed to the
driver as it takes them, in the transaction of the session. What changes values that are held goes through `holding`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from casework.extensions import db
from casework.kit import clock
from casework.measures import holding
from casework.measures.holding import VALUES, Entry

IDS = ("measure_id", "organisation_id", "period_id", "breakdown")
FIGURES = ("value", "numerator", "denominator", "margin", "base")
WORDS = ("mark", "note", "is_published")
STAMPS = ("recorded_at", "recorded_by_id")
COLUMNS = (*IDS, "state", *FIGURES, *WORDS, *STAMPS)


def keep(plan: holding.Sorted, *, by_id: int | None) -> None:
    """Write what `holding.sort` planned; the caller records it in the trail and commits."""
    if plan.new:
        _add(plan.new, by_id)
    plan.new = []
    if plan.restated or plan.completed:
        holding.keep(plan, by_id=by_id)


def _add(entries: Iterable[Entry], by_id: int | None) -> None:
    connection = db.session.connection()
    names = ", ".join(COLUMNS)
    rows = _rows(entries, _stamps(connection, by_id), as_float=connection.dialect.name == "sqlite")
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {VALUES.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(COLUMNS))
    statement = f"INSERT INTO {VALUES.name} ({names}) VALUES ({marks})"  # noqa: S608 - constants of this module only
    connection.exec_driver_sql(statement, list(rows))


def _rows(entries: Iterable[Entry], stamps: tuple[Any, ...], *, as_float: bool) -> Iterator[tuple[Any, ...]]:
    """Each value as the driver takes it; figures as `kit.columns.Exact` keeps them, REAL on SQLite."""
    for entry in entries:
        figures: tuple[Any, ...] = (entry.value, entry.numerator, entry.denominator, entry.margin, entry.base)
        if as_float:
            figures = tuple([None if figure is None else float(figure) for figure in figures])
        yield (
            entry.measure_id,
            entry.organisation_id,
            entry.period_id,
            entry.breakdown,
            entry.state.value,
            *figures,
            entry.mark,
            entry.note,
            entry.is_published,
            *stamps,
        )


def _stamps(connection: Connection, by_id: int | None) -> tuple[Any, ...]:
    """When and by whom, as the columns' own types hand it to the driver."""
    moment: Any = clock.now()
    processor = VALUES.c.recorded_at.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return (processor(moment) if processor else moment, by_id)
