"""Which move may follow which status, what a case's outcome is, and what must be true before each move.

Pure: nothing here reads a clock, a session or a page. The table MOVES draws the buttons, guards the pages and the
services. Sources: SI 2009/309 regulations 8, 12 to 14; the council's own review step; contract, section 5.
"""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from casework.complaints.calendar import Calendar, settle_by
from casework.complaints.kinds import Channel, Ground, Outcome, Route, Status
from casework.complaints.models import Complaint, ComplaintPoint
from casework.kit import words
from casework.kit.rules import RuleBroken


class Move(StrEnum):
    """What can be done to a case; the value is the verb of the address, the function and the button."""

    SETTLE = "settle"
    ESCALATE = "escalate"
    SORT = "sort"
    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    ADD_POINT = "add-point"
    DECIDE = "decide"
    HOLD = "hold"
    RELEASE = "release"
    REFER = "refer"
    AGREE_LONGER = "agree-longer"
    EXPLAIN_DELAY = "explain-delay"
    EXTEND = "extend"  # under the Complaint Handling Code
    ACKNOWLEDGE_REVIEW = "acknowledge-review"
    ANSWER = "answer"
    CHECK = "check"
    SIGN = "sign"
    SEND = "send"
    REVIEW = "review"
    REPLY = "reply"  # the head of service's answer to a review
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    REMEDY = "remedy"
    OMBUDSMAN = "ombudsman"
    RESTRICT = "restrict"
    WRITE = "write"
    CORRECT = "correct"  # what was logged

    @property
    def words(self) -> str:
        """As a sentence names it: "agree longer"."""
        return self.value.replace("-", " ")


S, M = Status, Move
ALWAYS = {M.RESTRICT, M.WRITE, M.ASSIGN, M.CORRECT, M.REFER}
AT_WORK = ALWAYS | {
    *(M.SORT, M.ADD_POINT, M.HOLD, M.RELEASE, M.AGREE_LONGER, M.EXPLAIN_DELAY, M.EXTEND),
    *(M.WITHDRAW, M.CLOSE, M.REMEDY, M.OMBUDSMAN),
}
LOOKED_INTO = AT_WORK | {M.PLAN, M.DECIDE, M.ANSWER}
AFTER = ALWAYS | {M.REMEDY, M.OMBUDSMAN}
MOVES: dict[Status, frozenset[Move]] = {
    S.OPEN: frozenset(ALWAYS | {M.SETTLE, M.ESCALATE}),
    S.SETTLED: frozenset(ALWAYS | {M.ESCALATE}),
    S.NEW: frozenset(AT_WORK | {M.ACKNOWLEDGE}),
    S.ACKNOWLEDGED: frozenset(LOOKED_INTO),
    S.INVESTIGATING: frozenset(LOOKED_INTO),
    S.DRAFTED: frozenset(LOOKED_INTO - {M.PLAN} | {M.CHECK, M.SIGN, M.SEND}),
    S.ANSWERED: frozenset(AFTER | {M.REVIEW, M.CLOSE, M.REOPEN}),
    S.IN_REVIEW: frozenset(
        AFTER | {M.DECIDE, M.ADD_POINT, M.HOLD, M.RELEASE, M.REPLY, M.WITHDRAW, M.EXTEND, M.ACKNOWLEDGE_REVIEW}
    ),
    S.CLOSED: frozenset(AFTER | {M.REVIEW, M.REOPEN}),
    S.WITHDRAWN: frozenset(AFTER | {M.REOPEN}),
}
WRITTEN_IS_COMPLAINT = "A written complaint cannot be settled this way. Select 'It is a complaint'"


def may_move(status: Status, move: Move) -> bool:
    """Whether the table lets `move` follow `status`."""
    return move in MOVES[status]


def check_move(case: Complaint, move: Move) -> None:
    """Refuse a move that cannot follow the case's status; the sentence says what stands in the way."""
    if not may_move(case.status, move):
        raise RuleBroken(refusal(case.status, move))


