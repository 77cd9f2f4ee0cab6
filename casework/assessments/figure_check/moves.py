"""Finding changes that name both figures: "a 12% increase (194 compared to 173)", "from 39% to 51%". Pure."""

import re
from dataclasses import dataclass, replace

from casework.assessments.figure_check.arithmetic import (
    Hedge,
    Range,
    change_of,
    difference_of,
    judge_amount,
    judge_change,
)
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import COMPARED, HEDGED, Desk, fig, finely, in_words, stretch
from casework.assessments.figure_check.figures import Figure, Sort
from casework.assessments.figure_check.papers import Sentence

A, B, D = fig("a"), fig("b"), fig("d")
ADJECTIVES = r"(?:(?:small|slight|significant|further|sharp|overall|net|welcome|large|marked|modest|real)\s){0,2}"
UP_NOUN, DOWN_NOUN = "increase|rise|growth|gain|uplift", "decrease|reduction|fall|drop|decline|cut|decreases|reductions"
UP_VERB = r"increased|increasing|increases|risen|rose|rising|grew|grown|went\sup|gone\sup|climbed|jumped|edged\sup|up"
DOWN_VERB = (
    r"decreased|decreasing|decreases|reduced|reducing|fell|fallen|falling|dropped|declined|went\sdown|gone\sdown|shrank"
    r"|dipped|slipped|edged\sdown|cut|lowered|down"
)
MORE, LESS = "more|higher|greater|above", "fewer|lower|less|below"
NOUN = rf"{ADJECTIVES}(?:(?P<up>{UP_NOUN})|(?P<down>{DOWN_NOUN}))"
EITHER = r"improved|improving|worsened|changed|moved|shifted"  # which way, the figures say
VERB = (
    rf"\b(?:(?P<up>{UP_VERB})|(?P<down>{DOWN_VERB})|(?P<either>{EITHER}))"
    r"(?:\s(?:again|further|back|slightly|sharply|[a-z]{2,12}ly))?"
)
BY = rf"\s(?:by\s)?{HEDGED}"
FEWER = rf"(?:\s[a-z-]{{1,20}}){{0,2}}?\s(?:(?P<up>{MORE})|(?P<down>{LESS}))\b"
THAN = rf"(?:\s[a-z-]{{1,20}}){{0,2}}?\s(?:(?P<up>{MORE})|(?P<down>{LESS}))(?:\s[a-z-]{{1,20}}){{0,2}}?\sthan\s"
W40, W60, W120 = stretch(40), stretch(60), stretch(120)
WHICH = r"\s?[,;:(–—-]\s?(?:which\sis\s|which\swas\s|this\sis\s|this\swas\s|that\sis\s|i\.e\.\s|or\s)?(?:an?\s)?"
TO = r"(?<!compared)(?<!due)(?<!similar)(?<!relative)\sto\s"
ENDS = r"(?=\s?[.;)]|\sthan\s(?:last|the\s(?:previous|year))\b|\s(?:overall|in\s(?:all|total))\b|\s?$)"
FROM_TO = rf"\bfrom\s{HEDGED}{B}{W40}{TO}{HEDGED}{A}"
AGAINST = rf"{HEDGED}{A}{W40}\s?,?\s?(?:{COMPARED}|up\sfrom|down\sfrom|from)\s(?:the\s)?{HEDGED}{B}"
WAS = r"\s?\(\s?«Y\d{1,6}»\s?[:=,–-]?\s(?:was\s)?"  # (2022/23: 4)
AFTER = [rf"{WHICH}{HEDGED}{D}\s{NOUN}", rf"{WHICH}{NOUN}\sof\s{HEDGED}{D}", rf"{WHICH}{VERB}{BY}{D}",
         rf"{WHICH}{HEDGED}{D}\s(?:(?P<up>{MORE})|(?P<down>{LESS})){ENDS}"]  # fmt: skip
BRACKETED = rf"{HEDGED}{A}{W60}(?:\s?\((?:{COMPARED}\s|up\sfrom\s|down\sfrom\s)?(?:the\s)?|{WAS}){B}(?P<said>{W40})\)"
SIGNED = [re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"{FROM_TO}{W40}\s?[(,]\s?{D}(?=\s?[),;.]|$)",
    rf"{AGAINST}{W40}\s?[(,]\s?{D}(?=\s?[),;.]|$)",
    rf"{A}{W40}\s?[(,]\s?{D}\s(?:on|from|over|than|against|compared\s(?:to|with)|vs)\s(?:the\s|(?:last|the\sprevious)\syear's\s)?{B}",
)]  # fmt: skip

