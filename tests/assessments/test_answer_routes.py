"""The writing page: save, autosave, two people at once, evidence and findings; nothing typed is lost."""

import pytest

from casework.assessments import answer_queries
from casework.assessments.models import AssessmentStatus, Evidence
from casework.extensions import db
from casework.findings.models import Finding, FindingKind
from tests import make
from tests.assessments.make import answer, assessment, figures, give, write

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def browser(client, director):
    return client.sign_in(director)


@pytest.fixture
def one(director):
    return answer(assessment(director), "o4.partnership")


def path_of(one, rest="/write"):
    return f"/assessments/{one.assessment_id}/answers/{one.id}{rest}"


def form(one, text="The board meets", rating="3", **rest):
    return {"version": str(one.version), "sitting": "s", "turn": "0", "text": text, "rating": rating, **rest}


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def test_the_page_has_what_is_needed_to_answer(browser, one):
    page = text_of(browser.get(path_of(one)))
    for words in ("1 Inadequate", "4 Outstanding", "Not rated yet", "people&#39;s lives", "Annual Safeguarding Report"):
        assert words.lower() in page.lower()
    assert 'name="version"' in page
    assert "autosave.js" in page
    assert page.index("Save and go to next") < page.index("Add evidence")
    assert "Show the measures" in page  # theme a shows them open, the others folded
    first = answer(one.assessment, "o4.outcomes")
    assert "Show the measures" not in text_of(browser.get(path_of(first)))


def test_save_and_go_to_next(browser, one):
    response = browser.send(path_of(one), form(one, save_next="yes"))
    assert response.location == path_of(answer(one.assessment, "o4.practice"))
    assert (one.text, one.rating) == ("The board meets", 3)
    assert "Saved: Keeping people safe: Working together, partnership" in text_of(browser.get(response.location))


def test_save_stays_and_other_buttons_save_first(browser, one):
    assert browser.send(path_of(one), form(one, "A", save="yes")).location == path_of(one)
    assert browser.send(path_of(one), form(one, "B", add_evidence="yes")).location == path_of(one, "/evidence/add")
    assert browser.send(path_of(one), form(one, "C", raise_finding="yes")).location == path_of(one, "/raise-finding")
    assert one.text == "C"


def test_not_rated_yet_is_kept_as_no_rating(browser, one):
    browser.send(path_of(one), form(one, rating="0", save="yes"))
    assert (one.text, one.rating) == ("The board meets", None)


@pytest.mark.parametrize("rating", ["5", "-1", "x", ""])
def test_a_rating_not_offered_is_refused_and_the_text_stays(browser, one, rating):
    page = text_of(browser.send(path_of(one), form(one, rating=rating, save="yes")))
    assert "Select a rating" in page
    assert "The board meets" in page
    assert one.text == ""


def test_a_text_too_long_is_refused_and_stays(browser, one):
    page = browser.send(path_of(one), form(one, "x" * 40_001, save="yes")).get_data(as_text=True)
    assert "Commentary must be 40,000 characters or less" in page
    assert "x" * 40_001 in page


def test_autosave_answers_in_json(client, director, one, at):
    at("2026-05-05 10:42")
    browser = client.sign_in(director)
    reply = browser.send(path_of(one), form(one, turn="1"), **JSON)
    assert {key: reply.json[key] for key in ("saved", "version", "words")} == {
        "saved": "10:42am", "version": 2, "words": "3 words",
    }  # fmt: skip
    again = browser.send(path_of(one), form(one, "The board meets", turn="2"), **JSON)
    assert again.json["version"] == 2
    refused = browser.send(path_of(one), form(one, rating="7"), **JSON)
    assert (refused.status_code, refused.json) == (422, {"saved": None, "sentences": ["Select a rating"]})


