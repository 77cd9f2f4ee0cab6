"""What both imports share: agencies and measures by code, keys that stand once, nothing kept by a dry run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.kit.letters import fold
from casework.kit.rules import RuleBroken
from casework.kit.tables import Row, Table
from casework.measures.models import Measure
from casework.measures.queries import list_measures
from casework.measures.references import code_key, parse_measure_code


def need_council(organisation: Organisation | None) -> Organisation:
    """The council that the file is for; RuleBroken when it was not said."""
    if organisation is None:
        raise RuleBroken("Give --organisation: the council whose actions these are")
    return organisation


def check_lengths(table: Table, key: Sequence[str]) -> None:
    """Refuse a row whose key stands in an earlier row already."""
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        words = tuple(fold(row.cells[column]).lower() for column in key)
        if words in seen:
            table.refuse(row, key[-1], f"stands in row {seen[words]} already")
        seen.setdefault(words, row.number)
    table.check()


@contextmanager
def finish(dry_run: bool) -> Iterator[None]:
    """A step that is kept whole, or on a dry run and on any refusal not at all."""
    step = db.session.begin_nested()
    try:
        yield
    except BaseException:
        step.rollback()
        raise
    if dry_run:
        step.rollback()
        db.session.expire_all()
    else:
        step.commit()


class Found:
    """Agencies and measures by the codes of a file, read once."""

    def __init__(self, table: Table, council: Organisation) -> None:
        self.table, self.council = table, council
        self.agencies = {one.code.lower(): one for one in db.session.scalars(select(Organisation))}
        self.measures: dict[tuple[str, str], Measure] = {
            (one.edition.code.lower(), code_key(one.code)): one for one in list_measures()
        }

    def agency(self, row: Row) -> Organisation | None:
        """The organisation of the row's agency; a problem when there is none with this code."""
        code = row.cells["agency"]
        if not code:
            return None
        held = self.agencies.get(fold(code).lower())
        if held is None:
            self.table.refuse(row, "agency", f'there is no organisation "{code}"')
        return held

    def measure(self, row: Row) -> Measure | None:
        """The measure of the row; a problem when there is none with this edition and code."""
        text = row.cells["measure"]
        if not text:
            return None
        try:
            edition, code = parse_measure_code(text)
        except ValueError as problem:
            self.table.refuse(row, "measure", str(problem))
            return None
        held = self.measures.get((edition.lower(), code_key(code)))
        if held is None:
            self.table.refuse(row, "measure", f'there is no measure "{text}"')
        return held
