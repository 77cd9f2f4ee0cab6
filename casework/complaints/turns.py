"""Whose turn it is and what comes next: worked out from the status and the open parts, never typed.

Pure: a case with its points and answers goes in, together with whoever reads. Words: "you", a name, else the role.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints import more_time_services, notice_services, rules
from casework.complaints.answer_services import answer_in_hand, may_sign, tasks_of
from casework.complaints.calendar import Calendar
from casework.complaints.clocks import answer_by_law
from casework.complaints.kinds import Route, Status
from casework.complaints.models import Complaint
from casework.complaints.rules import Move
from casework.kit import words
from casework.kit.rules import RuleBroken


@dataclass(frozen=True)
class Step:
    """What comes next: a sentence, and the button that does it (`verb` is the end of its address).

    Without a button it is somebody else's turn.
    """

    sentence: str
    button: str = ""
    verb: str = ""


@dataclass(frozen=True)
class Link:
    """One of the other things that can be done now."""

    words: str
    verb: str


GROUPS = {  # what a link is about, by its verb; the rest is about the case itself
    "Points and dates": ("acknowledge", "plan", "points/add", "hold", "agree-longer", "explain-delay", "extend",
                         "acknowledge-review"),
    "Letters and people": ("letters/write", "notes/add", "authorities/add", "bodies/add"),
    "The answer and after": ("answer", "review", "remedies/add", "ombudsman/add"),
}  # fmt: skip
REST = "The case"


def grouped(links: Iterable[Link]) -> list[tuple[str, list[Link]]]:
    """The links under what they are about; a group without a link is left out."""
    about = {verb: group for group, verbs in GROUPS.items() for verb in verbs}
    groups: dict[str, list[Link]] = {group: [] for group in (*GROUPS, REST)}
    for link in links:
        groups[about.get(link.verb, REST)].append(link)
    return [(group, found) for group, found in groups.items() if found]


def name_for(person: Person | None, reader: Person, otherwise: str) -> str:
    """you, a name, or a role."""
    if person is None:
        return otherwise
    return "you" if person.id == reader.id else person.name


def capital(text: str) -> str:
    """The words with a capital at their beginning."""
    return text[:1].upper() + text[1:]


def turn_of(case: Complaint, reader: Person) -> str:
    """Who acts next; empty when nobody must."""
    officer = name_for(case.officer, reader, "the complaints team")
    if case.status == Status.INVESTIGATING:
        waiting = [point for point in rules.open_points(case) if point.hold_id is None]
        who = dict.fromkeys(name_for(point.investigator, reader, officer) for point in waiting)
        return ", ".join(who) or officer
    if case.status == Status.DRAFTED:
        answer = answer_in_hand(case)
        if answer is None or (answer.checked_by_id and answer.signed_by_id):
            return officer
        return "the director or the complaints manager" if answer.checked_by_id else "whoever checks the answer"
    if case.status == Status.IN_REVIEW:
        return "a head of service"
    if case.status in (Status.CLOSED, Status.WITHDRAWN, Status.SETTLED):
        waiting_cases = [one for one in case.ombudsman_cases if one.decided_on is None]
        if not waiting_cases:
            return officer if case.next_on else ""
        return (
            officer if any(one.answered_on is None and one.answer_due_on for one in waiting_cases) else "the ombudsman"
        )
    return officer


def next_step(case: Complaint, reader: Person, *, today: date, calendar: Calendar) -> Step | None:
    """The one thing this person can do next; None when it is somebody else's turn, or nobody's."""
    if reader.may(Need.LOG_COMPLAINTS):
        if case.is_risk and not case.referrals:
            return Step("Somebody may be at risk: pass it to safeguarding now.", "Pass it to safeguarding", "refer")
        return _of_team(case, reader, today, calendar)
    mine = _my_points(case, reader)
    if mine and rules.may_move(case.status, Move.DECIDE):
        return Step(f"Decide point {mine[0]}.", f"Decide point {mine[0]}", f"points/{mine[0]}/decide")
    if case.status == Status.DRAFTED and may_sign(case, reader):
        return _ready(case, {"sign"})
    return None


def _my_points(case: Complaint, reader: Person) -> list[int]:
    return [
        point.number
        for point in rules.open_points(case)
        if point.hold_id is None and point.investigator_id == reader.id
    ]


def _of_team(case: Complaint, reader: Person, today: date, calendar: Calendar) -> Step | None:
    if case.status == Status.OPEN:
        if rules.has_become_complaint(case, today, calendar):
            return Step("It was not settled in time: it is a complaint now.", "Make it a complaint", "escalate")
        return Step("Settle it with them, or it becomes a complaint.", "Settle it", "settle")
    if case.status.is_concern or case.status in (Status.CLOSED, Status.WITHDRAWN):
        return None
    if notice_services.needs_notice(case):
        why = "excluded" if notice_services.is_excluded(case) else "refused"
        return Step(f"Tell them in writing that it is {why}, and why.", "Send the notice", "notice")
    if case.route is not None and not case.route.has_clocks:
        return Step("This is not dealt with as a complaint.", "Close it with a reason", "close")
    steps = {
        Status.ACKNOWLEDGED: Step("Write the response plan with them.", "Write the response plan", "plan"),
        Status.ANSWERED: Step("The answer has gone.", "Close the case", "close"),
        Status.IN_REVIEW: Step("They asked for a review.", "Record the reply", "reply"),
    }
    if case.status == Status.NEW:
        if case.sorted_at is None:
            return Step("Say where it belongs, then acknowledge it.", "Sort it", "sort")
        return Step("Tell them that we have it.", "Acknowledge it", "acknowledge")
    if case.status in steps:
        return steps[case.status]
    return _at_work(case, reader)


def _at_work(case: Complaint, reader: Person) -> Step | None:
    if not case.points:
        return Step("There is no point yet.", "Add a point", "points/add")
    waiting = [point for point in rules.open_points(case) if point.hold_id is None]
    mine = [point for point in waiting if point.investigator_id in (None, reader.id)]
    if mine:
        number = mine[0].number
        return Step(f"Decide point {number}.", f"Decide point {number}", f"points/{number}/decide")
    if waiting:
        left = words.plural(len(waiting), "point")
        return Step(f"{capital(turn_of(case, reader))} to decide {left}.")
    if rules.open_points(case):
        return Step("The points left are on hold.")
    if case.status == Status.INVESTIGATING:
        return Step("Every point has a finding.", "Write the answer", "answer")
    return _ready(case, {"check", "sign", "send"} if may_sign(case, reader) else {"check", "send"}, reader)


def _ready(case: Complaint, verbs: set[str], reader: Person | None = None) -> Step | None:
    """The next verb of a drafted answer, when it is one of `verbs` and not the drafter's own check."""
    answer = answer_in_hand(case)
    if answer is None:
        return Step("The letter is not written.", "Write the answer", "answer")
    unfinished = [task for task in tasks_of(case) if not task.is_done and task.verb not in ("check", "sign")]
    if unfinished:
        sentence = f"The answer is not finished: {unfinished[0].sentence}."
        return Step(sentence, "Finish the answer", unfinished[0].verb) if reader else None
    if not answer.checked_by_id:
        own = reader is not None and answer.drafted_by_id == reader.id
        if own or "check" not in verbs:
            return Step("Somebody else checks the answer.")
        return Step("The answer is written.", "Check the answer", "check")
    if not answer.signed_by_id:
        if "sign" not in verbs:
            return Step("The director or the complaints manager signs the answer.")
        return Step("The answer was checked.", "Sign the answer", "sign")
    return Step("The answer is signed.", "Send the answer", "send") if "send" in verbs else None


