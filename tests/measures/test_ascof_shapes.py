"""Every shape in which ASCOF is published gives the same kind of cells."""

from zipfile import ZipFile

import pytest
import xlsxwriter

from casework.kit.tables import TableRefused
from casework.measures.ascof_shapes import Published

NHS = "Geographical Code,Geographical Description,Geographical Level,{ons},ASCOF Measure Code,Disaggregation Level,Measure Type,{value},Measure Group,Measure Group Description"
DHSC = "Geographical code,Geographical description,Geographical level,ONS code,ASCOF measure code,Disaggregation level,Measure type,Measure value"
TABLE = """Table 3d(2a): the proportion of care users who receive direct payments [note 9]
This worksheet contains one table.
"Cells marked with a [z] denotes data is not applicable, and an [x] no data."
Local authority code,Local authority,ONS area code,2023 to 2024 - outcome,2024 to 2025 - numerator [note 3],\
2024 to 2025 - outcome
England,England,E92000001,[z],"117,655",24.5
S,Shire Counties,[z],[z],"39,630",25.4
EM,East Midlands,E12000004,[z],"13,040",33.6
508,Leicestershire,E10000018,[z],"2,000",40
Source: client level data
"""


def cells(path, **options):
    return list(Published(path, **options).cells())


def write(folder, text, *, name="ascof.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    ("ons", "value"),
    [("ONS Code", "Measure Value"), ("ONS Area Code", "Measure value"), ("ONS Code", "Measure_Value")],
)
def test_long_file_of_nhs_digital(tmp_path, encoding, ons, value):
    row = "508,Leicestershire,Council,E10000018,1EF,Female,Outcome,11.4,1E,Adults – in paid employment"
    (cell,) = cells(write(tmp_path, f"{NHS.format(ons=ons, value=value)}\r\n{row}\r\n", encoding=encoding))
    assert (cell.area.code, cell.area.name, cell.area.ons, cell.area.level) == (
        "508",
        "Leicestershire",
        "E10000018",
        "Council",
    )
    assert (cell.measure, cell.group, cell.breakdown) == ("1EF", "1E", "Female")
    assert (cell.kind, cell.text, cell.period) == ("value", "11.4", "")
    assert (cell.place, cell.row, cell.column) == ("ascof.csv", 2, value)


def test_long_file_of_dhsc_in_another_order_of_columns(tmp_path):
    names = DHSC.split(",")[::-1]
    row = ["Margin of error", "18 to 64", "5A1", "E10000018", "Local authority", "Leicestershire", "508"]
    (cell,) = cells(write(tmp_path, f"{','.join(names)}\n2.1,{','.join(row)}\n"))
    assert (cell.measure, cell.breakdown, cell.kind, cell.text) == ("5A1", "18 to 64", "margin", "2.1")
    assert cell.area.level == "Local authority"


def test_long_file_with_a_year(tmp_path):
    header = "Year,Geographical Description,ONS Code,Measure Group,Measure_Value,Geographical Level,Disaggregation Level,Measure Type"
    rows = "2017-18,Barnet,E09000003,1A,19.0,Council,Total,Outcome\n2023-24,Barnet,E09000003,1A,19.1,Council,,\n"
    found = cells(write(tmp_path, f"{header}\n{rows}"))
    assert [(cell.period, cell.group, cell.kind, cell.text) for cell in found] == [
        ("2017-18", "1A", "value", "19.0"),
        ("2023-24", "1A", "value", "19.1"),
    ]
    assert found[0].area is found[1].area


def test_table_with_text_above_and_below(tmp_path):
    published = Published(write(tmp_path, TABLE))
    found = list(published.cells())
    assert {cell.measure for cell in found} == {"3d(2a)"}
    assert [(cell.period, cell.kind, cell.text) for cell in found[:3]] == [
        ("2023 to 2024", "value", "[z]"),
        ("2024 to 2025", "numerator", "117,655"),
        ("2024 to 2025", "value", "24.5"),
    ]
    assert [cell.area.level for cell in found[::3]] == ["England", "Council type", "Region", "Council"]
    assert (found[-1].row, found[-1].column) == (8, "2024 to 2025 - outcome")
    assert published.left_out == {"lines that hold words only": 1}


def test_table_of_more_than_one_measure_in_it(tmp_path):
    text = "Table 6b: ratings\nLocal authority code,Local authority,ONS area code,2024 to 2025 - good outcome,2024 to 2025 - not yet rated numerator,2024 to 2025 - 6b outcome\n508,Leicestershire,E10000018,77.2,25,81.7\n"
    found = cells(write(tmp_path, text))
    assert [(cell.breakdown, cell.kind) for cell in found] == [
        ("good", "value"), ("not yet rated", "numerator"), ("total", "value"),
    ]  # fmt: skip


