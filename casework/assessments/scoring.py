"""From ratings to an overall result, as CQC works it out: percentage, rating, and the half of the band. Pure.

Overall = sum of scores / (best score x statements scored), rounded to a whole percent before it is banded
(contract, section 5). Every figure of it is data of the template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.kit.words import plural, whole_percent

STATEMENT, CATEGORY = "statement", "category"


@dataclass(frozen=True)
class Band:
    """A rating and the percentage it begins at; `upper_from` is where its upper half begins."""

    at_least: int
    score: int
    word: str
    upper_from: int | None


@dataclass(frozen=True)
class Result:
    """What the scores given so far come to; `percent` and what follows from it are None while nothing is scored."""

    total: int
    best: int
    scored: int
    of: int
    percent: int | None
    rating: str | None
    half: str | None

    @property
    def words(self) -> str:
        """Good: 64%, in the lower half of the band (23 of 36)."""
        if self.rating is None:
            return "Not scored yet"
        half = f", in the {self.half} half of the band" if self.half else ""
        return f"{self.rating}: {self.percent}%{half} ({self.total} of {self.best * self.scored})"

    @property
    def basis(self) -> str:
        """Which part of the form it rests on."""
        if self.scored == self.of:
            return f"All {plural(self.of, 'statement')} scored"
        return f"So far: {self.scored} of {plural(self.of, 'statement')} scored"

    def as_data(self) -> dict[str, Any]:
        """As JSON types."""
        return {
            "total": self.total,
            "best": self.best * self.scored,
            "scored": self.scored,
            "statements": self.of,
            "percent": self.percent,
            "rating": self.rating,
            "half": self.half,
            "words": self.words,
            "basis": self.basis,
        }


@dataclass(frozen=True)
class Scoring:
    """How a template's ratings on one scale make the overall result. `methods`: key -> (word, what it says)."""

    scale: str
    best: int
    bands: tuple[Band, ...]
    methods: Mapping[str, tuple[str, str]]

    @property
    def default(self) -> str:
        """The way of scoring that is used unless somebody says otherwise."""
        return next(iter(self.methods))

    def band_of(self, percent: int) -> Band:
        """The band of a whole percentage; the lowest one takes whatever lies below it."""
        return next((band for band in reversed(self.bands) if percent >= band.at_least), self.bands[0])

    def result(self, scores: Sequence[int | None]) -> Result:
        """The overall result of these scores; None is a statement that is not scored."""
        given = [score for score in scores if score is not None]
        total, percent = sum(given), whole_percent(sum(given), self.best * len(given))
        if not given or percent is None:
            return Result(0, self.best, 0, len(scores), None, None, None)
        band = self.band_of(percent)
        half = None if band.upper_from is None else ("upper" if percent >= band.upper_from else "lower")
        return Result(total, self.best, len(given), len(scores), percent, band.word, half)

    def from_categories(self, scores: Sequence[int | None]) -> int | None:
        """The score of a statement from those of its evidence categories; None while one of them is missing."""
        given = [score for score in scores if score is not None]
        percent = whole_percent(sum(given), self.best * len(given))
        if percent is None or len(given) < len(scores):
            return None
        return self.band_of(percent).score


def scoring_of(raw: Mapping[str, Any] | None, best: int) -> Scoring | None:
    """The scoring that a template file declares; None when it declares none."""
    if not raw:
        return None
    bands = tuple(Band(one["at_least"], one["score"], one["word"], one.get("upper_from")) for one in raw["bands"])
    methods = {name: (str(each["word"]), str(each["says"])) for name, each in raw["methods"].items()}
    return Scoring(str(raw["scale"]), best, bands, methods)
