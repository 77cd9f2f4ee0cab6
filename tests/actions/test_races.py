"""People at the same moment: sign-offs, references. Real requests in threads, each with a connection of its own."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

from sqlalchemy import func

from casework.actions import rules
from casework.actions.models import Action, ActionStatus, SignOff
from casework.extensions import db
from casework.findings.models import Finding
from casework.trail.models import TrailEntry
from casework.trail.verify import verify
from tests import make
from tests.actions.make import submitted

ROUNDS = int(os.environ.get("CASEWORK_RACE_ROUNDS", "220"))  # 500 and more before a release


def browsers(app, people):
    """A signed-in browser for each, with its token."""
    found = [app.test_client().sign_in(person) for person in people]
    return [(browser, browser.token()) for browser in found]


def at_once(jobs):
    """Run these at the same moment; their results in order."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        barrier.wait(timeout=30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, job) for job in jobs]]


def test_two_people_sign_at_once_and_exactly_one_sign_off_counts(app):
    """The owner may sign other people's actions, tries too, and never succeeds; the loser reads who was first."""
    owner = make.person("director", name="Own Er")
    signers = [make.person("director", name="Dee Cole"), make.person("director", name="Priya Shah")]
    actions = [submitted(owner) for _ in range(ROUNDS)]
    numbers = [action.id for action in actions]
    seen = {action.id: rules.content_hash(action) for action in actions}
    db.session.commit()
    racers = browsers(app, [*signers, owner])
    db.session.remove()
    sent = {"what_checked": "Read it", "assurance": "reasonable", "remeasure_on": "2199-01-01"}
    won = []
    for number in numbers:
        path, data = f"/actions/{number}/sign-off", {**sent, "seen": seen[number]}
        answers = at_once([partial(one.post, path, data={**data, "csrf_token": key}) for one, key in racers])
        codes = [answer.status_code for answer in answers]
        assert sorted(codes[:2]) == [302, 409], codes
        assert codes[2] in (200, 409)
        won.append(codes.index(302))
        loser = answers[codes.index(409)].get_data(as_text=True)
        assert f"{('Dee Cole', 'Priya Shah')[won[-1]]} signed this off at " in loser
    assert {0, 1} == set(won), "one of them was always first: this was no race"
    by_action = db.session.query(SignOff.action_id, func.count()).group_by(SignOff.action_id).all()
    assert len(by_action) == ROUNDS
    assert {count for _, count in by_action} == {1}
    assert db.session.query(Action).filter_by(status=ActionStatus.SIGNED_OFF).count() == ROUNDS
    assert db.session.query(Action).filter(Action.signed_off_by_id == Action.owner_id).count() == 0
    assert db.session.query(TrailEntry).filter_by(event="action:signed-off").count() == ROUNDS
    assert verify().is_whole


def test_people_who_raise_at_once_get_different_references(app):
    people = [make.person("director") for _ in range(4)]
    measure = make.measure().id
    db.session.commit()
    data = {"source": "x", "kind": "risk", "title": "x", "severity": "low", "body": "council", "next": "later"}
    racers = browsers(app, people)
    db.session.remove()
    for turn in range(10):
        turned = {**data, "measure": measure, "form_key": str(turn)}
        at_once([partial(one.post, "/findings/raise", data={**turned, "csrf_token": key}) for one, key in racers])
    numbers = [int(one.reference.removeprefix("FND-")) for one in db.session.query(Finding).order_by(Finding.id)]
    assert len(numbers) == 40
    assert all(1 <= after - before <= 3 for before, after in pairwise([0, *numbers]))


def test_one_person_clicking_twice_at_once_makes_one_update(app):
    owner = make.person("contributor")
    action = make.action(owner).id
    db.session.commit()
    racers = browsers(app, [owner])
    db.session.remove()
    (browser, key) = racers[0]
    other = app.test_client()
    with browser.session_transaction() as mine, other.session_transaction() as theirs:
        theirs.update(mine)
    data = {"text": "Once", "going": "on-track", "form_key": "same", "csrf_token": key}
    for _ in range(5):
        answers = at_once([partial(one.post, f"/actions/{action}/update", data=data) for one in (browser, other)])
        assert [answer.status_code for answer in answers] == [302, 302]
    assert len(db.session.get(Action, action).updates) == 1
