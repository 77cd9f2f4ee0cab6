"""The trail as a page: for auditors only, and without records that only named people may see."""

import pytest

from casework.extensions import db
from casework.trail import services as trail
from casework.trail.events import Event
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
