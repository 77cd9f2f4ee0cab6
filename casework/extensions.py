"""The database (safe SQLite settings, constraint names), the login manager and migrations."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import g, has_app_context
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

# Without names of their own, constraints could not be dropped by a migration on SQLite.
CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every model stands on; it carries the naming rule of constraints."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True, compare_type=True)
login_manager = LoginManager()

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

# SQLite below these versions can lose commits when several connections write in WAL mode, so they keep a rollback
# journal; its cost (about 200 commits a second) is far above a busy council's ten.
WAL_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
SQLITE_SETTINGS: dict[str, int] = {
    "foreign_keys": 1,
    "synchronous": 3,  # EXTRA: an answered commit survives a power cut, the deleted journal's folder entry included
    "recursive_triggers": 1,  # else REPLACE would rewrite trail rows without firing the trigger
    "busy_timeout": 10_000,
    "secure_delete": 1,
    "mmap_size": 0,
}


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite library carries the fix of the WAL-reset race (3.51.3; backports 3.50.7, 3.44.6)."""
    newest, *backports = WAL_FIXED
    return version >= newest or any(version[:2] == fixed[:2] and version >= fixed for fixed in backports)


@event.listens_for(Engine, "connect")
def _open_safely(connection: Any, _record: object) -> None:
    """Give every SQLite connection the settings above and leave BEGIN to us."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={SQLITE_SETTINGS['busy_timeout']}")
    cursor.execute(f"PRAGMA journal_mode={'WAL' if wal_is_safe() else 'TRUNCATE'}")
    for name, setting in SQLITE_SETTINGS.items():
        cursor.execute(f"PRAGMA {name}={setting}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Take SQLite's write lock at once in anything that may write: a later upgrade would fail with "locked"."""
    if connection.dialect.name == "sqlite":
        reads_only = has_app_context() and g.get("reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def writing() -> Iterator[None]:
    """Let a request that only reads write after all (its own session row, a refused try); closes what it had read.

    In rollback-journal mode an open read of the same thread would block the write until the busy timeout.
    """
    before = g.get("reads_only", False)
    db.session.rollback()
    g.reads_only = False
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        g.reads_only = before
