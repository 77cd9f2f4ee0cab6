"""What looks odd about published figures, and what of a file was left out: the warnings of an import.

Published figures are kept all the same. Many counts are rounded to 5 after the outcome was made, so where both are
multiples of 5 an outcome agrees that any counts within 2.5 of them could give. A survey's denominator is weighted and
is not compared.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from casework.kit.tables import Problem
from casework.measures import quality
from casework.measures.ascof_gathering import Gathered
from casework.measures.ascof_words import TOTAL
from casework.measures.kinds import Unit
from casework.measures.models import Measure
from casework.measures.periods import PeriodSpec

MOST_WARNINGS = 50


class Doubts:
    """Odd figures met so far."""

    def __init__(self, file: str, periods: Sequence[PeriodSpec], *, today: date) -> None:
        self.file = file
        self.said: list[str] = []
        self.more = 0
        self.without_outcome = 0
        self.unended = [spec.words for spec in periods if spec.ends_on >= today]

    def look(self, measure: Measure, area: str, spec: PeriodSpec, breakdown: str, value: Gathered) -> None:
        """Note what cannot be right about a value, or does not agree with its counts."""
        if not value.seen & 1:
            self.without_outcome += 1
            return
        if value.numerator is None and value.value is None:
            return
        odd = quality.impossible(value.value, value.numerator, value.denominator, measure)
        if odd:
            odd = f"value {odd}"
        elif value.numerator is None or value.denominator is None:
            return
        elif measure.unit is Unit.PERCENT and value.numerator > value.denominator:
            odd = f"{value.numerator} is more than the whole, {value.denominator}"
        elif not quality.agrees_when_rounded(value.value, value.numerator, value.denominator, measure):
            odd = quality.mismatch(
                value.value, value.numerator, value.denominator, measure, is_survey=measure.is_survey
            )
        if not odd:
            return
        if len(self.said) >= MOST_WARNINGS:
            self.more += 1
            return
        of = "" if breakdown == TOTAL else f" ({breakdown})"
        self.said.append(f"{self.file}:row {value.row}: {measure.reference}{of}, {area}, {spec.code}: {odd}")

    def warnings(
        self, left_out: Mapping[str, int], areas: Mapping[str, int], repeated: int, letters: Sequence[Problem] = ()
    ) -> Iterator[str]:
        """Every warning, what was left out first. `letters`: the first cell of each word with look-alike letters."""
        for why, count in left_out.items():
            yield f"{self.file}: left out {count:,} {'' if why.startswith('lines') else 'figures '}{why}"
        for name, count in Counter(areas).items():
            yield f"{self.file}: left out {count:,} figures of {name}: it is no council or area that is held"
        if repeated:
            yield f"{self.file}: {repeated:,} figures stand there twice, the same each time"
        if self.without_outcome:
            yield f"{self.file}: {self.without_outcome:,} values have counts and no row with their outcome"
        for words in self.unended:
            yield f"{self.file}: {words} has not ended yet"
        yield from map(str, sorted(letters, key=lambda one: one.row)[:MOST_WARNINGS])
        more = len(letters) - MOST_WARNINGS
        if more > 0:
            yield f"{self.file}: {more:,} more words with letters that only look like Latin ones"
        yield from self.said
        if self.more:
            yield f"{self.file}: {self.more:,} more figures like these"
