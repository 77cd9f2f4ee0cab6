"""The dashboard's two column sets, its filters, what changed since the last period, and the trend with its intervals."""

from datetime import date
from decimal import Decimal

import pytest

from casework.extensions import db
from casework.measures import page, services
from casework.measures.dashboard import build, filtered, sources_of
from casework.measures.models import OfficerRating, Polarity, Rag, TargetKind, Unit
from casework.measures.queries import find_measure
from casework.measures.rules import parse_period
from tests import make
from tests.measures import make as figures
from tests.measures.test_pages import text_of

QUARTER = "/measures/dashboard?period=2020-21+Q1"


@pytest.fixture
def council(prepared_once):
    prepared_once(figures.demo)
    return figures.leicestershire()


@pytest.fixture
def analyst(council, client):
    return client.sign_in(make.person("analyst", org=council))


def heads_of(page_text):
    return [
        part.split("</th>")[0].split(">", 1)[1].strip()
        for part in page_text.split("<thead")[1].split("</thead>")[0].split("<th ")[1:]
    ]


def test_the_columns_of_a_quarter_and_of_a_year_as_printed(analyst):
    """R28 and R29 of the papers: milestones met for a quarter, quartiles for a year; either can be asked for."""
    quarter = heads_of(text_of(analyst.get(QUARTER)))
    assert quarter[0] == "Measure and description"
    assert quarter[1:] == [
        "Aim", "RAG", "2020/21 target", "April to June 2020 (Q1 2020/21) performance", "2019/20 performance",
        "2019/20 milestone met?",
    ]  # fmt: skip
    year = heads_of(text_of(analyst.get("/measures/dashboard?period=2019-20")))
    assert year[-2:] == ["2018/19 performance", "2018/19 quartile"]
    assert heads_of(text_of(analyst.get(f"{QUARTER}&columns=year")))[-1] == "2019/20 quartile"
    both = heads_of(text_of(analyst.get(f"{QUARTER}&columns=all")))
    assert both[-2:] == ["2019/20 quartile", "2019/20 milestone met?"]


def test_filters_show_some_rows_and_the_summary_counts_all(analyst, council):
    made = build(council, parse_period("2020-21 Q1"), reader=council)
    by_hand = [row for row in made.rows if row.rag is Rag.AMBER and row.measure.layer == "Delay need"]
    found = [row for _, rows in filtered(made, rag="amber", layer="Delay need") for row in rows]
    assert found == by_hand
    assert len(found) == 3
    bcf = [row.measure.label for _, rows in filtered(made, source="bcf") for row in rows]
    assert bcf == ["ASCOF 2B pt 1", "ASCOF 2A pt 2"]
    local = sum(len(rows) for _, rows in filtered(made, source="local"))
    assert local + sum(len(rows) for _, rows in filtered(made, source="ascof")) == len(made.rows) == 30
    shown = text_of(analyst.get(f"{QUARTER}&source=bcf&layer=Delay+need"))
    assert "Showing Delay need, Better Care Fund only" in shown
    assert "30 measures" in shown
    table = shown.split("<tbody", 1)[1].split("</table>")[0]
    assert table.count('scope="row"') == 2
    assert "No measure of this dashboard is like that" in text_of(analyst.get(f"{QUARTER}&rag=red"))
    assert text_of(analyst.get(f"{QUARTER}&rag=purple&layer=none&source=x&columns=y")).count('scope="row"') == 30


def test_a_measure_is_of_a_source():
    assert sources_of(make_measure("ascof-2011", "BCF")) == {"ascof", "bcf"}
    assert sources_of(make_measure("local-2020", None)) == {"local"}


def make_measure(edition, tags):
    from casework.measures.models import Edition, Measure

    return Measure(edition=Edition(code=edition, title=edition), code="X", tags=tags)


def test_the_definitions_are_a_click_away(analyst, council):
    for path in (QUARTER, f"/measures/{find_measure('ascof-2011:1E').id}/rate?period=2020-21+Q1"):
        shown = text_of(analyst.get(path))
        assert "What Red, Amber and Green mean" in shown
        assert "Actions in place are not thought enough to bring it back on track" in shown


