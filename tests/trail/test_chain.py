"""The trail: refused by the database, and found by the check when somebody gets past the database."""

import json
import multiprocessing
import os
import shutil
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casework.extensions import db
from casework.trail import services as trail
from casework.trail.events import Event
from casework.trail.head import HEAD_FILE, write_head
from casework.trail.models import TrailEntry
from casework.trail.verify import verify
from tests import make

on_sqlite = pytest.mark.skipif(bool(os.environ.get("CASEWORK_TEST_POSTGRES")), reason="opens the SQLite file itself")


@pytest.fixture
def written(app):
    """Six entries, committed."""
    person = make.person("director")
    for number in range(6):
        trail.record(Event.ACTION_UPDATED, make.action(person), by=person, words=f"noted step {number}")
    db.session.commit()
    return person


def test_a_whole_trail_is_whole(written):
    verdict = verify(deep=True)
    assert verdict.is_whole
    assert verdict.checked == 6


def test_an_entry_says_who_what_when_from_where_and_what_changed(written):
    action = make.action(written)
    entry = trail.record(
        Event.ACTION_REDATED,
        action,
        by=written,
        words="moved the due date",
        changes={"Due": ("31 March", "30 June"), "Owner": ("same", "same")},
        reason="The contract was not signed",
    )
    assert entry.actor_words == f"{written.name} (director)"
    assert entry.reference == action.reference
    assert entry.changes == {"Due": ["31 March", "30 June"]}
    assert entry.origin == "command"
    assert entry.at.tzinfo is not None


def test_a_change_and_its_entry_are_kept_together_or_not_at_all(written):
    trail.record(Event.ACTION_UPDATED, None, by=written, words="never happened")
    db.session.rollback()
    assert db.session.query(TrailEntry).count() == 6
    trail.record(Event.ACTION_UPDATED, None, by=written, words="happened")
    db.session.commit()
    assert verify().checked == 7


WAYS = [
    "UPDATE trail_entry SET words = 'changed' WHERE id = 2",
    "UPDATE trail_entry SET salt = NULL WHERE id = 2",
    "DELETE FROM trail_entry WHERE id = 2",
    "DELETE FROM trail_entry",
    "INSERT INTO trail_entry SELECT * FROM trail_entry WHERE id = 2",
]


@pytest.mark.parametrize("statement", WAYS)
def test_the_database_refuses(written, statement):
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert verify().is_whole


@on_sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO trail_entry SELECT * FROM trail_entry WHERE id = 2",
        "UPDATE OR IGNORE trail_entry SET words = 'changed' WHERE id = 2",
        "INSERT INTO trail_entry SELECT * FROM trail_entry WHERE id = 2 ON CONFLICT (id) DO UPDATE SET words = 'changed'",
    ],
)
def test_sqlites_own_ways_are_refused_too(written, statement):
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert db.session.get(TrailEntry, 2).words == "noted step 1"


@pytest.mark.skipif(not os.environ.get("CASEWORK_TEST_POSTGRES"), reason="PostgreSQL only")
def test_truncate_is_refused_on_postgresql(written):
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text("TRUNCATE trail_entry"))


