"""Importing plans and actions (contract, section 4): all or nothing, matched by key, unchanged by a second time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from casework.accounts.models import Organisation, Person
from casework.actions import intake
from casework.actions.import_actions import import_actions
from casework.actions.import_reading import Found, check_lengths, finish, need_council
from casework.actions.models import Action, ActionStatus, Deliverable, Plan
from casework.extensions import db
from casework.findings.models import Body
from casework.kit.cells import Parser, day, words
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult, Row, Table, read_table
from casework.trail import services as trail
from casework.trail.events import Event

PLAN_COLUMNS: dict[str, Parser] = {
    "plan": words(200),
    "priority": words(200),
    "success_looks_like": words(),
    "deliverable": words(),
    "lead": words(200),
    "agency": words(40),
    "activity": words(),
    "timescale": words(200),
    "due": day,
    "measure": words(80),
}
KEY = ("plan", "priority", "deliverable", "activity")
NOT_SAID = "To be confirmed"


def import_plan(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None,
    dry_run: bool = False,
    add_terms: bool = False,
    ignore_unknown: bool = False,
    at: datetime | None = None,
    **_: Any,
) -> ImportResult:
    """Take in a plan: priorities, what success looks like, deliverables, and activities as agreed actions.

    A row is matched by plan, priority, deliverable and activity. `at` sets it back to when the plan was agreed. Raises
    TableRefused with every problem.
    """
    council = need_council(organisation)
    table = read_table(path, PLAN_COLUMNS, required=KEY, ignore_unknown=ignore_unknown)
    check_lengths(table, KEY)
    with finish(dry_run):
        reader = PlanReader(table, council, by, at)
        result = reader.read()
        table.check()
        if result.new or result.changed:
            trail.record(Event.FILE_IMPORTED, None, by=by, words=f"imported a plan from {table.file}: {result}")
    return result


class PlanReader:
    """Takes the rows of one file in, remembering the plans and deliverables it has met."""

    def __init__(self, table: Table, council: Organisation, by: Person | None, at: datetime | None) -> None:
        self.table, self.council, self.by, self.at = table, council, by, at
        self.found = Found(table, council)
        titles = {row.cells["plan"] for row in table.rows}
        held = select(Plan).where(Plan.organisation_id == council.id, Plan.title.in_(titles))
        plans = db.session.scalars(held.options(selectinload(Plan.deliverables))).all()
        self.plans = {plan.title: plan for plan in plans}
        numbers = [one.id for plan in plans for one in plan.deliverables]
        actions = select(Action).where(Action.deliverable_id.in_(numbers))
        loaded = db.session.scalars(actions.options(joinedload(Action.agency), joinedload(Action.measure)))
        self.actions = {(one.deliverable_id, one.title): one for one in loaded}

    def read(self) -> ImportResult:
        """Every row in order."""
        counts = {"new": 0, "changed": 0, "same": 0}
        for row in self.table.rows:
            counts[self._take(row)] += 1
        return ImportResult(counts["new"], counts["changed"], counts["same"])

    def _take(self, row: Row) -> str:
        facts = self._facts(row)
        deliverable, told = self._deliverable(row)
        held = self.actions.get((deliverable.id, row.cells["activity"]))
        if held is None:
            intake.take_in(file=self.table.file, by=self.by, at=self.at, **self._new(row, deliverable, facts))
            return "new"
        differs = intake.differing(held, facts)
        if differs:
            try:
                intake.check_change(held)
                intake.change(held, differs, file=self.table.file, by=self.by)
            except RuleBroken as broken:
                self.table.refuse(row, None, broken.sentence)
        return "changed" if differs or told else "same"

    def _facts(self, row: Row) -> dict[str, Any]:
        cells = row.cells
        return {
            "lead": cells["lead"],
            "agency": self.found.agency(row),
            "timescale": cells["timescale"],
            "due_on": cells["due"],
            "measure": self.found.measure(row),
            "success_looks_like": cells["success_looks_like"],
        }

    def _new(self, row: Row, deliverable: Deliverable, facts: dict[str, Any]) -> dict[str, Any]:
        dated = facts["due_on"] is not None or facts["timescale"]
        return facts | {
            "title": row.cells["activity"],
            "organisation": self.council,
            "deliverable": deliverable,
            "body": Body.BOARD,
            "status": ActionStatus.AGREED,
            "lead": facts["lead"] or NOT_SAID,
            "agency": facts["agency"] or self.council,
            "timescale": facts["timescale"] if dated else NOT_SAID,
            "success_looks_like": facts["success_looks_like"] or NOT_SAID,
        }

    def _deliverable(self, row: Row) -> tuple[Deliverable, bool]:
        """The deliverable of the row, and whether the file says something else about it than what is held."""
        cells = row.cells
        plan = self.plans.get(cells["plan"])
        if plan is None:
            plan = self.plans[cells["plan"]] = Plan(organisation_id=self.council.id, title=cells["plan"])
            db.session.add(plan)
            trail.record(Event.PLAN_STARTED, plan, by=self.by, words=f"started the plan {plan.title}")
        place = (cells["priority"], cells["deliverable"])
        held = next((one for one in plan.deliverables if (one.priority, one.title) == place), None)
        success = cells["success_looks_like"]
        if held is None:
            held = Deliverable(
                position=len(plan.deliverables) + 1,
                priority=cells["priority"],
                title=cells["deliverable"],
                success_looks_like=success or NOT_SAID,
            )
            plan.deliverables.append(held)
            db.session.flush()
            return held, False
        differs = bool(success) and held.success_looks_like != success
        if differs:
            held.success_looks_like = success
        return held, differs


IMPORTERS: dict[str, Callable[..., ImportResult]] = {"plan": import_plan, "actions": import_actions}
