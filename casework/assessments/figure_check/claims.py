"""What the figure check says about one figure of a paper. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What the arithmetic says. A figure that may be right under usual rounding is never called wrong."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What sort of claim it is."""

    SHARE = "share"  # 9.4% (116/1,238)
    ONE_IN = "one-in"  # one in eight (13%), one for every 107 adults
    CHANGE = "change"  # a 12% increase (194 compared to 173), doubled to 44
    DIRECTION = "direction"  # from 39% to 51%, fell from 12 to 9
    DIFFERENCE = "difference"  # 4,000 higher than, up by 14
    POINTS = "points"  # up 1.1 percentage points
    TABLE_SHARE = "table-share"  # a percentage in a table, against another column or its total
    TABLE_CHANGE = "table-change"  # a column of changes
    TOTAL = "total"  # the total of a column or a row
    TALLY = "tally"  # 19 out of 21 met, against the column of yes and no
    AGREEMENT = "agreement"  # the same figure in the text and in a table of the same paper
    HELD = "held"  # a measure's figure, against the value held


@dataclass(frozen=True)
class Claim:
    """One claim as it is written, where it stands, what was made of it, and why.

    `line` counts lines of a text, Markdown, HTML or CSV file (the header of a CSV is 1), and paragraphs and table rows
    of a Word document. `expected` is what it should be, or None when that cannot be told.
    """

    text: str
    line: int
    kind: Kind
    verdict: Verdict
    expected: str | None
    because: str
    span: tuple[int, int] = field(default=(0, 0), compare=False, repr=False)  # within its paragraph

    def as_data(self) -> dict[str, str | int | None]:
        """As JSON types, as the contract has them, and the reason."""
        return {
            "text": self.text,
            "line": self.line,
            "kind": self.kind.value,
            "verdict": self.verdict.value,
            "expected": self.expected,
            "because": self.because,
        }
