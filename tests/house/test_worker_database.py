"""The database of a worker on PostgreSQL: what a test leaves behind is gone before the next, rows and tables alike."""

import pytest
from sqlalchemy import text

from casework.accounts.models import Person
from casework.extensions import db
from tests import make, postgres

pytestmark = pytest.mark.skipif(not postgres.SERVER, reason="PostgreSQL only")
TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"


def renew(database, module):
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    database.renew(module)


def test_rows_are_gone_and_numbers_begin_again(app, worker_database, request):
    first = make.person("director").id
    renew(worker_database, request.module)
    assert db.session.query(Person).count() == 0
    assert make.person("director").id == first


def test_a_trigger_that_was_dropped_is_back(app, worker_database, request):
    before = db.session.scalar(text(TRIGGERS))
    db.session.execute(text("DROP TRIGGER trail_entry_no_truncate ON trail_entry"))
    renew(worker_database, request.module)
    assert db.session.scalar(text(TRIGGERS)) == before


def test_what_was_put_aside_comes_back_whole(app, worker_database):
    held = make.person("director").email
    db.session.commit()
    db.session.remove()
    worker_database.put_aside("here")
    make.person("analyst")
    db.session.commit()
    db.session.remove()
    worker_database.put_back("here")
    assert [person.email for person in db.session.query(Person)] == [held]
    assert make.person("analyst").id > db.session.query(Person).filter_by(email=held).one().id
