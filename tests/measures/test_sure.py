"""A typed figure that looks odd is asked about before it is kept: one press more, and what was odd is kept too."""

import re
from decimal import Decimal

import pytest

from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.measures import checking, services
from casework.measures.models import DataQuestion, MeasureValue, Target, TargetKind, YearForecast
from tests import make
from tests.measures.test_pages import text_of

FINAL = {"state": "final", "period": "2018-19"}


@pytest.fixture
def measure(app):
    """Five years that move by one point at a time."""
    found = make.measure("1E", decimals=1)
    for year, number in zip(range(2013, 2018), (10, 11, 10, 11, 10), strict=True):
        make.value(found, number, f"{year}-{year - 1999}")
    db.session.commit()
    return found


@pytest.fixture
def analyst(measure, client):
    return client.sign_in(make.person("analyst"))


def asked(response):
    """What the page asks, and the digest that travels with it."""
    assert response.status_code == 200
    page = text_of(response)
    return page, re.search(r'name="sure_of"[^>]*value="(\w+)"', page)[1]


def count(model):
    return db.session.query(model).count()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "38"}, "Moved by 28.0 percentage points from 10.0%; its usual move is 1.0 percentage point"),
        ({"value": "0.1"}, "0.1% is about 1/100 part of the figure before, 10.0%: check the unit"),
        ({"value": "10", "period": "2090-91"}, "2090/91 has not ended yet"),
    ],
)
def test_nothing_is_kept_until_the_button_is_pressed_again(analyst, measure, typed, said):
    path, typed = f"/measures/{measure.id}/values/add", FINAL | {"note": "As told"} | typed
    page, digest = asked(analyst.send(path, typed))
    assert "Is this figure right?" in page.split("<h1")[1].split("</h1>")[0]
    assert "Nothing is saved yet" in page
    assert said in page
    assert f'value="{typed["value"]}"' in page
    assert ">As told</textarea>" in page
    assert (count(MeasureValue), count(DataQuestion)) == (5, 0)
    answer = analyst.send(path, typed | {"sure_of": digest})
    assert answer.status_code == 302
    held = db.session.query(MeasureValue).order_by(MeasureValue.id.desc()).first()
    assert (held.value, held.note) == (Decimal(typed["value"]), "As told")
    question = db.session.query(DataQuestion).one()
    assert question.question.lower() == said.lower()
    assert (question.period.code, question.outcome) == (typed["period"], None)
    assert said[1:] in text_of(analyst.get("/measures/data-questions"))
    assert checking.list_odd(make.organisation(), today=clock.today()) == []  # it is asked about already


def test_why_it_is_right_answers_the_question_at_once(analyst, measure):
    path, typed = f"/measures/{measure.id}/values/add", FINAL | {"value": "38"}
    assert "Why is it right?" not in text_of(analyst.get(path))
    page, digest = asked(analyst.send(path, typed))
    assert "Why is it right?" in page
    analyst.send(path, typed | {"sure_of": digest, "why_right": "The service was opened to all"})
    question = db.session.query(DataQuestion).one()
    assert question.outcome == "The service was opened to all"
    assert question.answered_at is not None


def test_another_doubt_is_another_question_and_a_figure_put_right_is_kept(analyst, measure):
    path = f"/measures/{measure.id}/values/add"
    _, digest = asked(analyst.send(path, FINAL | {"value": "38"}))
    page, other = asked(analyst.send(path, FINAL | {"value": "83", "sure_of": digest}))
    assert "Moved by 73.0 percentage points" in page
    assert other != digest
    assert count(MeasureValue) == 5
    assert analyst.send(path, FINAL | {"value": "10.8", "sure_of": other}).status_code == 302
    assert (count(MeasureValue), count(DataQuestion)) == (6, 0)


def test_a_mistake_comes_before_the_question(analyst, measure):
    page = text_of(analyst.send(f"/measures/{measure.id}/values/add", FINAL | {"value": "101"}))
    assert "value must be 100% or less" in page
    assert "Is this figure right?" not in page


def test_a_restated_figure_is_asked_about_too(analyst, measure):
    held = db.session.query(MeasureValue).order_by(MeasureValue.id.desc()).first()
    path, typed = (
        f"/measures/{measure.id}/values/{held.id}/restate",
        {"state": "final", "value": "0.1", "reason": "Typo"},
    )
    page, digest = asked(analyst.send(path, typed))
    assert "Is this figure right?" in page
    assert "0.1% is about 1/100 part of the figure before, 11.0%" in page
    assert count(MeasureValue) == 5
    assert analyst.send(path, typed | {"sure_of": digest}).status_code == 302
    assert (count(MeasureValue), count(DataQuestion)) == (6, 1)


def test_a_target_and_a_forecast_in_another_unit_are_asked_about(analyst, measure):
    path = f"/measures/{measure.id}/set-target"
    typed = {"period": "2018-19", "kind": "target", "at_least": "0.11"}
    page, digest = asked(analyst.send(path, typed))
    assert "Is this target right?" in page
    assert "0.1% is about 1/100 part of the figure before, 10.0%" in page
    assert count(Target) == 0
    assert analyst.send(path, typed | {"sure_of": digest}).status_code == 302
    assert (count(Target), count(DataQuestion)) == (1, 1)
    assert analyst.send(path, typed | {"at_least": "11"}).status_code == 302  # nothing odd: nothing asked
    path = f"/measures/{measure.id}/forecast"
    typed = {"period": "2018-19", "value": "0.1", "method": "By hand"}
    page, digest = asked(analyst.send(path, typed))
    assert "Is this forecast right?" in page
    assert count(YearForecast) == 0
    assert analyst.send(path, typed | {"sure_of": digest}).status_code == 302
    assert (count(YearForecast), count(DataQuestion)) == (1, 2)
    assert analyst.send(path, {"period": "2018-19", "value": "", "method": ""}).status_code == 302
    assert count(YearForecast) == 0


def test_limits_and_forecasts_that_cannot_be_are_refused(measure):
    council = make.organisation()
    with pytest.raises(RuleBroken, match="At least must be 100% or less") as broken:
        services.set_target(
            measure, council, period="2018-19", kind=TargetKind.TARGET, at_least=Decimal(110), at_most=None, by=None
        )
    assert broken.value.field == "at_least"
    with pytest.raises(RuleBroken, match="Forecast must be 100% or less"):
        services.give_forecast(
            measure, council, period="2018-19", value=Decimal(110), count=None, method="By hand", by=None
        )
    services.set_target(
        measure, council, period="2018-19", kind=TargetKind.TARGET, at_least=Decimal(110), at_most=None, is_open=True,
        by=None,
    )  # fmt: skip
