"""Finding changes of which the sentence does not say both figures: "600 fewer", "a 42% reduction". Pure.

They are looked up in the paper's tables and the values held (`lookup`); what is found nowhere cannot be told.
"""

import re
from dataclasses import dataclass

from casework.assessments.figure_check.desk import HEDGED, Desk, fig, stretch
from casework.assessments.figure_check.figures import Figure, Sort
from casework.assessments.figure_check.moves import BY, FEWER, NOUN, VERB
from casework.assessments.figure_check.papers import Sentence

A, B, D = fig("a"), fig("b"), fig("d")
BASE = rf"\sthan\s(?P<base>{stretch(80)})\(?{HEDGED}{B}"
NO_BASE = rf"\sthan\s(?P<base>{stretch(80)})(?=[.,;)(]|«[PXNMO]|$)"
OPEN = [
    re.compile(rf"{D}{FEWER}(?:\s[a-z-]{{1,20}}){{0,2}}?{BASE}"),
    re.compile(rf"{D}{FEWER}(?:\s[a-z-]{{1,20}}){{0,2}}?{NO_BASE}"),
    re.compile(rf"\({HEDGED}{D}{FEWER}(?=\)|,|\s(?:in|people|of)\b)"),
    re.compile(rf"{D}\s{NOUN}\b", re.IGNORECASE),
    re.compile(rf"{NOUN}\sof\s{HEDGED}{D}", re.IGNORECASE),
    re.compile(rf"{VERB}{BY}{D}", re.IGNORECASE),
]
CHANGE_NOUN = OPEN[3]
NO_LINK = re.compile(r"[.]|\b(?:and|but|while|whilst|whereas|with|when|of)\b|;(?!\s(?:an?|up|down)\s$)", re.IGNORECASE)
NO_CHANGE = re.compile(r"\b(?:rate|real|pay|price|no)\s$", re.IGNORECASE)
LAST_YEAR = re.compile(
    r"\b(?:last\syear|previous\syear|year\sbefore|year\searlier|prior\syear|same\speriod|equivalent\speriod)\b|«Y",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Opening:
    """A claimed change with the figures that are known: the amount, what it is now, perhaps what it was."""

    sentence: Sentence
    place: tuple[int, int]  # in the marked sentence
    number: int
    amount: Figure
    sign: int
    now: Figure | None
    before: Figure | None
    noun: str  # what is counted, as far as the words before say
    is_yearly: bool  # whether it is set against the year before, or against nothing that is named


def find_openings(desk: Desk, sentence: Sentence) -> list[Opening]:
    """Every change of the sentence that no finder has laid yet."""
    found: dict[int, Opening] = {}
    for pattern in OPEN:
        for match in pattern.finditer(sentence.marked):
            number = int(match["d"])
            if number not in found and desk.is_free(number) and (opening := _opening(sentence, match)):
                found[number] = opening
    return list(found.values())


def _opening(sentence: Sentence, match: re.Match[str]) -> Opening | None:
    amount = sentence.figure(match["d"])
    groups = match.groupdict()
    is_count = amount.sort in (Sort.COUNT, Sort.MONEY)
    if (
        amount.is_words
        or amount.is_span
        or (is_count and amount.value < 2)
        or NO_CHANGE.search(sentence.marked[: match.start()])
    ):
        return None
    if amount.sort is Sort.COUNT and match.re is CHANGE_NOUN:
        return None  # "the 3 reductions" is no change by three
    if groups.get("b") and re.search(r"\b(?:and|but|while|whilst)\b", groups["base"] or ""):
        return None  # the figure behind belongs to the next thing said
    before = sentence.figure(groups["b"]) if groups.get("b") else None
    if before is not None and amount.sort in (Sort.COUNT, Sort.MONEY) and before.sort is not amount.sort:
        before = None
    now, noun = _now(sentence, match, amount)
    said = sentence.marked[match.start() : match.end() + 60]
    bracketed = sentence.marked[: match.start()].rstrip().endswith("(") or match[0].startswith("(")
    yearly = bool(LAST_YEAR.search(said)) or bracketed
    sign = 1 if groups.get("up") else -1
    return Opening(sentence, match.span(), int(match["d"]), amount, sign, now, before, noun, yearly)


def _now(sentence: Sentence, match: re.Match[str], amount: Figure) -> tuple[Figure | None, str]:
    """The figure that changed, when it stands just before; and the words that say what is counted."""
    before = sentence.marked[max(0, match.start() - 140) : match.start()]
    noun = re.split(r"[»(),;.]", before.rstrip(" (,;"))[-1]
    found = list(re.finditer(r"«([A-Z])(\d{1,6})»", before))
    while found and found[-1][1] in "YO":
        found.pop()
    if not found or NO_LINK.search(before[found[-1].end() :]):
        return None, noun
    figure = sentence.figure(found[-1][2])
    fits = figure.sort is amount.sort or (amount.sort is Sort.PERCENT and figure.sort in (Sort.COUNT, Sort.MONEY))
    fits = fits or (amount.sort is Sort.POINTS and figure.sort is Sort.PERCENT)
    return (figure if fits else None), noun