def demographic_rows():
    return [
        ["Table 1a: social care-related quality of life score"],
        ["This worksheet contains one table."],
        [],
        ["Area", "ONS Area Code", "Area code", "Area unit", "Demographic", "Group", "Number of respondents",
         "Margin of error", "Outcome (Score out of 24)"],
        ["Leicestershire", "E10000018", 508, "Local Authority", "Total", "Total", 415, 0.4, 18.9],
        ["Leicestershire", "E10000018", 508, "Local Authority", "Age group", "18 to 64", "[c]", "[c]", "[c]"],
        ["East Midlands", "E12000004", "EM", "Region", "Total", "Total", 3455, 0.2, 19],
    ]  # fmt: skip


def as_xlsx(path, sheets):
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def as_ods(path, sheets):
    """A small ODS by hand: numbers as numbers, and blank lines as one repeated line, as office programs write them."""
    tables = "".join(
        f'<table:table table:name="{name}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}office:1.0" '
        f'xmlns:table="{office}table:1.0" xmlns:text="{office}text:1.0" office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{office}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with ZipFile(path, "w") as parts:
        parts.writestr("mimetype", kind)
        parts.writestr("META-INF/manifest.xml", manifest)
        parts.writestr("content.xml", content)
    return path


def _ods_row(cells):
    if not cells:
        return '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell):
    if isinstance(cell, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell:,}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'


@pytest.mark.parametrize(("make", "name", "row"), [(as_xlsx, "ascof.xlsx", 5), (as_ods, "ascof.ods", 6)])
def test_workbook_of_demographic_tables(tmp_path, make, name, row):
    sheets = {"Cover": [["Measures from ASCOF"], ["Contents"]], "Table_1a": demographic_rows(), "Notes": [["note 1"]]}
    found = cells(make(tmp_path / name, sheets))
    assert len(found) == 9
    assert [(cell.kind, cell.text) for cell in found[:3]] == [("base", "415"), ("margin", "0.4"), ("value", "18.9")]
    assert [cell.breakdown for cell in found[::3]] == ["total", "18 to 64", "total"]
    assert found[-1].text == "19"
    assert (found[0].area.code, found[0].area.ons, found[0].area.level) == ("508", "E10000018", "Local Authority")
    assert (found[0].place, found[0].row) == (
        f"{name}:Table_1a",
        row,
    )  # blank lines count, as a spreadsheet counts them
    assert found[0].period == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b\n1,2\n", "is not a published ASCOF file: no header with areas and figures was found"),
        ("", "is not a published ASCOF file: no header with areas and figures was found"),
        (
            "Geographical Description,Measure Value\nBarnet,1\n",
            'ascof.csv:row 1: column "ASCOF Measure Code": is missing from the header',
        ),
        (
            f"{DHSC},Colour\n",
            'ascof.csv:row 1: column "Colour": is not a column of a published ASCOF file',
        ),
        (f"{DHSC},Measure value\n", 'ascof.csv:row 1: column "Measure value": stands in the header twice'),
        (
            "Figures\nLocal authority,ONS area code,2024 to 2025 - outcome\nBarnet,E09000003,1\n",
            "ascof.csv: does not say which table it is, like Table 2a",
        ),
        (
            "Table 2a\nArea,ONS area code,2024 to 2025 - outcome,2024 to 2025 - colour\nBarnet,E09000003,1,2\n",
            'ascof.csv:row 2: column "2024 to 2025 - colour": is not a column of a published ASCOF file',
        ),
    ],
)
def test_what_is_no_published_shape_is_refused(tmp_path, text, problem):
    with pytest.raises(TableRefused) as refused:
        cells(write(tmp_path, text))
    assert str(refused.value).endswith(problem)


def test_unknown_columns_can_be_left_out(tmp_path):
    row = "508,Leicestershire,Local authority,E10000018,1A,Total,Outcome,19,blue"
    (cell,) = cells(write(tmp_path, f"{DHSC},Colour\n{row}\n"), ignore_unknown=True)
    assert cell.text == "19"


def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path):
    with pytest.raises(TableRefused, match="is not a spreadsheet that can be read"):
        cells(write(tmp_path, "hello", name="ascof.ods"))
    with pytest.raises(TableRefused, match="there is no such file"):
        cells(tmp_path / "none.csv")
