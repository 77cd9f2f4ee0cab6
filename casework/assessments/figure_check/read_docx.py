"""Paragraphs and tables of a Word document. A line is a paragraph or a table's row, counted from 1.

Text that is struck out by a tracked change is left out, text put in by one is read; raised note marks are left out.
"""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.oxml.ns import qn

from casework.assessments.figure_check.papers import Block, CannotRead, Row, Table, paragraph, plain

LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes of all parts together
MOST_PARTS = 5_000
P, TBL, TR, TC, SDT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "sdt"))
TEXT, TAB, BREAK, DASH = (qn(f"w:{name}") for name in ("t", "tab", "br", "noBreakHyphen"))
STRUCK = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent")}
ITEM = qn("w:numPr")


def read_docx(name: str, data: bytes) -> list[Block]:
    """The blocks of a document in their order. Raises CannotRead, also for one that unpacks to too much."""
    not_word = CannotRead(f"{name} is not a Word document that can be read")
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise not_word from None
    if sum(sizes) > LARGEST_UNPACKED or len(sizes) > MOST_PARTS:
        raise CannotRead(f"{name} unpacks to more than 100 MB")
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception:  # a package that is no document makes the library fail in a dozen ways
        raise not_word from None
    return _blocks(body)


def _blocks(body: Any) -> list[Block]:
    blocks: list[Block] = []
    line = 0
    for element in _children(body):
        if element.tag == P:
            line += 1
            words = _words(element)
            if words.strip():
                blocks.append(paragraph([(line, words)]))
            continue
        rows = []
        for row in (one for one in _children(element) if one.tag == TR):
            line += 1
            cells = tuple(cell for one in _children(row) if one.tag == TC for cell in _cell(one))
            if any(cells):
                rows.append(Row(line, cells))
        if rows:
            blocks.append(Table(tuple(rows)))
    return blocks


def _children(element: Any) -> Iterator[Any]:
    """Children that hold text, looking through content controls."""
    for child in element:
        if child.tag in (P, TBL, TR, TC):
            yield child
        elif child.tag in (SDT, qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")):
            yield from _children(child)


def _cell(cell: Any) -> list[str]:
    """The text of a cell, then an empty one for each further column it spans."""
    properties = cell.find(qn("w:tcPr"))
    span = properties.find(qn("w:gridSpan")) if properties is not None else None
    wide = str(span.get(qn("w:val"))) if span is not None else "1"
    merged = properties.find(qn("w:vMerge")) if properties is not None else None
    goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
    parts = []
    for one in cell.iter(P):
        mark = " • " if one.find(f".//{ITEM}") is not None else " "
        parts.append(mark + _words(one))
    text = "" if goes_on else " ".join(plain("".join(parts)).split()).removeprefix("• ")
    return [text, *[""] * (min(int(wide), 100) - 1 if wide.isdecimal() and len(wide) < 4 else 0)]


def _words(element: Any) -> str:
    """The text of a paragraph as it would be printed."""
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        if child.tag in STRUCK or not isinstance(child.tag, str):
            continue
        if child.tag == TEXT:
            parts.append(child.text or "")
        elif child.tag in (TAB, BREAK):
            parts.append(" ")
        elif child.tag == DASH:
            parts.append("-")
        elif child.tag == qn("w:r") and _is_raised(child):
            continue
        elif child.tag not in (qn("w:pPr"), qn("w:rPr")):
            _collect(child, parts)


def _is_raised(run: Any) -> bool:
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return align is not None and align.get(qn("w:val")) == "superscript"
