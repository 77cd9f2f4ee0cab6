"""The dates of a case, each worked out from its events, with its working in words.

Two families that are never mixed: dates by law cannot be paused, and only an agreement made before the day moves the
answer; our own targets wait while points are held. Corporate complaints follow the ombudsman's Complaint Handling Code,
which is no law. Pure: a case and its rows go in, `today` is passed in.
"""

from collections.abc import Iterator
from datetime import date

from casework.complaints.calendar import (
    ACKNOWLEDGE_DAYS,
    SETTLE_DAYS,
    Calendar,
    acknowledge_by,
    settle_by,
    six_months_after,
    target_working,
    working_of,
)
from casework.complaints.code_clocks import code_clocks
from casework.complaints.dates import CALENDAR_DAY, WORKING_DAY, Clock, Family, acknowledged_on, final_answer_on, took
from casework.complaints.kinds import NextStep, PromiseKind, Route
from casework.complaints.models import Complaint
from casework.kit import words


def answer_by_law(case: Complaint, calendar: Calendar) -> date:
    """Six months from receipt, or the later day that was agreed before the date by law had passed."""
    due = six_months_after(case.received_on, is_receipt_day_one=calendar.is_receipt_day_one)
    for agreement in case.agreements:
        if agreement.agreed_on <= due < agreement.until:
            due = agreement.until
    return due


def paused_days(case: Complaint, calendar: Calendar, *, until: date) -> int:
    """Days, in the unit of the targets, on which some point was on hold; days that two holds share count once."""
    spans = sorted((hold.started_on, min(hold.ended_on or until, until)) for hold in case.holds)
    total, covered = 0, date.min
    for start, end in spans:
        start = max(start, covered)
        if end > start:
            total += calendar.target_count(start, end)
            covered = end
    return total


def target_start(case: Complaint, calendar: Calendar) -> date:
    """Where our target begins: receipt or acknowledgement, as the council says."""
    return calendar.target_start(case.received_on, case.acknowledged_on)


def target_by(case: Complaint, calendar: Calendar, *, today: date) -> date:
    """Our own date for the answer: the target of its complexity, and as many days more as points waited."""
    days = case.target_days or calendar.usual_target
    end = case.closed_on or today
    return calendar.target_on(target_start(case, calendar), days + paused_days(case, calendar, until=end))


def is_held(case: Complaint) -> bool:
    """Whether some point waits now."""
    return any(hold.ended_on is None for hold in case.holds)


def clocks_of(case: Complaint, calendar: Calendar, *, today: date) -> list[Clock]:
    """Every date of the case: by law first, then ours, each in the order in which it falls."""
    return sorted(
        clocks_by_event(case, calendar, today=today),
        key=lambda clock: (clock.family != Family.LAW, clock.due_on, clock.step),
    )


def clocks_by_event(case: Complaint, calendar: Calendar, *, today: date) -> list[Clock]:
    """The same in the order of the events behind them, which is one order however a council counts."""
    return [*_law(case, calendar), *_targets(case, calendar, today), *_promises(case), *_afterwards(case)]


def _law(case: Complaint, calendar: Calendar) -> Iterator[Clock]:
    if case.status.is_concern:
        due = settle_by(case.received_on, calendar)
        how = working_of(case.received_on, SETTLE_DAYS, calendar)
        yield Clock(NextStep.SETTLE, "Settle it", Family.LAW, due, how, done_on=case.closed_on,
                    took=took(case.received_on, case.closed_on, calendar))  # fmt: skip
    if case.status.is_concern or case.route != Route.STATUTORY:
        return
    yield Clock(
        NextStep.ACKNOWLEDGE, "Acknowledge", Family.LAW, acknowledge_by(case.received_on, calendar),
        working_of(case.received_on, ACKNOWLEDGE_DAYS, calendar), done_on=acknowledged_on(case),
        took=took(case.received_on, acknowledged_on(case), calendar),
    )  # fmt: skip
    answered = case.responded_on or case.closed_on
    yield Clock(
        NextStep.ANSWER_BY_LAW, "Answer or agree longer", Family.LAW, answer_by_law(case, calendar),
        law_working(case, calendar), unit=CALENDAR_DAY, done_on=answered,
        took=(answered - case.received_on).days if answered else None,
    )  # fmt: skip


