"""Whose figures are shown to whom: published ones to everybody, a council's unpublished ones to its own people."""

import json
from decimal import Decimal

import pytest

from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.measures import holding, services
from casework.measures.benchmark import build
from casework.measures.dashboard import build as build_dashboard
from casework.measures.models import MeasureValue, TargetKind, ValueState
from casework.measures.places import last_published_year, places
from casework.measures.queries import find_period, find_value
from casework.measures.readers import find_organisation_shown, list_organisations_shown, list_periods_shown
from casework.measures.rules import parse_period
from casework.reports.services import make_report
from casework.trail.models import TrailEntry
from tests import make
from tests.measures import make as figures
from tests.measures.test_pages import text_of

QUARTER = "2020-21 Q1"


@pytest.fixture
def neighbours(app):
    """Two councils of one installation, each with people; Rutland's quarter is its own, its year is published."""
    ours = make.organisation(neighbours="RUT;T0000")
    theirs = make.organisation("RUT", "Rutland")
    measure = make.measure("1E", layer="Reduce need")
    figures.nation(measure, [4, 6, 8, 10], "2019-20")
    figures.nation_more(make.measure("ZZ"), [ours])
    make.value(measure, 5, "2019-20", ours)
    make.value(measure, 9, "2019-20", theirs, is_published=True)
    figures.held(measure, 11, QUARTER, ours)
    figures.held(measure, 7, QUARTER, theirs)
    make.person("analyst", org=theirs)
    db.session.commit()
    return ours, theirs, measure


@pytest.mark.parametrize("by_own_people", [False, True])
def test_anothers_unpublished_figure_is_no_neighbour(neighbours, by_own_people):
    """The control is the command, which sees it: so the figure is there to be shown."""
    ours, theirs, measure = neighbours
    make.person("analyst", org=ours)
    reader = theirs if by_own_people else ours
    made = build(measure, ours, find_period(QUARTER), reader=reader)
    assert [mark.name for mark in made.marks] == (["Rutland"] if by_own_people else ["Leicestershire"])
    assert made.named == ({"Rutland": 7} if by_own_people else {})
    everything = build(measure, ours, find_period(QUARTER), reader=None)
    assert sorted(mark.name for mark in everything.marks) == ["Leicestershire", "Rutland"]
    assert everything.named == {"Rutland": 7}


def test_a_published_figure_is_everybodys_and_one_of_a_council_without_people_too(neighbours):
    ours, _, measure = neighbours
    make.person("analyst", org=ours)
    made = build(measure, ours, find_period("2019-20"), reader=ours)
    assert made.named == {"Rutland": 9, "Council 000": 4}
    assert made.standing.n == 6
    held = db.session.query(MeasureValue).filter_by(value=9).one()
    held.is_published = False
    db.session.commit()
    made = build(measure, ours, find_period("2019-20"), reader=ours)
    assert made.named == {"Council 000": 4}
    assert made.standing.n == 5
    year = find_period("2019-20")
    assert places([measure], ours, [year], reader=ours)[measure.id, year.id].n == 5
    assert places([measure], ours, [year], reader=None)[measure.id, year.id].n == 6


def test_a_year_in_which_only_others_typed_is_no_published_one(neighbours):
    ours, theirs, measure = neighbours
    make.person("analyst", org=ours)
    make.value(measure, 3, "2021-22", theirs)
    for at, number in enumerate((1, 2, 3)):
        more = make.organisation(f"M{at}", f"More {at}")
        make.person("analyst", org=more)
        make.value(measure, number, "2021-22", more)
    db.session.commit()
    newest = find_period("2021-22")
    assert last_published_year(measure, of=newest, reader=None).code == "2021-22"
    assert last_published_year(measure, of=newest, reader=ours).code == "2019-20"


def test_the_dashboard_of_another_council_holds_what_is_published_and_no_judgements(neighbours):
    ours, theirs, measure = neighbours
    services.set_target(measure, theirs, period="2019-20", kind=TargetKind.TARGET, at_least=8, at_most=None, by=None)
    db.session.commit()
    seen = build_dashboard(theirs, parse_period("2019-20"), reader=ours).rows
    assert [(row.performance, row.target, row.rag) for row in seen] == [("9.0%", "N/A", None)]
    own = build_dashboard(theirs, parse_period("2019-20"), reader=theirs).rows
    assert [(row.performance, row.target, str(row.rag)) for row in own] == [("9.0%", "8%", "green")]
    assert build_dashboard(theirs, parse_period(QUARTER), reader=ours).rows == []
    assert [row.performance for row in build_dashboard(theirs, parse_period(QUARTER), reader=theirs).rows] == ["7.0%"]
    assert [one.code for one in list_periods_shown(theirs, ours)] == ["2019-20"]
    assert [one.code for one in list_periods_shown(theirs, theirs)] == [QUARTER, "2019-20"]


