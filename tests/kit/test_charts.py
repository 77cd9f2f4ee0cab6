"""Charts: round scales, unbroken runs, names that do not lie on each other, the same figures in words."""

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.kit import scales
from casework.kit.bars import Bar, Bars, draw_spark
from casework.kit.charts import Line, Point, Trend, draw_trend
from tests.kit.sample import make_app, sample_bars, sample_trend

FIGURES = st.decimals(-10_000, 10_000, places=2, allow_nan=False)


@given(FIGURES, FIGURES, st.integers(2, 8))
def test_ticks_are_round_and_hold_both_ends(one, other, most):
    low, high = min(one, other), max(one, other)
    ticks = scales.round_ticks(low, high, most)
    steps = {after - before for before, after in itertools.pairwise(ticks)}
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= most + 2
    assert len(steps) == 1
    assert Decimal(str(steps.pop())).normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}


def test_a_scale_places_values_between_its_ends():
    scale = scales.Scale(scales.round_ticks(0, Decimal("7.1")), 250, 50)
    assert [str(tick) for tick in scale.ticks] == ["0", "2", "4", "6", "8"]
    assert scale.place(0) == 250
    assert scale.place(8) == 50
    assert scale.place(4) == 150
    assert scales.Scale((Decimal("0"), Decimal("2.5"), Decimal("5.0")), 0, 1).places == 1


@pytest.mark.parametrize(
    ("values", "zero"),
    [((80, 82, 85, 87), False), ((80, 82, 85), True), ((1, 2, 3, 4), True), ((-1, 80, 85, 90), True)],
)
def test_the_axis_leaves_out_nought_only_for_many_figures_far_from_it(values, zero):
    assert scales.holds_zero(values) is zero


@given(st.lists(st.floats(0, 200), min_size=1, max_size=5), st.data())
def test_names_stand_apart(wanted, data):
    heights = data.draw(st.lists(st.sampled_from([20.0, 37.0]), min_size=len(wanted), max_size=len(wanted)))
    placed = scales.apart(wanted, heights, 0, 250)
    order = sorted(range(len(wanted)), key=lambda at: placed[at])
    for one, next_one in itertools.pairwise(order):
        assert placed[next_one] - placed[one] >= heights[one] - 0.11
    assert max(placed) <= 250


def test_labels_along_the_axis_never_touch():
    months = [f"2019-{month:02}" for month in range(1, 25)]
    shown = scales.shown_labels(months, 20)
    assert 23 in shown
    assert min(later - earlier for earlier, later in zip(sorted(shown), sorted(shown)[1:], strict=False)) * 20 > 7 * 7


def test_a_line_breaks_where_a_figure_is_missing():
    wide, narrow = sample_trend().drawings
    ours = wide.lines[0]
    assert [run.count(",") for run in ours.runs] == [2, 2]  # 2011/12 and 2012/13, then 2014/15 and 2015/16
    assert len(ours.points) == 4
    assert [len(line.runs) for line in wide.lines[1:]] == [1, 1, 1]
    assert len(narrow.lines) == 4


def test_a_lone_figure_is_a_point_without_a_line():
    trend = Trend("k", "t", "s", Line("Ours", (Point("a", 1, "1"), Point("b", None, "Closed"), Point("c", 3, "3"))))
    assert trend.drawings[0].lines[0].runs == ()
    assert len(trend.drawings[0].lines[0].points) == 2


def test_everything_lies_on_the_paper():
    for picture in sample_trend().drawings:
        for line in picture.lines:
            for point in line.points:
                assert picture.left <= point.x <= picture.right
                assert picture.top <= point.y <= picture.bottom
            for part in line.name:
                room = picture.width - (36 if picture.size == "narrow" else picture.right + 10)
                assert scales.width_of(part) <= room + 1
        assert picture.bottom < picture.height


