"""What an administrator should know before people work: is this installation safe and whole?"""

import stat
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from casework.config import ROOT, CannotStartError
from casework.extensions import SQLITE_SETTINGS, db, wal_is_safe
from casework.kit import files
from casework.ready import check_ready
from casework.trail.verify import verify


@dataclass(frozen=True)
class Line:
    """One thing looked at, whether it is well, and what to say about it."""

    is_well: bool
    words: str


def examine(app: Flask) -> list[Line]:
    """Look at the database's settings, its migrations, its wholeness, the trail, files and the built styles."""
    try:
        check_ready(app)
    except CannotStartError as refusal:
        return [Line(False, str(refusal))]
    with app.app_context():
        lines = [Line(True, "The database is up to date")]
        if db.engine.dialect.name == "sqlite":
            lines += [*_sqlite(), _closed()]
        verdict = verify(deep=True)
        lines.append(Line(verdict.is_whole, str(verdict)))
        faults = files.list_faults()
        lines += [Line(False, fault) for fault in faults] or [Line(True, "Every file in uploads is as it came")]
    built = (ROOT / "static" / "vendor").is_dir()
    lines.append(Line(built, "Styles are built" if built else "Styles are not built. Run: make install"))
    return lines


def _closed() -> Line:
    """Whether the database file is closed to other accounts of the machine, by its own mode or its folder's."""
    path = Path(db.engine.url.database or "").resolve()
    is_closed = not (path.stat().st_mode & stat.S_IROTH and path.parent.stat().st_mode & stat.S_IXOTH)
    if is_closed:
        return Line(True, "Other accounts of this machine cannot read the database")
    return Line(False, f"Other accounts of this machine can read the database. Close it: chmod o-rwx {path}")


def _sqlite() -> list[Line]:
    lines = []
    with db.engine.connect() as connection:
        for name, wanted in SQLITE_SETTINGS.items():
            held = connection.execute(text(f"PRAGMA {name}")).scalar()
            lines.append(Line((held or 0) == wanted, f"{name} is {held}"))
        journal = connection.execute(text("PRAGMA journal_mode")).scalar()
        lines.append(Line(journal != "wal" or wal_is_safe(), f"journal_mode is {journal}"))
        whole = connection.execute(text("PRAGMA integrity_check")).scalar()
        lines.append(Line(whole == "ok", f"integrity check says {whole}"))
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        lines.append(Line(not orphans, f"{len(orphans)} rows point to something that is not there"))
    return lines
