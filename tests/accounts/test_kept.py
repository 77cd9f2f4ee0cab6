"""What was typed comes back after a session ended, or when the page was too old, and only to the same person."""

import re
from datetime import timedelta

import pytest

from casework.accounts import once
from casework.accounts.models import KeptForm, LoginSession, Organisation, Person, SignInTry, UsedFormKey
from casework.accounts.passwords import hash_password
from casework.accounts.tidying import tidy
from casework.extensions import db
from casework.kit import clock
from casework.send import Step, send
from tests import make

PASSWORD = "violet-teapot-harbour"
TYPED = {"name": "Typed with care", "email": "typed@demo.example", "roles": "analyst", "organisation": "E10000018"}


@pytest.fixture
def admin(app, client):
    person = make.person("administrator", password_hash=hash_password(PASSWORD))
    client.sign_in(person)
    return person


def end_session():
    db.session.query(LoginSession).update({"seen_at": clock.now() - timedelta(hours=1)})


def kept_in(page):
    found = re.search(r'name="kept" value="([^"]+)"', page)
    return found and found.group(1)


def sign_in_with(client, person, kept):
    return client.send("/sign-in", {"email": person.email, "password": PASSWORD, "kept": kept, "next": "/"})


def test_typed_text_is_back_on_its_form_after_signing_in_again(client, admin):
    end_session()
    refused = client.send("/people/add", TYPED)
    assert refused.status_code == 401
    kept = kept_in(refused.get_data(as_text=True))
    assert "Typed with care" not in refused.get_data(as_text=True)
    answer = sign_in_with(client, admin, kept)
    assert answer.location == "/people/add"
    page = client.get("/people/add").get_data(as_text=True)
    assert "Typed with care" in page
    assert "We kept what you typed" in page
    assert db.session.query(Person).count() == 1


def test_saving_the_form_lets_go_of_what_was_kept(client, admin):
    end_session()
    sign_in_with(client, admin, kept_in(client.send("/people/add", TYPED).get_data(as_text=True)))
    client.get("/people/add")
    assert client.send("/people/add", TYPED).status_code == 200
    assert db.session.query(KeptForm).count() == 0
    assert db.session.query(Person).filter_by(email="typed@demo.example").count() == 1
    assert "Typed with care" not in client.get("/people/add").get_data(as_text=True)


def test_somebody_else_does_not_get_it(client, app, admin):
    other = make.person("administrator", password_hash=hash_password(PASSWORD))
    end_session()
    kept = kept_in(client.send("/people/add", TYPED).get_data(as_text=True))
    assert sign_in_with(client, other, kept).location == "/"
    assert "Typed with care" not in client.get("/people/add").get_data(as_text=True)


def test_passwords_are_never_kept(client, admin):
    end_session()
    page = client.send("/account/change-password", {"current": PASSWORD, "password": "amber-lantern"}).get_data(
        as_text=True
    )
    assert kept_in(page) is None


@pytest.mark.parametrize("token", [None, "wrong"])
def test_a_page_that_is_too_old_is_not_saved_and_its_text_is_kept(client, admin, token):
    answer = client.post("/people/add", data={**TYPED, **({"csrf_token": token} if token else {})})
    assert answer.location == "/people/add"
    page = client.get("/people/add").get_data(as_text=True)
    assert "This page was open for too long" in page
    assert "Typed with care" in page
    assert db.session.query(Person).count() == 1


def test_a_form_sent_from_another_site_is_refused(client, admin):
    answer = client.send("/people/add", TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert db.session.query(Person).count() == 1
    assert db.session.query(KeptForm).count() == 0


def test_a_forged_text_opens_nothing(client, admin):
    end_session()
    assert sign_in_with(client, admin, "gAAAAABforged").location == "/"


def test_what_is_kept_cannot_be_read_in_the_database(client, admin):
    client.post("/people/add", data=TYPED)
    assert "Typed with care" not in db.session.query(KeptForm).one().fields
    assert db.session.query(Organisation).count() == 1


def test_what_nobody_came_back_for_is_gone_after_the_longest_session(client, admin, at):
    at("2026-04-07 09:00")
    client.sign_in(admin)
    client.post("/people/add", data={**TYPED, "csrf_token": "too old"})  # kept, and the page is never opened again
    client.send("/sign-in", {"email": "nobody@demo.example", "password": "wrong"})
    once.remember("key", person=admin, path="/")
    db.session.commit()
    for moment, left, said in (
        ("2026-04-07 20:59", [1, 1, 1], []),
        ("2026-04-07 21:01", [0, 1, 1], ["1 typed form that nobody came back for is gone"]),
        ("2026-04-08 09:01", [0, 0, 1], []),
        ("2026-04-14 09:01", [0, 0, 0], []),
    ):
        at(moment)
        assert send(steps=(Step("tidy", tidy),)).done == said
        assert [db.session.query(kind).count() for kind in (KeptForm, SignInTry, UsedFormKey)] == left


def test_a_key_that_is_too_long_is_still_one_form(app, admin):
    once.remember("k" * 60, person=admin, path="/first")
    assert once.result_of("k" * 60, person=admin) == "/first"
