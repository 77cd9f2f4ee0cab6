"""Papers as they come: Word, HTML, Markdown, text and CSV; what cannot be read, and what would make reading slow."""

import importlib
import io
import pkgutil
import re
import time
import zipfile

import docx
import pytest

from casework.assessments import figure_check
from casework.assessments.figure_check import CannotRead, Verdict, check_bytes, check_file, check_text, series
from casework.assessments.figure_check import read_docx as reading_docx

PLANTED = "116 of 1,238 (10%)"


def wrong(name, data):
    claims = check_bytes(name, data if isinstance(data, bytes) else data.encode())
    return [(claim.line, claim.text, claim.expected) for claim in claims if claim.verdict is Verdict.WRONG]


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def a_document():
    document = docx.Document()
    document.add_heading("A report")
    paragraph = document.add_paragraph("In all 116 of 1,238")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" (10%) came back.")
    table = document.add_table(rows=0, cols=3)
    rows = [
        ("District", "Received", "Upheld (%)"),
        ("Blaby", "12", "2 (17%)"),
        ("Melton", "9", "6 (66%)"),
        ("Oadby", "8", "2 (25%)"),
    ]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return document


def test_a_word_document_with_its_tables():
    assert wrong("a.docx", saved(a_document())) == [(2, PLANTED, "9%"), (5, "Melton: 6 (66%)", "67%")]


def test_struck_out_text_is_left_out_and_put_in_text_is_read():
    document = a_document()
    first = document.paragraphs[1]._p
    markup = first.xml.replace(">In all 116 of 1,238<", ">In all 116 of 1,238<").replace("<w:r>", "<w:ins><w:r>", 1)
    markup = markup.replace("</w:r>", "</w:r></w:ins><w:del><w:r><w:delText>0</w:delText><w:t>9</w:t></w:r></w:del>", 1)
    first.getparent().replace(first, docx.oxml.parse_xml(markup))
    assert wrong("a.docx", saved(document))[0] == (2, PLANTED, "9%")


def test_merged_cells_are_read_once():
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for row, texts in enumerate(
        [("Team", "Visits", ""), ("North", "12", ""), ("South", "30", ""), ("Total", "41", "")]
    ):
        table.cell(row, 1).merge(table.cell(row, 2))
        table.cell(row, 0).text, table.cell(row, 1).text = texts[:2]
    assert wrong("a.docx", saved(document)) == [(4, "Total: 41", "42")]


def test_html_with_its_tables_and_without_its_scripts():
    page = f"""<html><head><title>116 of 1,238 (11%)</title></head><body><h1>A report</h1>
<script>var x = "116 of 1,238 (12%)"</script>
<p>In all <b>116</b> of
1,238<sup>2</sup> (10%) came&nbsp;back.</p>
<table><tr><th>District<th>Received<th>Upheld (%)
<tr><td>Blaby<td>12<td>2 (17%)
<tr><td>Melton<td>9<td>6 (66%)
<tr><td colspan="1">Oadby</td><td>8</td><td>2 (25%)</td></tr></table>
<ul><li>Then {PLANTED}<li>and no more</ul>"""
    assert wrong("a.html", page) == [(3, PLANTED, "9%"), (7, "Melton: 6 (66%)", "67%"), (9, PLANTED, "9%")]


def test_markdown_with_its_lists_headings_and_emphasis():
    text = f"# Report\n\n16. At the end of the year **116** of 1,238[^2]\n    (10%) came back.\n- 17. Then <u>{PLANTED}</u>\n"
    assert [line for line, _text, _expected in wrong("a.md", text)] == [3, 5]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file_counts_rows_as_a_spreadsheet_does(encoding):
    text = 'District,Received,"Upheld, £",Upheld (%)\nBlaby,12,2,2 (17%)\nMelton,9,6,6 (66%)\n"Oadby, Wigston",8,2,2 (25%)\nTotal,30,10,10 (33%)\n'
    assert wrong("a.csv", text.encode(encoding)) == [(3, "Melton: 6 (66%)", "67%"), (5, "Total: 30", "29")]


def test_a_file_without_claims_has_none(tmp_path):
    (tmp_path / "a.txt").write_text("Nothing here but words, 3 of them at Table 2, in 2019/20.")
    assert check_file(tmp_path / "a.txt") == []


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF", "a.pdf is not a docx, txt, md, html or csv file"),
        ("a.txt", b"a\x00b", "a.txt is not a text file"),
        ("a.docx", b"no zip", "a.docx is not a Word document that can be read"),
        ("a.txt", b"a" * (20 * 1024 * 1024 + 1), "a.txt is larger than 20 MB"),
        ("a.txt", b"word " * 700_000, "a.txt holds more than 3,000,000 characters. Split it and check the parts"),
        ("a.csv", b'a,"' + b"b" * 140_000, "a.csv is not a CSV file: field larger than field limit (131072)"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(name, data, sentence):
    with pytest.raises(CannotRead) as refusal:
        check_bytes(name, data)
    assert refusal.value.sentence == sentence


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CannotRead, match="cannot be read: No such file"):
        check_file(tmp_path / "gone.txt")


