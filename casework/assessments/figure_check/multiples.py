"""Finding "doubled", "trebled" and "halved" beside the figures. Pure.

Such words are loose: only what is far off is called wrong.
"""

import re
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import Hedge
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import HEDGED, Desk, fig, stretch
from casework.assessments.figure_check.figures import HEDGE_OF, Figure
from casework.assessments.figure_check.papers import Sentence
from casework.assessments.figure_check.series import Series, telling
from casework.kit import words

A, B = fig("a", "NM"), fig("b", "NM")
TIMES = {
    "doubled": Fraction(2),
    "trebled": Fraction(3),
    "tripled": Fraction(3),
    "quadrupled": Fraction(4),
    "halved": Fraction(1, 2),
}
SAID = rf"(?P<hedge>{HEDGED})(?P<times>{'|'.join(TIMES)})\b,?"
ANY = re.compile(rf"\b(?:{'|'.join(TIMES)})\b", re.IGNORECASE)
BOTH = [re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"{SAID}{stretch(30)}\s?\(?\bfrom\s{B}{stretch(40)}\sto\s{A}",
    rf"{SAID}{stretch(30)}\sto\s{A}{stretch(40)}[\s,(]{{1,2}}(?:up\s|down\s)?from\s{B}",
    rf"{SAID}{stretch(30)}\sto\s{A}{stretch(30)}\({B}\s(?:in|last|the)\b",
    rf"{SAID}{stretch(40)}\({A}\s(?:compared\s(?:to|with)|against|up\sfrom|down\sfrom|from)\s{B}",
)]  # fmt: skip
TO_ONLY = re.compile(rf"{SAID}{stretch(30)}\sto\s{A}", re.IGNORECASE)


def find_multiples(desk: Desk, sentence: Sentence, series: list[Series]) -> None:
    """Lay every "doubled to 44 (from 21)"; the figure before may come from a table of the paper."""
    if not ANY.search(sentence.marked):
        return
    for pattern in BOTH:
        for match in pattern.finditer(sentence.marked):
            if desk.is_free(match["a"]):
                _lay(desk, sentence, match, sentence.figure(match["a"]), [sentence.figure(match["b"])])
    for match in TO_ONLY.finditer(sentence.marked):
        if desk.is_free(match["a"]):
            now = sentence.figure(match["a"])
            _lay(desk, sentence, match, now, _before(now, sentence, series))


def _before(now: Figure, sentence: Sentence, series: list[Series]) -> list[Figure]:
    spoken = telling(sentence.words)
    found = []
    for one in series:
        if not one.held and one.words & spoken:
            found += [
                one.before(code)
                for code, figure in one.by_period
                if figure.sort is now.sort and figure.value == now.value
            ]
    return [figure for figure in found if figure]


def _lay(desk: Desk, sentence: Sentence, match: re.Match[str], now: Figure, before: list[Figure]) -> None:
    said = TIMES[match["times"].lower()]
    hedge = HEDGE_OF.get(match["hedge"].strip().lower(), Hedge.NONE)
    verdicts = [(_judge(now.value / one.value, said, hedge), one) for one in before if one.value > 0]
    best = next((one for one in verdicts if one[0] is Verdict.RIGHT), verdicts[0] if verdicts else None)
    place = sentence.original(*match.span())
    if best is None or best[0] is Verdict.UNKNOWN:
        why = "the figure before is not said here" if best is None else f"from {best[1].text} it is not far from that"
        desk.lay(Kind.CHANGE, Verdict.UNKNOWN, place, match["a"], why, None)
        return
    ratio = words.number(words.rounded(float(now.value / best[1].value), 2))
    expected = now.text if best[0] is Verdict.RIGHT else f"{ratio} times"
    desk.lay(Kind.CHANGE, best[0], place, match["a"], f"{best[1].text} to {now.text} is {ratio} times", expected)


def _judge(ratio: Fraction, said: Fraction, hedge: Hedge) -> Verdict:
    """Twice is 1.85 to 2.15 times; more than doubled is over 2; below 1.6 or above 2.5 it is wrong."""
    if said < 1:
        ratio, said = 1 / ratio if ratio else Fraction(0), 1 / said
    of = ratio / said
    if hedge is Hedge.OVER:
        return Verdict.RIGHT if of > 1 else Verdict.WRONG if of < Fraction(97, 100) else Verdict.UNKNOWN
    if hedge in (Hedge.UNDER, Hedge.ABOUT):
        low, high = Fraction(4, 5), Fraction(11, 10)
    else:
        low, high = Fraction(92, 100), Fraction(108, 100)
    if low <= of <= high:
        return Verdict.RIGHT
    return Verdict.WRONG if of < Fraction(4, 5) or of > Fraction(5, 4) else Verdict.UNKNOWN
