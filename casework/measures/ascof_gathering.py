"""Gathering the cells of a published file into values: one for each area, measure, breakdown and period.

Outcome, numerator, denominator, base and margin of error stand in rows of their own, in any order. Nothing is written
here, so that a file with a problem leaves no trace. A national file of 600,000 rows has to fit into memory: values are
small and known by one number each.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NoReturn

from casework.kit.letters import fold, imitations
from casework.kit.rules import RuleBroken
from casework.kit.tables import PROBLEMS_SHOWN, Problem, TableRefused
from casework.measures.ascof_areas import Areas
from casework.measures.ascof_shapes import Cell
from casework.measures.ascof_words import (
    KIND_WORDS,
    LONGEST_BREAKDOWN,
    TWO_FIGURES_IN,
    Figure,
    breakdown_of,
    read_figure,
    split_code,
    state_of,
)
from casework.measures.kinds import PeriodKind, ValueState
from casework.measures.matching import period_called
from casework.measures.models import Edition, Measure
from casework.measures.periods import NotAPeriod, PeriodSpec
from casework.measures.references import code_key

SEEN = {"value": 1, "numerator": 2, "denominator": 4, "base": 8, "margin": 16}
MEASURE_AT, PERIOD_AT, BREAKDOWN_AT = 52, 40, 24  # bits of a value's number; the area has the lowest 24
AREA_MASK, BREAKDOWN_MASK, PERIOD_MASK = (1 << 24) - 1, (1 << 16) - 1, (1 << 12) - 1


@dataclass(slots=True)
class Gathered:
    """The figures of one value as far as read; `seen` holds a bit for each type of figure that had a row."""

    row: int
    seen: int = 0
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    base: Decimal | None = None
    margin: Decimal | None = None
    mark: str | None = None
    signs: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # figures in brackets, and counts that are not shown

    @property
    def state(self) -> ValueState:
        """Final, provisional, or why there is no number."""
        return state_of(self.value, self.mark, self.signs)

    @property
    def note(self) -> str | None:
        """What else was printed, in sentences."""
        said = []
        within = [words for words in self.remarks if not words.endswith("]")]
        if within:
            said.append(f"Also printed in brackets: {', '.join(within)}.")
        said += [f"Not shown: {words}." for words in self.remarks if words.endswith("]")]
        said += [f"Printed with [{sign}]." for sign in self.signs if sign != "p"]
        return " ".join(said) or None


@dataclass
class Gathering:
    """What has been read of a file so far, and what is wrong with it."""

    file: str
    edition: Edition
    asked: PeriodSpec | None  # the period given with the file
    measures: list[Measure]
    areas: Areas
    values: dict[int, Gathered] = field(default_factory=dict)
    periods: list[PeriodSpec] = field(default_factory=list)
    breakdowns: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    read: int = 0  # figures met, kept or not
    repeated: int = 0
    look_alikes: dict[str, Problem] = field(default_factory=dict)  # where a word with letters that only look Latin is
    _measure_numbers: dict[str, int] = field(default_factory=dict)
    _period_numbers: dict[tuple[str, bool], int | None] = field(default_factory=dict)
    _named: dict[tuple[str, str, str, int], int | None] = field(default_factory=dict)
    _labels: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the edition's measures be found by their key."""
        self._measure_numbers = {code_key(measure.code): at for at, measure in enumerate(self.measures)}

    def add(self, cell: Cell) -> None:
        """Put one cell into its value, or note why that cannot be."""
        self.read += 1
        dated = (cell.period, cell.is_table)
        if dated not in self._period_numbers:
            self._period_numbers[dated] = self._period(cell)
        period = self._period_numbers[dated]
        if period is None:
            self.left_out[f"of {cell.period}, which {self.edition.code} does not cover"] += 1
            return
        name = (cell.measure, cell.group, cell.breakdown, period)
        if name not in self._named:
            self._named[name] = self._name(cell, period)
        named = self._named[name]
        area = self.areas.number(cell.area, cell.place, cell.row)
        if named is None or area is None:
            return
        if cell.kind is None:
            self.refuse(cell, f'"{cell.type_words}" is not a type of figure', column="Measure Type")
            return
        figure = self._figure(cell)
        if figure is None:
            return
        number = named | area
        held = self.values.get(number)
        if held is None:
            held = self.values[number] = Gathered(cell.row)
        self._put(held, cell, cell.kind, figure, period)

    def _figure(self, cell: Cell) -> Figure | None:
        """What the cell holds, a look-alike letter of a mark read as the Latin one; None when it is no figure."""
        try:
            return read_figure(cell.text)
        except ValueError:
            plain = fold(cell.text)
        try:
            figure = read_figure(plain)
        except ValueError:
            self.refuse(cell, f'"{cell.text.strip()}" is not a number')
            return None
        self._note_letters(cell, cell.column, cell.text.strip())
        return figure

    def _note_letters(self, cell: Cell, column: str, text: str) -> None:
        """Note where a word with letters that only look like Latin ones stands for the first time."""
        for why in imitations(text):
            self.look_alikes.setdefault(text, Problem(cell.place, cell.row, column, why))

    def refuse(self, cell: Cell, sentence: str, *, column: str | None = None) -> None:
        """Note a problem of a cell."""
        self.note(Problem(cell.place, cell.row, column or cell.column, sentence))

    def note(self, problem: Problem) -> None:
        """Note a problem; the file is refused at once when there are too many to read on."""
        self.problems.append(problem)
        if len(self.problems) >= PROBLEMS_SHOWN:
            self.stop()

    def stop(self) -> NoReturn:
        """Refuse the file with every problem, in the order of rows."""
        raise TableRefused(sorted(self.problems, key=lambda one: (one.file, one.row)))

    def finish(self) -> None:
        """Raise TableRefused when anything was wrong: areas that are not held, no figures at all, another period."""
        for place, row, words in self.areas.unknown.values():
            self.note(Problem(place, row, "Geographical Description" if row else None, words))
        if not self.problems and self.asked is not None and self.asked not in self.periods:
            reasons = "; ".join(f"{count:,} cells {why}" for why, count in self.left_out.items())
            words = f"holds no figures of {self.asked.code} that can be kept{f': {reasons}' if reasons else ''}"
            self.problems.append(Problem(self.file, 0, None, words))
        if not self.problems and not self.values:
            self.problems.append(Problem(self.file, 0, None, "holds no figures that can be kept"))
        if self.problems:
            self.stop()

    @property
    def account(self) -> str:
        """10,624 figures read, all kept. Every figure that is read is kept, left out for a reason, or there twice."""
        not_kept = {
            "left out": self.left_out.total() + self.areas.left_out.total(),
            "there twice": self.repeated,
        }
        said = [f"{count:,} {words}" for words, count in not_kept.items() if count]
        kept = f"{self.read - sum(not_kept.values()):,}" if said else "all"
        return ", ".join([f"{self.read:,} figures read", *said, f"{kept} kept"])

    def count_measures(self) -> int:
        """How many measures have a value."""
        return len({number >> MEASURE_AT for number in self.values})

    def by_measure(self) -> Iterator[tuple[Measure, list[tuple[int, Gathered]]]]:
        """The values measure by measure, each with its number; they are handed over and not held any longer."""
        numbers = sorted(self.values)
        start = 0
        while start < len(numbers):
            measure = numbers[start] >> MEASURE_AT
            end = start
            while end < len(numbers) and numbers[end] >> MEASURE_AT == measure:
                end += 1
            yield self.measures[measure], [(number, self.values.pop(number)) for number in numbers[start:end]]
            start = end

    def _period(self, cell: Cell) -> int | None:
        """The number of the cell's period; None for a year that the edition does not cover.

        A table prints earlier years under its own codes; a long file prints each year under the codes of that year.
        """
        spec = self._spec(cell)
        if spec is None:
            return None
        first, last = self.edition.first_year, self.edition.last_year
        if not cell.is_table and ((first and spec.code < first) or (last and spec.code > last)):
            if cell.period:
                return None
            covers = f"{self.edition.code} covers {first or 'all years'} to {last or 'now'}"
            raise RuleBroken(f"{covers}, not {spec.code}: its codes mean other measures there", field="period")
        if spec not in self.periods:
            self.periods.append(spec)
        return self.periods.index(spec) << PERIOD_AT

    def _spec(self, cell: Cell) -> PeriodSpec | None:
        printed = cell.period.strip()
        if not printed:
            if self.asked is None:
                raise RuleBroken("The file does not say its year. Give it, like --period 2020-21", field="period")
            return self.asked
        if len(printed) == 6 and printed.isdigit():
            printed = f"{printed[:4]}-{printed[4:]}"
        try:
            spec = period_called(printed)
        except NotAPeriod as problem:
            self.refuse(cell, str(problem), column="Year")
            return None
        if spec.kind is not PeriodKind.YEAR:
            self.refuse(cell, f'"{cell.period}" is not a financial year, like 2020-21', column="Year")
            return None
        return spec

    def _name(self, cell: Cell, period: int) -> int | None:
        """Measure, breakdown and period as the upper bits of a value's number; None for a measure that is not held."""
        columns = ("ASCOF Measure Code", "Measure Group", "Disaggregation Level")
        for column, text in zip(columns, (cell.measure, cell.group, cell.breakdown), strict=True):
            self._note_letters(cell, column, text)
        try:
            found = split_code(cell.measure, cell.group, self._measure_numbers)
        except ValueError as problem:
            self.refuse(cell, str(problem), column="ASCOF Measure Code")
            return None
        if found is None:
            words = f'there is no measure "{(cell.measure or cell.group).strip()}" in {self.edition.code}'
            self.refuse(cell, words, column="ASCOF Measure Code")
            return None
        key, suffix = found
        upper = (self._measure_numbers[key] << MEASURE_AT) | period
        full = breakdown_of(cell.breakdown, suffix)
        label = f"{full} {suffix}"
        for attempt in range(1, 100):  # two names of one year that are the same when shortened stay two
            tail = f" ({attempt})" if attempt > 1 else ""
            breakdown = full[: LONGEST_BREAKDOWN - len(tail)].rstrip() + tail
            number = upper | (self._breakdown(breakdown) << BREAKDOWN_AT)
            if self._labels.setdefault(number, label) == label:
                return number
        raise AssertionError("a hundred breakdowns begin alike")

    def _breakdown(self, words: str) -> int:
        if words not in self.breakdowns:
            self.breakdowns.append(words)
        return self.breakdowns.index(words)

    def _put(self, held: Gathered, cell: Cell, kind: str, figure: Figure, period: int) -> None:
        """Put a figure into its column, or the mark in its place; a second, other one is refused."""
        if held.seen & SEEN[kind]:
            before = getattr(held, kind)
            if before != figure.number:
                earlier = before if before is not None else held.mark or "nothing"
                words = f"{cell.text.strip() or 'nothing'} stands where {earlier} stood already (row {held.row})"
                self.refuse(cell, words)
            self.repeated += 1
            return
        held.seen |= SEEN[kind]
        setattr(held, kind, figure.number)
        if figure.second is not None:
            self._note_second(held, cell, kind, figure.second, period)
        if kind == "value":
            held.mark, held.signs = figure.mark, figure.signs
        elif figure.mark and state_of(None, figure.mark) is ValueState.SUPPRESSED:
            held.remarks += (f"{KIND_WORDS[kind]} [{figure.mark.strip('[]')}]",)

    def _note_second(self, held: Gathered, cell: Cell, kind: str, second: str, period: int) -> None:
        spec = self.periods[period >> PERIOD_AT]
        if spec.code != TWO_FIGURES_IN:
            self.refuse(cell, f'"{cell.text.strip()}" holds two figures; only those of {TWO_FIGURES_IN} are known')
            return
        held.remarks += (f"{KIND_WORDS[kind]} {'none' if second == ':' else second}",)
