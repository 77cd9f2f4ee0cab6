"""The closed lists of words in this room. Imported through models everywhere else."""

from enum import StrEnum


class Polarity(StrEnum):
    """Which way is better."""

    HIGH = "high"
    LOW = "low"
    BAND = "band"
    NONE = "none"


class Unit(StrEnum):
    """Units of the contract."""

    PERCENT = "percent"
    PER_100000 = "per-100000"
    SCORE = "score"
    COUNT = "count"
    DAYS = "days"
    HOURS = "hours"
    POUNDS = "pounds"


class ValueState(StrEnum):
    """What is known about a value; without a number the state says why there is none."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    DUE = "due"
    NOT_COLLECTED = "not-collected"
    SUSPENDED = "suspended"
    SUPPRESSED = "suppressed"
    CLOSED = "closed"
    INFORMATION = "information"


class Quartile(StrEnum):
    """Best first, by polarity."""

    TOP = "top"
    SECOND = "second"
    THIRD = "third"
    BOTTOM = "bottom"


class PeriodKind(StrEnum):
    """Kinds of period that are printed in the papers."""

    YEAR = "year"
    QUARTER = "quarter"
    PART_YEAR = "part-year"
    HALF_YEAR = "half-year"
    ACADEMIC = "academic"
    ROLLING = "rolling"
    MONTH = "month"
    SNAPSHOT = "snapshot"


class TargetKind(StrEnum):
    """A target is of the plan's last year, a milestone of a year on the way."""

    TARGET = "target"
    MILESTONE = "milestone"


class Rag(StrEnum):
    """Red, amber, green."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
