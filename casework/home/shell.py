"""What stands around every page: navigation by role, the council's name, whether this is a demonstration."""

import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from flask import Flask, request
from flask_login import current_user
from sqlalchemy import select

from casework.accounts.models import OrganisationKind, Person
from casework.accounts.roles import Need, Role
from casework.extensions import db

PLACES: tuple[tuple[str, str, Need], ...] = (  # in the director's order; a person with several roles sees these words
    ("Self-assessments", "/assessments", Need.READ_ASSESSMENTS),
    ("Open to me", "/challenges", Need.CHALLENGE),
    ("Measures", "/measures", Need.READ_MEASURES),
    ("Dashboard", "/measures/dashboard", Need.READ_MEASURES),
    ("Imports", "/measures/import", Need.KEEP_MEASURES),
    ("Complaints", "/complaints", Need.READ_COMPLAINTS),
    ("Compliments", "/compliments", Need.LOG_COMPLAINTS),
    ("Safeguarding", "/safeguarding", Need.READ_SAFEGUARDING),
    ("Partner returns", "/safeguarding/returns", Need.READ_RETURNS),
    ("Findings", "/findings", Need.READ_FINDINGS),
    ("Actions", "/actions", Need.READ_ACTIONS),
    ("Reports", "/reports", Need.READ_REPORTS),
    ("Trail", "/trail", Need.READ_TRAIL),
    ("People", "/people", Need.KEEP_ACCOUNTS),
    ("Organisations", "/organisations", Need.KEEP_ACCOUNTS),
)
COMPLAINTS = ("/complaints", "/compliments", "/findings", "/actions", "/reports")
ROWS: dict[Role, tuple[str, ...]] = {  # what each role comes for, in its own order
    Role.DIRECTOR: (
        "/assessments", "/measures", "/complaints", "/safeguarding", "/findings", "/actions", "/reports",
    ),
    Role.CONTRIBUTOR: ("/assessments", "/actions"),
    Role.ANALYST: ("/measures", "/measures/dashboard", "/measures/import", "/findings", "/reports"),
    Role.COMPLAINTS_MANAGER: COMPLAINTS,
    Role.COMPLAINTS_OFFICER: COMPLAINTS,
    Role.INVESTIGATOR: ("/complaints", "/actions"),
    Role.BOARD_CHAIR: ("/actions", "/safeguarding", "/measures"),
    Role.BOARD_OFFICE: ("/safeguarding", "/actions", "/measures", "/reports"),
    Role.BOARD_MEMBER: ("/safeguarding/returns", "/actions"),
    Role.CHALLENGER: ("/challenges",),
    Role.AUDITOR: (
        "/assessments", "/measures", "/complaints", "/safeguarding", "/findings", "/actions", "/reports", "/trail",
    ),
    Role.ADMINISTRATOR: ("/people", "/organisations"),
}  # fmt: skip
OWN_WORDS = {  # what a place is called for somebody who only sees their own part of it
    Role.CONTRIBUTOR: {"Self-assessments": "My sections"},
    Role.INVESTIGATOR: {"Complaints": "My cases"},
    Role.BOARD_MEMBER: {"Partner returns": "Our return", "Actions": "Our actions"},
}
ELSEWHERE = {  # pages that belong to a room although their address does not begin with it
    "/assessments": ("/templates", "/evidence"),
    "/measures": ("/quality-statements", "/councils"),
    "/actions": ("/plans",),
}
MOST = 8
LOOK_AGAIN = 60.0  # seconds until an installation that had no demonstration is asked again


@dataclass(frozen=True)
class Place:
    """One link of the service navigation."""

    text: str
    href: str
    current: bool


def navigation(person: Person, path: str) -> list[Place]:
    """The places of this person's role in its order; with several roles the union in the director's, at most MOST.

    What they cannot open is not there.
    """
    here = max((href for _, href, need in PLACES if person.may(need) and _is_within(path, href)), key=len, default=None)
    return [Place(text, href, href == here) for text, href in _row(person)]


def also_open(person: Person) -> list[Place]:
    """Rooms that this person may read although their work is elsewhere: for the foot of the home page."""
    row = {href for _, href in _row(person)}
    return [
        Place(text, href, current=False)
        for text, href, need in PLACES
        if href not in row and person.may(need) and not any(_is_within(href, other) for other in row)
    ]


def _row(person: Person) -> list[tuple[str, str]]:
    words = {href: text for text, href, need in PLACES if person.may(need)}
    if len(person.roles) == 1:
        (role,) = person.roles
        own = OWN_WORDS.get(role, {})
        return [(own.get(words[href], words[href]), href) for href in ROWS[role] if href in words]
    wanted = {href for role in person.roles for href in ROWS[role]}
    return [(text, href) for href, text in words.items() if href in wanted][:MOST]


def _is_within(path: str, href: str) -> bool:
    """Whether the page stands in the room at `href`."""
    return any(path == one or path.startswith(one + "/") for one in (href, *ELSEWHERE.get(href, ())))


def init_shell(app: Flask) -> None:
    """Give every page what its frame needs."""
    seen: dict[str, Any] = {"demonstration": False, "asked_at": -LOOK_AGAIN}
    number = version("casework")

    def is_demonstration() -> bool:
        """Whether demonstration accounts are here; once true it stays true for the process."""
        if not seen["demonstration"] and time.monotonic() - seen["asked_at"] > LOOK_AGAIN:
            found = select(Person.id).where(Person.is_demonstration.is_(True)).limit(1)
            seen.update(demonstration=db.session.scalar(found) is not None, asked_at=time.monotonic())
        return bool(seen["demonstration"])

    @app.context_processor
    def shell() -> dict[str, Any]:
        person = current_user if current_user.is_authenticated else None
        return {
            "person": person,
            "navigation": navigation(person, request.path) if person else [],
            "council_name": _council_name(person),
            "demonstration": is_demonstration(),
            "version": number,
            "Need": Need,
        }


def _council_name(person: Person | None) -> str:
    if person is None:
        return "Adult social care"
    council = person.organisation.kind == OrganisationKind.COUNCIL
    return f"{person.organisation.name} adult social care" if council else person.organisation.name
