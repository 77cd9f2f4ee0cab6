"""The benchmark against figures worked out independently, and against the real published ones when they are here."""

import csv
import math
from datetime import date
from decimal import Decimal

import pytest

from casework.accounts.models import Organisation, OrganisationKind
from casework.accounts.queries import find_organisation
from casework.extensions import db
from casework.measures.benchmark import benchmark, build, verdict
from casework.measures.control import spc
from casework.measures.models import Period, PeriodKind, TargetKind
from casework.measures.queries import find_measure, find_period
from casework.measures.strip import build as build_strip
from tests import make
from tests.measures import make as figures
from tests.measures.make import NATIONAL

OPEN_DATA = NATIONAL / "ascof_sample_2020-21_open_data.csv"


def test_ranks_count_councils_only_and_never_england(app):
    measure = make.measure("2A2", polarity="low", unit="per-100000")
    councils = figures.nation(measure, [100, 200, 200, 300, None, 400])
    for kind in (OrganisationKind.COUNTRY, OrganisationKind.REGION):
        area = make.saved(Organisation(code=f"area-{kind}", name=kind.value, kind=kind))
        make.value(measure, 50, "2019-20", area)
    councils[2].region = "area-region"
    councils[2].neighbours = "T0000;T0003;T0004"
    db.session.commit()
    found = benchmark(measure, councils[2], find_period("2019-20"), reader=None)
    assert (found["n"], found["rank"], found["quartile"], found["to_next_quartile"]) == (5, 2, "top", 0)
    assert (found["england"], found["region"], found["council_type"], found["neighbours"]) == (50, 50, None, 200)
    assert found["left_out"] == ["Council 004"]
    last = benchmark(measure, councils[5], find_period("2019-20"), reader=None)
    assert (last["rank"], last["quartile"], last["to_next_quartile"]) == (5, "bottom", 100)


def test_the_interval_is_that_of_the_counts(app):
    measure = make.measure("1E")
    make.value(measure, Decimal("10.5"), numerator=148, denominator=1405)
    found = benchmark(measure, make.organisation(), find_period("2019-20"), reader=None)
    assert [round(limit, 2) for limit in found["interval"]] == [9.03, 12.25]
    assert (found["value"], found["numerator"], found["denominator"], found["quartile"]) == (10.5, 148, 1405, "none")


def test_nothing_held_is_said_with_nulls(app):
    found = benchmark(make.measure("1E"), make.organisation(), None, reader=None)
    assert (found["n"], found["value"], found["interval"]) == (0, None, None)


def test_a_newer_figure_is_placed_in_the_last_published_year(app):
    measure = make.measure("1E")
    figures.nation(measure, [4, 6, 8, 10], "2019-20")
    make.value(measure, Decimal(9), "2020-21")
    made = build(measure, make.organisation(), find_period("2020-21"), distribution=find_period("2019-20"), reader=None)
    assert (made.standing.rank, made.standing.n, made.standing.quartile) == (2, 5, "top")
    assert made.distribution.code == "2019-20"