def refusal(status: Status, move: Move) -> str:
    """Why a move cannot follow a status, and what to do instead."""
    if status == Status.CLOSED:
        return f"This case is closed. Reopen it before you {move.words} it"
    if status == Status.WITHDRAWN:
        return "This case was withdrawn. Reopen it first"
    if status == Status.NEW and move in LOOKED_INTO:
        return "Record the acknowledgement first"
    if move in (M.CHECK, M.SIGN, M.SEND):
        return "Write the answer first"
    if status.is_concern:
        return "This is a concern. Make it a complaint first"
    if move == M.ACKNOWLEDGE:
        return "This complaint was acknowledged already"
    return f"This cannot be done while the case is: {status.words}"


# --- logging ---


def check_log_settled(channel: Channel, received_on: date, today: date, calendar: Calendar) -> None:
    """Refuse to log as a concern what was written, or came too long ago to be settled by the next working day."""
    if not channel.is_oral:
        raise RuleBroken(WRITTEN_IS_COMPLAINT, "standing")
    last = settle_by(received_on, calendar)
    if today > last:
        raise RuleBroken(
            f"It had to be settled by {words.long_date(last)}. Select 'It is a complaint'",
            "standing",
        )


def check_settle(case: Complaint, today: date, calendar: Calendar) -> None:
    """Refuse to settle a concern after the next working day: it is a complaint from its first date."""
    last = settle_by(case.received_on, calendar)
    if today > last:
        raise RuleBroken(
            f"This had to be settled by {words.long_date(last)}. It is a complaint now, received "
            f"{words.long_date(case.received_on)}. Acknowledge it"
        )


def has_become_complaint(case: Complaint, today: date, calendar: Calendar) -> bool:
    """Whether an open concern was not settled in time; it then counts as a complaint from its first date."""
    return case.status == Status.OPEN and today > settle_by(case.received_on, calendar)


def check_ground(route: Route, ground: Ground | None, channel: Channel) -> None:
    """Refuse an exclusion without its paragraph, and the paragraph for what was said aloud when it was written."""
    if route == Route.EXCLUDED and ground is None:
        raise RuleBroken("Select which paragraph of regulation 8", "ground")
    if ground == Ground.SETTLED_NEXT_DAY and not channel.is_oral:
        raise RuleBroken("Only what was said aloud can be excluded under 8(1)(c)", "ground")


def is_over_12_months(matter_on: date, received_on: date) -> bool:
    """Whether the matter, or knowing of it, lay more than 12 months before the complaint (regulation 12)."""
    year, month, day = matter_on.year + 1, matter_on.month, matter_on.day
    last = date(year, 2, 28) if (month, day) == (2, 29) else date(year, month, day)
    return received_on > last


# --- dates ---


LABELS = {
    "received_on": "date received",
    "acknowledged_on": "Date acknowledged",
    "responded_on": "Answered on",
    "review_requested_on": "Review asked for on",
    "reviewed_on": "Reviewed on",
    "closed_on": "Closed on",
}
# each day may not lie before these
NOT_BEFORE: dict[str, tuple[str, ...]] = {
    "acknowledged_on": ("received_on",),
    "responded_on": ("received_on",),
    "review_requested_on": ("responded_on",),
    "reviewed_on": ("review_requested_on", "responded_on"),
    "closed_on": ("reviewed_on", "review_requested_on", "responded_on", "received_on"),
}


def faults_of_dates(dates: dict[str, date | None], today: date) -> list[tuple[str, str]]:
    """What is wrong with a case's days: (field, sentence) for each that is in the future or out of order."""
    faults = [
        (name, f"{_capital(LABELS[name])} must be today or in the past")
        for name in LABELS
        if (day := dates.get(name)) and day > today
    ]
    for name, earlier in NOT_BEFORE.items():
        day = dates.get(name)
        for other in earlier:
            before = dates.get(other)
            if day and before and day < before:
                label = LABELS[other][0].lower() + LABELS[other][1:]
                faults.append((name, f"{LABELS[name]} must be the same as or after {label}, {words.full_date(before)}"))
                break
    if dates.get("review_requested_on") and not dates.get("responded_on"):
        faults.append(("review_requested_on", "A review can be asked for only after an answer"))
    if dates.get("reviewed_on") and not dates.get("responded_on"):
        faults.append(("reviewed_on", "A case can be reviewed only after an answer"))
    return faults


