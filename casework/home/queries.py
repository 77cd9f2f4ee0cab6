"""What needs somebody today: the lines of every room, in the order in which they matter."""

from collections.abc import Callable, Iterable
from datetime import date

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.actions import home as actions
from casework.assessments import home as assessments
from casework.complaints import queries as complaints
from casework.findings import queries as findings
from casework.home import overseers
from casework.kit.lines import HomeLine
from casework.measures import home as measures
from casework.safeguarding import queries as safeguarding

ROOMS: tuple[Callable[[Person], Iterable[HomeLine]], ...] = (
    *(room.list_for_home for room in (assessments, complaints, safeguarding, actions, findings, measures)),
    overseers.list_for_home,
)
COMING: tuple[Callable[[Person], HomeLine | None], ...] = (complaints.find_coming,)
# Groups for somebody with several roles: what the law wants today comes first, what waits for others last.
GROUPS = (
    "Today (by law)",
    "For you to sign",
    "For you to sign off",
    "Promised today",
    "To sign or check",
    "Late",
    "Came back",
    "Sent back to me",
    "My sections",
    "Assessments open to me",
    "Points to decide",
    "My cases",
    "Our return",
    "My actions",
    "This week",
    "Before the next meeting",
    "Returns not in",
    "To moderate",
    "Late by agency",
    "Figures that moved",
    "Figures to enter",
    "Ratings to give",
    "Data questions",
    "Effects to judge",
    "Findings to close",
    "Waiting for others",
)
COMPLAINTS = ("Today (by law)", "Promised today", "To sign or check", "My cases", "This week", "Late", "Team load")
# Groups for somebody with one role, in the order of that work; any other group comes after them, in the order above.
GROUPS_OF: dict[Role, tuple[str, ...]] = {
    Role.DIRECTOR: (
        "For you to sign", "To sign or check", "Late", "Figures that moved", "This week", "Waiting for others",
    ),
    Role.CONTRIBUTOR: ("My sections", "Sent back to me", "My actions"),
    Role.ANALYST: ("Figures to enter", "Ratings to give", "Data questions", "Restated since last look"),
    Role.COMPLAINTS_MANAGER: COMPLAINTS,
    Role.COMPLAINTS_OFFICER: COMPLAINTS,
    Role.INVESTIGATOR: ("Points to decide", "Promised", "Actions"),
    Role.BOARD_CHAIR: ("For you to sign off", "Late", "Changed since last meeting"),
    Role.BOARD_OFFICE: ("Before the next meeting", "Returns not in", "To moderate", "Late by agency"),
    Role.BOARD_MEMBER: ("Our return", "Our actions", "Papers"),
    Role.CHALLENGER: ("Assessments open to me",),
    Role.AUDITOR: ("Trail check", "Refused tries this week", "Sign-offs this week"),
    Role.ADMINISTRATOR: ("Not signed in yet", "Accounts unused 90 days"),
}  # fmt: skip
# What a group is called for somebody whose only lines of that kind are their own.
CALLED: dict[Role, dict[str, str]] = {
    Role.CONTRIBUTOR: {"Late": "My actions"},
    Role.INVESTIGATOR: {"Late": "Actions", "My actions": "Actions", "Promised today": "Promised"},
    Role.BOARD_MEMBER: {"Late": "Our actions", "My actions": "Our actions"},
}
MOST = 20


def list_needs(person: Person) -> list[tuple[str, list[HomeLine]]]:
    """Groups with their lines, soonest first within a group; groups nobody named before come at the end."""
    groups: dict[str, list[HomeLine]] = {}
    only = next(iter(person.roles)) if len(person.roles) == 1 else None
    called = CALLED.get(only, {}) if only else {}
    for line in (line for room in ROOMS for line in room(person)):
        groups.setdefault(called.get(line.group, line.group), []).append(line)
    named = dict.fromkeys([*(GROUPS_OF[only] if only else ()), *GROUPS, *sorted(groups)])
    return [(name, sorted(groups[name], key=lambda line: line.due_on or date.max)) for name in named if name in groups]


def find_coming(person: Person) -> HomeLine | None:
    """The soonest thing that will need this person, for a day on which nothing does."""
    lines = [line for line in (room(person) for room in COMING) if line]
    return min(lines, key=lambda line: line.due_on or date.max, default=None)


def shorten(groups: list[tuple[str, list[HomeLine]]], most: int = MOST) -> tuple[list[tuple[str, list[HomeLine]]], int]:
    """The first `most` lines, groups kept together, and how many lines there are in all."""
    shown: list[tuple[str, list[HomeLine]]] = []
    room_left = most
    for name, lines in groups:
        if room_left > 0:
            shown.append((name, lines[:room_left]))
            room_left -= len(lines)
    return shown, sum(len(lines) for _, lines in groups)
