"""What changed since the version before was signed, row by row."""

import re

import pytest

from casework.assessments import sign_pages, sign_services
from casework.assessments.services import revise
from casework.extensions import db
from casework.measures.models import MeasureValue
from tests import make
from tests.assessments import challenging
from tests.assessments.make import figures


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def second(director):
    figures()
    fresh = revise(challenging.signed(director), by=director)
    db.session.flush()
    return fresh


def changed(of):
    return {one.node_id: one for one in sign_pages.changed_since(of, sign_services.as_it_stands(of))}


def test_nothing_is_changed_until_something_is(second):
    assert changed(second) == {}


def test_each_row_says_what_changed_and_which_words(second):
    challenging.at(second, "o1.outcomes").rating = 2
    challenging.at(second, "o4.partnership").text = "About weekly meetings"
    held = db.session.query(MeasureValue).filter_by(value=make_value("1.6")).one()
    held.value = make_value("9.9")
    db.session.flush()
    found = changed(second)
    assert list(found) == ["o1.table", "o1.outcomes", "o4.partnership"]
    assert found["o1.outcomes"].what == ("Rating 2 Adequate, signed as 3 Good",)
    assert found["o1.table"].what == ("1E is 9.9%, signed as 1.6%",)
    partnership = found["o4.partnership"]
    assert partnership.what == ("Words",)
    assert [text.strip() for marked, text in partnership.now_parts if marked] == ["weekly meetings"]
    assert [text.strip() for marked, text in partnership.then_parts if marked] == ["o4.partnership"]


def make_value(text):
    from decimal import Decimal

    return Decimal(text)


def test_the_page_and_the_signing_page_say_it(client, director, second):
    challenging.at(second, "o4.partnership").text = "About weekly meetings"
    first = second.follows
    client.sign_in(director)
    page = client.get(f"/assessments/{second.id}/changes").get_data(as_text=True)
    assert re.search(r"<ins[^>]*>.*weekly meetings", page, re.DOTALL)
    assert re.search(r"<del[^>]*>.*o4\.partnership", page, re.DOTALL)
    assert f'href="/assessments/{second.id}/changes"' in client.get(f"/assessments/{second.id}").get_data(as_text=True)
    assert "Working together, partnership: Words" in client.get(f"/assessments/{second.id}/sign").get_data(as_text=True)
    assert client.get(f"/assessments/{first.id}/changes").status_code == 404  # the first has nothing before it
