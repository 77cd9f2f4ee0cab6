"""Setting "19 out of 21 metrics met" beside the tables that say of each metric whether it did. Pure."""

import re
from collections import Counter
from collections.abc import Iterable

from casework.assessments.figure_check.arithmetic import Hedge
from casework.assessments.figure_check.claims import Kind, Verdict
from casework.assessments.figure_check.desk import Desk, fig
from casework.assessments.figure_check.papers import Sentence, Table
from casework.assessments.figure_check.series import period_code
from casework.assessments.figure_check.shares import OF
from casework.kit import words

A, B = fig("a", "N"), fig("b", "N")
OUT_OF = re.compile(rf"{A}{OF}{B}(?:\s[a-z'-]{{1,30}}){{0,3}}")
MET = re.compile(r"\b(?:met|achieved|hit|reached)\b", re.IGNORECASE)
YES = re.compile(r"(?:yes|y|met|achieved)\b(?!\s?/)", re.IGNORECASE)
NO = re.compile(r"(?:no|n|not\s(?:met|achieved)|missed)\b(?!\s?/)(?!\s(?:survey|data|figure))", re.IGNORECASE)

Tally = dict[str | None, Counter[bool]]


def tally_of(tables: Iterable[Table]) -> Tally:
    """How many yes and no the columns "... met?" of all tables hold, by the period in their header."""
    tally: Tally = {}
    for table in tables:
        header = table.rows[0].cells
        for column, name in enumerate(header):
            if not MET.search(name):
                continue
            cells = [row.cells[column] for row in table.rows[1:] if column < len(row.cells)]
            counts = tally.setdefault(period_code(name), Counter())
            counts[True] += sum(bool(YES.match(cell)) for cell in cells)
            counts[False] += sum(bool(NO.match(cell)) for cell in cells)
    return tally


def find_tallies(desk: Desk, sentence: Sentence, tally: Tally) -> None:
    """Lay every "19 out of 21 metrics" of a sentence about what was met, where the tables count that period."""
    if not tally or not MET.search(sentence.marked):
        return
    period = period_code(sentence.words)
    counts = tally.get(period) if period else None
    if not counts:
        return
    yes, both = counts[True], counts.total()
    for match in OUT_OF.finditer(sentence.marked):
        met, of = sentence.figure(match["a"]), sentence.figure(match["b"])
        if met.hedge is not Hedge.NONE or both < 3:
            continue
        is_same = abs(of.value - both) <= max(2, both // 5) and abs(met.value - yes) <= max(2, both // 5)
        verdict = (
            Verdict.RIGHT if (met.value, of.value) == (yes, both) else Verdict.WRONG if is_same else Verdict.UNKNOWN
        )
        because = f"the tables say yes {words.number(yes)} times and no {words.number(both - yes)} times"
        expected = None if verdict is Verdict.UNKNOWN else words.share(yes, both)
        desk.lay(Kind.TALLY, verdict, sentence.original(*match.span()), match["b"], because, expected)
