"""Importing through pages: checked, shown, confirmed; refusals in the words of the command; nothing kept before."""

from io import BytesIO
from pathlib import Path

import pytest

from casework.extensions import db
from casework.measures.models import MeasureValue, Period, StagedImport
from tests import make
from tests.measures import make as figures
from tests.measures.make import LEICESTERSHIRE, RUTLAND

HEADER = "measure,organisation,period,value,state,replaces_reason\n"


@pytest.fixture
def analyst(prepared_once, client):
    prepared_once(figures.demo)
    return client.sign_in(make.person("analyst", org=figures.leicestershire()))


def send(browser, text, kind="values", name="values.csv", **more):
    file = (BytesIO(text.encode() if isinstance(text, str) else text), name)
    return browser.send("/measures/import", {"kind": kind, "file": file, **more}, content_type="multipart/form-data")


def text_of(response):
    return " ".join(response.get_data(as_text=True).replace("&#34;", '"').replace("&#39;", "'").split())


def test_a_good_file_is_shown_then_imported(analyst):
    before = db.session.query(MeasureValue).count()
    answer = send(analyst, HEADER + f"ascof-2011:1E,{LEICESTERSHIRE},2018-19,10.9,final,\n")
    assert answer.status_code == 302
    assert db.session.query(MeasureValue).count() == before
    page = text_of(analyst.get(answer.location))
    assert "Check before you import" in page
    assert "Import 1 record" in page
    done = analyst.send(answer.location, {})
    assert "values.csv imported: 1 new, 0 changed, 0 the same" in text_of(analyst.get(done.location))
    assert db.session.query(MeasureValue).count() == before + 1
    assert analyst.get(answer.location).status_code == 404  # done once
    folder = Path(analyst.application.config["DATA_DIR"]) / "imports"
    assert [path for path in folder.iterdir() if path.is_file()] == []


def test_a_bad_file_names_row_and_column_and_keeps_nothing(analyst):
    periods = db.session.query(Period).count()
    page = text_of(
        send(
            analyst,
            HEADER + f"ascof-2011:9Z,{LEICESTERSHIRE},2018-19,10.9,,\nascof-2011:1E,{LEICESTERSHIRE},2018-22,1,,\n",
        )
    )
    assert "Nothing was imported: 2 problems in values.csv" in page
    assert 'there is no measure "ascof-2011:9Z"' in page
    assert '"2018-22" is neither a financial year' in page
    assert db.session.query(StagedImport).count() == 0
    assert db.session.query(Period).count() == periods


def test_only_ones_own_council(analyst):
    page = text_of(send(analyst, HEADER + f"ascof-2011:1E,{RUTLAND},2018-19,10.9,final,\n"))
    assert "you can import figures of Leicestershire only" in page


def test_final_values_that_change_ask_for_one_reason(analyst):
    answer = send(analyst, HEADER + f"ascof-2011:1E,{LEICESTERSHIRE},2012-13,1.7,final,\n")
    page = text_of(analyst.get(answer.location))
    assert "ascof-2011:1E, Leicestershire, 2012-13" in page
    refused = text_of(analyst.send(answer.location, {}))
    assert "Say why the final values change" in refused
    analyst.send(answer.location, {"reason": "Counted again"})
    assert db.session.query(MeasureValue).filter_by(replaces_reason="Counted again").count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "values"}, "Select a file"),
        ({"kind": ""}, "Select what is in the file"),
        ({"kind": "values", "file": (BytesIO(b"x"), "values.docx")}, "The file must end in .csv, .xlsx or .ods"),
        ({"kind": "values", "file": (BytesIO(b""), "values.csv")}, "The file is empty"),
        ({"kind": "ascof", "file": (BytesIO(b"a,b\n"), "a.csv")}, "Say whose codes the file uses"),
        ({"kind": "values", "period": "2020-22", "file": (BytesIO(b"a,b\n"), "a.csv")}, "is neither a financial year"),
    ],
)
def test_a_form_that_is_not_whole(analyst, fields, said):
    page = text_of(analyst.send("/measures/import", fields, content_type="multipart/form-data"))
    assert said in page


def test_somebody_elses_check_is_not_found(analyst, app):
    answer = send(analyst, HEADER + f"ascof-2011:1E,{LEICESTERSHIRE},2018-19,10.9,final,\n")
    other = app.test_client().sign_in(make.person("analyst", org=analyst.person.organisation))
    assert other.get(answer.location).status_code == 404


def test_a_name_with_a_path_in_it_stays_a_name(analyst):
    for name in ("../../values.csv", "..\\..\\values.csv"):
        answer = send(analyst, HEADER + f"ascof-2011:1E,{LEICESTERSHIRE},2018-19,10.9,final,\n", name=name)
        assert db.session.query(StagedImport).order_by(StagedImport.id.desc()).first().file_name == "values.csv"
        assert '<p class="govuk-body">values.csv</p>' in text_of(analyst.get(answer.location))
