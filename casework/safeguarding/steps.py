"""Whose turn an audit is and what happens next, worked out from what it holds."""

from dataclasses import dataclass

from casework.safeguarding.models import Audit, AuditStatus
from casework.safeguarding.rules import is_at_risk


@dataclass(frozen=True)
class Step:
    """What happens next in words; `verb` and `case_id` name the page where the board office does it (None: nothing)."""

    words: str
    button: str = ""
    verb: str | None = None
    case_id: int | None = None


def next_step(audit: Audit) -> Step:
    """The one next step: somebody's safety first, then cases, grades and findings, then finishing."""
    for case in audit.cases:
        if is_at_risk(case):
            said = "is not known to be safe yet" if case.escalated_on else "and nobody is known to have been told"
            return Step(f"{case.reference}: somebody is unsafe, {said}", "Record the escalation", "escalate", case.id)
    if audit.status == AuditStatus.FINISHED:
        return Step("Raise what was found into the register, so that somebody acts on it")
    if audit.status == AuditStatus.PLANNED:
        return Step("Start the audit", "Start the audit", "start")
    if audit.status == AuditStatus.DELAYED:
        return Step("Go on when the agencies can", "Go on with the audit", "start")
    if not audit.cases:
        return Step("Add the cases of the sample", "Add a case", "add_case")
    ungraded = next((case for case in audit.cases if case.agreed_grade is None), None)
    if ungraded:
        return Step(f"Agree a grade for {ungraded.reference}", f"Grade {ungraded.reference}", "grade", ungraded.id)
    if not audit.findings:
        return Step("Note what was found", "Note good practice or learning", "note_finding")
    return Step("Every case has an agreed grade", "Finish the audit", "finish")