def test_the_second_writer_gets_a_page_with_both_texts(app, browser, one):
    opened = form(one, "Police and fire services join weekly meetings", "2", save="yes")
    write(one, make.person("director", name="Al Bee"), "Police and fire services share protocols", 3)
    response = browser.send(path_of(one), opened)
    page = text_of(response)
    assert response.status_code == 409
    assert "Al Bee saved this answer while you were writing" in page
    assert "Only in theirs: </span> share protocols" in page
    assert "Only in yours: </span> join weekly meetings" in page
    assert "share protocols\n\nPolice and fire services join" in response.get_data(as_text=True)
    assert "2 Adequate (yours)" in page
    assert "3 Good (theirs)" in page
    assert one.text == "Police and fire services share protocols"
    waiting = answer_queries.find_waiting_text(one, by=browser.person)
    assert waiting.text == "Police and fire services join weekly meetings"
    # the text waits: on the writing page, and on the page where it is settled
    assert "See both versions" in text_of(browser.get(path_of(one)))
    assert "Two versions of" in text_of(browser.get(path_of(one, "/settle")))


@pytest.mark.parametrize(
    ("keep", "rating", "text"),
    [("theirs", "3", "Theirs"), ("mine", "2", "Mine"), ("both", "2", "Joined by hand")],
)
def test_settling(app, browser, one, keep, rating, text):
    opened = form(one, "Mine", "2", save="yes")
    write(one, make.person("director"), "Theirs", 3)
    browser.send(path_of(one), opened)
    sent = {"version": str(one.version), "keep": keep, "text": "Joined by hand", "rating": rating}
    assert browser.send(path_of(one, "/settle"), sent).location == path_of(one)
    assert (one.text, one.rating) == (text, int(rating))
    assert browser.get(path_of(one, "/settle")).location == path_of(one)
    page = text_of(browser.get(path_of(one, "")))
    assert "Theirs" in page
    assert "Mine" in page
    assert "met a newer version and was not taken" in page


def test_settling_asks_what_to_keep_and_meets_a_third_version(app, browser, one):
    other, opened = make.person("director"), form(one, "Mine", "2", save="yes")
    write(one, other, "Theirs", 3)
    browser.send(path_of(one), opened)
    saw = str(one.version)
    assert "Select what should be kept" in text_of(
        browser.send(path_of(one, "/settle"), {"version": saw, "keep": "all"})
    )
    write(one, other, "Theirs again", 3)
    sent = {"version": saw, "keep": "both", "text": "Theirs and mine", "rating": "2"}
    response = browser.send(path_of(one, "/settle"), sent)
    assert response.status_code == 409
    assert one.text == "Theirs again"
    assert "Theirs and mine" in text_of(response)


@pytest.mark.parametrize("version", ["", "x", "0", "99", "-1", "1e3", None])
def test_an_absent_or_forged_version_is_refused(browser, one, version):
    write(one, browser.person, "Held", 3)
    sent = form(one, "Forged", save="yes")
    sent = {**sent, "version": version} if version is not None else {k: v for k, v in sent.items() if k != "version"}
    assert browser.send(path_of(one), sent).status_code == 409
    assert one.text == "Held"


def test_an_autosave_that_meets_a_newer_version_says_so(browser, one):
    opened = form(one, "Mine", turn="1")
    write(one, make.person("director", name="Al Bee"), "Theirs", 3)
    reply = browser.send(path_of(one), opened, **JSON)
    assert reply.status_code == 409
    assert reply.json["conflict"] is True
    assert reply.json["sentences"] == ["Al Bee saved this answer while you were writing"]
    assert answer_queries.find_waiting_text(one, by=browser.person).text == "Mine"


def test_after_signing_the_text_stays_on_the_page(browser, one):
    opened = form(one, "Typed while it was signed", save="yes")
    one.assessment.status = AssessmentStatus.SIGNED
    page = text_of(browser.send(path_of(one), opened))
    assert "Signed. Revise it to make a new version" in page
    assert "Typed while it was signed" in page
    assert browser.get(path_of(one)).location == path_of(one, "")
    reply = browser.send(path_of(one), opened, **JSON)
    assert reply.json == {"saved": None, "sentences": ["Signed. Revise it to make a new version"]}


