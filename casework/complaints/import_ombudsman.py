"""Taking in the ombudsman's yearly list of a council's cases: all or nothing, and matched with our log at once.

Columns: reference*, category, received_on, decided_on, decision, remedied_before. Their own headings and words are read
as well ("Complaint reference", "Decision date", "Closed after initial enquiries", 12-Mar-2020). Rows of other services
are left out and counted. The same file twice changes nothing; a later file of the year takes the place of an earlier.
"""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.complaints.council_records import OmbudsmanList, OmbudsmanListRow
from casework.complaints.import_step import need_council, step
from casework.complaints.kinds import OmbudsmanOutcome
from casework.complaints.ombudsman_lists import match, same_reference
from casework.extensions import db
from casework.kit import cells as cell
from casework.kit import clock, tables
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult, Row, Table
from casework.kit.words import parse_year
from casework.trail import services as trail
from casework.trail.events import Event

THEIR_WORDS = {
    "closed after initial enquiries": OmbudsmanOutcome.CLOSED_AFTER_ENQUIRIES,
    "closed after enquiries": OmbudsmanOutcome.CLOSED_AFTER_ENQUIRIES,
    "incomplete/invalid": OmbudsmanOutcome.INVALID,
    "invalid/incomplete": OmbudsmanOutcome.INVALID,
    "invalid or incomplete": OmbudsmanOutcome.INVALID,
    "referred back for local resolution": OmbudsmanOutcome.REFERRED_BACK,
    "advice given": OmbudsmanOutcome.ADVICE_GIVEN,
}
ADULTS = re.compile("adult", re.IGNORECASE)


def _day(text: str) -> date:
    for shape in ("%d-%b-%Y", "%d/%m/%Y", "%d %b %Y", "%d %B %Y"):
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    return cell.day(text)


def _decision(text: str) -> OmbudsmanOutcome:
    plain = " ".join(text.lower().split())
    if plain in THEIR_WORDS:
        return THEIR_WORDS[plain]
    return cell.one_of(OmbudsmanOutcome)(plain)


def _reference(text: str) -> str:
    if len(re.sub(r"\D", "", text)) < 5:
        raise ValueError(f'"{text}" is not a reference of the ombudsman, such as 19 004 123')
    return cell.words(60)(text)


PARSERS: dict[str, cell.Parser] = {
    "reference": _reference,
    "category": cell.words(120),
    "received_on": _day,
    "decided_on": _day,
    "decision": _decision,
    "remedied_before": cell.yes_no,
}
ALSO_CALLED = {
    "complaint reference": "reference",
    "ombudsman reference": "reference",
    "received": "received_on",
    "received date": "received_on",
    "date received": "received_on",
    "decided": "decided_on",
    "decision date": "decided_on",
    "date decided": "decided_on",
    "outcome": "decision",
    "decision reason": "decision",
    "service": "category",
    "satisfactory remedy": "remedied_before",
}
COLUMNS = PARSERS | {name: PARSERS[ours] for name, ours in ALSO_CALLED.items()}


def import_ombudsman_list(
    path: Path, *, by: Person | None, organisation: Organisation | None, **options: Any
) -> ImportResult:
    """Take in the list of a year (`period`, such as 2019-20). Raises TableRefused with every problem; RuleBroken."""
    council = need_council(organisation)
    year = _year(options.get("period"))
    table = tables.read_table(path, COLUMNS, ignore_unknown=bool(options.get("ignore_unknown")))
    rows = _checked(table)
    with step(bool(options.get("dry_run"))):
        held, result = _take_in(rows, council, year, path.name, by)
        match(held)
        if result.new or result.changed:
            trail.record(
                Event.OMBUDSMAN_LIST_TAKEN, held, by=by, words=f"took in the ombudsman's list of {year}: {result}"
            )
    left_out = len(table.rows) - len(rows)
    warnings = (f"{path.name}: {left_out} rows of other services were left out",) if left_out else ()
    return ImportResult(result.new, result.changed, result.same, warnings)


def _year(text: str | None) -> str:
    if not text:
        raise RuleBroken("Give --period: the year of the list, such as 2019-20", "year")
    start = parse_year(text)
    return f"{start}-{(start + 1) % 100:02}"


def _checked(table: Table) -> list[dict[str, Any]]:
    """Each row under our own names, those of other services left out."""
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        facts = _named(row)
        if not facts.get("reference"):
            table.refuse(row, "reference", "is blank")
            continue
        key = same_reference(facts["reference"])
        if key in seen:
            table.refuse(row, "reference", f"{facts['reference']} stands in row {seen[key]} already")
        seen[key] = row.number
        received, decided = facts.get("received_on"), facts.get("decided_on")
        if decided and decided > clock.today():
            table.refuse(row, "decided_on", "Decided on must be today or in the past")
        if received and decided and decided < received:
            table.refuse(row, "decided_on", "Decided on must be the same as or after the day it was received")
        if bool(decided) != bool(facts.get("decision")):
            table.refuse(row, "decision", "A decision needs its day, and a day its decision")
        if not facts.get("category") or ADULTS.search(facts["category"]):
            found.append(facts)
    table.check()
    return found


def _named(row: Row) -> dict[str, Any]:
    return {ALSO_CALLED.get(name, name): fact for name, fact in row.cells.items() if fact is not None}


def _take_in(
    rows: list[dict[str, Any]], council: Organisation, year: str, file_name: str, by: Person | None
) -> tuple[OmbudsmanList, ImportResult]:
    query = select(OmbudsmanList).where(OmbudsmanList.organisation_id == council.id, OmbudsmanList.year == year)
    held = db.session.scalars(query).first()
    if held is None:
        held = OmbudsmanList(organisation_id=council.id, year=year, file_name=file_name[:200], taken_at=clock.now())
        db.session.add(held)
    by_key = {same_reference(row.their_reference): row for row in held.rows}
    new = changed = 0
    for facts in rows:
        wanted = {
            "category": facts.get("category"), "received_on": facts.get("received_on"),
            "decided_on": facts.get("decided_on"), "outcome": facts.get("decision"),
            "was_remedied_before": facts.get("remedied_before"),
        }  # fmt: skip
        row = by_key.pop(same_reference(facts["reference"]), None)
        if row is None:
            held.rows.append(OmbudsmanListRow(their_reference=facts["reference"], **wanted))
            new += 1
        elif any(getattr(row, name) != fact for name, fact in wanted.items()):
            changed += 1
            for name, fact in wanted.items():
                setattr(row, name, fact)
    for row in by_key.values():
        held.rows.remove(row)
        changed += 1
    if new or changed:
        held.file_name, held.taken_at, held.taken_by_id = file_name[:200], clock.now(), by.id if by else None
    db.session.flush()
    return held, ImportResult(new, changed, max(0, len(rows) - new - changed))
