"""The writing page in a real browser: autosave, its failure, two versions; axe and 320 px on the room's pages."""

import shutil
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from casework.accounts.passwords import hash_password
from casework.assessments.models import Answer, AnswerRevision
from casework.extensions import db
from tests import make
from tests.assessments import challenging
from tests.assessments.make import answer, assessment, figures, fill, give

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PASSWORD = "correct horse battery staple"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium on this machine: make browsers"),
]


@pytest.fixture(scope="module")
def chromium():
    with playwright_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(app, chromium):
    """`visit(person)` signs in at a browser of its own and hands over the page."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contexts = []

    def start(email, **options):
        db.session.commit()
        context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}", **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        return page

    yield start
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole", password_hash=hash_password(PASSWORD))


def held(answer_id):
    db.session.rollback()
    db.session.expire_all()
    text, version = db.session.query(Answer.text, Answer.version).filter_by(id=answer_id).one()
    db.session.rollback()
    return text, version


def test_autosave_saves_fails_in_words_and_shows_both_versions(visit, director):
    one = answer(assessment(director), "o4.partnership")
    number, path = one.id, f"/assessments/{one.assessment_id}/answers/{one.id}/write"
    other = make.person("director", name="Al Bee", password_hash=hash_password(PASSWORD))
    email, other_email = director.email, other.email
    page = visit(email)
    page.goto(path)
    words, status = page.locator("[data-autosave-words]"), page.locator("[data-autosave-status]")

    page.get_by_label("Commentary").fill("The board meets")
    page.get_by_label("2 Adequate").check()
    words.filter(has_text="3 words. Saved").wait_for(timeout=8000)
    assert "Saved" in status.inner_text()
    assert held(number) == ("The board meets", 2)
    questions = page.locator("[data-autosave-questions]")  # asked as soon as it is so, and nothing is stopped by it
    assert "This rating has no evidence. What shows it?" in questions.inner_text()
    assert words.inner_text().endswith("1 question below")

    page.get_by_label("Commentary").fill("The board meets weekly")
    words.filter(has_text="4 words. Saved").wait_for(timeout=8000)
    assert "4 words" not in status.inner_text()  # spoken the first time only
    assert held(number) == ("The board meets weekly", 3)

    page.context.set_offline(True)
    page.get_by_label("Commentary").fill("Typed on a train")
    words.filter(has_text="Your text is still here. Save again.").wait_for(timeout=8000)
    assert words.inner_text().startswith("Not saved since ")
    assert words.inner_text() == status.inner_text()
    page.context.set_offline(False)

    beside = visit(other_email)  # somebody else at a browser of their own, on the same answer
    beside.goto(path)
    beside.get_by_label("Commentary").fill("Somebody else's words")
    beside.get_by_label("3 Good").check()
    beside.locator("[data-autosave-words]").filter(has_text="3 words. Saved").wait_for(timeout=8000)
    page.get_by_label("Commentary").fill("Typed on a train, and after")
    words.filter(has_text="Al Bee saved this answer while you were writing").wait_for(timeout=8000)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Two versions of").wait_for()
    for text in ("Typed on a train, and after", "Somebody else's words"):
        assert text in page.locator("main").inner_text()
    assert axe_api.Axe().run(page).response["violations"] == []
    page.get_by_label("Mine").check()
    page.get_by_label("2 Adequate (yours)").check()
    page.get_by_role("button", name="Save this version").click()
    page.get_by_role("heading", name="Working together, partnership").wait_for()
    assert held(number)[0] == "Typed on a train, and after"
    kept = [text for (text,) in db.session.query(AnswerRevision.text).filter_by(answer_id=number)]
    db.session.rollback()  # an open read would keep the server from writing
    assert {"Typed on a train, and after", "Somebody else's words", "The board meets weekly"} <= set(kept)
    beside.get_by_label("Commentary").fill("Somebody else goes on")  # on a page that knows nothing of all that
    beside.locator("[data-autosave-words]").filter(has_text="Dee Cole saved this answer").wait_for(timeout=8000)
    beside.get_by_role("button", name="Add evidence").first.click()
    beside.get_by_role("heading", name="Two versions of").wait_for()
    joined = beside.get_by_label("Text to save, if you keep both").input_value()
    assert joined == "Typed on a train, and after\n\nSomebody else goes on"


def test_a_save_pressed_during_an_autosave_meets_no_conflict(visit, director):
    one = answer(assessment(director), "o4.partnership")
    number, path = one.id, f"/assessments/{one.assessment_id}/answers/{one.id}/write"
    email = director.email
    page = visit(email)
    page.goto(path)
    with page.expect_request(lambda request: request.method == "POST", timeout=8000):
        page.get_by_label("Commentary").fill("First words")
    page.get_by_label("Commentary").fill("First words and more")
    page.get_by_role("button", name="Save and go to next").click()
    page.get_by_role("heading", name="Service delivery and effective practice").wait_for()
    assert held(number)[0] == "First words and more"


def test_two_of_a_challenge_team_write_one_note(visit, director):
    peer, secret = make.organisation("E06000017", "Rutland"), hash_password(PASSWORD)
    team = [make.person("challenger", org=peer, name=name, password_hash=secret) for name in ("Mark Lee", "Ann Bell")]
    challenge = challenging.opened(challenging.signed(director), team, director)
    path = f"/challenges/{challenge.id}/answers/{challenging.at(challenge.assessment, 'o1.outcomes').id}"
    emails = [one.email for one in team]
    mark, ann = (visit(email) for email in emails)
    for page in (mark, ann):
        page.goto(path)
    mark.get_by_label("Notes").fill("Too kind by half")
    mark.locator("[data-autosave-words]").filter(has_text="4 words. Saved").wait_for(timeout=8000)
    ann.get_by_label("Notes").fill("Ask the carers")
    ann.locator("[data-autosave-words]").filter(has_text="Mark Lee saved these notes").wait_for(timeout=8000)
    ann.get_by_role("button", name="Save", exact=True).click()
    ann.get_by_text("Mark Lee saved these notes at").first.wait_for()
    assert "Too kind by half" in ann.locator("main").inner_text()
    assert ann.get_by_label("Notes").input_value() == "Ask the carers"


def test_without_script_the_button_saves(visit, director):
    one = answer(assessment(director), "o4.partnership")
    number, path = one.id, f"/assessments/{one.assessment_id}/answers/{one.id}/write"
    email = director.email
    page = visit(email, java_script_enabled=False)
    page.goto(path)
    page.get_by_label("Commentary").fill("No script at all")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "Saved: Keeping people safe" in page.locator("main").inner_text()
    assert held(number)[0] == "No script at all"


def test_the_pages_are_accessible_and_narrow(visit, director):
    figures()
    of = fill(assessment(director), director)
    give(of, make.person("contributor", name="Head of Safeguarding"), "o4")
    one = answer(of, "o1.outcomes")
    paths = ["/assessments", "/assessments/start"]
    paths += [
        f"/assessments/{of.id}{rest}" for rest in ("", "/sections/2", "/ready", "/evidence", "/versions", "/history")
    ]
    paths += [f"/assessments/{of.id}{rest}" for rest in ("/sign", "/give", "/consult")]
    answers = f"/assessments/{of.id}/answers/{one.id}"
    paths += [f"{answers}{rest}" for rest in ("", "/write", "/evidence/add", "/raise-finding")]
    paths.append(f"/assessments/{of.id}/answers/{answer(of, 'enquiry').id}/write")
    email = director.email
    page = visit(email, viewport={"width": 320, "height": 800})
    faults = []
    for path in paths:
        page.goto(path)
        found = axe_api.Axe().run(page).response["violations"]
        faults += [f"{path} {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{path} scrolls sideways")
    assert faults == []


def test_signing_and_the_signed_copy(visit, director):
    figures()
    of = fill(assessment(director), director)
    path, email = f"/assessments/{of.id}", director.email
    page = visit(email)
    page.goto(path)
    page.get_by_role("link", name="Sign", exact=True).click()
    page.get_by_label("I have read this self-assessment").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign the self-assessment").click()
    page.get_by_role("heading", name="Signed. Version 1").wait_for()
    assert "matches its seal" in page.locator("main").inner_text()
    assert axe_api.Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
