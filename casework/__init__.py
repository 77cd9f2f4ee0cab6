"""Casework: how well an adult social care department does, and proof that it gets better."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from casework.config import ROOT, load_config
from casework.ready import check_ready

ROOMS = (
    "home",
    "accounts",
    "measures",
    "findings",
    "actions",
    "assessments",
    "complaints",
    "safeguarding",
    "reports",
)


class RecordNumber(IntegerConverter):
    """A record's number in an address; beyond what the databases count to, there is no such page."""

    def __init__(self, map: Any, fixed_digits: int = 0, min: int | None = None, max: int | None = None) -> None:
        super().__init__(map, fixed_digits, min, 2**31 - 1 if max is None else max)


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The whole product as a WSGI application: settings, database, look, doors, rooms and error pages.

    `config` overrides the environment (names as in `casework.config.SETTINGS`, or Flask's own). Raises
    CannotStartError with a sentence when the product cannot run as it is set up.
    """
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_mapping(load_config(config))
    app.url_map.converters["int"] = RecordNumber
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    _init_ground(app)
    for room in ROOMS:
        import_module(f"casework.{room}.routes").init_room(app)
    return app


def ready_app() -> Flask:
    """The application of the environment, with a database that is up to date; what every command works with.

    Raises CannotStartError with a sentence otherwise.
    """
    app = create_app()
    check_ready(app)
    return app


def _init_ground(app: Flask) -> None:
    """Everything below the rooms, in the order in which a request meets it."""
    from casework.accounts.guard import guard
    from casework.accounts.kept import init_kept
    from casework.accounts.sessions import init_sessions
    from casework.extensions import db, migrate
    from casework.kit.doors import init_doors
    from casework.kit.errors import init_errors
    from casework.kit.headers import init_headers
    from casework.kit.log import init_log
    from casework.kit.look import init_look

    init_log(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    init_sessions(app)
    init_doors(app, guard)
    init_kept(app)
    init_look(app)
    init_headers(app)
    init_errors(app)
