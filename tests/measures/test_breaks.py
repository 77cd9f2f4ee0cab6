"""A series that is counted in another way from some year on: shown whole, drawn apart, and never compared across it."""

from datetime import date
from decimal import Decimal

import pytest

from casework.extensions import db
from casework.kit.charts import Line, Point, Trend, runs
from casework.kit.packs import PACKS, PackBroken
from casework.kit.rules import RuleBroken
from casework.measures import changing, dashboard, page, services
from casework.measures import targeting as periods
from casework.measures.breaks import counted_alike, first_break, years_of
from casework.measures.dashboard_routes import spark_of
from casework.measures.periods import parse_period
from casework.measures.queries import find_measure
from tests import make
from tests.measures import make as figures
from tests.measures.test_pages import text_of


@pytest.fixture
def council(app):
    return make.organisation()


@pytest.fixture
def broken(council):
    """1E: 1.8 and 1.6% before the collection changed, 9 to 11% after."""
    measure = make.measure("1E", layer="Reduce need", breaks="2014-15", source="SALT")
    for code, number in (("2012-13", "1.8"), ("2013-14", "1.6"), ("2014-15", "9.0"), ("2015-16", "11.0")):
        share = {"numerator": int(Decimal(number) * 100), "denominator": 10_000}
        make.value(measure, Decimal(number), code, council, **share)
    return measure


@pytest.mark.parametrize(
    ("before", "after", "year"),
    [
        ("2013-14", "2014-15", "2014-15"), ("2012-13", "2019-20", "2014-15"), ("2014-15", "2015-16", None),
        ("2012-13", "2013-14", None), ("2013-14 Q4", "2014-15 Q1", "2014-15"), ("2014-15 Q1", "2014-15 Q2", None),
        ("2015-16", "2021-22", "2020-21"),
    ],
)  # fmt: skip
def test_where_a_series_is_broken(app, before, after, year):
    measure = make.measure("1E", breaks="2014-15;2020-21")
    found = first_break(measure, parse_period(before), parse_period(after))
    assert (found.code if found else None) == year


def test_the_page_compares_nothing_across_it(analyst, broken, council):
    made = page.build(broken, council)
    assert [bool(row.moved) for row in made.rows] == [True, False, True, False]
    assert made.sentence == "11.0% in 2015/16, 9.0% in 2014/15."
    db.session.delete(made.rows[0].value)
    db.session.commit()
    again = page.build(broken, council)
    assert again.sentence == "9.0% in 2014/15."
    assert again.trend.title == "9.0% in 2014/15; the figures before are counted in another way"
    shown = text_of(analyst.get(f"/measures/{broken.id}"))
    assert "Counted in another way" in shown
    assert "Counted in another way from 2014/15." in shown


@pytest.fixture
def analyst(council, client):
    return client.sign_in(make.person("analyst", org=council))


def test_the_line_is_interrupted_and_the_place_is_marked(broken, council):
    trend = page.build(broken, council).trend
    for drawing in trend.drawings:
        assert [len(run.split()) for run in drawing.lines[0].runs] == [2, 2]  # two and two, not four
        assert [words for _, words, _ in drawing.events] == ["Counted in another way"]
    broken.breaks = None
    for drawing in page.build(broken, council).trend.drawings:
        assert [len(run.split()) for run in drawing.lines[0].runs] == [4]
        assert drawing.events == ()


def test_a_run_begins_anew_at_a_break():
    assert list(runs([0, 1, 2, 3], [5, 5, 5, 5], {2})) == ["0,5 1,5", "2,5 3,5"]
    assert list(runs([0, 1, 2, 3], [5, 5, 5, 5], {3})) == ["0,5 1,5 2,5"]
    assert list(runs([0, 1, 2, 3], [5, None, 5, 5], {1})) == ["2,5 3,5"]
    points = tuple(Point(label, 5, "5") for label in "abc")
    assert Trend("k", "t", "s", Line("l", points), breaks=("b",)).desc.startswith("Counted in another way from b.")


