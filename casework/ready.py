"""Whether the database can be worked with: there, and at the revision this version of the product needs."""

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.exc import DBAPIError

from casework.config import ROOT, CannotStartError
from casework.extensions import db

OUT_OF_DATE = "The database is not up to date. Run: casework db upgrade"


def newest_revision() -> str | None:
    """The revision that this version of the product needs."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config).get_current_head()


def check_ready(app: Flask) -> None:
    """Raise CannotStartError with a sentence unless the database can be reached and is up to date."""
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                current = MigrationContext.configure(connection).get_current_revision()
        except DBAPIError as trouble:
            reason = str(trouble.orig).strip().splitlines()[0]
            raise CannotStartError(f"The database cannot be opened: {reason}") from None
        if current != newest_revision():
            raise CannotStartError(OUT_OF_DATE)
