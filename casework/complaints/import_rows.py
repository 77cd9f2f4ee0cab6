"""What a row of an imported log says, what is wrong with it, and which facts of a case it makes.

The sentences are those of the forms: an answer before receipt is refused in the same words wherever it is met.
"""

import re
from datetime import date
from typing import Any

from casework.complaints import rules
from casework.complaints.kinds import (
    MONEY,
    Channel,
    Ground,
    OmbudsmanOutcome,
    Outcome,
    RemedyKind,
    Route,
    Status,
    TermKind,
)
from casework.complaints.models import Complaint
from casework.kit import cells as cell
from casework.kit.letters import fold
from casework.kit.tables import Row, Table

GOODWILL = "Without a finding of fault in the imported log"
PARAGRAPH = re.compile(r"(?:reg(?:ulation)?\.?\s*)?8?\s*(?:\(1\)|\.?1)?\s*\(?([a-h])\)?", re.ASCII | re.IGNORECASE)
SUMMARY_MOST = 200


def _ground(text: str) -> Ground:
    found = PARAGRAPH.fullmatch(fold(text))
    if not found:
        raise ValueError(f'"{text}" is not a paragraph of regulation 8, like 8(1)(c)')
    return Ground(f"8(1)({found[1].lower()})")


ground = cell.Cell(_ground, "A paragraph of regulation 8: 8(1)(c), (c) or c")
COLUMNS: dict[str, cell.Parser] = {
    "reference": cell.folded(cell.words(30)),
    "received_on": cell.day,
    "channel": cell.folded(cell.one_of(Channel)),
    "route": cell.folded(cell.one_of(Route)),
    "excluded_ground": ground,
    "complainant": cell.words(100),
    "adult_reference": cell.folded(cell.words(60)),
    "district": cell.words(120),
    "team": cell.words(120),
    "provider": cell.words(120),
    "theme": cell.words(120),
    "cause": cell.words(120),
    "joint_with": cell.many(cell.words(120)),
    "acknowledged_on": cell.day,
    "responded_on": cell.day,
    "review_requested_on": cell.day,
    "reviewed_on": cell.day,
    "closed_on": cell.day,
    "outcome": cell.folded(cell.one_of(Outcome)),
    "remedies": cell.many(cell.folded(cell.one_of(RemedyKind))),
    "redress_pounds": cell.figure,
    "ombudsman_enquiry_on": cell.day,
    "ombudsman_decided_on": cell.day,
    "ombudsman_outcome": cell.folded(cell.one_of(OmbudsmanOutcome)),
    "ombudsman_remedy_due": cell.day,
    "ombudsman_remedy_done": cell.day,
    "summary": cell.words(),
}
REQUIRED = ("reference", "received_on", "channel", "route")
SAME_NAME = (
    *("reference", "received_on", "channel", "route", "excluded_ground", "adult_reference", "acknowledged_on"),
    *("responded_on", "review_requested_on", "reviewed_on", "closed_on", "outcome"),
)


def check_row(table: Table, row: Row, cells: dict[str, Any], today: date) -> list[str]:
    """Note everything wrong with a row; the warnings that do not stop it."""
    for column, sentence in rules.faults_of_dates({name: cells[name] for name in rules.LABELS}, today):
        table.refuse(row, column, sentence)
    _check_end(table, row, cells)
    _check_ombudsman(table, row, cells, today)
    warnings = []
    if cells["excluded_ground"] and cells["route"] != Route.EXCLUDED:
        table.refuse(row, "excluded_ground", "Only an excluded complaint has a paragraph of regulation 8")
    if cells["route"] == Route.EXCLUDED and not cells["excluded_ground"]:
        warnings.append(_warning(table, row, "excluded_ground", "no paragraph of regulation 8 is named"))
    pounds = cells["redress_pounds"]
    if pounds is not None and pounds <= 0:
        table.refuse(row, "redress_pounds", "Amount must be more than 0")
    if pounds is not None and money_of(cells) is None:
        table.refuse(row, "redress_pounds", "Only a payment or a write-off has an amount")
    if cells["remedies"] and not (cells["outcome"] and cells["outcome"].is_fault):
        warnings.append(_warning(table, row, "remedies", "no fault was found: kept as goodwill and counted apart"))
    return warnings


