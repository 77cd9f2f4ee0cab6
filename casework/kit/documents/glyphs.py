"""Which letters a typeface can print, read from the font file itself: a PDF for everybody may not hold a blank one."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

Segment = tuple[int, int]


@lru_cache(maxsize=4)
def letters_of(font: Path) -> frozenset[int]:
    """The code points the font has a glyph for (the `cmap` table of OpenType, formats 4 and 12)."""
    data = font.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    for at in range(12, 12 + 16 * tables, 16):
        if data[at : at + 4] == b"cmap":
            start = struct.unpack_from(">I", data, at + 8)[0]
            return frozenset(_cmap(data, start))
    raise ValueError(f"{font.name} has no table of letters")


def _cmap(data: bytes, start: int) -> Iterator[int]:
    """The code points of every Unicode part of the table."""
    count = struct.unpack_from(">H", data, start + 2)[0]
    for at in range(start + 4, start + 4 + 8 * count, 8):
        part = start + struct.unpack_from(">I", data, at + 4)[0]
        shape = struct.unpack_from(">H", data, part)[0]
        segments = _format_4(data, part) if shape == 4 else _format_12(data, part) if shape == 12 else ()
        for first, last in segments:
            yield from range(first, last + 1)


def _format_4(data: bytes, part: int) -> Iterator[Segment]:
    double = struct.unpack_from(">H", data, part + 6)[0]
    lasts = struct.unpack_from(f">{double // 2}H", data, part + 14)
    firsts = struct.unpack_from(f">{double // 2}H", data, part + 16 + double)
    for first, last in zip(firsts, lasts, strict=True):
        if first != 0xFFFF:
            yield first, last


def _format_12(data: bytes, part: int) -> Iterator[Segment]:
    groups = struct.unpack_from(">I", data, part + 12)[0]
    for at in range(part + 16, part + 16 + 12 * groups, 12):
        first, last, _ = struct.unpack_from(">III", data, at)
        yield first, last


def shown(text: str, letters: frozenset[int]) -> str:
    """The text with every letter the font lacks written as its number, [U+4E2D]; invisible signs are left out.

    A letter with an accent that the font lacks keeps its base letter.
    """
    if all(ord(letter) in letters or letter == "\n" for letter in text):
        return text
    return "".join(_shown(letter, letters) for letter in unicodedata.normalize("NFC", text))


def _shown(letter: str, letters: frozenset[int]) -> str:
    if ord(letter) in letters or letter == "\n":
        return letter
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return ""
    plain = unicodedata.normalize("NFKD", letter)
    if plain != letter and all(ord(part) in letters or unicodedata.combining(part) for part in plain):
        return "".join(part for part in plain if ord(part) in letters)
    return f"[U+{ord(letter):04X}]"
