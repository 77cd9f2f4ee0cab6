"""The dates of a corporate complaint under the ombudsman's Complaint Handling Code, which is no law.

Stage 1: acknowledge in 5 working days, answer within 10 of the acknowledgement. Stage 2, a review: acknowledge in 5,
reply within 20. Each stage may once be given more time (10 and 20 at most), told with its reason.
"""

from collections.abc import Iterator
from datetime import date

from casework.complaints.calendar import Calendar, working_of
from casework.complaints.dates import REVIEW_LABEL, Clock, Family, acknowledged_on, final_answer_on, took
from casework.complaints.kinds import NextStep
from casework.complaints.models import Complaint
from casework.complaints.work_records import ComplaintExtension
from casework.kit import words

CODE_ACKNOWLEDGE_DAYS = 5  # working days from receipt, or from the request for a review
CODE_DAYS = {1: 10, 2: 20}  # answer and review, from their acknowledgement
CODE_LONGER = {1: 10, 2: 20}  # the most an extension may add


def code_clocks(case: Complaint, calendar: Calendar) -> Iterator[Clock]:
    """The Complaint Handling Code: acknowledge in 5, answer within 10 of it, a review within 20. Not law."""
    received = calendar.add(case.received_on, CODE_ACKNOWLEDGE_DAYS)
    how = working_of(case.received_on, CODE_ACKNOWLEDGE_DAYS, calendar) + " The Complaint Handling Code says 5."
    done = acknowledged_on(case)
    yield Clock(NextStep.ACKNOWLEDGE, "Acknowledge", Family.TARGET, received, how, done_on=done,
                took=took(case.received_on, done, calendar), target=CODE_ACKNOWLEDGE_DAYS)  # fmt: skip
    if case.review_requested_on is not None and case.responded_on is not None:
        yield from _code_review(case, case.review_requested_on, calendar)
        return
    start = case.acknowledged_on or received
    word = "Acknowledged" if case.acknowledged_on else "To be acknowledged by"
    yield _code_answer(case, calendar, start, word, stage=1)


def _code_review(case: Complaint, asked: date, calendar: Calendar) -> Iterator[Clock]:
    """Stage 2: acknowledge the request in 5, and reply within 20 of the acknowledgement."""
    by, told = calendar.add(asked, CODE_ACKNOWLEDGE_DAYS), case.review_acknowledged_on
    how = working_of(asked, CODE_ACKNOWLEDGE_DAYS, calendar, start_word="Review asked for")
    yield Clock(NextStep.ACKNOWLEDGE, REVIEW_LABEL, Family.TARGET, by,
                f"{how} The Complaint Handling Code says 5.", done_on=told or case.reviewed_on or case.closed_on,
                took=took(asked, told or case.reviewed_on or case.closed_on, calendar),
                target=CODE_ACKNOWLEDGE_DAYS)  # fmt: skip
    word = "Review acknowledged" if told else "Review to be acknowledged by"
    yield _code_answer(case, calendar, told or by, word, stage=2)


def _code_answer(case: Complaint, calendar: Calendar, start: date, word: str, *, stage: int) -> Clock:
    """The answer of a stage of the Code, later by the extension that was told with its reason."""
    days = CODE_DAYS[stage]
    longer = extension_of(case, stage)
    total = days + (longer.days if longer else 0)
    answered = final_answer_on(case)
    how = working_of(start, total, calendar, start_word=word) + f" The Complaint Handling Code says {days}."
    if longer:
        how += (
            f" {words.plural(longer.days, 'working day')} more, told with the reason on "
            f"{words.full_date(longer.told_on)}."
        )
    return Clock(NextStep.TARGET, "Answer", Family.TARGET, calendar.add(start, total), how, done_on=answered,
                 took=took(start, answered, calendar), target=total)  # fmt: skip


def extension_of(case: Complaint, stage: int) -> ComplaintExtension | None:
    """The extension of a stage under the Code; None where there is none."""
    return next((one for one in case.extensions if one.stage == stage), None)


def stage_of(case: Complaint) -> int:
    """The stage of the Code in which a corporate complaint is: 1 until a review is asked for."""
    return 2 if case.review_requested_on is not None and case.responded_on is not None else 1
