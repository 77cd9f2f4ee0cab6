"""Nothing that people type becomes a formula, a link, markup or a program in a document (promise B12)."""

import io

import pytest

from casework.kit.documents import as_csv, as_docx, as_pdf, as_xlsx
from casework.kit.documents.report import Section, row
from tests.reports import make, reading

LEADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "+44 116 496 0000",
    "-1+1",
    "-2-3",
    "@SUM(A1)",
    "@foo",
    "\t=1+1",
    "\tplain",
    "\r=1+1",
    "\rplain",
    "\n=1+1",
    "\n\n=1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "'=1+1",
    "''=1+1",
    "'plain",
    '"=1+1"',
    '=DDE("cmd";"/C calc";"x")',
    "http://evil.example/=1",
    "{=1+1}",
    "\0=1+1",
    "=1+1\0",
]
KEPT = [lead for lead in LEADS if "\0" not in lead and "\r" not in lead]


def report_of(texts):
    rows = [row(text, f"title {number}", number, number) for number, text in enumerate(texts)]
    return make.report(make.table(*rows))


def test_there_are_thirty_leads():
    assert len(LEADS) >= 30


def test_csv_starts_no_formula_and_gives_the_text_back():
    rows = reading.csv_rows(as_csv.write(report_of(LEADS)))[1:]
    for text, (cell, *_) in zip(LEADS, rows, strict=True):
        assert as_csv.unguarded(cell) == text
        assert cell.lstrip("\u200b\ufeff").strip()[:1] not in "=+-@＝＋－＠" or cell.startswith("'"), repr(cell)
        assert cell[:1] not in "\t\r\n\0"


@pytest.mark.parametrize("text", [*LEADS, "", "'", "plain", "'Tis", "it's =1", "5", "−5"])
def test_guarding_can_be_taken_back(text):
    assert as_csv.unguarded(as_csv.guarded(text)) == text


def test_every_cell_of_a_csv_is_quoted():
    made = as_csv.write(report_of(["a;=1+1"])).decode("utf-8-sig")
    assert made.splitlines()[1].startswith('"a;=1+1","title 0","0"')


def test_excel_has_no_formula_no_link_and_all_the_words():
    made = as_xlsx.write(report_of(LEADS))
    assert reading.elements(made, "f") == 0
    assert reading.elements(made, "hyperlink") == 0
    cells = [line[0] for line in reading.xlsx_sheets(made)["1 What was found"][3:]]
    for text, cell in zip(LEADS, cells, strict=True):
        assert str(cell).strip() == text.replace("\0", "\ufffd").replace("\r", "\ufffd").strip()


def test_excel_hides_nothing_and_names_nobody():
    made = as_xlsx.write(make.full_report())
    parts = reading.parts(made)
    assert not [
        name for name in parts if any(word in name for word in ("pivot", "comment", "vba", "external", "customXml"))
    ]
    for name, content in parts.items():
        assert b"hidden" not in content.lower(), name
    core = parts["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core or "<cp:lastModifiedBy/>" in core


def test_excel_cuts_a_text_it_cannot_hold_and_says_so():
    made = as_xlsx.write(report_of(["x" * 40_000]))
    cell = reading.xlsx_sheets(made)["1 What was found"][3][0]
    assert len(cell) == 32_767
    assert cell.endswith("have all of it]")


def test_word_keeps_markup_and_fields_as_words():
    texts = ["<w:p/>", "]]>", "&amp; <b>", '{ INCLUDETEXT "http://evil.example" }', "{{ 7*7 }}", "\x01\x0b", *KEPT]
    made = as_docx.write(report_of(texts))
    cells = [line[0] for line in reading.docx_tables(made)[0][1:]]
    for text, cell in zip(texts, cells, strict=True):
        assert cell.replace("\t", " ") == text.replace("\t", " ").replace("\x01", "\ufffd").replace("\x0b", "\ufffd")
    fields = [node for node in ("instrText", "altChunk", "object") if reading.elements(made, node)]
    assert not fields
    assert reading.elements(made, "fldSimple") == 2  # page numbers of the footer


def test_pdf_keeps_typst_as_words():
    texts = [
        '#panic("x")',
        "$a^2$",
        "*b* _i_",
        '#read("/etc/passwd")',
        "= Heading",
        "// note",
        "<part1>",
        "@part1",
        "\\u{41}",
        "`x`",
    ]
    made = as_pdf.write(make.report(make.table(*(row("A", text, 1, 1) for text in texts))))
    assert all(words in reading.pdf_text(made) for words in texts)


def test_a_link_that_is_not_ours_is_only_words():
    from casework.kit.documents.cells import Text

    for href in ("//evil.example", "http://evil.example", "javascript:alert(1)"):
        one = make.report(make.table(row(Text("x", href), "", 1, 1)), base_url="https://casework.example")
        assert b"evil" not in reading.parts(as_docx.write(one))["word/_rels/document.xml.rels"]
        assert b"evil" not in as_pdf.write(one)
        assert b"javascript" not in as_pdf.write(one)


def test_half_a_letter_does_not_break_a_document():
    for writer in (as_csv, as_docx, as_pdf, as_xlsx):
        assert writer.write(make.report(sections=[Section("x\ud800y", [make.table(row("\ud800", "", 1, 1))])]))


def test_documents_of_one_report_are_the_same_bytes():
    report = make.full_report()
    assert as_pdf.write(report) == as_pdf.write(report)
    assert io.BytesIO(as_docx.write(report)).read()
