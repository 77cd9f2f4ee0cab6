"""Signal and noise on the pages: chance, short series, a strip that names its neighbours, who is left out."""

import re
from decimal import Decimal

import pytest

from casework.extensions import db
from casework.kit.words import MONTHS
from casework.measures import benchmark, control, strip
from casework.measures.control_chart import axis, kinds, trend_of
from casework.measures.models import OfficerRating, Polarity, Rag, TargetKind
from casework.measures.queries import find_period
from casework.measures.services import set_target
from casework.measures.trends import axis_words
from tests import make
from tests.measures import make as figures
from tests.measures.test_pages import text_of


@pytest.fixture
def council(app):
    return make.organisation()


@pytest.fixture
def analyst(council, client):
    return client.sign_in(make.person("analyst", org=council))


@pytest.fixture
def missed(council):
    """1E of the paper: 148 of 1,405 against 11%, inside the interval of 9.0 to 12.2."""
    measure = make.measure("1E", layer="Reduce need")
    make.value(measure, Decimal("10.5"), "2020-21", council, numerator=148, denominator=1405)
    set_target(measure, council, period="2020-21", kind=TargetKind.TARGET, at_least=Decimal(11), at_most=None, by=None)
    db.session.commit()
    return measure


def test_a_red_whose_interval_includes_its_target_says_so_everywhere(analyst, council, missed):
    of = find_period("2020-21")
    page = text_of(analyst.get(f"/measures/{missed.id}"))
    assert "It misses its target, but its 95% interval, 9.0% to 12.2%, includes the target" in page
    assert "not met, its interval includes the target" in page
    assert "The interval includes the target" in text_of(analyst.get(f"/measures/{missed.id}/rate?period=2020-21"))
    assert "its interval includes the target" in text_of(analyst.get("/measures/dashboard?period=2020-21"))
    make.saved(
        OfficerRating(measure=missed, organisation_id=council.id, period=of, rag=Rag.RED, rated_by="A",
                      rated_on=of.ends_on, reason="Far off")
    )  # fmt: skip
    db.session.commit()
    assert "It is rated Red, but its 95% interval" in text_of(analyst.get(f"/measures/{missed.id}"))


def test_a_miss_beyond_chance_says_nothing_of_chance(analyst, council, missed):
    set_target(missed, council, period="2020-21", kind=TargetKind.TARGET, at_least=Decimal(13), at_most=None, by=None)
    db.session.commit()
    for path in (f"/measures/{missed.id}", f"/measures/{missed.id}/rate?period=2020-21", "/measures/dashboard"):
        page = text_of(analyst.get(path))
        assert "ncludes the target" not in page
    assert "not met" in text_of(analyst.get(f"/measures/{missed.id}"))


def test_a_rating_is_shown_again_with_what_was_ticked(analyst, council, missed):
    path = f"/measures/{missed.id}/rate?period=2020-21"
    assert 'Rating before</dt> <dd class="govuk-summary-list__value">Not rated before' in text_of(analyst.get(path))
    answer = analyst.send(path, {"rag": "red", "triggers": ["red-0", "red-2"], "reason": "Jobs were lost"})
    assert answer.status_code == 302
    again = text_of(analyst.get(path))
    ticked = re.findall(r'value="([a-z]+-\d)"[^>]* checked', again) + re.findall(
        r'checked[^>]*value="([a-z]+-\d)"', again
    )
    assert sorted(ticked) == ["red-0", "red-2"]
    assert "Jobs were lost" in again
    make.value(missed, Decimal("10.9"), "2021-22", council)
    set_target(missed, council, period="2021-22", kind=TargetKind.TARGET, at_least=Decimal(11), at_most=None, by=None)
    db.session.commit()
    later = text_of(analyst.get(f"/measures/{missed.id}/rate?period=2021-22"))
    assert "in 2020/21. Jobs were lost" in later
    assert "None set: a miss is suggested Red" in later


def test_a_few_years_are_drawn_without_limits_or_verdict(analyst, council):
    measure = make.measure("1E")
    for number, year in enumerate(("2011-12", "2012-13", "2014-15")):
        make.value(measure, 2 + 3 * number, year, council)
    db.session.commit()
    made = control.build(measure, council)
    drawn = trend_of(made)
    assert (drawn.others, drawn.events, set(kinds(made))) == ((), (), {"common"})
    assert axis(made) == ["2011-12", "2012-13", "2013-14", "2014-15"]  # the missing year is a gap
    assert [point.value for point in drawn.line.points] == [2, 5, None, 8]
    page = text_of(analyst.get(f"/measures/{measure.id}/chart"))
    assert "3 years are too short a series to show what is usual" in page
    for words in ("Upper limit", "Improving", "Getting worse", "Start the chart anew", "moving range"):
        assert words not in page


