"""The pages around the signature."""

import re

import pytest

from casework.accounts.passwords import hash_password
from casework.assessments import evidence_services, queries
from casework.assessments.models import AssessmentStatus, EvidenceKind
from casework.assessments.sign_services import read_content, sign
from casework.extensions import db
from casework.findings.models import FindingKind, FindingStatus
from casework.measures.models import ValueState
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, write

PASSWORD = "correct horse battery staple"


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole", password_hash=hash_password(PASSWORD))


@pytest.fixture
def browser(client, director):
    return client.sign_in(director)


@pytest.fixture
def ready(director):
    return fill(assessment(director), director)


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def hidden(page, name):
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.get_data(as_text=True))[0]
    return re.search(r'value="([^"]*)"', tag)[1]


def signing(browser, of, **changed):
    page = browser.get(f"/assessments/{of.id}/sign")
    return {
        "seen_hash": hidden(page, "seen_hash"), "seen_at": hidden(page, "seen_at"), "name": "Dee Cole",
        "position": "Director", "declared": "yes", "password": PASSWORD, **changed,
    }  # fmt: skip


def test_ready_lists_what_must_and_what_may(browser, director):
    figures()
    make.value(make.measure("3A"), None, "2013-14", state=ValueState.DUE)
    started = assessment(director)
    write(answer(started, "o1.outcomes"), director, "", 4)
    page = text_of(browser.get(f"/assessments/{started.id}/ready"))
    for words in (
        "11 areas are not rated", "6 required answers are missing", "answers have no evidence",
        "1 rating is the best, beside a bottom-quartile measure", "It has not been to consultation",
    ):  # fmt: skip
        assert words in page
    assert "Go on to sign" not in page


def decide_weaknesses(of):
    """The form is filled with weaknesses too: say of each why nothing is done."""
    for node_id in ("leadership.weaknesses", "resources.weaknesses"):
        make.finding(make.measure(), answer_id=answer(of, node_id).id, entered_source=None,
                     status=FindingStatus.NO_ACTION, no_action_reason="It is being replaced")  # fmt: skip


def test_ready_when_nothing_is_missing(browser, ready, director):
    decide_weaknesses(ready)
    for one in queries.list_answers(ready):
        if one.node.has_evidence:
            evidence_services.add_evidence(one, title="Survey", kind=EvidenceKind.PEOPLE, about="2013", by=director)
    ready.status = AssessmentStatus.CONSULTATION
    page = text_of(browser.get(f"/assessments/{ready.id}/ready"))
    assert "Nothing is missing." in page
    assert "Nothing is open." in page
    assert "Go on to sign" in page


def test_a_weakness_without_action_or_reason_is_listed(browser, ready):
    decide_weaknesses(ready)
    one = answer(ready, "o1.practice")
    make.finding(make.measure(), answer_id=one.id, entered_source=None)
    make.finding(make.measure(), answer_id=one.id, entered_source=None, kind=FindingKind.STRENGTH)
    page = text_of(browser.get(f"/assessments/{ready.id}/ready"))
    assert "1 answer has a weakness with neither an action nor a reason" in page


def test_the_page_shows_what_is_signed(browser, ready):
    page = text_of(browser.get(f"/assessments/{ready.id}/sign"))
    for words in ("3 Good", "Written by Dee Cole", "Signing fixes this version and its figures", 'value="Dee Cole"'):
        assert words in page
    assert page.count("3 Good") == 12


def test_signing_shows_the_seal_and_the_copy(browser, ready):
    response = browser.send(f"/assessments/{ready.id}/sign", signing(browser, ready))
    assert response.location == f"/assessments/{ready.id}/signed"
    assert ready.status is AssessmentStatus.SIGNED
    page = text_of(browser.get(response.location))
    assert "Signed. Version 1" in page
    assert ready.signature.seal[:12] in page
    assert "matches its seal" in page
    assert "About o4.practice" in page
    page = text_of(browser.get(f"/assessments/{ready.id}"))
    assert "Signed by Dee Cole, Director" in page
    assert "Revise it" in page
    assert "/write" not in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "wrong password"}, "Your password is not right"),
        ({"password": ""}, "Enter your password"),
        ({"declared": ""}, "Tick that you have read this self-assessment and sign it"),
        ({"name": " "}, "Enter your name"),
        ({"position": ""}, "Enter your position"),
        ({"seen_hash": ""}, "changed since you opened this page"),
        ({"seen_hash": "f" * 64}, "changed since you opened this page"),
        ({"seen_at": "yesterday", "seen_hash": "f" * 64}, "changed since you opened this page"),
    ],
)
def test_refusals(browser, ready, changed, sentence):
    sent = signing(browser, ready, **changed)
    if changed.get("declared") == "":
        del sent["declared"]
    response = browser.send(f"/assessments/{ready.id}/sign", sent)
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert PASSWORD not in response.get_data(as_text=True)
    assert ready.signature is None


