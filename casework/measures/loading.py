"""Loading shipped editions and councils, so that a newer version of the product brings newer data.

What an analyst changed in the application stays: each record keeps what its pack last said, and only where the two
still agree does a newer pack change it. Where both changed, the analyst's stays and the trail says so.
"""

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit.packs import PackBroken, read_yaml
from casework.kit.rules import RuleBroken
from casework.measures.breaks import years_of
from casework.measures.models import Edition, Measure, Polarity, Unit
from casework.trail import services as trail
from casework.trail.events import Event

GROUPINGS = "groupings.yaml"
EDITION_KEYS = {"edition", "title", "first_year", "last_year", "source", "note", "measures"}
TEXTS = ("label", "title", "official_title", "source", "years", "note", "same_as", "formerly", "replaced_by")
NEEDED = ("code", "label", "title", "polarity", "unit", "decimals")
MEASURE_KEYS = {*TEXTS, *NEEDED, "tags", "survey", "computed", "accumulates", "amber_tolerance", "breaks"}
GROUPING_KEYS = {"measure", "order", "layer", "strategic_outcome", "supporting_outcome", "description"}
COUNCIL_COLUMNS = (
    *("code", "name", "kind", "region", "council_type"),
    *("ons_code", "cassr_code", "formerly", "successor", "other_names", "neighbours", "note"),
)


def load_editions(folder: Path) -> int:
    """Load every edition file of `folder` and the dashboard's groupings; how many measures were new or changed.

    Raises PackBroken naming file and line. Loading the same files again changes nothing. The caller commits.
    """
    groupings = _read_groupings(folder / GROUPINGS)
    kept: list[str] = []
    touched = 0
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        if path.name != GROUPINGS:
            touched += _load_edition(path, groupings, seen, kept)
    lost = sorted(groupings.keys() - seen)
    if lost:
        raise PackBroken(folder / GROUPINGS, None, f"there is no measure {lost[0]}")
    if kept:
        trail.record(
            Event.PACKS_LOADED,
            None,
            by=None,
            words=f"kept what had been changed here, not the shipped: {'; '.join(kept)}",
        )
    return touched


def _load_edition(path: Path, groupings: dict[str, dict[str, Any]], seen: set[str], kept: list[str]) -> int:
    pack = read_yaml(path)
    if not isinstance(pack, dict):
        raise PackBroken(path, 1, "must be an edition with its measures")
    _check_keys(path, pack, EDITION_KEYS, needed=("edition", "title", "measures"))
    edition = db.session.scalars(select(Edition).where(Edition.code == pack["edition"])).first()
    if edition is None:
        edition = Edition(code=pack["edition"], title=pack["title"])
        db.session.add(edition)
    words = {key: pack.get(key) or None for key in ("title", "first_year", "last_year", "source", "note")}
    merge(edition, words, edition.code, kept)
    db.session.flush()
    held = {measure.code: measure for measure in db.session.scalars(select(Measure).filter_by(edition_id=edition.id))}
    touched, codes = 0, set()
    for position, entry in enumerate(pack["measures"], start=1):
        shipped = _read_measure(path, entry)
        if entry["code"] in codes:
            raise PackBroken(path, entry.line, f"{entry['code']} stands there twice")
        codes.add(entry["code"])
        reference = f"{edition.code}:{entry['code']}"
        seen.add(reference)
        shipped |= groupings.get(reference, {}) | {"position": position}
        measure = held.get(entry["code"])
        if measure is None:
            measure = Measure(edition=edition, code=entry["code"], shipped=None, **_typed(shipped))
            db.session.add(measure)
        touched += merge(measure, shipped, reference, kept)
    return touched


def merge(record: Any, shipped: dict[str, Any], name: str, kept: list[str]) -> bool:
    """Take over what the pack changed since it was last loaded, unless it was edited here; whether anything was new."""
    if record.shipped == shipped:
        return False
    before, typed = record.shipped or {}, _typed(shipped)
    was_held = record.id is not None
    for field, value in shipped.items():
        current = _plain(getattr(record, field))
        edited = current != before[field] if field in before else was_held and current is not None
        if not edited:
            setattr(record, field, typed[field])
        elif value not in (current, before.get(field)):
            kept.append(f"{name} {field.replace('_', ' ')}")
    record.shipped = shipped
    return True


def _typed(shipped: dict[str, Any]) -> dict[str, Any]:
    makers = {"polarity": Polarity, "unit": Unit, "amber_tolerance": Decimal}
    return {key: makers[key](value) if key in makers and value is not None else value for key, value in shipped.items()}


def _plain(value: Any) -> Any:
    """A column's value as the pack writes it."""
    return str(value) if isinstance(value, Decimal | Polarity | Unit) else value


