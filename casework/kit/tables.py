"""Reading tables people keep: CSV (UTF-8 or Windows-1252) and the first sheet of an XLSX, with the same header.

All or nothing: every problem of the file is collected, each naming row and column as a spreadsheet numbers them (the
header is row 1), and `TableRefused` carries them all.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from casework.kit.cells import Parser
from casework.kit.letters import imitations
from casework.kit.workbooks import check_unpacks

LARGEST_FILE = 200 * 1024 * 1024  # bytes
MOST_COLUMNS = 200
PROBLEMS_SHOWN = 200
BLANK = ""
LONGEST_CELL = 32_767  # letters that a spreadsheet keeps in a cell
QUOTED = 60  # letters of a cell that a sentence repeats
OLD_EXCEL, ARCHIVE = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file; `row` 0 is the file as a whole, `column` None the whole row."""

    file: str
    row: int
    column: str | None
    sentence: str

    def __str__(self) -> str:
        """The line for the terminal: FILE:row 12: column "due": "31/02/2024" is not a date."""
        where = f"{self.file}:row {self.row}: " if self.row else f"{self.file}: "
        return where + (f'column "{self.column}": ' if self.column else "") + self.sentence


class TableRefused(Exception):
    """Nothing of the file was kept; `problems` says why, row by row."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class ImportResult:
    """How many records an import made, changed, and found already there as they are; warnings name their cell.

    `read`: what of the file was read and left out, where a record is made from several rows.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    warnings: tuple[str, ...] = ()
    read: str = ""

    def __str__(self) -> str:
        """For the terminal: "440 new, 10 changed, 2 the same"."""
        counted = f"{self.new:,} new, {self.changed:,} changed, {self.same:,} the same"
        return f"{counted} ({self.read})" if self.read else counted


@dataclass
class Row:
    """A row's number and its parsed cells; `cells[column]` is None for a blank cell."""

    number: int
    cells: dict[str, Any]


@dataclass
class Table:
    """The parsed rows of a file, and a place to collect further problems while they are matched with what is held."""

    file: str
    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)
    look_alikes: list[str] = field(default_factory=list)  # cells with letters that only look Latin, as warnings

    def refuse(self, row: Row | int, column: str | None, sentence: str) -> None:
        """Note a problem; `check` raises them together."""
        number = row if isinstance(row, int) else row.number
        self.problems.append(Problem(self.file, number, column, sentence))

    def check(self) -> None:
        """Raise TableRefused when there is any problem, in the order of rows."""
        if self.problems:
            raise TableRefused(sorted(self.problems, key=lambda problem: problem.row))


def read_table(
    path: Path,
    columns: Mapping[str, Parser],
    *,
    required: Iterable[str] = (),
    ignore_unknown: bool = False,
    checks_later: bool = False,
) -> Table:
    """The rows of `path`, each cell parsed by its column's parser; blank rows are left out.

    `required` columns must be in the header and filled in every row; other columns may be missing. Raises
    TableRefused with every problem found. `checks_later`: the caller adds problems of its own to those of the cells
    and calls `check`; only rows without one are handed over.
    """
    table = Table(path.name, [])
    lines = read_lines(path)
    header = _header(table, next(lines, (0, []))[1], columns, set(required), ignore_unknown)
    table.check()
    for number, texts in lines:
        if any(text.strip() for text in texts):
            table.rows.append(_row(table, number, texts, header, columns, set(required)))
        if len(table.problems) >= PROBLEMS_SHOWN:
            break
    if checks_later:
        wrong = {problem.row for problem in table.problems}
        table.rows = [row for row in table.rows if row.number not in wrong]
    else:
        table.check()
    return table


def _header(
    table: Table, texts: list[str], columns: Mapping[str, Parser], required: set[str], ignore_unknown: bool
) -> list[str | None]:
    names = [text.strip().lower() for text in texts]
    while names and not names[-1]:
        names.pop()
    if not names:
        table.refuse(0, None, "the file is empty")
        return []
    if len(names) == 1 and (between := next((mark for mark in SEPARATORS if mark in names[0]), None)):
        table.refuse(1, None, f"has {SEPARATORS[between]} between the columns. Save it with commas between them")
        return []
    for name in {name for name in names if name and names.count(name) > 1}:
        table.refuse(1, name, "stands in the header twice")
    for name in names:
        if name not in columns and not ignore_unknown:
            table.refuse(1, name or None, "is not a column of this file" if name else "a column has no name")
    for name in sorted(required - set(names)):
        table.refuse(1, name, "is missing from the header")
    return [name if name in columns else None for name in names]


def _row(
    table: Table,
    number: int,
    texts: list[str],
    header: list[str | None],
    columns: Mapping[str, Parser],
    required: set[str],
) -> Row:
    cells: dict[str, Any] = dict.fromkeys(columns)
    if any(text.strip() for text in texts[len(header) :]):
        table.refuse(number, None, "has more cells than the header")
    for name, text in zip(header, texts, strict=False):
        if name is None:
            continue
        text = text.strip()
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            table.refuse(number, name, "holds a character that cannot be kept")
        elif len(text) > LONGEST_CELL:
            table.refuse(number, name, f"is longer than {LONGEST_CELL:,} characters")
        elif text == BLANK:
            continue
        else:
            table.look_alikes += [str(Problem(table.file, number, name, why)) for why in imitations(text)]
            try:
                cells[name] = columns[name](text)
            except ValueError as problem:
                said = str(problem)
                table.refuse(number, name, said.replace(text, f"{text[:QUOTED]}…") if len(text) > QUOTED else said)
    for name in required:
        if cells[name] is None and not any(p.row == number and p.column == name for p in table.problems):
            table.refuse(number, name, "is blank")
    return Row(number, cells)


def read_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells as texts, from a CSV or the first sheet of an XLSX. Raises TableRefused."""
    name = path.name
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise TableRefused([Problem(name, 0, None, "the file must be smaller than 200 MB")])
        yield from _workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm", ".ods") else _csv(path)
    except FileNotFoundError:
        raise TableRefused([Problem(name, 0, None, "there is no such file")]) from None
    except OSError as trouble:
        raise TableRefused([Problem(name, 0, None, f"cannot be read: {trouble.strerror}")]) from None


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    raw = path.read_bytes()
    if raw.startswith((OLD_EXCEL, ARCHIVE)):
        what = "is an old Excel file" if raw.startswith(OLD_EXCEL) else "is no CSV file, whatever its name"
        raise TableRefused([Problem(path.name, 0, None, f"{what}. Save it as .xlsx or .csv and choose it again")])
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            if len(cells) > MOST_COLUMNS:
                raise TableRefused([Problem(path.name, number, None, f"has more than {MOST_COLUMNS} cells")])
            yield number, cells
    except csv.Error as trouble:
        raise TableRefused([Problem(path.name, 0, None, f"is not a CSV file: {trouble}")]) from None


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        check_unpacks(path, macros=False)
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        if sheet.total_width > MOST_COLUMNS:
            raise TableRefused([Problem(path.name, 1, None, f"has more than {MOST_COLUMNS} columns")])
        first = sheet.start[0] if sheet.start else 0
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first + 1):
            yield number, [cell_text(cell) for cell in cells]
    except (BadZipFile, CalamineError) as trouble:
        raise TableRefused([Problem(path.name, 0, None, "is not a spreadsheet that can be read")]) from trouble
    except ValueError as trouble:
        raise TableRefused([Problem(path.name, 0, None, str(trouble))]) from trouble


def cell_text(cell: Any) -> str:
    """A cell of a spreadsheet as the text that a person sees: dates as YYYY-MM-DD, whole numbers without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
