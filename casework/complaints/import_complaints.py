"""Importing an existing log of complaints (contract, section 4): all or nothing, matched by reference.

The same file twice changes nothing. A column that the file does not have leaves what is held; an empty cell of a column
that it has empties it. Remedies without fault are kept as goodwill and counted apart. A case that is handled in
Casework is not changed by a file.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Organisation, Person
from casework.complaints import search_index
from casework.complaints.import_rows import COLUMNS, GOODWILL, REQUIRED, as_cells, check_row, facts_of, money_of
from casework.complaints.import_step import Words, header_of, need_council, note, refuse_twice, step
from casework.complaints.kinds import STANDING_OPEN, TermKind
from casework.complaints.models import Complaint, ComplaintTerm
from casework.complaints.moving import set_next
from casework.complaints.records import ComplaintJointBody, OmbudsmanCase, OmbudsmanRecommendation, Remedy
from casework.complaints.references import is_own, note_reference
from casework.complaints.terms import key_of
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.kit import clock, tables
from casework.kit.tables import ImportResult, Row, Table
from casework.trail import services as trail
from casework.trail.events import Event

BATCH = 1_000


def import_complaints(
    path: Path, *, by: Person | None, organisation: Organisation | None, **options: Any
) -> ImportResult:
    """Take in a log of complaints. Raises TableRefused with every problem; RuleBroken without a council."""
    council = need_council(organisation)
    table = tables.read_table(path, COLUMNS, required=REQUIRED, ignore_unknown=bool(options.get("ignore_unknown")))
    present = header_of(path)
    with step(bool(options.get("dry_run"))):
        result = _take_in(table, council, present, by=by, may_add=bool(options.get("add_terms")))
        note("complaints", table, result, by=by)
    return result


def _take_in(
    table: Table, council: Organisation, present: set[str], *, by: Person | None, may_add: bool
) -> ImportResult:
    terms = Words(table, council.id, may_add=may_add)
    held = _held(council.id, [row.cells["reference"] for row in table.rows])
    hidden = _hidden(held.values(), by)
    today = clock.today()
    seen: dict[str, int] = {}
    warnings: list[str] = []
    new: list[tuple[Row, dict[str, Any], dict[TermKind, ComplaintTerm | None]]] = []
    changed: list[tuple[Row, Complaint, dict[TermKind, ComplaintTerm | None]]] = []
    for row in table.rows:
        refuse_twice(table, row, seen)
        chosen = {kind: terms.find(row, kind) for kind in TermKind}
        case = held.get(row.cells["reference"])
        if by and (case is None or case in hidden):
            if is_own(council.id, row.cells["reference"]):
                table.refuse(row, "reference", f"{row.cells['reference']} is a number that Casework gives itself")
                continue
            if case in hidden:
                continue  # whoever imports it had it in their own log; it counts as one that did not change
        cells = (
            row.cells if case is None else as_cells(case) | {name: row.cells[name] for name in present & set(COLUMNS)}
        )
        warnings += check_row(table, row, cells, today)
        if case is None:
            new.append((row, cells, chosen))
        elif not _is_same(case, cells):
            row.cells = cells
            changed.append((row, case, chosen))
            if not case.is_imported:
                table.refuse(row, "reference", f"{case.reference} is handled in Casework. A file cannot change it")
    table.check()
    db.session.flush()
    _insert(council.id, new)
    for row, case, chosen in changed:
        _update(case, row, chosen, present, by=by)
    for row, *_ in new:
        note_reference(council.id, row.cells["reference"])
    _set_next(council.id, [row.cells["reference"] for row, *_ in (*new, *changed)])
    same = len(table.rows) - len(new) - len(changed)
    return ImportResult(len(new), len(changed), same, tuple(warnings))


def _held(organisation_id: int, references: Collection[str]) -> dict[str, Complaint]:
    """Cases that are there already, by reference, with everything a row tells."""
    found: dict[str, Complaint] = {}
    wanted = sorted(set(references))
    options = (
        selectinload(Complaint.remedies),
        selectinload(Complaint.joint_bodies),
        selectinload(Complaint.ombudsman_cases).selectinload(OmbudsmanCase.recommendations),
        *(selectinload(getattr(Complaint, kind.value)) for kind in TermKind),
    )
    for start in range(0, len(wanted), BATCH):
        query = select(Complaint).where(
            Complaint.organisation_id == organisation_id, Complaint.reference.in_(wanted[start : start + BATCH])
        )
        found |= {case.reference: case for case in db.session.scalars(query.options(*options))}
    return found


def _hidden(cases: Collection[Complaint], by: Person | None) -> set[Complaint]:
    """Restricted cases that do not exist for whoever imports; none for the command."""
    secret = {case.id: case for case in cases if case.is_restricted} if by else {}
    if by is None or not secret:
        return set()
    query = select(Complaint.id).where(Complaint.id.in_(secret), visible_to(by))
    return set(secret.values()) - {secret[number] for number in db.session.scalars(query)}


def _is_same(case: Complaint, cells: dict[str, Any]) -> bool:
    """Whether a row tells what is held; words of lists are matched as they are looked up."""
    held = as_cells(case)
    for name in COLUMNS:
        old, new = held[name], cells[name]
        if name in {kind.value for kind in TermKind}:
            old, new = old and key_of(old), new and key_of(new)
        if name in ("remedies", "joint_with"):
            old, new = set(old or []), set(new or [])  # a word that stands there twice is kept once
        if (old or None) != (new or None):
            return False
    return True


def _insert(organisation_id: int, new: list[tuple[Row, dict[str, Any], dict[TermKind, ComplaintTerm | None]]]) -> None:
    """Write new cases in bulk, then what hangs on them."""
    now = clock.now()
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        common = {
            "organisation_id": organisation_id, "is_imported": True, "logged_at": now, "changed_at": now,
            "is_risk": False, "is_restricted": False, "version": 1,
        }  # fmt: skip
        rows = [
            facts_of(cells) | {f"{kind.value}_id": term.id if term else None for kind, term in chosen.items()} | common
            for _, cells, chosen in batch
        ]
        db.session.execute(insert(Complaint), rows)
        references = [row["reference"] for row in rows]
        query = select(Complaint.reference, Complaint.id).where(Complaint.organisation_id == organisation_id)
        ids = {row.reference: row.id for row in db.session.execute(query.where(Complaint.reference.in_(references)))}
        for _, cells, _ in batch:
            db.session.add_all(_hanging(cells, ids[cells["reference"]]))
        db.session.flush()
        search_index.index(ids.values())


def _hanging(cells: dict[str, Any], complaint_id: int) -> list[Any]:
    """Remedies, other bodies and the ombudsman's case of a row."""
    made: list[Any] = [
        ComplaintJointBody(complaint_id=complaint_id, name=name) for name in dict.fromkeys(cells["joint_with"] or [])
    ]
    made += _remedies(cells, complaint_id)
    if cells["ombudsman_enquiry_on"]:
        enquiry = OmbudsmanCase(
            complaint_id=complaint_id,
            enquiry_on=cells["ombudsman_enquiry_on"],
            decided_on=cells["ombudsman_decided_on"],
            outcome=cells["ombudsman_outcome"],
        )
        if cells["ombudsman_remedy_due"]:
            done: date | None = cells["ombudsman_remedy_done"]
            enquiry.recommendations.append(
                OmbudsmanRecommendation(
                    what="Remedy the ombudsman recommended",
                    due_on=cells["ombudsman_remedy_due"],
                    done_on=done,
                    proof="As imported" if done else None,
                )
            )
        made.append(enquiry)
    return made


