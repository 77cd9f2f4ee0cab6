"""What rooms above tell about findings: the actions they led to, and whether what was found came back after them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask, current_app

from casework.accounts.models import Person

KEY = "casework.actions_of_findings"
CAME_BACK = "casework.findings_that_came_back"


@dataclass(frozen=True)
class ActionLine:
    """An action as a finding shows it; `is_open` until it is signed off or stopped. `path` None: not theirs to open."""

    reference: str
    title: str
    path: str | None
    word: str
    colour: str
    owner: str
    due_on: date | None
    is_open: bool
    is_signed_off: bool
    signed_off_by: str | None
    signed_off_at: datetime | None
    what_checked: str | None = None


Reader = Callable[[Collection[int], Person], dict[int, list[ActionLine]]]


def register(app: Flask, reader: Reader) -> None:
    """Called by the actions room when it opens."""
    app.extensions[KEY] = reader


def list_actions(finding_ids: Collection[int], *, seen_by: Person) -> dict[int, list[ActionLine]]:
    """The actions of each finding, oldest first; an empty list for a finding without."""
    reader: Reader | None = current_app.extensions.get(KEY)
    found = reader(finding_ids, seen_by) if reader and finding_ids else {}
    return {finding_id: found.get(finding_id, []) for finding_id in finding_ids}


@dataclass(frozen=True)
class CameBack:
    """That what was found was seen again after a sign-off, in a sentence, and the page with the cases."""

    sentence: str
    path: str


Looker = Callable[[Collection[int], Person], dict[int, CameBack]]


def register_looker(app: Flask, looker: Looker) -> None:
    """Let a room of sources say which findings came back after their action was signed off."""
    app.extensions.setdefault(CAME_BACK, []).append(looker)


def list_came_back(finding_ids: Collection[int], *, seen_by: Person) -> dict[int, list[CameBack]]:
    """What came back of these findings, as far as this person may see it; others are left out."""
    lookers: list[Looker] = current_app.extensions.get(CAME_BACK, [])
    found: dict[int, list[CameBack]] = {}
    for looker in lookers if finding_ids else ():
        for finding_id, one in looker(finding_ids, seen_by).items():
            found.setdefault(finding_id, []).append(one)
    return found
