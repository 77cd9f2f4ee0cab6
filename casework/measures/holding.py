"""Keeping many values at once: new ones added, changed ones restated with the old kept, all in a few statements.

The one engine behind every import of figures. A row that says what is held already changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from casework.extensions import db
from casework.kit import clock
from casework.measures.models import TOTAL, MeasureValue, Period, Quartile, ValueState
from casework.measures.periods import PeriodSpec

CHUNK = 5_000
VALUES = cast(Table, MeasureValue.__table__)
COUNTS = ("value", "numerator", "denominator")  # what a final value must not lose without a reason
EXTRAS = ("margin", "base", "mark", "due_text", "published_quartile", "note")
Key = tuple[int, int, int, str]  # measure, organisation, period, breakdown


@dataclass(slots=True)
class Entry:
    """A value to keep; `row` is where it stands in its file."""

    measure_id: int
    organisation_id: int
    period_id: int
    state: ValueState
    breakdown: str = TOTAL
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    margin: Decimal | None = None
    base: Decimal | None = None
    mark: str | None = None
    due_text: str | None = None
    published_quartile: Quartile | None = None
    note: str | None = None
    is_published: bool = False
    reason: str | None = None
    row: int = 0

    @property
    def key(self) -> Key:
        """What it is a value of."""
        return self.measure_id, self.organisation_id, self.period_id, self.breakdown


@dataclass
class Sorted:
    """Entries by what must be done: add, complete what is held, restate it, nothing."""

    new: list[Entry] = field(default_factory=list)
    completed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)  # id of the held value, columns to set
    restated: list[tuple[int, Entry]] = field(default_factory=list)  # id of the held value, what takes its place
    unexplained: list[Entry] = field(default_factory=list)  # would change a final value without a reason
    same: int = 0


def period_ids(specs: Iterable[PeriodSpec]) -> dict[str, int]:
    """The number of each period, by code; periods that are not there yet are made."""
    wanted = {spec.code: spec for spec in specs}
    query = select(Period.code, Period.id).where(Period.code.in_(wanted))
    found: dict[str, int] = {row.code: row.id for row in db.session.execute(query)}
    for code in wanted.keys() - found.keys():
        spec = wanted[code]
        period = Period(code=code, kind=spec.kind, starts_on=spec.starts_on, ends_on=spec.ends_on)
        db.session.add(period)
        db.session.flush()
        found[code] = period.id
    return found


def sort(entries: Collection[Entry], *, reason: str | None = None) -> Sorted:
    """Compare entries with what is held. `reason` stands for entries that bring none (a national file's revision)."""
    plan = Sorted()
    for _, group in groupby(sorted(entries, key=lambda one: one.measure_id), key=lambda one: one.measure_id):
        of_measure = list(group)
        held = _held(of_measure)
        for entry in of_measure:
            _place(plan, entry, held.get(entry.key), entry.reason or reason)
    return plan


def _held(entries: list[Entry]) -> dict[Key, Mapping[str, Any]]:
    """What stands now for one measure in the periods of the entries, by key."""
    columns = VALUES.c
    names = ("id", "measure_id", "organisation_id", "period_id", "breakdown", "state", "is_published", *COUNTS, *EXTRAS)
    query = select(*(columns[name] for name in names)).where(
        columns.superseded_by_id.is_(None),
        columns.measure_id == entries[0].measure_id,
        columns.period_id.in_({entry.period_id for entry in entries}),
    )
    organisations = {entry.organisation_id for entry in entries}
    if len(organisations) <= 5:
        query = query.where(columns.organisation_id.in_(organisations))
    rows = db.session.execute(query).mappings()
    return {(row["measure_id"], row["organisation_id"], row["period_id"], row["breakdown"]): dict(row) for row in rows}


def _place(plan: Sorted, entry: Entry, held: Mapping[str, Any] | None, reason: str | None) -> None:
    if held is None:
        plan.new.append(entry)
    elif _contradicts(entry, held):
        if held["state"] is ValueState.FINAL and not reason:
            plan.unexplained.append(entry)
        entry.reason = reason
        plan.restated.append((held["id"], entry))
    else:
        more = {
            name: getattr(entry, name)
            for name in (*COUNTS, *EXTRAS)
            if getattr(entry, name) is not None and getattr(entry, name) != held[name]
        }
        if entry.is_published and not held["is_published"]:
            more["is_published"] = True
        if more:
            plan.completed.append((held["id"], more))
        else:
            plan.same += 1


def _contradicts(entry: Entry, held: Mapping[str, Any]) -> bool:
    """Whether keeping the entry would change a figure or its state; a blank count contradicts nothing."""
    if entry.value != held["value"] or entry.state is not held["state"]:
        return True
    return any(
        getattr(entry, name) is not None and held[name] is not None and getattr(entry, name) != held[name]
        for name in ("numerator", "denominator")
    )


def changes(plan: Sorted, names: Mapping[int, str], most: int = 50) -> dict[str, tuple[str, str]]:
    """Restated figures before and after, for the trail; `names`: what each held value is of, by its number."""
    wanted = dict(plan.restated[:most])
    rows = db.session.execute(select(VALUES.c.id, VALUES.c.value, VALUES.c.state).where(VALUES.c.id.in_(wanted)))
    return {names.get(row.id, str(row.id)): (_said(row), _said(wanted[row.id])) for row in rows}


def _said(figure: Any) -> str:
    return str(figure.value) if figure.value is not None else figure.state.value


def keep(plan: Sorted, *, by_id: int | None) -> None:
    """Write what `sort` planned; the caller records it in the trail and commits."""
    stamp = {"recorded_at": clock.now(), "recorded_by_id": by_id}
    _insert([(entry, None) for entry in plan.new], stamp)
    _insert([(entry, held_id) for held_id, entry in plan.restated], stamp)
    _turn_over([held_id for held_id, _ in plan.restated])
    for value_id, columns in plan.completed:
        db.session.execute(update(MeasureValue).where(MeasureValue.id == value_id).values(**columns))
    for held in [one for one in db.session if isinstance(one, MeasureValue)]:
        db.session.expire(held)  # what was read before is not what stands now


def _insert(entries: list[tuple[Entry, int | None]], stamp: dict[str, Any]) -> None:
    """Add rows in chunks. One that takes another's place points to it until `_turn_over`: two never stand at once."""
    for start in range(0, len(entries), CHUNK):
        rows = [
            {
                "measure_id": entry.measure_id,
                "organisation_id": entry.organisation_id,
                "period_id": entry.period_id,
                "breakdown": entry.breakdown,
                "state": entry.state,
                **{name: getattr(entry, name) for name in (*COUNTS, *EXTRAS)},
                "is_published": entry.is_published,
                "replaces_reason": entry.reason if held_id else None,
                "superseded_by_id": held_id,
                **stamp,
            }
            for entry, held_id in entries[start : start + CHUNK]
        ]
        db.session.execute(insert(VALUES), rows)


def _turn_over(held_ids: list[int]) -> None:
    """Let the new rows stand and the old ones point to them."""
    columns = VALUES.c
    for start in range(0, len(held_ids), CHUNK):
        chunk = held_ids[start : start + CHUNK]
        query = select(columns.superseded_by_id, columns.id).where(
            columns.superseded_by_id.in_(chunk), columns.id > columns.superseded_by_id
        )
        pairs = {row.superseded_by_id: row.id for row in db.session.execute(query)}
        connection = db.session.connection()
        statement = update(VALUES)
        for old, new in pairs.items():
            connection.execute(statement.where(columns.id == old).values(superseded_by_id=new))
        connection.execute(statement.where(columns.id.in_(pairs.values())).values(superseded_by_id=None))
