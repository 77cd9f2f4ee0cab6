"""Which words two texts do not share, for people who must choose between them. Pure."""

import re
from difflib import SequenceMatcher

MOST_COMPARED = 3_000  # words of both texts together; beyond that whole lines are compared

Part = tuple[bool, str]  # only here?, text


def parts_of(one: str, other: str) -> tuple[list[Part], list[Part]]:
    """Each text in parts, in order; a part is marked when the other text has not got it."""
    split = _words if len(one.split()) + len(other.split()) <= MOST_COMPARED else _lines
    a, b = split(one), split(other)
    mine: list[Part] = []
    theirs: list[Part] = []
    for _, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        same = a[a1:a2] == b[b1:b2]
        for parts, words in ((mine, a[a1:a2]), (theirs, b[b1:b2])):
            if words:
                parts.append((not same, "".join(words)))
    return mine, theirs


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+$", text)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
