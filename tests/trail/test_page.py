"""The trail as a page: for auditors only, and without records that only named people may see."""

import pytest

from casework.accounts.models import Organisation
from casework.demo import load_demonstration
from casework.extensions import db
from casework.setup import load_packs
from casework.trail import services as trail
from casework.trail.events import Event
from casework.trail.models import TrailEntry
from casework.trail.queries import list_history
from tests import make


@pytest.fixture
def entries(app):
    person = make.person("director", name="Signer One")
    shown, hidden = make.action(person), make.action(person)
    trail.record(Event.ACTION_UPDATED, shown, by=person, words="told of the shown one", reason="Because it moved")
    trail.record(Event.ACTION_UPDATED, hidden, by=person, words="told of the hidden one")
    trail.hide(hidden)
    db.session.commit()
    return shown, hidden


def test_an_auditor_reads_it(client, entries):
    page = client.sign_in(make.person("auditor")).get("/trail").get_data(as_text=True)
    assert "told of the shown one" in page
    assert "Because it moved" in page
    assert "Signer One (director)" in page


def test_a_hidden_record_leaves_no_trace(client, entries):
    client.sign_in(make.person("auditor"))
    _shown, hidden = entries
    for path in ("/trail", f"/trail?reference={hidden.reference}", "/trail?days=0&about=action"):
        page = client.get(path).get_data(as_text=True)
        assert "told of the hidden one" not in page
    trail.unhide(hidden)
    assert "told of the hidden one" in client.get("/trail").get_data(as_text=True)


@pytest.mark.parametrize("role", ["director", "administrator", "complaints-manager", "board-chair"])
def test_nobody_else_does(client, entries, role):
    client.sign_in(make.person(role))
    assert client.get("/trail").status_code == 404
    assert client.get("/trail/check").status_code == 404


def test_the_check_says_that_it_is_whole(client, entries):
    page = client.sign_in(make.person("auditor")).get("/trail/check").get_data(as_text=True)
    assert "Trail whole" in page


def test_a_page_is_the_same_number_of_statements_for_one_entry_and_for_fifty(client, app, entries, statements):
    client.sign_in(make.person("auditor"))
    client.get("/trail")
    with statements() as one:
        client.get("/trail")
    person = make.person("director")
    for number in range(60):
        trail.record(Event.ACTION_UPDATED, None, by=person, words=f"more {number}")
    with statements() as many:
        page = client.get("/trail").get_data(as_text=True)
    assert len(many) == len(one)
    assert "Next" in page


def test_history_of_a_record_is_newest_first(entries):
    person = make.person("director")
    trail.record(Event.ACTION_STARTED, entries[0], by=person, words="started it")
    assert [entry.words for entry in list_history(entries[0])] == ["started it", "told of the shown one"]


def test_a_refused_try_is_in_the_trail(client, entries):
    person = make.person("director", name="Curious Person")
    client.sign_in(person)
    client.get("/people")
    page = client.sign_in(make.person("auditor")).get("/trail?about=access").get_data(as_text=True)
    assert "was refused a page" in page
    assert "Curious Person" in page


def test_an_auditor_reads_nothing_of_another_council_that_works_here(client, app):
    rutland = make.organisation("E06000017", "Rutland")
    theirs, ours = make.person("director", org=rutland, name="Una Webb"), make.person("director", name="Priya Shah")
    agent = make.person("board-member", org=make.organisation("police", "Police", kind="agency"), name="Nadia Frost")
    for person, of, words in (
        (theirs, make.action(theirs), "told of Rutland"),
        (None, make.action(theirs), "took in for Rutland"),  # by command
        (agent, make.action(theirs), "acted for Rutland"),
        (ours, make.action(ours), "told of Leicestershire"),
        (agent, agent, "signed in"),
        (None, None, "loaded shipped packs"),
    ):
        trail.record(Event.ACTION_SIGNED_OFF, of, by=person, words=words)
    seen = {}
    for name, org in (("ours", None), ("theirs", rutland)):
        client.sign_in(make.person("auditor", org=org))
        seen[name] = client.get("/trail").get_data(as_text=True)
        home = client.get("/").get_data(as_text=True)
        assert ("6 sign-offs" in home, "3 sign-offs" in home) == (False, name == "ours")
    for words in ("told of Rutland", "took in for Rutland", "acted for Rutland", "Una Webb"):
        assert words not in seen["ours"]
        assert words in seen["theirs"]
    assert "told of Leicestershire" not in seen["theirs"]
    assert "Priya Shah" not in seen["theirs"]
    for page in seen.values():
        assert "loaded shipped packs" in page
        assert "Nadia Frost" in page


def test_a_challengers_words_belong_to_the_council_that_is_challenged(app):
    load_packs()
    load_demonstration()
    leicestershire = db.session.query(Organisation).filter_by(name="Leicestershire").one().id
    entries = db.session.query(TrailEntry).filter(TrailEntry.event.like("challenge:%")).all()
    assert len(entries) >= 5
    assert {entry.organisation_id for entry in entries} == {leicestershire}
    shared = {"packs:loaded", "demonstration:loaded", "file:imported", "value:recorded"}
    nobodys = db.session.query(TrailEntry).filter(TrailEntry.organisation_id.is_(None))
    assert {entry.event.value for entry in nobodys} <= shared