@pytest.mark.parametrize("narrow", [False, True])
def test_a_figure_never_stands_on_the_axis_or_its_labels(narrow):
    figures = [("77.9", "77.9%"), ("78.6", "78.6%"), *[(None, "")] * 5, ("88.0", "88.0%"), ("88.1", "88.1%")]
    points = tuple(
        Point(str(2011 + at), Decimal(value) if value else None, words) for at, (value, words) in enumerate(figures)
    )
    drawing = draw_trend(Trend("t", "Title", "Subtitle", Line("Ours", points)), narrow=narrow)
    assert drawing.lines[0].points[0].y < drawing.bottom
    assert all(point.words_y <= drawing.bottom for point in drawing.lines[0].points)


def test_few_points_all_carry_their_figure_many_only_the_ends():
    many = Trend("k", "t", "s", Line("Ours", tuple(Point(str(n), n, str(n)) for n in range(1, 25))))
    carried = [point.words for point in draw_trend(many, narrow=False).lines[0].points if point.words]
    assert carried == ["1", "24"]
    carried = [point.words for point in sample_trend().drawings[0].lines[0].points]
    assert carried == ["1.8%", "1.6%", "3.4%", "4.1%"]


def test_a_chart_says_itself_in_words():
    desc = sample_trend().desc
    assert "Sample county: 1.8% in 2011/12, 1.6% in 2012/13, 3.4% in 2014/15 and 4.1% in 2015/16." in desc
    assert "No figure for 2013/14: No survey in 2013/14." in desc
    assert "Target: 5.0% throughout." in desc


def test_lines_of_different_periods_are_refused():
    with pytest.raises(ValueError, match="same periods"):
        Trend("k", "t", "s", Line("Ours", (Point("a", 1, "1"),)), others=(Line("England", (Point("b", 1, "1"),)),))


def test_no_figures_is_no_fault():
    trend = Trend("k", "t", "s", Line("Ours", (Point("2012/13", None, "Not collected"),)))
    assert not trend.has_figures
    assert trend.desc == "Ours: no figures. No figure for 2012/13: Not collected."
    assert trend.drawings


def test_bars_begin_at_nought_and_keep_their_proportions():
    wide, narrow = sample_bars().drawings
    lengths = [drawn.length for drawn in wide.bars]
    assert lengths[1] / lengths[0] == pytest.approx(31 / 64, abs=0.01)
    assert lengths[2] == 0
    for picture in (wide, narrow):
        for drawn in picture.bars:
            assert picture.left + drawn.length + 8 + scales.width_of(drawn.bar.words) <= picture.width
    with pytest.raises(ValueError, match="nought"):
        Bars("k", "t", "s", (Bar("a", -1, "-1"),))


def test_a_bar_without_a_figure_says_why():
    bars = Bars("k", "t", "s", (Bar("a", None, "Not collected"), Bar("b", 3, "3")))
    assert bars.drawings[0].bars[0].length == 0
    assert bars.desc == "a: Not collected; b: 3."


def test_sparklines():
    spark = draw_spark([5, 3, None, 4, 2])
    assert len(spark.runs) == 2
    assert spark.last == (84.0, 20.0)
    assert draw_spark([None]).runs == ()
    assert draw_spark([4, 4, 4]).runs == ("4,12 44,12 84,12",)
    assert draw_spark([7]).last == (4.0, 12.0)


def test_the_page_draws_each_chart_twice_and_prints_its_figures():
    page = make_app().test_client().get("/macros").text
    pictures = re.findall(r"<svg[^>]*app-chart__picture.*?</svg>", page, re.DOTALL)
    assert len(pictures) == 4
    for picture in pictures:
        assert 'role="img"' in picture
        assert "<title" in picture
        assert "<desc" in picture
        assert "style" not in picture
    table = page[page.index("app-figures") :]
    for said in ("2011/12", "1.8%", "No survey in 2013/14", "5.8%"):
        assert said in table
