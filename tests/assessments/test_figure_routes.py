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


def test_figures_that_look_wrong_are_told_before_anybody_signs(client, director):
    of = assessment(director)
    client.sign_in(director)
    path = f"/assessments/{of.id}"
    assert "No figure that the words claim looks wrong" in text_of(client.get(path))
    write(answer(of, "o4.practice"), director, "Upheld were 6 of 9 (61%), and 3 of 9 (31%) were not.", 3)
    write(answer(of, "o3.practice"), director, "Upheld were 6 of 9 (67%).", 3)
    write(answer(of, "enquiry"), director, "", fields={"lines": [{"title": "Why", "reason": "Only 1 of 9 (21%) came"}]})
    assert "3 look wrong" in text_of(client.get(path))
    for page in (f"{path}/ready", f"{path}/sign"):
        assert "2 answers have figures that look wrong" in text_of(client.get(page)), page
    write(answer(of, "enquiry"), director, "", fields={"lines": [{"title": "Why", "reason": "Only 1 of 9 (11%) came"}]})
    ready = text_of(client.get(f"{path}/ready"))
    assert "1 answer has figures that look wrong" in ready
    assert ready.count("Keeping people safe: Service delivery and effective practice") > 1
