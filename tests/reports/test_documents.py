"""Every format says what the report object says, and each is as its own reader wants it."""

import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from casework.kit.documents import as_csv, as_docx, as_json, as_pdf, as_xlsx
from casework.kit.documents.cells import Figure, Missing, Percent
from casework.kit.documents.formats import FILES
from casework.kit.documents.report import Column, Row, Section, Table, file_stem, row
from tests.reports import make, reading


@pytest.fixture(scope="module")
def report():
    return make.full_report()


PRINTED = (
    "FND-0001",
    "Calls came late & were short",
    "1,238.5",
    "67%",
    "−5",
    "Due June 2021",
    "1,234",
    "100%",
    "Amber",
    "£1,100",
)


def test_word_holds_the_figures(report):
    text = reading.docx_text(as_docx.write(report))
    for words in (*PRINTED, "7\u00a0Apr\u00a02026", "Received: 194, 12% more than 173 the year before", "one point"):
        assert words in text
    assert "No findings cite this measure." in text


def test_pdf_holds_the_figures(report):
    text = " ".join(reading.pdf_text(as_pdf.write(report)).split())
    for words in (
        *PRINTED,
        "7 Apr 2026",
        "Received: 194, 12% more than 173 the year before",
        "No findings cite this measure.",
    ):
        assert words in text


def test_excel_holds_the_figures_as_figures(report):
    sheets = reading.xlsx_sheets(as_xlsx.write(report))
    assert list(sheets) == ["About this report", "1 What was found", "2 What is done", "3 An empty table"]
    first = sheets["1 What was found"]
    assert first[2] == ["Group", "Reference", "Title", "Count", "Share"]
    assert first[3] == ["Delay need", "FND-0001", "Calls came late & were short", 1238.5, 0.67]
    assert first[4] == ["Meet need", "FND-0002", "Second line\nof two", -5.0, "Due June 2021"]
    cost, due = sheets["2 What is done"][3][3], sheets["2 What is done"][3][2]
    assert (cost, due.isoformat()) == (1100.0, "2026-04-07")
    about = [cell for line in sheets["About this report"] for cell in line]
    assert {"A report", 194.0, "Year: 2019-20", "12% more than 173 the year before"} <= set(about)


def test_csv_holds_the_figures(report):
    rows = reading.csv_rows(as_csv.write(report))
    assert ["Received", "194", "12% more than 173 the year before"] in rows
    assert ["Delay need", "FND-0001", "Calls came late & were short", "1238.5", "67%"] in rows
    assert ["Meet need", "FND-0002", "Second line\nof two", "-5", "Due June 2021"] in rows
    assert ["ACT-0001", "Amber", "2026-04-07", "1100"] in rows
    assert rows.count([]) == 3


def test_csv_of_one_table_is_that_table():
    rows = reading.csv_rows(as_csv.write(make.report(make.table(row("A", "b", 1, 2)))))
    assert rows == [["Reference", "Title", "Count", "Share"], ["A", "b", "1", "2"]]


def test_json_is_the_data_with_its_moment_and_parameters(report):
    made = as_json.write(report)
    assert json.loads(made) == {
        "generated_at": "2026-04-07T11:00:00+00:00",
        "parameters": {"year": "2019-20"},
        "received": 194,
        "rate": 387.9,
    }
    assert list(json.loads(made)) == ["generated_at", "parameters", "received", "rate"]


def test_json_prints_a_decimal_as_its_shortest_number():
    made = as_json.write(make.report(data={"a": Decimal("11.40"), "b": Decimal("153"), "c": "é", "d": Decimal("1E+3")}))
    assert b'"a": 11.4' in made
    assert b'"b": 153,' in made
    assert '"é"'.encode() in made
    assert b'"d": 1000' in made


