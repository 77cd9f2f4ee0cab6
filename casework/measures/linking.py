"""The documented map between editions: which measures are the same, and which only followed each other.

Series are joined only where two measures are said to have the same definition, and that is said on both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.accounts.models import Person
from casework.kit.rules import RuleBroken
from casework.measures.changing import MovedOn
from casework.measures.figures import AIM_WORDS, UNIT_WORDS
from casework.measures.models import Measure
from casework.measures.queries import find_measure, list_measures
from casework.trail import services as trail
from casework.trail.events import Event

LINKS = {"same_as": "The same as", "formerly": "Before it", "replaced_by": "After it"}


@dataclass(frozen=True)
class Step:
    """A line of the map: an older measure, a newer one, and whether their series are joined."""

    old: Measure
    new: Measure
    is_same: bool


def list_map() -> list[Step]:
    """Every link between editions, by the older measure; each once, whichever side states it."""
    measures = list_measures()
    by_reference = {measure.reference: measure for measure in measures}
    found: dict[tuple[int, int], Step] = {}
    for step in _stated(measures, by_reference):
        found.setdefault((step.old.id, step.new.id), step)
    return sorted(found.values(), key=lambda step: (step.old.edition.code, step.old.position, step.new.position))


def _stated(measures: Sequence[Measure], held: dict[str, Measure]) -> Iterator[Step]:
    for measure in measures:
        same, before, after = (held.get(getattr(measure, name) or "") for name in LINKS)
        if same:
            old, new = sorted((measure, same), key=lambda one: (one.edition.first_year or "", one.id))
            yield Step(old, new, is_same=True)
        if before:
            yield Step(before, measure, is_same=False)
        if after:
            yield Step(measure, after, is_same=False)


def link(measure: Measure, *, version: int, words: dict[str, str | None], by: Person) -> None:
    """Say what came before and after a measure and what is the same. Raises MovedOn, or RuleBroken with the field.

    "The same" is kept on both measures; before and after also on the other one where it says nothing yet.
    """
    if measure.version != version:
        raise MovedOn("Somebody changed this measure while you were writing. What you typed is still here")
    named = {name: _named(words[name], name, measure) for name in LINKS}
    same = named["same_as"]
    if same is not None:
        _check_same(measure, same, named)
    old_partner = find_measure(measure.same_as) if measure.same_as else None
    changes = {name: (getattr(measure, name), one.reference if one else None) for name, one in named.items()}
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changed:
        return
    for name, (_, new) in changed.items():
        setattr(measure, name, new)
    _record(measure, changed, by)
    if old_partner is not None and old_partner is not same and old_partner.same_as == measure.reference:
        _mirror(old_partner, "same_as", None, by)
    if same is not None and same.same_as != measure.reference:
        _mirror(same, "same_as", measure.reference, by)
    for name, back in (("formerly", "replaced_by"), ("replaced_by", "formerly")):
        other = named[name]
        if other is not None and getattr(other, back) is None:
            _mirror(other, back, measure.reference, by)


def _named(text: str | None, field: str, measure: Measure) -> Measure | None:
    if not text:
        return None
    found = find_measure(text)
    if found is None:
        raise RuleBroken(f"There is no measure {text}. Write edition and code, like ascof-2011:1E", field=field)
    if found.edition_id == measure.edition_id:
        raise RuleBroken(f"{found.reference} is of the same edition. Name a measure of another one", field=field)
    return found


def _check_same(measure: Measure, same: Measure, named: dict[str, Measure | None]) -> None:
    """Refuse what cannot be one series: another unit or aim, a partner of its own, or another definition as well."""
    if same in (named["formerly"], named["replaced_by"]):
        raise RuleBroken(
            f"{same.reference} cannot have the same definition and another one. Leave it out below", field="same_as"
        )
    if same.unit is not measure.unit or same.decimals != measure.decimals:
        raise RuleBroken(
            f"{same.reference} is printed as {UNIT_WORDS[same.unit]} with {same.decimals} decimals, so the two cannot "
            "be one series",
            field="same_as",
        )
    if same.polarity is not measure.polarity:
        raise RuleBroken(f"{same.reference} has another aim: {AIM_WORDS[same.polarity].lower()}", field="same_as")
    if same.same_as and same.same_as != measure.reference:
        raise RuleBroken(
            f"{same.reference} is the same as {same.same_as} already. Take that away first", field="same_as"
        )


def _mirror(measure: Measure, name: str, reference: str | None, by: Person) -> None:
    before = getattr(measure, name)
    setattr(measure, name, reference)
    _record(measure, {name: (before, reference)}, by)


def _record(measure: Measure, changed: dict[str, tuple[str | None, str | None]], by: Person) -> None:
    trail.record(
        Event.MEASURE_CHANGED,
        measure,
        by=by,
        words=f"changed what {measure.reference} follows, or is the same as",
        changes={LINKS[name]: pair for name, pair in changed.items()},
    )
