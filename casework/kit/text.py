"""Text as people type and paste it, made fit to keep."""

import re
import unicodedata

# Word, Outlook and PDF readers paste these as line ends.
BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})

UNKEPT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """What was typed with one kind of line end, composed letters, and nothing around it."""
    return unicodedata.normalize("NFC", one_line_end(text)).strip()


def one_line_end(text: str) -> str:
    """The text with the same line end throughout; browsers send two letters for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS)


def cannot_keep(text: str) -> bool:
    """Whether a letter in it has no place in a database or a document: NUL, other controls, half of a pair."""
    return UNKEPT.search(text) is not None


def showable(text: str) -> str:
    """The text with a visible mark where a letter cannot be kept, nor even sent to a browser."""
    return UNKEPT.sub("\ufffd", one_line_end(text))