def other_moves(case: Complaint, reader: Person, *, today: date, calendar: Calendar) -> list[Link]:
    """What else can be done now, each of which would succeed for this person."""
    if not reader.may(Need.LOG_COMPLAINTS):
        return []
    allowed = [
        (Move.SORT, "Sort it again" if case.sorted_at else "Sort it", "sort", case.route is not None),
        (Move.ACKNOWLEDGE, "Acknowledge it", "acknowledge", bool(case.route and case.route.has_clocks)),
        (Move.ESCALATE, "Make it a complaint", "escalate", True),
        (Move.PLAN, "Change the response plan" if case.plan_agreed_on else "Write the response plan", "plan", True),
        (Move.ADD_POINT, "Add a point", "points/add", True),
        (Move.ASSIGN, "Give it to another officer", "assign", True),
        (Move.HOLD, "Put points on hold", "hold", _can_hold(case)),
        (Move.REFER, "Pass it to safeguarding", "refer", True),
        *_longer(case, today, calendar),
        (Move.EXTEND, "Take more time under the Code", "extend", more_time_services.may_extend(case)),
        (
            Move.ACKNOWLEDGE_REVIEW,
            "Acknowledge the review",
            "acknowledge-review",
            case.route == Route.CORPORATE and case.review_acknowledged_on is None,
        ),
        (Move.ANSWER, "Write the answer", "answer", bool(case.points) and _has_clocks(case)),
        (
            Move.REVIEW,
            "Record that they ask for a review",
            "review",
            _has_clocks(case) and case.responded_on is not None,
        ),
        (Move.WRITE, "Keep a letter, mail or call", "letters/write", True),
        (Move.WRITE, "Write a note", "notes/add", True),
        (Move.WRITE, "Link another case", "links/add", True),
        (Move.WRITE, "Record a right to complain or consent", "authorities/add", True),
        (Move.WRITE, "Add another body", "bodies/add", True),
        (Move.REMEDY, "Add a remedy", "remedies/add", True),
        (Move.OMBUDSMAN, "Record an enquiry of the ombudsman", "ombudsman/add", True),
        (Move.CLOSE, "Close the case", "close", _can_close(case)),
        (
            Move.WITHDRAW,
            "They no longer want the review" if case.status == Status.IN_REVIEW else "They withdraw it",
            "withdraw",
            case.status != Status.IN_REVIEW or not rules.open_points(case),
        ),
        (Move.REOPEN, "Reopen it", "reopen", True),
    ]
    links = [Link(said, verb) for move, said, verb, fits in allowed if fits and rules.may_move(case.status, move)]
    if reader.may(Need.MANAGE_COMPLAINTS):
        links.append(Link("Change who may see it" if case.is_restricted else "Restrict it", "restrict"))
        if case.is_restricted:
            links.append(Link("Open it to the team", "open-up"))
    return links


def _has_clocks(case: Complaint) -> bool:
    return bool(case.route and case.route.has_clocks)


def _can_hold(case: Complaint) -> bool:
    return any(point.hold_id is None for point in rules.open_points(case))


def _longer(case: Complaint, today: date, calendar: Calendar) -> list[tuple[Move, str, str, bool]]:
    """Until the date by law has passed more time can be agreed; after it the delay must be explained."""
    if case.route != Route.STATUTORY or case.responded_on:
        return []
    if today <= answer_by_law(case, calendar):
        return [(Move.AGREE_LONGER, "Agree longer with them", "agree-longer", True)]
    return [(Move.EXPLAIN_DELAY, "Explain the delay", "explain-delay", True)]


def _can_close(case: Complaint) -> bool:
    if notice_services.needs_notice(case):
        return False
    try:
        rules.check_close(case)
    except RuleBroken:
        return False
    return True
