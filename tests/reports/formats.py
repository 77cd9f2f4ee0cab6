"""The same words in every format of a report."""

import html
import re

from casework.kit.documents.formats import FILES
from casework.reports import as_html, services
from tests.reports import reading


def texts_of(name, seen_by=None, **asked):
    """The report's words by format: page, Word, PDF, Excel, CSV, JSON; blanks made alike."""
    report = services.fill(services.REPORTS[name], seen_by=seen_by, given=asked)
    made = {format_: file.write(report) for format_, file in FILES.items()}
    sheets = reading.xlsx_sheets(made["xlsx"]).values()
    found = {
        "html": html.unescape(re.sub(r"<[^>]*>", " ", as_html.write(report).decode())),
        "docx": reading.docx_text(made["docx"]),
        "pdf": reading.pdf_text(made["pdf"]),
        "xlsx": " ".join(plain(cell) for sheet in sheets for line in sheet for cell in line),
        "csv": " ".join(cell for line in reading.csv_rows(made["csv"]) for cell in line),
        "json": made["json"].decode(),
    }
    return {format_: " ".join(text.split()) for format_, text in found.items()}


def plain(cell):
    """A cell of a sheet as it is printed: whole numbers without their point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def assert_everywhere(texts, *words, but=()):
    """Every one of `words` stands in every format (except those in `but`); a PDF may break a line anywhere."""
    for format_, text in texts.items():
        for one in words if format_ not in but else ():
            assert one in text or (format_ == "pdf" and run(one) in run(text)), f"{one!r} is not in the {format_}"


def run(text):
    """The text without what a line end may add or take away."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)
