"""Finding shares: "9.4% (116/1,238)", "116 of 1,238 (9%)", "Of the 187 complaints, 82 (44%)", "39% (75)". Pure."""

import re
from collections.abc import Iterator

from casework.assessments.figure_check.arithmetic import Hedge, Range, judge
from casework.assessments.figure_check.bare_shares import COMPARING, before, find_bare_shares
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import (
    EVERY,
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
    re.compile(
        rf"^\s*(?:\w+,\s)?out\sof\s{THE}{B}", re.IGNORECASE
    ),  # at the beginning: elsewhere a part stands before it
    re.compile(rf"{B}{NOUNS},?\s(?:and\s)?of\s(?:which|whom)\b", re.IGNORECASE),
]
SHARE_FIRST = re.compile(rf"{P}\s?\({HEDGED}{A}\)")
OF_THESE = re.compile(rf"\s{{0,3}}of\s(?:these|those|them),?\s{HEDGED}{A}", re.IGNORECASE)
SHARE = re.compile(rf"\({HEDGED}{P}(?:\)|(?=[,;])|$)")
OTHER_BASE = re.compile(r"\)?,?\s(?:[a-z]+\s){0,2}(?:of|among)\b", re.IGNORECASE)
OWN_HEDGE = re.compile(
    rf"(?:{HEDGE_WORDS})\s(?:the\s|a\s)?$", re.IGNORECASE
)  # the "than" of "fewer than 5%" compares nothing
OF_THEM = re.compile(
    rf"{A}(?:\s[a-z]+)?\sof\s(?:them|these|those|whom|which)(?:\s[a-z]+)?\s\({HEDGED}{P}(?=\)|[,;])", re.IGNORECASE
)


def find_shares(desk: Desk, sentence: Sentence) -> None:
    """Lay every share of the sentence on the desk."""
    for number, (pattern, sure) in enumerate(PAIRS):
        for match in pattern.finditer(sentence.marked):
            if EVERY.search(sentence.marked[max(0, match.start() - 8) : match.start()]):
                continue  # "every one of 12 boards (100%)"
            certain = sure and (number != 0 or _ends_well(match, sentence)) and not _is_of_another(match, sentence)
            desk.propose_share(match, sentence, sure=certain)
    _find_of_the(desk, sentence)
    desk.settle()
    for match in _all(OF_THEM, sentence):
        _lay_of_them(desk, sentence, match)
    find_bare_shares(desk, sentence)


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
    if verdict is Verdict.WRONG and (subset := _subset_of(sentence, place, part, share)):
        verdict, whole, real = Verdict.RIGHT, *subset
    hedged = part.hedge is not Hedge.NONE or whole.hedge is not Hedge.NONE
    if verdict is Verdict.WRONG and hedged:
        verdict = Verdict.UNKNOWN
    because = f"{part.text} of {whole.text} is {finely(real.nominal)}"
    expected = in_words(real.nominal, share) if verdict is Verdict.WRONG else None
    desk.propose(Kind.SHARE, verdict, sentence.original(*place), number, because, expected)


def _subset_of(sentence: Sentence, place: tuple[int, int], part: Figure, share: Figure) -> tuple[Figure, Range] | None:
    """ "Of 30 measures 15 (50%) were rated: 8 (53%) green": the count said in between of which it is a share."""
    for found in MARK.finditer(sentence.marked, *place):
        whole = sentence.figure(found[2])
        if whole is part:
            return None
        real = share_of(part, whole) if whole.is_number and whole.value > part.value else None
        if real is not None and judge(share.value, real, share.step) is Verdict.RIGHT:
            return whole, real
    return None


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
    counted = [one for one in before(desk, int(match["a"])) if one.sort is part.sort and not one.is_span]
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
