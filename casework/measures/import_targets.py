"""Importing targets, milestones and officers' ratings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.kit import cells as cell
from casework.kit import clock, tables
from casework.kit.tables import ImportResult, Parser, Row, Table
from casework.measures import holding, implied
from casework.measures.history import newest_bases
from casework.measures.import_values import figure, key_columns
from casework.measures.models import Measure, OfficerRating, Polarity, Rag, Target, TargetKind
from casework.trail import services as trail
from casework.trail.events import Event

KEY = ("measure", "organisation", "period")
TARGETS: dict[str, Parser] = {
    "kind": cell.folded(cell.one_of(TargetKind)),
    "at_least": figure,
    "at_most": figure,
    "strict": cell.folded(cell.yes_no),
    "implied_count": cell.whole,
    "note": cell.words(400),
}
RATINGS: dict[str, Parser] = {
    "rag": cell.folded(cell.one_of(Rag)),
    "triggers": cell.many(cell.words(200)),
    "reason": cell.words(),
    "rated_by": cell.words(120),
    "rated_on": cell.day,
}
LIMITS = ("at_least", "at_most", "implied_count", "note")
MOST_WARNINGS = 50


def import_targets(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None = None,
    only: Organisation | None = None,
    **options: Any,
) -> ImportResult:
    """Import targets and milestones; a row without limits means "to be confirmed". Raises TableRefused."""
    table = tables.read_table(
        path,
        key_columns() | TARGETS,
        required=(*KEY, "kind"),
        ignore_unknown=bool(options.get("ignore_unknown")),
        checks_later=True,
    )
    for row in table.rows:
        least, most = row.cells["at_least"], row.cells["at_most"]
        if least is not None and most is not None and least > most:
            table.refuse(row, "at_most", f"{most} is less than at_least, {least}")
        if row.cells["strict"] and least is not None and most is not None:
            table.refuse(row, "strict", "is for a single limit: both limits of a band count")
    columns = [
        {name: row.cells[name] for name in LIMITS} | {"is_strict": bool(row.cells["strict"])} for row in table.rows
    ]
    kept = _keep(table, Target, columns, by=by, only=only, dry_run=bool(options.get("dry_run")), kind=True)
    return replace(kept, warnings=tuple(islice(_doubts(table, columns), MOST_WARNINGS)))


def _doubts(table: Table, columns: list[dict[str, Any]]) -> Iterator[str]:
    """Counts that do not fit their limits, by the people of each measure's newest figure."""
    wanted = [row for row in table.rows if row.cells["implied_count"] is not None]
    bases = newest_bases([(row.cells["measure"].id, row.cells["organisation"].id) for row in wanted])
    for row, cells in zip(table.rows, columns, strict=True):
        measure = row.cells["measure"]
        base = bases.get((measure.id, row.cells["organisation"].id))
        doubt = implied.count_doubt(Target(**cells), base, measure)
        if doubt:
            yield f'{table.file}:row {row.number}: column "implied_count": {doubt}'


def import_ratings(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None = None,
    only: Organisation | None = None,
    **options: Any,
) -> ImportResult:
    """Import officers' own ratings. Without a name and day they are the importer's, today. Raises TableRefused."""
    table = tables.read_table(
        path,
        key_columns() | RATINGS,
        required=(*KEY, "rag"),
        ignore_unknown=bool(options.get("ignore_unknown")),
        checks_later=True,
    )
    today = clock.today()
    for row in table.rows:
        if row.cells["rated_on"] is not None and row.cells["rated_on"] > today:
            table.refuse(row, "rated_on", f"{row.cells['rated_on']} must be today or in the past")
        if row.cells["rag"] is Rag.RED and not row.cells["reason"]:
            table.refuse(row, "reason", "is blank: say why it is Red")
    columns = [_rating(row, by, today) for row in table.rows]
    return _keep(table, OfficerRating, columns, by=by, only=only, dry_run=bool(options.get("dry_run")))


def _rating(row: Row, by: Person | None, today: date) -> dict[str, Any]:
    cells = row.cells
    return {
        "rag": cells["rag"],
        "triggers": ";".join(cells["triggers"] or []) or None,
        "reason": cells["reason"],
        "rated_by": cells["rated_by"] or (by.name if by else "performance analyst"),
        "rated_on": cells["rated_on"] or today,
    }


def _keep(
    table: Table,
    model: type[Target] | type[OfficerRating],
    columns: list[dict[str, Any]],
    *,
    by: Person | None,
    only: Organisation | None,
    dry_run: bool,
    kind: bool = False,
) -> ImportResult:
    """Match the rows with what is held, change or add; one entry in the trail."""
    keys = _keys(table, only, kind)
    table.check()
    records: Iterable[Any] = db.session.scalars(select(model)).unique()
    held = {_key_of(record): record for record in records}
    new = changed = 0
    changes: dict[str, tuple[Any, Any]] = {}
    for row, (key, measure), cells in zip(table.rows, keys, columns, strict=True):
        record = held.get(key)
        if record is None:
            new += 1
            if not dry_run:
                rest = {"kind": TargetKind(key[3])} if kind else {}
                ids = {"measure_id": key[0], "organisation_id": key[1], "period_id": key[2]}
                db.session.add(model(**ids, **rest, **cells))
            continue
        differs = {name: value for name, value in cells.items() if getattr(record, name) != value}
        changed += bool(differs)
        for name, value in differs.items():
            changes[f"{measure.reference} {row.cells['period'].code} {name}"] = (getattr(record, name), value)
            if not dry_run:
                setattr(record, name, value)
    result = ImportResult(new, changed, len(table.rows) - new - changed, tuple(table.look_alikes))
    if not dry_run and (new or changed):
        what = "targets" if model is Target else "ratings"
        words = f"imported {what} from {table.file}: {result}"
        trail.record(Event.FILE_IMPORTED, None, by=by, words=words, changes=dict(list(changes.items())[:50]))
    return result


def _keys(table: Table, only: Organisation | None, kind: bool) -> list[tuple[tuple[Any, ...], Measure]]:
    """The key of each row; problems are noted on the table."""
    periods = holding.period_ids({row.cells["period"] for row in table.rows})
    keys: list[tuple[tuple[Any, ...], Measure]] = []
    first_rows: dict[tuple[Any, ...], int] = {}
    for row in table.rows:
        measure, place = row.cells["measure"], row.cells["organisation"]
        if only is not None and place.id != only.id:
            table.refuse(row, "organisation", f"you can import figures of {only.name} only")
        if kind and measure.polarity is Polarity.NONE and (row.cells["at_least"], row.cells["at_most"]) != (None, None):
            table.refuse(row, "at_least", f"{measure.reference} has no aim, so it has no target")
        key = (measure.id, place.id, periods[row.cells["period"].code], row.cells["kind"] if kind else None)
        if key in first_rows:
            table.refuse(row, None, f"is about the same as row {first_rows[key]}")
        first_rows.setdefault(key, row.number)
        keys.append((key, measure))
    return keys


def _key_of(record: Target | OfficerRating) -> tuple[Any, ...]:
    kind = record.kind if isinstance(record, Target) else None
    return record.measure_id, record.organisation_id, record.period_id, kind