def test_what_changed_meanwhile_is_read_first(client, director, at):
    at("2026-05-03 10:30")
    browser, ready = client.sign_in(director), fill(assessment(director), director)
    at("2026-05-03 10:40")
    sent = signing(browser, ready)
    at("2026-05-03 10:41")
    write(answer(ready, "o4.partnership"), make.person("director"), "Another text", 4)
    response = browser.send(f"/assessments/{ready.id}/sign", sent)
    page = text_of(response)
    assert "Answer &#39;Working together, partnership&#39; changed at 10:41am. Read the change, then sign" in page
    assert "4 Outstanding" in page
    assert ready.signature is None
    assert hidden(response, "seen_hash") != sent["seen_hash"]
    assert (
        browser.send(f"/assessments/{ready.id}/sign", {**sent, "seen_hash": hidden(response, "seen_hash")}).status_code
        == 302
    )


def test_an_unrated_form_offers_no_signature(browser, director):
    started = assessment(director)
    page = text_of(browser.get(f"/assessments/{started.id}/sign"))
    assert "You cannot sign yet" in page
    assert "Sign the self-assessment</button>" not in page


@pytest.mark.parametrize("role", ["contributor", "analyst", "auditor", "challenger", "administrator", "board-chair"])
def test_nobody_else_opens_the_page(client, ready, role):
    client.sign_in(make.person(role, password_hash=hash_password(PASSWORD)))
    assert client.get(f"/assessments/{ready.id}/sign").status_code == 404
    sent = {"seen_hash": "x", "name": "N", "position": "P", "declared": "yes", "password": PASSWORD}
    assert client.send(f"/assessments/{ready.id}/sign", sent).status_code == 404
    assert ready.signature is None


def test_a_signed_version_is_not_signed_again(browser, ready):
    sent = signing(browser, ready)
    browser.send(f"/assessments/{ready.id}/sign", sent)
    assert browser.get(f"/assessments/{ready.id}/sign").location == f"/assessments/{ready.id}"
    assert "Signed. Revise it to make a new version" in text_of(browser.send(f"/assessments/{ready.id}/sign", sent))


def test_a_copy_that_does_not_match_says_so(browser, ready):
    browser.send(f"/assessments/{ready.id}/sign", signing(browser, ready))
    frozen = {**ready.signature.frozen, "signature": {**ready.signature.frozen["signature"], "name": "Somebody"}}
    ready.signature.frozen = frozen
    db.session.commit()
    page = text_of(browser.get(f"/assessments/{ready.id}/signed"))
    assert "This copy does not match its seal" in page


def test_the_second_version_says_what_changed(browser, ready, director):
    browser.send(f"/assessments/{ready.id}/sign", signing(browser, ready))
    browser.send(f"/assessments/{ready.id}/revise")
    fresh = queries.list_versions(ready)[0]
    write(answer(fresh, "o4.partnership"), director, "Another text", 4)
    page = text_of(browser.get(f"/assessments/{fresh.id}/sign"))
    part = page[page.index("Changed since the signed version before") : page.index("Written by")]
    assert part.count("<li>") == 1
    assert "Working together, partnership" in part


def test_no_section_of_a_signed_version_is_in_progress(browser, director):
    of = fill(assessment(director), director)
    write(answer(of, "leadership.strengths"), director, "")
    page = text_of(browser.get(f"/assessments/{of.id}"))
    assert "In progress" in page
    sign(of, name="Dee Cole", position="Director", seen_hash=read_content(of).content_hash, by=director)
    page = text_of(browser.get(f"/assessments/{of.id}"))
    assert "In progress" not in page
    assert page.count("As signed") == 1
    assert page.count("Completed") == 8
