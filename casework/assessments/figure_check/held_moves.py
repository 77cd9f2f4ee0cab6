"""Setting "from 66.1% to 74.4%", said of a measure, beside two years of its values that follow each other. Pure."""

import re

from casework.assessments.figure_check.arithmetic import Hedge
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import NOT_OURS, Desk, in_words
from casework.assessments.figure_check.figures import Figure
from casework.assessments.figure_check.mentions import agrees_with, is_slip
from casework.assessments.figure_check.moves import FROM_TO, UP_DOWN_FROM
from casework.assessments.figure_check.papers import MARK, Sentence
from casework.assessments.figure_check.series import Held, Series, in_years, telling

PAIRS = [re.compile(FROM_TO, re.IGNORECASE), re.compile(UP_DOWN_FROM, re.IGNORECASE)]
DATED = re.compile("«[YO]")  # of another time than the two years held
SURE = 2  # telling words of its name, from which a measure is surely meant
NAMED = 120  # letters before the figures in which it is named


def find_held_moves(desk: Desk, sentence: Sentence, held: Held) -> None:
    """Lay every "from ... to ..." whose figures are those of a measure held, or one of them and nearly the other."""
    if held.is_of_another(f"{desk.marked.paragraph.heading} {sentence.words}"):
        return
    for pattern in PAIRS:
        for match in pattern.finditer(sentence.marked):
            now, before = sentence.figure(match["a"]), sentence.figure(match["b"])
            if now.sort is before.sort and (now.hedge, before.hedge) == (Hedge.NONE, Hedge.NONE):
                _lay(desk, sentence, match, now, before, held)


def _lay(desk: Desk, sentence: Sentence, match: re.Match[str], now: Figure, before: Figure, held: Held) -> None:
    words = telling(MARK.sub(" ", sentence.marked[max(0, match.start() - NAMED) : match.end()]))
    near: list[tuple[Series, str, Figure]] = []
    for one in held.series:
        common = len(one.words & words)
        for (earlier, was), (later, figure) in zip(one.by_period, one.by_period[1:], strict=False):
            if not common or one.before(later) is not was or not agrees_with(before, was):
                continue
            if agrees_with(now, figure):
                because = f"{one.source} is {was.text} ({in_years(earlier)}) and {figure.text} ({in_years(later)})"
                desk.lay(Kind.HELD, Verdict.RIGHT, sentence.original(*match.span()), match["a"], because, None)
                return
            if common >= SURE and is_slip(now, figure):
                near.append((one, later, figure))
    if (
        len(near) == 1
        and not DATED.search(sentence.marked[match.start() : match.end() + 40])
        and not NOT_OURS.search(match[0])
    ):
        one, later, figure = near[0]
        because = f"{one.source} is {figure.text} ({in_years(later)})"
        expected = in_words(figure.value, figure, min(figure.step, now.step))
        desk.lay(Kind.HELD, Verdict.WRONG, sentence.original(*match.span()), match["a"], because, expected)
