"""What the room above tells about findings: the actions they led to. This room knows nothing else of actions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask, current_app

from casework.accounts.models import Person

KEY = "casework.actions_of_findings"


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
