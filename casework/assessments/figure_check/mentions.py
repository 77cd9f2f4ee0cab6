"""Setting figures said of a measure ("ASCOF 1E", its name) beside the value held for that period. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from casework.assessments.figure_check.arithmetic import Hedge, Range, exactly, judge
from casework.assessments.figure_check.claims import Claim, Kind, Verdict
from casework.assessments.figure_check.desk import HEDGED, NOT_OURS, Desk, fig, in_words
from casework.assessments.figure_check.figures import Figure
from casework.assessments.figure_check.lookup import NEAR
from casework.assessments.figure_check.papers import Sentence, Table
from casework.assessments.figure_check.series import Held, Series, in_years, period_at, telling

CODE = re.compile(
    r"(?<![\w.])(?P<lead>[a-z]{2,10}-\d{4}:|ASCOF\s(?:measure\s|indicator\s)?)?"
    r"(?P<code>[1-6][A-J](?:\s?(?:,\s)?(?:\(|pt\.?\s?|part\s?)?(?:\d[ab]?|i{1,3})\)?){0,2})(?![\w%])"
)
F = fig("f", "PNM")
YEAR = r"(?P<year>«Y\d{1,6}»)"
WHEN = r"(?:in|during|for|at\sthe\send\sof|at\send\sof)\s(?:the\s(?:year|quarter)\s)?"
PAIRS = [re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"{F}(?:\s(?!«)[a-z]{{1,15}}){{0,3}}?\s?[(,]?\s?{WHEN}{YEAR}",
    rf"{WHEN}{YEAR},?(?:[^«».;]|«O\d{{1,6}}»){{0,80}}?\b(?:was|were|stood\sat|is|at|reached|(?:rose|fell|increased|decreased|improved|dropped)\sto)\s{HEDGED}{F}",
    rf"{YEAR}\s?[:=–-]\s?{F}",
    rf"{F}\s\({YEAR}\)",
)]  # fmt: skip
CHANGED = re.compile(
    r"\b(?:by|points?|increase|decrease|fewer|more|higher|lower|fell|rose|of\swhom|aged|target)\b", re.IGNORECASE
)


def code_key(text: str) -> str:
    """2A2 from "2A pt 2", "2A, part 2" and "2A(2)"; 1CI from "1C (i)"."""
    return re.sub(r"ascof|indicator|measure|pt\.?|part|[\s(),.]", "", text.lower()).upper()


def find_mentions(desk: Desk, sentence: Sentence, held: Held) -> None:
    """Lay every figure of the sentence that is said of a held measure and of a period."""
    words = sentence.words
    rows, sure = _measures(words, held)
    if not rows:
        return
    taken: set[str] = set()
    for pattern in PAIRS:
        for match in pattern.finditer(sentence.marked):
            if match["f"] in taken:
                continue
            period = period_at(sentence, match.start("year"))
            said = sentence.figure(match["f"])
            found = [
                (one, figure) for one in rows if period and (figure := one.at(period)) and figure.sort is said.sort
            ]
            if found and (Kind.HELD, int(match["f"])) not in desk.compared:
                taken.add(match["f"])
                plain = sure and len(found) == 1 and not _is_doubtful(desk, sentence, match, said, held)
                _lay(desk, sentence, match, said, found, plain)


def _is_doubtful(desk: Desk, sentence: Sentence, match: re.Match[str], said: Figure, held: Held) -> bool:
    """Whether the figure may be a target, a change, part of the people, or another council's."""
    near = sentence.marked[max(0, match.start() - 30) : match.end() + 30]
    elsewhere = held.is_of_another(f"{desk.marked.paragraph.heading} {sentence.words}")
    return bool(said.hedge is not Hedge.NONE or elsewhere or CHANGED.search(near) or NOT_OURS.search(near))


