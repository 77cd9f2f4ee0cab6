"""The head of the chain, kept in a file outside the database, so that removing the last entries is found."""

import json
import os
import tempfile
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.config import CannotStartError, secret_file
from casework.extensions import db

HEAD_FILE = "trail-head.json"
KEY_FILE = "trail.key"


def trail_key() -> bytes:
    """The key of the chain: CASEWORK_TRAIL_KEY, or the file trail.key in the data folder (made at first use)."""
    given = current_app.config.get("TRAIL_KEY")
    return (given or secret_file(Path(current_app.config["DATA_DIR"]) / KEY_FILE)).encode()


def read_head() -> tuple[int, str] | None:
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
    """Put the head in the file, whole or not at all; never back to an earlier entry."""
    path = Path(current_app.config["DATA_DIR"]) / HEAD_FILE
    held = read_head()
    if held and held[0] >= number:
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".trail-head-")
    with os.fdopen(handle, "w") as file:
        json.dump({"id": number, "hash": seal}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)


def init_head(app: Flask) -> None:
    """After each commit that wrote trail entries, move the head; a rollback forgets it."""

    @event.listens_for(db.session, "after_commit")
    def moved(session: Session) -> None:
        head = session.info.pop("trail_head", None)
        if head:
            write_head(*head)

    @event.listens_for(db.session, "after_rollback")
    def forgotten(session: Session) -> None:
        session.info.pop("trail_head", None)
