"""Setting plain counts of the text beside the paper's tables and the values held: "876 enquiries during 2019/20". Pure.

Only words that say exactly what a row is called, of a period that the row has, are compared; and only a figure that is
nearly the row's (within a tenth, or its digits in another order) is called wrong: further off it may be another thing.
"""

import re

from casework.assessments.figure_check.arithmetic import Hedge, exactly, judge_amount
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import HEDGED, Desk, fig, in_words
from casework.assessments.figure_check.figures import Figure, Sort
from casework.assessments.figure_check.mentions import is_slip
from casework.assessments.figure_check.papers import Sentence
from casework.assessments.figure_check.series import Held, Series, period_at, telling

A = fig("a", "NM")
YEAR = r"(?P<year>«Y\d{1,6}»)"
LABEL = r"(?P<label>[a-z][a-z' -]{2,60}?)"
IN_YEAR = rf"\s?,?\s(?:(?:received|recorded|made|reported|raised)\s)?(?:in|during|for|over)\s(?:the\syear\s)?{YEAR}"
THERE_WERE = r"\b(?:there\s(?:were|was|have\sbeen)|we\s(?:had|received|recorded|made)|received|recorded)"
WAS = r"(?:was|were|stood\sat|rose\sto|fell\sto|increased\sto|decreased\sto|reached)"
PLAIN = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{THERE_WERE}\s{HEDGED}{A}\s{LABEL}{IN_YEAR}",
        rf"(?:in|during|for)\s{YEAR},?\s{THERE_WERE}\s{HEDGED}{A}\s{LABEL}(?=[.,;:(]|\sin\stotal|$)",
        rf"\bnumber\sof\s{LABEL}{IN_YEAR}\s{WAS}\s{HEDGED}{A}",
        rf"\bnumber\sof\s{LABEL}\s{WAS}\s{HEDGED}{A}{IN_YEAR}",
        rf"(?:^|[.;:]\s){HEDGED}{A}\s{LABEL}\swere\s(?:received|recorded|made|reported|raised){IN_YEAR}",
    )
]


def find_agreements(desk: Desk, sentence: Sentence, series: list[Series], held: Held | None) -> None:
    """Lay every plain count of the sentence that a table or a held value has under the same name and period."""
    for pattern in PLAIN:
        for match in pattern.finditer(sentence.marked):
            said = sentence.figure(match["a"])
            period = period_at(sentence, match.start("year"))
            name = telling(match["label"])
            if period is None or said.is_words or not name:
                continue
            context = f"{desk.marked.paragraph.heading} {sentence.words}"
            for is_held in (False, True):
                if is_held and held is not None and held.is_of_another(context):
                    continue
                rows = [
                    (one, figure)
                    for one in series
                    if one.held is is_held and one.words == name and (figure := one.at(period))
                ]
                _lay(desk, sentence, match, said, [(one, figure) for one, figure in rows if figure.sort is said.sort])


def _lay(desk: Desk, sentence: Sentence, match: re.Match[str], said: Figure, rows: list[tuple[Series, Figure]]) -> None:
    if not rows:
        return
    place = sentence.original(match.start(), match.end())
    kind = Kind.HELD if rows[0][0].held else Kind.AGREEMENT
    for one, figure in rows:
        if judge_amount(said.value, exactly(figure.value), said.hedge) is Verdict.RIGHT:
            desk.lay(kind, Verdict.RIGHT, place, match["a"], f"{one.source} says {figure.text}", figure.text)
            return
    near = [(one, figure) for one, figure in rows if _is_slip(said, figure)]
    if said.hedge is Hedge.NONE and len(near) == 1:
        one, figure = near[0]
        desk.lay(
            kind, Verdict.WRONG, place, match["a"], f"{one.source} says {figure.text}", in_words(figure.value, figure)
        )


def _is_slip(said: Figure, real: Figure) -> bool:
    """Whether one count looks like the other mistyped or counted on another day; of very small ones none does."""
    return said.sort is Sort.COUNT and real.value >= 10 and is_slip(said, real)