def test_who_can_be_chosen(neighbours):
    """Those with a figure to be shown, one's own first; nobody is listed whose figures are all their own."""
    ours, theirs, measure = neighbours
    secret = make.organisation("SEC", "Secretive")
    make.person("analyst", org=secret)
    make.value(measure, 3, "2019-20", secret)
    make.organisation("NIL", "Without figures")
    db.session.commit()
    names = [one.name for one in list_organisations_shown(ours)]
    assert names == ["Leicestershire", "Council 000", "Council 001", "Council 002", "Council 003", "Rutland"]
    assert "Secretive" in [one.name for one in list_organisations_shown(None)]
    assert find_organisation_shown("SEC", ours) is None
    assert find_organisation_shown("SEC", secret) == secret
    assert find_organisation_shown("NIL", ours) is None
    assert find_organisation_shown("RUT", ours) == theirs


def test_the_page_and_the_report_of_another_council(neighbours, client):
    ours, _, measure = neighbours
    analyst = make.person("analyst", org=ours)
    client.sign_in(analyst)
    page = text_of(client.get("/measures/dashboard?organisation=RUT"))
    assert "Rutland, 2019/20. 1 measure." in page
    assert "9.0%" in page
    assert "7.0%" not in page
    assert '<option value="RUT" selected>Rutland</option>' in page
    assert "organisation=RUT" in page.split("Word, PDF, Excel")[0].rsplit("href=", 1)[1]
    assert "measures/dashboard?organisation" not in text_of(client.get("/measures/dashboard"))
    assert client.get("/measures/dashboard?organisation=SEC").status_code == 404
    report = text_of(client.get("/reports/dashboard?organisation=RUT&period=2019-20"))
    assert "Rutland, 2019/20" in report
    assert '<option value="RUT" selected>Rutland</option>' in report
    assert "April to June 2020" not in report.split("<form", 1)[1].split("</form>")[0]
    refused = client.get("/reports/dashboard?organisation=SEC&period=2019-20")
    assert refused.status_code == 400
    assert "There is no organisation with the code SEC" in text_of(refused)
    data = json.loads(make_report("dashboard", as_format="json", seen_by=analyst, organisation="RUT", period=QUARTER))
    assert data["rows"] == []
    assert json.loads(make_report("dashboard", as_format="json", organisation="RUT", period=QUARTER))["rows"]
    with pytest.raises(RuleBroken):
        make_report("spc", as_format="json", seen_by=analyst, organisation="RUT", measure=measure.reference)
    benchmark = {"measure": measure.reference, "period": QUARTER, "organisation": ours.code}
    assert json.loads(make_report("benchmark", as_format="json", seen_by=analyst, **benchmark))["neighbours"] is None
    assert json.loads(make_report("benchmark", as_format="json", **benchmark))["neighbours"] == 7


def test_choosing_costs_the_same_for_many_organisations(neighbours, client, statements):
    ours, _, measure = neighbours
    client.sign_in(make.person("analyst", org=ours))
    client.get("/measures/dashboard?organisation=RUT")
    with statements() as few:
        client.get("/measures/dashboard?organisation=RUT")
    figures.nation_more(measure, [make.organisation(f"X{at}", f"X {at}") for at in range(30)])
    db.session.commit()
    with statements() as many:
        client.get("/measures/dashboard?organisation=RUT")
    assert len(many) == len(few) <= 14


def test_a_national_file_publishes_what_a_council_had_typed(neighbours):
    """The same figure in the file changes nothing but that everybody may see it."""
    _, theirs, measure = neighbours
    held = make.value(measure, 3, "2021-22", theirs)
    entry = holding.Entry(
        measure_id=measure.id, organisation_id=theirs.id, period_id=held.period_id, state=ValueState.FINAL,
        value=held.value, is_published=True,
    )  # fmt: skip
    plan = holding.sort([entry])
    assert plan.completed == [(held.id, {"is_published": True})]
    holding.keep(plan, by_id=None)
    db.session.commit()
    assert db.session.get(MeasureValue, held.id).is_published
    assert holding.sort([entry]).same == 1


