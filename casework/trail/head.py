"""The head of the chain, kept in a file outside the database, so that removing the last entries is found.

The file follows the chain only as long as the entry it names is there: work that goes on after an older database was
put back must not make the loss unseen.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from casework.config import CannotStartError, secret_file
from casework.extensions import db
from casework.trail.models import TrailEntry

HEAD_FILE = "trail-head.json"
KEY_FILE = "trail.key"
WRITTEN, UNSURE = "trail_head", "trail_head_unsure"  # in session.info, for as long as the transaction
Head = tuple[int, str]  # number and hash of an entry


def trail_key() -> bytes:
    """The key of the chain: CASEWORK_TRAIL_KEY, or the file trail.key in the data folder (made at first use)."""
    given = current_app.config.get("TRAIL_KEY")
    return (given or secret_file(Path(current_app.config["DATA_DIR"]) / KEY_FILE)).encode()


def read_head() -> Head | None:
    """Number and hash of the last entry the file knows; None without a file. Raises CannotStartError if damaged."""
    path = Path(current_app.config["DATA_DIR"]) / HEAD_FILE
    try:
        held = json.loads(path.read_text())
        return int(held["id"]), str(held["hash"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise CannotStartError(f"{path} is damaged: the head of the trail cannot be read") from None


def write_head(number: int, seal: str) -> None:
    """Put the head in the file, whole or not at all; never back to an earlier entry, whoever else writes it now."""
    path = Path(current_app.config["DATA_DIR"]) / HEAD_FILE
    with _alone(path.parent):
        held = read_head()
        if held and held[0] >= number:
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".trail-head-")
        with os.fdopen(handle, "w") as file:
            json.dump({"id": number, "hash": seal}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time: the database's lock is gone when the head is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def last_entry() -> Head | None:
    """Number and hash of the last entry in the database."""
    query = select(TrailEntry.id, TrailEntry.hash).order_by(TrailEntry.id.desc()).limit(1)
    row = db.session.execute(query).first()
    return (row.id, row.hash) if row else None


def note_head(entry: Head, *, before: Head | None) -> None:
    """The commit will put `entry` in the file; not when `before`, the last one until now, is no longer its chain."""
    info = db.session.info
    if WRITTEN not in info:
        info[WRITTEN] = entry if _goes_on(before) else None
    elif info[WRITTEN]:
        info[WRITTEN] = entry


def _goes_on(last: Head | None) -> bool:
    """Whether the database still holds the entry that the file names."""
    try:
        head = read_head()
    except CannotStartError:
        return False  # the check says so; nobody's work is refused for it
    if head is None or last is None or head[0] >= last[0]:
        return head is None or head == last
    return db.session.scalar(select(TrailEntry.hash).where(TrailEntry.id == head[0])) == head[1]


@event.listens_for(db.session, "before_commit")
def _settle(session: Session) -> None:
    """After a step was rolled back alone, the head is whatever is kept of the transaction."""
    if session.in_nested_transaction() or not session.info.pop(UNSURE, False) or WRITTEN in session.info:
        return
    last = last_entry()
    if last and _goes_on(last):
        session.info[WRITTEN] = last


@event.listens_for(db.session, "after_commit")
def _move(session: Session) -> None:
    """Releasing a savepoint is no commit: what it wrote may still be rolled back."""
    head = None if session.in_nested_transaction() else session.info.pop(WRITTEN, None)
    try:
        if head:
            write_head(*head)
    except (OSError, CannotStartError):  # the change is kept, so nobody may be told that it is not
        current_app.logger.exception("the head of the trail could not be moved; the next entry moves it")


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    written = session.info.pop(WRITTEN, None)
    session.info[UNSURE] = bool(written) and session.in_nested_transaction()
