"""Setting up: migrate and load the shipped packs; run an import in one transaction."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask_migrate

from casework.accounts.queries import find_only_council, organisation_called
from casework.extensions import db
from casework.kit.packs import PACKS
from casework.kit.tables import ImportResult
from casework.trail import services as trail
from casework.trail.events import Event

STATEMENTS = PACKS / "statements"


def upgrade() -> str:
    """Migrate the database, load editions, councils, templates and terms, index cases; the sentence to print.

    Safe to run again: what is loaded already stays as it is. Raises PackBroken for a data file with a fault.
    """
    from casework.complaints import search_index

    db.session.remove()
    flask_migrate.upgrade()
    loaded = load_packs()
    search_index.fill()
    db.session.commit()
    return f"The database is up to date. {loaded}"


def load_packs() -> str:
    """Load every shipped pack into the database; the caller commits."""
    from casework.assessments import services as assessments
    from casework.complaints import terms, themes
    from casework.measures import services as measures
    from casework.measures.statements_loading import load_statements

    counts = {
        "organisations": measures.load_organisations(PACKS / "organisations" / "councils.csv"),
        "measures": measures.load_editions(PACKS / "editions"),
        "templates": assessments.load_templates(PACKS / "templates"),
        "words of complaints": terms.load_shipped(),
        "quality statements and their links": load_statements(
            STATEMENTS / "quality-statements.yaml", PACKS / "templates"
        ),
        "links of complaint themes": themes.load_links(STATEMENTS / "complaint-themes.yaml"),
    }
    changed = {name: count for name, count in counts.items() if count}
    if not changed:
        return "The shipped packs were loaded already"
    words = ", ".join(f"{count} {name}" for name, count in changed.items())
    trail.record(Event.PACKS_LOADED, None, by=None, words=f"loaded shipped packs: {words}")
    return f"Loaded {words}"


def run_import(
    importer: Callable[..., ImportResult], file: Path, *, organisation: str | None, **options: Any
) -> ImportResult:
    """Run one importer and keep all of it or, when it refuses or on a dry run, nothing."""
    try:
        council = organisation_called(organisation) if organisation else find_only_council()
        result = importer(file, by=None, organisation=council, **options)
        if options.get("dry_run"):
            db.session.rollback()
        else:
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return result
