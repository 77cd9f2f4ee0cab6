"""What both imports share: the council's words, keys that stand once, and a step that is kept whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casework.accounts.models import Organisation, Person
from casework.complaints.kinds import TermKind
from casework.complaints.models import ComplaintTerm
from casework.complaints.terms import add_term, key_of, terms_by_name
from casework.extensions import db
from casework.findings.numbers import hold_writers
from casework.kit import tables
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult, Row, Table
from casework.trail import services as trail
from casework.trail.events import Event


class Words:
    """A council's terms for the rows of one file; words it does not use yet are refused, or added."""

    def __init__(self, table: Table, organisation_id: int, *, may_add: bool) -> None:
        self.table, self.organisation_id, self.may_add = table, organisation_id, may_add
        self.held = terms_by_name(organisation_id)
        self.refused: set[tuple[TermKind, str]] = set()

    def find(self, row: Row, kind: TermKind) -> ComplaintTerm | None:
        """The term that a cell names; a problem, once for each word, when the council does not use it."""
        name = row.cells.get(kind.value)
        if not name:
            return None
        key = (kind, key_of(name))
        if key not in self.held and self.may_add:
            self.held[key] = add_term(self.organisation_id, kind, name)
        elif key not in self.held and key not in self.refused:
            self.refused.add(key)
            self.table.refuse(
                row, kind.value, f'"{name}" is not used yet. Correct it, or add new words with --add-terms'
            )
        return self.held.get(key)


def need_council(organisation: Organisation | None) -> Organisation:
    """The council that the file is for; RuleBroken when it was not said."""
    if organisation is None:
        raise RuleBroken("Give --organisation: the council whose log this is")
    return organisation


def header_of(path: Path) -> set[str]:
    """The columns that the file has."""
    return {text.strip().lower() for text in next(iter(tables.read_lines(path)), (0, []))[1]}


def refuse_twice(table: Table, row: Row, seen: dict[str, int]) -> None:
    """Note a reference that stands in an earlier row already."""
    reference = row.cells["reference"]
    if reference in seen:
        table.refuse(row, "reference", f"{reference} stands in row {seen[reference]} already")
    seen.setdefault(reference, row.number)


@contextmanager
def step(dry_run: bool) -> Iterator[None]:
    """A step that is kept whole, or on a dry run and on any refusal not at all."""
    hold_writers()
    held = db.session.begin_nested()
    try:
        yield
    except BaseException:
        held.rollback()
        raise
    if dry_run:
        held.rollback()
        db.session.expire_all()
    else:
        held.commit()


def note(kind: str, table: Table, result: ImportResult, *, by: Person | None) -> None:
    """One entry in the trail for the whole file, unless nothing changed."""
    if result.new or result.changed:
        trail.record(Event.FILE_IMPORTED, None, by=by, words=f"imported {kind} from {table.file}: {result}")
