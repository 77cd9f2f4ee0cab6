"""What pages say about figures: moves that chance alone could explain, England, the next quartile, who is left out.

Each sentence is one a director may be asked about.
"""

from decimal import Decimal

import pytest

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit.charts import Line, Point, Trend
from casework.kit.scales import round_ticks, width_of
from casework.kit.words import MONTHS
from casework.measures import benchmark, control, dashboard, home, listing, page
from casework.measures.control_chart import trend_of
from casework.measures.dashboard_data import as_data
from casework.measures.matching import Organisations
from casework.measures.models import Polarity, TargetKind, Unit, ValueState
from casework.measures.periods import parse_period
from casework.measures.places import last_published_year
from casework.measures.queries import find_period, list_values
from casework.measures.services import set_target
from casework.measures.strip import build as build_strip
from casework.measures.trends import trend_title
from casework.reports.services import make_report
from tests import make
from tests.measures import make as figures
from tests.measures.test_pages import text_of


@pytest.fixture
def council(app):
    return make.organisation()


@pytest.fixture
def analyst(council, client):
    return client.sign_in(make.person("analyst", org=council))


def counted(measure, council, code, numerator, denominator=1000):
    share = Decimal(numerator) * 100 / denominator
    return make.value(measure, share, code, council, numerator=numerator, denominator=denominator)


@pytest.mark.parametrize(
    ("codes", "numerators", "title"),
    [
        (("2018-19", "2019-20"), (112, 105), "No sure change: 10.5% in 2019/20, 11.2% before"),
        (("2018-19", "2019-20"), (112, 205), "Better: 20.5% in 2019/20, 11.2% before"),
        (("2016-17", "2019-20"), (112, 105), "No sure change: 10.5% in 2019/20, 11.2% in 2016/17"),
        (("2016-17", "2019-20"), (205, 105), "Worse: 10.5% in 2019/20, 20.5% in 2016/17"),
        (("2015-16", "2019-20"), (205, 105), "10.5% in 2019/20; the figure before is of 2015/16"),
    ],
)
def test_a_chart_is_not_called_better_or_worse_where_chance_could_explain_it(council, codes, numerators, title):
    measure = make.measure("1E")
    for code, numerator in zip(codes, numerators, strict=True):
        counted(measure, council, code, numerator)
    assert trend_title(list_values([measure], council), measure) == title


def test_without_counts_a_chart_says_which_way_it_went(council):
    measure = make.measure("1E")
    make.value(measure, Decimal("11.2"), "2018-19", council)
    make.value(measure, Decimal("10.5"), "2019-20", council)
    assert trend_title(list_values([measure], council), measure) == "Worse: 10.5% in 2019/20, 11.2% before"


def test_a_survey_of_every_second_year_is_compared_with_the_one_before(council):
    measure = make.measure("1D", unit=Unit.SCORE, is_survey=True)
    make.value(measure, Decimal("7.5"), "2018-19", council, margin=Decimal("0.2"))
    make.value(measure, None, "2019-20", council, state=ValueState.NOT_COLLECTED)
    make.value(measure, None, "2020-21", council, state=ValueState.NOT_COLLECTED)
    make.value(measure, Decimal("7.0"), "2021-22", council, margin=Decimal("0.3"))
    make.value(measure, None, "2022-23", council, state=ValueState.NOT_COLLECTED)
    make.value(measure, Decimal("7.2"), "2023-24", council, margin=Decimal("0.2"))
    rows = page.build(measure, council).rows
    assert [row.moved for row in rows] == [
        "no sure change since 2021/22", "", "worse since 2018/19, by more than chance", "", "", "",
    ]  # fmt: skip