def test_the_dashboard_neither_compares_nor_draws_across_it(broken, council):
    at_break = dashboard.build(council, parse_period("2014-15"), reader=council).rows[0]
    assert (at_break.travel, at_break.changes, at_break.previous) == (None, [], "1.6%")
    assert [one.period.code for one in at_break.history] == ["2014-15"]
    assert spark_of(at_break) is None
    after = dashboard.build(council, parse_period("2015-16"), reader=council).rows[0]
    assert after.changes == ["11.0%, was 9.0% in 2014/15, more than chance"]
    assert [one.period.code for one in after.history] == ["2014-15", "2015-16"]


def test_a_figure_read_again_after_a_sign_off_says_that_it_is_counted_otherwise(app):
    figures.demo()
    from casework.actions.effect import read_effect
    from casework.actions.models import Effect
    from casework.actions.thread import _again, _counted_anew

    measure = find_measure("ascof-2011:1E")
    values = {value.period.code: value for value in page.queries.list_values([measure], figures.leicestershire())}
    opening, later = values["2012-13"], values["2019-20"]
    reading = read_effect(measure, opening, [later], opening.period.ends_on)
    assert (_again(reading, measure), _counted_anew(reading, measure).code) == ("11.2% in 2019/20", "2014-15")
    assert reading.verdict is None  # what moved may be the way of counting
    measure.breaks = None
    assert _counted_anew(reading, measure) is None
    assert read_effect(measure, opening, [later], opening.period.ends_on).verdict == Effect.IMPROVED


def test_what_is_odd_is_judged_by_figures_counted_alike(broken, council):
    def odd(text, period):
        figures_of = services.Figures(value=Decimal(text))
        return services.odd_about(broken, council, periods.hold_period(period), figures_of, today=date(2026, 4, 7))

    known = {parse_period(code).ends_on: Decimal(code[2:4]) for code in ("2012-13", "2013-14", "2014-15", "2015-16")}
    assert counted_alike(broken, known, parse_period("2016-17")) == [14, 15]
    assert counted_alike(broken, known, parse_period("2014-15")) == []
    assert counted_alike(broken, known, parse_period("2013-14")) == [12]
    assert odd("0.11", "2016-17") == ["0.1% is about 1/100 part of the figure before, 11.0%: check the unit"]
    broken.breaks = "2014-15;2016-17"
    assert odd("0.1", "2016-17") == []


def test_the_editions_name_their_breaks_and_an_analyst_may_name_others(analyst, app):
    figures.packs()
    broken = {code for code in ("1E", "1G", "2A1", "2A2") if find_measure(f"ascof-2011:{code}").breaks == "2014-15"}
    assert broken == {"1E", "1G", "2A1", "2A2"}
    measure = find_measure("ascof-2011:2D")
    db.session.commit()
    assert "Counted in another way from" in text_of(analyst.get(f"/measures/{measure.id}/change"))
    words = {name: getattr(measure, name) for name in changing.FIELDS} | {"breaks": "2014/15; 2020-21"}
    changing.change(measure, version=measure.version, words=words, by=make.person("analyst"))
    assert measure.breaks == "2014-15;2020-21"
    for wrong in ("2014", "2014-15 Q1", "soon"):
        with pytest.raises(RuleBroken):
            list(years_of(wrong))


def test_a_pack_with_a_break_that_is_no_year_is_refused(app, tmp_path):
    text = (PACKS / "editions" / "ascof-2011.yaml").read_text(encoding="utf-8")
    (tmp_path / "ascof-2011.yaml").write_text(text.replace('breaks: ["2014-15"]', 'breaks: ["2014"]'), encoding="utf-8")
    with pytest.raises(PackBroken, match="breaks"):
        services.load_editions(tmp_path)
