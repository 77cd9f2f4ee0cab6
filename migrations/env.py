"""Alembic's environment: the application's own engine, every room's models, one transaction a revision."""

from importlib import import_module

from alembic import context
from flask import current_app

from casework.extensions import db

ROOMS = ("trail", "accounts", "measures", "findings", "actions", "assessments", "complaints", "safeguarding")
for room in ROOMS:
    import_module(f"casework.{room}.models")


def _own(_object, name, kind, _reflected, _compared):
    """Leave out what a migration makes by hand: search tables and their shadows."""
    return not (kind == "table" and "search" in (name or ""))


with current_app.extensions["migrate"].db.engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # batch mode copies tables: their rows must not be lost to ON DELETE CASCADE while the old table is dropped
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.rollback()
        connection.exec_driver_sql("ROLLBACK") if connection.connection.dbapi_connection.in_transaction else None
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=_own,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        connection.rollback()
        faults = connection.connection.dbapi_connection.execute("PRAGMA foreign_key_check").fetchall()
        if faults:
            raise RuntimeError(f"the migration left {len(faults)} rows that point to nothing")
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")
