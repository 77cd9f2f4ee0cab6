"""Counts by name with the sums they stand in: what a reader of a published report could subtract."""

from collections.abc import Mapping

from casework.kit.suppression import Sum

Cell = tuple[str, ...]
DAYS = ("10", "20", "40", "65")


class Ledger:
    """Counts by name, and the sums they stand in."""

    def __init__(self) -> None:
        self.counts: dict[Cell, int] = {}
        self.sums: list[Sum[Cell]] = []

    def put(self, *name: str, count: int) -> Cell:
        """Add a count."""
        self.counts[name] = count
        return name

    def whole(self, total: Cell, parts: list[Cell]) -> None:
        """The parts belong to the total; what is left over is a part too. Parts that are more than the total overlap
        and say nothing about each other."""
        left = self.counts[total] - sum(self.counts[part] for part in parts)
        if left < 0:
            return
        rest = self.put("rest of", *total, *(parts[0][:1] if parts else ()), count=left)
        self.sums.append(Sum(total, (*parts, rest)))

    def put_all(self, name: str, counts: Mapping[str, int]) -> list[Cell]:
        """Add the counts of a list."""
        return [self.put(name, key, count=count) for key, count in counts.items()]
