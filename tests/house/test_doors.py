"""Every view declares what it needs, and every role is let in or refused exactly as the policy table says."""

import contextvars
import json

import pytest
from werkzeug.exceptions import NotFound

from casework.accounts.roles import ADMITS, Need, Role, admits
from casework.extensions import db
from casework.kit.doors import DoorMissingError, list_routes, need_of
from casework.trail.models import TrailEntry
from tests import make

PLACES = {"int": "999999", "string": "nothing", "default": "nothing", "path": "nothing"}
STRANGERS = {"home.help_", "home.accessibility", "home.what_we_hold", "home.healthz", "accounts.sign_in"}


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def path_of(app, rule):
    """The rule's address with a number that no record has."""
    given = dict.fromkeys(rule.arguments, PLACES["int"])
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        try:
            return adapter.build(rule.endpoint, {name: int(text) for name, text in given.items()}, method=None)
        except Exception:
            return adapter.build(rule.endpoint, dict.fromkeys(given, "nothing"))


def test_every_view_declares_a_need(app):
    assert all(need_of(app, rule.endpoint) in Need for rule in rules(app))


def test_pages_for_strangers_are_these_and_no_more(app):
    assert {rule.endpoint for rule in rules(app) if need_of(app, rule.endpoint) == Need.ANYONE} == STRANGERS


def test_every_need_names_who_may():
    assert set(ADMITS) == set(Need) - {Need.ANYONE, Need.SIGNED_IN}
    assert all(ADMITS.values())


def test_a_view_that_forgets_its_door_answers_500(shared_app):
    from casework import create_app
    from tests.conftest import TESTING

    fresh = create_app(
        {**TESTING, "DATA_DIR": str(shared_app.config["DATA_DIR"]), "TESTING": False, "PROPAGATE_EXCEPTIONS": False}
    )
    fresh.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = fresh.test_client().get("/forgotten")
    assert answer.status_code == 500
    assert b"secret" not in answer.data
    with pytest.raises(DoorMissingError):
        list_routes(fresh, who=lambda need: [])


def test_a_stranger_is_sent_to_sign_in_or_told_that_there_is_nothing(app, client):
    for rule in rules(app):
        if need_of(app, rule.endpoint) == Need.ANYONE:
            continue
        path = path_of(app, rule)
        if "GET" in rule.methods:
            answer = client.get(path)
            assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in"), path
        if "POST" in rule.methods:
            assert client.send(path, {"x": "y"}).status_code == 401, path


def through_the_door(app, client, method, path):
    """Whether everything that stands before a view lets this browser through; the view itself is not run."""
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    data = {"csrf_token": client.token()} if method == "POST" else None
    headers = {"Cookie": f"{cookie.key}={cookie.value}"}

    def ask():
        with app.test_request_context(path, method=method, data=data, headers=headers):
            try:
                return app.preprocess_request() is None
            except NotFound:
                return False

    return contextvars.Context().run(ask)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_or_refused_as_the_table_says(app, client, role):
    """The door of every rule, which does not ask for the method; what is let in without a number is opened for real."""
    client.sign_in(make.person(role))
    wrong, refusals = [], 0
    for rule in rules(app):
        if rule.endpoint == "accounts.sign_out":
            continue
        path, let_in = path_of(app, rule), admits(need_of(app, rule.endpoint), [role])
        refusals += not let_in
        if through_the_door(app, client, "POST" if "POST" in rule.methods else "GET", path) != let_in:
            wrong.append(path)
        for method in sorted(rule.methods & {"GET", "POST"}) if let_in and not rule.arguments else ():
            answer = client.get(path) if method == "GET" else client.send(path)
            assert answer.status_code < 500, f"{method} {path}"
    assert wrong == []
    assert db.session.query(TrailEntry).filter_by(event="access:refused").count() == refusals > 0


def test_no_page_breaks_over_a_number_that_no_record_has(app, client):
    client.sign_in(make.person(*Role))
    for rule in rules(app):
        if rule.arguments:
            path = path_of(app, rule)
            for method in sorted(rule.methods & {"GET", "POST"}):
                answer = client.get(path) if method == "GET" else client.send(path)
                assert answer.status_code in (302, 404), f"{method} {path}"


def test_refused_looks_like_not_there(app, client):
    client.sign_in(make.person("challenger"))
    refused, missing = client.get("/trail"), client.get("/nothing-like-it")
    assert refused.status_code == missing.status_code == 404
    assert refused.get_data(as_text=True) == missing.get_data(as_text=True)


def test_the_command_prints_the_same_table(app, capsys, monkeypatch):
    from casework import cli

    monkeypatch.setenv("CASEWORK_DATA_DIR", str(app.config["DATA_DIR"]))
    monkeypatch.setattr("sys.argv", ["casework", "routes", "--json"])
    cli.main()
    table = json.loads(capsys.readouterr().out)
    assert {row["rule"] for row in table} == {rule.rule for rule in app.url_map.iter_rules()}
    trail = next(row for row in table if row["endpoint"] == "trail.show")
    assert (trail["who"], trail["methods"]) == (["auditor"], ["GET", "HEAD", "OPTIONS"])


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 99999999999999999999])
def test_a_number_that_no_record_can_have_is_not_found(client, number):
    client.sign_in(make.person("director", "auditor"))
    for noun in ("findings", "actions", "measures", "assessments", "complaints"):
        assert client.get(f"/{noun}/{number}").status_code == 404