def _warning(table: Table, row: Row, column: str, sentence: str) -> str:
    return f'{table.file}:row {row.number}: column "{column}": {sentence}'


def _check_end(table: Table, row: Row, cells: dict[str, Any]) -> None:
    if cells["closed_on"] and not cells["outcome"]:
        table.refuse(row, "outcome", "A closed case needs an outcome")
    if cells["outcome"] and not cells["closed_on"]:
        table.refuse(row, "outcome", "Outcome must be blank while the case is open")


def _check_ombudsman(table: Table, row: Row, cells: dict[str, Any], today: date) -> None:
    asked, decided = cells["ombudsman_enquiry_on"], cells["ombudsman_decided_on"]
    for column in ("ombudsman_enquiry_on", "ombudsman_decided_on", "ombudsman_remedy_done"):
        if cells[column] and cells[column] > today:
            table.refuse(row, column, "The date must be today or in the past")
    if asked and (fault := rules.fault_of_enquiry(cells["received_on"], asked)):
        table.refuse(row, "ombudsman_enquiry_on", fault)
    for column in ("ombudsman_decided_on", "ombudsman_outcome", "ombudsman_remedy_due"):
        if cells[column] and not asked:
            table.refuse(row, column, "Add the ombudsman's enquiry first")
            return
    if asked and decided and (fault := rules.fault_of_decision(asked, decided)):
        table.refuse(row, "ombudsman_decided_on", fault)
    if bool(decided) != bool(cells["ombudsman_outcome"]):
        column = "ombudsman_outcome" if decided else "ombudsman_decided_on"
        table.refuse(row, column, "A decision needs both its day and its outcome")
    if cells["ombudsman_remedy_due"] and not decided:
        table.refuse(row, "ombudsman_remedy_due", "A remedy comes with the ombudsman's decision")
    if cells["ombudsman_remedy_done"] and not cells["ombudsman_remedy_due"]:
        table.refuse(row, "ombudsman_remedy_done", "A remedy that is done needs the day it was due")


def money_of(cells: dict[str, Any]) -> RemedyKind | None:
    """The remedy that the amount belongs to: a payment before a write-off."""
    return next((kind for kind in MONEY if kind in (cells["remedies"] or [])), None)


def status_of(cells: dict[str, Any]) -> Status:
    """Where a row's case stands, by its days."""
    if cells["closed_on"]:
        return Status.WITHDRAWN if cells["outcome"] == Outcome.WITHDRAWN else Status.CLOSED
    if cells["responded_on"]:
        waits = cells["review_requested_on"] and not cells["reviewed_on"]
        return Status.IN_REVIEW if waits else Status.ANSWERED
    return Status.ACKNOWLEDGED if cells["acknowledged_on"] else Status.NEW


def facts_of(cells: dict[str, Any]) -> dict[str, Any]:
    """The columns of a case that a row fills; a long summary is kept whole as what was said."""
    said = cells["summary"] or None
    short = said if said is None or len(said) <= SUMMARY_MOST else said[: SUMMARY_MOST - 1].rstrip() + "…"
    return {name: cells[name] for name in SAME_NAME} | {
        "status": status_of(cells),
        "told_by_words": cells["complainant"],
        "summary": short,
        "what_said": said if said != short else None,
    }


def as_cells(case: Complaint) -> dict[str, Any]:
    """The row that a case would be."""
    enquiry = next(iter(case.ombudsman_cases), None)
    asked = next(iter(enquiry.recommendations), None) if enquiry else None
    return {
        **{name: getattr(case, name) for name in SAME_NAME},
        **{kind.value: term.name if (term := getattr(case, kind.value)) else None for kind in TermKind},
        "complainant": case.told_by_words,
        "joint_with": [body.name for body in case.joint_bodies],
        "remedies": list(dict.fromkeys(remedy.kind for remedy in case.remedies)),
        "redress_pounds": next((remedy.pounds for remedy in case.remedies if remedy.pounds), None),
        "ombudsman_enquiry_on": enquiry and enquiry.enquiry_on,
        "ombudsman_decided_on": enquiry and enquiry.decided_on,
        "ombudsman_outcome": enquiry and enquiry.outcome,
        "ombudsman_remedy_due": asked and asked.due_on,
        "ombudsman_remedy_done": asked and asked.done_on,
        "summary": case.what_said if case.is_imported and case.what_said else case.summary,
    }
