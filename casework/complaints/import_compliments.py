"""Importing compliments (contract, section 4): all or nothing, matched by reference."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.complaints.import_step import Words, need_council, note, refuse_twice, step
from casework.complaints.kinds import TermKind
from casework.complaints.models import Compliment
from casework.complaints.references import note_reference
from casework.extensions import db
from casework.kit import cells as cell
from casework.kit import clock, tables
from casework.kit.tables import ImportResult, Table

COLUMNS: dict[str, cell.Parser] = {
    "reference": cell.folded(cell.words(30)),
    "received_on": cell.day,
    "team": cell.words(120),
    "district": cell.words(120),
    "source": cell.words(100),
    "text": cell.words(),
}
REQUIRED = ("reference", "received_on")


def import_compliments(
    path: Path, *, by: Person | None, organisation: Organisation | None, **options: Any
) -> ImportResult:
    """Take in compliments. Raises TableRefused with every problem; RuleBroken without a council."""
    council = need_council(organisation)
    table = tables.read_table(path, COLUMNS, required=REQUIRED, ignore_unknown=bool(options.get("ignore_unknown")))
    with step(bool(options.get("dry_run"))):
        result = _take_in(table, council, may_add=bool(options.get("add_terms")))
        note("compliments", table, result, by=by)
    return result


def _take_in(table: Table, council: Organisation, *, may_add: bool) -> ImportResult:
    terms = Words(table, council.id, may_add=may_add)
    query = select(Compliment).where(Compliment.organisation_id == council.id)
    held = {one.reference: one for one in db.session.scalars(query)}
    seen: dict[str, int] = {}
    today = clock.today()
    new = changed = 0
    for row in table.rows:
        cells = row.cells
        refuse_twice(table, row, seen)
        if cells["received_on"] > today:
            table.refuse(row, "received_on", "Received must be today or in the past")
        one = held.get(cells["reference"])
        wanted = {
            "received_on": cells["received_on"],
            "text": cells["text"] or "",
            "source": cells["source"],
            "team": terms.find(row, TermKind.TEAM),
            "district": terms.find(row, TermKind.DISTRICT),
        }
        if one is None:
            new += 1
            one = Compliment(organisation_id=council.id, reference=cells["reference"], logged_at=clock.now())
            db.session.add(one)
        elif any(getattr(one, name) != fact for name, fact in wanted.items()):
            changed += 1
        for name, fact in wanted.items():
            if getattr(one, name) != fact:
                setattr(one, name, fact)
    table.check()
    for row in table.rows:
        note_reference(council.id, row.cells["reference"])
    db.session.flush()
    return ImportResult(new, changed, len(table.rows) - new - changed)