def test_word_has_real_headings_and_tables_whose_heads_repeat(report):
    document = docx.Document(io.BytesIO(as_docx.write(report)))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "A report"),
        ("Heading 2", "Contents"),
        ("Heading 2", "1 How many"),
        ("Heading 2", "2 About what"),
        ("Heading 3", "More"),
        ("Heading 2", "3 What is done"),
        ("Heading 2", "4 Nothing"),
    ]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert [section.orientation for section in document.sections] == [0, 1, 0]


def test_word_says_its_language_and_names_nobody(report):
    made = as_docx.write(report)
    about = docx.Document(io.BytesIO(made)).core_properties
    assert (about.title, about.language, about.author, about.last_modified_by, about.comments) == (
        "A report",
        "en-GB",
        "",
        "",
        "",
    )
    assert about.created == datetime(2026, 4, 7, 11, 0, tzinfo=UTC)
    styles = reading.parts(made)["word/styles.xml"].decode()
    assert 'w:val="en-GB"' in styles
    assert "en-US" not in styles.replace('w:eastAsia="en-US"', "")
    assert not [name for name in reading.parts(made) if "thumbnail" in name or "vba" in name.lower()]
    assert reading.elements(made, "ins") == reading.elements(made, "del") == reading.elements(made, "comment") == 0


def test_word_links_inside_and_outside(report):
    made = as_docx.write(report)
    assert b'Target="https://casework.example/findings/1"' in reading.parts(made)["word/_rels/document.xml.rels"]
    assert b'w:anchor="part3"' in reading.parts(made)["word/document.xml"]


def test_without_an_address_links_are_words(report):
    from dataclasses import replace

    plain = replace(report, base_url="")
    assert b"findings/1" not in reading.parts(as_docx.write(plain))["word/_rels/document.xml.rels"]
    assert b"findings/1" not in as_pdf.write(plain)


@pytest.fixture(scope="module")
def pdf(report):
    return PdfReader(io.BytesIO(as_pdf.write(report)))


