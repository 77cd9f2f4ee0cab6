"""One-time form keys: a double click, a retry or the back button makes no second record."""

from sqlalchemy import select

from casework.accounts.models import Person, UsedFormKey
from casework.extensions import db
from casework.kit import clock

LONGEST = 40  # characters of a key; ours are shorter


def result_of(form_key: str | None, *, person: Person) -> str | None:
    """The page that the first use of this key led to; None when it was not used yet."""
    if not form_key:
        return None
    query = select(UsedFormKey.result_path).where(
        UsedFormKey.person_id == person.id, UsedFormKey.form_key == form_key[:LONGEST]
    )
    return db.session.scalars(query).first()


def remember(form_key: str | None, *, person: Person, path: str) -> None:
    """Note, in the transaction of the change, where this key led; a second use at the same moment fails on UNIQUE."""
    if form_key:
        db.session.add(
            UsedFormKey(person_id=person.id, form_key=form_key[:LONGEST], result_path=path, used_at=clock.now())
        )
        db.session.flush()
