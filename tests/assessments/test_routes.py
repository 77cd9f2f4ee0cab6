"""Pages of the room: the director's path from a blank form, who sees what, and what is refused."""

import pytest

from casework.assessments import queries
from casework.assessments.models import Assessment, AssessmentStatus
from casework.extensions import db
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, give, template, write


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def browser(client, director):
    return client.sign_in(director)


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def test_an_empty_list_says_the_next_step(browser):
    template()
    assert "No self-assessments yet." in text_of(browser.get("/assessments"))
    assert 'href="/assessments/start"' in text_of(browser.get("/assessments"))


def test_the_list_says_whose_turn_it_is_in_as_many_statements_for_two_as_for_one(browser, director, statements):
    held, writer = assessment(director), make.person("contributor", name="Al Bee")
    give(held, writer, "o4")
    assert "Al Bee, you" in text_of(browser.get("/assessments"))
    with statements() as one:
        browser.get("/assessments")
    assessment(director, period="2013-14")
    with statements() as two:
        browser.get("/assessments")
    assert len(two) == len(one)
    analyst = text_of(browser.sign_in(make.person("analyst")).get("/assessments"))
    assert "Al Bee, the director" in analyst


def test_start_asks_refuses_and_starts_once(browser):
    template()
    page = browser.get("/assessments/start")
    assert "Sector-led self-assessment 2012/13" in text_of(page)
    assert "Safeguarding Adults Audit Framework" not in text_of(page)  # a return of partner agencies
    refused = text_of(browser.send("/assessments/start"))
    assert "Select a template" in refused
    assert "Select a period" in refused
    form = {"template": "sector-led-2012", "period": "2012-13", "source": "blank", "form_key": "k1"}
    first = browser.send("/assessments/start", form)
    again = browser.send("/assessments/start", form)
    assert first.location == again.location == "/assessments/1"
    assert db.session.query(Assessment).count() == 1
    other = browser.send("/assessments/start", {**form, "form_key": "k2"})
    assert "There is already a 2012/13 self-assessment on this template. Open it or revise it" in text_of(other)


def test_the_overview_counts_and_says_whose_turn(browser, director):
    started = assessment(director)
    for node_id, rating in (("o1.outcomes", 2), ("o1.partnership", 3), ("o1.practice", 3)):
        write(answer(started, node_id), director, "Words", rating)
    give(started, make.person("contributor", name="Head of Safeguarding"), "o4")
    page = text_of(browser.get(f"/assessments/{started.id}"))
    assert "3 of 12 rated. Waiting for: you (12), Head of Safeguarding (3)." in page
    assert "3 of 3 rated" in page
    assert "Given to Head of Safeguarding" in page
    assert page.index("Outcomes</h2>") < page.index("Part B: Cross Cutting Themes</h2>") < page.index("Finish</h2>")
    assert "Cannot start yet" in page
    assert f"/assessments/{started.id}/answers/{answer(started, 'o2.outcomes').id}/write" in page


def test_a_section_shows_its_table_and_cards(browser, director):
    figures()
    started = assessment(director)
    write(answer(started, "o1.outcomes"), director, "Few adults have a paid job", 2)
    page = text_of(browser.get(f"/assessments/{started.id}/sections/2"))
    measure = make.measure("1E")
    assert f'<a class="govuk-link" href="/measures/{measure.id}">1E</a>' in page
    for words in ("Quartile Trend", "1.8%", "1.6%", "About the same", "Few adults have a paid job", "2 Adequate"):
        assert words in page
    assert "Not rated" in page
    assert "Evidence asked for: Assessment of progress on Think Local Act Personal (TLAP)" in page
    assert browser.get(f"/assessments/{started.id}/sections/99").status_code == 404


def test_every_section_and_answer_page_opens(browser, director):
    figures()
    started = fill(assessment(director), director)
    for section in template().outline.sections:
        assert browser.get(f"/assessments/{started.id}/sections/{section.number}").status_code == 200
    for one in queries.list_answers(started):
        for path in (
            f"/assessments/{started.id}/answers/{one.id}",
            f"/assessments/{started.id}/answers/{one.id}/write",
        ):
            assert browser.get(path).status_code == 200
    for part in ("evidence", "ready", "versions", "history", "sign"):
        assert browser.get(f"/assessments/{started.id}/{part}").status_code == 200


@pytest.mark.parametrize(("verb", "status"), [("consult", "consultation"), ("review", "senior-review")])
def test_moves(browser, director, verb, status):
    started = assessment(director)
    path = f"/assessments/{started.id}/{verb}"
    assert browser.get(path).status_code == 200
    assert browser.send(path).location == f"/assessments/{started.id}"
    assert started.status.value == status
    again = browser.send(path)
    assert "somebody has moved the self-assessment on" in text_of(again)
    assert browser.send(f"/assessments/{started.id}/redraft").status_code == 302
    assert started.status is AssessmentStatus.DRAFT


