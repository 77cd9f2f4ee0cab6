"""What the rooms above tell about measures: how often one is cited, by what, and figures worked out from their records.

This room knows nothing of findings, actions or complaints; they register here when they open.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import Flask, current_app

from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Need
from casework.measures.periods import PeriodSpec

COUNTERS, CITERS, COMPUTERS = ("casework.measures.counters", "casework.measures.citers", "casework.measures.computers")
KEEPERS = "casework.measures.keepers"


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


@dataclass(frozen=True)
class CountedLine:
    """A record behind a figure: its number (what paging goes by), its name, its page, and what is to know of it."""

    id: int
    words: str
    path: str | None
    detail: str


@dataclass(frozen=True)
class Behind:
    """Which records of a period are asked for: those the figure counts, or the rest of what it is a share of."""

    council: Organisation
    period: PeriodSpec
    is_counted: bool
    seen_by: Person
    after: int
    most: int


Counter = Callable[[Collection[int], Person], dict[int, int]]  # measure ids -> how many findings (or other records)
Citer = Callable[[int, Person], list[Citation]]
Computer = Callable[[Organisation, PeriodSpec], Counted | None]
Lister = Callable[[Behind], list[CountedLine]]  # by number, from the first after `after`, `most` at most


@dataclass(frozen=True)
class RecordSource:
    """How a measure is worked out, how what it counts is listed, and what a person needs to open that list."""

    computer: Computer
    lister: Lister | None = None
    need: Need | None = None


def register_counter(app: Flask, words: str, counter: Counter) -> None:
    """Let the list of measures show how many `words` ("finding", "open action") each measure has."""
    app.extensions.setdefault(COUNTERS, {})[words] = counter


def register_citer(app: Flask, citer: Citer) -> None:
    """Let a measure's page list what cites it."""
    app.extensions.setdefault(CITERS, []).append(citer)


def register_keeper(app: Flask, words: str, path_of: Callable[[int], str]) -> None:
    """Let whoever keeps measures change, from a measure's page, what the room above holds about it."""
    app.extensions.setdefault(KEEPERS, []).append((words, path_of))


def list_keepers(measure_id: int) -> list[tuple[str, str]]:
    """Words and address of each such page."""
    return [(words, path_of(measure_id)) for words, path_of in current_app.extensions.get(KEEPERS, [])]


def register_computer(
    app: Flask, reference: str, computer: Computer, *, lister: Lister | None = None, need: Need | None = None
) -> None:
    """Work out the measure `reference` (edition:code) from the records of the room above.

    `lister` opens what a figure counts to whoever has `need`. The figure is the same for everybody who reads measures,
    so it never counts a restricted record.
    """
    app.extensions.setdefault(COMPUTERS, {})[reference] = RecordSource(computer, lister, need)


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


def computers() -> dict[str, RecordSource]:
    """The measures that are worked out from records, and how."""
    return dict(current_app.extensions.get(COMPUTERS, {}))


def lister_of(reference: str, *, seen_by: Person) -> Lister | None:
    """What lists the records behind the measure's figures, if this person may open them."""
    source = computers().get(reference)
    if source is None or source.need is None or not seen_by.may(source.need):
        return None
    return source.lister
