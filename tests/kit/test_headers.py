"""Headers of every answer, and the pages of errors."""

import re

import pytest

from tests.kit.sample import make_app
from tests.page import faults_of

PATHS = ["/", "/everything", "/list", "/macros", "/nope", "/fails/0", "/fails/400", "/fails/503", "/static/js/start.js"]


@pytest.fixture(scope="module")
def client():
    return make_app().test_client()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_hsts_only_behind_tls():
    headers = make_app(SECURE=True).test_client().get("/").headers
    assert int(re.search(r"max-age=(\d+)", headers["Strict-Transport-Security"])[1]) >= 31_536_000


def test_only_built_files_are_kept_by_a_cache(client):
    page = client.get("/")
    assert page.headers["Cache-Control"] == "no-store"
    address = re.search(r'href="(/static/css/casework\.css\?v=[0-9a-f]{12})"', page.text)[1]
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/css/casework.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/nothing.css?v=1").headers["Cache-Control"] == "no-store"


def test_a_views_own_policy_stays():
    app = make_app()

    @app.route("/upload")
    def upload():
        return "", 200, {"Content-Security-Policy": "sandbox"}

    assert app.test_client().get("/upload").headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    "path", ["/", "/list", "/macros", "/everything", "/nope", *(f"/fails/{n}" for n in (400, 409, 413, 429))]
)
def test_no_page_has_a_fault(client, path):
    assert not faults_of(client.get(path).text)


@pytest.mark.parametrize(
    ("code", "answered", "heading"),
    [
        (400, 400, "Casework could not read what was sent"),
        (403, 404, "Page not found"),
        (404, 404, "Page not found"),
        (409, 409, "Somebody changed this after you opened it"),
        (413, 413, "That is too much to send in one go"),
        (418, 418, "Casework could not read what was sent"),
        (429, 429, "Wait before you try again"),
        (0, 500, "There is a problem with Casework"),
        (500, 500, "There is a problem with Casework"),
        (502, 502, "There is a problem with Casework"),
        (503, 503, "Casework is not available just now"),
    ],
)
def test_errors_have_a_page_in_plain_words(client, code, answered, heading):
    response = client.get(f"/fails/{code}")
    assert response.status_code == answered
    assert f"<title>{heading} - Casework</title>" in response.text
    words = re.sub(r"<[^>]+>", " ", response.text[response.text.index("<main") :]).lower()
    for never in ("forbidden", "invalid", "error occurred", "sorry", "please", "oops", "illegal"):
        assert never not in words


def test_not_yours_and_not_there_look_the_same(client):
    there, nowhere = client.get("/fails/403"), client.get("/fails/999999/")
    assert there.data == nowhere.data
    assert there.status_code == nowhere.status_code == 404
    assert dict(there.headers) == dict(nowhere.headers)


def test_the_wrong_method_says_which_is_right(client):
    response = client.get("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "Page not found" in response.text


@pytest.mark.parametrize("path", ["/fails/500", "/fails/503", "/fails/0", "/"])
def test_a_page_of_trouble_asks_nothing_of_the_frame(path):
    response = make_app(CONTEXT_FAILS=True).test_client().get(path)
    assert response.status_code in (500, 503)
    assert "Casework" in response.text


def test_the_limit_of_uploads_is_said(client):
    assert "must be smaller than 25 MB" in client.get("/fails/413").text
