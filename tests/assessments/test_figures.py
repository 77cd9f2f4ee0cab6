"""Measure tables print the papers' figures, quartiles and trends; national values take over where they are held."""

from decimal import Decimal

import pytest

from casework.assessments.figure_queries import list_figures
from casework.assessments.figures import fill_table, shift_years
from casework.extensions import db
from casework.measures.models import Quartile, ValueState
from tests import make
from tests.assessments.make import assessment, figures, template

# R6 to R9 as printed: reference, figure and quartile of 2011/12 and of 2012/13, trend between the bands.
PRINTED = {
    "o1.table": [
        ("1A", "18.3", "Bottom", "18.9", "Second", "Better"),
        ("1B", "66.1%", "Bottom", "74.4%", "Third", "Better"),
        ("1C (i)", "39.2%", "Third", "50.5%", "Third", "About the same"),
        ("1C (ii)", "13.6%", "Third", "15.3%", "Third", "About the same"),
        ("1D", "Not collected", "n/a", "7.9", "Third", "n/a"),
        ("1E", "1.8%", "Bottom", "1.6%", "Bottom", "About the same"),
        ("1G", "47.7%", "Bottom", "61.6%", "Bottom", "About the same"),
        ("SLI Core: Personal Budgets", "Not collected", "n/a", "82.4%*", "n/a", "n/a"),
        ("SLI Core: Reviews", "46.7%", "n/a", "46.5%", "n/a", "n/a"),
    ],
    "o2.table": [
        ("2A (i)", "13.7", "Second", "11", "Second", "About the same"),
        ("2A (ii)", "690.8", "Second", "798.1", "Third", "Worse"),
        ("2B", "77.9%", "Bottom", "78.6%", "Third", "Better"),
        ("2C (i)", "6.5", "Second", "10.9", "Third", "Worse"),
        ("2C (ii)", "1.9", "Second", "2.1", "Second", "About the same"),
        ("SLI Core: Early Intervention", "46%", "n/a", "44%", "n/a", "n/a"),
        ("SLI Core: Reablement", "41.5%", "n/a", "45.40%", "n/a", "n/a"),
    ],
    "o3.table": [
        ("3A", "58.4%", "Bottom", "67.9%", "Top", "Better"),
        ("3B", "n/a", "n/a", "43.3%", "Second", "n/a"),
        ("3C", "n/a", "n/a", "75.6%", "Second", "n/a"),
        ("3D", "67.2%", "n/a", "70.3%", "Third", "n/a"),
        ("SLI Core: Assessments", "68.0%", "n/a", "66.8%", "n/a", "n/a"),
    ],
    "o4.table": [
        ("4A", "59.2%", "Bottom", "60.3%", "Bottom", "About the same"),
        ("4B", "81.8%", "Second", "89.3%", "Top", "Better"),
        ("SLI Core: Safeguarding", "Not collected", "n/a", "Not collected", "n/a", "n/a"),
    ],
}


@pytest.fixture
def started(app):
    figures()
    return assessment(make.person("director"))


def table_of(started, node_id="o1.table"):
    return fill_table(started.template.outline.nodes[node_id], list_figures(started), started.period)


@pytest.mark.parametrize("node_id", PRINTED)
def test_tables_fill_as_printed(started, node_id):
    table = table_of(started, node_id)
    printed = [(r.ref, r.cells[0].printed, r.cells[0].quartile, r.cells[1].printed, r.cells[1].quartile, r.trend_words)
               for r in table.rows]  # fmt: skip
    assert printed == PRINTED[node_id]
    years = ("2011/12", "2011/12 Quartile", "2012/13", "2012/13 Quartile")
    assert table.columns == ("Indicator Ref", "Measure", *years, "Quartile Trend")
    assert all(row.measure_id for row in table.rows)


