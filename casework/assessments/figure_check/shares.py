"""Finding shares: "9.4% (116/1,238)", "116 of 1,238 (9%)", "Of the 187 complaints, 82 (44%)", "39% (75)". Pure."""

import re
from collections.abc import Iterator

from casework.assessments.figure_check.arithmetic import Hedge, judge
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import (
    HEDGED,
    NOT_OURS,
    NOUNS,
    THE,
    Desk,
    fig,
    finely,
    in_words,
    share_of,
    stretch,
)
from casework.assessments.figure_check.figures import HEDGE_WORDS, Figure, Sort
from casework.assessments.figure_check.papers import MARK, Sentence

A, B, P = fig("a", "NM"), fig("b", "NM"), fig("p", "P")
OF = rf"(?:\s?/\s?|(?:\s[a-z][a-z'-]{{0,24}}){{0,4}}?\sout\sof\s{THE}|\sof\s{THE}|\sfrom\sa\stotal\sof\s)"
LINK = r"(?:or|i\.e\.|that\sis|which\sis|which\swas|this\sis|is|equal\sto|equating\sto|equivalent\sto|representing)"
CLOSE = r"(?P<tail>[^()«»]{0,40})"

# a pattern, and whether it is sure enough to call a figure wrong
PAIRS = [
    (re.compile(rf"{A}{OF}{B}{NOUNS}\s?[(\[]\s?(?:{LINK}\s|=\s?)?{HEDGED}{P}{CLOSE}"), True),
    (re.compile(rf"{P}{NOUNS}\s?[(\[]\s?(?:{LINK}\s|n\s?=\s?)?{HEDGED}{A}{OF}{B}", re.IGNORECASE), True),
    (
        re.compile(rf"{A}{OF}{B}{NOUNS}\s?[,;:=–—-]?\s?(?:{LINK}|=)\s{HEDGED}{P}(?!\sof\b)(?!\s?\()", re.IGNORECASE),
        True,
    ),
    (re.compile(rf"{A}{OF}{B}{NOUNS}\s?[,;:=–—-]\s?{HEDGED}{P}(?=\s?[.,;:)\]]|$)"), True),
    (re.compile(rf"{P}\s?[,:=–—-]?\s(?:{LINK}\s){HEDGED}{A}{OF}{B}", re.IGNORECASE), True),
    (re.compile(rf"{P}(?:\s[a-z]+){{0,2}}?\s?\({HEDGED}{A}\s[A-Za-z]{{2,20}}{OF}{B}(?=\s?[),;])"), True),
    (
        re.compile(
            rf"{A}{NOUNS}\s?[,(]\s?(?:{LINK}\s|that\sis\s)?{HEDGED}{P}\sof\s{THE}{B}(?:\s[a-z]+)?(?:\s(?:in|on|at)\s(?:the\s|our\s)?[a-z]+)?(?=\s?[,;).]|$)"
        ),
        True,
    ),
    (
        re.compile(
            rf"{P}\sof\s(?:the|our|all|this)\s[a-z]{{3,20}},\s{HEDGED}{A}(?:\s[a-z]+){{0,2}}\sout\sof\s{THE}{B}"
        ),
        True,
    ),
    (re.compile(rf"{P}\s?[,;:=–—-]\s?{A}{OF}{B}"), False),
    (re.compile(rf"{P}\sof\s{THE}{B}{NOUNS}\s?\({HEDGED}{A}(?=\)|\s[a-z ]{{1,40}}\))"), True),
    (
        re.compile(
            rf"{A}(?:\s[A-Za-z'-]{{1,30}}){{0,4}}?\s?\({HEDGED}{P}\)\s(?:[a-z'-]{{1,20}}\s){{0,3}}?(?:out\s)?of\s{THE}{B}"
        ),
        True,
    ),
    (re.compile(rf"{P}\s?\({HEDGED}{A}\)\s(?:[a-z'-]{{1,20}}\s){{0,3}}?(?:out\s)?of\s{THE}{B}"), True),
    (
        re.compile(
            rf"{A}{stretch(60)}\b(?:which\s(?:is|was|represents|equates\sto|equated\sto|represented)|equal\sto|equivalent\sto"
            rf"|representing|equating\sto)\s{HEDGED}{P}\sof\s{THE}(?:[A-Za-z][^«»()]{{0,120}}?(?:\(|\sof\s))?{B}"
        ),
        True,
    ),
]
WHOLE_FIRST = [
    re.compile(rf"(?<!»\s)(?<!\()(?<!out\s)\bof\s{THE}{B}", re.IGNORECASE),
    re.compile(rf"{B}{NOUNS},?\s(?:and\s)?of\s(?:which|whom)\b", re.IGNORECASE),
]
SHARE_FIRST = re.compile(rf"{P}\s?\({HEDGED}{A}\)")
OF_THESE = re.compile(rf"\s{{0,3}}of\s(?:these|those|them),?\s{HEDGED}{A}", re.IGNORECASE)
SHARE = re.compile(rf"\({HEDGED}{P}(?:\)|(?=[,;])|$)")
OF_ALL = r"(?:\sof\s(?!which|whom|these|those|them)[^«»()]{1,40})?"
BARE = [
    re.compile(rf"{A}(?:\s[A-Za-z'/&-]{{1,30}}){{0,6}}?\s?\({HEDGED}{P}{OF_ALL}(?:\)|(?=[,;])|$)"),
    re.compile(rf"{P}\s?\({HEDGED}{A}(?:\s[A-Za-z'-]{{1,30}}){{0,3}}\)"),
    re.compile(rf"{A}(?:\s[A-Za-z'-]{{1,30}}){{0,3}}?\sor\s{HEDGED}{P}"),
    re.compile(rf"{A}{stretch(60)}\b(?:which\sequates\sto|equates\sto|which\sis|representing)\s{HEDGED}{P}"),
]
PART_OF = re.compile(rf"{P}\sof\s(?:the\s|its\s|our\s|all\s)?[A-Za-z][^«»()]{{0,140}}?(?:\(|\sof\s){B}")
OTHER_BASE = re.compile(r"\)?,?\s(?:[a-z]+\s){0,2}(?:of|among)\b", re.IGNORECASE)
COMPARING = re.compile(
    r"\b(?:compared|against|than|previous|last\syear|while|whilst|whereas|from|of\s(?:these|those|which|whom)|previously)\b|«Y",
    re.IGNORECASE,
)
OWN_HEDGE = re.compile(
    rf"(?:{HEDGE_WORDS})\s(?:the\s|a\s)?$", re.IGNORECASE
)  # the "than" of "fewer than 5%" compares nothing
OF_THEM = re.compile(
    rf"{A}(?:\s[a-z]+)?\sof\s(?:them|these|those|whom|which)(?:\s[a-z]+)?\s\({HEDGED}{P}(?=\)|[,;])", re.IGNORECASE
)
NEAR = 8
ENOUGH = 2  # shares of one whole in a sentence, from which the odd one out is a slip


