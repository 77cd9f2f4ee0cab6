"""Forecasts with their method, limits that do not count themselves, and counts that figures imply (T5, T6)."""

from decimal import Decimal

import pytest

from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.measures import implied, outlook, page, rules, services
from casework.measures.dashboard import build
from casework.measures.models import MeasureValue, Polarity, Target, TargetKind, Unit, YearForecast
from casework.measures.rag import suggest
from casework.measures.rules import parse_period
from casework.trail.models import TrailEntry
from tests import make
from tests.measures import make as figures
from tests.measures.test_imports import refusals, written
from tests.measures.test_pages import text_of

ADMISSIONS = {"unit": Unit.PER_100000, "polarity": Polarity.LOW, "accumulates": True, "layer": "Delay need"}


@pytest.fixture
def council(app):
    return make.organisation()


@pytest.fixture
def admissions(council):
    """160 admissions of 139,204 people in three months, at most 553 per 100,000 wanted in the year."""
    measure = make.measure("2A2", **ADMISSIONS)
    value = {"numerator": 160, "denominator": 139_204}
    figures.held(measure, Decimal("114.9"), "2020-21 Q1", council, **value)
    services.set_target(
        measure, council, period="2020-21", kind=TargetKind.TARGET, at_least=None, at_most=Decimal(553), by=None
    )
    db.session.commit()
    return measure


def row_of(council, code="2020-21 Q1"):
    return build(council, parse_period(code), reader=council).rows[0]


def test_a_rate_of_events_is_forecast_by_its_count(council, admissions):
    assert page.build(admissions, council).forecast == (
        "Forecast for 2020/21: 459.8 (640) (year to date, stretched to twelve months). "
        "Only 3 months known: do not lean on it."
    )
    row = row_of(council)
    assert (row.performance, row.forecast) == ("114.9", "forecast 459.8 (640)")
    assert row.suggestion.rag == "green"
    assert row.suggestion.rule == "Set to meet the target, at most 553: the forecast for the year is 459.8"
    assert Decimal(160) * 4 / 139_204 * 100_000 == pytest.approx(Decimal("459.76"), abs=Decimal("0.01"))


def test_with_last_year_in_the_same_months_its_pattern_is_used(council, admissions):
    people = {"denominator": 139_204}
    figures.held(admissions, Decimal("200"), "2019-20 Q1", council, numerator=278, **people)
    figures.held(admissions, Decimal("600"), "2019-20", council, numerator=835, **people)
    found = row_of(council).outlook
    assert (found.method, found.months) == ("last year's pattern over the months", 3)
    assert float(found.value) == pytest.approx(160 * 835 / 278 / 139_204 * 100_000)


def test_a_later_month_is_not_known_to_an_earlier_dashboard(council, admissions):
    figures.held(admissions, Decimal("100"), "2020-21 Q2", council, numerator=139, denominator=139_204)
    assert row_of(council).outlook.months == 3
    assert row_of(council, "2020-21 Q2").outlook.months == 6
    assert not row_of(council, "2020-21 Q2").outlook.is_early


def test_a_rate_without_its_count_is_neither_forecast_nor_judged(council):
    """387.9 may be three months' or already the year's: the file does not say (T5)."""
    measure = make.measure("2A2", **ADMISSIONS)
    figures.held(measure, Decimal("387.9"), "2020-21 Q1", council)
    services.set_target(
        measure, council, period="2020-21", kind=TargetKind.TARGET, at_least=None, at_most=Decimal(553), by=None
    )
    row = row_of(council)
    assert (row.outlook, row.suggestion.rag) == (None, None)
    assert row.suggestion.rule == "A part of the year is not compared with the whole year's target"


def test_a_rate_that_is_no_sum_is_compared_as_it_stands(council):
    """Delayed days a day: a quarter's rate is of the same kind as a year's."""
    measure = make.measure("2C1", unit=Unit.PER_100000, polarity=Polarity.LOW, layer="Delay need")
    figures.held(measure, Decimal("6.5"), "2020-21 Q1", council, numerator=9, denominator=138_000)
    services.set_target(
        measure, council, period="2020-21", kind=TargetKind.TARGET, at_least=None, at_most=Decimal(7), by=None
    )
    assert row_of(council).suggestion.rag == "green"
    assert row_of(council).outlook is None


