"""Finding shares said loosely beside their percentage: "one in eight (13%)", "over half (54%)". Pure.

Such words are a choice of the nearest simple fraction, so only what lies clearly outside is called wrong.
"""

import re
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import Hedge, rounded_to
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import EVERY, HEDGED, NOUNS, Desk, fig, finely
from casework.assessments.figure_check.figures import HEDGE_OF, HEDGE_WORDS, Figure, Sort
from casework.assessments.figure_check.papers import Sentence
from casework.kit import words

A, B, P = fig("a", "N"), fig("b", "N"), fig("p", "P")
IN = r"\s(?:in|out\sof|of|for)\s(?:every\s)?"
ONE_IN = [
    re.compile(rf"{A}{IN}{B}{NOUNS}\s?(?:\(|,\sor\s){HEDGED}{P}(?=\)|[,;.]|\s|$)"),
    re.compile(rf"{P}\s?(?:\(|,\sor\s){HEDGED}{A}{IN}{B}"),
]
FOR_EVERY = re.compile(rf"{A}\s(?:for|in)\severy\s{B}")
ADULTS = re.compile(r"\s(?:people|adults|residents|persons)\b", re.IGNORECASE)
FRACTIONS = {
    "half": (1, 2), "a third": (1, 3), "one third": (1, 3), "two thirds": (2, 3), "a quarter": (1, 4),
    "one quarter": (1, 4), "three quarters": (3, 4), "a fifth": (1, 5), "one fifth": (1, 5), "two fifths": (2, 5),
    "three fifths": (3, 5), "four fifths": (4, 5), "a tenth": (1, 10), "one tenth": (1, 10),
}  # fmt: skip
NAMES = "|".join(sorted((name.replace(" ", "[ -]") for name in FRACTIONS), key=len, reverse=True))
IN_WORDS = re.compile(
    rf"(?<![\w-])(?P<hedge>(?:{HEDGE_WORDS}|about|exactly)\s)?(?P<name>{NAMES})"
    r"(?:\s(?!year|of\sthe\syear)[a-z][a-z' -]{0,60}?)?"
    r"\s?\((?P<p>\d{1,3}(?:\.\d{1,2})?)\s?(?:%|per cent)\)",
    re.IGNORECASE,
)
NOT_A_SHARE = re.compile(r"\b(?:first|second|last|latter|this|each|per|every|previous)\s$", re.IGNORECASE)


def find_one_in(desk: Desk, sentence: Sentence) -> None:
    """Lay every "one in eight (13%)" and "one for every 107 adults"."""
    for pattern in ONE_IN:
        for match in pattern.finditer(sentence.marked):
            part, whole, share = (sentence.figure(match[name]) for name in "abp")
            if EVERY.search(sentence.marked[max(0, match.start() - 8) : match.start()]):
                continue  # "every one of 12 boards (100%)"
            if (
                desk.is_free(match["p"])
                and 0 < part.value < whole.value <= 1000
                and (part.is_words or whole.value <= 20)
            ):
                if part.value > 9 or (
                    not part.is_words and " of " in sentence.marked[match.start("a") : match.start("b")]
                ):
                    continue  # 12 of 15 (80%) is an exact share
                _lay_one_in(desk, sentence, match, part, whole, share)
    for match in FOR_EVERY.finditer(sentence.marked):
        part, whole = sentence.figure(match["a"]), sentence.figure(match["b"])
        if desk.is_free(match["b"]) and part.value == 1 and whole.value > 20:
            _lay_for_every(desk, sentence, match, whole)


def _lay_one_in(
    desk: Desk, sentence: Sentence, match: re.Match[str], part: Figure, whole: Figure, share: Figure
) -> None:
    said = 100 * part.value / whole.value
    verdict = loosely(share.value, said, part.hedge, exact=_is_nearest(part, whole, share))
    because = f"{part.text} in {whole.text} is {finely(said)}"
    expected = None if verdict is Verdict.UNKNOWN else words.percent(words.rounded(int(said * 1000) / 1000))
    if verdict is Verdict.RIGHT:
        expected = share.text
    desk.lay(Kind.ONE_IN, verdict, sentence.original(*match.span()), match["p"], because, expected)


