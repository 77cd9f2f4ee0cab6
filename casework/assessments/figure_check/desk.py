"""What the finders of claims share: pieces of patterns, the words of a verdict, and the desk on which claims are laid.

Patterns read marked sentences («P0» is a percentage, «N1» a count, «Y2» a year) and never step over a figure unseen.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import Hedge, Range, judge, percent_of, rounded_to
from casework.assessments.figure_check.claims import Claim, Kind, Verdict
from casework.assessments.figure_check.figures import HEDGE_WORDS, SCALES, Figure, Sort
from casework.assessments.figure_check.papers import Marked, Sentence
from casework.kit import words

HEDGED = rf"(?:(?:{HEDGE_WORDS}|just|only|exactly|or)\s){{0,2}}(?:[<>≤≥~≈]=?\s?)?"
THE = (
    r"(?:(?:the|all|a|total|of|its|our|their|these|those|some|just|over|about|around|approximately|nearly|almost)\s)"
    r"{0,5}"
)
NOUNS = r"(?:\s(?:[A-Za-z][A-Za-z'/&-]{0,30}|«[YO]\d{1,6}»)){0,10}?"
COMPARED = r"(?:compared\s(?:to|with)|against|versus|vs\.?)"
EVERY = re.compile(r"\b(?:every|each|any|no|not)\s$", re.IGNORECASE)  # before "one of 12 boards": no share is said
COUNTED_SO = re.compile(r"\b(?:in\s(?:all|total)|altogether|overall|exactly|only)\s$", re.IGNORECASE)
NOT_OURS = re.compile(
    r"\b(?:targets?|milestones?|threshold|ambition|benchmark|average|england|national(?:ly)?|regional(?:ly)?|median"
    r"|compared|against|than|versus|previous(?:ly)?|last\syear|forecast|expected|plan(?:ned)?|aim(?:ed)?)\b",
    re.IGNORECASE,
)


def fig(name: str, sorts: str = "PXNM") -> str:
    """A pattern for a figure's mark, whose number the group `name` holds."""
    return rf"«[{sorts}](?P<{name}>\d{{1,6}})»"


def stretch(longest: int) -> str:
    """Words, years and dates up to so many letters, but no figure and no bracket."""
    return rf"(?:[^«»()]|«[YO]\d{{1,6}}»){{0,{longest}}}?"


# --- words ---

SCALED = re.compile(rf"\d(\s?)({'|'.join(SCALES)})$", re.IGNORECASE)  # £2.1m is answered in millions


def as_decimal(value: Fraction, step: Fraction) -> Decimal:
    """The value rounded to its step, as a Decimal that prints with the step's decimals."""
    places = 0
    while step * 10**places < 1:
        places += 1
    exact = rounded_to(value, step)
    return Decimal(int(exact * 10**places)).scaleb(-places)


def in_words(value: Fraction, like: Figure, step: Fraction | None = None) -> str:
    """The value written as the figure it should have been: 9.4%, £13,912, 1.1 percentage points."""
    scaled = SCALED.search(like.text) if like.sort in (Sort.MONEY, Sort.COUNT) else None
    if scaled:
        scale = SCALES[scaled[2].lower()]
        unscaled = as_decimal(value / scale, min(like.step, step or like.step) / scale)
        return f"{'£' if like.sort is Sort.MONEY else ''}{words.number(unscaled)}{scaled[1]}{scaled[2]}"
    rounded = as_decimal(value, step or min(like.step, Fraction(1)) if like.sort is Sort.COUNT else step or like.step)
    if like.sort is Sort.PERCENT:
        return words.percent(rounded)
    if like.sort is Sort.POINTS:
        return words.points(rounded)
    return words.pounds(rounded) if like.sort is Sort.MONEY else words.number(rounded)


def finely(value: Fraction) -> str:
    """A recomputed percentage with enough decimals to see why: 9.37%."""
    return words.percent(as_decimal(value, Fraction(1, 100)))


# --- the desk ---


Reading = tuple[Kind, Verdict, tuple[int, int], int, str, str | None]