def law_working(case: Complaint, calendar: Calendar) -> str:
    """How the date by law came about, with each agreement that moved it."""
    first = six_months_after(case.received_on, is_receipt_day_one=calendar.is_receipt_day_one)
    day_one = "the day of receipt is the first" if calendar.is_receipt_day_one else "counted from the day after receipt"
    said = f"Received {words.long_date(case.received_on)}. Six months end on {words.long_date(first)}: {day_one}"
    moved = [
        f"Moved to {words.full_date(one.until)}, agreed on {words.full_date(one.agreed_on)}. "
        f"Before: {words.full_date(one.instead_of)}"
        for one in case.agreements
    ]
    return ". ".join([said, *moved]) + "."


def _targets(case: Complaint, calendar: Calendar, today: date) -> Iterator[Clock]:
    if case.status.is_concern or not case.route or not case.route.has_clocks:
        return
    if case.route == Route.CORPORATE:
        yield from code_clocks(case, calendar)
        return
    days, start = case.target_days or calendar.usual_target, target_start(case, calendar)
    paused = paused_days(case, calendar, until=case.closed_on or today)
    word = "Received"
    if calendar.is_target_from_acknowledgement:
        word = "Acknowledged" if case.acknowledged_on else "To be acknowledged by"
    how = target_working(start, days + paused, calendar, start_word=word)
    if paused:
        how += f" {words.plural(paused, calendar.target_unit)} on hold added to the {days} of the target."
    done = final_answer_on(case)
    yield Clock(
        NextStep.TARGET, "Answer", Family.TARGET, target_by(case, calendar, today=today), how, done_on=done,
        took=None if done is None else calendar.target_count(start, done), target=days, unit=calendar.target_unit,
        is_waiting=done is None and is_held(case),
    )  # fmt: skip


def _promises(case: Complaint) -> Iterator[Clock]:
    for promise in case.promises:
        if promise.replaced_on is not None or (promise.kept_on is None and case.closed_on):
            continue
        step = NextStep.PROMISED_ANSWER if promise.kind == PromiseKind.ANSWER else NextStep.UPDATE
        how = f"Promised on {words.long_date(promise.made_on)}."
        yield Clock(step, step.words, Family.TARGET, promise.due_on, how, done_on=promise.kept_on,
                    took=None if promise.kept_on is None else (promise.kept_on - promise.made_on).days,
                    unit=WORKING_DAY if promise.kept_on is None else CALENDAR_DAY)  # fmt: skip


def _afterwards(case: Complaint) -> Iterator[Clock]:
    """Holds to look at again, the ombudsman's dates, remedies that are due."""
    if not case.closed_on:
        for hold in case.holds:
            if hold.ended_on is None:
                how = f"On hold since {words.long_date(hold.started_on)}."
                yield Clock(NextStep.HOLD_REVIEW, NextStep.HOLD_REVIEW.words, Family.TARGET, hold.review_on, how)
    for enquiry in case.ombudsman_cases:
        if enquiry.answer_due_on and not enquiry.decided_on:
            how = "The ombudsman's own date."
            step = NextStep.OMBUDSMAN_ANSWER
            yield Clock(step, step.words, Family.TARGET, enquiry.answer_due_on, how, done_on=enquiry.answered_on,
                        took=_days(enquiry.enquiry_on, enquiry.answered_on), unit=CALENDAR_DAY)  # fmt: skip
        for asked in enquiry.recommendations:
            if asked.done_on is None:
                yield _remedy(asked.due_on, "Recommended by the ombudsman.")
    for remedy in case.remedies:
        if remedy.due_on and remedy.done_on is None:
            yield _remedy(remedy.due_on, "The date agreed for it.")


def _remedy(due_on: date, how: str) -> Clock:
    return Clock(NextStep.REMEDY, NextStep.REMEDY.words, Family.TARGET, due_on, how, unit=CALENDAR_DAY)


def _days(start: date, end: date | None) -> int | None:
    return None if end is None else (end - start).days


def next_of(case: Complaint, calendar: Calendar, *, today: date) -> Clock | None:
    """The date that comes first among those still to be met; of two on one day, the one by law."""
    waiting = [clock for clock in clocks_of(case, calendar, today=today) if clock.is_open and not clock.is_waiting]
    return min(waiting, key=lambda clock: (clock.due_on, clock.family != Family.LAW), default=None)
