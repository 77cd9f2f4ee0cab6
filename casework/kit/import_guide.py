"""What a file to be imported holds, column by column, from the parsers that read it; and an empty one to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from casework.kit.cells import Cell, Parser

ROWS = 1_000  # that get their lists and date formats in an empty file
LONGEST = 255  # characters that Excel takes for the list of a cell, and for what it says when the cell is chosen


@dataclass(frozen=True)
class GuideColumn:
    """A column: whether each row must fill it, what may stand in it, and what it is for where its name does not say."""

    name: str
    is_required: bool
    says: str
    note: str
    choices: tuple[str, ...] = ()
    is_day: bool = False


@dataclass(frozen=True)
class ImportGuide:
    """The columns of one kind of file, in the order of the contract; `title` is what the form calls the kind."""

    kind: str
    title: str
    matched: str  # which rows are taken for the same record
    columns: tuple[GuideColumn, ...]


def guide(
    kind: str,
    title: str,
    columns: Mapping[str, Parser],
    *,
    required: tuple[str, ...],
    matched: str,
    notes: Mapping[str, str],
) -> ImportGuide:
    """The guide to a kind of file. Raises KeyError for a note on a column that the file does not have."""
    strange = set(notes) - set(columns)
    if strange:
        raise KeyError(f"no such column: {', '.join(sorted(strange))}")
    return ImportGuide(
        kind,
        title,
        matched,
        tuple(
            GuideColumn(
                name,
                name in required,
                parser.says if isinstance(parser, Cell) else "",
                notes.get(name, ""),
                parser.choices if isinstance(parser, Cell) else (),
                isinstance(parser, Cell) and parser.is_day,
            )
            for name, parser in columns.items()
        ),
    )


def empty_workbook(of: ImportGuide) -> BytesIO:
    """An Excel file with the header of the kind; words of closed lists can be picked, dates stand as they are read.

    Each head says what its column takes when it is chosen, without a comment in the file. The rows are empty.
    """
    paper = BytesIO()
    workbook: Any = Workbook(paper, {"in_memory": True})
    workbook.set_properties({"title": of.title, "author": ""})
    head = workbook.add_format({"bold": True, "bottom": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet(of.kind[:31])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(of.columns):
        sheet.set_column(place, place, max(14, len(column.name) + 2), day if column.is_day else None)
        sheet.write_string(0, place, column.name, head)
        said = ". ".join(part for part in ("Needed" if column.is_required else "", column.note, column.says) if part)
        sheet.data_validation(0, place, 0, place, {"validate": "any", "input_message": said[:LONGEST]})
        if column.choices and len(",".join(column.choices)) <= LONGEST:
            sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": list(column.choices)})
    workbook.close()
    paper.seek(0)
    return paper