def tags(pdf):
    """Every structure tag of the document with how often it stands there."""
    found, waiting = {}, [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if "/S" in node:
                found[node["/S"]] = found.get(node["/S"], 0) + 1
            if "/K" in node and not isinstance(node["/K"], int):
                waiting.append(node["/K"])
    return found


def test_pdf_is_tagged_titled_and_in_english(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "A report"
    assert not pdf.metadata.author
    assert b"pdfuaid:part>1" in root["/Metadata"].get_object().get_data()


def test_pdf_tables_have_heads_that_belong_to_them(pdf):
    seen = tags(pdf)
    assert (seen["/H1"], seen["/H2"], seen["/H3"], seen["/Table"]) == (1, 5, 1, 2)
    assert seen["/TH"] == 4 + 4 + 2  # heads of two tables, two groups
    assert seen["/TD"] == 4 * 3 + 4
    assert seen["/Caption"] == 2
    assert seen["/L"] >= 2


def test_pdf_turns_the_page_for_wide_tables(pdf):
    upright = [page.mediabox.height > page.mediabox.width for page in pdf.pages]
    assert upright == [True, False, True]


def test_pdf_of_a_thousand_rows_is_one_table_in_a_few_seconds():
    import time

    rows = [row(f"FND-{n:04}", "A title that takes some room on the page", n, Percent(n / 10)) for n in range(1000)]
    began = time.perf_counter()
    made = as_pdf.write(make.report(make.table(*rows)))
    assert time.perf_counter() - began < 15
    pdf = PdfReader(io.BytesIO(made))
    assert len(pdf.pages) > 15
    assert tags(pdf)["/Table"] == 1
    assert all("Reference" in pdf.pages[at].extract_text() for at in (0, 9, -1))


@pytest.mark.parametrize("name", FILES)
def test_an_empty_report_is_made(name):
    made = FILES[name].write(make.report(make.table(empty="There are no findings."), data={"findings": []}))
    assert made
    if name == "docx":
        assert "There are no findings." in reading.docx_text(made)
    if name == "pdf":
        assert "There are no findings." in reading.pdf_text(made)
    if name == "xlsx":
        assert ["There are no findings.", "", "", ""] in reading.xlsx_sheets(made)["1 What was found"]


LONG = "Bournemouth" * 40


@pytest.mark.parametrize("name", FILES)
def test_very_long_names_fit(name):
    wide = [Column(f"Heading {n} {LONG[:200]}") for n in range(8)]
    table = Table(LONG, wide, [row(*[LONG] * 8)])
    made = FILES[name].write(make.report(table, title=LONG, subtitle=LONG, reference=LONG, data={"name": LONG}))
    if name == "pdf":
        assert reading.pdf_text(made).replace("\n", "").count(LONG) >= 8
        assert all(0 <= left <= 595 for left in reading.pdf_lefts(made))
    if name == "xlsx":
        assert all(len(sheet) <= 31 for sheet in reading.xlsx_sheets(made))


def test_two_tables_of_one_caption_get_sheets_of_their_own():
    caption = "The same caption that is longer than a sheet's name may be"
    made = as_xlsx.write(make.report(make.table(row("A", "", 1, 1), caption=caption), make.table(caption=caption)))
    assert len(reading.xlsx_sheets(made)) == 3


def test_letters_no_typeface_here_has_are_written_as_their_numbers():
    made = as_pdf.write(make.report(make.table(row("中", "Zoë Ελένη Ирина 😀 e\u0301 x\u200dy ﬁ", 1, 2))))
    text = reading.pdf_text(made)
    assert "[U+4E2D]" in text
    assert "Zoë Ελένη Ирина [U+1F600] é xy" in " ".join(text.split())


def test_the_typefaces_have_every_letter_they_are_said_to_have():
    bold = as_pdf.FACE.with_name("SourceSansPro-Bold.ttf")
    missing = as_pdf.letters_of(as_pdf.FACE) - as_pdf.letters_of(bold)
    assert not missing
    assert {ord(letter) for letter in "aZ0£–“”•−≥ é"} <= as_pdf.letters_of(as_pdf.FACE)


def test_every_letter_the_typeface_has_can_be_printed():
    letters = [chr(code) for code in sorted(as_pdf.letters_of(as_pdf.FACE)) if chr(code).isprintable()]
    assert len(letters) > 1000
    rows = [row("".join(letters[at : at + 20]), "", 1, 1) for at in range(0, len(letters), 20)]
    assert as_pdf.write(make.report(make.table(*rows, *[Row(one.cells, is_total=True) for one in rows])))


@pytest.mark.parametrize(
    ("cell", "printed", "plain"),
    [
        (Figure(1238), "1,238", "1238"),
        (Figure(Decimal("11.45"), 1), "11.5", "11.5"),
        (Figure(-1100, before="£"), "−£1,100", "-1100"),
        (Percent(Decimal("66.5")), "67%", "67%"),
        (Percent(Decimal("6.25"), 1), "6.3%", "6.3%"),
        (Figure(Decimal("-0.04"), 1), "0.0", "0.0"),
        (Missing(), "not known", "not known"),
    ],
)
def test_a_cell_in_words_and_for_csv(cell, printed, plain):
    assert (cell.words, cell.plain) == (printed, plain)


@pytest.mark.parametrize(
    ("reference", "stem"),
    [
        ("thread ascof-2011:1C(1A)", "thread-ascof-2011-1c-1a"),
        ("../../etc/passwd", "etc-passwd"),
        ('a"b\r\nX: y', "a-b-x-y"),
        ("Ünïcödé", "unicode"),
        ("...", "report"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_file_is_named_by_plain_letters(reference, stem):
    assert file_stem(reference) == stem


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="has 1 cells for 4 columns"):
        make.table(row("A"))
    with pytest.raises(ValueError, match="same heading"):
        Table("T", [Column("A"), Column("A")], [])


def test_sections_of_a_report_of_one_are_not_numbered():
    text = reading.docx_text(as_docx.write(make.report(sections=[Section("Only", [])])))
    assert "Only" in text
    assert "1 Only" not in text