def test_the_dashboard_tells_a_move_from_chance_and_home_leaves_chance_out(council, app):
    sure, unsure, unknown = (make.measure(code, layer="Reduce need") for code in ("1E", "1G", "2D"))
    for measure, before, after in ((sure, 205, 105), (unsure, 112, 105)):
        counted(measure, council, "2018-19", before)
        counted(measure, council, "2019-20", after)
    make.value(unknown, 60, "2018-19", council)
    make.value(unknown, 50, "2019-20", council)
    made = dashboard.build(council, parse_period("2019-20"), reader=council)
    assert {row.measure.code: (row.direction, row.changes) for row in made.rows} == {
        "1E": ("worse", ["10.5%, was 20.5% in 2018/19, more than chance"]),
        "1G": ("same", ["10.5%, was 11.2% in 2018/19, which chance alone could explain"]),
        "2D": ("worse", ["50.0%, was 60.0% in 2018/19"]),
    }
    assert {row["measure"]: row["is_sure"] for row in as_data(made)["rows"]} == {
        "ascof-2011:1E": True, "ascof-2011:1G": False, "ascof-2011:2D": None,
    }  # fmt: skip
    with app.test_request_context():
        moved = [line.text for line in home.list_for_home(make.person("director", org=council))]
    assert moved == [
        "ASCOF 1E Measure 1E: 10.5%, was 20.5% in 2018/19", "ASCOF 2D Measure 2D: 50.0%, was 60.0% in 2018/19",
    ]  # fmt: skip


def test_home_names_the_figure_that_a_move_was_measured_from(council, app):
    """A quarter is compared with the quarter before; the year before is another figure."""
    measure = make.measure("1E", layer="Reduce need")
    make.value(measure, 12, "2019-20", council)
    figures.held(measure, 11, "2020-21 Q1", council)
    figures.held(measure, 10, "2020-21 Q2", council)
    with app.test_request_context():
        moved = [line.text for line in home.list_for_home(make.person("director", org=council))]
    assert moved == ["ASCOF 1E Measure 1E: 10.0%, was 11.0% in April to June 2020 (Q1 2020/21)"]


@pytest.mark.parametrize(
    ("polarity", "england", "said"),
    [
        ("high", 5, "Better than England, by more than chance"),
        ("low", 5, "Worse than England, by more than chance"),
        ("none", 5, "Higher than England, by more than chance"),
        ("none", 20, "Lower than England, by more than chance"),
        ("high", 11, "Not sure to differ from England: the interval includes it"),
    ],
)
def test_england_is_better_or_worse_by_the_aim(council, polarity, england, said):
    measure = make.measure("1E", polarity=Polarity(polarity))
    country = make.saved(Organisation(code="E92000001", name="England", kind=OrganisationKind.COUNTRY))
    counted(measure, council, "2019-20", 105)
    make.value(measure, england, "2019-20", country)
    assert benchmark.build(measure, council, find_period("2019-20"), reader=council).beside_england == said


def test_england_of_another_year_is_named_so(council):
    measure = make.measure("1E")
    country = make.saved(Organisation(code="E92000001", name="England", kind=OrganisationKind.COUNTRY))
    counted(measure, council, "2020-21", 105)
    make.value(measure, 5, "2019-20", country)
    made = benchmark.build(
        measure, council, find_period("2020-21"), distribution=find_period("2019-20"), reader=council
    )
    assert made.beside_england == "Better than England in 2019/20, by more than chance"


@pytest.mark.parametrize(
    ("polarity", "ours", "step"),
    [
        ("high", 20, "rise by 20.0 percentage points to 40.0%, which is 400 of 1,000"),
        ("low", 90, "fall by 50.0 percentage points to 40.0%, which is 400 of 1,000"),
        ("high", 100, ""),
    ],
)
def test_the_next_quartile_says_which_way_how_far_and_how_many(council, polarity, ours, step):
    measure = make.measure("1E", polarity=Polarity(polarity))
    figures.nation(measure, [10, 40, 70, 80] if polarity == "high" else [10, 20, 40, 100], "2019-20")
    counted(measure, council, "2019-20", ours * 10)
    made = benchmark.build(measure, council, find_period("2019-20"), reader=council)
    assert made.next_step == step
    if step:  # moving so far does bring the next quartile, and one person less does not
        better = Decimal(40)
        others = [mark.value for mark in made.marks if not mark.is_ours]
        place = benchmark.standing(better, others, measure.polarity).quartile
        assert place != made.standing.quartile
        short = better - Decimal("0.1") if polarity == "high" else better + Decimal("0.1")
        assert benchmark.standing(short, others, measure.polarity).quartile == made.standing.quartile


