"""The published figures of other councils that the demonstration ranks ours among."""

import csv
from collections import Counter
from decimal import Decimal

from casework.extensions import db
from casework.kit.packs import PACKS
from casework.measures import demonstration
from casework.measures.benchmark import benchmark, build
from casework.measures.dashboard import build as build_dashboard
from casework.measures.places import last_published_year
from casework.measures.queries import find_measure, find_period
from casework.measures.rules import parse_period
from tests.measures import make as figures
from tests.measures.test_dashboard import printed
from tests.packs.test_printed_tables import DASHBOARD, cells

FILE = PACKS / "demonstration" / "national.csv"


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ours_are_left_out_and_every_figure_follows_from_its_counts():
    assert {row["organisation"] for row in rows()}.isdisjoint({figures.LEICESTERSHIRE, figures.RUTLAND})
    counts = Counter((row["measure"], row["period"]) for row in rows())
    assert set(counts.values()) <= {164}
    assert sum(counts.values()) == 820
    times = {"ascof-2011:2A2": 100_000}
    for row in rows():
        if row["numerator"] and Decimal(row["denominator"]):
            counted = Decimal(row["numerator"]) * times.get(row["measure"], 100) / Decimal(row["denominator"])
            assert abs(counted - Decimal(row["value"])) <= Decimal("0.05"), row


def test_ours_are_ranked_and_the_printed_dashboard_stays_as_it_is(app):
    council = figures.demo()
    demonstration.load_national()
    db.session.commit()
    measure = find_measure("ascof-2011:2A2")
    found = benchmark(measure, council, find_period("2019-20"), reader=council)
    known = [
        Decimal(row["value"])
        for row in rows()
        if row["measure"] == "ascof-2011:2A2" and row["period"] == "2019-20" and row["value"]
        if row["organisation"].startswith(("E06", "E08", "E09", "E10"))
    ]
    assert (found["n"], found["rank"]) == (len(known) + 1, sum(one < Decimal("605.7") for one in known) + 1)
    employment = find_measure("ascof-2011:1E")
    latest = last_published_year(employment, of=find_period("2020-21 Q1"), reader=council)
    later = build(
        employment, council, find_period("2020-21 Q1"), distribution=latest, reader=council
    )  # today's figure in the last published distribution
    assert later.distribution.code == "2020-21"
    assert later.standing.quartile == "top"
    from casework.measures.dashboard_data import as_data

    made = as_data(build_dashboard(council, parse_period("2020-21 Q1"), reader=council))
    assert [printed(row) for row in made["rows"]] == cells(DASHBOARD)