def test_lines_of_enquiry(browser, one):
    asked = answer(one.assessment, "enquiry")
    page = text_of(browser.get(path_of(asked)))
    assert "Title 1" in page
    lines = {"line_0_title": "Home care", "line_0_reason": "By results", "line_1_title": "", "line_1_reason": ""}
    sent = {"version": "1", "sitting": "s", "turn": "0", **lines}
    response = browser.send(path_of(asked), {**sent, "add_line": "yes"})
    assert asked.fields == {"lines": [{"title": "Home care", "reason": "By results"}]}
    assert response.location == path_of(asked) + "?lines=2"
    page = text_of(browser.get(response.location))
    assert "Title 2" in page
    assert "By results" in page
    browser.send(path_of(asked), {**sent, "version": "2", "line_0_title": "", "line_0_reason": "", "save": "yes"})
    assert asked.fields is None


def test_the_form_asks_each_field_by_its_own_name(browser, one):
    for node_id, label in (
        ("about.email", "Email"),
        ("about.process", "Narrative on process"),
        ("about.telephone", "Telephone"),
    ):
        assert label in text_of(browser.get(path_of(answer(one.assessment, node_id))))
    email = answer(one.assessment, "about.email")
    page = text_of(browser.send(path_of(email), {"version": "1", "text": "no address", "save": "yes"}))
    assert "Email must be an email address" in page


def test_evidence_is_added_picked_and_removed(browser, one):
    refused = text_of(browser.send(path_of(one, "/evidence/add")))
    for sentence in (
        "Enter the title of the evidence",
        "Select what kind of evidence it is",
        "Enter the date or period",
    ):
        assert sentence in refused
    sent = {"title": "Survey", "kind": "people", "about": "2012/13", "form_key": "k", "words": "400 people"}
    for _ in range(2):
        assert browser.send(path_of(one, "/evidence/add"), sent).location == path_of(one)
    survey = db.session.query(Evidence).one()
    assert "Survey</a>, about 2012/13 (people&#39;s experience)" in text_of(browser.get(path_of(one)))
    other = answer(one.assessment, "o1.practice")
    assert "Pick from what is in the register" in text_of(browser.get(path_of(other, "/evidence/add")))
    assert browser.send(path_of(other, "/evidence/pick"), {"evidence": str(survey.id)}).status_code == 302
    page = text_of(browser.get(f"/assessments/{one.assessment_id}/evidence"))
    assert page.count("Survey") == 1
    assert "Keeping people safe: Working together, partnership" in page
    link = one.evidence_links[0]
    removal = path_of(one, f"/evidence/{link.id}/remove")
    assert "stays in the register" in text_of(browser.get(removal))
    assert browser.send(removal).location == path_of(one)
    assert browser.get(removal).status_code == 404
    assert db.session.query(Evidence).count() == 1


def test_anothers_evidence_link_cannot_be_removed_from_here(browser, one):
    other = answer(one.assessment, "o1.practice")
    browser.send(
        path_of(other, "/evidence/add"), {"title": "Survey", "kind": "people", "about": "2013", "form_key": "k"}
    )
    link = other.evidence_links[0]
    assert browser.send(path_of(one, f"/evidence/{link.id}/remove")).status_code == 404
    assert other.evidence_links == [link]


def test_a_finding_is_raised_from_an_answer(browser, one):
    figures()
    page = text_of(browser.get(path_of(one, "/raise-finding")))
    feels_safe, elsewhere = make.measure("4A"), make.measure("1E")
    assert "4A" in page
    assert f'value="{elsewhere.id}"' not in page
    assert "Select at least one measure" in text_of(browser.send(path_of(one, "/raise-finding"), {"title": "x"}))
    sent = {
        "kind": "area-for-improvement", "title": "Fewer than elsewhere feel safe", "detail": "60.3%", "theme": "Safety",
        "severity": "high", "measures": str(feels_safe.id), "next": "later", "form_key": "k",
    }  # fmt: skip
    for _ in range(2):
        response = browser.send(path_of(one, "/raise-finding"), sent)
    finding = db.session.query(Finding).one()
    assert response.location == f"/findings/{finding.id}"
    assert (finding.answer_id, finding.source_words) == (one.id, "Self-assessment 2012/13")
    assert finding.source_path == path_of(one, "")
    assert finding.kind is FindingKind.AREA_FOR_IMPROVEMENT
    assert [link.measure for link in finding.measure_links] == [feels_safe]
    assert finding.reference in text_of(browser.get(path_of(one, "")))