def test_a_forecast_of_ones_own_stands_with_its_method(council, admissions, client):
    client.sign_in(make.person("analyst", org=council))
    path = f"/measures/{admissions.id}/forecast"
    typed = {"period": "2020/21", "value": "387.9", "count": "540", "method": ""}
    assert "Say how the forecast was made" in text_of(client.send(path, typed))
    assert "A forecast is of a financial year" in text_of(client.send(path, typed | {"period": "2020-21 Q1"}))
    assert client.send(path, typed | {"method": "Winter as last year"}).status_code == 302
    assert "Forecast for 2020/21: 387.9 (540) (Winter as last year)." in text_of(
        client.get(f"/measures/{admissions.id}")
    )
    assert "forecast 387.9 (540)" in text_of(client.get("/measures/dashboard?period=2020-21+Q1"))
    assert "387.9 (540) (Winter as last year)" in text_of(
        client.get(f"/measures/{admissions.id}/rate?period=2020-21+Q1")
    )
    events = [entry.event for entry in db.session.query(TrailEntry).filter(TrailEntry.event == "forecast:given")]
    assert len(events) == 1
    assert 'value="540"' in text_of(client.get(path))  # what stands is in the form
    assert client.send(path, typed | {"value": "", "count": ""}).status_code == 302
    assert db.session.query(YearForecast).count() == 0
    assert outlook.outlook_words(row_of(council).outlook, admissions).startswith("Forecast for 2020/21: 459.8 (640)")
    with pytest.raises(RuleBroken, match="Enter the forecast"):
        services.give_forecast(admissions, council, period="2020-21", value=None, count=None, method=None, by=None)


def test_a_known_year_has_no_forecast(council, admissions):
    figures.held(admissions, Decimal("500"), "2020-21", council, numerator=696, denominator=139_204)
    assert page.build(admissions, council).forecast == ""


@pytest.mark.parametrize(
    ("value", "limits", "met"),
    [
        ("11", {"at_least": 11, "is_strict": True}, False),
        ("11.1", {"at_least": 11, "is_strict": True}, True),
        ("11", {"at_least": 11}, True),
        ("8.1", {"at_most": "8.1", "is_strict": True}, False),
        ("8.0", {"at_most": "8.1", "is_strict": True}, True),
        ("8.1", {"at_most": "8.1"}, True),
    ],
)
def test_a_strict_limit_itself_does_not_count(value, limits, met):
    numbers = {key: Decimal(str(one)) if key != "is_strict" else one for key, one in limits.items()}
    target = Target(**{"at_least": None, "at_most": None, "is_strict": False, **numbers})
    assert rules.meets(Decimal(value), target) is met


def test_on_a_strict_limit_the_suggestion_says_why(app):
    target = Target(at_least=Decimal(11), at_most=None, is_strict=True)
    measure = make.measure("1E")
    found = suggest(Decimal(11), target, Decimal(1), measure)
    assert (found.rag, found.rule) == (
        "amber",
        "Misses the target, more than 11%, because the limit itself does not count: within the measure's tolerance "
        "of 1.0 percentage point",
    )


def test_a_strict_target_is_typed_imported_and_printed(council, client, tmp_path):
    measure = make.measure("1E")
    client.sign_in(make.person("analyst", org=council))
    path = f"/measures/{measure.id}/set-target"
    typed = {"period": "2020-21", "kind": "target", "at_least": "11", "is_strict": "y"}
    both = text_of(client.send(path, typed | {"at_most": "12"}))
    assert "Both limits of a band count" in both
    assert client.send(path, typed).status_code == 302
    assert "&gt;11%" in text_of(client.get(f"/measures/{measure.id}/targets"))
    row = {"measure": measure.reference, "organisation": council.code, "period": "2021-22", "kind": "target"}
    band = row | {"at_least": "11", "at_most": "12", "strict": "yes"}
    assert 'column "strict": is for a single limit' in refusals("targets", written(tmp_path, "t.csv", [band]))[0]
    figures.run("targets", written(tmp_path, "t.csv", [band | {"at_least": ""}]))
    kept = db.session.query(Target).order_by(Target.id.desc()).first()
    assert rules.target_words(kept, measure) == "<12%"


