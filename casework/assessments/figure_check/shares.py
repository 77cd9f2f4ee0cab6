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
from casework.assessments.figure_check.figures import Figure, Sort
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
NEAR = 8


def find_shares(desk: Desk, sentence: Sentence) -> None:
    """Lay every share of the sentence on the desk."""
    for number, (pattern, sure) in enumerate(PAIRS):
        for match in pattern.finditer(sentence.marked):
            certain = sure and (number != 0 or _ends_well(match, sentence)) and not _is_of_another(match, sentence)
            desk.propose_share(match, sentence, sure=certain)
    _find_of_the(desk, sentence)
    desk.settle()
    for match in _all(PART_OF, sentence):
        _lay_nearby(desk, sentence, match, _before(desk, int(match["p"])), sentence.figure(match["b"]))
    for pattern in BARE:
        for match in _all(pattern, sentence):
            _lay_bare(desk, sentence, match)


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
    at = match.start("p")
    return NOT_OURS.search(sentence.marked[max(0, at - 40) : at]) is not None


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


def _lay_bare(desk: Desk, sentence: Sentence, match: re.Match[str]) -> None:
    """A count and a percentage without the whole: right when a figure nearby is that whole, else not to be told."""
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
