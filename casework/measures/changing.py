"""What an analyst may change about a measure itself: what a pack could not confirm, its tolerance, its place.

Where the next version of the product says something else, what was changed here stays (loading).
"""

from decimal import Decimal
from typing import Any

from casework.accounts.models import Person
from casework.kit.rules import RuleBroken
from casework.measures.breaks import years_of
from casework.measures.models import Measure, Polarity, Unit
from casework.trail import services as trail
from casework.trail.events import Event

FIELDS = {
    "title": "Title",
    "official_title": "Official title",
    "polarity": "Aim",
    "unit": "Unit",
    "decimals": "Decimals",
    "accumulates": "Over a year",
    "breaks": "Counted in another way from",
    "source": "Source",
    "note": "Note",
    "tags": "Tags",
    "layer": "Layer",
    "strategic_outcome": "Strategic outcome",
    "supporting_outcome": "Supporting outcome",
    "description": "Wording on the dashboard",
    "amber_tolerance": "Amber tolerance",
}


ACCUMULATES = {True: "adds up", False: "does not add up", None: "as its unit does"}


class MovedOn(RuleBroken):
    """Somebody else changed the measure since the person opened the form."""


def change(measure: Measure, *, version: int, words: dict[str, Any], by: Person) -> None:
    """Change the measure. Raises MovedOn when it changed since `version`, RuleBroken when a word cannot stand."""
    if measure.version != version:
        raise MovedOn("Somebody changed this measure while you were writing. What you typed is still here")
    if words["amber_tolerance"] is not None and words["amber_tolerance"] < 0:
        raise RuleBroken("Amber tolerance must be 0 or more", field="amber_tolerance")
    words["breaks"] = ";".join(year.code for year in years_of(words["breaks"])) or None
    before = {name: getattr(measure, name) for name in FIELDS}
    changed = {name: value for name, value in words.items() if before[name] != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(measure, name, value)
    names = ", ".join(FIELDS[name].lower() for name in changed)
    trail.record(
        Event.MEASURE_CHANGED,
        measure,
        by=by,
        words=f"changed {names} of {measure.reference}",
        changes={FIELDS[name]: (_plain(name, before[name]), _plain(name, value)) for name, value in changed.items()},
    )


def _plain(name: str, value: Any) -> Any:
    if name == "accumulates":
        return ACCUMULATES[value]
    return str(value) if isinstance(value, Decimal | Polarity | Unit) else value


def said(name: str, value: Any) -> str:
    """The answer as a person reads it; nothing where there is none."""
    return ACCUMULATES[value] if name == "accumulates" else str(value or "nothing")
