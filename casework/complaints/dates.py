"""One date of a case as it is printed: what must be done, by when, whose date it is, how it was worked out.

Pure; the dates themselves are worked out in clocks.py and, for the Complaint Handling Code, in code_clocks.py.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.complaints.calendar import Calendar
from casework.complaints.kinds import NextStep, Status
from casework.complaints.models import Complaint
from casework.kit import words

REVIEW_LABEL = "Acknowledge the review"
WORKING_DAY, CALENDAR_DAY = "working day", "day"


class Family(StrEnum):
    """Whose date it is; law and target never look alike."""

    LAW = "law"
    TARGET = "target"


@dataclass(frozen=True)
class Clock:
    """One date of a case. `done_on`: when it was met, in time or late; `took`: days that needed, in `unit`."""

    step: NextStep
    label: str
    family: Family
    due_on: date
    working: str
    unit: str = WORKING_DAY
    done_on: date | None = None
    took: int | None = None
    target: int | None = None
    is_waiting: bool = False  # our target waits while points are held

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met."""
        return self.done_on is None

    def is_late(self, today: date) -> bool:
        """Whether the day has passed without it, or it was met after the day."""
        return not self.is_waiting and (self.done_on or today) > self.due_on

    def left(self, today: date, calendar: Calendar) -> int:
        """How many days are left in the clock's own unit; negative when late."""
        return calendar.count(today, self.due_on) if self.unit == WORKING_DAY else (self.due_on - today).days

    def sentence(self, today: date, calendar: Calendar) -> str:
        """The date in words, with how far away it is or how long it took."""
        if self.done_on is not None:
            done = "Review acknowledged" if self.label == REVIEW_LABEL else DONE_LABELS.get(self.step, self.label)
            return words.done_words(done, self.done_on, took=self.took or 0, target=self.target, unit=self.unit)
        if self.is_waiting:
            return f"{self.label}: waits while points are on hold, {words.long_date(self.due_on)} if released today"
        left = self.left(today, calendar)
        if self.step in TO_DO:
            return words.do_by_words(self.label, self.due_on, today=today, left=left, unit=self.unit)
        return words.due_words(self.label, self.due_on, today=today, left=left, unit=self.unit)


TO_DO = (NextStep.ACKNOWLEDGE, NextStep.SETTLE, NextStep.HOLD_REVIEW, NextStep.OMBUDSMAN_ANSWER)  # labels that say so
DONE_LABELS = {
    NextStep.ACKNOWLEDGE: "Acknowledged",
    NextStep.TARGET: "Answered",
    NextStep.ANSWER_BY_LAW: "Answered",
    NextStep.UPDATE: "Promised update given",
    NextStep.PROMISED_ANSWER: "Promised answer given",
    NextStep.OMBUDSMAN_ANSWER: "Ombudsman answered",
}


def final_answer_on(case: Complaint) -> date | None:
    """When the last local answer was given: the case's end, or the answer nobody has asked to review."""
    if case.closed_on or case.status != Status.ANSWERED:
        return case.closed_on
    return case.reviewed_on or case.responded_on


def acknowledged_on(case: Complaint) -> date | None:
    """When it was acknowledged; a case that ended without needs no acknowledgement any more."""
    return case.acknowledged_on or case.closed_on


def took(start: date, end: date | None, calendar: Calendar) -> int | None:
    """Working days it needed; None while it is not done."""
    return None if end is None else calendar.count(start, end)
