"""The shapes in which ASCOF figures are published, read as one stream of cells, each still as printed.

- Long: a row per area, measure, breakdown and type of figure. NHS Digital 2014/15 to 2022/23 with columns for the
  measure group, DHSC since then without, files of several years with a Year column; headings changed over the years.
- Table: lines of text, then a header with a column per year and type ("2024 to 2025 - outcome"), a row per area.
- Demographic table: lines of text, then a row per area and group, a column per type ("Outcome (Score out of 24)").
The workbooks are tables or demographic tables, one a sheet; sheets without such a header (notes) hold no cells.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casework.kit.letters import fold, imitations
from casework.kit.tables import Problem
from casework.measures.ascof_sheets import Book, Line, Sheet, refusal
from casework.measures.ascof_words import breakdown_of, breakdown_within, type_of

HEADER_WITHIN = 30  # lines of text above a header
CODE = ("geographical code", "local authority code", "cassr code", "area code")
NAME = ("geographical description", "local authority", "local authority name", "area name", "area", "council")
ONS = ("ons code", "ons area code")
LEVEL = ("geographical level", "area unit", "area level")
LONG = {
    "code": CODE,
    "name": NAME,
    "ons": ONS,
    "level": LEVEL,
    "measure": ("ascof measure code", "measure code"),
    "group": ("measure group",),
    "breakdown": ("disaggregation level", "disaggregation"),
    "type": ("measure type",),
    "value": ("measure value",),
    "period": ("year", "financial year", "time period", "period"),
}
LEFT_ALONE = ("", "measure group description")
DEMOGRAPHIC = {"code": CODE, "name": NAME, "ons": ONS, "level": LEVEL, "kind": ("demographic",), "group": ("group",)}
YEAR_COLUMN = re.compile(r"(\d{4} to \d{4}|\d{4}[-/]\d{2})\s*[-–:]\s*(.+)")
TABLE_NAME = re.compile(r"table[ _](\d[a-z](?:\([0-9a-z]+\)|\d[a-z]?)?)(?![0-9a-z(])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Area:
    """An area as a file names it: its own code, its name, its ONS code, its level; blank where nothing is said."""

    code: str
    name: str
    ons: str
    level: str


@dataclass(slots=True)
class Cell:
    """One published figure and where it stands. `period` is blank where the file does not say the year."""

    place: str
    row: int
    column: str
    area: Area
    measure: str
    group: str
    breakdown: str
    kind: str | None  # a column of a value; None: the file's word for it (`type_words`) is not known
    text: str
    period: str
    type_words: str = ""
    is_table: bool = False  # a table prints earlier years under its own codes


class Published:
    """A published file: its cells, and lines left out because they hold words only."""

    def __init__(self, path: Path, *, ignore_unknown: bool = False) -> None:
        self.book = Book(path)
        self.ignore_unknown = ignore_unknown
        self.left_out: Counter[str] = Counter()
        self.look_alikes: list[Problem] = []  # headings and types of figure with letters that only look Latin

    def cells(self) -> Iterator[Cell]:
        """Every cell, whatever the shape. Raises TableRefused when the file is none of the published ones."""
        found = False
        for sheet in self.book.sheets():
            for cell in self._cells(sheet):
                found = True
                yield cell
        if not found:
            words = "is not a published ASCOF file: no header with areas and figures was found"
            raise refusal(self.book.path.name, 0, None, words)

    def _cells(self, sheet: Sheet) -> Iterator[Cell]:
        """The cells below the first header found near the top."""
        above: list[str] = []
        for number, texts in sheet.lines:
            names = [heading(text) for text in texts]
            if _at(names, LONG).keys() >= {"name", "value"}:
                yield from self._long(sheet, number, texts, names)
                return
            if any(name in NAME for name in names):
                years = {at: found for at, name in enumerate(names) if (found := YEAR_COLUMN.fullmatch(name))}
                if years:
                    yield from self._table(sheet, number, names, years, texts, above)
                    return
                if any(_type(name) for name in names):
                    yield from self._demographic(sheet, number, names, texts, above)
                    return
            above.append(" ".join(texts))
            if number >= HEADER_WITHIN:
                return

    def _long(self, sheet: Sheet, header: int, texts: list[str], names: list[str]) -> Iterator[Cell]:
        """One cell a row; the same words give the same Area, so that each is matched once."""
        at = _at(names, LONG)
        if not at.keys() & {"measure", "group"}:
            raise refusal(sheet.place, header, "ASCOF Measure Code", "is missing from the header")
        self._check_header(sheet, header, texts, names, known={*at.values()})
        column = texts[at["value"]].strip()
        areas = tuple(at.get(key, -1) for key in ("code", "name", "ons", "level"))
        rest = tuple(at.get(key, -1) for key in ("measure", "group", "breakdown", "type", "value", "period"))
        kinds: dict[str, str | None] = {}
        seen: dict[tuple[str, ...], Area] = {}
        for number, cells in self._filled(sheet, max(*areas, *rest)):
            words = tuple([cells[place] if place >= 0 else "" for place in areas])
            area = seen.get(words)
            if area is None:
                area = seen[words] = Area(*(word.strip() for word in words))
            code, group, breakdown, kind, text, period = [cells[place] if place >= 0 else "" for place in rest]
            if kind not in kinds:
                kinds[kind] = type_of(kind)
                self._note_letters(sheet, number, texts[at["type"]] if "type" in at else "", kind)
            known = kinds[kind]
            yield Cell(sheet.place, number, column, area, code, group, breakdown, known, text, period, kind)

    def _table(
        self,
        sheet: Sheet,
        header: int,
        names: list[str],
        years: dict[int, re.Match[str]],
        texts: list[str],
        above: list[str],
    ) -> Iterator[Cell]:
        """A cell for each year and type; "6b numerator" is the table's measure itself, "good outcome" a breakdown."""
        code = _table_code(sheet, above)
        columns: dict[int, tuple[str, str, str, str]] = {}
        for at, found in years.items():
            named = _type(found[2], own=code)
            if named:
                columns[at] = (texts[at].strip(), found[1], *named)
        places = _at(names, {"code": CODE, "name": NAME, "ons": ONS})
        self._check_header(sheet, header, texts, names, known={*places.values(), *columns})
        for number, cells in self._filled(sheet, max(*places.values(), *columns, 0)):
            area = _area(cells, places)
            for at, (column, year, breakdown, kind) in columns.items():
                yield Cell(
                    sheet.place, number, column, area, code, "", breakdown, kind, cells[at], year, is_table=True
                )  # fmt: skip

    def _demographic(
        self, sheet: Sheet, header: int, names: list[str], texts: list[str], above: list[str]
    ) -> Iterator[Cell]:
        """A cell for each type, of the group that the row names."""
        code = _table_code(sheet, above)
        places = _at(names, DEMOGRAPHIC)
        columns = {
            at: (texts[at].strip(), *named)
            for at, name in enumerate(names)
            if at not in places.values() and (named := _type(name))
        }
        self._check_header(sheet, header, texts, names, known={*places.values(), *columns})
        demographic, group = places.get("kind", -1), places.get("group", -1)
        for number, cells in self._filled(sheet, max(*places.values(), *columns)):
            area = _area(cells, places)
            within = breakdown_within(
                cells[demographic] if demographic >= 0 else "", cells[group] if group >= 0 else ""
            )
            for at, (column, _, kind) in columns.items():
                yield Cell(sheet.place, number, column, area, code, "", within, kind, cells[at], "")

    def _filled(self, sheet: Sheet, widest: int) -> Iterator[Line]:
        """The lines below a header that hold more than words in their first cell, each as wide as the header."""
        for number, texts in sheet.lines:
            if len(texts) <= widest:
                texts = texts + [""] * (widest + 1 - len(texts))
            if not any(map(str.strip, texts[1:])):
                if texts[0].strip():
                    self.left_out["lines that hold words only"] += 1
                continue
            yield number, texts

    def _note_letters(self, sheet: Sheet, row: int, column: str, text: str) -> None:
        """Note a word with letters that only look like Latin ones."""
        self.look_alikes += [Problem(sheet.place, row, column.strip() or None, why) for why in imitations(text)]

    def _check_header(self, sheet: Sheet, row: int, texts: list[str], names: list[str], *, known: set[int]) -> None:
        """Raise TableRefused for a heading that stands there twice or is not known."""
        for at, name in enumerate(names):
            self._note_letters(sheet, row, texts[at], texts[at])
            if name and names.index(name) != at:
                raise refusal(sheet.place, row, texts[at].strip(), "stands in the header twice")
            if at not in known and name not in LEFT_ALONE and not self.ignore_unknown:
                raise refusal(sheet.place, row, texts[at].strip(), "is not a column of a published ASCOF file")


