"""Text as people type and paste it, made fit to keep."""

import unicodedata

# Word, Outlook and PDF readers paste these as line ends.
BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def clean_text(text: str) -> str:
    """What was typed with one kind of line end, composed letters, and nothing around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS)
    return unicodedata.normalize("NFC", text).strip()


def cannot_keep(text: str) -> bool:
    """Whether a letter in it has no place in a database or a document: NUL, other controls, half of a pair."""
    return any(
        (letter < " " and letter not in "\t\n") or "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff"
        for letter in text
    )