@pytest.mark.parametrize("broken", ["empty zip", "no document", "cut short"])
def test_a_broken_document_is_refused(broken):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as parts:
        if broken != "empty zip":
            parts.writestr("[Content_Types].xml", "<Types/>")
    whole = saved(a_document())
    with pytest.raises(CannotRead, match="is not a Word document"):
        check_bytes("a.docx", whole[: len(whole) // 2] if broken == "cut short" else data.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    data = io.BytesIO(saved(a_document()))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/a.bin", b"\0" * (reading_docx.LARGEST_UNPACKED + 1))
    started = time.perf_counter()
    with pytest.raises(CannotRead, match="unpacks to more than 100 MB"):
        check_bytes("a.docx", data.getvalue())
    assert time.perf_counter() - started < 1


# --- no text makes it slow ---

LENGTH = 50_000
SEEDS = [
    *(
        "a",
        "a ",
        "A a",
        "1",
        "1,",
        "1,111",
        "9.",
        "£",
        "% ",
        "(",
        ") (",
        "a-",
        "a' ",
        "\t",
        "|",
        "  ",
        "- ",
        "; ",
        "<a ",
        "<",
    ),
    *(
        "«P1» ",
        "«N1» of the ",
        "«N1» ",
        "«Y1» ",
        "from «N1» to ",
        "«P1» increase in ",
        "increase of «P1» ",
        "«N1» a a a a ",
    ),
    *(
        "over over ",
        "more than ",
        "one in ",
        "one-",
        "out of the ",
        "ASCOF 1A ",
        "2019/20 ",
        "2019-",
        "half (",
        "rose by ",
    ),
    *(
        "compared to «N1» ",
        "number of a ",
        "there were «N1» a ",
        "total ",
        "www.",
        "a@",
        ". A",
        "[^",
        "of which ",
        "doubled ",
    ),
]


def patterns():
    for module in pkgutil.iter_modules(figure_check.__path__):
        loaded = importlib.import_module(f"{figure_check.__name__}.{module.name}")
        for name, held in vars(loaded).items():
            for number, one in enumerate(held if isinstance(held, list | tuple) else [held]):
                one = one[0] if isinstance(one, tuple) and one else one
                if isinstance(one, re.Pattern):
                    yield pytest.param(one, id=f"{module.name}.{name}.{number}")


def processor_time(do):
    started = time.process_time()
    do()
    return time.process_time() - started


def stays_within(limit, do, text):
    """Whether `do(text)` takes under `limit` seconds of processor.

    An eighth of the text that takes a 512th of the limit says so for the whole, even where time grows with the cube of
    the length; otherwise the whole text is tried.
    """
    if processor_time(lambda: do(text[: len(text) // 8])) < limit / 8**3:
        return True
    return processor_time(lambda: do(text)) < limit


@pytest.mark.parametrize("pattern", list(patterns()))
def test_no_pattern_is_slow_on_any_text(pattern):
    """Under a tenth of a second as a rule; the limit is generous because machines differ."""
    for seed in SEEDS:
        text = (seed * LENGTH)[:LENGTH]
        assert stays_within(2, lambda text: [None for _ in pattern.finditer(text)], text), seed


def test_a_slow_pattern_is_noticed():
    assert not stays_within(0.05, lambda text: [None for _ in re.finditer("a+b", text)], "a" * (LENGTH // 2))


@pytest.mark.parametrize(
    "seed", ["1 of 1 (1%) ", "from 1 to 1, 1% up ", "£1 ", "a 1% rise (1 against 1) ", "(", "1\t", "1 | ", "<td>1"]
)
def test_no_paper_is_slow(seed):
    text = (seed * LENGTH)[: LENGTH // 3]
    assert processor_time(lambda: check_text(text)) < 20
    assert processor_time(lambda: check_bytes("a.html", text.encode())) < 20


def test_a_sentence_of_very_many_changes_is_read_word_by_word_once():
    sentence = "fell by 5 people and rose by 7 people " * 1_500
    series.telling.cache_clear()
    check_text(sentence + "\n\n" + "| Year | 2018/19 | 2019/20 |\n|---|---|---|\n| People | 5 | 7 |\n")
    assert series.telling.cache_info().misses < 100
