"""A paper as the check reads it: paragraphs and tables in their order, each knowing its line. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from casework.assessments.figure_check.figures import Figure, find_figures
from casework.kit.rules import RuleBroken

# Kinds of space, dash and percent sign as the patterns expect them; « and » are kept for marks.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2003\u2002\u2007\t\r\n\x0b\x0c", " "),
        "％": "%",
        "«": '"',
        "»": '"',
        "\u2011": "-",
        "’": "'",
    }
)
THIN_THOUSANDS = re.compile(r"(?<=\d)[\u2009\u202f](?=\d{3}(?!\d))")
UNSEEN = re.compile("[\u200b\u200c\u200d\ufeff\u00ad]")
SENTENCE_END = re.compile(r"[.!?][\"')\]]{0,2}\s{1,4}(?=[\"'(]?[A-Z«])")
NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|no|nos|pt|vs|st|mr|mrs|ms|dr|fig|para|incl|c|p|pp|cf)|\b[A-Z])\.$", re.IGNORECASE
)
MARK = re.compile(r"«([A-Z])(\d{1,6})»")


class CannotRead(RuleBroken):
    """The paper cannot be read: why, in a sentence."""


@dataclass(frozen=True)
class Paragraph:
    """Words that belong together. `lines` says from which place of the text on which line of the file it stands."""

    text: str
    lines: tuple[tuple[int, int], ...]
    heading: str = ""

    def line_at(self, place: int) -> int:
        """The line of the file at this place of the text."""
        return self.lines[max(0, bisect_right(self.lines, (place, 1 << 60)) - 1)][1]


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells. `heading` is the last heading before it, `note` the words that follow it."""

    rows: tuple[Row, ...]
    heading: str = ""
    note: str = ""

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.rows[0].line


Block = Paragraph | Table


def plain(text: str) -> str:
    """The text with plain spaces and dashes, thin spaces between thousands as commas."""
    return UNSEEN.sub("", THIN_THOUSANDS.sub(",", text)).translate(PLAIN)


def paragraph(pieces: Iterable[tuple[int, str]]) -> Paragraph:
    """A paragraph of pieces, each with its line."""
    text, lines = "", []
    for line, words in pieces:
        words = " ".join(plain(words).split())
        if words:
            lines.append((len(text), line))
            text += words + " "
    return Paragraph(text.rstrip(), tuple(lines) or ((0, 0),))


@dataclass(frozen=True)
class Sentence:
    """A sentence with its figures marked: «P0» is the first figure of the paragraph, a percentage."""

    marked: str
    start: int  # of the sentence in the marked paragraph
    of: "Marked"

    def figure(self, number: str) -> Figure:
        """The figure of a mark."""
        return self.of.figures[int(number)]

    @property
    def figures(self) -> list[Figure]:
        """Its figures in order."""
        return [self.of.figures[int(number)] for _letter, number in MARK.findall(self.marked)]

    @property
    def words(self) -> str:
        """The sentence as it is written."""
        start, end = self.original(0, len(self.marked))
        return self.of.paragraph.text[start:end]

    def before(self, place: int, longest: int) -> str:
        """The words just before a place of the marked sentence, back to the last figure."""
        return self.marked[max(0, place - longest) : place].rpartition("»")[2]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """From places in this sentence to places in the paragraph's own text."""
        return self.of.original(self.start + start), self.of.original(self.start + end)


@dataclass
class Marked:
    """A paragraph with its figures found."""

    paragraph: Paragraph
    figures: list[Figure] = field(default_factory=list)
    text: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)  # of the marked text, of the original

    def original(self, place: int) -> int:
        """From a place in the marked text to the same in the paragraph's own text."""
        number = max(0, bisect_right(self.places, (place, 1 << 60)) - 1)
        at, own = self.places[number]
        return own + place - at

    def sentences(self) -> list[Sentence]:
        """The sentences in order; a full stop after an abbreviation ends none."""
        found, start = [], 0
        for end in SENTENCE_END.finditer(self.text):
            if not NO_END.search(self.text[max(0, end.start() - 8) : end.start() + 1]):
                found.append(Sentence(self.text[start : end.end()], start, self))
                start = end.end()
        found.append(Sentence(self.text[start:], start, self))
        return [sentence for sentence in found if sentence.marked.strip()]


def mark(words: Paragraph) -> Marked:
    """Find the figures of a paragraph and put a mark in the place of each."""
    marked = Marked(words, find_figures(words.text), "", [(0, 0)])
    parts, at, own = [], 0, 0
    for number, figure in enumerate(marked.figures):
        between = words.text[own : figure.start]
        token = f"«{figure.sort.value}{number}»"
        parts += [between, token]
        at += len(between)
        marked.places.append((at, figure.start))
        at += len(token)
        own = figure.end
        marked.places.append((at, own))
    marked.text = "".join([*parts, words.text[own:]])
    return marked
