"""What a person sees when a request cannot be answered: a plain page in the words of the house."""

import errno
import sys

from flask import Flask, render_template
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from casework.extensions import db
from casework.kit.look import render_bare
from casework.kit.words import file_size

HIDDEN = 403  # not yours or restricted: answered exactly like a page that does not exist, so nothing is given away
PAGES = {400: "400", 401: "404", 404: "404", 405: "404", 409: "409", 410: "404", 413: "413", 429: "429"}


def is_disk_full(trouble: BaseException) -> bool:
    """Whether a file or the database could not be written because there is no room left."""
    if isinstance(trouble, OSError):
        return trouble.errno in (errno.ENOSPC, errno.EDQUOT)
    words = str(getattr(trouble, "orig", "")).lower()
    return "disk is full" in words or "no space left" in words


def init_errors(app: Flask) -> None:
    """Answer every HTTP error, and every fault nobody foresaw, with a page.

    The error's own headers (Allow, Retry-After) stay. From 500 on the page is made without asking the database.
    """

    @app.errorhandler(HTTPException)
    def answer(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]]:
        code = 404 if error.code == HIDDEN else error.code or 500
        kept = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")]
        if code >= 500:
            return render_bare(f"errors/{503 if code == 503 else 500}.html"), code, kept
        limit = app.config.get("MAX_CONTENT_LENGTH")
        page = render_template(f"errors/{PAGES.get(code, '400')}.html", limit=file_size(limit) if limit else None)
        return page, code, kept

    @app.errorhandler(StaleDataError)
    def overtaken(_: StaleDataError) -> tuple[str, int]:
        """Two people changed one record in the same moment, and this one came second."""
        db.session.rollback()
        return render_template("errors/409.html"), 409

    @app.errorhandler(OperationalError)
    @app.errorhandler(OSError)
    def unavailable(trouble: OperationalError | OSError) -> tuple[str, int, dict[str, str]]:
        """The database is away or busy, or there is no room left: nothing of the request was kept."""
        db.session.rollback()
        app.log_exception(sys.exc_info())
        if is_disk_full(trouble):
            return render_bare("errors/507.html"), 507, {}
        if isinstance(trouble, OSError):
            return render_bare("errors/500.html"), 500, {}
        return render_bare("errors/503.html"), 503, {"Retry-After": "30"}
