"""Importing through a page: the file is checked and put aside, then imported when the person confirms what it does."""

import re
import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from casework.accounts.models import Person
from casework.extensions import db
from casework.kit import clock
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult
from casework.measures.models import StagedImport

KEPT_FOR = timedelta(days=1)
MOST_SHOWN = 200


def folder() -> Path:
    """Where files wait until their import is confirmed."""
    place = Path(current_app.config["DATA_DIR"]) / "imports"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def put_aside(file: FileStorage) -> Path:
    """The uploaded file under a name of our own, beginning with a random word; old ones are let go."""
    long_ago = (clock.now() - KEPT_FOR).timestamp()
    for old in folder().iterdir():
        if old.stat().st_mtime < long_ago:
            old.unlink(missing_ok=True)
    ending = Path(file.filename or "").suffix.lower()
    path = folder() / f"{secrets.token_hex(16)}{ending}"
    file.save(path)
    return path


def plain_name(name: str | None) -> str:
    """The name of an uploaded file without any path, in letters that a disk and a page can show."""
    last = re.split(r"[\\/]", name or "")[-1]
    kept = "".join(letter if letter.isprintable() and letter not in ":\0" else "_" for letter in last)
    return kept.strip(". ")[-100:] or "file"


def stage(
    path: Path,
    check: Callable[[Path], tuple[ImportResult, dict[str, Any]]],
    *,
    kind: str,
    file_name: str,
    edition: str | None = None,
    period: str | None = None,
    by: Person,
) -> StagedImport:
    """Check the file and put what it would do beside it; nothing else is kept. Raises TableRefused or RuleBroken.

    `check` says what an import would do, and what else the preview must show or remember.
    """
    with renamed(path, file_name) as shown:
        found, more = check(shown)
    db.session.rollback()  # the check may have made periods, areas and words
    staged = StagedImport(
        person_id=by.id,
        kind=kind,
        file_name=file_name,
        stored_as=path.name,
        edition=edition,
        period=period,
        preview={
            "new": found.new,
            "changed": found.changed,
            "same": found.same,
            "warnings": list(found.warnings[:MOST_SHOWN]),
            **more,
        },
        staged_at=clock.now(),
    )
    db.session.add(staged)
    db.session.flush()
    return staged


class renamed:
    """The put-aside file under the name the person knows, for as long as an importer reads it."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.folder = path.parent / path.stem
        self.shown = self.folder / name

    def __enter__(self) -> Path:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.shown.unlink(missing_ok=True)
        self.shown.hardlink_to(self.path)
        return self.shown

    def __exit__(self, *_trouble: object) -> None:
        self.shown.unlink(missing_ok=True)
        self.folder.rmdir()


def get_staged(staged_id: int, *, kinds: Iterable[str], seen_by: Person) -> StagedImport:
    """One's own staged import of a kind, not done yet; else "Page not found"."""
    query = select(StagedImport).where(
        StagedImport.id == staged_id,
        StagedImport.person_id == seen_by.id,
        StagedImport.done_at.is_(None),
        StagedImport.kind.in_(kinds),
    )
    return or_404(db.session.scalars(query).first())


def confirm(staged: StagedImport, run: Callable[[Path], ImportResult]) -> ImportResult:
    """Import the staged file with `run(path)`. Raises RuleBroken when it is gone."""
    path = folder() / staged.stored_as
    if not path.is_file():
        raise RuleBroken("The file is kept for one day only. Choose it again")
    with renamed(path, staged.file_name) as shown:
        result = run(shown)
    staged.done_at = clock.now()
    return result


def let_go(staged: StagedImport) -> None:
    """Delete the file once its import is committed."""
    (folder() / staged.stored_as).unlink(missing_ok=True)