SURE = [re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"{D}\s{NOUN}(?:\s(?:in|of)\s(?P<what>{W120}))?\s?[,(]?\s?{FROM_TO}",
    rf"{NOUN}\sof\s{HEDGED}{D}{W60}\s?[,(]?\s?{FROM_TO}",
    rf"{VERB}{BY}{D}{W60}\(\s?{B}{W40}{TO}{HEDGED}{A}",
    rf"{D}\s{NOUN}{W120}\(\s?{B}{W40}{TO}{HEDGED}{A}",
    rf"{D}{FEWER}{W60}[(:,]\s?{AGAINST}",
    rf"{D}{FEWER}{W60}\(\s?{A}\){W60}\sthan\s{W60}\(\s?{B}",

    rf"{VERB}{BY}{D}(?:\s(?!and\b)[a-z]{{2,20}}){{0,2}}\s?[,(]?\s?{FROM_TO}",
    *(rf"{FROM_TO}(?P<said>{W60}){after}" for after in AFTER),
    rf"{FROM_TO}(?P<said>{W40})\s?\((?P<up>\+|up\s)(?:by\s)?{D}",
    rf"{D}\s{NOUN}(?P<what>{W120})\s?[(,:]\s?{AGAINST}",
    rf"{NOUN}\sof\s{HEDGED}{D}{W120}\s?[(,:]\s?{AGAINST}",
    rf"{VERB}{BY}{D}{W60}\s?[(:–—]\s?{AGAINST}",
    rf"{VERB}{BY}{D}{W60}{TO}{HEDGED}{A}{W40}{WAS}{B}",
    rf"{HEDGED}{A}{W60}{WAS}{B}\s?[;,]\s(?:an?\s)?{NOUN}\sof\s{HEDGED}{D}",
    rf"{HEDGED}{A}{W60}{WAS}{B}\s?[;,]\s(?:an?\s)?{HEDGED}{D}\s{NOUN}",
    rf"{HEDGED}{A}{W60}{WAS}{B}\s?[;,]\s{VERB}{BY}{D}",
    rf"{FROM_TO}(?P<said>{W60})\s?[,(–—-]\s?(?:i\.e\.\s|that\sis\s)?by\s{HEDGED}{D}",
    rf"{A}(?P<link>{W40})[\s,;(–—-]{{1,3}}{HEDGED}{D}\s(?:(?P<up>above)|(?P<down>below))\s(?:the\s)?(?P<base>{W40})\(?{HEDGED}{B}",
    rf"{VERB}{BY}{D}{W60}{TO}{HEDGED}{A}{W40}\s?[(,]?\s?(?:(?:up|down)\s)?(?:from|{COMPARED})\s(?:the\s)?{B}",
    *(rf"{BRACKETED}{after}" for after in AFTER),
    *(rf"{AGAINST}{W60}{after}" for after in AFTER),
    *(rf"{A}(?P<link>{W60}){start}\s(?:on|from|over|compared\s(?:to|with))\s(?:the\s|last\syear's\s|the\sprevious\syear's\s)?{HEDGED}{B}"
      for start in AFTER),
    rf"{A}(?P<link>{stretch(80)})[\s,;(–—-]{{1,3}}{HEDGED}{D}{THAN}(?P<base>{W60})\(?{HEDGED}{B}",
)]  # fmt: skip
IN_BRACKETS = re.compile(rf"{FROM_TO}{W40}\s?\({HEDGED}{D}\)", re.IGNORECASE)
ONLY_FROM_TO = re.compile(FROM_TO, re.IGNORECASE)
UP_DOWN_FROM = (
    rf"{A}{W120}\s?[(,]\s?(?:(?P<up>up|an?\s(?:{UP_NOUN}))|(?P<down>down|an?\s(?:{DOWN_NOUN})))\sfrom\s{HEDGED}{B}"
)
ONLY_AGAINST = re.compile(UP_DOWN_FROM)
JUST_MOVED = re.compile(
    rf"(?:{VERB}|(?:(?P<up2>{UP_NOUN})|(?P<down2>{DOWN_NOUN})))(?P<gap>(?:\s[A-Za-z'-]{{1,20}}){{0,8}})\s?[(,]?\s?$",
    re.IGNORECASE,
)
JOINED = re.compile(r"\b(?:and|but|while|whilst|whereas|with|when)\b", re.IGNORECASE)
NEGATED = re.compile(r"\b(?:not|never|no|rank(?:ed)?|position|place|quartile|gap)\b|n't", re.IGNORECASE)
NOUN_AFTER = re.compile(r"\s(?:new\s|completed\s)?([A-Za-z]{4,20}s|people)\b")


