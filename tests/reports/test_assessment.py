"""The self-assessment as its form prints it: headings, tables, columns and ratings in order, in every format."""

import io
import json

import docx
import pytest

from casework.assessments.sign_services import read_content, sign
from casework.assessments.verify_json import judge_json
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.reports.services import make_report
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, write
from tests.reports import reading
from tests.reports.formats import assert_everywhere, texts_of


@pytest.fixture
def director(app):
    figures()
    return make.person("director", name="Dee Cole")


@pytest.fixture
def form(director):
    """The form of the paper: one area rated, the figures printed."""
    held = assessment(director)
    write(answer(held, "o1.outcomes"), director, "Too few people are in paid work", 2)
    write(answer(held, "leadership.strengths"), director, "Managers know every team")
    write(answer(held, "enablers.blockers"), director, "Pay in home care")
    write(
        answer(held, "enquiry"), director, "", None, {"lines": [{"title": "Personalisation", "reason": "Is it real?"}]}
    )
    db.session.commit()
    return held


def headings_and_tables(made):
    """Headings with their level, and tables by their heads, in the order of the document."""
    found = []
    for block in docx.Document(io.BytesIO(made)).iter_inner_content():
        if hasattr(block, "rows"):
            found.append(tuple(cell.text for cell in block.rows[0].cells))
        elif block.style.name.startswith("Heading"):
            found.append(block.text)
    return found


def test_word_has_the_form_in_order(form):
    found = headings_and_tables(make_report("assessment", as_format="docx", id=form.id))
    titles = [one for one in found if isinstance(one, str) and one[:1].isdigit()]
    assert titles == [
        "1 About this form",
        "2 Enabling maximum choice and control",
        "3 Helping people to stay well and independent",
        "4 Enabling accessible information and positive advice and support",
        "5 Keeping people safe",
        "6 Leadership",
        "7 Use of Resources",
        "8 Enablers and blockers",
        "9 For the challenge team",
        "10 Sign-off",
    ]
    years = ("2011/12", "2011/12 Quartile", "2012/13", "2012/13 Quartile")
    assert found.count(("Indicator Ref", "Measure", *years, "Quartile Trend")) == 4
    levels = ("1 Inadequate", "2 Adequate", "3 Good", "4 Outstanding")
    assert found.count(("Theme", *levels, "Commentary")) == 4
    assert found.count(("Narrative", "Where is the evidence?")) == 4
    assert ("Key enablers to progress", "Key blockers on improvement") in found
    assert ("Title", "Reason") in found
    assert ("Name", "Position", "Signature") in found


def test_the_chosen_rating_is_marked_and_the_figures_are_filled_in(form):
    tables = reading.docx_tables(make_report("assessment", as_format="docx", id=form.id))
    measures = next(one for one in tables if one[0][0] == "Indicator Ref")
    assert [len(one) for one in tables if one[0][0] == "Indicator Ref"] == [10, 8, 6, 4]
    employment = next(line for line in measures if line[0] == "1E")
    assert employment[2:] == ["1.8%", "Bottom", "1.6%", "Bottom", "About the same"]
    rated = next(one for one in tables if one[0][0] == "Theme")
    assert rated[1][1:5] == ["1", "●\u00a02, our rating", "3", "4"]
    assert rated[1][5] == "Interpretation of Performance Data:\nToo few people are in paid work"
    assert rated[2][0] == "Working together, partnership\n(not rated yet)"
    assert rated[2][5] == "Not written yet"


def test_every_format_holds_the_same_words(form):
    texts = texts_of("assessment", id=form.id)
    assert_everywhere(texts, "Too few people are in paid work", "Managers know every team", "Pay in home care", "1.6%")
    assert_everywhere(texts, "Not signed yet", "2, our rating", but=("json",))


def test_a_signed_form_shows_its_seal_and_its_json_can_be_checked(director):
    of = fill(assessment(director), director)
    reading_ = read_content(of)
    signature = sign(of, name="Dee Cole", position="Director", seen_hash=reading_.content_hash, by=director)
    db.session.commit()
    texts = texts_of("assessment", id=of.id)
    assert_everywhere(texts, signature.seal[:12], "Dee Cole", but=("csv",))
    assert signature.seal in texts["docx"]
    assert "matches what was signed" in texts["pdf"]
    data = json.loads(make_report("assessment", as_format="json", id=of.id))
    assert judge_json(data["signed_copy"]).is_signed
    assert data["sign_off"]["seal"] == signature.seal


@pytest.mark.parametrize("number", [999, "x", "-1", "", "９"])
def test_a_form_that_is_not_there_is_refused(director, number):
    with pytest.raises(RuleBroken) as broken:
        make_report("assessment", as_format="json", id=number)
    assert broken.value.field == "id"


def test_only_the_council_reads_it_and_a_contributor_does_not(client, form):
    path = f"/reports/assessment?id={form.id}"
    rutland = make.organisation("E06000017", "Rutland")
    assert client.sign_in(make.person("director")).get(path).status_code == 200
    assert client.get("/reports/assessment?id=999").status_code == 404
    assert client.sign_in(make.person("director", org=rutland)).get(path).status_code == 404
    assert client.sign_in(make.person("contributor")).get(path).status_code == 404


def test_the_page_offers_the_councils_forms(client, form):
    page = client.sign_in(make.person("director")).get("/reports/assessment").get_data(as_text=True)
    assert f'<option value="{form.id}">Self-assessment 2012/13, version 1, 1 rating</option>' in page


def test_statements_print_their_step_and_words():
    from casework.reports.assessment import QUESTIONS

    node = {
        "title": "Quality statements",
        "scale": "four",
        "evidence": [],
        "statements": [{"id": "a", "says": "We listen", "step": 3, "words": "Survey"}, {"id": "b", "says": "We act"}],
    }
    scales = {"four": [{"number": 3, "word": "Good", "says": ""}]}
    (table,) = QUESTIONS["statement-list"](node, {"scales": scales})
    assert [[cell.words for cell in one.cells] for one in table.rows] == [
        ["We listen", "Good", "Survey"],
        ["We act", "Not answered", "Not written yet"],
    ]
