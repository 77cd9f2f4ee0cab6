"""The quarterly report: three months counted, compared with the same months of the year before, opening their cases."""

import json
from datetime import date

import pytest

from casework.complaints.annual_periods import periods_of
from casework.complaints.kinds import Outcome, Status
from casework.kit.rules import RuleBroken
from casework.reports.services import make_report
from tests import make
from tests.complaints import make as room
from tests.reports.formats import assert_everywhere, texts_of


@pytest.fixture
def director(app, at):
    at("2026-04-07 10:42")
    return make.person("director")


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2019-20", date(2019, 4, 1), date(2020, 3, 31)),
        ("2019-20 Q1", date(2019, 4, 1), date(2019, 6, 30)),
        ("2019-20 Q3", date(2019, 10, 1), date(2019, 12, 31)),
        ("2019/20 Q4", date(2020, 1, 1), date(2020, 3, 31)),
        ("2023-24 Q4", date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_the_days_of_a_code(code, first, last):
    period, before = periods_of(code)
    assert (period.first, period.last) == (first, last)
    assert before.last.replace(day=1) == last.replace(year=last.year - 1, day=1)


@pytest.mark.parametrize("code", ["2019-20", "2019-20 Q5", "soon", "2019-21 Q1", ""])
def test_a_quarter_that_is_none_is_refused(director, code):
    with pytest.raises(RuleBroken) as broken:
        make_report("complaints-quarter", as_format="json", period=code)
    assert broken.value.field == "period"


def test_three_months_are_counted_and_every_figure_opens_its_cases(client, director):
    days = (date(2019, 3, 31), date(2019, 4, 1), date(2019, 6, 30), date(2019, 7, 1), date(2018, 5, 1))
    cases = [
        room.complaint(
            None, director.organisation, received_on=day, closed_on=day, status=Status.CLOSED, outcome=Outcome.UPHELD
        )
        for day in days
    ]
    data = json.loads(make_report("complaints-quarter", as_format="json", period="2019-20 Q1"))
    assert (data["received"], data["resolved"], data["received_previous"], data["previous"]["resolved"]) == (2, 2, 1, 1)
    assert_everywhere(texts_of("complaints-quarter", period="2019-20 Q1"), "Fault found", but=("json",))
    client.sign_in(director)
    page = client.get("/reports/complaints-quarter?period=2019-20 Q1").get_data(as_text=True)
    assert "April to June 2019" in page
    assert 'cases?year=2019-20+Q1&amp;figure=received">2</a>' in page
    behind = client.get("/reports/complaints/cases?year=2019-20+Q1&figure=received").get_data(as_text=True)
    assert [case.reference in behind for case in cases] == [False, True, True, False, False]
    before = client.get("/reports/complaints/cases?year=2019-20+Q1&figure=previous.resolved").get_data(as_text=True)
    assert cases[4].reference in before


@pytest.mark.parametrize("districts", [(), ("Blaby",)])
def test_a_quarter_never_calls_itself_a_year(director, districts):
    for name in districts:
        room.complaint(None, director.organisation, received_on=date(2019, 4, 1), district=room.term("district", name))
    for text in texts_of("complaints-quarter", seen_by=director, period="2019-20 Q1").values():
        assert "received in the year" not in text
        assert "of this year" not in text