@pytest.fixture
def restated(neighbours):
    """Rutland restates its published 9% to 3% by hand, and once more to 2%; who did it."""
    ours, theirs, measure = neighbours
    make.person("analyst", org=ours)
    by = make.person("analyst", org=theirs)
    db.session.query(MeasureValue).filter_by(organisation_id=ours.id, value=5).one().is_published = True
    for number in (3, 2):
        held = find_value(measure, theirs, find_period("2019-20"))
        services.restate(held, figures=services.Figures(number), reason="Counted again", by=by)
    db.session.commit()
    return ours, theirs, measure, by


def test_a_published_figure_restated_by_hand_stays_published_for_everybody_else(restated):
    ours, theirs, measure, _ = restated
    year = find_period("2019-20")
    assert build(measure, ours, year, reader=ours).named == {"Rutland": 9, "Council 000": 4}
    assert build(measure, ours, year, reader=theirs).named == {"Rutland": 2, "Council 000": 4}
    assert build(measure, ours, year, reader=None).named == {"Rutland": 2, "Council 000": 4}
    for reader, rank in ((ours, 5), (theirs, 4), (None, 4)):  # of 5%: with 9% among the better ones or not
        place = places([measure], ours, [year], reader=reader)[measure.id, year.id]
        assert (place.n, place.rank) == (6, rank)
        assert build(measure, ours, year, reader=reader).standing.rank == rank
    assert build(measure, ours, year, reader=ours).left_out == []
    assert [row.performance for row in build_dashboard(theirs, parse_period("2019-20"), reader=ours).rows] == ["9.0%"]
    assert [row.performance for row in build_dashboard(theirs, parse_period("2019-20"), reader=theirs).rows] == ["2.0%"]
    assert last_published_year(measure, of=year, reader=ours).code == "2019-20"


def test_as_it_stood_before_the_restatement_everybody_saw_the_same(restated):
    ours, theirs, measure, _ = restated
    year = find_period("2019-20")
    first = db.session.query(MeasureValue).filter_by(organisation_id=theirs.id, value=9).one()
    second = db.session.query(MeasureValue).filter_by(organisation_id=theirs.id, value=3).one()
    before, between = first.recorded_at, second.recorded_at
    assert before < between
    for moment, rank_theirs in ((before, 5), (between, 4), (clock.now(), 4)):
        ranks = {
            reader.code: places([measure], ours, [year], reader=reader, at=moment)[measure.id, year.id].rank
            for reader in (ours, theirs)
        }
        assert ranks == {ours.code: 5, theirs.code: rank_theirs}


def test_a_national_file_that_brings_another_figure_ends_it(restated):
    ours, theirs, measure, _ = restated
    year = find_period("2019-20")
    entry = holding.Entry(measure.id, theirs.id, year.id, ValueState.FINAL, value=Decimal(8), is_published=True)
    holding.keep(holding.sort([entry], reason="Published file"), by_id=None)
    db.session.commit()
    for reader in (ours, theirs, None):
        assert build(measure, ours, year, reader=reader).named["Rutland"] == 8


def test_the_trail_and_the_page_say_what_others_still_see(restated, client):
    _, _, measure, by = restated
    words = [entry.words for entry in db.session.query(TrailEntry).filter_by(event="value:restated")]
    assert any(said.endswith("Rutland; others still see the published 9.0%") for said in words)
    assert any(said.endswith("from 3.0% to 2.0%, Rutland") for said in words)
    browser = client.sign_in(by)
    shown = text_of(browser.get(f"/measures/{measure.id}/values"))
    assert "Restated: was 9.0%" in shown
    assert shown.count("Published: others still see it") == 1
    held = db.session.query(MeasureValue).filter_by(organisation_id=by.organisation_id, value=7).one()
    held.is_published = True
    db.session.commit()
    form = text_of(browser.get(f"/measures/{measure.id}/values/{held.id}/restate"))
    assert "everybody else goes on seeing 7.0% until a national file brings another" in form


def test_one_statement_ranks_whatever_was_restated(restated, statements):
    ours, _, measure, _ = restated
    year = find_period("2019-20")
    assert all((measure.id, ours.id, year.id))  # read afresh after the commit, before the count
    with statements() as asked:
        places([measure], ours, [year], reader=ours)
    assert len(asked) == 1
