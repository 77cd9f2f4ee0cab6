"""The page of the figure check: what looks wrong first, with its place; right figures are not called wrong."""

from datetime import date

import pytest

from casework.assessments import demonstration, queries
from tests import make
from tests.assessments.make import answer, assessment, figures, give, write


@pytest.fixture
def director(app):
    figures()
    return make.person("director")


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def test_what_looks_wrong_stands_first_with_its_place(client, director):
    of = assessment(director)
    write(answer(of, "o1.practice"), director, "Of 200 people, 50 of 200 (25%) were helped.", 3)
    write(answer(of, "o4.practice"), director, "Upheld were 6 of 9 (61%).", 3)
    client.sign_in(director)
    page = text_of(client.get(f"/assessments/{of.id}/check-figures"))
    assert "1 figure looks wrong, of 2" in page
    assert page.index("6 of 9") < page.index("50 of 200")
    assert "67%" in page
    assert "Keeping people safe: Service delivery and effective practice" in page
    assert "Check figures" in text_of(client.get(f"/assessments/{of.id}"))


def test_no_figure_of_the_demonstration_is_called_wrong(client, director):
    demonstration.load({"director": director, "contributor": make.person("contributor")}, date(2026, 4, 7))
    of = queries.list_existing(director.organisation_id, "sector-led-2012", "2012-13")[0]
    client.sign_in(director)
    page = text_of(client.get(f"/assessments/{of.id}/check-figures"))
    assert "0 figures look wrong" in page


def test_nothing_claimed_and_nobody_elses(client, director):
    of = assessment(director)
    client.sign_in(director)
    assert "No figures are claimed" in text_of(client.get(f"/assessments/{of.id}/check-figures"))
    writer = make.person("contributor")
    give(of, writer, "o4")
    assert client.sign_in(writer).get(f"/assessments/{of.id}/check-figures").status_code == 404
