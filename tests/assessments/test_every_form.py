"""Each shipped form from its start to its files through real requests: every kind of node answered, read and signed."""

import json
from html import unescape
from io import BytesIO

import pytest
from docx import Document

from casework.accounts.passwords import hash_password
from casework.assessments import queries
from casework.assessments.models import AssessmentStatus
from casework.assessments.word_form import is_chosen
from casework.measures.register_models import QualityStatement
from casework.safeguarding.frameworks import framework_called
from tests import make
from tests.assessments.make import answer, assessment, template, write

FORMS = {"sector-led-2012": "2012-13", "cqc-2024": "2024-25", "lgsco-code-2024": "2024-25"}


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole", password_hash=hash_password("a long enough password"))


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def start(client, director, code, **rest):
    form = template(code)
    client.sign_in(director)
    sent = {"template": code, "period": FORMS[code], "source": "blank", "form_key": "k", **rest}
    if form.outline.scoring:
        sent.setdefault(f"scoring_{form.id}", "statement")
    response = client.send("/assessments/start", sent)
    assert response.status_code == 302, text_of(response)
    return queries.list_existing(director.organisation_id, code, FORMS[code])[0]


def fields_of(one, rating=3):
    """What a person would fill in at this node."""
    node = one.node
    sent = {"version": str(one.version), "save": "1"}
    if node.kind == "lines-of-enquiry":
        return sent | {"line_0_title": "Waiting", "line_0_reason": "We ask why it lasts"}
    if node.kind == "statement-list":
        for number, (key, _) in enumerate(node.statements):
            sent |= {f"step_{number}": "2" if number else "1", f"words_{number}": f"We say so of {key}"}
            sent |= {f"where_{number}": f"Policy, page {number + 1}"} if node.asks_where else {}
        return sent
    if node.kind == "rating":
        if one.assessment.by_category and node.categories:
            sent |= {f"category_{key}": str(rating) for key in node.categories}
        else:
            sent["rating"] = str(rating)
    return sent | {"text": "office@example.gov.uk" if node.raw.get("input") == "email" else f"About {node.id}"}


@pytest.mark.parametrize("code", FORMS)
def test_from_start_to_signed_files(client, director, code):
    of = start(client, director, code)
    outline, read = of.template.outline, set()
    for one in queries.list_answers(of):
        path = f"/assessments/{of.id}/answers/{one.id}"
        response = client.send(f"{path}/write", fields_of(one))
        assert response.status_code == 302, (one.node_id, text_of(response))
        if one.node.kind not in read:  # one page of each kind
            read.add(one.node.kind)
            assert client.get(f"{path}/write").status_code == 200
            assert client.get(path).status_code == 200
    for section in outline.sections:
        page = text_of(client.get(f"/assessments/{of.id}/sections/{section.number}"))
        assert "Nothing written yet" not in page
    assert "Nothing is missing" in text_of(client.get(f"/assessments/{of.id}/ready"))
    page = client.get(f"/assessments/{of.id}/sign")
    hidden = page.get_data(as_text=True).split('name="seen_hash"')[1].split('value="')[1].split('"')[0]
    sent = {"seen_hash": hidden, "name": "Dee Cole", "position": "Director", "declared": "y"}
    response = client.send(f"/assessments/{of.id}/sign", sent | {"password": "a long enough password"})
    assert response.location == f"/assessments/{of.id}/signed", text_of(response)
    assert of.status is AssessmentStatus.SIGNED
    signed = text_of(client.get(response.location))
    paper = Document(BytesIO(client.get(f"/assessments/{of.id}/export?format=docx").data))
    words = " ".join(
        [*(p.text for p in paper.paragraphs), *(c.text for t in paper.tables for r in t.rows for c in r.cells)]
    )
    held = json.loads(client.get(f"/assessments/{of.id}/export?format=json").data)
    for node in outline.asked:
        assert node.title in words, node.id
    for section in outline.sections:
        assert section.title in words
    if code == "cqc-2024":
        assert "Good: 75%, in the upper half of the band (27 of 36)" in words
        assert "Good: 75%, in the upper half of the band (27 of 36)" in signed
        assert held["result"] | {"words": "", "basis": ""} == {
            "total": 27, "best": 36, "scored": 9, "statements": 9, "percent": 75, "rating": "Good", "half": "upper",
            "words": "", "basis": "", "method": "statement", "method_words": "One score for each quality statement",
        }  # fmt: skip
        assert sum(is_chosen(cell) for table in paper.tables for row in table.rows for cell in row.cells) == 9
    if code == "lgsco-code-2024":
        assert "Policy, page 2" in words
        assert "Policy, page 2" in signed
        statements = [
            n for p in held["parts"] for s in p["sections"] for n in s["nodes"] if n["kind"] == "statement-list"
        ]
        assert len(statements) == 9
        assert statements[0]["statements"][1]["step"] == 2
        assert statements[0]["statements"][1]["where"] == "Policy, page 2"
    assert client.get(f"/reports/assessment?id={of.id}&format=pdf").data.startswith(b"%PDF")
    assert outline.title in text_of(client.get(f"/reports/assessment?id={of.id}&format=html"))


