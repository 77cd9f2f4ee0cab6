"""Editions: what an analyst may change about one."""

from casework.accounts.models import Person
from casework.extensions import db
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import listed, parse_year
from casework.measures.changing import MovedOn
from casework.measures.models import Edition
from casework.trail import services as trail
from casework.trail.events import Event

FIELDS = {
    "title": "Title",
    "first_year": "First year",
    "last_year": "Last year",
    "source": "Source",
    "note": "Note",
}


def get_edition(edition_id: int) -> Edition:
    """The edition, or "Page not found"."""
    return or_404(db.session.get(Edition, edition_id))


def change(edition: Edition, *, version: int, words: dict[str, str | None], by: Person) -> None:
    """Change an edition. Raises MovedOn when it changed since `version`, RuleBroken for years that are none."""
    if edition.version != version:
        raise MovedOn("Somebody changed this edition while you were writing. What you typed is still here")
    years = {name: _start(words[name], name) for name in ("first_year", "last_year")}
    first, last = years["first_year"], years["last_year"]
    if first is not None and last is not None and last < first:
        raise RuleBroken("Last year must be the first year or later", field="last_year")
    changes = {name: (getattr(edition, name), words[name]) for name in FIELDS}
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changed:
        return
    for name, (_, new) in changed.items():
        setattr(edition, name, new)
    trail.record(
        Event.EDITION_CHANGED,
        edition,
        by=by,
        words=f"changed {listed([FIELDS[name].lower() for name in changed])} of the edition {edition.code}",
        changes={FIELDS[name]: pair for name, pair in changed.items()},
    )


def _start(text: str | None, field: str) -> int | None:
    if not text:
        return None
    try:
        return parse_year(text)
    except ValueError as problem:
        raise RuleBroken(str(problem), field=field) from None
