"""Small workbooks that would fill a machine, and files that are not what their names say: refused before they are read."""

import io
import tracemalloc
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from casework.kit import cells
from casework.kit.tables import Problem, TableRefused, read_lines, read_table
from casework.kit.workbooks import check_unpacks
from casework.measures.ascof_sheets import Book

FAR = "has cells so far apart that it cannot be read. Delete the empty rows and columns"


def workbook(folder, rows=(("a", "b"), (1, 2)), more=b"", name="file.xlsx"):
    """A workbook of these rows; `more` is written behind the last row of its sheet."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    path = folder / name
    with zipfile.ZipFile(held) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in made.namelist():
            text = made.read(part)
            archive.writestr(part, text.replace(b"</sheetData>", more + b"</sheetData>") if "sheet1" in part else text)
    return path


def cell(place, text=b"x"):
    number = "".join(letter for letter in place if letter.isdigit())
    return b'<row r="%s"><c r="%s" t="inlineStr"><is><t>%s</t></is></c></row>' % (number.encode(), place.encode(), text)


def refused(path):
    with pytest.raises(TableRefused) as caught:
        list(read_lines(path))
    return [problem.sentence for problem in caught.value.problems]


@pytest.mark.parametrize("place", ["XFD1048576", "GR1048576", "AA900000"])
def test_two_cells_in_opposite_corners_are_refused_before_they_are_laid_out(tmp_path, place):
    path = workbook(tmp_path, more=cell(place))
    assert path.stat().st_size < 10_000
    assert refused(path) == [FAR]
    with pytest.raises(TableRefused, match=FAR):
        Book(path)  # a published file is opened by the same rule


def test_the_corner_is_seen_wherever_a_block_ends(tmp_path):
    """The place of the far cell is cut in two by the end of a block of 1 MB."""
    for shift in range(0, 40, 4):
        filler = cell("A9", b"y" * ((1 << 20) - 900 + shift))
        assert refused(workbook(tmp_path, more=filler + cell("GR1048576"))) == [FAR]


@pytest.mark.parametrize("place", ["XFD9", "J600000", "A1048576"])
def test_a_long_or_a_wide_sheet_is_laid_out(tmp_path, place):
    check_unpacks(workbook(tmp_path, more=cell(place)))


def test_one_letter_over_and_over_is_refused_and_never_held(tmp_path):
    path = workbook(tmp_path, more=cell("A9", b"A" * 60_000_000))
    tracemalloc.start()
    assert refused(path) == ["unpacks to more than 100 times its size"]
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_a_cell_repeated_thousands_of_times_is_refused(tmp_path):
    path = tmp_path / "file.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>',
        )
    assert refused(path) == ["repeats a cell thousands of times, so it cannot be read"]


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0", "is an old Excel file. Save it as .xlsx or .csv and choose it again"),
        (b"PK\x03\x04", "is no CSV file, whatever its name. Save it as .xlsx or .csv and choose it again"),
    ],
)
def test_a_file_that_is_no_csv_says_what_to_do(tmp_path, start, sentence):
    path = tmp_path / "file.csv"
    path.write_bytes(start + bytes(500))
    assert refused(path) == [sentence]


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")])
def test_columns_that_are_separated_otherwise_are_one_problem(tmp_path, mark, word):
    path = tmp_path / "file.csv"
    path.write_text(f"a{mark}b\n1{mark}2\n", encoding="utf-8")
    with pytest.raises(TableRefused) as caught:
        read_table(path, {"a": cells.words(), "b": cells.words()}, required=["a", "b"])
    said = f"has {word} between the columns. Save it with commas between them"
    assert caught.value.problems == [Problem("file.csv", 1, None, said)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("1,054,321", 1054321),
            ("1,054.5", "1054.5"),
            ("−1,000", -1000),
            ("12,345%", 12345),
            ("6.5", "6.5"),
            ("654321", 654321),
        ),
        *((bad, None) for bad in ("6,5", "1,05,4321", "1,0543", ",5", "1,,000", "1,000,", "6,54%")),
    ],
)
def test_a_comma_stands_between_thousands_or_the_figure_is_none(text, number):
    """6,5 is 6.5 in a spreadsheet of another country; read as 65 it would be ten times too much and silent."""
    if number is not None:
        assert cells.figure(text) == Decimal(number)
        return
    with pytest.raises(ValueError, match="is not a number"):
        cells.figure(text)
    if "%" not in text:
        with pytest.raises(ValueError, match="is not a whole number"):
            cells.whole(text)


def test_a_long_cell_is_neither_taken_nor_repeated(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(f"a\n{'x' * 500}\n{'y' * 40_000}\n", encoding="utf-8")
    with pytest.raises(TableRefused) as caught:
        read_table(path, {"a": cells.figure})
    assert [problem.sentence for problem in caught.value.problems] == [
        f'"{"x" * 60}…" is not a number', "is longer than 32,767 characters",
    ]  # fmt: skip
