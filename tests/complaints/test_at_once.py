"""Many people at the same moment: references stay unique, and one case is closed once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from threading import Barrier

from casework.accounts.models import Person
from casework.complaints import queries, services
from casework.complaints.kinds import Channel, Status
from casework.complaints.models import Complaint
from casework.complaints.services import Standing, Told
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry
from casework.trail.verify import verify
from tests import make
from tests.complaints import make as room

WORKERS, EACH = 8, 5


def test_references_stay_unique_however_many_save_at_once(app):
    officer = make.person("complaints-officer")
    person_id, start = officer.id, Barrier(WORKERS)
    db.session.commit()

    def log_some(_):
        with app.app_context():
            start.wait()
            made = []
            for _ in range(EACH):
                person = db.session.get(Person, person_id)
                told = Told(what_said="x", channel=Channel.EMAIL, received_on=clock.today())
                made.append(services.log(told=told, standing=Standing.COMPLAINT, by=person).reference)
                db.session.commit()
            db.session.remove()
            return made

    with ThreadPoolExecutor(WORKERS) as pool:
        made = [reference for some in pool.map(log_some, range(WORKERS)) for reference in some]
    assert len(set(made)) == WORKERS * EACH
    counted = sorted(int(one.removeprefix(f"ASC-{clock.today().year}-")) for one in made)
    assert all(1 <= after - before <= 3 for before, after in pairwise([0, *counted]))
    assert verify().is_whole


def test_of_many_who_close_one_case_exactly_one_does(app):
    officer = make.person("complaints-officer")
    day = date(2026, 4, 7)
    case = room.complaint(
        officer, points=["upheld"], status=Status.ANSWERED, acknowledged_on=day, responded_on=day, received_on=day
    )
    person_id, case_id, start = officer.id, case.id, Barrier(WORKERS)
    db.session.commit()

    def close(_):
        with app.app_context():
            start.wait()
            person = db.session.get(Person, person_id)
            try:
                services.close(queries.get_for_change(case_id, seen_by=person), by=person)
                db.session.commit()
            except RuleBroken:
                db.session.rollback()
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(close, range(WORKERS))) == 1
    db.session.expire_all()
    assert db.session.query(TrailEntry).filter_by(event="complaint:closed").count() == 1
    assert db.session.query(Complaint).one().status == Status.CLOSED
