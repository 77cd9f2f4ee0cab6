"""Small numbers in tables for publication: which counts are not shown, so that no count of 1 to 4 can be worked out.

Pure. Counts hang together by sums (a total and its parts). A count of 1 to 4 is never shown; around each of them other
counts are hidden until at least two different tables agree with everything that is shown, and differ in that count.
The proof is kept simple: for each small count a "shift" is found, a change by one of some hidden counts that leaves
every sum as it is and every hidden count at 1 or more (a reader may know that a nought is always shown). The cheapest
shift is taken: one that hides nothing further, else the fewest and smallest counts.
"""

import heapq
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

LOWEST_SHOWN = 5
MOST_STEPS = 200_000  # tries for one count, after which everything that may be hidden is
Key = TypeVar("Key", bound=Hashable)
Shift = tuple[tuple[Key, int], ...]


@dataclass(frozen=True)
class Sum(Generic[Key]):
    """A total and the parts that add up to it."""

    total: Key
    parts: tuple[Key, ...]


def is_small(number: int) -> bool:
    """Whether a count may not be shown: nought may, because it tells of nobody."""
    return 0 < number < LOWEST_SHOWN


def hidden(counts: Mapping[Key, int], sums: Sequence[Sum[Key]], *, known: Collection[Key] = ()) -> frozenset[Key]:
    """The counts that are not shown. `known` are published elsewhere and cannot be hidden.

    ValueError when a sum does not add up, when a known count is small, or when a small count cannot be protected
    because everything around it is known.
    """
    for one in sums:
        if counts[one.total] != sum(counts[part] for part in one.parts):
            raise ValueError(f"the parts of {one.total!r} do not add up to it")
    small = [key for key, number in counts.items() if is_small(number)]
    exposed = [key for key in small if key in known]
    if exposed:
        raise ValueError(f"{exposed[0]!r} is too small to be published at all")
    hiding = set(small)
    table = _Table(counts, sums, frozenset(known))
    for key in sorted(small, key=lambda one: (counts[one], str(one))):
        hiding.update(table.protect(key, hiding))
    return frozenset(hiding)


class _Table(Generic[Key]):
    """Counts, and for each of them the sums it stands in (+1 as a part, -1 as the total)."""

    def __init__(self, counts: Mapping[Key, int], sums: Sequence[Sum[Key]], known: frozenset[Key]) -> None:
        self.counts, self.known = counts, known
        self.members = [{**dict.fromkeys(one.parts, 1), one.total: -1} for one in sums]
        self.places: dict[Key, list[int]] = {key: [] for key in counts}
        for number, members in enumerate(self.members):
            for key in members:
                self.places[key].append(number)

    def protect(self, key: Key, hiding: Collection[Key]) -> Collection[Key]:
        """What must be hidden beside `hiding` for this count: the cheapest shift through it, up or down."""
        found = self._cheapest(key, hiding)
        if found is None:
            raise ValueError(f"{key!r} cannot be protected: everything around it is known")
        return found

    def _cheapest(self, key: Key, hiding: Collection[Key]) -> list[Key] | None:
        order = count()
        waiting: list[tuple[int, int, int, Shift[Key]]] = []
        for change in (1, -1):
            if self._can(key, change):
                heapq.heappush(waiting, (0, 1, next(order), ((key, change),)))
        for _ in range(MOST_STEPS):
            if not waiting:
                return None
            cost, size, _, shift = heapq.heappop(waiting)
            open_sum = self._open_sum(shift)
            if open_sum is None:
                return [one for one, _ in shift if one not in hiding]
            for step in self._steps(shift, *open_sum):
                dearer = cost + (0 if step[0] in hiding else 1_000 + self.counts[step[0]])
                heapq.heappush(waiting, (dearer, size + 1, next(order), (*shift, step)))
        return [key for key, number in self.counts.items() if number and key not in self.known]

    def _can(self, key: Key, change: int) -> bool:
        """Whether the count may change: it is not known, not nought, and stays at 1 or more."""
        return key not in self.known and self.counts[key] > 0 and self.counts[key] + change >= 1

    def _open_sum(self, shift: Shift[Key]) -> tuple[int, int] | None:
        """A sum that the shift does not leave as it is, and by how much; None when all are whole."""
        change: dict[int, int] = {}
        for key, by in shift:
            for number in self.places[key]:
                change[number] = change.get(number, 0) + by * self.members[number][key]
        return next(((number, by) for number, by in sorted(change.items()) if by), None)

    def _steps(self, shift: Shift[Key], number: int, by: int) -> Iterator[tuple[Key, int]]:
        """The single changes that mend a sum by one."""
        used = {key for key, _ in shift}
        for key, sign in self.members[number].items():
            change = -sign if by > 0 else sign
            if key not in used and self._can(key, change):
                yield key, change


def shown(number: int | None, *, is_hidden: bool) -> str | int | None:
    """What is printed for a count in a published table."""
    return "not shown (small number)" if is_hidden else number
