"""Searches and saved lists: made, found again, shared with the complaints team, removed."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints.list_models import CaseList
from casework.complaints.worklist import Tab
from casework.extensions import db
from casework.findings.queries import just_name
from casework.kit import clock
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken

SEARCH_KEPT = timedelta(days=30)
MOST_LISTS = 50  # of one person


def search(words: str | None, *, tab: Tab, picked: Mapping[str, Sequence[str]], by: Person) -> CaseList:
    """Keep a search under an address that says nothing; one's own old ones are let go."""
    long_ago = clock.now() - SEARCH_KEPT
    old = and_(CaseList.owner_id == by.id, CaseList.name.is_(None), CaseList.made_at < long_ago)
    db.session.execute(delete(CaseList).where(old))
    kept = CaseList(
        organisation_id=by.organisation_id,
        owner_id=by.id,
        token=secrets.token_hex(16),
        tab=tab.value,
        picked={name: list(values) for name, values in picked.items() if values},
        words=words or None,
        is_shared=False,
        made_at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def save(kept: CaseList, *, name: str, is_shared: bool, by: Person) -> None:
    """Give it a name of one's own, and share it with the complaints team if wished."""
    if is_shared and not by.may(Need.LOG_COMPLAINTS):
        raise RuleBroken("Only the complaints team shares lists", "is_shared")
    mine = list(db.session.scalars(select(CaseList).where(CaseList.owner_id == by.id, CaseList.name.is_not(None))))
    if any(one.name == name and one.id != kept.id for one in mine):
        raise RuleBroken(f"You have a list called {name} already", "name")
    if len(mine) >= MOST_LISTS:
        raise RuleBroken(f"You have {MOST_LISTS} lists. Remove one first", "name")
    kept.name, kept.is_shared = name, is_shared


def remove(kept: CaseList) -> None:
    """Let it go."""
    db.session.delete(kept)


def may_remove(kept: CaseList, person: Person) -> bool:
    """One's own; the manager also removes what is shared."""
    return kept.owner_id == person.id or (kept.is_shared and person.may(Need.MANAGE_COMPLAINTS))


def _open_to(person: Person) -> ColumnElement[bool]:
    """One's own lists, and for the complaints team those that are shared."""
    mine = CaseList.owner_id == person.id
    return or_(mine, CaseList.is_shared.is_(True)) if person.may(Need.LOG_COMPLAINTS) else mine


def list_saved(*, seen_by: Person) -> list[CaseList]:
    """Saved lists this person may open, by name."""
    query = (
        select(CaseList)
        .where(CaseList.organisation_id == seen_by.organisation_id, CaseList.name.is_not(None), _open_to(seen_by))
        .options(just_name(CaseList.owner))
        .order_by(CaseList.name, CaseList.id)
    )
    return list(db.session.scalars(query))


def get_saved(list_id: int, *, seen_by: Person) -> CaseList:
    """A saved list; 404 for anybody else's that is not shared."""
    query = select(CaseList).where(
        CaseList.id == list_id,
        CaseList.organisation_id == seen_by.organisation_id,
        CaseList.name.is_not(None),
        _open_to(seen_by),
    )
    return or_404(db.session.scalars(query).first())


def get_search(token: str, *, seen_by: Person) -> CaseList:
    """One's own search; 404 for anybody else's."""
    query = select(CaseList).where(CaseList.token == token, CaseList.owner_id == seen_by.id)
    return or_404(db.session.scalars(query).first())