def test_what_changed_is_said_since_the_quarter_before_when_it_has_a_figure(council):
    """Quarter on quarter even counts can be compared; without the quarter before, the last full year stands in."""
    spec = parse_period("2020-21 Q2")
    employment, visits = find_measure("ascof-2011:1E"), find_measure("local-2020:library-visits")
    figures.held(employment, Decimal("11.0"), spec.code, council)
    figures.held(visits, 52_000, spec.code, council)
    reablement = find_measure("ascof-2011:2D")
    figures.held(reablement, Decimal("79.5"), spec.code, council)
    services.rate(
        reablement, council, period=services.hold_period(spec), rag=Rag.RED, suggested=Rag.RED, triggers=[],
        reason="No recovery", by=make.person("analyst"),
    )  # fmt: skip
    db.session.commit()
    rows = {row.measure.reference: row for row in build(council, spec, reader=council).rows}
    assert rows["ascof-2011:1E"].travel == "worse"
    assert rows["ascof-2011:1E"].changes == ["11.0%, was 11.4% in April to June 2020 (Q1 2020/21)"]
    assert rows["local-2020:library-visits"].changes == ["52,000, was 34.9k in April to June 2020 (Q1 2020/21)"]
    assert rows["local-2020:library-visits"].travel == "better"
    assert rows["ascof-2011:2D"].changes == ["rated Red, was Amber"]
    first = {row.measure.reference: row for row in build(council, parse_period("2020-21 Q1"), reader=council).rows}
    assert first["ascof-2011:1E"].changes == ["11.4%, was 11.2% in 2019/20"]
    assert first["local-2020:library-visits"].changes == []  # a quarter's count beside a year's


def test_the_page_says_what_changed_in_words(analyst, council):
    shown = text_of(analyst.get(QUARTER)).split('id="changed"')[1]
    assert "Worse" in shown
    assert (
        "ASCOF 2D % of people who had no need for ongoing services following reablement: 79.5%, was 87.5% in 2019/20"
        in shown
    )
    assert "Compared with January to March 2020 (Q4 2019/20) where it has a figure, else with 2019/20." in shown


def test_sixty_measures_and_twenty_years_as_a_page(analyst, council, statements):
    spec = services.hold_period("2020-21 Q1")
    for at in range(30):
        measure = make.measure(f"X{at}", layer="Prevent need", polarity=Polarity.HIGH, unit=Unit.PERCENT)
        for year in range(2000, 2020):
            make.value(measure, at, f"{year}-{(year + 1) % 100:02}", council)
        figures.held(measure, at, spec.code, council)
        make.saved(
            OfficerRating(measure=measure, organisation_id=council.id, period=spec, rag=Rag.GREEN, rated_by="A",
                          rated_on=date(2020, 8, 21))
        )  # fmt: skip
    db.session.commit()
    db.session.expire_all()
    with statements() as seen:
        made = build(council, parse_period("2020-21 Q1"), reader=council)
    assert len(made.rows) == 60
    assert len(seen) < 12, seen
    assert text_of(analyst.get(QUARTER)).count('scope="row"') == 60


def test_the_trend_carries_intervals_target_and_comparators(app):
    council, measure = make.organisation(), make.measure("1E")
    make.value(measure, Decimal("11.2"), "2019-20", council, numerator=163, denominator=1458)
    make.value(measure, Decimal("10.5"), "2020-21", council, numerator=148, denominator=1405)
    make.value(measure, Decimal("9.9"), "2018-19", council)
    services.set_target(
        measure, council, period="2020-21", kind=TargetKind.TARGET, at_least=Decimal(11), at_most=None, by=None
    )
    drawn = page.build(measure, council).trend
    assert [point.interval is not None for point in drawn.line.points] == [False, True, True]
    low, high, words = drawn.line.points[2].interval
    assert (round(low, 1), round(high, 1), words) == (9.0, 12.2, "interval 9.0% to 12.2%")
    assert drawn.has_intervals
    assert drawn.target.name == "Target"
    assert "10.5% in 2020/21 (interval 9.0% to 12.2%)" in drawn.desc
    assert drawn.ticks[-1] >= Decimal(str(high))
    for drawing in drawn.drawings:
        assert len(drawing.intervals) == 2
        point = drawing.lines[0].points[-1]
        x, upper, lower = drawing.intervals[-1]
        assert x == point.x
        assert drawing.top <= upper < point.y < lower <= drawing.bottom
