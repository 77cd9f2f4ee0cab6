"""What a person sees when a request cannot be answered: a plain page in the words of the house."""

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from casework.kit.look import render_bare
from casework.kit.words import file_size

HIDDEN = 403  # not yours or restricted: answered exactly like a page that does not exist, so nothing is given away
PAGES = {400: "400", 401: "404", 404: "404", 405: "404", 409: "409", 410: "404", 413: "413", 429: "429"}


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
