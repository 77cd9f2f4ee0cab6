"""Workbooks looked at before a reader lays out their cells, so that a small file can fill neither memory nor time.

A reader lays the cells of a sheet out as a rectangle from the first to the last: two cells in opposite corners make
billions. An archive of one letter over and over unpacks to a thousand times its size.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import ZipFile, ZipInfo

LARGEST_UNPACKED = 1024 * 1024 * 1024  # bytes
MOST_TIMES, LOOKED_AT_FROM = 100, 20 * 1024 * 1024  # how much larger than packed, once it is so many bytes
MOST_CELLS = 20_000_000  # in the rectangle; the largest national file has 6 million
BLOCK, LONGEST_TAG = 1 << 20, 200
PLACE = re.compile(rb'\br="([A-Z]{0,3})(\d{1,7})"')  # of a row or a cell
REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{4,})"[^>]*office:value')  # a cell of an ODS sheet


def check_unpacks(source: Path | IO[bytes], *, macros: bool = True) -> None:
    """Raise ValueError with the end of a sentence for a workbook that unpacks to too much; BadZipFile for none.

    `macros`: whether a workbook may hold any.
    """
    with ZipFile(source) as archive:
        parts = archive.infolist()
        unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
        if unpacked > LARGEST_UNPACKED:
            raise ValueError("unpacks to more than 1 GB")
        if unpacked > LOOKED_AT_FROM and unpacked > MOST_TIMES * packed:
            raise ValueError(f"unpacks to more than {MOST_TIMES} times its size")
        if not macros and any("vbaProject" in part.filename for part in parts):
            raise ValueError("holds macros. Save it as .xlsx and choose it again")
        for part in parts:
            if "/worksheets/" in part.filename and _cells(archive, part) > MOST_CELLS:
                raise ValueError("has cells so far apart that it cannot be read. Delete the empty rows and columns")
            if part.filename == "content.xml" and any(REPEATED.search(block) for block in _blocks(archive, part)):
                raise ValueError("repeats a cell thousands of times, so it cannot be read")


def _cells(archive: ZipFile, part: ZipInfo) -> int:
    """How many cells the rectangle of a sheet has, by the places that its rows and cells name."""
    deepest, widest = 0, 0
    for block in _blocks(archive, part):
        places = PLACE.findall(block)
        deepest = max(deepest, max((int(row) for _, row in places), default=0))
        widest = max(widest, max((_column(letters) for letters in {letters for letters, _ in places}), default=0))
    return deepest * widest


def _column(letters: bytes) -> int:
    """A is 1, AA is 27; a row has no letters and is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _blocks(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """The part in blocks that overlap by a tag."""
    with archive.open(part) as opened:
        last = b""
        while block := opened.read(BLOCK):
            yield last + block
            last = block[-LONGEST_TAG:]
