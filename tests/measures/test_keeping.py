"""Changing a measure, working figures out from records, and what the home page asks for."""

from datetime import date

import pytest

from casework.extensions import db
from casework.measures import computing, hooks
from casework.measures.home import list_for_home
from casework.measures.models import MeasureValue
from casework.measures.outlook import adds_up
from casework.measures.queries import find_measure
from casework.trail.models import TrailEntry
from tests import make
from tests.measures import make as figures

WORDS = {"title": "Our words", "polarity": "high", "unit": "percent", "decimals": "1"}


@pytest.fixture
def council(prepared_once):
    prepared_once(figures.demo)
    return figures.leicestershire()


@pytest.fixture
def analyst(council, client):
    return client.sign_in(make.person("analyst", org=council))


def test_change_a_measure(analyst):
    measure = find_measure("ascof-2011:1E")
    path = f"/measures/{measure.id}/change"
    page = analyst.get(path).get_data(as_text=True)
    assert 'value="People with a learning disability in paid employment"' in page
    assert analyst.send(path, {**WORDS, "version": measure.version, "amber_tolerance": "0.5"}).status_code == 302
    measure = find_measure("ascof-2011:1E")
    assert (measure.title, str(measure.amber_tolerance)) == ("Our words", "0.5")
    entry = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert entry.changes["Title"] == ["People with a learning disability in paid employment", "Our words"]


def test_two_people_change_one_measure(analyst):
    measure = find_measure("ascof-2011:1E")
    path, seen = f"/measures/{measure.id}/change", measure.version
    analyst.send(path, {**WORDS, "version": seen})
    late = analyst.send(path, {**WORDS, "title": "Their words", "version": seen})
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert 'value="Their words"' in page
    assert "Our words (you typed: Their words)" in page
    assert (
        analyst.send(
            path, {**WORDS, "title": "Their words", "version": find_measure("ascof-2011:1E").version}
        ).status_code
        == 302
    )
    assert find_measure("ascof-2011:1E").title == "Their words"


def test_whether_parts_of_a_year_add_up_is_changed_and_kept_when_a_pack_is_loaded_again(analyst):
    """The shipped pack says that admissions add up; an analyst who counts them otherwise has the last word."""
    measure = find_measure("ascof-2011:2A1")
    path = f"/measures/{measure.id}/change"
    assert adds_up(measure)
    assert '<option value="True" selected>It adds up' in " ".join(analyst.get(path).get_data(as_text=True).split())
    for typed, kept, words in (("False", False, "does not add up"), ("", None, "as its unit does")):
        form = {**WORDS, "unit": "per-100000", "polarity": "low", "version": measure.version, "accumulates": typed}
        assert analyst.send(path, form).status_code == 302
        assert find_measure("ascof-2011:2A1").accumulates is kept
        entry = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
        assert entry.changes["Over a year"][1] == words
        figures.packs()
        assert find_measure("ascof-2011:2A1").accumulates is kept
        assert not adds_up(measure)
    late = analyst.send(path, {**WORDS, "version": 1, "accumulates": "True"}).get_data(as_text=True)
    assert "as its unit does (you typed: adds up)" in late


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "Enter the title"),
        ("decimals", "9", "between 0 and 6"),
        ("amber_tolerance", "-1", "must be 0 or more"),
        ("polarity", "up", "Select the aim"),
        ("accumulates", "maybe", "Select one of the answers shown for Over a year"),
    ],
)
def test_a_measure_that_cannot_be(analyst, field, typed, said):
    measure = find_measure("ascof-2011:1E")
    page = analyst.send(f"/measures/{measure.id}/change", {**WORDS, "version": measure.version, field: typed})
    assert page.status_code == 200
    assert said in page.get_data(as_text=True)


@pytest.fixture
def records(app):
    """A room above that counts answers in time: 7 of 16 in 2019-20, nothing elsewhere."""
    counted = {"2019-20": hooks.Counted(7, 16), "2020-21": hooks.Counted(0, 0)}
    held = app.extensions.pop(hooks.COMPUTERS, None)
    hooks.register_computer(app, "complaints:answered-in-20", lambda _council, spec: counted.get(spec.code))
    yield counted
    app.extensions.pop(hooks.COMPUTERS)
    if held is not None:
        app.extensions[hooks.COMPUTERS] = held


def test_figures_from_the_records_are_recomputed_never_typed(council, records):
    assert computing.recompute(council, today=date(2020, 8, 21)) == 1
    value = db.session.query(MeasureValue).filter(MeasureValue.measure.has(code="answered-in-20")).one()
    assert (value.value, value.numerator, value.denominator, value.state) == (44, 7, 16, "final")  # 43.75: halves up
    assert computing.recompute(council, today=date(2020, 8, 21)) == 0
    records["2019-20"] = hooks.Counted(8, 16)
    assert computing.recompute(council, today=date(2020, 8, 21)) == 1
    old, new = (
        db.session.query(MeasureValue).filter(MeasureValue.measure.has(code="answered-in-20")).order_by(MeasureValue.id)
    )
    assert (old.superseded_by_id, new.value, new.replaces_reason) == (new.id, 50, computing.REASON)


def test_the_periods_that_are_worked_out():
    codes = [spec.code for spec in computing.periods(date(2020, 4, 1))]
    assert codes == [
        "2020-21",
        "2019-20",
        "2018-19",
        "2017-18",
        "2016-17",
        "2015-16",
        "2014-15",
        "2013-14",
        "2012-13",
        "2011-12",
        "2010-11",
        "2020-21 Q1",
        "2019-20 Q4",
        "2019-20 Q3",
        "2019-20 Q2",
        "2019-20 Q1",
        "2018-19 Q4",
        "2018-19 Q3",
        "2018-19 Q2",
        *(f"2020-{month:02}" for month in (3, 2, 1)),
        *(f"2019-{month:02}" for month in range(12, 0, -1)),
        *(f"2018-{month:02}" for month in (12, 11, 10)),
    ]
    assert next(computing.periods(date(2021, 3, 31))).code == "2020-21"


def home(person):
    return [(line.group, line.text) for line in list_for_home(person)]


def test_home_of_an_analyst_and_a_director(council, app):
    analyst, director, auditor = (make.person(role, org=council) for role in ("analyst", "director", "auditor"))
    measure = find_measure("ascof-2011:1E")
    from casework.measures import services

    services.raise_question(measure, council, period=None, question="Why 11.4?", owner=analyst, by=analyst)
    db.session.commit()
    with app.test_request_context():
        lines = home(analyst)
        assert ("Data questions", "ASCOF 1E: Why 11.4?") in lines
        assert not [text for group, text in lines if group == "Ratings to give"]  # every suggested one is rated
        moved = [text for group, text in home(director) if group == "Figures that moved"]
        assert any("2D" in text and "79.5%, was 87.5%" in text for text in moved)
        assert not any("1C pt 2a" in text for text in moved)  # 47.4% after 47.5%, and green
        assert home(auditor) == []


def test_home_counts_what_has_no_rating(council, app):
    from casework.measures.models import OfficerRating

    db.session.query(OfficerRating).filter(OfficerRating.measure.has(code="2D")).delete()
    db.session.commit()
    with app.test_request_context():
        lines = home(make.person("analyst", org=council))
    assert ("Ratings to give", "1 measure has no rating for April to June 2020 (Q1 2020/21)") in lines