def test_footnotes_and_published_quartiles_are_marked(started):
    table = table_of(started)
    assert [row.ref for row in table.rows if row.footnote] == ["SLI Core: Personal Budgets"]
    assert [mark for mark, _ in table.footnotes] == ["*"]
    assert table.has_published
    assert table.rows[0].cells[0].figure.is_published


def councils(code, values, period="2012-13"):
    for number, value in enumerate(values):
        org = make.organisation(f"C{number}", f"Council {number}")
        make.value(make.measure(code), Decimal(value), period, org=org)


def test_national_values_take_the_place_of_the_published_quartile(started):
    councils("1E", ["0.5", "1.0", "1.5", "9.9", "8.0", "0.1", "0.2"])
    make.value(make.measure("1E"), Decimal("7.0"), "2012-13", org=make.organisation("EM", "East Midlands", "region"))
    row = next(row for row in table_of(started).rows if row.ref == "1E")
    figure = row.cells[1].figure
    assert (figure.rank, figure.n, figure.quartile, figure.is_published) == (3, 8, Quartile.SECOND, False)
    assert (row.cells[0].quartile, row.cells[1].quartile, row.trend) == ("Bottom", "Second", "better")


def test_low_is_good_counts_the_other_way_and_ties_share(started):
    councils("2A2", ["798.1", "798.1", "900", "1000", "1100"])
    row = next(row for row in table_of(started, "o2.table").rows if row.ref == "2A (ii)")
    assert (row.cells[1].figure.rank, row.cells[1].figure.n, row.cells[1].quartile) == (1, 6, "Top")


def test_fewer_than_four_councils_make_no_quartile(started):
    councils("1E", ["0.5", "1.0"])
    figure = next(row for row in table_of(started).rows if row.ref == "1E").cells[1].figure
    assert (figure.rank, figure.is_published, figure.quartile) == (None, True, Quartile.BOTTOM)


def test_a_restated_value_replaces_and_marks_the_row(started):
    value = make.measure("1E")
    old = next(one for one in db.session.query(type(make.value(make.measure("1A"), 1, "2009-10"))).all()
               if one.measure_id == value.id and one.period.code == "2012-13")  # fmt: skip
    moment = old.recorded_at
    new = make.value(value, Decimal("1.7"), "2012-13", org=make.organisation("X", "Elsewhere"))
    old.superseded_by_id = new.id
    db.session.flush()
    new.organisation = old.organisation
    db.session.flush()
    row = next(row for row in table_of(started).rows if row.ref == "1E")
    assert row.cells[1].printed == "1.7%"
    assert row.changed_since(moment)
    assert not row.changed_since(new.recorded_at)
    assert not row.changed_since(None)


def test_a_form_used_next_year_shows_next_years_figures(started):
    node = template().outline.nodes["o1.table"]
    assert shift_years(node, "2013-14") == {"2011-12": "2012-13", "2012-13": "2013-14"}
    later = assessment(started.started_by, "2013-14")
    table = table_of(later)
    assert table.columns[2:6] == ("2012/13", "2012/13 Quartile", "2013/14", "2013/14 Quartile")
    assert [table.rows[0].cells[0].printed, table.rows[0].cells[1].printed] == ["18.9", "Not held"]


def test_words_stand_for_missing_figures(started):
    make.value(make.measure("3B"), None, "2013-14", state=ValueState.DUE, due_text="Due June 2014")
    make.value(make.measure("3C"), None, "2013-14", state=ValueState.SUSPENDED)
    later = table_of(assessment(started.started_by, "2013-14"), "o3.table")
    assert [row.cells[1].printed for row in later.rows] == [
        *("Not held", "Due June 2014", "Suspended"),
        *["Not held"] * 2,
    ]
    assert [row.ref for row in later.not_final] == ["3B"]


def test_two_statements_however_long_the_form(started, statements):
    outline = started.template.outline
    db.session.flush()
    with statements() as seen:
        list_figures(started, measures=outline.measures[:1])
    few = len(seen)
    with statements() as seen:
        list_figures(started)
    assert few == len(seen) == 2