def test_the_next_quartile_is_said_on_the_page_and_in_the_report(analyst, council):
    measure = make.measure("2A2", polarity=Polarity.LOW, unit=Unit.PER_100000, source="SALT")
    figures.nation(measure, [100, 200, 300, 400], "2019-20")
    make.value(measure, 500, "2019-20", council, numerator=500, denominator=100_000)
    db.session.commit()
    shown = text_of(analyst.get(f"/measures/{measure.id}/compare"))
    assert "must fall by 100.0 to 400.0, which is 400 of 100,000." in shown
    assert "5 councils, 2019/20, per 100,000 people" in shown
    assert "Source: SALT." in shown
    asked = {"measure": measure.reference, "period": "2019-20"}
    report = make_report("benchmark", as_format="html", seen_by=make.person("analyst", org=council), **asked)
    assert "Fall by 100.0 to 400.0, which is 400 of 100,000" in report.decode()


def test_a_council_that_has_ended_is_left_out_only_of_years_in_which_it_was_there(council):
    measure, other = make.measure("1E"), make.measure("1G")
    councils = figures.nation(measure, [1, 2, 3, 4, None, None], "2019-20")
    councils[4].name, councils[4].successor = "Poole", "E06000058"  # printed with a mark, years after its end
    make.value(other, 50, "2019-20", council)
    db.session.commit()
    made = benchmark.build(measure, council, find_period("2019-20"), reader=None)
    assert made.left_out == ["Council 005", "Leicestershire"]
    make.value(other, 50, "2019-20", councils[4])  # in this year it was there
    again = benchmark.build(measure, council, find_period("2019-20"), reader=None)
    assert again.left_out == ["Council 005", "Leicestershire", "Poole"]


def test_a_year_without_any_figure_is_not_where_a_comparison_opens(analyst, council):
    measure = make.measure("1D", is_survey=True)
    figures.nation(measure, [1, 2, 3, 4], "2021-22")
    make.value(measure, 3, "2021-22", council)
    make.value(measure, None, "2022-23", council, state=ValueState.NOT_COLLECTED, mark="[z]")
    db.session.commit()
    path = f"/measures/{measure.id}/compare"
    assert "Top quartile: rank 2 of 5" in text_of(analyst.get(path))
    empty = text_of(analyst.get(f"{path}?period=2022-23"))
    assert "No council has a figure for 2022/23." in empty
    assert "left out" not in empty


def test_an_old_figure_is_not_placed_among_later_ones(analyst, council):
    measure = make.measure("1E")
    figures.nation(measure, [4, 6, 8, 10], "2019-20")
    make.value(measure, 9, "2012-13", council, published_quartile="bottom")
    db.session.commit()
    assert last_published_year(measure, of=find_period("2012-13"), reader=council) is None
    shown = text_of(analyst.get(f"/measures/{measure.id}/compare?period=2012-13"))
    assert "Bottom quartile, as published: too few councils are held to rank them." in shown
    assert "rank 2 of 5" not in shown


def test_where_all_others_have_only_a_mark_the_last_year_with_figures_serves(analyst, council):
    measure = make.measure("1E")
    figures.nation(measure, [4, 6, 8, 10], "2019-20")
    for name in ("A", "B", "C", "D"):
        more = make.organisation(name, name)
        make.value(measure, None, "2020-21", more, state=ValueState.NOT_COLLECTED)
    make.value(measure, 9, "2020-21", council)
    db.session.commit()
    assert "rank 2 of 5" in text_of(analyst.get(f"/measures/{measure.id}/compare?period=2020-21"))


def test_a_figure_of_a_running_year_says_so_far_and_of_how_many(analyst, council):
    measure = make.measure("answered-in-20", edition="complaints", is_computed=True, decimals=0)
    running = {"state": ValueState.PROVISIONAL, "numerator": 2, "denominator": 3}
    make.value(measure, 67, "2026-27", council, **running)
    make.value(measure, 78, "2025-26", council, numerator=146, denominator=187)
    assert page.build(measure, council).sentence == "67% in 2026/27 so far, 78% in 2025/26."
    assert trend_title(list_values([measure], council), measure).startswith("No sure change: 67% in 2026/27 so far")
    rows = listing.rows([measure], council, seen_by=make.person("analyst", org=council))
    assert [row.period for row in rows] == ["2 of 3, 2026/27 so far"]


