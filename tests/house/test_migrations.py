"""Migrations go up and down with data, lose nothing of the rooms below, and end where the models are."""

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, table, text

from casework.config import ROOT, CannotStartError
from casework.demo import load_demonstration
from casework.extensions import db
from casework.ready import check_ready, newest_revision
from casework.setup import load_packs

REVISIONS = sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def counts():
    """Rows of every table but Alembic's own."""
    names = [
        name for name in inspect(db.engine).get_table_names() if name != "alembic_version" and "search" not in name
    ]
    with db.engine.connect() as connection:
        return {name: connection.scalar(select(func.count()).select_from(table(name))) for name in names}


def test_down_and_up_with_the_demonstration_in_it(app):
    load_packs()
    load_demonstration()
    full = counts()
    assert all(full[name] for name in ("person", "measure_value", "answer", "complaint", "audit", "finding", "action"))
    db.session.remove()
    before = full
    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        db.engine.dispose()
        flask_migrate.downgrade(revision=revision)
        after = counts()
        assert after == {name: before[name] for name in after}, f"rows changed on the way down to {revision}"
        before = after
    assert counts() == {}
    flask_migrate.upgrade()
    assert set(counts()) == set(full)


def test_models_and_migrations_agree(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [found for found in compare_metadata(context, db.metadata) if "search" not in str(found)]
    assert differences == []


def test_checks_of_the_models_are_in_the_database(app):
    """compare_metadata does not look at CHECK constraints, so they are counted by name here."""
    inspector = inspect(db.engine)
    for name, model in db.metadata.tables.items():
        held = {check["name"] for check in inspector.get_check_constraints(name)}
        wanted = {
            str(one.name) for one in model.constraints if one.__class__.__name__ == "CheckConstraint" and one.name
        }
        missing = {check for check in wanted if check[:60] not in {found[:60] for found in held if found}}
        assert not missing, f"{name}: {missing}"


def test_a_database_that_is_not_migrated_is_refused_in_a_sentence(app):
    check_ready(app)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(CannotStartError, match="casework db upgrade"):
        check_ready(app)


def test_revisions_are_numbered_without_gaps():
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    assert newest_revision() == REVISIONS[-1]