def _measures(words: str, held: Held) -> tuple[list[Series], bool]:
    """The held measures that the words name, and whether surely: by code after ASCOF, or by the whole name."""
    mentions = [(code_key(match["code"]), match["lead"]) for match in CODE.finditer(words)]
    keys = {key for key, _lead in mentions}
    if len(keys) == 1:
        key, lead = mentions[0]
        exact = [one for one in held.series if key in one.codes]
        if exact:
            return exact, bool(lead)
        return [one for one in held.series if any(code.startswith(key) for code in one.codes)], False
    if keys:
        return [], False
    plain = words.lower()
    named = [one for one in held.series if len(one.words) >= 2 and any(name in plain for name in one.names)]
    longest = max((len(one.words) for one in named), default=0)
    named = [one for one in named if len(one.words) == longest]
    return (named, True) if named else ([], False)


def _lay(
    desk: Desk, sentence: Sentence, match: re.Match[str], said: Figure, found: list[tuple[Series, Figure]], sure: bool
) -> None:
    place = sentence.original(*match.span())
    verdict, one, figure = _compare(said, found)
    if verdict is Verdict.WRONG and not sure:
        verdict = Verdict.UNKNOWN
    expected = None if verdict is Verdict.UNKNOWN else in_words(figure.value, figure, min(figure.step, said.step))
    if verdict is Verdict.RIGHT:
        expected = said.text
    desk.lay(Kind.HELD, verdict, place, match["f"], f"{one.source} is {figure.text}", expected)


def _compare(said: Figure, found: list[tuple[Series, Figure]]) -> tuple[Verdict, Series, Figure]:
    tried = [(judge(said.value, _real(said, figure), said.step, said.hedge), one, figure) for one, figure in found]
    for wanted in (Verdict.RIGHT, Verdict.UNKNOWN):
        best = next((one for one in tried if one[0] is wanted), None)
        if best:
            return best
    return tried[0]


def _real(said: Figure, held: Figure) -> Range:
    """The value held: exact for a figure with as many decimals, else what it may have been rounded from."""
    return exactly(held.value) if said.step == held.step else held.range


def agrees_with(said: Figure, held: Figure) -> bool:
    """Whether the figure said is the one held, to the decimals in which it is said."""
    return said.sort is held.sort and judge(said.value, _real(said, held), said.step) is Verdict.RIGHT


def is_slip(said: Figure, held: Figure) -> bool:
    """Whether one looks like the other mistyped: within a tenth of it, or its digits in another order."""
    digits = [sorted(letter for letter in one.text if letter.isdigit()) for one in (said, held)]
    return said.sort is held.sort and (abs(said.value - held.value) <= NEAR * abs(held.value) or digits[0] == digits[1])


def check_rows(table: Table, rows: list[Series], held: Held) -> list[Claim]:
    """Claims on the rows of a table that name a held measure, in its columns of periods.

    Where most figures differ from those held the table is of another council or another thing: nothing is called wrong.
    """
    if held.is_of_another(f"{table.heading} {table.note[:120]}"):
        return []
    claims = [claim for row in rows if not held.is_of_another(row.label) for claim in _row_claims(row, held)]
    wrong = sum(claim.verdict is Verdict.WRONG for claim in claims)
    if wrong * 2 > len(claims) > 2:
        claims = [
            replace(claim, verdict=Verdict.UNKNOWN, expected=None) if claim.verdict is Verdict.WRONG else claim
            for claim in claims
        ]
    return claims


def _row_claims(row: Series, held: Held) -> Iterator[Claim]:
    named = _row_measures(row, held)
    for period, said in row.by_period:
        found = [(one, figure) for one in named if (figure := one.at(period)) and figure.sort is said.sort]
        if not found:
            continue
        verdict, one, figure = _compare(said, found)
        if verdict is Verdict.WRONG and len(found) > 1:
            verdict = Verdict.UNKNOWN
        right = said.text if verdict is Verdict.RIGHT else None
        expected = in_words(figure.value, figure) if verdict is Verdict.WRONG else right
        because = f"{one.source} is {figure.text} ({in_years(period)})"
        yield Claim(f"{row.label}: {said.text}", row.line, Kind.HELD, verdict, expected, because)


def _row_measures(row: Series, held: Held) -> list[Series]:
    keys = {
        code_key(match["code"]) for cell in row.codes if (match := CODE.fullmatch(cell.replace("*BCF*", "").strip()))
    }
    if keys:
        return [one for one in held.series if keys & set(one.codes)]
    name = telling(" ".join(row.codes))
    return [one for one in held.series if len(one.words) >= 2 and one.words == name]
