"""References that count on (FND-0001, ACT-0001): unique however many people save at the same moment.

What may be restricted leaves numbers out at random, in references and addresses alike: a number that nobody can find
says nothing, while in an unbroken row it would say that there is something restricted.
"""

import secrets
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from casework.extensions import db
from casework.trail.services import CHAIN_LOCK

MOST_LEFT_OUT = 2


def hold_writers() -> None:
    """Let no other change of the register pass until this transaction ends.

    SQLite has one writer anyway. On PostgreSQL it takes the lock that every trail entry takes later in the same
    transaction; taking it first, and only this one, two people at once can wait for each other but never both.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def next_number(column: InstrumentedAttribute[int | None], *, with_gaps: bool = False) -> int:
    """The number after the highest in `column`, or one soon after it; nobody else gets it: writers are held."""
    hold_writers()
    return (db.session.scalar(select(func.max(column))) or 0) + (step() if with_gaps else 1)


def step() -> int:
    """How far a count with gaps goes on: 1, 2 or 3."""
    return 1 + secrets.randbelow(MOST_LEFT_OUT + 1)


def spread(record: Any) -> None:
    """Leave numbers out before a new record takes its own `id`; the caller holds the writers."""
    model = type(record)
    if db.session.get_bind().dialect.name == "sqlite":
        record.id = (db.session.scalar(select(func.max(model.id))) or 0) + step()
        return
    sequence = func.nextval(func.pg_get_serial_sequence(model.__tablename__, "id"))
    for _ in range(step() - 1):
        db.session.execute(select(sequence))