@pytest.mark.parametrize(
    ("limits", "base", "count"),
    [
        ({"at_most": "4.1"}, 425_926, 17),  # <4.1 (17 admissions), as printed
        ({"at_most": "585"}, 145_300, 850),
        ({"at_least": "4.1"}, 425_926, 18),
        ({"at_most": "5", "is_strict": True}, 100_000, 4),
        ({"at_least": "5", "is_strict": True}, 100_000, 6),
        ({}, 425_926, None),
        ({"at_most": "4.1"}, None, None),
    ],
)
def test_the_count_that_a_limit_implies(app, limits, base, count):
    """Against a second way: the most (or fewest) whole people whose rate is within the limit."""
    measure = make.measure("2A1", unit=Unit.PER_100000)
    numbers = {key: Decimal(one) if key != "is_strict" else one for key, one in limits.items()}
    target = Target(**{"at_least": None, "at_most": None, "is_strict": False, **numbers})
    assert implied.implied_count(target, Decimal(base) if base else None, measure) == count
    if count is not None:
        within = [n for n in range(2_000) if rules.meets(Decimal(n) * 100_000 / base, target)]
        assert count == (max(within) if target.at_most is not None else min(within))


@pytest.mark.parametrize(("typed", "is_odd"), [(15, True), (16, False), (17, False), (18, False), (19, True)])
def test_a_count_may_be_one_off_what_the_limit_comes_to(app, typed, is_odd):
    """Limits are printed rounded: 17 people of 425,926 are within 4.1 per 100,000, and so are 18 within 4.2."""
    measure = make.measure("2A1", unit=Unit.PER_100000)
    target = Target(at_least=None, at_most=Decimal("4.1"), is_strict=False, implied_count=typed)
    assert bool(implied.count_doubt(target, Decimal(425_926), measure)) == is_odd


def test_a_count_beside_a_limit_that_does_not_fit_is_said(council, client, tmp_path):
    measure = make.measure("2A1", **ADMISSIONS)
    make.value(measure, Decimal("5.4"), "2019-20", council, numerator=23, denominator=425_926)
    db.session.commit()
    client.sign_in(make.person("analyst", org=council))
    path = f"/measures/{measure.id}/set-target"
    typed = {"period": "2020-21", "kind": "target", "at_most": "4.1", "implied_count": "17"}
    assert client.send(path, typed).status_code == 302
    assert "4.1 of 425,926 people comes to 17, not 71" in text_of(client.send(path, typed | {"implied_count": "71"}))
    row = {"measure": measure.reference, "organisation": council.code, "period": "2021-22", "kind": "target",
           "at_least": "", "at_most": "4.1", "implied_count": "71"}  # fmt: skip
    result = figures.run("targets", written(tmp_path, "t.csv", [row]))
    assert result.warnings == ('t.csv:row 2: column "implied_count": 4.1 of 425,926 people comes to 17, not 71',)


def test_a_survey_value_is_typed_with_its_margin(council, client, tmp_path):
    measure = make.measure("1B", is_survey=True)
    client.sign_in(make.person("analyst", org=council))
    typed = {"period": "2018-19", "value": "77", "margin": "4.5", "base": "395", "state": "final"}
    assert client.send(f"/measures/{measure.id}/values/add", typed).status_code == 302
    page_text = text_of(client.get(f"/measures/{measure.id}/values"))
    assert "72.5% to 81.5%" in page_text
    assert "395 answered" in page_text
    value = db.session.query(MeasureValue).one()
    form = text_of(client.get(f"/measures/{measure.id}/values/{value.id}/restate"))
    assert 'value="4.5"' in form
    assert 'value="395"' in form
    row = {"measure": measure.reference, "organisation": council.code, "period": "2019-20", "value": "78",
           "margin": "3", "base": "400"}  # fmt: skip
    figures.run("values", written(tmp_path, "v.csv", [row]))
    assert db.session.query(MeasureValue).order_by(MeasureValue.id.desc()).first().margin == 3
