"""Odd figures: named on import with their cell, found among what is held, asked about and answered."""

from datetime import date
from decimal import Decimal

import pytest

from casework.accounts.queries import find_organisation
from casework.extensions import db
from casework.kit import clock
from casework.kit.tables import TableRefused
from casework.measures import checking, services
from casework.measures.importer import IMPORTERS
from casework.measures.models import DataQuestion, ValueState
from casework.measures.queries import find_measure
from tests import make
from tests.measures import make as figures
from tests.measures.make import written


@pytest.fixture
def council(app, at):
    at("2020-08-21 10:00")
    figures.packs()
    return find_organisation(figures.LEICESTERSHIRE)


def row(**cells):
    return {"measure": "ascof-2011:1E", "organisation": figures.LEICESTERSHIRE, "period": "2019-20", **cells}


def warned(tmp_path, *rows):
    return IMPORTERS["values"](written(tmp_path, "values.csv", list(rows)), by=None).warnings


def test_every_check_names_its_cell(council, tmp_path):
    rate = {"measure": "ascof-2011:2A1", "numerator": "23", "value": "5.5", "denominator": ""}
    empty = {"numerator": "", "denominator": ""}
    said = warned(
        tmp_path,
        row(value="11.4", numerator="140", denominator="1405"),  # row 2: value against counts
        row(**rate),  # 3
        row(**rate | {"period": "2020-21 Q1", "value": "1.4", "numerator": "11"}),  # 4: T5, count against rate
        row(measure="ascof-2011:1G", value="81.4", **empty | {"period": "2018-19"}),  # 5
        row(measure="ascof-2011:1G", value="0.829", **empty),  # 6: a share typed as a percentage
        row(measure="ascof-2011:1B", value="74.4", **empty | {"period": "2020-21"}),  # 7: the year has not ended
        row(measure="\N{CYRILLIC SMALL LETTER A}scof-2011:3A", value="67.9", **empty),  # 8: T2
        *(
            row(measure="ascof-2011:2D", value=value, **empty | {"period": period})
            for period, value in (
                *(("2014-15", "60"), ("2015-16", "61"), ("2016-17", "60"), ("2017-18", "61"), ("2018-19", "60")),
                ("2019-20", "80"),  # 14: a jump beyond its own variation
            )
        ),
    )
    found = {int(line.split(":row ")[1].split(":")[0]): line for line in said}
    assert sorted(found) == [2, 4, 6, 7, 8, 14]
    assert 'column "value": 11.4% is not 140 of 1,405, which is 10.0%' in found[2]
    assert "1.4 with a count of 11 means 785,714 people" in found[4]
    assert "check the unit" in found[6]
    assert "2020/21 has not ended yet" in found[7]
    assert 'column "measure"' in found[8]
    assert "letters that only look like Latin ones" in found[8]
    assert "its usual move is 1.0 percentage point" in found[14]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"value": "101"}, "must be 100% or less"),
        ({"value": "-1"}, "must be 0 or more"),
        ({"value": "5", "numerator": "1", "denominator": "0"}, "denominator of 0"),
    ],
)
def test_what_cannot_be_stops_the_import(council, tmp_path, cells, said):
    with pytest.raises(TableRefused, match=said):
        warned(tmp_path, row(**cells))


def test_t13_a_rating_that_is_not_there_is_asked_for_and_never_read_into_the_text(council, tmp_path):
    words = {
        "rag": "",
        "triggers": "",
        "reason": "Rated 3 in the text",
        "rated_by": "An officer",
        "rated_on": "2020-08-01",
    }
    with pytest.raises(TableRefused, match='column "rag": is blank'):
        IMPORTERS["ratings"](written(tmp_path, "ratings.csv", [row(**words)]), by=None)


def test_on_entry_the_same_is_said(council):
    measure = find_measure("ascof-2011:2A1")
    before = services.Figures(value=Decimal("5.5"), numerator=Decimal(23))
    services.add_value(measure, council, period="2019-20", figures=before, by=None)
    typed = services.Figures(value=Decimal("1.4"), numerator=Decimal(11))
    held = services.add_value(measure, council, period="2020-21 Q1", figures=typed, by=None)
    (said,) = services.odd_about(measure, council, held.period, typed, today=clock.today())
    assert "785,714" in said


def test_odd_figures_are_found_asked_about_and_answered(council, client, statements):
    measure, counted = find_measure("ascof-2011:1E"), find_measure("complaints:fault-found")
    make.value(
        measure, Decimal("11.4"), "2018-19", council, numerator=140, denominator=1400
    )  # rounded to 5 or not: odd
    make.value(measure, Decimal("10.1"), "2019-20", council, numerator=140, denominator=1385)  # counts rounded to 5
    make.value(find_measure("ascof-2011:1G"), Decimal(80), "2020-21", council)
    provisional = find_measure("ascof-2011:4A")
    make.value(provisional, Decimal(60), "2020-21", council, state=ValueState.PROVISIONAL)
    make.value(counted, Decimal(50), "2018-19", council, numerator=1, denominator=3)
    make.value(measure, Decimal(99), "2018-19", find_organisation(figures.RUTLAND), numerator=1, denominator=2)
    found = checking.list_odd(council, today=date(2020, 8, 21))
    assert [(one.measure.code, one.period.code) for one in found] == [("1G", "2020-21"), ("1E", "2018-19")]
    analyst = client.sign_in(make.person("analyst", org=council, name="Tomasz Lind"))
    page = analyst.get("/measures/data-questions?show=odd").get_data(as_text=True)
    assert "11.4% is not 140 of 1,400, which is 10.0%" in page
    ask = f"/measures/{measure.id}/ask?period=2018-19"
    assert ask in page
    asked = analyst.get(ask).get_data(as_text=True)
    assert "11.4% is not 140 of 1,400, which is 10.0%</textarea>" in asked
    form = {"period": "2018-19", "question": "11.4 or 10.0?", "owner": "", "outcome": "Printed so; 10.0 is right"}
    assert analyst.send(f"/measures/{measure.id}/ask", form).status_code == 302
    question = db.session.query(DataQuestion).one()
    assert (question.outcome, question.answered_at is not None) == ("Printed so; 10.0 is right", True)
    assert [one.measure.code for one in checking.list_odd(council, today=date(2020, 8, 21))] == ["1G"]
    with statements() as few:
        checking.list_odd(council, today=date(2020, 8, 21))
    for year in range(2010, 2018):
        make.value(measure, Decimal(11), f"{year}-{year - 1999}", council)
    db.session.flush()
    with statements() as many:
        checking.list_odd(council, today=date(2020, 8, 21))
    assert len(few) == len(many)
    assert client.sign_in(make.person("director", org=council)).get("/measures/data-questions").status_code == 404