def check_dates(case: Complaint, today: date, *, field: str | None = None, **changed: date | None) -> None:
    """Refuse days out of order; `changed` are the new ones, `field` the name the form has for them."""
    dates = {name: getattr(case, name) for name in LABELS} | changed
    for name, sentence in faults_of_dates(dates, today):
        raise RuleBroken(sentence, field or name)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


# --- points and outcomes ---


def outcome_of(outcomes: Sequence[Outcome | None]) -> Outcome | None:
    """A case's outcome from its points: None while there is none or one is open.

    All upheld: upheld. Some fault but not all upheld: partly upheld. No fault, something looked into: not upheld.
    Nothing but "no finding": no finding.
    """
    if not outcomes or None in outcomes:
        return None
    if all(one == Outcome.UPHELD for one in outcomes):
        return Outcome.UPHELD
    if any(one is not None and one.is_fault for one in outcomes):
        return Outcome.PARTLY_UPHELD
    return Outcome.NOT_UPHELD if Outcome.NOT_UPHELD in outcomes else Outcome.NO_FINDING


def open_points(case: Complaint) -> list[ComplaintPoint]:
    """The points without a finding."""
    return [point for point in case.points if point.outcome is None]


def check_decided(case: Complaint, verb: str) -> None:
    """Refuse to answer or close before every point has a finding: "Decide every point before you close the case"."""
    undecided = open_points(case)
    if undecided:
        numbers = words.listed([str(point.number) for point in undecided])
        named = f"point {numbers} is open" if len(undecided) == 1 else f"points {numbers} are open"
        raise RuleBroken(f"Decide every point before you {verb}: {named}")


def check_close(case: Complaint) -> None:
    """Refuse to close a complaint without an answer, points and an outcome; other routes need only a reason."""
    if case.route is not None and not case.route.has_clocks:
        return
    if not case.points:
        raise RuleBroken("Add at least one point and decide it before you close the case")
    check_decided(case, "close the case")
    if case.acknowledged_on is None:
        raise RuleBroken("Record the acknowledgement before you close the case")
    if case.responded_on is None:
        raise RuleBroken("Send the answer before you close the case")


def check_decide(point: ComplaintPoint, outcome: Outcome | None, person_id: int, named: Collection[int]) -> None:
    """Refuse a finding by somebody the complaint names, on a point on hold, or no finding at all."""
    check_not_named(person_id, named)
    if point.hold_id is not None:
        raise RuleBroken(f"Point {point.number} is on hold. Release it before you decide it")
    if outcome is None:
        raise RuleBroken("Select what was found", "outcome")
    if outcome == Outcome.WITHDRAWN:
        raise RuleBroken("A point cannot be withdrawn. Withdraw the case", "outcome")


def check_not_named(person_id: int, named: Collection[int], *, self_words: bool = True) -> None:
    """Refuse whoever the complaint names: to look into it, check the answer or sign it."""
    if person_id in named:
        raise RuleBroken(
            "You are named in this complaint, so someone else must look into it"
            if self_words
            else "Select someone who is not named in the complaint",
            None if self_words else "investigator",
        )


def may_decide(case: Complaint, point: ComplaintPoint, *, person_id: int, is_team: bool) -> bool:
    """Whether a person decides this point: its investigator, or the team; never somebody whom the complaint names."""
    if person_id in {row.person_id for row in case.named}:
        return False
    return is_team or point.investigator_id == person_id


def check_remedy(outcome: Outcome | None, goodwill_reason: str | None) -> None:
    """Refuse a remedy where no fault was found and no reason is stated (goodwill)."""
    if not (outcome and outcome.is_fault) and not (goodwill_reason or "").strip():
        raise RuleBroken("A remedy needs a finding of fault, or say why it is given as goodwill", "goodwill_reason")


def fault_of_enquiry(received_on: date, enquiry_on: date) -> str | None:
    """What is wrong with the day of an enquiry, on the form and in the import alike."""
    said = f"The ombudsman's enquiry must be the same as or after date received, {words.full_date(received_on)}"
    return said if enquiry_on < received_on else None


def fault_of_decision(enquiry_on: date, decided_on: date) -> str | None:
    """What is wrong with the day of the ombudsman's decision, on the form and in the import alike."""
    said = f"Decided on must be the same as or after the ombudsman's enquiry, {words.full_date(enquiry_on)}"
    return said if decided_on < enquiry_on else None
