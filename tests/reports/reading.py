"""Reading documents back, each with a library that did not write it where there is one."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import docx
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_tables(made):
    """Every table as rows of texts."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(made)).tables
    ]


def docx_text(made):
    """Every paragraph, those in tables too."""
    return "\n".join("".join(p.itertext()) for p in docx.Document(io.BytesIO(made)).element.body.iter(f"{W}p"))


def xlsx_sheets(made):
    """Every sheet's cells by its name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def csv_rows(made):
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def pdf_text(made):
    """The words of all pages, line ends and invisible break marks taken out."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return text.replace("\u200b", "")


def parts(made):
    """An Office file's parts as bytes by name."""
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def elements(made, name):
    """How many elements of this local name stand in any XML part."""
    return sum(
        node.tag.rsplit("}", 1)[-1] == name
        for part, content in parts(made).items()
        if part.endswith((".xml", ".rels"))
        for node in ElementTree.fromstring(content).iter()
    )


def pdf_lefts(made):
    """Where each piece of text begins, in points from the left."""
    found = []
    for page in PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_text=lambda text, _, matrix, *rest: found.append(matrix[4]) if text.strip() else None)
    return found
