"""What needs somebody today: the lines of every room, in the order in which they matter."""

from collections.abc import Callable, Iterable
from datetime import date

from casework.accounts.models import Person
from casework.actions import queries as actions
from casework.assessments import queries as assessments
from casework.complaints import queries as complaints
from casework.findings import queries as findings
from casework.kit.lines import HomeLine
from casework.measures import queries as measures
from casework.safeguarding import queries as safeguarding

ROOMS: tuple[Callable[[Person], Iterable[HomeLine]], ...] = tuple(
    room.list_for_home for room in (assessments, complaints, safeguarding, actions, findings, measures)
)
# Groups of every role in one order: what the law wants today comes first, what waits for others last.
GROUPS = (
    "Today (by law)",
    "For you to sign",
    "For you to sign off",
    "Promised today",
    "To sign or check",
    "Late",
    "Sent back to me",
    "My sections",
    "Points to decide",
    "My cases",
    "Our return",
    "My actions",
    "This week",
    "Before the next meeting",
    "Returns not in",
    "To moderate",
    "Figures that moved",
    "Figures to enter",
    "Ratings to give",
    "Data questions",
    "Waiting for others",
)
MOST = 20


def list_needs(person: Person) -> list[tuple[str, list[HomeLine]]]:
    """Groups with their lines, soonest first within a group; groups nobody named before come at the end."""
    lines = [line for room in ROOMS for line in room(person)]
    order = {group: number for number, group in enumerate(GROUPS)}
    names = sorted({line.group for line in lines}, key=lambda name: (order.get(name, len(order)), name))
    return [
        (name, sorted((line for line in lines if line.group == name), key=lambda line: line.due_on or date.max))
        for name in names
    ]


def shorten(groups: list[tuple[str, list[HomeLine]]], most: int = MOST) -> tuple[list[tuple[str, list[HomeLine]]], int]:
    """The first `most` lines, groups kept together, and how many lines there are in all."""
    shown: list[tuple[str, list[HomeLine]]] = []
    room_left = most
    for name, lines in groups:
        if room_left > 0:
            shown.append((name, lines[:room_left]))
            room_left -= len(lines)
    return shown, sum(len(lines) for _, lines in groups)
