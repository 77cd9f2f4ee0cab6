"""The administrator's pages: add, change roles, disable, enable."""

import re

import pytest

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.extensions import db
from casework.trail.models import TrailEntry
from tests import make

NEW = {
    "name": "Nia Vale",
    "email": "Nia.Vale@demo.example",
    "organisation": "E10000018",
    "roles": ["analyst", "auditor"],
}


@pytest.fixture
def admin(app, client):
    person = make.person("administrator")
    client.sign_in(person)
    return person


def test_somebody_is_added_and_signs_in_with_the_first_password(client, app, admin):
    page = client.send("/people/add", NEW).get_data(as_text=True)
    password = re.search(r"<strong>([0-9a-f-]{20})</strong>", page).group(1)
    added = db.session.query(Person).filter_by(email="nia.vale@demo.example").one()
    assert added.roles == {Role.ANALYST, Role.AUDITOR}
    fresh = app.test_client()
    assert fresh.send("/sign-in", {"email": NEW["email"], "password": password}).status_code == 302
    assert fresh.get("/").location == "/account/change-password"
    entry = db.session.query(TrailEntry).filter_by(event="person:added").one()
    assert entry.actor_id == admin.id
    assert "Nia Vale" not in (entry.reference or "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Enter a name"),
        ({"email": "not an address"}, "must be an email address"),
        ({"organisation": ""}, "Select an organisation"),
        ({"roles": []}, "Select at least one role"),
        ({"roles": ["king"]}, "role"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(client, admin, change, sentence):
    given = {**NEW, **change}
    page = client.send("/people/add", given).get_data(as_text=True)
    assert sentence in page
    assert "There is a problem" in page
    assert db.session.query(Person).count() == 1
    if "name" not in change:
        assert "Nia Vale" in page


def test_an_address_has_one_account(client, admin):
    client.send("/people/add", NEW)
    assert "This email has an account already" in client.send("/people/add", NEW).get_data(as_text=True)
    assert db.session.query(Person).count() == 2


def test_an_empty_form_is_refused_field_by_field(client, admin):
    page = client.send("/people/add").get_data(as_text=True)
    for sentence in ("Enter a name", "Enter an email address", "Select an organisation", "Select at least one role"):
        assert sentence in page


def test_roles_are_changed_and_count_at_once(client, app, admin):
    someone = make.person("analyst")
    theirs = app.test_client().sign_in(someone)
    client.send(f"/people/{someone.id}/change-roles", {"roles": ["auditor"]})
    assert theirs.get("/trail").status_code == 200
    entry = db.session.query(TrailEntry).filter_by(event="person:roles-changed").one()
    assert entry.changes == {"Roles": ["analyst", "auditor"]}


def test_nobody_changes_their_own_roles_or_disables_themselves(client, admin):
    assert "Somebody else must change your roles" in client.send(
        f"/people/{admin.id}/change-roles", {"roles": ["director"]}
    ).get_data(as_text=True)
    assert "You cannot disable your own account" in client.send(f"/people/{admin.id}/disable").get_data(as_text=True)


def test_a_disabled_account_is_out_at_once_and_back_when_enabled(client, app, admin):
    someone = make.person("director")
    theirs = app.test_client().sign_in(someone)
    assert client.send(f"/people/{someone.id}/disable").status_code == 302
    assert theirs.get("/account").status_code == 302
    assert "Disabled" in client.get("/people").get_data(as_text=True)
    client.send(f"/people/{someone.id}/enable")
    theirs.sign_in(someone)
    assert theirs.get("/account").status_code == 200


def test_one_may_see_and_end_ones_own_sessions_only(client, app, admin):
    other = app.test_client().sign_in(admin)
    page = client.get("/account").get_data(as_text=True)
    assert page.count("Sign out<span") == 1
    session_id = int(re.search(r"/account/sessions/(\d+)/end", page).group(1))
    stranger = app.test_client().sign_in(make.person("director"))
    assert stranger.send(f"/account/sessions/{session_id}/end").status_code == 404
    client.send(f"/account/sessions/{session_id}/end")
    assert other.get("/account").status_code == 302


def test_the_list_is_the_same_number_of_statements_for_one_and_for_twenty(client, admin, statements):
    client.get("/people")
    with statements() as few:
        client.get("/people")
    for _ in range(20):
        make.person("analyst", "auditor")
    with statements() as many:
        client.get("/people")
    assert len(many) == len(few)


def test_a_forgotten_password_is_replaced_by_one_that_must_be_changed(client, app, admin):
    someone = make.person("director", name="Nia Vale")
    theirs = app.test_client().sign_in(someone)
    page = client.send(f"/people/{someone.id}/give-password").get_data(as_text=True)
    password = re.search(r"<strong>([0-9a-f-]{20})</strong>", page).group(1)
    assert theirs.get("/account").status_code == 302, "signed out everywhere"
    fresh = app.test_client()
    assert fresh.send("/sign-in", {"email": someone.email, "password": password}).status_code == 302
    assert fresh.get("/").location == "/account/change-password"
    entry = db.session.query(TrailEntry).filter_by(event="person:password-changed").one()
    assert entry.actor_id == admin.id
    assert password not in (entry.words or "")


def test_nobody_gives_themselves_a_password_or_one_to_a_disabled_account(client, admin):
    own = client.send(f"/people/{admin.id}/give-password").get_data(as_text=True)
    assert "Change your own password on your account page" in own
    gone = make.person("analyst", is_disabled=True)
    assert "is disabled. Enable it first" in client.send(f"/people/{gone.id}/give-password").get_data(as_text=True)
    assert db.session.query(TrailEntry).filter_by(event="person:password-changed").count() == 0


def test_two_accounts_are_never_equal_though_nobody_is_signed_in(app):
    first, second = make.person("director"), make.person("director")
    assert first in [second, first]
    assert first != second
    assert first not in [second]
    assert Person(name="New") != Person(name="New")