def test_the_first_method_works_the_score_out(client, director):
    form = template("cqc-2024")
    of = start(client, director, "cqc-2024", **{f"scoring_{form.id}": "category"})
    assert of.scoring == "category"
    one = answer(of, "qs1")
    path = f"/assessments/{of.id}/answers/{one.id}"
    assert "Score each kind of evidence" in text_of(client.get(f"{path}/write"))
    scores = {"category_people": "2", "category_staff": "3", "category_partners": "3", "category_processes": "0"}
    client.send(f"{path}/write", {"version": str(one.version), "text": "So far", "save": "1", **scores})
    assert one.rating is None
    client.send(f"{path}/write", {"version": str(one.version), "text": "All", **scores, "category_processes": "3"})
    assert one.rating == 3  # 11 of 16 is 69%
    page = text_of(client.get(path))
    assert "people&#39;s experience 2, feedback from staff and leaders 3" in page or "people's experience 2" in page
    assert "Rated 3 Good standard" in page
    assert "Good: 75%, in the upper half of the band (3 of 4)" in text_of(client.get(f"/assessments/{of.id}"))
    refused = client.send(f"{path}/write", {"version": str(one.version), "text": "x", "category_people": "7"})
    assert "Score people&#39;s experience, or select that it is not scored yet" in refused.get_data(as_text=True)


def test_a_statement_leads_to_every_measure_that_speaks_to_it(client, director):
    of = start(client, director, "cqc-2024")
    words = "Every measure that speaks to this statement"
    assert words not in text_of(client.get(f"/assessments/{of.id}/sections/2"))  # no statements are loaded yet
    statement = QualityStatement(
        code="qs1", position=1, theme="Working with people", title="Assessing needs", words="We"
    )
    make.saved(statement)
    page = client.get(f"/assessments/{of.id}/sections/2").get_data(as_text=True)
    assert words in page
    assert f'href="/quality-statements/{statement.id}"' in page
    assert words not in text_of(client.get(f"/assessments/{of.id}/sections/3"))
    assert client.get(f"/quality-statements/{statement.id}").status_code == 200


def test_two_windows_by_category_lose_nothing(client, director):
    form = template("cqc-2024")
    of = start(client, director, "cqc-2024", **{f"scoring_{form.id}": "category"})
    one = answer(of, "qs2")
    path, seen = f"/assessments/{of.id}/answers/{one.id}", str(one.version)
    all_of = {f"category_{key}": "4" for key in one.node.categories}
    client.send(f"{path}/write", {"version": seen, "text": "First", **all_of})
    response = client.send(f"{path}/write", {"version": seen, "text": "Second", **all_of, "category_people": "1"})
    assert response.status_code == 409
    page = text_of(client.get(f"{path}/settle"))
    assert "Second" in page
    mine = one.revisions[-1].id
    client.send(f"{path}/settle", {"version": str(one.version), "mine": str(mine), "keep": "mine", "text": ""})
    assert (one.text, one.rating, one.fields["categories"]["people"]) == ("Second", 3, 1)  # 13 of 16 is 81%


def test_the_return_of_partner_agencies_loads_in_the_same_engine(app):
    held, framework = template("saaf-2019"), framework_called("saaf-2019")
    assert [node.id for node in held.outline.ratings] == list(framework.standards)
    assert [step.word for step in held.outline.scales["effectiveness"].steps] == [
        step.word for step in framework.steps.values()
    ]
    assert held.version == framework.version
    assert held.code not in {one.code for one in queries.list_startable(seen_by=make.person("director"))}


def test_the_card_of_a_list_shows_its_statements_and_a_section_is_numbered_once(client, director):
    of = assessment(director, "2025-26", "lgsco-code-2024")
    client.sign_in(director)
    page = client.get(f"/assessments/{of.id}").get_data(as_text=True)
    assert ">1: Definition of a service request and a complaint<" in page
    assert "1 1: " not in page
    one = answer(of, "c1.statements")
    (first, says), (_, other) = one.node.statements[:2]
    write(one, director, "", fields={"statements": {first: {"step": 2}}})
    page = unescape(" ".join(client.get(f"/assessments/{of.id}/sections/2").get_data(as_text=True).split()))
    assert f"{says}: <strong>In part</strong>" in page
    assert f"{other}: <strong>Not answered</strong>" in page