@dataclass
class Desk:
    """Where the claims of one paragraph are laid. A figure is claimed once, by the first that knows it."""

    marked: Marked
    earlier: list[Marked] = field(default_factory=list)  # the paragraphs just before
    claims: list[Claim] = field(default_factory=list)
    readings: dict[int, list[Reading]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)  # the ends of changes
    compared: set[tuple[Kind, int]] = field(default_factory=set)  # figures set beside a table or a held value

    def lay(
        self, kind: Kind, verdict: Verdict, place: tuple[int, int], main: str | int, because: str, expected: str | None
    ) -> None:
        """Lay down a claim on the words from `place`, whose claimed figure is number `main`.

        What is right should be what it is: `expected` is then the claimed figure itself.
        """
        if verdict is Verdict.RIGHT:
            expected = self.marked.figures[int(main)].text
        start, end = place
        text = self.marked.paragraph.text
        end = _closed(text, start, end)
        line = self.marked.paragraph.line_at(start)
        if kind in (Kind.HELD, Kind.AGREEMENT):
            self.compared.add((kind, int(main)))
        elif kind is not Kind.DIRECTION:
            self.used.add(int(main))
        self.claims.append(Claim(text[start:end].strip(" ,;"), line, kind, verdict, expected, because, (start, end)))

    def propose(
        self, kind: Kind, verdict: Verdict, place: tuple[int, int], main: str | int, because: str, expected: str | None
    ) -> None:
        """Keep a claim as one reading of the words; `settle` lays the best reading of each figure."""
        if self.is_free(main):
            self.readings.setdefault(int(main), []).append((kind, verdict, place, int(main), because, expected))

    def settle(self) -> None:
        """Lay one reading of each figure: one that makes it right if there is any, else the first that was proposed."""
        for readings in self.readings.values():
            self.lay(*next((one for one in readings if one[1] is Verdict.RIGHT), readings[0]))
        self.readings.clear()

    @property
    def earlier_figures(self) -> list[Figure]:
        """The figures of the paragraphs just before."""
        return [figure for marked in self.earlier for figure in marked.figures]

    def is_free(self, number: str | int) -> bool:
        """Whether no claim has been made on this figure."""
        return int(number) not in self.used

    def propose_share(self, match: re.Match[str], sentence: Sentence, *, sure: bool) -> None:
        """Propose that the match's a of b is p percent. Unsure: never called wrong."""
        part, whole, share = (sentence.figure(match[name]) for name in "abp")
        real = share_of(part, whole)
        if real is None or share.has_sign:
            return
        verdict = judge(share.value, real, share.step, share.hedge)
        if verdict is Verdict.WRONG and not (
            sure
            and part.hedge is whole.hedge is Hedge.NONE
            and not _is_year_like(part, whole)
            and not _is_loose(match, part, whole, share)
        ):
            verdict = Verdict.UNKNOWN
        expected = None if verdict is Verdict.UNKNOWN else in_words(real.nominal, share)
        because = f"{part.text} of {whole.text} is {finely(real.nominal)}"
        self.propose(Kind.SHARE, verdict, sentence.original(*match.span()), match["p"], because, expected)


def share_of(part: Figure, whole: Figure) -> Range | None:
    """How many percent one is of the other; None where they are of two sorts, or the part is the larger."""
    if part.sort is not whole.sort or part.value > whole.value or part.value < 0:
        return None
    return percent_of(part.range, whole.range)


def _is_year_like(part: Figure, whole: Figure) -> bool:
    """Whether 19/20 may be a year."""
    return whole.value == part.value + 1 and 10 <= part.value <= 40 and len(part.text) == 2


def _is_loose(match: re.Match[str], part: Figure, whole: Figure, share: Figure) -> bool:
    """Whether "9 out of 10 visits (91%)" is said as loosely in digits as in words; after "in all" ten were counted."""
    counted = COUNTED_SO.search(match.string[max(0, match.start() - 14) : match.start()])
    is_tenths = whole.value == 10 and rounded_to(share.value / 10, Fraction(1)) == part.value
    return is_tenths and " out of " in match[0] and not counted


def _closed(text: str, start: int, end: int) -> int:
    """The end of the words, with the bracket that closes one opened in them."""
    if text.count("(", start, end) > text.count(")", start, end):
        closing = text.find(")", end, end + 40)
        return closing + 1 if closing >= 0 else end
    return end
