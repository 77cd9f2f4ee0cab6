"""Two people at once, over real HTTP: no text is lost, and nobody signs what they have not read (D5, D6).

Each round two clients start together on the same version: an autosave against a Save, or a signature against a Save.
"""

import http.client
import json
import os
import re
import threading
from urllib.parse import urlencode

import pytest
from werkzeug.serving import make_server

from casework.accounts.passwords import hash_password
from casework.assessments.challenge_models import ChallengeNote
from casework.assessments.models import Answer, AnswerRevision, Assessment, AssessmentStatus, Signature
from casework.extensions import db
from tests import make
from tests.assessments import challenging
from tests.assessments.make import answer, assessment, fill

PASSWORD = "correct horse battery staple"
ROUNDS = int(os.environ.get("CASEWORK_RACE_ROUNDS", "60"))  # 1000 before a release
SIGN_ROUNDS = max(30, ROUNDS // 3)
NOTE_ROUNDS = max(20, ROUNDS // 3)


class Client:
    """A browser of its own: one connection, its cookie, its CSRF token."""

    def __init__(self, port, email):
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = self.token = ""
        self.token = self.field(self.send("GET", "/sign-in")[1], "csrf_token")
        status, _ = self.post("/sign-in", {"email": email, "password": PASSWORD})
        assert status == 302
        self.token = self.field(self.send("GET", "/account")[1], "csrf_token")

    def send(self, method, path, body=None, **headers):
        self.link.request(method, path, body, {"Cookie": self.cookie, **headers})
        response = self.link.getresponse()
        text = response.read().decode()
        for name, value in response.getheaders():
            if name == "Set-Cookie":
                self.cookie = value.split(";")[0]
        return response.status, text

    def post(self, path, data, **headers):
        body = urlencode({"csrf_token": self.token, **data})
        return self.send("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded", **headers})

    @staticmethod
    def field(page, name):
        return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


@pytest.fixture
def people(app):
    held = hash_password(PASSWORD)
    return [make.person("director", name=name, password_hash=held) for name in ("Dee Cole", "Al Bee")]


@pytest.fixture
def serve(app):
    servers = []

    def start(people):
        emails = [person.email for person in people]
        db.session.commit()  # an open transaction of the test would keep the server waiting
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return [Client(server.port, email) for email in emails]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def together(*tasks):
    """Run the tasks at the same moment, each in a thread; their results in order."""
    results, gate = [None] * len(tasks), threading.Barrier(len(tasks))

    def run(place, task):
        gate.wait()
        results[place] = task()

    threads = [threading.Thread(target=run, args=(place, task)) for place, task in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def an_autosave_meets_a_save(clients, path, *, version, number):
    """Both start from `version` at the same moment and one wins: both texts, the autosave's status and its reply."""
    texts = [f"round {number}, autosaved", f"round {number}, saved"]
    forms = [
        {"version": version, "sitting": f"{who}{number}", "turn": 1, "text": text, "rating": 1 + number % 4}
        for who, text in enumerate(texts)
    ]
    (auto, reply), (save, page) = together(
        lambda: clients[0].post(path, forms[0], Accept="application/json"),
        lambda: clients[1].post(path, {**forms[1], "save": "yes"}),
    )
    assert sorted([auto == 200, save == 302]) == [False, True], (number, auto, save)
    if auto == 200:
        assert save == 409
        assert texts[0] in page
        assert texts[1] in page  # the loser's page shows both
    return texts, auto, reply


def test_autosave_against_save_loses_nothing(people, serve):
    one = answer(assessment(people[0]), "o4.partnership")
    path, answer_id = f"/assessments/{one.assessment_id}/answers/{one.id}/write", one.id
    clients = serve(people)
    version, sent, wins = 1, [], {"autosave": 0, "save": 0}
    for number in range(ROUNDS):
        texts, auto, reply = an_autosave_meets_a_save(clients, path, version=version, number=number)
        sent += texts
        if auto == 200:
            wins["autosave"] += 1
        else:
            assert auto == 409
            assert json.loads(reply)["conflict"] is True
            wins["save"] += 1
        version += 1
    db.session.expire_all()
    held = db.session.get(Answer, answer_id)
    assert held.version == 1 + ROUNDS
    kept = db.session.query(AnswerRevision).filter_by(answer_id=answer_id).all()
    assert sorted(one.text for one in kept) == sorted(sent)  # every text that reached the server is there, once
    assert sum(one.is_taken for one in kept) == ROUNDS
    assert held.text == max((one for one in kept if one.is_taken), key=lambda one: one.id).text
    assert min(wins.values()) > 0, wins  # a race that one side always wins would prove nothing


def test_a_signature_against_a_save_signs_only_what_was_read(people, serve):
    of = fill(assessment(people[0]), people[0])
    one = answer(of, "o4.partnership")
    number, path = of.id, f"/assessments/{of.id}/answers/{one.id}/write"
    answer_id = one.id
    signer, writer = serve(people)
    outcomes = {"signed": 0, "changed": 0}
    for turn in range(SIGN_ROUNDS):
        page = signer.send("GET", f"/assessments/{number}/sign")[1]
        seen = {name: signer.field(page, name) for name in ("seen_hash", "seen_at")}
        sign = {**seen, "name": "Dee Cole", "position": "Director", "declared": "yes", "password": PASSWORD}
        version = db.session.get(Answer, answer_id).version
        db.session.commit()
        text = f"changed in round {turn}"
        save = {"version": version, "sitting": "w", "turn": turn, "text": text, "rating": 2, "save": "yes"}
        (signed, sign_page), (saved, save_page) = together(
            lambda sign=sign: signer.post(f"/assessments/{number}/sign", sign),
            lambda save=save: writer.post(path, save),
        )
        db.session.expire_all()
        signature = db.session.query(Signature).filter_by(assessment_id=number).first()
        held = db.session.get(Answer, answer_id)
        if signature is not None:
            assert (signed, saved) == (302, 200)
            assert signature.content_hash == seen["seen_hash"]
            assert held.text != text
            assert text in save_page  # what was typed is still on the page
            assert "Signed. Revise it to make a new version" in save_page
            outcomes["signed"] += 1
            db.session.delete(signature)
            db.session.get(Assessment, number).status = AssessmentStatus.DRAFT
        else:
            assert (signed, saved) == (200, 302)
            assert held.text == text
            assert "Read the change, then sign" in sign_page
            outcomes["changed"] += 1
        db.session.commit()
    assert min(outcomes.values()) > 0, outcomes


def test_two_of_a_challenge_team_on_one_note_lose_nothing(app, serve):
    held = hash_password(PASSWORD)
    peer = make.organisation("E06000017", "Rutland")
    team = [make.person("challenger", org=peer, name=name, password_hash=held) for name in ("Mark Lee", "Ann Bell")]
    director = make.person("director")
    challenge = challenging.opened(challenging.signed(director), team, director)
    answer_id = challenging.at(challenge.assessment, "o1.outcomes").id
    path, challenge_id = f"/challenges/{challenge.id}/answers/{answer_id}", challenge.id
    clients = serve(team)
    sent, taken = [], []
    for number in range(NOTE_ROUNDS):
        texts, auto, reply = an_autosave_meets_a_save(clients, path, version=number, number=number)
        sent += texts
        if auto != 200:
            assert (auto, json.loads(reply)["conflict"]) == (409, True)
        taken.append(texts[0] if auto == 200 else texts[1])
    db.session.expire_all()
    note = db.session.query(ChallengeNote).filter_by(challenge_id=challenge_id).one()
    assert (note.version, note.text) == (NOTE_ROUNDS, taken[-1])
    assert sorted(one.text for one in note.texts) == sorted(sent)  # every text that reached the server, once
    assert len({text.rpartition(" ")[2] for text in taken}) == 2, "a race that one side always wins proves nothing"