@dataclass(frozen=True)
class Move:
    """A claimed change: by `amount` up (+1) or down (-1), from `before` to `now`."""

    now: Figure
    before: Figure
    amount: Figure
    sign: int

    @property
    def kind(self) -> Kind:
        """A percentage, a difference of counts, or percentage points."""
        kinds = {Sort.PERCENT: Kind.CHANGE, Sort.POINTS: Kind.POINTS}
        return kinds.get(self.amount.sort, Kind.DIFFERENCE)

    @property
    def fits(self) -> bool:
        """Whether the three figures can belong together."""
        if self.now.sort is not self.before.sort or self.now.sort is Sort.POINTS:
            return False
        if self.amount.sort is Sort.POINTS:
            return self.now.sort is Sort.PERCENT
        return self.amount.sort in (Sort.PERCENT, self.now.sort)


def judge_move(move: Move) -> tuple[Verdict, str | None, str]:
    """The verdict on a claimed change, what it should be, and why."""
    change = change_of(move.now.range, move.before.range)
    gap = difference_of(move.now.range, move.before.range)
    of = f"{move.before.text} to {move.now.text}"
    if move.amount.sort is Sort.PERCENT:
        if change is None:
            return Verdict.UNKNOWN, None, "a change from nought has no percentage"
        because = f"{of} is a change of {finely(change.nominal)}"
        verdict = _judged(move, change)
        if verdict is Verdict.WRONG and move.now.sort is Sort.PERCENT and _judged(move, gap) is not Verdict.WRONG:
            return (
                Verdict.UNKNOWN,
                None,
                f"{of} is {in_words(abs(gap.nominal), _points(move))}, and {finely(change.nominal)} of what it was",
            )
        return verdict, _expected(move, change, verdict), because
    because = f"{of} is a difference of {in_words(abs(gap.nominal), move.amount, min(move.now.step, move.before.step))}"
    return (verdict := _judged(move, gap)), _expected(move, gap, verdict), because


def _points(move: Move) -> Figure:
    return Figure(Sort.POINTS, move.now.value, min(move.now.step, move.before.step), "")


def _judged(move: Move, real: Range) -> Verdict:
    signed = real if move.sign > 0 else real.negated()
    if move.amount.sort in (Sort.COUNT, Sort.MONEY):
        return judge_amount(move.amount.value, signed, move.amount.hedge)
    return judge_change(abs(move.amount.value), signed, move.amount.step, move.amount.hedge)


def _expected(move: Move, real: Range, verdict: Verdict) -> str | None:
    if verdict is Verdict.UNKNOWN:
        return None
    exact = move.amount.sort in (Sort.COUNT, Sort.MONEY)
    step = min(move.now.step, move.before.step) if exact else move.amount.step
    written = in_words(abs(real.nominal), move.amount, step)
    return written if real.nominal * move.sign >= 0 else f"{written} {'lower' if move.sign > 0 else 'higher'}"


def find_moves(desk: Desk, sentence: Sentence) -> None:
    """Lay every change of the sentence of which both figures stand in it."""
    numbers = sum(figure.is_number for figure in sentence.figures)
    for pattern in SURE if numbers > 2 else ():
        for match in pattern.finditer(sentence.marked):
            _propose_move(desk, sentence, match)
    for pattern in SIGNED if numbers > 2 else ():
        for match in pattern.finditer(sentence.marked):
            _propose_signed(desk, sentence, match)
    desk.settle()
    if numbers < 2:
        return
    for match in IN_BRACKETS.finditer(sentence.marked) if numbers > 2 else ():
        _lay_if_right(desk, sentence, match)
    for match in ONLY_FROM_TO.finditer(sentence.marked):
        before = sentence.marked[max(0, match.start() - 90) : match.start()]
        _lay_direction(desk, sentence, match, *_direction(before))
    for match in ONLY_AGAINST.finditer(sentence.marked):
        between = sentence.marked[match.end("a") : match.start("b")]
        _lay_direction(desk, sentence, match, 1 if match["up"] else -1, 0 if JOINED.search(between) else None)


def _propose_move(desk: Desk, sentence: Sentence, match: re.Match[str]) -> None:
    now, before, amount = (sentence.figure(match[name]) for name in "abd")
    amount = _as_points(amount, now, sentence)
    move = Move(now, before, amount, _sign(match, now, before))
    if not move.fits or len({match["a"], match["b"], match["d"]}) < 3:
        return
    link = match.groupdict().get("link") or ""
    if link and JOINED.search(link):
        return
    verdict, expected, because = judge_move(move)
    hedged = move.before.hedge is not Hedge.NONE or move.now.hedge is not Hedge.NONE
    unlike = bool(link) and not (move.before.value / 3 <= move.now.value <= move.before.value * 3)
    if verdict is Verdict.WRONG and (hedged or unlike or _of_others(sentence, match)):
        verdict, expected = Verdict.UNKNOWN, None
    desk.propose(move.kind, verdict, sentence.original(*match.span()), match["d"], because, expected)
    desk.moved.update((int(match["a"]), int(match["b"])))


