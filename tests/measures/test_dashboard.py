"""The dashboard of quarter 1 2020/21, cell for cell as the paper printed it, from the demonstration's files."""

import pytest

from casework.accounts.queries import find_organisation
from casework.extensions import db
from casework.measures.dashboard import build
from casework.measures.dashboard_data import as_data
from casework.measures.queries import find_measure, find_period
from casework.measures.rules import parse_period
from tests import make
from tests.measures import make as figures
from tests.packs.test_printed_tables import DASHBOARD, INFORMATION, cells

AIM = {"high": "H", "low": "L", "band": "Target Band Width", "none": "N/A"}
LETTER = {"green": "G", "amber": "A", "red": "R", "none": "N/A"}


@pytest.fixture
def council(prepared_once):
    prepared_once(figures.demo)
    return figures.leicestershire()


def printed(row):
    """A row of the JSON as the paper's eight columns."""
    information = row["performance"] != INFORMATION and row["milestone"] == INFORMATION
    return [
        row["label"] + "".join(f" *{tag}*" for tag in row["tags"]),
        row["description"],
        AIM[row["aim"]],
        INFORMATION if information else LETTER[row["rag"]],
        row["target"],
        row["performance"],
        row["previous"],
        row["milestone"],
    ]


def test_cell_for_cell(council):
    made = as_data(build(council, parse_period("2020-21 Q1"), reader=council))
    assert [printed(row) for row in made["rows"]] == cells(DASHBOARD)


def test_the_summary_line(council):
    summary = as_data(build(council, parse_period("2020-21 Q1"), reader=council))["summary"]
    assert summary == {"red": 0, "amber": 7, "green": 8, "none": 15, "milestones_met": 20, "milestones_of": 22}


def test_the_groups_in_printed_order(council):
    groups = [group[:2] for group, _ in build(council, parse_period("2020-21 Q1"), reader=council).groups()]
    assert [(layer.split()[0], outcome) for layer, outcome in groups] == [
        ("Prevent", "Wellbeing and Opportunity"), ("Prevent", "Great Communities"), ("Prevent", "Strong Economy"),
        ("Reduce", "Wellbeing and Opportunity"), ("Reduce", "Affordable and Quality Homes"),
        ("Delay", "Wellbeing and Opportunity"), ("Meet", "Wellbeing and Opportunity"), ("Meet", "Keeping People Safe"),
    ]  # fmt: skip


def test_the_officers_rating_stands_beside_the_suggestion(council):
    """T3: 1C pt 1b is green short of its target, 2D amber far below: the officer says so."""
    rows = {row["measure"]: row for row in as_data(build(council, parse_period("2020-21 Q1"), reader=council))["rows"]}
    green = rows["ascof-2011:1C1B"]
    assert (green["rag"], green["rag_suggested"], green["rag_by"]) == ("green", "red", "officer")
    assert (rows["ascof-2011:2D"]["rag"], rows["ascof-2011:2D"]["travel"]) == ("amber", "worse")
    assert rows["ascof-2011:4B"]["rag_by"] == "none"


def test_without_a_rating_the_suggestion_is_shown_as_one(council):
    made = {row["measure"]: row for row in as_data(build(council, parse_period("2019-20"), reader=council))["rows"]}
    assert (made["ascof-2011:1E"]["rag"], made["ascof-2011:1E"]["rag_by"]) == ("green", "suggested")
    assert (made["ascof-2011:2A2"]["rag"], made["ascof-2011:2A2"]["rag_by"]) == ("red", "suggested")
    assert made["ascof-2011:1E"]["previous"] == "No figure yet"


def test_quartile_and_previous_are_of_the_last_full_year(council):
    measure = find_measure("ascof-2011:1E")
    others = figures.nation(measure, [str(number) for number in range(1, 40)], "2019-20")
    db.session.commit()
    row = next(
        one
        for one in as_data(build(council, parse_period("2020-21 Q1"), reader=council))["rows"]
        if one["measure"] == "ascof-2011:1E"
    )
    better = sum(number > 11.2 for number in range(1, 40))
    assert (row["rank"], row["n"], row["quartile"]) == (better + 1, len(others) + 1, "third")


def test_a_published_quartile_serves_where_no_national_values_are_held(council):
    made = {row["measure"]: row for row in as_data(build(council, parse_period("2013-14"), reader=council))["rows"]}
    assert made == {}
    target = find_measure("ascof-2011:1E")
    make.value(target, "1.9", "2013-14", council)
    db.session.commit()
    row = as_data(build(council, parse_period("2013-14"), reader=council))["rows"][0]
    assert (row["previous"], row["quartile"], row["rank"]) == ("1.6%", "bottom", None)


def test_another_council_has_its_own(council):
    rutland = find_organisation(figures.RUTLAND)
    assert as_data(build(rutland, parse_period("2020-21 Q1"), reader=rutland))["rows"] == []


def test_sixty_measures_and_twenty_years_in_the_same_statements(council, statements):
    spec = parse_period("2020-21 Q1")
    db.session.commit()
    with statements() as few:
        build(council, spec, reader=council)
    for at in range(30):
        measure = make.measure(f"X{at}", layer="Prevent need")
        for year in range(2000, 2020):
            make.value(measure, at, f"{year}-{(year + 1) % 100:02}", council)
    quarter = find_period("2020-21 Q1")
    for at in range(30):
        made = make.value(make.measure(f"X{at}"), at, "2019-20", find_organisation(figures.RUTLAND))
        made.period_id, made.organisation_id = quarter.id, council.id
    db.session.commit()
    with statements() as many:
        rows = build(council, spec, reader=council).rows
    assert len(rows) == 60
    assert len(many) == len(few) < 10