def test_a_year_of_months_is_judged_in_words_and_symbols(analyst, council):
    measure = make.measure("1E", polarity=Polarity.HIGH)
    for number in range(12):
        year, month = 2020 + (number + 3) // 12, (number + 3) % 12 + 1
        figures.held(measure, 20 + number % 3, f"{MONTHS[month - 1]} {year}", council)
    set_target(measure, council, period="2020-21", kind=TargetKind.TARGET, at_least=Decimal(50), at_most=None, by=None)
    db.session.commit()
    page = text_of(analyst.get(f"/measures/{measure.id}/chart"))
    assert "Upper limit" in page
    drawn = trend_of(control.build(measure, council)).drawings[0]
    dashes = {line.name[0].split(" ")[0]: line.kind for line in drawn.lines}
    assert dashes["Upper"] == dashes["Lower"] != dashes["Mean"]  # limits look alike, in black and white too
    assert [bool(line.points) for line in drawn.lines] == [True, False, False, False, False]  # only we have points
    assert '<span class="app-letter" aria-hidden="true">F</span><span>Will keep missing it</span>' in page
    assert "Usual variation" in page


@pytest.fixture
def placed(council):
    """20 councils of 0 to 19%, ours 12%, two of them named neighbours, two without a figure."""
    measure, other = make.measure("1E"), make.measure("1G")
    others = figures.nation(measure, [*range(20), None], "2020-21")
    figures.nation_more(other, others[:1], "2020-21")
    silent = figures.nation_more(other, [], "2020-21", name="Silent Council")
    ours = make.value(measure, 12, "2020-21", council, numerator=120, denominator=1000)
    make.value(measure, 30, "2019-20", council, numerator=300, denominator=1000)
    council.neighbours = f"{others[3].code};{others[4].code}"
    db.session.commit()
    assert silent
    return measure, ours


def test_the_strip_names_its_neighbours_and_lays_no_ring_on_another(council, placed):
    measure, _ = placed
    made = benchmark.build(measure, council, find_period("2020-21"), reader=council)
    assert made.letters() == {"Council 003": "A", "Council 004": "B"}
    drawn = strip.build(made)
    assert "Named neighbours: A Council 003 3.0%, B Council 004 4.0%." in drawn.desc
    for drawing in drawn.drawings:
        rings = [(mark.x, mark.letter_y) for mark in drawing.marks if mark.letter]
        assert len(rings) == 2
        assert len({mark.letter for mark in drawing.marks if mark.letter}) == 2
        (x, y), (other_x, other_y) = rings
        assert abs(x - other_x) >= 15 or abs(y - other_y) >= 15
        assert drawing.height > drawing.base > max(y, other_y) > 36


def test_a_figure_of_another_year_than_the_strip_has_its_own_stroke(council, placed):
    measure, _ = placed
    newer = make.value(measure, Decimal("13.5"), "2021-22", council)
    made = benchmark.build(measure, council, newer.period, reader=council, distribution=find_period("2020-21"))
    made.marks[:] = [mark for mark in made.marks if not mark.is_ours]
    for drawing in strip.build(made).drawings:
        (ours,) = [mark for mark in drawing.marks if mark.kind == "ours"]
        assert ours.x == drawing.ours[0]
        assert ours.y + ours.height == drawing.base


def test_rings_in_one_place_stand_above_each_other():
    levels = strip._levels([("a", 100.0), ("b", 104.0), ("c", 108.0), ("d", 117.0), ("e", 300.0)])
    assert levels == {"a": 0, "b": 1, "c": 2, "d": 0, "e": 0}


def test_all_councils_stand_in_a_table_best_first_and_the_others_are_named(analyst, council, placed):
    measure, ours = placed
    made = benchmark.build(measure, council, ours.period, reader=council)
    ranking = [(rank, mark.value) for rank, mark in made.ranking()]
    assert len(ranking) == 21
    better = [value for _, value in ranking if value > 12]
    assert {value: rank for rank, value in ranking}[12] == len(better) + 1 == made.standing.rank == 8
    assert [rank for rank, value in ranking if value == 12] == [8, 8]  # ties share the best rank
    assert made.left_out == ["Council 020", "Silent Council"]
    page = text_of(analyst.get(f"/measures/{measure.id}/compare?period=2020-21"))
    assert "The figures of all 21 councils" in page
    assert "2 left out, with none: Council 020, Silent Council" in page
    assert "named neighbour, A on the strip" in page
    assert "Worse since 2019/20, by more than chance" in page


def test_without_national_figures_nobody_is_left_out(council):
    """149 councils have another measure of the year: that says nothing about this one."""
    measure = make.measure("1E")
    figures.nation(make.measure("2A2"), range(10), "2019-20")
    ours = make.value(measure, 12, "2019-20", council)
    assert benchmark.build(measure, council, ours.period, reader=council).left_out == []


@pytest.mark.parametrize(
    ("code", "words"),
    [("2020-03", "Mar 2020"), ("Dec 2011", "Dec 2011"), ("2020-21 Q1", "Q1 20-21"), ("2019-20", "2019/20")],
)
def test_an_axis_has_short_words(code, words):
    assert axis_words(code) == words
