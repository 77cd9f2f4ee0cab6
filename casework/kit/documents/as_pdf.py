"""A report as a tagged PDF (PDF/UA-1 is asked for, so a missing title, language or text alternative is refused).

Typst lays it out from `report.typ`; the words travel as JSON beside it and are never part of the program. The only
typeface is the one the product brings: the same report looks the same on every machine.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from casework.kit.documents import as_json
from casework.kit.documents import report as r
from casework.kit.documents.cells import Cell, Marked
from casework.kit.documents.glyphs import letters_of, shown
from casework.kit.documents.pictures import FACE, FONTS, alternative, svg_of

CARRIED = "data.json"  # the name under which the report's JSON travels inside the file
LONG_WORD = 24  # letters; a longer one may be broken anywhere, or it would run off the page


def write(report: r.Report) -> bytes:
    """The whole report."""
    pictures: dict[str, bytes] = {}
    data = _clean(_report(report, pictures))
    files = {"main.typ": _program(), "report.json": json.dumps(data).encode(), **pictures}
    if report.carries_data:
        files[CARRIED] = as_json.write(report)
    made: bytes = typst.compile(  # type: ignore[call-overload]  # files by name are taken, though its types say no
        files,
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=report.generated_at.replace(microsecond=0),
    )
    return made


@lru_cache(maxsize=1)
def _program() -> bytes:
    return (Path(__file__).parent / "report.typ").read_bytes()


def _clean(data: Any) -> Any:
    """Every text of the data as the typeface can print it, very long words open to be broken."""
    if isinstance(data, dict):
        return {key: _clean(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_clean(value) for value in data]
    return _breakable(shown(r.printable(data), letters_of(FACE))) if isinstance(data, str) else data


def _breakable(text: str) -> str:
    words = text.split(" ")
    if all(len(word) <= LONG_WORD for word in words):
        return text
    return " ".join("\u200b".join(word) if len(word) > LONG_WORD else word for word in words)


def _report(report: r.Report, pictures: dict[str, bytes]) -> dict[str, Any]:
    numbers = report.numbers()
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "as_at": report.as_at,
        "notice": report.notice,
        "running": ". ".join(words for words in (report.subtitle, report.notice) if words),
        "contents": report.has_contents,
        "carried": CARRIED if report.carries_data else None,
        "sections": [
            {
                "heading": heading,
                "landscape": section.landscape,
                "blocks": [_block(report, block, numbers, pictures) for block in section.blocks],
            }
            for heading, section in report.numbered()
        ],
    }


def _block(report: r.Report, block: r.Block, numbers: r.Numbers, pictures: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case r.Paragraph(words):
            return {"kind": "paragraph", "words": words}
        case r.Heading(words):
            return {"kind": "heading", "words": words}
        case r.Note(words):
            return {"kind": "note", "words": words}
        case r.Bullets(items):
            return {"kind": "bullets", "items": list(items)}
        case r.KeyFigures(items=items):
            figures = [{"label": one.label, "cell": _cell(report, one.cell), "note": one.note} for one in items]
            return {"kind": "figures", "items": figures}
        case r.ChartBlock(chart):
            file = f"chart{len(pictures) + 1}.svg"
            pictures[file] = svg_of(chart).encode()
            said = {"title": chart.title, "subtitle": chart.subtitle, "source": chart.source}
            return {"kind": "chart", "file": file, "alt": alternative(chart), **said}
        case r.Table():
            return _table(report, block, numbers.next())


def _table(report: r.Report, table: r.Table, number: int) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": f"Table {number}: {table.caption}",
        "columns": [vars(column) for column in table.columns],
        "rows": [
            {"group": one.words}
            if isinstance(one, r.Group)
            else {"total": one.is_total, "cells": [_cell(report, part) for part in one.cells]}
            for one in table.rows
        ],
        "note": table.note,
        "empty": table.empty,
    }


def _cell(report: r.Report, one: Cell) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": one.kind, "words": one.words}
    if isinstance(one, Marked):
        said |= {"shape": one.shape, "colour": one.colour}
    address = r.link_of(report, one)
    return said | ({"href": address} if address else {})
