"""The whole form as data: in the form's order, and the signed copy once there is one."""

import json
from datetime import date
from decimal import Decimal

import pytest

from casework.assessments import demonstration, queries
from casework.assessments.report import whole_form
from casework.assessments.sign_services import read_content, sign
from casework.assessments.verify_json import judge_json
from casework.extensions import db
from casework.measures.models import MeasureValue
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, template


@pytest.fixture
def director(app):
    figures()
    return make.person("director")


def nodes_of(form):
    return [node for part in form["parts"] for section in part["sections"] for node in section["nodes"]]


def test_the_form_is_whole_and_in_order(director):
    demonstration.load({"director": director, "contributor": make.person("contributor")}, date(2026, 4, 7))
    form = whole_form(queries.list_existing(director.organisation_id, "sector-led-2012", "2012-13")[0])
    assert json.loads(json.dumps(form)) == form
    outline = template().outline
    assert [node["id"] for node in nodes_of(form)] == [n.id for n in outline.nodes.values() if n.kind != "section"]
    assert [part["title"] for part in form["parts"]] == [title for _, title in outline.parts]
    by_id = {node["id"]: node for node in nodes_of(form)}
    assert by_id["o1.outcomes"]["ratings"] == {"self": 2, "moderated": None, "agreed": None}
    assert "only 1.6% of adults with a learning disability" in by_id["o1.outcomes"]["commentary"]
    assert by_id["o4.practice"]["ratings"]["self"] is None
    assert [one["title"] for one in by_id["o4.outcomes"]["evidence"]] == [
        "Adult social care survey 2012/13", "Safeguarding Adults Board annual report",
    ]  # fmt: skip
    employment = next(row for row in by_id["o1.table"]["rows"] if row["ref"] == "1E")
    assert [(figure["printed"], figure["value"], figure["quartile"]) for figure in employment["figures"]] == [
        ("1.8%", "1.8", "bottom"), ("1.6%", "1.6", "bottom"),
    ]  # fmt: skip
    assert (employment["trend"], employment["trend_printed"]) == ("same", "About the same")
    assert [line["title"] for line in by_id["enquiry"]["lines"]] == [
        "Personalisation",
        "Home-based Support",
        "Safeguarding",
    ]
    assert form["sign_off"] is None


def test_a_signed_form_is_told_from_its_frozen_copy(director):
    of = fill(assessment(director), director)
    sign(of, name="Dee", position="Director", seen_hash=read_content(of).content_hash, by=director)
    db.session.query(MeasureValue).filter_by(value=Decimal("1.6")).one().value = Decimal("9.9")
    answer(of, "o1.practice").text = "Changed behind the services' back"
    db.session.commit()
    form = whole_form(of)
    by_id = {node["id"]: node for node in nodes_of(form)}
    employment = next(row for row in by_id["o1.table"]["rows"] if row["ref"] == "1E")
    assert employment["figures"][1]["printed"] == "1.6%"
    assert by_id["o1.practice"]["commentary"] == "About o1.practice"
    assert (form["sign_off"]["seal"], form["sign_off"]["matches"]) == (of.signature.seal, True)
    copy = json.loads(json.dumps(form["signed_copy"]))
    assert judge_json(copy).is_signed
    copy["content"]["sections"][0]["title"] += "."
    assert not judge_json(copy).is_signed
