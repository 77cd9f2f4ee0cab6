"""Every kind of file this room imports, by the name the command and the page call it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.extensions import db
from casework.kit import cells as cell
from casework.kit import tables
from casework.kit.letters import fold
from casework.kit.tables import ImportResult, Parser, Row, Table
from casework.measures.ascof_import import import_ascof
from casework.measures.import_targets import import_ratings, import_targets
from casework.measures.import_values import figure, import_values
from casework.measures.matching import Measures, Organisations
from casework.measures.models import Edition, Measure, Polarity, Unit
from casework.measures.references import code_key
from casework.trail import services as trail
from casework.trail.events import Event

ORGANISATIONS: dict[str, Parser] = {
    "code": cell.folded(cell.words(40)),
    "name": cell.words(200),
    "kind": cell.folded(cell.one_of(OrganisationKind)),
    "region": cell.words(200),
    "council_type": cell.words(200),
    "neighbours": cell.many(cell.folded(cell.words(40))),
}
MEASURES: dict[str, Parser] = {
    "edition": cell.folded(cell.words(40)),
    "code": cell.folded(cell.words(40)),
    "title": cell.words(400),
    "polarity": cell.folded(cell.one_of(Polarity)),
    "unit": cell.folded(cell.one_of(Unit)),
    "decimals": cell.whole,
    "source": cell.words(400),
    "tags": cell.many(cell.words(40)),
    "layer": cell.words(100),
    "strategic_outcome": cell.words(200),
    "supporting_outcome": cell.words(400),
    "amber_tolerance": figure,
}
AREAS = {"region": OrganisationKind.REGION, "council_type": OrganisationKind.COUNCIL_TYPE}


def import_organisations(
    path: Path, *, by: Person | None, organisation: Organisation | None = None, **options: Any
) -> ImportResult:
    """Import councils, agencies and areas. A blank cell leaves what is held. Raises TableRefused."""
    table = tables.read_table(
        path, ORGANISATIONS, required=("code",), ignore_unknown=bool(options.get("ignore_unknown"))
    )
    known = Organisations()
    _refuse_twice(table, ("code",))
    in_file = {row.cells["code"].lower() for row in table.rows}
    new: list[Organisation] = []
    changed = 0
    for row in table.rows:
        words = _organisation_words(table, row, known, in_file)
        held = known.codes.get(row.cells["code"].lower())
        if held is None:
            for column in ("name", "kind"):
                if row.cells[column] is None:
                    table.refuse(row, column, "is blank, and the organisation is new")
            new.append(Organisation(code=row.cells["code"], **words))
            continue
        differs = {name: value for name, value in words.items() if value is not None and getattr(held, name) != value}
        changed += bool(differs)
        for name, value in differs.items():
            setattr(held, name, value)
    table.check()
    db.session.add_all(new)
    result = ImportResult(len(new), changed, len(table.rows) - len(new) - changed, tuple(table.look_alikes))
    return _finish(table, "organisations", result, by=by, dry_run=bool(options.get("dry_run")))


def _organisation_words(table: Table, row: Row, known: Organisations, in_file: set[str]) -> dict[str, Any]:
    cells = row.cells
    for code in cells["neighbours"] or []:
        if code.lower() not in known.codes and code.lower() not in in_file:
            table.refuse(row, "neighbours", f'there is no organisation "{code}"')
    areas = {}
    for column, kind in AREAS.items():
        if cells[column] is None:
            continue
        try:
            areas[column] = known.area(cells[column], kind).code
        except ValueError as problem:
            if fold(cells[column]).lower() in in_file:
                areas[column] = fold(cells[column])
            else:
                table.refuse(row, column, str(problem))
    neighbours = ";".join(cells["neighbours"]) if cells["neighbours"] else None
    return {"name": cells["name"], "kind": cells["kind"], "neighbours": neighbours, **areas}


def import_measures(
    path: Path, *, by: Person | None, organisation: Organisation | None = None, **options: Any
) -> ImportResult:
    """Import measures, and the editions they are of. A blank cell leaves what is held. Raises TableRefused."""
    table = tables.read_table(
        path, MEASURES, required=("edition", "code"), ignore_unknown=bool(options.get("ignore_unknown"))
    )
    _refuse_twice(table, ("edition", "code"))
    editions = {edition.code: edition for edition in db.session.scalars(select(Edition))}
    known = Measures()
    new = changed = 0
    for row in table.rows:
        cells = row.cells
        words = {name: cells[name] for name in MEASURES if name not in ("edition", "code", "tags")}
        words = {name: value for name, value in words.items() if value is not None}
        if cells["tags"]:
            words["tags"] = ";".join(cells["tags"])
        if not 0 <= words.get("decimals", 0) <= 6:
            table.refuse(row, "decimals", "must be from 0 to 6")
        held = known.alike.get((cells["edition"].lower(), code_key(cells["code"])))
        if held is None:
            new += 1
            _add_measure(table, row, editions, words)
            continue
        differs = {name: value for name, value in words.items() if getattr(held, name) != value}
        changed += bool(differs)
        for name, value in differs.items():
            setattr(held, name, value)
    table.check()
    result = ImportResult(new, changed, len(table.rows) - new - changed, tuple(table.look_alikes))
    return _finish(table, "measures", result, by=by, dry_run=bool(options.get("dry_run")))


def _add_measure(table: Table, row: Row, editions: dict[str, Edition], words: dict[str, Any]) -> None:
    for column in ("title", "polarity", "unit"):
        if column not in words:
            table.refuse(row, column, "is blank, and the measure is new")
    code = row.cells["edition"].lower()
    if any(problem.row == row.number for problem in table.problems):
        return
    if code not in editions:
        editions[code] = Edition(code=code, title=row.cells["edition"])
        db.session.add(editions[code])
    words.setdefault("decimals", 0 if words["unit"] in (Unit.COUNT, Unit.DAYS, Unit.HOURS, Unit.POUNDS) else 1)
    label = row.cells["code"] if not code.startswith("ascof") else f"ASCOF {row.cells['code']}"
    measure = Measure(edition=editions[code], code=row.cells["code"], label=label, position=row.number, **words)
    db.session.add(measure)


def _refuse_twice(table: Table, key: tuple[str, ...]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        words = tuple(row.cells[column].lower() for column in key)
        if words in seen:
            table.refuse(row, key[-1], f"stands in row {seen[words]} already")
        seen.setdefault(words, row.number)


def _finish(table: Table, what: str, result: ImportResult, *, by: Person | None, dry_run: bool) -> ImportResult:
    """Keep what was changed and say so in the trail, or on a dry run let it go again."""
    if dry_run:
        db.session.rollback()
    elif result.new or result.changed:
        trail.record(Event.FILE_IMPORTED, None, by=by, words=f"imported {what} from {table.file}: {result}")
    return result


IMPORTERS: dict[str, Callable[..., ImportResult]] = {
    "organisations": import_organisations,
    "measures": import_measures,
    "values": import_values,
    "targets": import_targets,
    "ratings": import_ratings,
    "ascof": import_ascof,
}
