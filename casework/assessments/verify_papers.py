"""Whether a PDF or an Excel file is what was signed. Both carry the JSON they were made from, with the signed copy.

What is proved, and what is not: the copy inside is checked by its seal, as a JSON file is. Then the file is written
again from it. The very same file, to the last byte, shows what was signed and nothing else. Another file is refused:
either its words differ, and we say where; or they are the same, but another program has saved it (or an older version
of Casework wrote it), and nobody can rule out that something was laid over the words. The copy inside still stands.
"""

from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile
from zlib import decompressobj
from zlib import error as NotPacked

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from python_calamine import CalamineError, CalamineWorkbook

from casework.assessments.papers import write_paper
from casework.assessments.verify_json import Judged, judge_json, not_signed, read_json
from casework.assessments.verify_word import other_lines
from casework.kit.documents.as_pdf import CARRIED as PDF_NAME
from casework.kit.documents.as_xlsx import CARRIED as SHEET
from casework.kit.rules import RuleBroken
from casework.kit.workbooks import check_unpacks

MOST_UNPACKED = 50_000_000
NO_COPY = (
    "It carries no signed copy: the self-assessment was not signed when the file was made, or another program took "
    "the copy out"
)
SAVED_AGAIN = (
    "The signed copy inside it is whole, and its words are those that were signed. But the file itself is not byte for "
    "byte as Casework writes it: another program has saved it, or an older version of Casework wrote it. Something may "
    "be laid over the words, so the page you see is not proved"
)


def judge_paper(ending: str, data: bytes, organisation_id: int | None) -> Judged:
    """The verdict on a PDF or Excel file. RuleBroken for one that cannot be read."""
    carried, words_in = (_carried_in_pdf, _words_in_pdf) if ending == "pdf" else (_carried_in_book, _words_in_book)
    try:
        copy = carried(data)
        words = list(words_in(data))
    except (PyPdfError, CalamineError, BadZipFile, ValueError, KeyError, TypeError, OSError, RecursionError) as why:
        kind = "a PDF" if ending == "pdf" else "an Excel file"
        raise RuleBroken(f"The file is not {kind} that can be read. Choose another", "file") from why
    if copy is None:
        return Judged(False, NO_COPY)
    try:
        told = read_json(copy)
    except RuleBroken:
        return Judged(False, NO_COPY)
    judged = judge_json(told, organisation_id)
    if not judged.is_signed or judged.signature is None:
        return judged
    try:
        again = write_paper(judged.signature.assessment, told, ending)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
        return not_signed(judged.signature, ["What the file says of its making is not whole"])
    if again == data:
        return judged
    differences = list(other_lines(words, list(words_in(again))))
    if differences:
        return not_signed(judged.signature, differences)
    return Judged(False, SAVED_AGAIN, signature=judged.signature, is_unproved=True)


def _carried_in_pdf(data: bytes) -> bytes | None:
    held = PdfReader(BytesIO(data)).attachments.get(PDF_NAME)
    return held[0] if held else None


def _words_in_pdf(data: bytes) -> Iterator[str]:
    """The words of every page line by line, headers and page numbers too."""
    for page in PdfReader(BytesIO(data)).pages:
        for line in page.extract_text().split("\n"):
            if words := " ".join(line.split()):
                yield words


def _carried_in_book(data: bytes) -> bytes | None:
    check_unpacks(BytesIO(data))
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    if SHEET not in book.sheet_names:
        return None
    rows = book.get_sheet_by_name(SHEET).to_python()[1:]
    unpacking = decompressobj()
    try:
        packed = b64decode("".join(str(row[0]) for row in rows if row), validate=True)
        whole = unpacking.decompress(packed, MOST_UNPACKED)
    except (ValueError, NotPacked):
        return None
    return whole if unpacking.eof else None


def _words_in_book(data: bytes) -> Iterator[str]:
    """Every cell that holds something, sheet by sheet, with where it stands; the packed copy is left out."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False) if name != SHEET else []
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if value not in ("", None):
                    yield f"{name}, row {at}, column {column + 1}: {' '.join(str(value).split())}"
