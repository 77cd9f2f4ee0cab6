"""Setting changes that leave a figure out beside the paper's tables and the values held. Pure.

A row belongs to the words when it holds the very figure that is said to have changed and its label is spoken of, or
when its label is what is counted and its figure of that period is about the same. Anything looser is left unknown.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from casework.assessments.figure_check.arithmetic import Hedge
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import Desk
from casework.assessments.figure_check.figures import Figure, Sort
from casework.assessments.figure_check.moves import Move, judge_move
from casework.assessments.figure_check.openings import Opening
from casework.assessments.figure_check.papers import MARK, Marked
from casework.assessments.figure_check.series import Series, period_at, singular, telling

NEAR = Fraction(1, 10)
FAR = 2_000  # letters before a change within which its period may be named
THAT_IS = re.compile(r"\s{0,2}(?:that|this|it)\s(?:is|was)\s(?:just\s|only\s)?«", re.IGNORECASE)
SAME = Fraction(3, 4)
KINDS = {Sort.PERCENT: Kind.CHANGE, Sort.POINTS: Kind.POINTS}


@dataclass(frozen=True)
class Focus:
    """The table and period that a paragraph is about: those whose very figures it cites."""

    table: int
    period: str


def focus_of(paragraph: Marked, series: list[Series]) -> Focus | None:
    """The table and period most of whose figures the paragraph cites; None when it cites none, or two as often."""
    cited = {
        (one.sort, one.value)
        for one in paragraph.figures
        if one.is_number and (one.value >= 20 or one.sort is Sort.PERCENT)
    }
    counts: dict[Focus, int] = {}
    for one in series:
        for period, figure in one.by_period:
            if not one.held and (figure.sort, figure.value) in cited:
                place = Focus(one.table, period)
                counts[place] = counts.get(place, 0) + (3 if figure.sort is Sort.COUNT else 1)
    best = sorted(counts.items(), key=lambda item: -item[1])[:2]
    if not best or best[0][1] < 3 or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def resolve(desk: Desk, opening: Opening, series: list[Series], focus: Focus | None) -> None:
    """Lay the claim of an opening: right or wrong by what was found, else unknown."""
    found = _by_base(desk, opening) or _by_series(opening, series, focus)
    verdict, expected, because = found or (Verdict.UNKNOWN, None, "the figure it is set against is not said here")
    kind = KINDS.get(opening.amount.sort, Kind.DIFFERENCE)
    start, end = opening.place
    if opening.before is None:
        end = min(end, start + 160)
    desk.lay(kind, verdict, opening.sentence.original(start, end), opening.number, because, expected)


Answer = tuple[Verdict, str | None, str]


def _by_base(desk: Desk, opening: Opening) -> Answer | None:
    """ "£4,000 higher than in 2019/20 (£344,588)", where what it is now stands elsewhere in the paragraphs."""
    base = opening.before
    if base is None or not base.value:
        return None
    like: dict[Fraction, Answer] = {}
    for paragraph in [desk.marked, *reversed(desk.earlier)]:
        for figure in paragraph.figures:
            if (
                figure.sort is not base.sort
                or figure.value == base.value
                or figure is opening.amount
                or not figure.is_number
            ):
                continue
            answer = judge_move(Move(figure, base, opening.amount, opening.sign))
            if answer[0] is Verdict.RIGHT:
                return answer
            if _is_just_said(opening, paragraph, figure):
                return answer
            ratio = figure.value / base.value
            if SAME <= ratio <= 1 / SAME and len(_words_before(paragraph, figure) & _subject(opening)) >= 2:
                like[figure.value] = answer
    return next(iter(like.values())) if len(like) == 1 else None


def _is_just_said(opening: Opening, paragraph: Marked, figure: Figure) -> bool:
    """ "The budget is £358,500. That is £4,000 higher than ...": the only such figure of the sentence before."""
    sentence = opening.sentence
    if paragraph is not sentence.of or not THAT_IS.match(sentence.marked):
        return False
    before = [one for one in paragraph.sentences() if one.start < sentence.start][-1:]
    return bool(before) and [one for one in before[0].figures if one.sort is figure.sort] == [figure]


def _words_before(paragraph: Marked, figure: Figure) -> frozenset[str]:
    return telling(paragraph.paragraph.text[max(0, figure.start - 120) : figure.start])


def _subject(opening: Opening) -> frozenset[str]:
    return telling(MARK.sub(" ", opening.sentence.marked[max(0, opening.place[0] - 160) : opening.place[0]]))


def _by_series(opening: Opening, series: list[Series], focus: Focus | None) -> Answer | None:
    now_period, base_period = _periods(opening)
    words = telling(opening.sentence.words)
    answers = []
    for one in series:
        for period, figure in _figures_now(opening, one, now_period, focus, words):
            before = one.at(base_period) if base_period and base_period != period else one.before(period)
            if before is None:
                continue
            tried = [
                judge_move(Move(now, before, opening.amount, opening.sign)) for now in (opening.now, figure) if now
            ]
            tried = [(verdict, expected, f"{because} ({one.source})") for verdict, expected, because in tried]
            best = next((one for one in tried if one[0] is not Verdict.WRONG), tried[0])
            answers.append(best)
    right = [answer for answer in answers if answer[0] is Verdict.RIGHT]
    if right or not answers:
        return right[0] if right else None
    sure = opening.is_yearly and all(answer[0] is Verdict.WRONG for answer in answers)
    return answers[0] if sure and len({answer[1] for answer in answers}) == 1 else None


def _figures_now(
    opening: Opening, one: Series, period: str | None, focus: Focus | None, words: frozenset[str]
) -> list[tuple[str, Figure]]:
    """The cells of a row that are the figure now."""
    if not one.words & words:
        return []
    now = opening.now
    if now is not None and not one.held and now.hedge is Hedge.NONE:
        same = [
            (code, figure) for code, figure in one.by_period
            if figure.sort is now.sort and figure.value == now.value and period in (None, code)
        ]  # fmt: skip
        if same and (now.value >= 20 or one.words <= words):
            return same[-1:]
    period = period or (focus.period if focus and focus.table == one.table else None)
    figure = one.at(period) if period else None
    if figure is None or period is None or not _counts_the_same(opening, one, focus):
        return []
    if now is None:
        return [(period, figure)] if focus and focus.table == one.table and _fits(figure, opening.amount) else []
    near = figure.sort is now.sort and abs(figure.value - now.value) <= NEAR * abs(figure.value)
    return [(period, figure)] if near else []


def _fits(figure: Figure, amount: Figure) -> bool:
    if amount.sort is Sort.POINTS:
        return figure.sort is Sort.PERCENT
    return figure.sort is amount.sort or (amount.sort is Sort.PERCENT and figure.sort in (Sort.COUNT, Sort.MONEY))


def _counts_the_same(opening: Opening, one: Series, focus: Focus | None) -> bool:
    """Whether the row's label is what the words just before count."""
    spoken = telling(opening.noun) if opening.now is None else telling(_around_now(opening))
    if one.words and one.words <= spoken:
        return True
    last = re.findall(r"[a-z][a-z'-]+", opening.noun.lower())[-1:]
    return (
        bool(last)
        and opening.now is None
        and focus is not None
        and focus.table == one.table
        and singular(last[0]) in one.words
    )


def _around_now(opening: Opening) -> str:
    start, end = opening.sentence.original(0, opening.place[0])
    return opening.sentence.of.paragraph.text[start:end][-140:]


def _periods(opening: Opening) -> tuple[str | None, str | None]:
    """The period the words are about, and the one they set it against, as far as they name them."""
    marked, at = opening.sentence.marked, opening.place[0]
    now = base = None
    for match in MARK.finditer(marked, max(0, at - FAR), opening.place[1] + 60):
        if match[1] != "Y":
            continue
        code = period_at(opening.sentence, match.start())
        if match.start() < at:
            now = code
        elif match.start() < opening.place[1] + 60 and base is None:
            base = code
    return now, base
