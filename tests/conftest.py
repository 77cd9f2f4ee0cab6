"""A real database for every test: migrated once, copied for each; SQLite by default, PostgreSQL when asked for.

CASEWORK_TEST_POSTGRES=postgresql://user@host/ (a server on which databases may be made) runs the whole suite there.
"""

import contextvars
import gc
import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest
import time_machine
from flask import has_app_context, has_request_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from casework import create_app
from casework.accounts import sessions
from casework.accounts.models import LoginSession, Person
from casework.accounts.sessions import digest
from casework.extensions import db
from casework.kit import clock
from tests import postgres
from tests.page import check_page

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
LOG = "log"  # in the data folder; stays open from the first test to the last
TESTING = {"TESTING": True, "SECRET_KEY": "tests-only-" + "0123456789abcdef" * 2, "PASSWORD_COSTS": CHEAP}


LONGEST_FIRST = ("tests/journeys/", "tests/house/", "tests/actions/test_races", "tests/assessments/test_browser")


def pytest_collection_modifyitems(items):
    """Files that take long go first, or one worker would still be at them when the other has nothing left to do."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST_FIRST))


def pytest_sessionstart():
    """What is imported stays to the end: looking for rubbish among it again and again is a tenth of the time."""
    gc.set_threshold(50_000, 20, 100)


class Browser(FlaskClient):
    """The test client: each request in a context of its own, and every page it gets is checked for faults.

    Whatever the test has changed is committed first; whatever a view left uncommitted is gone afterwards.
    """

    person = None

    def open(self, *args, **options):
        if has_app_context():
            db.session.commit()
        response = contextvars.Context().run(super().open, *args, **options)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        if response.mimetype == "text/html" and response.data:
            check_page(response)
        return response

    def sign_in(self, person):
        """Sign in without the form: a session row and its cookie."""
        token = secrets.token_urlsafe(32)
        now = clock.now()
        db.session.add(
            LoginSession(
                token_hash=digest(token),
                person_id=person.id,
                started_at=now,
                seen_at=now,
                address="127.0.0.1",
                browser="test",
            )
        )
        db.session.commit()
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
        self.person = person
        return self

    def token(self):
        """A CSRF token of this browser's session."""
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(secret)

    def send(self, path, data=None, **options):
        """POST a form with a valid token, as a browser would."""
        return self.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)


@pytest.fixture(scope="session")
def memory_folder(tmp_path_factory):
    """Where test databases lie: in memory where the machine offers it, because every commit waits for the disk."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield tmp_path_factory.mktemp("casework")
        return
    with tempfile.TemporaryDirectory(prefix="casework-", dir=memory) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def template_database(memory_folder, worker_id):
    """A migrated, empty database to copy from."""
    folder = memory_folder / "template"
    folder.mkdir()
    app = create_app({**TESTING, "DATA_DIR": str(folder), "DATABASE_URL": _template_url(folder, worker_id)})
    with app.app_context():
        db.session.remove()
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()
    return folder


def _template_url(folder, worker_id):
    if not postgres.SERVER:
        return f"sqlite:///{folder / 'template.sqlite3'}"
    name = f"casework_template_{worker_id}"
    postgres.run(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    return postgres.url_of(name)


@pytest.fixture(scope="session")
def worker_id(request):
    """The xdist worker, or "main"."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def shared_app(template_database, memory_folder, worker_id):
    """One application for the whole run; each test gets a fresh copy of the database behind it."""
    folder = memory_folder / "data"
    folder.mkdir()
    url = postgres.url_of(f"casework_{worker_id}") if postgres.SERVER else f"sqlite:///{folder / 'casework.sqlite3'}"
    app = create_app({**TESTING, "DATA_DIR": str(folder), "DATABASE_URL": url, "LOG_FILE": str(folder / LOG)})
    app.test_client_class = Browser
    gc.freeze()
    return app


@pytest.fixture(scope="session")
def worker_database(worker_id):
    """The worker's database on PostgreSQL; nothing is made before it is asked."""
    return postgres.WorkerDatabase(f"casework_{worker_id}", f"casework_template_{worker_id}")


@pytest.fixture
def app(shared_app, template_database, worker_database, request):
    """The application with an empty, migrated database and an application context."""
    folder = shared_app.config["DATA_DIR"]
    with shared_app.app_context():
        db.engine.dispose()
        _empty(folder)
        if postgres.SERVER:
            worker_database.renew(request.module)
        else:
            shutil.copy(template_database / "template.sqlite3", folder / "casework.sqlite3")
        yield shared_app
        db.session.remove()
        db.engine.dispose()
        assert not has_request_context(), "a request of this test is still open, and the next one would be inside it"


def _empty(folder):
    """Leave nothing of an earlier test in the data folder: files given, imports not confirmed, the head of the trail."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOG:
            path.unlink()


@pytest.fixture
def prepared_once(app, template_database, worker_database, request):
    """`prepared_once(build)` fills the empty database with what `build()` makes: built once a file, copied after that.

    For what many tests of one file begin with, at one moment. Nothing made before it in the test is kept.
    """

    used = []

    def prepare(build):
        assert not used, "a second would be kept with the first one in it"
        used.append(build)
        folder, name = app.config["DATA_DIR"], f"{request.module.__name__}.{build.__qualname__}"
        held = template_database / f"prepared.{name}"
        if held.exists() and (not postgres.SERVER or name in worker_database.asides):
            _close()
            _put_back(held, folder, worker_database, name)
        else:
            build()
            db.session.commit()
            _close()
            _put_aside(held, folder, worker_database, name)

    return prepare


BESIDE = ("trail-head.json", "trail.key")


def _close():
    db.session.remove()
    db.engine.dispose()


def _put_aside(held, folder, database, name):
    held.mkdir(exist_ok=True)
    if postgres.SERVER:
        database.put_aside(name)
    for one in ("casework.sqlite3", *BESIDE):
        if (folder / one).exists():
            shutil.copy(folder / one, held / one)


def _put_back(held, folder, database, name):
    if postgres.SERVER:
        database.put_back(name)
    for one in held.iterdir():
        shutil.copy(one, folder / one.name)


@pytest.fixture
def client(app):
    """Somebody's browser; nobody is signed in."""
    return app.test_client()


@pytest.fixture
def at():
    """Move the clock: `at("2026-04-07 10:42")`, English time; moved back after the test."""
    travellers = []

    def travel(moment):
        when = datetime.fromisoformat(moment).replace(tzinfo=clock.ENGLAND)
        traveller = time_machine.travel(when, tick=False)
        traveller.start()
        travellers.append(traveller)
        return when

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def statements(app, monkeypatch):
    """Count SQL statements: `with statements() as seen: ...; len(seen)`.

    Once a minute a session notes that it was seen and is read again; that follows the clock, not the page.
    """
    from sqlalchemy import event

    monkeypatch.setattr(sessions, "TOUCH_EVERY", timedelta(days=1))

    @contextmanager
    def counting():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("PRAGMA", "BEGIN")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


def everybody():
    """All people of the test's database."""
    return db.session.query(Person).all()
