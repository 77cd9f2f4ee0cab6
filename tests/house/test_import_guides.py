"""The guides to import files: every column of the contract, said in words, and an empty file that is taken as it is."""

from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from casework.complaints.import_guide import GUIDES as LOGS
from casework.kit import tables
from casework.kit.cells import words
from casework.kit.import_guide import empty_workbook, guide
from casework.measures.import_guide import GUIDES as FIGURES
from tests import make
from tests.measures import make as figures

# The binding lists, written out a second time.
COLUMNS = {
    "complaints": "reference received_on channel route excluded_ground complainant adult_reference district team provider "
    "theme cause joint_with acknowledged_on responded_on review_requested_on reviewed_on closed_on outcome remedies "
    "redress_pounds ombudsman_enquiry_on ombudsman_decided_on ombudsman_outcome ombudsman_remedy_due "
    "ombudsman_remedy_done summary",
    "compliments": "reference received_on team district source text",
    "values": "measure organisation period value numerator denominator margin base state due_text published_quartile note "
    "replaces_reason",
    "targets": "measure organisation period kind at_least at_most strict implied_count note",
    "ratings": "measure organisation period rag triggers reason rated_by rated_on",
}
GUIDES = (*LOGS, *FIGURES)


@pytest.mark.parametrize("one", GUIDES, ids=lambda one: one.kind)
def test_every_column_stands_there_in_words(one):
    assert {column.name for column in one.columns} == set(COLUMNS[one.kind].split())
    assert all(column.says or column.note for column in one.columns)


def test_a_note_on_a_column_that_is_not_there_is_refused():
    with pytest.raises(KeyError, match="colour"):
        guide("x", "X", {"name": words()}, required=(), matched="", notes={"colour": "red"})


@pytest.mark.parametrize("one", GUIDES, ids=lambda one: one.kind)
def test_the_empty_file_has_the_header_and_is_read(one, tmp_path):
    path = tmp_path / "empty.xlsx"
    path.write_bytes(empty_workbook(one).getvalue())
    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() == [
        [column.name for column in one.columns]
    ]
    with ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "comment" in name or "vml" in name]
        assert "Needed" in parts.read("xl/worksheets/sheet1.xml").decode()
    parsers = dict.fromkeys((column.name for column in one.columns), str)
    required = [column.name for column in one.columns if column.is_required]
    assert tables.read_table(path, parsers, required=required).rows == []


@pytest.mark.parametrize(("role", "room"), [("analyst", "measures"), ("complaints-manager", "complaints")])
def test_the_pages(client, role, room):
    figures.demo() if room == "measures" else None
    org = figures.leicestershire() if room == "measures" else make.organisation()
    browser = client.sign_in(make.person(role, org=org))
    assert f'href="/{room}/import/guide"' in browser.get(f"/{room}/import").text
    page = browser.get(f"/{room}/import/guide").text
    for one in LOGS if room == "complaints" else FIGURES:
        assert f"<code>{one.columns[-1].name}</code>" in page
        file = browser.get(f"/{room}/import/guide/{one.kind}")
        assert file.data[:2] == b"PK"
        assert f"{one.kind}-to-import.xlsx" in file.headers["Content-Disposition"]
    assert browser.get(f"/{room}/import/guide/plan").status_code == 404