def test_a_rate_is_said_with_its_unit(council):
    measure = make.measure("2A2", polarity=Polarity.LOW, unit=Unit.PER_100000)
    make.value(measure, Decimal("552.8"), "2022-23", council)
    make.value(measure, Decimal("567.2"), "2021-22", council)
    assert page.build(measure, council).sentence == "552.8 per 100,000 in 2022/23, 567.2 in 2021/22."


def months(measure, council, count, number=100):
    for at in range(count):
        place = 3 + at
        figures.held(
            measure, number + at % 3, f"{2020 + place // 12}-{place % 12 + 1:02}".replace("2021-22", ""), council
        )


def test_a_years_target_is_not_laid_on_months_that_add_up_to_it(council):
    """1,000 visits are wanted in the year: about 100 in a month do not miss that."""
    visits, share = make.measure("visits", unit=Unit.COUNT), make.measure("1E")
    for measure, limit in ((visits, 1000), (share, 90)):
        months(measure, council, 12, 100 if measure is visits else 20)
        set_target(
            measure, council, period="2020-21", kind=TargetKind.TARGET, at_least=Decimal(limit), at_most=None, by=None
        )
    assert (control.build(visits, council).target, control.build(visits, council).chart.assurance) == (None, "none")
    assert (control.build(share, council).target, control.build(share, council).chart.assurance) == (90, "fail")


def test_a_long_series_of_quarters_stands_before_a_few_months(council):
    measure = make.measure("1E")
    for year in range(2016, 2019):
        for quarter in range(1, 5):
            figures.held(measure, 20 + quarter, f"{year}-{year - 1999} Q{quarter}", council)
    months(measure, council, 3, 20)
    made = control.build(measure, council)
    assert (made.kind, len(made.values), made.chart.is_trial) == ("quarter", 12, False)
    months_more = make.measure("1G")
    months(months_more, council, 3, 20)
    assert control.build(months_more, council).kind == "month"


def test_overdue_actions_are_counted_on_a_day_and_never_add_up(app):
    figures.packs()
    from casework.measures.outlook import adds_up
    from casework.measures.queries import find_measure

    assert not adds_up(find_measure("complaints:actions-overdue"))


def test_a_strip_names_its_unit_and_source(council):
    measure = make.measure("2A2", polarity=Polarity.LOW, unit=Unit.PER_100000, source="SALT")
    figures.nation(measure, [100, 200, 300, 400], "2019-20")
    make.value(measure, 500, "2019-20", council)
    drawn = build_strip(benchmark.build(measure, council, find_period("2019-20"), reader=council))
    assert drawn.subtitle == "Measure 2A2, 5 councils, 2019/20, per 100,000 people"
    assert drawn.source == "Source: SALT."


def test_national_figures_of_a_newer_year_do_not_push_the_plan_aside(analyst, council, app):
    """What an analyst imports has no place in the plan yet: dashboard and home stay with the newest of the plan."""
    planned, national = make.measure("1E", layer="Reduce need"), make.measure("2A", edition="ascof-2023")
    make.value(planned, 12, "2018-19", council)
    make.value(planned, 10, "2019-20", council)
    make.value(national, 70, "2024-25", council, is_published=True)
    make.value(make.measure("late", edition="complaints", is_computed=True), 50, "2025-26", council)
    db.session.commit()
    shown = text_of(analyst.get("/measures/dashboard"))
    assert "Leicestershire, 2019/20. 1 measure:" in shown
    newer = text_of(analyst.get("/measures/dashboard?period=2024-25"))
    assert "Leicestershire, 2024/25. 1 measure:" in newer
    assert "70.0%" in newer
    with app.test_request_context():
        moved = [line.text for line in home.list_for_home(make.person("director", org=council))]
    assert moved == ["ASCOF 1E Measure 1E: 10.0%, was 12.0% in 2018/19"]


def test_without_a_plan_the_dashboard_opens_with_the_newest_year(analyst, council):
    national = make.measure("2A", edition="ascof-2023")
    make.value(national, 60, "2023-24", council, is_published=True)
    make.value(national, 70, "2024-25", council, is_published=True)
    db.session.commit()
    assert "Leicestershire, 2024/25. 1 measure:" in text_of(analyst.get("/measures/dashboard"))