def _read_measure(path: Path, entry: Any) -> dict[str, Any]:
    """The measure's columns as the pack states them (JSON types only)."""
    if not isinstance(entry, dict):
        raise PackBroken(path, None, "each measure must be a list of its properties")
    line = getattr(entry, "line", None)
    _check_keys(path, entry, MEASURE_KEYS, needed=NEEDED, line=line)
    for key, words in (("polarity", Polarity), ("unit", Unit)):
        if entry[key] not in list(words):
            raise PackBroken(path, line, f'{entry["code"]}: {key} "{entry[key]}" is not one of {", ".join(words)}')
    if not isinstance(entry["decimals"], int) or not 0 <= entry["decimals"] <= 6:
        raise PackBroken(path, line, f"{entry['code']}: decimals must be a number from 0 to 6")
    return {
        **{key: entry.get(key) or None for key in TEXTS},
        "polarity": entry["polarity"],
        "unit": entry["unit"],
        "decimals": entry["decimals"],
        "tags": ";".join(entry.get("tags") or []) or None,
        "breaks": _breaks(path, line, entry.get("breaks") or []),
        "amber_tolerance": _tolerance(path, line, entry.get("amber_tolerance")),
        "is_survey": bool(entry.get("survey")),
        "is_computed": bool(entry.get("computed")),
        "accumulates": entry.get("accumulates"),
    }


def _breaks(path: Path, line: int | None, given: Any) -> str | None:
    try:
        return ";".join(year.code for year in years_of(";".join(given))) or None
    except RuleBroken as broken:
        raise PackBroken(path, line, f"breaks: {broken}") from None


def _tolerance(path: Path, line: int | None, given: Any) -> str | None:
    try:
        return None if given is None else str(Decimal(str(given)))
    except InvalidOperation:
        raise PackBroken(path, line, f'amber_tolerance "{given}" is not a number') from None


def _read_groupings(path: Path) -> dict[str, dict[str, Any]]:
    """Where each measure stands on the printed dashboard, by reference."""
    if not path.exists():
        return {}
    found: dict[str, dict[str, Any]] = {}
    for entry in read_yaml(path) or []:
        line = getattr(entry, "line", None)
        if not isinstance(entry, dict):
            raise PackBroken(path, None, "each row must be a list of its properties")
        _check_keys(path, entry, GROUPING_KEYS, needed=("measure", "order", "layer"), line=line)
        if entry["measure"] in found:
            raise PackBroken(path, line, f"{entry['measure']} stands there twice")
        found[entry["measure"]] = {
            "dashboard_order": entry["order"],
            **{key: entry.get(key) for key in ("layer", "strategic_outcome", "supporting_outcome", "description")},
        }
    return found


def _check_keys(
    path: Path, entry: dict[str, Any], known: set[str], *, needed: tuple[str, ...], line: int | None = None
) -> None:
    for key in entry.keys() - known:
        raise PackBroken(path, line, f'"{key}" is not known here')
    for key in needed:
        if entry.get(key) in (None, ""):
            raise PackBroken(path, line, f'"{key}" is missing')


def load_organisations(path: Path) -> int:
    """Load the councils, regions, council types and England; how many were new, or said otherwise by a newer pack.

    What was changed in the application stays, as with measures. Raises PackBroken naming file and line.
    """
    held = {organisation.code: organisation for organisation in db.session.scalars(select(Organisation))}
    touched, kept = 0, list[str]()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        raise PackBroken(path, None, "there is no such file") from None
    for line, row in enumerate(rows, start=2):
        if set(row) != set(COUNCIL_COLUMNS) or not row["code"] or not row["name"]:
            raise PackBroken(path, line, f"must have the columns {', '.join(COUNCIL_COLUMNS)}, code and name filled")
        if row["kind"] not in list(OrganisationKind):
            raise PackBroken(path, line, f'kind "{row["kind"]}" is not one of {", ".join(OrganisationKind)}')
        touched += _load_organisation(held, row, kept)
    if kept:
        words = f"kept what had been changed here, not the shipped: {'; '.join(kept)}"
        trail.record(Event.PACKS_LOADED, None, by=None, words=words)
    return touched


def _load_organisation(held: dict[str, Organisation], row: dict[str, str], kept: list[str]) -> bool:
    shipped = {key: text or None for key, text in row.items() if key not in ("code", "kind")}
    found = held.get(row["code"])
    if found is None:
        found = Organisation(code=row["code"], kind=OrganisationKind(row["kind"]), **shipped)
        held[row["code"]] = found
        db.session.add(found)
    return merge(found, shipped, found.code, kept)