def heading(text: str) -> str:
    """A heading without case, underscores, notes in brackets ("[note 3]") and odd spaces."""
    return " ".join(re.sub(r"\[note[^\]]*\]", "", fold(text).replace("_", " ").lower()).split())


def _at(names: list[str], wanted: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each wanted column stands; of several words for it the first that is there."""
    return {
        key: next(names.index(word) for word in words if word in names)
        for key, words in wanted.items()
        if any(word in names for word in words)
    }


def _type(words: str, own: str = "") -> tuple[str, str] | None:
    """The breakdown and the type of figure in a heading, "(score out of 24)" left out; None when it names no type."""
    words = re.sub(r"\s*\([^()]*\)$", "", words.removeprefix(f"{own.lower()} ")).strip()
    parts = words.split()
    for start in range(len(parts)):
        kind = type_of(" ".join(parts[start:]))
        if kind:
            return breakdown_of(" ".join(parts[:start])), kind
    return None


def _table_code(sheet: Sheet, above: list[str]) -> str:
    for text in (*above, sheet.name):
        found = TABLE_NAME.search(text)
        if found:
            return found[1]
    raise refusal(sheet.place, 0, None, "does not say which table it is, like Table 2a")


def _area(cells: list[str], places: dict[str, int]) -> Area:
    words = {key: cells[places[key]].strip() if key in places else "" for key in ("code", "name", "ons", "level")}
    return Area(**{**words, "level": words["level"] or _level(words["code"], words["ons"])})


def _level(code: str, ons: str) -> str:
    """The level that a table does not print, from the codes."""
    if code.lower() == "england" or ons.startswith("E92"):
        return "England"
    if ons.startswith("E12"):
        return "Region"
    return "Council type" if len(code) == 1 and code.isalpha() else "Council"
