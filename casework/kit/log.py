"""The log: one line of JSON per event with the request's number, and nothing that people typed."""

import json
import logging
import secrets
import sys
import time
import traceback
from typing import Any

from flask import Flask, Response, g, has_request_context, request


class JsonLines(logging.Formatter):
    """A record as one line of JSON; the path without its query, because filters may hold words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if has_request_context():
            line |= {"request": g.get("request_id"), "method": request.method, "rule": str(request.url_rule or "none")}
        if record.exc_info and record.exc_info[0]:
            # frames only: the text of a database error repeats what somebody typed
            frames = traceback.extract_tb(record.exc_info[2])
            line |= {
                "exception": record.exc_info[0].__name__,
                "where": [f"{f.filename}:{f.lineno}" for f in frames[-6:]],
            }
        return json.dumps(line | getattr(record, "facts", {}))


def init_log(app: Flask) -> None:
    """Send the product's log to CASEWORK_LOG_FILE or standard error, and give each request a number."""
    target = app.config["LOG_FILE"]
    handler: logging.Handler = logging.FileHandler(target) if target else logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers = [handler]
    app.logger.setLevel(logging.INFO)
    app.logger.propagate = False

    @app.before_request
    def number() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def note(response: Response) -> Response:
        if request.endpoint != "static" and app.config.get("LOG_REQUESTS", True):
            took = round((time.perf_counter() - g.began) * 1000) if "began" in g else None
            app.logger.info("request", extra={"facts": {"status": response.status_code, "ms": took}})
        return response