def find_shares(desk: Desk, sentence: Sentence) -> None:
    """Lay every share of the sentence on the desk."""
    for number, (pattern, sure) in enumerate(PAIRS):
        for match in pattern.finditer(sentence.marked):
            certain = sure and (number != 0 or _ends_well(match, sentence)) and not _is_of_another(match, sentence)
            desk.propose_share(match, sentence, sure=certain)
    _find_of_the(desk, sentence)
    desk.settle()
    for match in _all(OF_THEM, sentence):
        _lay_of_them(desk, sentence, match)
    for match in _all(PART_OF, sentence):
        _lay_nearby(desk, sentence, match, _before(desk, int(match["p"])), sentence.figure(match["b"]))
    for pattern in BARE:
        matches = [match for match in pattern.finditer(sentence.marked) if desk.is_free(match["p"])]
        one = _whole_of_most(desk, sentence, matches) if pattern is BARE[0] else None
        for match in matches:
            _lay_bare(desk, sentence, match, one)


def _all(pattern: re.Pattern[str], sentence: Sentence) -> Iterator[re.Match[str]]:
    yield from pattern.finditer(sentence.marked)


def _ends_well(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether the percentage closes its bracket: "(44%)" or "(44%, up from 43%)", but not "(44% in 2018/19)"."""
    tail = match["tail"].strip()
    after = sentence.marked[match.end() : match.end() + 2]
    if tail:
        return tail[0] in ",;:"
    return not after.startswith("«")


def _is_of_another(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether the percentage is called a target, an average or last year's: then the pair need not belong to it."""
    at = match.start("p") - len("«P")
    before = sentence.marked[max(0, at - 40) : at]
    return NOT_OURS.search(OWN_HEDGE.sub("", before)) is not None


def _find_of_the(desk: Desk, sentence: Sentence) -> None:
    """ "Of the 187 complaints, 82 (44%) were upheld and 40 (21%) not"; "187 complaints, of which 82 (44%)".

    A share is sure when one figure alone stands between the whole and it, and nothing compares in between.
    """
    for pattern in WHOLE_FIRST:
        for base in pattern.finditer(sentence.marked):
            whole = sentence.figure(base["b"])
            after = base.end()
            for share in SHARE.finditer(sentence.marked, base.end()):
                between = sentence.marked[after : share.start()]
                sure = not COMPARING.search(sentence.marked[base.end() : share.start()])
                sure = sure and not OTHER_BASE.match(sentence.marked[share.end() :])
                _lay_of_the(desk, sentence, (base.start(), share.end()), whole, between, share["p"], sure=sure)
                after = share.end()
            for share in SHARE_FIRST.finditer(sentence.marked, base.end()):
                between = sentence.marked[base.end() : share.start()]
                sure = not COMPARING.search(between) and not MARK.search(between)
                sure = sure and not OTHER_BASE.match(sentence.marked[share.end() :])
                place = (base.start(), share.end())
                _lay_of_the(
                    desk,
                    sentence,
                    place,
                    whole,
                    share[0][share.start("a") - share.start() - 3 :],
                    share["p"],
                    sure=sure,
                )


def _lay_of_the(
    desk: Desk, sentence: Sentence, place: tuple[int, int], whole: Figure, between: str, number: str, *, sure: bool
) -> None:
    share = sentence.figure(number)
    parts = [sentence.figure(found[2]) for found in MARK.finditer(between) if found[1] in "NM"]
    tried = [(part, real) for part in parts if (real := share_of(part, whole))]
    if not tried or share.has_sign:
        return
    judged = [(judge(share.value, real, share.step, share.hedge), part, real) for part, real in tried]
    best = next((one for one in judged if one[0] is Verdict.RIGHT), judged[0])
    verdict, part, real = best
    if verdict is not Verdict.RIGHT and (not sure or len(parts) > 1):
        return
    hedged = part.hedge is not Hedge.NONE or whole.hedge is not Hedge.NONE
    if verdict is Verdict.WRONG and hedged:
        verdict = Verdict.UNKNOWN
    because = f"{part.text} of {whole.text} is {finely(real.nominal)}"
    expected = in_words(real.nominal, share) if verdict is Verdict.WRONG else None
    desk.propose(Kind.SHARE, verdict, sentence.original(*place), number, because, expected)


def find_of_these(desk: Desk, before: Sentence, sentence: Sentence) -> None:
    """ "There were 298 alerts. Of these, 39 (13%)": sure when the sentence before counts one thing only."""
    start = OF_THESE.match(sentence.marked)
    counts = [one for one in before.figures if one.is_number and not one.is_span]
    share = SHARE.search(sentence.marked, start.end()) if start else None
    if share and start and len(counts) == 1 and counts[0].sort is Sort.COUNT and not counts[0].is_words:
        between = sentence.marked[start.start("a") - 2 : share.start()]
        sure = not COMPARING.search(between) and not OTHER_BASE.match(sentence.marked[share.end() :])
        _lay_of_the(desk, sentence, (0, share.end()), counts[0], between, share["p"], sure=sure)


def _lay_of_them(desk: Desk, sentence: Sentence, match: re.Match[str]) -> None:
    """ "350 replied (35%); 210 of them (60%)": of a count said before; wrong when it is a share of none of them."""
    part, share = sentence.figure(match["a"]), sentence.figure(match["p"])
    counted = [one for one in _before(desk, int(match["a"])) if one.sort is part.sort and not one.is_span]
    tried = [(judge(share.value, real, share.step, share.hedge), whole, real)
             for whole in reversed(counted) if (real := share_of(part, whole))]  # fmt: skip
    if not tried or not desk.is_free(match["p"]) or share.has_sign:
        return
    verdict, whole, real = next((one for one in tried if one[0] is not Verdict.WRONG), tried[0])
    if verdict is Verdict.WRONG and (part.hedge, whole.hedge) != (Hedge.NONE, Hedge.NONE):
        return
    expected = in_words(real.nominal, share) if verdict is Verdict.WRONG else None
    because = f"{part.text} of {whole.text} is {finely(real.nominal)}"
    desk.lay(Kind.SHARE, verdict, sentence.original(*match.span()), match["p"], because, expected)


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


def _before(desk: Desk, number: int) -> list[Figure]:
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
