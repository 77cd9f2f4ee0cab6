"""The demonstration: invented people, and the true figures of the papers, told through every room."""

import json
import os
import secrets
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from casework.accounts import queries, services
from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.extensions import db
from casework.kit import clock
from casework.trail import services as trail
from casework.trail.events import Event

ACCOUNTS = "demo-accounts.json"
COUNCIL, NEIGHBOUR, PEER = "E10000018", "E06000017", "E10000024"
POLICE, HOSPITALS = "leicestershire-police", "university-hospitals-leicester"
# key in the story, name, organisation, roles: every name is invented
PEOPLE: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("director", "Priya Shah", COUNCIL, (Role.DIRECTOR,)),
    ("contributor", "Dee Cole", COUNCIL, (Role.CONTRIBUTOR,)),
    ("analyst", "Tomasz Lind", COUNCIL, (Role.ANALYST,)),
    ("complaints-manager", "Sam Obi", COUNCIL, (Role.COMPLAINTS_MANAGER,)),
    ("complaints-officer", "Rhian Parry", COUNCIL, (Role.COMPLAINTS_OFFICER,)),
    ("investigator", "Joe Marsh", COUNCIL, (Role.INVESTIGATOR,)),
    ("board-chair", "Helen Adeyemi", COUNCIL, (Role.BOARD_CHAIR,)),
    ("board-office", "Carl Ito", COUNCIL, (Role.BOARD_OFFICE,)),
    ("board-member", "Nadia Frost", POLICE, (Role.BOARD_MEMBER,)),
    ("challenger", "Mark Vale", PEER, (Role.CHALLENGER,)),
    ("auditor", "Ines Quill", COUNCIL, (Role.AUDITOR,)),
    ("administrator", "Ola Berg", COUNCIL, (Role.ADMINISTRATOR,)),
    ("second-director", "Grace Tan", COUNCIL, (Role.DIRECTOR,)),
    ("second-board-member", "Lewis Hart", HOSPITALS, (Role.BOARD_MEMBER,)),
    ("neighbour-director", "Una Webb", NEIGHBOUR, (Role.DIRECTOR,)),
)


def load_demonstration(*, if_empty: bool = False) -> str:
    """Load everything in one go, commit, and write the accounts file (mode 0600); the sentence to print.

    With demonstration accounts there already nothing happens; `if_empty` also leaves alone an installation in use.
    """
    held = db.session.scalar(select(func.count()).select_from(Person)) or 0
    is_loaded = db.session.scalar(select(Person.id).where(Person.is_demonstration.is_(True)).limit(1)) is not None
    if is_loaded or (held and if_empty):
        return "The demonstration is loaded already" if is_loaded else "The database is in use; nothing was added"
    from casework.demo_rooms import load_before_people, load_rooms

    load_before_people()
    passwords = {key: secrets.token_urlsafe(12) for key, *_ in PEOPLE}
    people = _add_people(passwords)
    load_rooms(people, today=clock.today())
    trail.record(Event.DEMONSTRATION_LOADED, None, by=None, words="loaded the demonstration")
    rows = [
        {"role": roles[0].value, "name": people[key].name, "email": people[key].email, "password": passwords[key]}
        for key, _, _, roles in PEOPLE
    ]
    db.session.commit()
    path = _write_accounts(rows)
    return f"Loaded the demonstration. Accounts for every role: {path}"


def _add_people(passwords: dict[str, str]) -> dict[str, Person]:
    return {
        key: services.add_person(
            email=f"{name.lower().replace(' ', '.')}@demo.example",
            name=name,
            organisation=queries.organisation_called(code),
            roles=roles,
            password=passwords[key],
            by=None,
            is_demonstration=True,
        )
        for key, name, code, roles in PEOPLE
    }


def _write_accounts(rows: list[dict[str, str]]) -> Path:
    path = Path(current_app.config["DATA_DIR"]) / ACCOUNTS
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(rows, file, indent=1)
    return path