def _remedies(cells: dict[str, Any], complaint_id: int) -> list[Remedy]:
    outcome = cells["outcome"]
    goodwill = None if outcome and outcome.is_fault else GOODWILL
    paid = money_of(cells)
    pounds: Decimal | None = cells["redress_pounds"]
    return [
        Remedy(complaint_id=complaint_id, kind=kind, pounds=pounds if kind == paid else None, goodwill_reason=goodwill)
        for kind in dict.fromkeys(cells["remedies"] or [])
    ]


def _update(
    case: Complaint,
    row: Row,
    chosen: dict[TermKind, ComplaintTerm | None],
    present: set[str],
    *,
    by: Person | None,
) -> None:
    """Write what a row says over an imported case."""
    for name, fact in facts_of(row.cells).items():
        setattr(case, name, fact)
    for kind, term in chosen.items():
        if kind.value in present:
            setattr(case, kind.value, term)
    case.remedies, case.joint_bodies, case.ombudsman_cases = [], [], []
    db.session.flush()
    db.session.add_all(_hanging(row.cells, case.id))
    db.session.flush()
    db.session.expire(case, ["remedies", "joint_bodies", "ombudsman_cases"])
    trail.record(Event.COMPLAINT_CHANGED, case, by=by, words="changed by an import")


def _set_next(organisation_id: int, references: Collection[str]) -> None:
    """Work out the next date of the cases that still have one."""
    wanted = set(references)
    query = select(Complaint).where(
        Complaint.organisation_id == organisation_id,
        Complaint.status.in_(STANDING_OPEN)
        | Complaint.id.in_(
            select(OmbudsmanCase.complaint_id)
            .join(OmbudsmanRecommendation)
            .where(OmbudsmanRecommendation.done_on.is_(None))
        ),
    )
    for case in db.session.scalars(query):
        if case.reference in wanted:
            set_next(case)
    db.session.flush()
