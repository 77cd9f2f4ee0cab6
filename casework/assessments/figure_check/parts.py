"""Finding shares of a thing that is named and not counted beside it: "39 enquiries (14% of alerts)". Pure.

The counts come from the paragraph ("298 alerts") or, where the paragraph is about one table and period, from its rows.
"""

import re
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import Hedge, judge
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import HEDGED, NOT_OURS, Desk, fig, finely, in_words, share_of
from casework.assessments.figure_check.figures import Figure, Sort
from casework.assessments.figure_check.lookup import Focus
from casework.assessments.figure_check.papers import Sentence
from casework.assessments.figure_check.series import Series, singular

A, P = fig("a", "N"), fig("p", "P")
SHARE_OF = re.compile(
    rf"(?:{A}\s)?(?P<part>(?:[a-z][a-z'-]{{1,30}}\s){{1,6}})\(\s?{HEDGED}{P}"
    r"\sof\s(?:(?:the|all|these|total)\s){0,3}?(?P<whole>[a-z][a-z' -]{2,40})\)",
    re.IGNORECASE,
)
COUNTED = re.compile(r"«N(\d{1,6})»\s((?:[a-z][a-z'-]{1,30}\s?){1,4})", re.IGNORECASE)


def find_parts(desk: Desk, sentence: Sentence, series: list[Series], focus: Focus | None) -> None:
    """Lay every "enquiries (14% of alerts)" of the sentence."""
    for match in SHARE_OF.finditer(sentence.marked):
        share = sentence.figure(match["p"])
        if not desk.is_free(match["p"]) or share.has_sign:
            continue
        parts = [sentence.figure(match["a"])] if match["a"] else _row(match["part"], series, focus)
        wholes = _counted(desk, match["whole"]) or _row(match["whole"], series, focus)
        pairs = [(part, whole) for part in parts for whole in wholes if share_of(part, whole)]
        if pairs:
            _lay(desk, sentence, match, share, pairs)


def _last(words: str) -> str:
    return singular(words.lower().split()[-1])


def _counted(desk: Desk, noun: str) -> list[Figure]:
    """What the paragraph counts under this name, each value once."""
    found: dict[Fraction, Figure] = {}
    for marked in [desk.marked, *desk.earlier]:
        for match in COUNTED.finditer(marked.text):
            figure = marked.figures[int(match[1])]
            if _last(noun) in {singular(word) for word in match[2].lower().split()}:
                found[figure.value] = figure
        if found:
            break
    return list(found.values())


def _row(noun: str, series: list[Series], focus: Focus | None) -> list[Figure]:
    """The figure of the one row of counts called so, in the table and period that the paragraph is about."""
    if focus is None:
        return []
    rows = [one for one in series if not one.held and one.table == focus.table and _last(noun) in one.words]
    found = [figure for one in rows if (figure := one.at(focus.period)) and figure.sort is Sort.COUNT]
    return found if len(found) == 1 else []


def _lay(
    desk: Desk, sentence: Sentence, match: re.Match[str], share: Figure, pairs: list[tuple[Figure, Figure]]
) -> None:
    tried = []
    for part, whole in pairs:
        real = share_of(part, whole)
        if real is not None:
            tried.append((judge(share.value, real, share.step, share.hedge), part, whole, real))
    best = next((one for one in tried if one[0] is not Verdict.WRONG), tried[0])
    verdict, part, whole, real = best
    unsure = (
        len(tried) > 1
        or NOT_OURS.search(match["part"])
        or part.hedge is not Hedge.NONE
        or whole.hedge is not Hedge.NONE
    )
    if verdict is Verdict.WRONG and unsure:
        verdict = Verdict.UNKNOWN
    expected = None if verdict is Verdict.UNKNOWN else in_words(real.nominal, share)
    because = f"{part.text} of {whole.text} is {finely(real.nominal)}"
    start = match.start("a") - 2 if match["a"] else match.start("part")
    desk.lay(Kind.SHARE, verdict, sentence.original(max(0, start), match.end()), match["p"], because, expected)
