"""References that count on (FND-0001, ACT-0001): unique however many people save at the same moment."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from casework.extensions import db
from casework.trail.services import CHAIN_LOCK


def hold_writers() -> None:
    """Let no other change of the register pass until this transaction ends.

    SQLite has one writer anyway. On PostgreSQL it takes the lock that every trail entry takes later in the same
    transaction; taking it first, and only this one, two people at once can wait for each other but never both.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def next_number(column: InstrumentedAttribute[int | None]) -> int:
    """The number after the highest in `column`; nobody else gets it, because writers are held."""
    hold_writers()
    return (db.session.scalar(select(func.max(column))) or 0) + 1