def test_a_sparkline_ends_with_the_period_of_its_dashboard(council):
    measure = make.measure("1E", layer="Reduce need")
    for year in range(2015, 2021):
        make.value(measure, year - 2000, f"{year}-{year - 1999}", council)
    row = dashboard.build(council, parse_period("2018-19"), reader=council).rows[0]
    assert [one.period.code for one in row.history] == ["2015-16", "2016-17", "2017-18", "2018-19"]


def test_our_council_is_found_on_a_strip_without_colour(analyst, council):
    measure = make.measure("1E")
    figures.nation(measure, [1, 2, 3, 4], "2019-20")
    make.value(measure, 3, "2019-20", council)
    db.session.commit()
    made = build_strip(benchmark.build(measure, council, find_period("2019-20"), reader=council))
    page_html = analyst.get(f"/measures/{measure.id}/compare").get_data(as_text=True)
    for drawn in made.drawings:
        assert f'd="M{drawn.ours[0]} {drawn.base}l6 9h-12z"' in page_html


@pytest.mark.parametrize("count", [12, 24, 60])
def test_the_last_label_of_an_axis_stays_on_the_paper(count):
    points = tuple(Point(f"{at}", at, f"{at}", "March 2020") for at in range(count))
    for drawn in Trend("k", "t", "s", Line("Leicestershire", points)).drawings:
        place, words = drawn.labels[-1]
        assert words == "March 2020"
        assert place + width_of(words) / 2 <= drawn.width


def test_a_limit_where_no_figure_can_lie_is_said_to_be_none(analyst, council):
    measure = make.measure("fault", polarity=Polarity.NONE)
    for at in range(12):
        figures.held(measure, 10 + 80 * (at % 2), f"{MONTHS[at]} 2019", council)
    db.session.commit()
    shown = text_of(analyst.get(f"/measures/{measure.id}/chart"))
    assert "The lower limit lies below nought, which no figure reaches: there is no limit on that side." in shown
    assert "The upper limit lies above 100%, which no figure reaches: there is no limit on that side." in shown
    calm = make.measure("calm")
    months(calm, council, 12, 50)
    assert control.build(calm, council).beyond == ""


def test_a_council_that_has_ended_is_told_from_its_heir_of_the_same_name(analyst, council):
    measure = make.measure("1E")
    make.value(measure, 1, "2019-20", council)
    heir = make.organisation("E06000060", "Buckinghamshire")
    ended = make.organisation("E10000002", "Buckinghamshire", successor=heir.code)
    for one in (heir, ended):
        make.value(measure, 5, "2019-20", one, is_published=True)
    db.session.commit()
    for path in ("/measures/dashboard", "/reports/dashboard"):
        shown = text_of(analyst.get(path))
        assert shown.count("Buckinghamshire (ended)") == 1
        assert shown.count("Buckinghamshire") == 2


@pytest.mark.parametrize("is_ended_first", [True, False])
def test_a_name_that_an_ended_council_had_too_means_the_one_that_is(app, is_ended_first):
    codes = ("E10000002", "E06000060")
    for code in codes if is_ended_first else reversed(codes):
        make.organisation(code, "Buckinghamshire", successor="E06000099" if code == "E10000002" else None)
    assert Organisations().called("Buckinghamshire").code == "E06000060"


def test_the_axis_of_a_count_has_no_parts_of_one(council):
    measure = make.measure("late", unit=Unit.COUNT, decimals=0)
    for code, number in (("2017-18", 0), ("2018-19", 1), ("2019-20", 1)):
        make.value(measure, number, code, council)
    for trend in (page.build(measure, council).trend, trend_of(control.build(measure, council))):
        assert [words for _, words in trend.drawings[0].ticks] == ["0", "1"]
    for low, high in ((0, 3), (0, 12), (7, 9), (0, 999), (3, 3)):
        ticks = round_ticks(low, high, whole=True)
        assert all(tick == int(tick) for tick in ticks)
        assert ticks[0] <= low <= high <= ticks[-1]
        assert len(ticks) <= 6
