"""Importing actions that are tracked elsewhere: one row each, matched by its reference."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select

from casework.accounts.models import Organisation, Person
from casework.actions import intake, rules
from casework.actions.import_reading import Found, check_lengths, finish, need_council
from casework.actions.models import Action, ActionStatus
from casework.actions.services import body_of
from casework.extensions import db
from casework.findings.models import Finding, FindingKind, Severity
from casework.findings.rules import Source
from casework.findings.services import note_action_agreed, raise_finding
from casework.kit import clock
from casework.kit.cells import Parser, day, one_of, words
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult, Row, Table, read_table
from casework.measures.models import Measure
from casework.trail import services as trail
from casework.trail.events import Event

COLUMNS: dict[str, Parser] = {
    "reference": words(30),
    "source": words(200),
    "finding": words(200),
    "action": words(),
    "success_measure": words(),
    "measure": words(80),
    "lead": words(200),
    "agency": words(40),
    "due": day,
    "status": one_of(ActionStatus),
    "note": words(),
}
FINDING = re.compile(r"FND-\d+", re.IGNORECASE)
NOT_SAID = "To be confirmed"


def import_actions(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None,
    dry_run: bool = False,
    add_terms: bool = False,
    ignore_unknown: bool = False,
    **_: Any,
) -> ImportResult:
    """Take in actions by their reference. `finding` is a reference of ours, or words that become a finding.

    `lead` may be the email of an account: it then owns the action. Blank cells leave what is held. A file cannot
    submit, return or sign off. Raises TableRefused with every problem.
    """
    council = need_council(organisation)
    table = read_table(path, COLUMNS, required=("reference",), ignore_unknown=ignore_unknown)
    check_lengths(table, ("reference",))
    with finish(dry_run):
        result = ActionReader(table, council, by).read()
        table.check()
        if result.new or result.changed:
            trail.record(Event.FILE_IMPORTED, None, by=by, words=f"imported actions from {table.file}: {result}")
    return result


class ActionReader:
    """Takes the rows of one file in, remembering the findings it has raised."""

    def __init__(self, table: Table, council: Organisation, by: Person | None) -> None:
        self.table, self.council, self.by = table, council, by
        self.found = Found(table, council)
        references = [row.cells["reference"] for row in table.rows]
        held = db.session.scalars(select(Action).where(Action.reference.in_(references)))
        self.held = {one.reference: one for one in held}
        self.findings = {
            (one.entered_source or "", one.title): one for one in db.session.scalars(self._open_findings())
        }
        self.by_reference = {one.reference: one for one in self.findings.values()}

    def _open_findings(self) -> Select[Finding]:
        """The council's findings that are not restricted."""
        return select(Finding).where(Finding.organisation_id == self.council.id, Finding.is_restricted.is_(False))

    def read(self) -> ImportResult:
        """Every row in order."""
        counts = {"new": 0, "changed": 0, "same": 0}
        for row in self.table.rows:
            problems = len(self.table.problems)
            facts = self._facts(row)
            if len(self.table.problems) == problems:
                counts[self._take(row, facts)] += 1
        return ImportResult(counts["new"], counts["changed"], counts["same"])

    def _facts(self, row: Row) -> dict[str, Any]:
        cells = row.cells
        measure = self.found.measure(row)
        facts = {
            "title": cells["action"],
            "success_looks_like": cells["success_measure"],
            "measure": measure,
            "agency": self.found.agency(row),
            "due_on": cells["due"],
            "status": self._status(row),
            "note": cells["note"],
            **self._lead(row),
        }
        held = self.held.get(cells["reference"])
        if held is not None and held.organisation_id != self.council.id:
            self.table.refuse(row, "reference", "is taken. Give the action another reference")
        elif held is None and not cells["action"]:
            self.table.refuse(row, "action", "is blank, and the action is new")
        if facts["status"] == ActionStatus.STOPPED and not cells["note"] and not (held and held.stopped_reason):
            self.table.refuse(row, "note", "is blank: say why the action is stopped")
        return facts | self._origin(row, measure)

    def _status(self, row: Row) -> ActionStatus | None:
        status, held = row.cells["status"], self.held.get(row.cells["reference"])
        if status is None:
            return None
        try:
            intake.check_status(held.status if held else None, status)
        except RuleBroken as broken:
            self.table.refuse(row, "status", broken.sentence)
        return ActionStatus(status)

    def _lead(self, row: Row) -> dict[str, Any]:
        """The lead in words, or the account whose email it is."""
        lead = row.cells["lead"]
        if not lead or "@" not in lead:
            return {"lead": lead}
        person = db.session.scalars(select(Person).where(Person.email == lead.lower())).first()
        try:
            owner = rules.check_owner(person, self.council)
        except RuleBroken:
            self.table.refuse(row, "lead", f'"{lead}" is no account that can own an action')
            return {}
        return {"lead": owner.name, "owner": owner}

    def _origin(self, row: Row, measure: Measure | None) -> dict[str, Any]:
        """The finding it is for, or where it comes from in words."""
        source, text = row.cells["source"], row.cells["finding"]
        held = self.held.get(row.cells["reference"])
        if not text:
            return {} if held is not None and held.finding_id else {"source_words": source}
        if held is not None and held.deliverable_id:
            self.table.refuse(row, "finding", f"cannot be given: {held.reference} belongs to a plan")
            return {}
        if FINDING.fullmatch(text):
            finding = self.by_reference.get(text.upper())
            if finding is None:
                self.table.refuse(row, "finding", f'there is no finding "{text}"')
            return {"finding": finding}
        held_finding = self.findings.get((source or row.cells["reference"], text))
        if held_finding is None and measure is None:
            self.table.refuse(row, "measure", "is blank: a finding needs a measure that should move")
        return {"finding": held_finding or self._raise(row, source or row.cells["reference"], text, measure)}

    def _raise(self, row: Row, source: str, title: str, measure: Measure | None) -> Finding | None:
        if measure is None or self.table.problems:
            return None
        finding = raise_finding(
            source=Source(source, entered=source),
            kind=FindingKind.AREA_FOR_IMPROVEMENT,
            title=title,
            detail=None,
            theme=None,
            severity=Severity.MEDIUM,
            measures=[measure],
            organisation=self.council,
            by=self.by,
        )
        self.findings[(source, title)] = self.by_reference[finding.reference] = finding
        return finding

    def _take(self, row: Row, facts: dict[str, Any]) -> str:
        held = self.held.get(row.cells["reference"])
        if held is None:
            action = intake.take_in(file=self.table.file, by=self.by, **self._new(row, facts))
            if action.finding and action.status in (ActionStatus.AGREED, ActionStatus.IN_PROGRESS):
                note_action_agreed(action.finding, by=self.by)
            return "new"
        differs = intake.differing(held, facts)
        if not differs:
            return "same"
        try:
            intake.check_change(held)
        except RuleBroken as broken:
            self.table.refuse(row, None, broken.sentence)
            return "changed"
        if differs.get("status") == ActionStatus.STOPPED:
            held.stopped_reason, held.stopped_at = row.cells["note"], clock.now()
        intake.change(held, differs, file=self.table.file, by=self.by)
        return "changed"

    def _new(self, row: Row, facts: dict[str, Any]) -> dict[str, Any]:
        status = facts["status"] or ActionStatus.PROPOSED
        return facts | {
            "reference": row.cells["reference"],
            "organisation": self.council,
            "body": body_of(facts.get("finding"), None),
            "success_looks_like": facts["success_looks_like"] or NOT_SAID,
            "lead": facts.get("lead") or NOT_SAID,
            "agency": facts["agency"] or self.council,
            "timescale": None if facts["due_on"] else NOT_SAID,
            "status": status,
            "stopped_reason": row.cells["note"] if status == ActionStatus.STOPPED else None,
            "stopped_at": clock.now() if status == ActionStatus.STOPPED else None,
        }
