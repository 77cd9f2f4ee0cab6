"""An event that is newer than the table can be recorded, and the table is append-only all the same."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from casework.extensions import db
from casework.trail import services as trail
from casework.trail.events import Event


def test_no_list_of_events_stands_in_the_database(app):
    assert [check["name"] for check in inspect(db.engine).get_check_constraints("trail_entry")] == []


def test_the_rebuilt_table_is_append_only_and_keeps_its_indexes(app):
    trail.record(Event.PACKS_LOADED, None, by=None, words="loaded")
    db.session.commit()
    for statement in ("UPDATE trail_entry SET origin = 'x'", "DELETE FROM trail_entry"):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
    names = {index["name"] for index in inspect(db.engine).get_indexes("trail_entry")}
    assert {"ix_trail_entry_at", "ix_trail_entry_event", "ix_trail_entry_subject", "ix_trail_entry_actor_id"} <= names