def test_part_b_offers_every_measure_of_the_form(browser, one):
    figures()
    page = text_of(browser.get(path_of(answer(one.assessment, "leadership.weaknesses"), "/raise-finding")))
    assert page.count('name="measures"') == 24


def test_a_contributor_suggests(client, one):
    writer = make.person("contributor")
    give(one.assessment, writer, "o4")
    client.sign_in(writer)
    client.send(path_of(one), form(one, "Mine", "4", save="yes"))
    assert (one.text, one.rating, one.suggested_rating) == ("Mine", None, 4)
    client.sign_in(make.person("director"))
    assert "Suggested rating: 4 Outstanding" in text_of(client.get(path_of(one)))


def test_what_was_typed_survives_a_session_that_ended(client, director, one):
    client.sign_in(director)
    from casework.accounts.models import LoginSession
    from casework.kit import clock

    sent = form(one, "Typed for an hour", save="yes")
    token = client.token()
    db.session.query(LoginSession).update({"ended_at": clock.now()})
    response = client.post(path_of(one), data={"csrf_token": token, **sent})
    assert response.status_code == 401
    assert 'name="kept"' in text_of(response)
    assert one.text == ""


def test_the_best_rating_beside_a_bottom_quartile_asks_why(browser, director, one):
    figures()
    safe = answer(one.assessment, "o4.outcomes")
    response = browser.send(path_of(safe), form(safe, "All is well", "4", save_next="yes"))
    assert response.location == path_of(safe, "/check-rating")
    page = text_of(browser.get(response.location))
    assert "You rated this 4 Outstanding. 4A is in the bottom quartile." in page
    assert "Select what is right" in text_of(browser.send(response.location))
    assert "Say why the rating stands" in text_of(browser.send(response.location, {"choice": "keep"}))
    assert browser.send(response.location, {"choice": "change"}).location == path_of(safe)
    kept = browser.send(response.location, {"choice": "keep", "reason": "The survey asks about the whole town"})
    assert kept.location == path_of(answer(one.assessment, "o4.partnership"))
    assert safe.rating_reason == "The survey asks about the whole town"
    assert "The survey asks about the whole town" in text_of(browser.get(path_of(safe, "")))
    # saved again with the same rating: not asked again; with another rating the reason is gone
    again = browser.send(path_of(safe), form(safe, "All is still well", "4", save="yes"))
    assert again.location == path_of(safe)
    browser.send(path_of(safe), form(safe, "All is well", "3", save="yes"))
    assert (safe.rating, safe.rating_reason) == (3, None)


@pytest.mark.parametrize(("rating", "figures_held"), [("3", True), ("4", False)])
def test_nothing_is_asked_otherwise(browser, one, rating, figures_held):
    if figures_held:
        figures()
    safe = answer(one.assessment, "o4.outcomes")
    assert browser.send(path_of(safe), form(safe, "All is well", rating, save="yes")).location == path_of(safe)


def test_a_contributor_is_not_asked_and_cannot_answer(client, one):
    figures()
    writer, safe = make.person("contributor"), answer(one.assessment, "o4.outcomes")
    give(one.assessment, writer, "o4")
    client.sign_in(writer)
    assert client.send(path_of(safe), form(safe, "All is well", "4", save="yes")).location == path_of(safe)
    assert client.get(path_of(safe, "/check-rating")).status_code == 404