def _as_points(amount: Figure, now: Figure, sentence: Sentence) -> Figure:
    """ "from 68.0% to 66.8%, by 1.2 points": between percentages, points are percentage points."""
    after = sentence.of.paragraph.text[amount.end : amount.end + 8]
    said = amount.sort is Sort.COUNT and now.sort is Sort.PERCENT and after.startswith(" point")
    return replace(amount, sort=Sort.POINTS) if said else amount


def _sign(match: re.Match[str], now: Figure, before: Figure) -> int:
    """Which way the words say it went: "improved" leaves that to the figures."""
    said = match.groupdict()
    if said.get("up"):
        return 1
    return 1 if not said.get("down") and now.value >= before.value else -1


def _propose_signed(desk: Desk, sentence: Sentence, match: re.Match[str]) -> None:
    """ "320, against 280 last year (+14.3%)": a percentage or amount with its sign is a change."""
    now, before, amount = (sentence.figure(match[name]) for name in "abd")
    if amount.has_sign and amount.value:
        move = Move(now, before, amount, 1 if amount.value > 0 else -1)
        if move.fits and len({match["a"], match["b"], match["d"]}) == 3:
            verdict, expected, because = judge_move(move)
            if verdict is Verdict.WRONG and (now.hedge, before.hedge) != (Hedge.NONE, Hedge.NONE):
                verdict, expected = Verdict.UNKNOWN, None
            desk.propose(move.kind, verdict, sentence.original(*match.span()), match["d"], because, expected)


def _lay_if_right(desk: Desk, sentence: Sentence, match: re.Match[str]) -> None:
    """ "from 173 to 194 (12%)": the percentage is the change, or else it may be of anything."""
    now, before, amount = (sentence.figure(match[name]) for name in "abd")
    move = Move(now, before, amount, 1 if now.value >= before.value else -1)
    if move.fits and desk.is_free(match["d"]) and not amount.has_sign:
        verdict, _expected, because = judge_move(move)
        if verdict is Verdict.RIGHT:
            desk.lay(move.kind, verdict, sentence.original(*match.span()), match["d"], because, None)


def _of_others(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the figures count another thing than changed: "(from 28 to 48 clubs), a 37.8% increase in meals"."""
    marked = sentence.marked
    counted = NOUN_AFTER.match(marked[match.end("a") + 1 : match.end("a") + 40])
    what = (match.groupdict().get("what") or "") or _what_follows(marked[match.end() :])
    if not counted or not what.strip():
        return False
    return counted[1].lower() not in what.lower() and counted[1].lower()[:-1] not in marked[: match.start("a")].lower()


def _what_follows(rest: str) -> str:
    found = re.match(
        r"\s?(?:\([^()]{0,60}\)\s)?in\s(?!«Y|the\s(?:year|month|quarter|period|last|past|first)|total|all\b)([^«»(),.;]{1,80})",
        rest,
    )
    return found[1] if found else ""


def _direction(before: str) -> tuple[int, int]:
    """Which way the words before "from" point (0: neither), and how far before it they begin (0: not surely)."""
    found = JUST_MOVED.search(before)
    if not found or found["either"] or NEGATED.search(before[-60:]):
        return 0, 0
    sign = 1 if found["up"] or found["up2"] else -1
    return sign, 0 if found["gap"].strip() else len(before) - found.start()


def _lay_direction(desk: Desk, sentence: Sentence, match: re.Match[str], sign: int, back: int | None) -> None:
    """ "increased from 39% to 51%": only the direction can be checked; without one there is nothing to compare.

    `back` is how far before the match the word for the direction stands, None within it, 0 where it is not sure.
    """
    now, before = sentence.figure(match["a"]), sentence.figure(match["b"])
    if now.sort is not before.sort or int(match["b"]) in desk.moved:
        return
    is_held = (Kind.HELD, int(match["a"])) in desk.compared
    if sign == 0 and now.sort is not Sort.PERCENT:
        return
    place = sentence.original(match.start() - (back or 0), match.end())
    way = "a rise" if now.value > before.value else "a fall" if now.value < before.value else "no change"
    because = f"{before.text} to {now.text} is {way}"
    verdict = (
        Verdict.UNKNOWN if sign == 0 else Verdict.RIGHT if (now.value - before.value) * sign > 0 else Verdict.WRONG
    )
    if verdict is Verdict.WRONG and (back == 0 or now.value == before.value):
        verdict = Verdict.UNKNOWN
    if is_held and verdict is not Verdict.WRONG:
        return  # the values held say more of it
    if sign == 0:
        because = "nothing is said of it that could be checked"
    expected = ("a fall" if sign > 0 else "a rise") if verdict is Verdict.WRONG else None
    desk.lay(Kind.DIRECTION, verdict, place, match["a"], because, expected)
    desk.moved.add(int(match["b"]))
