"""The lines of a published file, numbered as a spreadsheet numbers them: one CSV, or every sheet of a workbook.

CSV is UTF-8 (with or without a mark), UTF-16 or, as older national files are, Windows-1252. Nothing is held in memory
but the sheet being read.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from casework.kit.tables import LARGEST_FILE, MOST_COLUMNS, Problem, TableRefused
from casework.kit.workbooks import check_unpacks

WORKBOOKS = (".ods", ".xlsx", ".xlsm")
BLOCK = 1 << 20
Line = tuple[int, list[str]]


@dataclass
class Sheet:
    """One sheet: its name, how problems of it are addressed ("file.ods:Table_2a"), its lines."""

    name: str
    place: str
    lines: Iterator[Line]


class Book:
    """A published file; `height` is its number of lines, for a progress bar. Raises TableRefused when unreadable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_workbook = path.suffix.lower() in WORKBOOKS
        if not path.is_file():
            raise refusal(path.name, 0, None, "there is no such file")
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise refusal(path.name, 0, None, "the file must be smaller than 200 MB")
            if self.is_workbook:
                self._open_workbook()
            else:
                self.encoding, self.height = _survey(path)
        except (BadZipFile, CalamineError):
            raise refusal(path.name, 0, None, "is not a spreadsheet that can be read") from None
        except OSError as trouble:
            raise refusal(path.name, 0, None, f"cannot be read: {trouble.strerror}") from None

    def _open_workbook(self) -> None:
        try:
            check_unpacks(self.path)
        except ValueError as trouble:
            raise refusal(self.path.name, 0, None, str(trouble)) from None
        self.workbook = CalamineWorkbook.from_path(str(self.path))
        self.height = sum(
            self.workbook.get_sheet_by_index(at).total_height for at in range(len(self.workbook.sheet_names))
        )

    def sheets(self) -> Iterator[Sheet]:
        """Every sheet in its order; a CSV is one sheet named like the file."""
        if not self.is_workbook:
            yield Sheet(self.path.stem, self.path.name, self._csv())
            return
        for name in self.workbook.sheet_names:
            yield Sheet(name, f"{self.path.name}:{name}", self._sheet(name))

    def _csv(self) -> Iterator[Line]:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            try:
                for number, texts in enumerate(csv.reader(file), start=1):
                    if len(texts) > MOST_COLUMNS:
                        raise refusal(self.path.name, number, None, f"has more than {MOST_COLUMNS} cells")
                    yield number, texts
            except csv.Error as trouble:
                raise refusal(self.path.name, 0, None, f"is not a CSV file: {trouble}") from None

    def _sheet(self, name: str) -> Iterator[Line]:
        sheet = self.workbook.get_sheet_by_name(name)
        if sheet.total_width > MOST_COLUMNS:
            raise refusal(f"{self.path.name}:{name}", 1, None, f"has more than {MOST_COLUMNS} columns")
        first = sheet.start[0] if sheet.start else 0
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first + 1):
            yield number, [_text(cell) for cell in cells]


def refusal(place: str, row: int, column: str | None, sentence: str) -> TableRefused:
    """The refusal of a whole file for one problem."""
    return TableRefused([Problem(place, row, column, sentence)])


def _survey(path: Path) -> tuple[str, int]:
    """The encoding and the number of lines: UTF-8 when the whole file is, else Windows-1252."""
    decoder, is_utf8, lines, start = codecs.getincrementaldecoder("utf-8")(), True, 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            start = start or block[:2]
            lines += block.count(b"\n")
            try:
                is_utf8 = is_utf8 and decoder.decode(block) is not None
            except UnicodeDecodeError:
                is_utf8 = False
    if start in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", lines
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_utf8 = False
    return "utf-8-sig" if is_utf8 else "cp1252", lines


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)
