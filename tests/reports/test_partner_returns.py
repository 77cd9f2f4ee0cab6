"""The board's report on returns: the appendix table, the matrix, what was moved, and who may read which."""

import json

import pytest

from casework.kit.rules import RuleBroken
from casework.reports.services import make_report
from tests import make
from tests.reports import reading, rooms

ASKED = {"template": "saaf-2019", "period": "2019-20"}
PATH = "/reports/partner-returns?template=saaf-2019&period=2019-20"


@pytest.fixture
def agencies(app):
    police = make.organisation("police", "Leicestershire Police", "agency")
    fire = make.organisation("fire", "Fire and Rescue", "agency")
    rooms.partner_return(police, {"internal-procedures": "working-towards", "six-principles": "not-effective"})
    rooms.partner_return(fire, {"internal-procedures": ("effective", "working-towards"), "partnership": "excelling"})
    return police, fire


def test_the_figures_are_those_of_the_contract(agencies):
    data = json.loads(make_report("partner-returns", as_format="json", **ASKED))
    assert data["parameters"] == ASKED
    assert data["agencies"]["Leicestershire Police"]["needs_work"] == [
        {"standard": "internal-procedures", "rating": "working-towards"},
        {"standard": "six-principles", "rating": "not-effective"},
    ]
    assert data["matrix"]["internal-procedures"] == {
        "Fire and Rescue": "working-towards",
        "Leicestershire Police": "working-towards",
    }


def test_word_prints_the_board_table(agencies):
    tables = reading.docx_tables(make_report("partner-returns", as_format="docx", **ASKED))
    heads, fire, police = tables[0]
    assert heads == ["Agency", "Areas where work is required to improve effectiveness", "Excelling"]
    assert fire[2] == "Works in partnership to Safeguard Adults"
    assert police[1].endswith("procurement processes (Not effective)")
    assert police[2] == "No areas"
    assert "Working towards effectiveness" in tables[2][1][3]


@pytest.mark.parametrize("as_format", ["html", "docx", "pdf", "xlsx", "csv", "json"])
def test_every_format_is_made_with_and_without_returns(app, agencies, as_format):
    assert make_report("partner-returns", as_format=as_format, **ASKED) != b""
    assert make_report("partner-returns", as_format=as_format, template="saaf-2019", period="2015-16") != b""


def test_an_agency_reads_its_own_return_only(client, agencies):
    police, _ = agencies
    page = client.sign_in(make.person("board-member", org=police)).get(PATH).get_data(as_text=True)
    assert "Leicestershire Police" in page
    assert "Fire and Rescue" not in page
    made = client.get(f"{PATH}&format=json").get_json()
    assert list(made["agencies"]) == ["Leicestershire Police"]


def test_the_boards_people_read_all(client, agencies):
    page = client.sign_in(make.person("board-office")).get(PATH).get_data(as_text=True)
    assert "Leicestershire Police" in page
    assert "Fire and Rescue" in page


def test_another_council_reads_none_of_it(client, agencies):
    rutland = make.organisation("E06000017", "Rutland")
    page = client.sign_in(make.person("board-office", org=rutland)).get(PATH).get_data(as_text=True)
    assert "Leicestershire Police" not in page
    assert "No returns have been asked for this period." in page


def test_two_boards_are_not_mixed_by_the_command(agencies):
    police, _ = agencies
    rooms.partner_return(police, {"partnership": "effective"}, org=make.organisation("E06000017", "Rutland"))
    with pytest.raises(RuleBroken, match="organisation"):
        make_report("partner-returns", as_format="json", **ASKED)
    data = json.loads(make_report("partner-returns", as_format="json", organisation="E06000017", **ASKED))
    assert list(data["matrix"]) == ["partnership"]
