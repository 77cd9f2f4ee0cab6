"""The one place where files that people add are checked, kept, handed out and removed.

A file lies in the data folder's `uploads` under a random name (mode 0600), outside everything the web server serves.
It is written before its row is committed and is gone again when the transaction is not kept. What a crash between the
two leaves behind is named by `casework doctor`.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Collection
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Protocol

from flask import Response, current_app, send_file
from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, SessionTransaction
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import InternalServerError

from casework.extensions import db
from casework.kit import clock
from casework.kit.file_kinds import ENDINGS, KINDS, LARGEST, TAKEN_WORDS, clean_name, recognise
from casework.kit.file_models import StoredFile
from casework.kit.rules import RuleBroken

__all__ = ["ENDINGS", "HINT", "StoredFile", "download", "keep", "keep_made", "read", "remove"]

HINT = f"{TAKEN_WORDS}, up to 20 MB"
SANDBOX = "sandbox; default-src 'none'"
STEP = 1024 * 1024
UNFINISHED = 3600  # seconds after which a file without a row was left behind, not just being saved


class Keeper(Protocol):
    """Whoever adds a file."""

    id: Any


def keep(
    upload: FileStorage, *, by: Keeper | None, field: str | None = "file", kinds: Collection[str] = ENDINGS
) -> StoredFile:
    """Check what was uploaded and keep it; the row has its number. Raises RuleBroken on `field`, then nothing is kept.

    `kinds` are endings of KINDS. The file lasts only if the caller's transaction does.
    """
    return _keep(upload.stream, upload.filename or "", by=by, field=field, kinds=kinds)


def keep_made(data: bytes, name: str, *, by: Keeper | None) -> StoredFile:
    """Keep a file that Casework made itself (a letter), through the same checks."""
    return _keep(BytesIO(data), name, by=by, field=None, kinds=ENDINGS)


def read(stored: StoredFile) -> bytes:
    """What was kept. Raises InternalServerError when it is gone or no longer as it came."""
    try:
        data = _path(stored.stored_as).read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        current_app.logger.error("file %s in uploads is not as it was kept; casework doctor says more", stored.id)
        raise InternalServerError()
    return data


def download(stored: StoredFile) -> Response:
    """The answer that hands out a file: to be saved, never shown, and without powers if it is shown all the same.

    Whether the person may have it is checked by the caller.
    """
    response = send_file(
        BytesIO(read(stored)),
        mimetype=KINDS[stored.ending][1],
        as_attachment=True,
        download_name=stored.name,
        etag=False,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def remove(stored: StoredFile) -> None:
    """Remove a file: its row now, what lies in the data folder once the caller has committed."""
    db.session.info.setdefault("files_to_remove", []).append(_path(stored.stored_as))
    db.session.delete(stored)


def list_faults() -> list[str]:
    """What is wrong with the files, a sentence each: missing, changed, or lying there without a record."""
    faults, known = [], set()
    again = "Put it back from a backup"
    for stored in db.session.scalars(select(StoredFile).order_by(StoredFile.id)):
        known.add(stored.stored_as)
        path = _path(stored.stored_as)
        if not path.is_file():
            faults.append(f"File {stored.id} is missing from uploads ({stored.stored_as}). {again}")
        elif _digest(path) != stored.sha256:
            faults.append(
                f"File {stored.id} in uploads ({stored.stored_as}) is not as it came. Put it back from a backup"
            )
    before = time.time() - UNFINISHED
    for path in sorted(folder().glob("*/*")):
        if path.name not in known and path.stat().st_mtime < before:
            faults.append(f"{path.name} in uploads belongs to no record: a save that did not finish. It can be removed")
    return faults


def folder() -> Path:
    """Where files lie."""
    return Path(current_app.config["DATA_DIR"]) / "uploads"


def _path(stored_as: str) -> Path:
    return folder() / stored_as[:2] / stored_as


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(data: IO[bytes], name: str, *, by: Keeper | None, field: str | None, kinds: Collection[str]) -> StoredFile:
    size = data.seek(0, os.SEEK_END)
    data.seek(0)
    if size == 0:
        raise RuleBroken("The file is empty. Choose another", field)
    if size > LARGEST:
        raise RuleBroken("The file must be smaller than 20 MB", field)
    try:
        ending = recognise(data, name, kinds=kinds)
    except RuleBroken as broken:
        raise RuleBroken(broken.sentence, field) from None
    stored_as = secrets.token_hex(16)
    stored = StoredFile(
        stored_as=stored_as,
        name=clean_name(name, ending),
        ending=ending,
        size=size,
        sha256=_write(data, stored_as),
        by_id=by.id if by else None,
        added_at=clock.now(),
    )
    db.session.add(stored)
    db.session.info.setdefault("files_written", []).append((stored, _path(stored_as)))
    db.session.flush()
    return stored


def _write(data: IO[bytes], stored_as: str) -> str:
    """Write it where only this account reads it, safe on the disk before its row is; its SHA-256."""
    path = _path(stored_as)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while block := data.read(STEP):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        entry = os.open(path.parent, os.O_RDONLY)
        os.fsync(entry)
        os.close(entry)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


@event.listens_for(Session, "after_commit")
def _settle(session: Session) -> None:
    """The transaction is kept: files whose rows lasted stay, files whose rows were deleted go."""
    written = session.info.pop("files_written", [])
    gone = [path for stored, path in written if not inspect(stored).persistent]  # a savepoint took the row back
    for path in [*gone, *session.info.pop("files_to_remove", [])]:
        path.unlink(missing_ok=True)


@event.listens_for(Session, "after_transaction_end")
def _sweep(session: Session, transaction: SessionTransaction) -> None:
    """The transaction ended without being kept: so did its files."""
    if transaction.parent is not None:
        return
    session.info.pop("files_to_remove", None)
    for _, path in session.info.pop("files_written", []):
        path.unlink(missing_ok=True)
