"""Finding the numbers of a paragraph: what each counts, how finely it is printed, and how it is hedged. Pure.

Years, dates, ages, page and telephone numbers are set aside, so that no arithmetic is ever done with them. Every
pattern is bounded, so that no text however odd makes the reading slow.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import Hedge, Range
from casework.kit import words

ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORD_VALUES = {word: value for value, word in enumerate([*ONES, *TEENS], start=1)} | {
    word: value * 10 for value, word in enumerate(TENS, start=2)
}
NUMBER_WORD = rf"(?:(?:{'|'.join(TENS)})(?:-(?:{'|'.join(ONES)}))?|{'|'.join(TEENS)}|{'|'.join(ONES)})"
MONTH = rf"(?:{'|'.join(words.MONTHS)}|Sept|{'|'.join(month[:3] for month in words.MONTHS)})"
YEAR = r"(?:19|20)\d\d\s?[/–-]\s?(?:(?:19|20)\d\d|\d\d)(?![\w%])"
QUARTER = r"(?:Q[1-4]|[Qq]uarter\s(?:[1-4]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our))"
PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,15})(?:\.\d{1,6})?"
SUFFIX = (
    r"\s?(?:%|[Pp]er\s?cent(?:age)?\b)(?:[\s-](?:percentage\s)?points?\b)?|\s?percentage[\s-]points?\b|\s?pp(?:ts?)?(?!\w)"
    r"|(?:k|m|bn)(?!\w)|\s(?:million|thousand|billion)\b"
)
TOKEN = re.compile(
    rf"""
    (?P<link>(?:https?://|www\.)[^\s<>]{{1,400}}|(?<![\w.+-])[\w.+-]{{1,60}}@[\w.-]{{1,100}})
    |(?P<period>(?<![\w/.,-])(?:{QUARTER}\s(?:of\s)?)?{YEAR}(?:,?\s\(?{QUARTER}\b\)?)?)
    |(?P<date>(?<![\w.,])\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}\b(?:\s(?:19|20)\d\d)?(?!\w)|\b{MONTH}\s(?:19|20)\d\d(?!\w)
       |(?<![\w.,/])\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d)(?![\w/])|(?<![\w.,-])\d{{4}}-\d\d-\d\d(?![\w-])
       |(?<![\w.,])\d{{1,2}}(?:[.:]\d\d)?\s?(?:am|pm|noon)\b|(?<!\w)(?:aged?|ages)\s\d{{1,3}}\s?(?:to|and|-|–)\s?\d{{1,3}}(?!\w))
    |(?P<range>(?<![\w.,/])(?<!\w[-–])£?{PLAIN}%?[-–]£?{PLAIN}(?:\s?%|\s?per\scent|[km](?!\w))?)
    |(?P<number>(?<![\w.,])(?<!\w[-–])(?P<sign>(?:(?<=[\s(])|^)[+−-])?(?P<pound>£\s?)?(?P<digits>{PLAIN})(?![\d])(?P<suffix>{SUFFIX})?)
    |(?P<word>(?<![\w-])(?i:{NUMBER_WORD})(?![\w-])(?P<word_suffix>\s(?:per\s?cent|percentage\spoints?)\b)?)
    """,
    re.VERBOSE,
)
BEFORE_LABEL = re.compile(
    r"\b(?:tables?|figure|fig\.?|pages?|p\.|sections?|regulations?|paragraphs?|para|appendix|annex|chapter|stage|step"
    r"|level|outcome|priority|part|pt\.?|no\.?|item|article|schedule|version|aged?|ages|age\sof|room|unit|week|phase"
    r"|option|theme|standard|question|ref|reference|act|tel:?|telephone:?|quarter|band|tier|grade|row|column|objective"
    r"|covid|per)\s$",
    re.IGNORECASE,
)
NAMED_QUARTER = re.compile(
    r"\b(?:first|second|third|fourth|last|final|this|each|every|next)\s(?:quarter|stage|phase)\s$", re.IGNORECASE
)
AFTER_LABEL = re.compile(
    r"\s?(?:\+|(?:or|and)\s(?:over|older|under|above|below)\b|-?\s?years?[\s-]olds?\b)|-[A-Za-z]|[A-Za-z]"
)
LIMIT = re.compile(
    r"\b(?:within|in|after|for|last|past|next|first|every|each|exceeding|beyond|than)\s(?:the\s)?$", re.IGNORECASE
)
AFTER_SPAN = re.compile(r"\s(?:working\s|calendar\s)?(?:days?|weeks?|months?|years?|hours?|minutes?)\b", re.IGNORECASE)
HEDGES = {
    Hedge.ABOUT: ("about", "around", "approximately", "approx", "approx.", "roughly", "circa", "c.", "some", "nearly",
                  "almost", "close to", "some", "an estimated", "estimated"),
    Hedge.OVER: ("over", "more than", "at least", "just over", "just above", "well over", "in excess of", "upwards of",
                 "a minimum of", "no fewer than", "no less than", "exceeding"),
    Hedge.UNDER: ("under", "fewer than", "less than", "just under", "just below", "up to", "at most", "no more than",
                  "not more than", "a maximum of", "slightly under"),
}  # fmt: skip
HEDGE_OF = {phrase: hedge for hedge, phrases in HEDGES.items() for phrase in phrases}
HEDGE_WORDS = "|".join(sorted((re.escape(phrase) for phrase in HEDGE_OF), key=len, reverse=True))
BEFORE_HEDGE = re.compile(rf"(?:^|(?<=[\s(])){'('}{HEDGE_WORDS})\s(?:the\s|a\s)?$", re.IGNORECASE)
SIGNS = {"<": Hedge.UNDER, "≤": Hedge.UNDER, ">": Hedge.OVER, "≥": Hedge.OVER, "~": Hedge.ABOUT, "≈": Hedge.ABOUT}
SIGN_BEFORE = re.compile(rf"(?:^|[\s(\[])([{''.join(SIGNS)}])=?\s?$")  # never the end of a tag
COMPARING = re.compile(r"(?:\s[a-z'-]{1,30}){0,4}\s(?:more|fewer|less)\sthan\s(?:the\s)?", re.IGNORECASE)
SCALES = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, "thousand": 1_000, "million": 1_000_000, "billion": 10**9}


class Sort(StrEnum):
    """What a number of the text is; the letter stands for it in a marked sentence."""

    PERCENT = "P"
    POINTS = "X"
    MONEY = "M"
    COUNT = "N"
    PERIOD = "Y"
    OTHER = "O"  # a date, an age, a page, a range: no figure


@dataclass(frozen=True)
class Figure:
    """A number as printed. `step` is the smallest one it is printed to: a tenth for 9.4%."""

    sort: Sort
    value: Fraction
    step: Fraction
    text: str
    start: int = 0
    end: int = 0
    hedge: Hedge = Hedge.NONE
    has_sign: bool = False
    is_words: bool = False
    is_span: bool = False  # days, weeks, years
    is_exact: bool = False  # not rounded to the hundred, however round it looks

    @property
    def is_number(self) -> bool:
        """Whether arithmetic may be done with it."""
        return self.sort in (Sort.PERCENT, Sort.POINTS, Sort.MONEY, Sort.COUNT)

    @property
    def range(self) -> Range:
        """What it may stand for: half a step to each side unless it is a whole count or has its pence."""
        step = self.step
        is_whole = step <= 1 and (self.value.denominator == 1 or step == Fraction(1, 100))
        if is_whole and self.sort in (Sort.COUNT, Sort.MONEY):
            step = Fraction(0) if self.is_exact else _noughts(self.value)
        return Range(self.value - step / 2, self.value, self.value + step / 2)


def _noughts(value: Fraction) -> Fraction:
    """The step a large round number was probably rounded to: 14,400 to the hundred, 717,000 to the thousand; else 0."""
    whole, step = abs(int(value)), 1
    while whole >= 1_000 and whole % (step * 10) == 0 and whole >= step * 100:
        step *= 10
    return Fraction(step if step >= 100 and value.denominator == 1 else 0)


def find_figures(text: str) -> list[Figure]:
    """Every number of the text in order, with what is set aside marked as such."""
    found: list[Figure] = []
    for match in TOKEN.finditer(text):
        figure = _figure(match, text)
        if figure.hedge is not Hedge.NONE and found and _compares(found[-1], figure, text):
            figure = Figure(**{**figure.__dict__, "hedge": Hedge.NONE})
        found.append(figure)
    return found


def _compares(before: Figure, figure: Figure, text: str) -> bool:
    """Whether the hedge belongs to the figure before: "21 more than 173"."""
    between = text[before.end : figure.start]
    return before.is_number and len(between) < 120 and COMPARING.fullmatch(between) is not None


def _figure(match: re.Match[str], text: str) -> Figure:
    start, end = match.span()
    kind = str(match.lastgroup)
    if match["number"] is not None:
        return _number(match, text)
    if match["word"] is not None:
        return _word(match, text)
    is_period = kind == "period" and _is_financial_year(match[0])
    return Figure(Sort.PERIOD if is_period else Sort.OTHER, Fraction(0), Fraction(1), match[0], start, end)


def _is_financial_year(text: str) -> bool:
    found = re.search(r"((?:19|20)\d\d)\s?[/–-]\s?(\d{4}|\d\d)", text)
    return bool(found) and int(found[2]) % 100 == (int(found[1]) + 1) % 100 if found else False


def _number(match: re.Match[str], text: str) -> Figure:
    start, end = match.span()
    digits, suffix = match["digits"].replace(",", ""), (match["suffix"] or "").strip().lower()
    value, step = Fraction(digits), Fraction(1, 10 ** len(digits.partition(".")[2]))
    if suffix in SCALES:
        value, step = value * SCALES[suffix], step * SCALES[suffix]
    sign = match["sign"] or ""
    before = text[max(0, start - 40) : start]
    return Figure(
        sort=_sort(match, suffix, before, text[end : end + 24]),
        value=-value if sign in ("-", "−") else value,
        step=step,
        text=match[0],
        start=start,
        end=end,
        hedge=_hedge(before),
        has_sign=bool(sign),
        is_span=AFTER_SPAN.match(text[end : end + 24]) is not None,
    )


def _sort(match: re.Match[str], suffix: str, before: str, after: str) -> Sort:
    if "point" in suffix or suffix.startswith("pp"):
        return Sort.POINTS
    if suffix == "%" or suffix.startswith("per"):
        return Sort.PERCENT
    if match["pound"]:
        return Sort.MONEY
    digits = match["digits"]
    plain = digits.isdigit()
    if plain and ((len(digits) > 1 and digits[0] == "0") or (len(digits) == 4 and 1950 <= int(digits) <= 2049)):
        return Sort.OTHER
    if _is_label(before) or (not suffix and AFTER_LABEL.match(after)) or _is_limit(before, after):
        return Sort.OTHER
    return Sort.COUNT


def _is_label(before: str) -> bool:
    """Whether what follows is the number of a page or a quarter; after "the second quarter" a count follows."""
    return BEFORE_LABEL.search(before) is not None and not NAMED_QUARTER.search(before)


def _is_limit(before: str, after: str) -> bool:
    """Whether it is the 20 of "within 20 working days": a limit, not a count."""
    return AFTER_SPAN.match(after) is not None and LIMIT.search(before) is not None


def _word(match: re.Match[str], text: str) -> Figure:
    start, end = match.span()
    suffix = (match["word_suffix"] or "").strip().lower()
    number = match[0].lower().removesuffix(suffix).strip() if suffix else match[0].lower()
    value = sum(WORD_VALUES[part] for part in number.split("-"))
    before, after = text[max(0, start - 40) : start], text[end : end + 24]
    sort = Sort.POINTS if "point" in suffix else Sort.PERCENT if suffix else Sort.COUNT
    if sort is Sort.COUNT and (_is_label(before) or after.startswith("-") or _is_limit(before, after)):
        sort = Sort.OTHER
    is_span = AFTER_SPAN.match(after) is not None
    return Figure(sort, Fraction(value), Fraction(1), match[0], start, end, _hedge(before), False, True, is_span)


def _hedge(before: str) -> Hedge:
    sign = SIGN_BEFORE.search(before)
    if sign:
        return SIGNS[sign[1]]
    found = BEFORE_HEDGE.search(before)
    return HEDGE_OF.get(found[1].lower(), Hedge.NONE) if found else Hedge.NONE