def test_revise_starts_the_next_version(browser, director):
    started = fill(assessment(director), director)
    started.status = AssessmentStatus.SIGNED
    response = browser.send(f"/assessments/{started.id}/revise")
    fresh = db.session.query(Assessment).filter_by(number=2).one()
    assert response.location == f"/assessments/{fresh.id}"
    assert "version 2" in text_of(browser.get(response.location))
    assert "Version 1" in text_of(browser.get(f"/assessments/{fresh.id}/versions"))


PAGES = ["", "/sections/2", "/history", "/versions", "/evidence", "/ready", "/sign", "/consult", "/review", "/revise"]


@pytest.mark.parametrize("page", PAGES)
def test_another_councils_is_not_there(client, director, page):
    started = assessment(director)
    client.sign_in(make.person("director", org=make.organisation("E06000017", "Rutland")))
    theirs = client.get(f"/assessments/{started.id}{page}")
    assert theirs.status_code == client.get(f"/assessments/999{page}").status_code == 404


@pytest.mark.parametrize("page", ["/history", "/versions", "/evidence", "/ready"])
def test_pages_over_the_whole_form_are_not_a_contributors(client, director, page):
    started = assessment(director)
    writer = make.person("contributor")
    give(started, writer, "o4")
    assert client.sign_in(writer).get(f"/assessments/{started.id}{page}").status_code == 404


def test_a_contributor_sees_only_what_was_given(client, director):
    started = fill(assessment(director), director)
    writer, other = make.person("contributor"), make.person("contributor", name="Somebody Else")
    client.sign_in(writer)
    assert client.get(f"/assessments/{started.id}").status_code == 404
    assert "Nothing is with you" in text_of(client.get("/assessments"))
    give(started, writer, "o4")
    give(started, other, "o1")
    page = text_of(client.get(f"/assessments/{started.id}"))
    assert "Keeping people safe" in page
    assert "Enabling maximum choice" not in page
    assert "Somebody Else" not in page
    assert "Are we ready" not in page
    assert client.get(f"/assessments/{started.id}/sections/5").status_code == 200
    assert client.get(f"/assessments/{started.id}/sections/2").status_code == 404
    mine, theirs = answer(started, "o4.practice").id, answer(started, "o1.practice").id
    assert "Your suggested rating" in text_of(client.get(f"/assessments/{started.id}/answers/{mine}/write"))
    for rest in ("", "/write", "/settle", "/raise-finding", "/evidence/add", "/evidence/pick"):
        assert client.get(f"/assessments/{started.id}/answers/{theirs}{rest}").status_code == 404
    assert (
        client.send(f"/assessments/{started.id}/answers/{theirs}/write", {"text": "x", "version": "2"}).status_code
        == 404
    )


@pytest.mark.parametrize("role", ["analyst", "auditor"])
def test_readers_read_and_see_no_buttons(client, director, role):
    started = fill(assessment(director), director)
    client.sign_in(make.person(role))
    page = text_of(client.get(f"/assessments/{started.id}"))
    assert "12 of 12 rated" in page
    for word in ("Continue where", "Begin to write", "Send out", "Start a self-assessment"):
        assert word not in page
    one = answer(started, "o4.practice")
    page = text_of(client.get(f"/assessments/{started.id}/answers/{one.id}"))
    assert "/write" not in page
    assert client.get(f"/assessments/{started.id}/answers/{one.id}/write").status_code == 404
    assert client.get(f"/assessments/{started.id}/sign").status_code == 404


def test_the_history_gathers_a_sitting(browser, director):
    started = assessment(director)
    one = answer(started, "o4.practice")
    for text in ("One", "One two", "One two three"):
        write(one, director, text)
    page = text_of(browser.get(f"/assessments/{started.id}/history"))
    assert page.count("Wrote &#34;Keeping people safe: Service delivery") == 1
    assert "Started Self-assessment 2012/13" in page


@pytest.mark.parametrize("path", ["", "/sections/2", "/history", "/evidence", "/ready", "/sign"])
def test_statements_do_not_grow_with_what_is_written(browser, director, statements, path):
    figures()
    started = assessment(director)
    write(answer(started, "o1.outcomes"), director, "Words", 2)
    url = f"/assessments/{started.id}{path}"
    browser.get(url)
    with statements() as blank:
        browser.get(url)
    fill(started, director)
    with statements() as filled:
        browser.get(url)
    assert len(filled) == len(blank) <= 12
