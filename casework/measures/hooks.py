"""What the rooms above tell about measures: how often one is cited, by what, and figures worked out from their records.

This room knows nothing of findings, actions or complaints; they register here when they open.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import Flask, current_app

from casework.accounts.models import Organisation, Person
from casework.measures.periods import PeriodSpec

COUNTERS, CITERS, COMPUTERS = ("casework.measures.counters", "casework.measures.citers", "casework.measures.computers")


@dataclass(frozen=True)
class Citation:
    """Something that cites a measure: the heading it stands under, its words, its page, its status."""

    heading: str
    words: str
    path: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Counted:
    """A share or a number worked out from records: of a percentage both counts, of a number only the first."""

    numerator: int
    denominator: int | None = None


Counter = Callable[[Collection[int], Person], dict[int, int]]  # measure ids -> how many findings (or other records)
Citer = Callable[[int, Person], list[Citation]]
Computer = Callable[[Organisation, PeriodSpec], Counted | None]


def register_counter(app: Flask, words: str, counter: Counter) -> None:
    """Let the list of measures show how many `words` ("finding", "open action") each measure has."""
    app.extensions.setdefault(COUNTERS, {})[words] = counter


def register_citer(app: Flask, citer: Citer) -> None:
    """Let a measure's page list what cites it."""
    app.extensions.setdefault(CITERS, []).append(citer)


def register_computer(app: Flask, reference: str, computer: Computer) -> None:
    """Work out the measure `reference` (edition:code) from the records of the room above."""
    app.extensions.setdefault(COMPUTERS, {})[reference] = computer


def has_counters() -> bool:
    """Whether any room counts what cites a measure; without one nothing may be said about it."""
    return bool(current_app.extensions.get(COUNTERS))


def count_citations(measure_ids: Collection[int], *, seen_by: Person) -> dict[int, dict[str, int]]:
    """For each measure, how many of each thing cite it; things nobody counts are left out."""
    counters: dict[str, Counter] = current_app.extensions.get(COUNTERS, {})
    found: dict[int, dict[str, int]] = {measure_id: {} for measure_id in measure_ids}
    for words, counter in counters.items():
        for measure_id, count in counter(measure_ids, seen_by).items():
            if count:
                found[measure_id][words] = count
    return found


def list_citations(measure_id: int, *, seen_by: Person) -> list[Citation]:
    """Everything that cites the measure and that this person may see."""
    citers: list[Citer] = current_app.extensions.get(CITERS, [])
    return [citation for citer in citers for citation in citer(measure_id, seen_by)]


def computers() -> dict[str, Computer]:
    """The measures that are worked out from records, and how."""
    return dict(current_app.extensions.get(COMPUTERS, {}))
