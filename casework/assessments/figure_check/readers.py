"""Turning the bytes of a paper into paragraphs and tables. Refuses what cannot be read with a sentence.

Plain text, Markdown and CSV are read here; HTML and Word have files of their own beside this one.
"""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from casework.assessments.figure_check.papers import Block, CannotRead, Paragraph, Row, Table, paragraph, plain
from casework.assessments.figure_check.read_docx import read_docx
from casework.assessments.figure_check.read_html import read_html

LARGEST_FILE = 20 * 1024 * 1024  # bytes
LONGEST_TEXT = 3_000_000  # characters
TEXT_KINDS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".csv")

HEADING = re.compile(r"\s{0,3}#{1,6}\s")
ITEM = r"(?:[-*+•●▪○➢>]\s{1,4})?(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5})[.)]\s{1,4})?"
LIST_ITEM = re.compile(rf"\s{{0,12}}(?=[-*+•●▪○➢>]\s|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,5}})[.)]\s){ITEM}")
RAISED = re.compile(r"<sup>[^<]{0,30}</sup>|\[\^[\w-]{1,20}\]", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
EMPHASIS = re.compile(r"\*{2,3}|__|`|(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)")
RULE_ROW = re.compile(r"[\s|:=+-]{3,2000}")
GAP = re.compile(r"\s{2,200}")
HEADING_WORDS = 12


def read_paper(path: Path) -> list[Block]:
    """The paragraphs and tables of a file. Raises CannotRead."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as trouble:
        raise CannotRead(f"{path.name} cannot be read: {trouble.strerror or trouble}") from None
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> list[Block]:
    """The paragraphs and tables of a file's bytes; its name says its kind. Raises CannotRead."""
    kind = Path(name).suffix.lower()
    if kind != ".docx" and kind not in TEXT_KINDS:
        raise CannotRead(f"{name} is not a docx, txt, md, html or csv file")
    if len(data) > LARGEST_FILE:
        raise CannotRead(f"{name} is larger than 20 MB")
    if kind == ".docx":
        blocks = read_docx(name, data)
        _check_length(name, sum(_length(block) for block in blocks))
        return in_context(blocks)
    text = _decoded(name, data)
    if kind in (".html", ".htm"):
        return in_context(read_html(text))
    return in_context(read_csv(name, text) if kind == ".csv" else read_text(text))


def _decoded(name: str, data: bytes) -> str:
    """The text of the bytes: UTF-8, UTF-16 with its mark, or Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise CannotRead(f"{name} is not a text file")
    _check_length(name, len(text))
    return text


def _check_length(name: str, length: int) -> None:
    if length > LONGEST_TEXT:
        raise CannotRead(f"{name} holds more than {LONGEST_TEXT:,} characters. Split it and check the parts")


def _length(block: Block) -> int:
    return (
        len(block.text) if isinstance(block, Paragraph) else sum(len(cell) for row in block.rows for cell in row.cells)
    )


def in_context(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, each knowing the last headings before it, and each table the words that follow it."""
    kept, headings, heading = list(blocks), [""], ""
    for place, block in enumerate(kept):
        if isinstance(block, Table):
            after = [one.text for one in kept[place + 1 : place + 3] if isinstance(one, Paragraph)]
            kept[place] = Table(block.rows, heading, " ".join(after)[:2_000])
            continue
        if len(block.text.split()) <= HEADING_WORDS and not block.text.endswith((".", ":", ";", ",")):
            headings = [*headings[-2:], block.text]
            heading = " / ".join(headings)
        kept[place] = Paragraph(block.text, block.lines, heading)
    return kept


# --- plain text and Markdown ---


def read_text(text: str) -> list[Block]:
    """The blocks of plain text: blank lines part paragraphs; tabs, pipes or aligned gaps make tables."""
    lines = [TAG.sub(" ", RAISED.sub("", line)) for line in text.splitlines()]
    cells = [_cells(line) for line in lines]
    _align(lines, cells)
    blocks: list[Block] = []
    pieces: list[tuple[int, str]] = []
    rows: list[Row] = []
    for number, (line, row) in enumerate(zip([*lines, ""], [*cells, None], strict=True), start=1):
        if row is not None:
            _close(blocks, pieces)
            if any(row) and not RULE_ROW.fullmatch(line):
                rows.append(Row(number, row))
            continue
        if rows:
            blocks.append(Table(tuple(rows)))
            rows = []
        item = LIST_ITEM.match(line)
        if not line.strip() or HEADING.match(line) or item:
            _close(blocks, pieces)
        if line.strip():
            pieces.append((number, _words(line[item.end() if item else 0 :])))
        if HEADING.match(line):
            _close(blocks, pieces)
    return blocks


def _words(line: str) -> str:
    return EMPHASIS.sub("", line).lstrip("# ")


def _close(blocks: list[Block], pieces: list[tuple[int, str]]) -> None:
    if pieces:
        blocks.append(paragraph(pieces))
        pieces.clear()


def _cells(line: str) -> tuple[str, ...] | None:
    """The cells of a line with tabs or pipes; None for other lines."""
    if "\t" in line.strip("\r\n "):
        return _tidy(line.strip("\r\n").split("\t"))
    if line.count("|") >= 2 or ("|" in line and RULE_ROW.fullmatch(line)):
        return _tidy(line.strip().removeprefix("|").removesuffix("|").split("|"))
    return None


def _align(lines: list[str], cells: list[tuple[str, ...] | None]) -> None:
    """Make rows of lines that stand together with as many gaps of two spaces or more, and a figure behind one."""
    start, width = 0, 0
    for number in range(len(lines) + 1):
        line = lines[number].strip() if number < len(lines) and cells[number] is None else ""
        parts = GAP.split(line) if line else []
        if len(parts) > 1 and (width in (0, len(parts))):
            start, width = (start if width else number), len(parts)
            continue
        group = [GAP.split(one.strip()) for one in lines[start:number]] if width else []
        if len(group) > 1 and any(any(letter.isdigit() for letter in "".join(one[1:])) for one in group):
            for place, one in enumerate(group, start=start):
                cells[place] = _tidy(one)
        start, width = (number, len(parts)) if len(parts) > 1 else (0, 0)


def _tidy(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(_words(plain(cell)).split()) for cell in cells)


# --- CSV ---


def read_csv(name: str, text: str) -> list[Block]:
    """A CSV file as tables: rows with nothing in them part it. Lines are rows as a spreadsheet numbers them."""
    delimiter = ";" if text[:4_000].count(";") > text[:4_000].count(",") else ","
    blocks: list[Block] = []
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            row = Row(number, _tidy(cells))
            if any(row.cells):
                rows.append(row)
            elif rows:
                blocks.append(Table(tuple(rows)))
                rows = []
    except csv.Error as trouble:
        raise CannotRead(f"{name} is not a CSV file: {trouble}") from None
    return [*blocks, Table(tuple(rows))] if rows else blocks