def _is_nearest(part: Figure, whole: Figure, share: Figure) -> bool:
    """Whether the percentage is this fraction rounded, or this fraction the simple one next to the percentage."""
    if rounded_to(100 * part.value / whole.value, share.step) == share.value:
        return True
    if share.value <= 0:
        return False
    if part.value == 1:
        return rounded_to(100 / share.value, Fraction(1)) == whole.value
    return rounded_to(share.value * whole.value / 100, Fraction(1)) == part.value


def loosely(real: Fraction, said: Fraction, hedge: Hedge, *, exact: bool) -> Verdict:
    """Whether a share of `real` percent may be said as about, over or under `said` percent."""
    if hedge is Hedge.OVER:
        return _side(real, said, 1)
    if hedge is Hedge.UNDER:
        return _side(-real, -said, 1)
    ratio = real / said
    if exact or (hedge is Hedge.ABOUT and Fraction(4, 5) <= ratio <= Fraction(5, 4)):
        return Verdict.RIGHT
    far = (Fraction(2, 3), Fraction(3, 2)) if hedge is Hedge.ABOUT else (Fraction(85, 100), Fraction(118, 100))
    return Verdict.UNKNOWN if far[0] <= ratio <= far[1] else Verdict.WRONG


def _side(real: Fraction, said: Fraction, slack: int) -> Verdict:
    if real < said - slack:
        return Verdict.WRONG
    return Verdict.RIGHT if said <= real <= said + 15 else Verdict.UNKNOWN


def _lay_for_every(desk: Desk, sentence: Sentence, match: re.Match[str], every: Figure) -> None:
    """ "298 alerts, one for every 107 adults": right when a number of adults given nearby says so."""
    before = [one for one in desk.marked.figures[: int(match["a"])] if one.sort is Sort.COUNT and not one.is_words]
    near = [
        one
        for one in [*desk.marked.figures, *desk.earlier_figures]
        if one.sort is Sort.COUNT and one.value > every.value
    ]
    place = sentence.original(*match.span())
    for count in reversed(before[-3:]):
        for people in near:
            if (
                count.value > 0
                and people.value > count.value
                and rounded_to(people.value / count.value, every.step) == every.value
            ):
                because = f"{people.text} for {count.text} is one for every {every.text}"
                desk.lay(Kind.ONE_IN, Verdict.RIGHT, place, match["b"], because, every.text)
                return
    desk.lay(
        Kind.ONE_IN, Verdict.UNKNOWN, place, match["b"], "the paper does not say here how many people there are", None
    )


def find_fractions(desk: Desk) -> None:
    """Lay every "over half (54%)" and "three quarters (73%)" of the paragraph."""
    text = desk.marked.paragraph.text
    for match in IN_WORDS.finditer(text):
        if NOT_A_SHARE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        number = next((n for n, one in enumerate(desk.marked.figures) if one.start == match.start("p")), None)
        if number is None or not desk.is_free(number) or desk.marked.figures[number].sort is not Sort.PERCENT:
            continue
        over, under = FRACTIONS[match["name"].lower().replace("-", " ")]
        said, real = Fraction(100 * over, under), desk.marked.figures[number].value
        hedge = HEDGE_OF.get((match["hedge"] or "").strip().lower(), Hedge.NONE)
        verdict = loosely(real, said, hedge, exact=abs(real - said) <= Fraction(5, 2))
        because = f"{match['name'].lower()} is {finely(said)}"
        expected = desk.marked.figures[number].text if verdict is Verdict.RIGHT else None
        if verdict is Verdict.WRONG:
            expected = f"{match['hedge'] or ''}{words.percent(words.rounded(int(said * 10) / 10))}"
        desk.lay(Kind.ONE_IN, verdict, match.span(), number, because, expected)
