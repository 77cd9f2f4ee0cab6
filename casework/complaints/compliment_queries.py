"""Reading compliments."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import joinedload

from casework.accounts.models import Person
from casework.complaints.models import Compliment
from casework.complaints.worklist import MOST_LISTED, read_cursor
from casework.extensions import db

PAGE = 25


@dataclass(frozen=True)
class ComplimentPage:
    """One page of compliments, newest first; where the next begins; how many there are."""

    rows: list[Compliment]
    next_cursor: str | None
    total: int


def page_of(*, seen_by: Person, after: str | None = None) -> ComplimentPage:
    """A page of the council's compliments."""
    own = Compliment.organisation_id == seen_by.organisation_id
    cursor = read_cursor(after)
    older = tuple_(Compliment.received_on, Compliment.id) < cursor if cursor else own
    query = (
        select(Compliment)
        .where(and_(own, older))
        .options(joinedload(Compliment.team), joinedload(Compliment.district))
        .order_by(Compliment.received_on.desc(), Compliment.id.desc())
        .limit(PAGE + 1)
    )
    rows = list(db.session.scalars(query))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    total = db.session.scalar(select(func.count()).select_from(Compliment).where(own)) or 0
    cursor_words = f"{rows[-1].received_on.isoformat()}_{rows[-1].id}" if more else None
    return ComplimentPage(rows, cursor_words, total)


def list_all(*, seen_by: Person) -> list[Compliment]:
    """Every compliment of the council, newest first, for a file; at most MOST_LISTED."""
    query = select(Compliment).where(Compliment.organisation_id == seen_by.organisation_id)
    query = query.options(joinedload(Compliment.team), joinedload(Compliment.district))
    return list(
        db.session.scalars(query.order_by(Compliment.received_on.desc(), Compliment.id.desc()).limit(MOST_LISTED))
    )