def tamper(app, *statements):
    """As somebody with the file and the sqlite3 tool would: triggers removed, then the change."""
    db.session.rollback()
    db.engine.dispose()
    with sqlite3.connect(app.config["DATA_DIR"] / "casework.sqlite3") as connection:
        for name in ("update", "delete", "replace"):
            connection.execute(f"DROP TRIGGER IF EXISTS trail_entry_no_{name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


COLUMNS = (
    "id, at, event, actor_id, subject_kind, subject_id, reference, origin, actor_words, words, changes, reason, salt, "
    "commitment, previous_hash, hash"
)
COPY_2 = COLUMNS.replace("id, at", "7, at", 1).replace(
    ", hash", ", CASE hash WHEN 'f' || substr(hash, 2) THEN '0' ELSE 'f' END || substr(hash, 2)"
)
TAMPERINGS = {
    "words edited": (["UPDATE trail_entry SET words = 'changed' WHERE id = 3"], 3),
    "words emptied": (["UPDATE trail_entry SET words = NULL, salt = NULL WHERE id = 3"], 3),
    "event edited": (["UPDATE trail_entry SET event = 'action:signed-off' WHERE id = 3"], 3),
    "re-dated": (["UPDATE trail_entry SET at = '2001-01-01 00:00:00.000000' WHERE id = 3"], 3),
    "another actor": (["UPDATE trail_entry SET actor_id = 99 WHERE id = 3"], 3),
    "actor's words edited": (["UPDATE trail_entry SET actor_words = 'Somebody else' WHERE id = 3"], 3),
    "from elsewhere": (["UPDATE trail_entry SET origin = '10.9.9.9' WHERE id = 3"], 3),
    "first removed": (["DELETE FROM trail_entry WHERE id = 1"], 1),
    "middle removed": (["DELETE FROM trail_entry WHERE id = 3"], 3),
    "last removed": (["DELETE FROM trail_entry WHERE id = 6"], 6),
    "all removed": (["DELETE FROM trail_entry"], 1),
    "removed and closed up": (
        [
            "DELETE FROM trail_entry WHERE id = 3",
            *(f"UPDATE trail_entry SET id = {n - 1} WHERE id = {n}" for n in (4, 5, 6)),
        ],
        3,
    ),
    "two swapped": (
        [
            "UPDATE trail_entry SET id = 90 WHERE id = 3",
            "UPDATE trail_entry SET id = 3 WHERE id = 4",
            "UPDATE trail_entry SET id = 4 WHERE id = 90",
        ],
        3,
    ),
    "one added": ([f"INSERT INTO trail_entry ({COLUMNS}) SELECT {COPY_2} FROM trail_entry WHERE id = 2"], 7),
}


@on_sqlite
@pytest.mark.parametrize("way", TAMPERINGS)
def test_tampering_is_found_and_the_first_bad_entry_is_named(app, written, way):
    statements, first_bad = TAMPERINGS[way]
    tamper(app, *statements)
    verdict = verify()
    assert not verdict.is_whole
    assert verdict.broken_id == first_bad, str(verdict)


@on_sqlite
def test_a_chain_built_anew_without_the_key_is_found(app, written):
    key = app.config["DATA_DIR"] / "trail.key"
    kept = key.read_text()
    tamper(app, "DELETE FROM trail_entry")
    (app.config["DATA_DIR"] / HEAD_FILE).unlink()
    key.unlink()
    person = make.person("director")
    for number in range(6):
        trail.record(Event.ACTION_UPDATED, None, by=person, words=f"forged {number}")
    db.session.commit()
    key.chmod(0o600)
    key.write_text(kept)
    assert verify().broken_id == 1


@on_sqlite
def test_an_old_copy_put_back_is_found(app, written):
    folder = app.config["DATA_DIR"]
    db.engine.dispose()
    shutil.copy(folder / "casework.sqlite3", folder / "old")
    trail.record(Event.ACTION_UPDATED, None, by=written, words="later")
    db.session.commit()
    db.engine.dispose()
    shutil.copy(folder / "old", folder / "casework.sqlite3")
    verdict = verify()
    assert (verdict.is_whole, verdict.broken_id) == (False, 7)


@on_sqlite
def test_a_removed_record_is_found_by_the_deep_check(app, written):
    tamper(
        app, "PRAGMA foreign_keys=0", "DELETE FROM action WHERE id = (SELECT subject_id FROM trail_entry WHERE id = 4)"
    )
    assert verify().is_whole
    assert verify(deep=True).broken_id == 4


def test_the_head_never_goes_back(app, written):
    head = json.loads((app.config["DATA_DIR"] / HEAD_FILE).read_text())
    assert head["id"] == 6
    write_head(2, "older")
    write_head(6, "another")  # the same entry written a second time, after an older database was put back
    assert json.loads((app.config["DATA_DIR"] / HEAD_FILE).read_text()) == head


def test_a_missing_head_is_said(app, written):
    (app.config["DATA_DIR"] / HEAD_FILE).unlink()
    assert "head outside the database is missing" in str(verify())


def test_two_writers_make_one_chain(app, written):
    from concurrent.futures import ThreadPoolExecutor

    person_id = written.id

    def write(worker):
        with app.app_context():
            for number in range(15):
                person = db.session.get(type(written), person_id)
                trail.record(Event.ACTION_UPDATED, None, by=person, words=f"{worker}/{number}")
                db.session.commit()
            db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert verify().checked == 66
    assert verify().is_whole


def write(count, words="noted"):
    for _ in range(count):
        trail.record(Event.ACTION_UPDATED, None, by=None, words=words)
        db.session.commit()


@on_sqlite
def test_an_old_copy_put_back_stays_found_when_work_goes_on(app, written):
    folder = app.config["DATA_DIR"]
    db.engine.dispose()
    shutil.copy(folder / "casework.sqlite3", folder / "old")
    write(3, "lost")
    db.session.remove()
    db.engine.dispose()
    shutil.copy(folder / "old", folder / "casework.sqlite3")
    write(7, "after")  # past the number that the head names
    verdict = verify()
    assert (verdict.is_whole, verdict.broken_id) == (False, 9)
    assert "head outside the database" in str(verdict)


def head_of(app):
    return json.loads((app.config["DATA_DIR"] / HEAD_FILE).read_text())["id"]


def test_a_step_that_is_rolled_back_with_its_transaction_leaves_the_trail_whole(app, written):
    with db.session.begin_nested():
        trail.record(Event.FILE_IMPORTED, None, by=written, words="imported a file")
    assert head_of(app) == 6
    db.session.rollback()
    assert verify().is_whole
    assert verify().checked == 6


def test_a_step_that_is_rolled_back_alone_leaves_the_head_at_what_is_kept(app, written):
    trail.record(Event.ACTION_UPDATED, None, by=written, words="kept")
    step = db.session.begin_nested()
    trail.record(Event.FILE_IMPORTED, None, by=written, words="only tried")
    step.rollback()
    db.session.commit()
    assert head_of(app) == 7
    assert verify().checked == 7
    assert verify().is_whole


def test_a_damaged_head_is_said_and_stops_nobodys_work(app, written):
    (app.config["DATA_DIR"] / HEAD_FILE).write_text("{")
    write(1)
    assert "trail-head.json is damaged" in str(verify())


def climb(app, first, last):
    with app.app_context():
        for number in range(first, last, 2):
            write_head(number, str(number))


def test_two_processes_never_move_the_head_back(app):
    path, highest = app.config["DATA_DIR"] / HEAD_FILE, 0
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=climb, args=(app, first, 1_000)) for first in (1, 2)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        held = json.loads(path.read_text())["id"] if path.exists() else 0
        assert held >= highest
        highest = held
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert head_of(app) == 999