@pytest.mark.parametrize("is_part", [True, False])
def test_a_quarter_of_a_figure_that_adds_up_is_not_ranked_among_whole_years(app, is_part):
    measure = make.measure("2A1", polarity="low", unit="per-100000", accumulates=is_part)
    figures.nation(measure, [4, 6, 8, 10], "2019-20")
    quarter = make.saved(
        Period(code="2020-21 Q1", kind=PeriodKind.QUARTER, starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    )
    make.value(measure, Decimal("1.4"), quarter.code)
    made = build(measure, make.organisation(), quarter, distribution=find_period("2019-20"), reader=None)
    assert made.is_part is is_part
    assert (made.standing.rank, made.standing.quartile) == ((None, None) if is_part else (1, "top"))
    assert ("not ranked among whole years" in verdict(made)) is is_part
    assert (build_strip(made) is None) is is_part


@pytest.fixture
def nation(app):
    if not OPEN_DATA.exists():
        pytest.skip("skipped: the published national file is not on this machine")
    figures.packs()
    figures.run("organisations", figures.PACKS / "demonstration" / "organisations.csv")
    figures.run("ascof", OPEN_DATA, edition="ascof-2011", period="2020-21")
    with OPEN_DATA.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def published(rows, code, level="Council"):
    return {
        row["ONS Code"]: Decimal(row["Measure Value"])
        for row in rows
        if (row["ASCOF Measure Code"], row["Measure Type"], row["Geographical Level"]) == (code, "Outcome", level)
        and row["Measure Value"].replace(".", "").isdigit()
    }


@pytest.mark.parametrize(("code", "sign"), [("1E", -1), ("2A2", 1), ("2D", -1), ("2B1", -1)])
def test_all_councils_of_the_real_file(nation, code, sign):
    held = published(nation, code)
    england = next(iter(published(nation, code, "England").values()))
    measure, period = find_measure(f"ascof-2011:{code}"), find_period("2020-21")
    for ons in [*list(held)[::25], "E10000018"]:
        found = benchmark(measure, find_organisation(ons), period, reader=None)
        rank = 1 + sum(sign * value < sign * held[ons] for value in held.values())
        quartile = max(1, math.floor(5 - math.ceil(((len(held) + 1) - rank) / (len(held) / 4))))
        assert (found["n"], found["rank"]) == (len(held), rank)
        assert found["quartile"] == ("top", "second", "third", "bottom")[quartile - 1]
        assert found["england"] == pytest.approx(float(england))


def test_neighbours_are_the_mean_of_the_named_ones(nation):
    measure, council = find_measure("ascof-2011:1E"), find_organisation("E10000018")
    held = published(nation, "1E")
    named = [held[code] for code in council.neighbours.split(";") if code in held]
    found = benchmark(measure, council, find_period("2020-21"), reader=None)
    assert found["neighbours"] == pytest.approx(float(sum(named) / len(named)))
    assert len(named) >= 10


def test_the_strip_marks_ours_and_neighbours(nation):
    council = find_organisation("E10000018")
    strip = build_strip(build(find_measure("ascof-2011:1E"), council, find_period("2020-21"), reader=council))
    wide, narrow = strip.drawings
    assert [mark.kind for mark in wide.marks].count("ours") == 1
    assert [mark.kind for mark in wide.marks].count("neighbour") >= 10
    assert all(0 <= mark.x <= drawing.width for drawing in (wide, narrow) for mark in drawing.marks)
    assert "rank 15 of 150" in strip.title


def test_a_control_chart_of_months_with_a_real_shift(app):
    measure, council = make.measure("wait", "local-2020", polarity="low", unit="days"), make.organisation()
    from casework.measures import services

    for at, number in enumerate([30, 31, 29, 30, 32, 28, 30, 31, 29, 30, 31, 29, *[24, 25, 23, 24, 25, 23, 24]]):
        period = services.hold_period(f"{2018 + at // 12}-{at % 12 + 1:02}")
        make.value(measure, number, "2019-20", council).period_id = period.id
    services.set_target(
        measure, council, period="2019-20", kind=TargetKind.TARGET, at_least=None, at_most=Decimal(40), by=None
    )
    db.session.commit()
    found = spc(measure, council)
    assert [point["period"] for point in found["points"]][:2] == ["2018-01", "2018-02"]
    assert [point["type"] for point in found["points"]][-7:] == ["improvement"] * 7
    assert (found["variation"], found["assurance"], found["target"]) == ("improvement", "pass", 40)
    assert found["words"] == "Improving. Target: will keep meeting it."
    assert not found["is_trial"]


def test_five_years_are_too_few_points_to_tell(app):
    measure, council = make.measure("1E"), make.organisation()
    for year in range(2015, 2020):
        make.value(measure, year % 7, f"{year}-{year - 1999:02}", council)
    assert spc(measure, council)["words"].startswith("Too few points to tell: 5 years")
