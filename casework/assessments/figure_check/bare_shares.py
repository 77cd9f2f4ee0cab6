"""Finding shares of which the whole stands elsewhere: "82 (44%)", "16% of the total funding (£717,000)". Pure."""

import re

from casework.assessments.figure_check.arithmetic import Hedge, judge
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import HEDGED, Desk, fig, finely, in_words, share_of, stretch
from casework.assessments.figure_check.figures import Figure
from casework.assessments.figure_check.papers import Sentence

A, B, P = fig("a", "NM"), fig("b", "NM"), fig("p", "P")
OF_ALL = r"(?:\sof\s(?!which|whom|these|those|them)[^«»()]{1,40})?"
BARE = [
    re.compile(rf"{A}(?:\s[A-Za-z'/&-]{{1,30}}){{0,6}}?\s?\({HEDGED}{P}{OF_ALL}(?:\)|(?=[,;])|$)"),
    re.compile(rf"{P}\s?\({HEDGED}{A}(?:\s[A-Za-z'-]{{1,30}}){{0,3}}\)"),
    re.compile(rf"{A}(?:\s[A-Za-z'-]{{1,30}}){{0,3}}?\sor\s{HEDGED}{P}"),
    re.compile(rf"{A}{stretch(60)}\b(?:which\sequates\sto|equates\sto|which\sis|representing)\s{HEDGED}{P}"),
]
PART_OF = re.compile(rf"{P}\sof\s(?:the\s|its\s|our\s|all\s)?[A-Za-z][^«»()]{{0,140}}?(?:\(|\sof\s){B}")
COMPARING = re.compile(
    r"\b(?:compared|against|than|previous|last\syear|while|whilst|whereas|from|of\s(?:these|those|which|whom)|of\sthe\s(?:latter|former|rest|remainder|others?|remaining)|previously)\b|«Y",
    re.IGNORECASE,
)
NEAR = 8
ENOUGH = 2  # shares of one whole in a sentence, from which the odd one out is a slip


def find_bare_shares(desk: Desk, sentence: Sentence) -> None:
    """Lay every share of the sentence whose whole must be looked for nearby."""
    for match in PART_OF.finditer(sentence.marked):
        _lay_nearby(desk, sentence, match, before(desk, int(match["p"])), sentence.figure(match["b"]))
    for pattern in BARE:
        matches = [match for match in pattern.finditer(sentence.marked) if desk.is_free(match["p"])]
        one = _whole_of_most(desk, sentence, matches) if pattern is BARE[0] else None
        for match in matches:
            _lay_bare(desk, sentence, match, one)


def _whole_of_most(desk: Desk, sentence: Sentence, matches: list[re.Match[str]]) -> Figure | None:
    """The whole of which all shares of the sentence but one are right: "82 (48%), 146 (78%) and 176 (94%)" of 187."""
    pairs = [(sentence.figure(match["a"]), sentence.figure(match["p"])) for match in matches]
    pairs = [(part, share) for part, share in pairs if not part.is_span and not share.has_sign]
    if len(pairs) <= ENOUGH or COMPARING.search(sentence.marked[matches[0].start() : matches[-1].end()]):
        return None
    for whole in nearby(desk, int(matches[0]["a"])):
        reals = [(share, share_of(part, whole)) for part, share in pairs]
        right = [real for share, real in reals if real and judge(share.value, real, share.step) is Verdict.RIGHT]
        if whole.hedge is Hedge.NONE and all(real for _share, real in reals) and len(right) == len(pairs) - 1:
            return whole
    return None


def _lay_bare(desk: Desk, sentence: Sentence, match: re.Match[str], one: Figure | None) -> None:
    """A count and a percentage without the whole: right when a figure nearby is that whole, else not to be told.

    `one` is the whole of all the other shares of the sentence: what is no share of it is then wrong.
    """
    part, share = sentence.figure(match["a"]), sentence.figure(match["p"])
    if not desk.is_free(match["p"]) or share.has_sign or part.is_span:
        return
    for whole in nearby(desk, int(match["a"])):
        real = share_of(part, whole)
        if (
            real is not None
            and whole.value > part.value
            and judge(share.value, real, share.step, share.hedge) is Verdict.RIGHT
        ):
            because = f"{part.text} of the {whole.text} named nearby is {finely(real.nominal)}"
            expected = in_words(real.nominal, share)
            desk.lay(Kind.SHARE, Verdict.RIGHT, sentence.original(*match.span()), match["p"], because, expected)
            return
    real = share_of(part, one) if one else None
    if real and one and {part.hedge, share.hedge} == {Hedge.NONE}:
        because = f"{part.text} of {one.text}, as its neighbours are, is {finely(real.nominal)}"
        expected = in_words(real.nominal, share)
        desk.lay(Kind.SHARE, Verdict.WRONG, sentence.original(*match.span()), match["p"], because, expected)
        return
    because = "the paper does not say here of how many"
    desk.lay(Kind.SHARE, Verdict.UNKNOWN, sentence.original(*match.span()), match["p"], because, None)


def _lay_nearby(desk: Desk, sentence: Sentence, match: re.Match[str], parts: list[Figure], whole: Figure) -> None:
    """ "16% of the total funding (£717,000)": right when a figure before it is that part."""
    share = sentence.figure(match["p"])
    if not desk.is_free(match["p"]):
        return
    for part in parts:
        real = share_of(part, whole)
        if (
            real is not None
            and part.value < whole.value
            and judge(share.value, real, share.step, share.hedge) is Verdict.RIGHT
        ):
            because = f"{part.text} of {whole.text} is {finely(real.nominal)}"
            place = sentence.original(*match.span())
            desk.lay(Kind.SHARE, Verdict.RIGHT, place, match["p"], because, in_words(real.nominal, share))
            return


def before(desk: Desk, number: int) -> list[Figure]:
    """The figures just before this one."""
    return [one for one in desk.marked.figures[max(0, number - NEAR) : number] if one.is_number]


def nearby(desk: Desk, number: int) -> list[Figure]:
    """Figures near this one that may be what it is a part of: before it, just behind it, in the paragraphs before."""
    figures = desk.marked.figures
    near = [
        *reversed(figures[max(0, number - NEAR) : number]),
        *figures[number + 1 : number + 5],
        *desk.earlier_figures[-NEAR:],
    ]
    return [one for one in near if one.is_number and not one.is_span]
