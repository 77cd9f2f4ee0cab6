"""The shapes in which national ASCOF figures are published, read row by row as one stream of cells.

Long files (2014/15 on): one row per area, measure, breakdown and type of figure, under a header whose words changed
over the years. Tables (2024/25): a title, lines of text, a header with a column per year and type, one row per area; as
CSV, or as the sheets of one workbook. Older files are Windows-1252. What the files say is handed on as printed.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from casework.kit.tables import Problem, TableRefused

HEADER_WITHIN = 30  # lines of text above a header
LONG = {
    "code": ("geographical code", "area code"),
    "name": ("geographical description", "area name"),
    "level": ("geographical level",),
    "ons": ("ons code", "ons area code"),
    "measure": ("ascof measure code", "measure code"),
    "group": ("measure group",),
    "breakdown": ("disaggregation level", "disaggregation"),
    "type": ("measure type",),
    "value": ("measure value",),
    "period": ("year", "time period", "financial year", "period"),
}
AREA_NAMES = ("local authority", "area", "area name")
CODE_NAMES = ("local authority code", "cassr code", "area code")
ONS_NAMES = ("ons area code", "ons code")
YEAR_COLUMN = re.compile(r"(\d{4} to \d{4}|\d{4}-\d{2})\s*[-–]\s*(.+)")
TABLE_NAME = re.compile(r"table[ _](\d[a-z](?:\([0-9a-z]+\)|\d[a-z]?)?)(?![0-9a-z(])", re.IGNORECASE)
TYPES = {
    "outcome": "value",
    "": "value",
    "numerator": "numerator",
    "denominator": "denominator",
    "base": "base",
    "number of respondents": "base",
    "margin of error": "margin",
}


@dataclass(frozen=True, slots=True)
class Area:
    """An area as a file names it: its own code, its name, its ONS code, its level; blank where nothing is said."""

    code: str
    name: str
    ons: str
    level: str


@dataclass(slots=True)
class Cell:
    """One published cell. `kind` is a column of a value; `period` is blank where the file does not say the year."""

    row: int
    area: Area
    measure: str
    group: str
    breakdown: str
    kind: str
    text: str
    period: str
    is_table: bool = False


def read_cells(path: Path) -> Iterator[Cell]:
    """Every cell of the file, whatever its shape. Raises TableRefused when it is none of the published ones."""
    found = False
    for name, lines in _sheets(path):
        for cells in _cells(path, name, lines):
            found = True
            yield cells
    if not found:
        refuse(path, 0, None, "is not a published ASCOF file: no header with areas and measures was found")


def refuse(path: Path, row: int, column: str | None, sentence: str) -> None:
    """Raise TableRefused for one problem."""
    raise TableRefused([Problem(path.name, row, column, sentence)])


def _sheets(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """Each sheet's name and its lines, numbered as a spreadsheet does."""
    if not path.is_file():
        refuse(path, 0, None, "there is no such file")
    if path.suffix.lower() not in (".ods", ".xlsx", ".xlsm"):
        yield path.stem, _csv_lines(path)
        return
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0]
            rows = ((number, [_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), first + 1))
            yield name, rows
    except (BadZipFile, CalamineError, OSError):
        refuse(path, 0, None, "is not a spreadsheet that can be read")


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def encoding_of(path: Path) -> str:
    """utf-8-sig when the whole file is UTF-8, else cp1252, as older national files are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        try:
            yield from enumerate(csv.reader(file), start=1)
        except csv.Error as trouble:
            refuse(path, 0, None, f"is not a CSV file: {trouble}")


def _cells(path: Path, name: str, lines: Iterator[tuple[int, list[str]]]) -> Iterator[Cell]:
    """The cells below the first header found near the top; nothing for a sheet without one (notes, contents)."""
    above: list[str] = []
    for number, texts in lines:
        names = [plain(text) for text in texts]
        long = {key: names.index(word) for key, words in LONG.items() for word in words[::-1] if word in names}
        if {"name", "value"} <= long.keys() and long.keys() & {"measure", "group"}:
            yield from _long_cells(lines, long)
            return
        years = {at: found for at, text in enumerate(names) if (found := YEAR_COLUMN.fullmatch(text))}
        if years and any(word in names for word in AREA_NAMES):
            yield from _table_cells(path, _table_code(path, name, above), lines, names, years)
            return
        above.append(" ".join(texts))
        if number >= HEADER_WITHIN:
            return


def plain(text: str) -> str:
    """A heading without case, underscores, notes in brackets ("[note 3]") and odd spaces."""
    words = re.sub(r"\[note[^\]]*\]", "", text.replace("_", " ").replace("\ufeff", "")).lower().split()
    return " ".join(words)


def _table_code(path: Path, name: str, above: Iterable[str]) -> str:
    for text in (*above, name):
        found = TABLE_NAME.search(text)
        if found:
            return found[1]
    refuse(path, 0, None, f"the sheet {name} does not say which table it is, like Table 2a")
    return ""


def _long_cells(lines: Iterator[tuple[int, list[str]]], at: dict[str, int]) -> Iterator[Cell]:
    """One cell a row; areas are the same object for the same words, so that they are matched once."""
    places = [at.get(key, -1) for key in ("code", "name", "ons", "level")]
    rest = [at.get(key, -1) for key in ("measure", "group", "breakdown", "type", "value", "period")]
    widest = max(*places, *rest)
    areas: dict[tuple[str, ...], Area] = {}
    for number, texts in lines:
        if len(texts) <= widest:
            if not any(texts):
                continue
            texts = texts + [""] * (widest + 1 - len(texts))
        words = tuple(texts[place].strip() if place >= 0 else "" for place in places)
        area = areas.get(words) or areas.setdefault(words, Area(*words))
        measure, group, breakdown, kind, text, period = (texts[place].strip() if place >= 0 else "" for place in rest)
        yield Cell(number, area, measure or group, group, breakdown, kind, text, period)


def _table_cells(
    path: Path, code: str, lines: Iterator[tuple[int, list[str]]], names: list[str], years: dict[int, re.Match[str]]
) -> Iterator[Cell]:
    """A cell for each year and type; "6b numerator" is the table's own measure, "good outcome" a breakdown of it."""
    columns = {at: (found[1], *_table_type(path, code, found[2])) for at, found in years.items()}
    places = [_index(names, words) for words in (CODE_NAMES, AREA_NAMES, ONS_NAMES)]
    for number, texts in lines:
        if not any(text.strip() for text in texts):
            continue
        area_code, area_name, ons = (texts[place].strip() if 0 <= place < len(texts) else "" for place in places)
        if not area_name:
            continue
        area = Area(area_code, area_name, ons, _level(area_code, ons))
        for at, (year, breakdown, kind) in columns.items():
            text = texts[at].strip() if at < len(texts) else ""
            yield Cell(number, area, code, code, breakdown, kind, text, year, is_table=True)


def _index(names: list[str], words: tuple[str, ...]) -> int:
    return next((names.index(word) for word in words if word in names), -1)


def _table_type(path: Path, code: str, words: str) -> tuple[str, str]:
    """The breakdown and the type of figure that a column's words name."""
    own = f"{code.lower()} "
    words = words.removeprefix(own)
    for kind in TYPES:
        if kind and words == kind:
            return "Total", kind
        if kind and words.endswith(f" {kind}"):
            return words.removesuffix(f" {kind}"), kind
    refuse(path, 0, None, f'the column "{words}" of table {code} is not known')
    return "", ""


def _level(code: str, ons: str) -> str:
    """The level that a table does not print: from the codes."""
    if code.lower() == "england" or ons.startswith("E92"):
        return "England"
    if ons.startswith("E12"):
        return "Region"
    return "Council type" if len(code) == 1 else "Council"
