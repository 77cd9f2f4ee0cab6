"""Trouble while people work is said as what it is, and nothing acknowledged is lost."""

import os

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from casework.actions.models import Action, ActionUpdate
from casework.extensions import db
from casework.kit.errors import is_disk_full
from casework.trail import services as trail
from casework.trail.events import Event
from casework.trail.head import read_head
from casework.trail.verify import verify
from tests import make

on_sqlite = pytest.mark.skipif(bool(os.environ.get("CASEWORK_TEST_POSTGRES")), reason="fills an SQLite file")
UPDATE = {"text": "It goes on. " * 300, "going": "on-track", "form_key": "k1"}


def no_room(connection, *_):
    """No page more than there are."""
    connection.execute("PRAGMA max_page_count=1")


@on_sqlite
def test_a_full_disk_is_said_and_reading_goes_on(app, client):
    owner = make.person("contributor")
    action = make.action(owner)
    page = f"/actions/{action.id}/update"
    client.sign_in(owner)
    event.listen(db.engine, "checkout", no_room)
    try:
        saved = 0  # pages that an earlier change has freed are filled first
        while (answer := client.send(page, {**UPDATE, "form_key": f"k{saved}"})).status_code == 302:
            saved += 1
        assert answer.status_code == 507
        assert "Casework has no room left to save" in answer.get_data(as_text=True)
        assert client.get(f"/actions/{action.id}").status_code == 200
    finally:
        event.remove(db.engine, "checkout", no_room)
        db.session.remove()
        db.engine.dispose()
    assert db.session.query(ActionUpdate).count() == saved
    assert client.send(page, UPDATE).status_code == 302  # without a restart
    assert db.session.query(ActionUpdate).count() == saved + 1
    assert verify().is_whole


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (OperationalError("SELECT 1", {}, Exception("server closed the connection")), 503, "not available just now"),
        (OperationalError("INSERT", {}, Exception("could not extend file: No space left on device")), 507, "no room"),
        (OSError(28, "No space left on device"), 507, "no room left to save"),
        (OSError(5, "Input/output error"), 500, "a problem with Casework"),
        (StaleDataError("one row expected"), 409, "Somebody changed this after you opened it"),
    ],
)
def test_trouble_is_a_page_in_words(app, trouble, status, words):
    with app.test_request_context("/help"):
        answer = app.make_response(app.handle_user_exception(trouble))
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_only_no_room_counts_as_a_full_disk():
    assert not is_disk_full(OSError(13, "Permission denied"))
    assert not is_disk_full(OperationalError("SELECT 1", {}, Exception("database is locked")))


def test_a_change_that_is_kept_is_answered_as_kept_when_the_head_cannot_be_moved(app, client, tmp_path):
    owner = make.person("contributor")
    action = make.action(owner)
    trail.record(Event.ACTION_UPDATED, action, by=owner, words="noted")
    db.session.commit()
    folder = app.config["DATA_DIR"]
    key = (folder / "trail.key").read_text().strip()
    client.sign_in(owner)
    app.config.update(DATA_DIR=tmp_path / "gone", TRAIL_KEY=key)
    assert client.send(f"/actions/{action.id}/start", {}).status_code == 302
    app.config.update(DATA_DIR=folder, TRAIL_KEY=None)
    assert db.session.get(Action, action.id).status == "in-progress"
    assert read_head()[0] == 1
    assert verify().checked == 2
    assert verify().is_whole
    client.send(f"/actions/{action.id}/update", UPDATE)
    assert read_head()[0] == 3
