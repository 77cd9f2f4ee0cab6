"""Signing in and out over the pages, as a browser does it."""

from datetime import timedelta

import pytest

from casework.accounts import sessions
from casework.accounts.models import LoginSession, SignInTry
from casework.accounts.passwords import hash_password
from casework.extensions import db
from casework.kit import clock
from casework.trail.models import TrailEntry
from tests import make

PASSWORD = "violet-teapot-harbour"


@pytest.fixture
def someone(app):
    return make.person("director", password_hash=hash_password(PASSWORD))


def attempt(client, email, password=PASSWORD, **rest):
    return client.send("/sign-in", {"email": email, "password": password, **rest})


def test_somebody_signs_in_and_sees_home(client, someone):
    answer = attempt(client, someone.email.upper())
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/account").status_code == 200
    assert db.session.query(TrailEntry).filter_by(event="person:signed-in").count() == 1


def test_one_refusal_for_every_cause(client, someone):
    unknown = attempt(client, "nobody@demo.example").get_data(as_text=True)
    wrong = attempt(client, someone.email, "wrong-wrong-wrong").get_data(as_text=True)
    someone.is_disabled = True
    disabled = attempt(client, someone.email).get_data(as_text=True)
    for page in (unknown, wrong, disabled):
        assert "Email or password is not right" in page
    assert client.get("/account").status_code == 302


def test_typed_email_is_kept_and_the_password_is_not(client, someone):
    page = attempt(client, someone.email, "wrong-wrong-wrong").get_data(as_text=True)
    assert someone.email in page
    assert "wrong-wrong-wrong" not in page


def test_after_ten_refusals_nothing_is_hashed(client, someone, monkeypatch):
    for _ in range(10):
        attempt(client, someone.email, "wrong-wrong-wrong")
    hashed = []
    monkeypatch.setattr(sessions.passwords, "matches", lambda *given: hashed.append(given))
    page = attempt(client, someone.email).get_data(as_text=True)
    assert "Wait 5 minutes" in page
    assert hashed == []


def test_after_five_minutes_the_right_password_is_taken_again(client, someone):
    for _ in range(10):
        attempt(client, someone.email, "wrong-wrong-wrong")
    db.session.query(SignInTry).update({"at": clock.now() - timedelta(minutes=6)})
    assert attempt(client, someone.email).status_code == 302


def test_no_address_is_kept_with_the_tries(client, someone):
    attempt(client, someone.email, "wrong-wrong-wrong")
    kept = db.session.query(SignInTry).one()
    assert someone.email not in kept.account_key
    assert len(kept.account_key) == 64


@pytest.mark.parametrize(
    "target",
    ["//evil.example/", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\r\nX: y", "", "evil.example",
     "\t//evil.example", "/\t/evil.example", "@evil.example", "data:text/html,x", "///evil.example"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(client, someone, target):
    answer = attempt(client, someone.email, next=target)
    assert answer.location == "/"


def test_the_page_wanted_comes_back_after_signing_in(client, someone):
    assert client.get("/account?x=1").location == "/sign-in?next=/account?x%3D1"
    assert attempt(client, someone.email, next="/account?x=1").location == "/account?x=1"


def test_a_copy_of_the_cookie_is_dead_after_sign_out(client, someone):
    client.sign_in(someone)
    copied = client.get_cookie("casework").value
    assert client.get("/account").status_code == 200
    client.send("/sign-out")
    client.set_cookie("casework", copied)
    assert client.get("/account").status_code == 302


def test_the_database_holds_no_token(client, someone):
    attempt(client, someone.email)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert len(token) >= 43
    assert token not in db.session.query(LoginSession).one().token_hash


@pytest.mark.parametrize(("idle", "age"), [(31, 31), (1, 12 * 60 + 1)])
def test_a_session_ends_by_itself(client, someone, idle, age):
    client.sign_in(someone)
    held = db.session.query(LoginSession).one()
    held.seen_at, held.started_at = clock.now() - timedelta(minutes=idle), clock.now() - timedelta(minutes=age)
    assert client.get("/account").status_code == 302


def test_a_busy_session_goes_on_and_is_seen(client, someone):
    client.sign_in(someone)
    held = db.session.query(LoginSession).one()
    held.seen_at = before = clock.now() - timedelta(minutes=29)
    assert client.get("/account").status_code == 200
    assert db.session.query(LoginSession).one().seen_at > before


def test_disabling_counts_from_the_next_click(client, someone):
    client.sign_in(someone)
    someone.is_disabled = True
    assert client.get("/account").status_code == 302


def test_changing_the_password_ends_the_other_sessions_and_renews_this_one(client, app, someone):
    other = app.test_client().sign_in(someone)
    client.sign_in(someone)
    old = client.get_cookie("casework").value
    answer = client.send("/account/change-password", {"current": PASSWORD, "password": "amber-lantern-meadow"})
    assert answer.location == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    client.set_cookie("casework", old)
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("current", "password", "sentence"),
    [
        ("wrong-wrong-wrong", "amber-lantern-meadow", "Current password is not right"),
        (PASSWORD, "short", "Password must be 12 characters or more"),
        (PASSWORD, "password12345", "Password must not be a common word"),
        (PASSWORD, PASSWORD, "New password must differ"),
        ("", "", "Enter your current password"),
    ],
)
def test_a_password_that_is_refused(client, someone, current, password, sentence):
    client.sign_in(someone)
    answer = client.send("/account/change-password", {"current": current, "password": password})
    assert sentence in answer.get_data(as_text=True)


def test_a_first_password_must_be_changed_before_anything_else(client, someone):
    someone.must_change_password = True
    client.sign_in(someone)
    assert client.get("/account").location == "/account/change-password"
