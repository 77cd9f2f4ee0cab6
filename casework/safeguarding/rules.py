"""Rules of audits and partner returns: which move may follow which, made-up case references, grades, who may write."""

from collections.abc import Collection, Iterable
from datetime import date

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.kit.rules import RuleBroken
from casework.kit.words import listed
from casework.measures.periods import NotAPeriod, parse_period
from casework.safeguarding.frameworks import Framework
from casework.safeguarding.models import Audit, AuditCase, AuditStatus, PartnerReturn, ReturnStatus

# (status, verb) -> next status; what is not here is refused
AUDIT_MOVES: dict[tuple[AuditStatus, str], AuditStatus] = {
    (AuditStatus.PLANNED, "start"): AuditStatus.IN_PROGRESS,
    (AuditStatus.DELAYED, "start"): AuditStatus.IN_PROGRESS,
    (AuditStatus.PLANNED, "delay"): AuditStatus.DELAYED,
    (AuditStatus.IN_PROGRESS, "delay"): AuditStatus.DELAYED,
    (AuditStatus.IN_PROGRESS, "finish"): AuditStatus.FINISHED,
}
RETURN_MOVES: dict[tuple[ReturnStatus, str], ReturnStatus] = {
    (ReturnStatus.INVITED, "write"): ReturnStatus.IN_PROGRESS,
    (ReturnStatus.IN_PROGRESS, "write"): ReturnStatus.IN_PROGRESS,
    (ReturnStatus.IN_PROGRESS, "submit"): ReturnStatus.SUBMITTED,
    (ReturnStatus.SUBMITTED, "unlock"): ReturnStatus.IN_PROGRESS,
}
AUDIT_REFUSALS = {
    "start": "This audit has started already",
    "delay": "Only an audit that is planned or in progress can be delayed",
    "finish": "Only an audit in progress can be finished",
}
RETURN_REFUSALS = {
    "write": "This return is submitted. Ask the board office to unlock it",
    "submit": "Answer at least one standard before you submit",
    "unlock": "Only a submitted return can be unlocked",
}


def period_code(text: str) -> str:
    """The code of the period that was typed; RuleBroken with a sentence when it is none."""
    try:
        return parse_period(text).code
    except NotAPeriod as problem:
        raise RuleBroken(str(problem), "period") from None


# --- audits ---


def next_audit_status(audit: Audit, verb: str) -> AuditStatus:
    """Where the audit stands after this move; RuleBroken when it may not follow."""
    if (audit.status, verb) not in AUDIT_MOVES:
        raise RuleBroken(AUDIT_REFUSALS[verb])
    return AUDIT_MOVES[audit.status, verb]


def may_move_audit(audit: Audit, verb: str) -> bool:
    """Whether a button for this move is shown."""
    return (audit.status, verb) in AUDIT_MOVES


def is_open(audit: Audit) -> bool:
    """Whether cases, grades and findings may still be written."""
    return audit.status != AuditStatus.FINISHED


def check_open(audit: Audit) -> None:
    """Refuse to change an audit that is finished."""
    if not is_open(audit):
        raise RuleBroken("This audit is finished, so it cannot be changed")


def check_plan(agencies: Collection[object], *, started_on: date | None, due_on: date | None) -> None:
    """Refuse an audit of one agency (then it is not multi-agency) or one that is due before it starts."""
    if len(agencies) < 2:
        raise RuleBroken("Select at least two agencies", "agencies")
    if started_on and due_on and due_on < started_on:
        raise RuleBroken("Due must be the same as or after the day it starts", "due_on")


def check_agencies_kept(audit: Audit, agency_ids: Collection[int]) -> None:
    """Refuse to take away an agency that has graded a case."""
    for case in audit.cases:
        for grade in case.grades:
            if grade.organisation_id not in agency_ids:
                name = next(one.name for one in audit.agencies if one.id == grade.organisation_id)
                raise RuleBroken(f"{name} has graded {case.reference}, so it stays in the audit", "agencies")


def check_case(audit: Audit, reference: str) -> None:
    """Refuse a reference that the audit holds already."""
    check_open(audit)
    if reference in {case.reference for case in audit.cases}:
        raise RuleBroken(f"{reference} is in this audit already", "reference")


def check_grades(audit: Audit, agency_ids: Iterable[int]) -> None:
    """Refuse a grade of an agency that does not take part."""
    check_open(audit)
    if not set(agency_ids) <= {agency.id for agency in audit.agencies}:
        raise RuleBroken("Only agencies that take part in the audit can grade its cases")


def check_escalate(case: AuditCase, *, escalated_on: date, made_safe_on: date | None) -> None:
    """Refuse an escalation of a case where nobody is unsafe, or safety before anybody was told."""
    if not case.is_unsafe:
        raise RuleBroken(f"{case.reference} was not marked as unsafe")
    if made_safe_on and made_safe_on < escalated_on:
        raise RuleBroken(
            "The day they were safe must be the same as or after the day somebody was told", "made_safe_on"
        )


def is_at_risk(case: AuditCase) -> bool:
    """Whether somebody was found unsafe and is not known to be safe yet."""
    return case.is_unsafe and case.made_safe_on is None


def check_finish(audit: Audit) -> None:
    """Refuse to finish before everybody is safe, every case has an agreed grade, and something was found."""
    for sentence, cases in (
        ("Record that everybody is safe before you finish", [case for case in audit.cases if is_at_risk(case)]),
        ("Agree a grade for every case before you finish", [case for case in audit.cases if not case.agreed_grade]),
    ):
        if cases:
            raise RuleBroken(f"{sentence}: {listed([case.reference for case in cases])}")
    if not audit.cases:
        raise RuleBroken("Add at least one case before you finish")
    if not audit.findings:
        raise RuleBroken("Note at least one piece of good practice or learning before you finish")


# --- partner returns ---


def next_return_status(partner_return: PartnerReturn, verb: str) -> ReturnStatus:
    """Where the return stands after this move; RuleBroken when it may not follow."""
    if (partner_return.status, verb) not in RETURN_MOVES:
        raise RuleBroken(RETURN_REFUSALS[verb])
    return RETURN_MOVES[partner_return.status, verb]


def may_write(partner_return: PartnerReturn, person: Person) -> bool:
    """Whether this person may answer now: the agency's own people, or the board office for an agency on paper."""
    return (partner_return.status, "write") in RETURN_MOVES and _answers_for(partner_return, person)


def may_submit(partner_return: PartnerReturn, person: Person) -> bool:
    """Whether this person may submit now."""
    return (partner_return.status, "submit") in RETURN_MOVES and _answers_for(partner_return, person)


def keeps(partner_return: PartnerReturn, person: Person) -> bool:
    """Whether this person is of the board office that asked for the return."""
    return person.has(Role.BOARD_OFFICE) and partner_return.organisation_id == person.organisation_id


def may_unlock(partner_return: PartnerReturn, person: Person) -> bool:
    """Whether this person may unlock the return now."""
    return (partner_return.status, "unlock") in RETURN_MOVES and keeps(partner_return, person)


def _answers_for(partner_return: PartnerReturn, person: Person) -> bool:
    own = person.has(Role.BOARD_MEMBER) and partner_return.agency_id == person.organisation_id
    return own or keeps(partner_return, person)


def check_answer(framework: Framework, *, rating: str | None, plan: str | None, due_on: date | None) -> None:
    """Refuse a rating outside the scale, and one that needs work without what will be done and by when."""
    if rating is not None and rating not in framework.steps:
        raise RuleBroken("Select a rating", "rating")
    if framework.needs_work(rating) and not (plan and due_on):
        raise RuleBroken("Say what you will do and by when, or choose another rating", "due_on" if plan else "plan")


def check_submit(unanswered: int) -> None:
    """Refuse to submit while standards that everybody answers have no rating."""
    if unanswered:
        raise RuleBroken(f"Answer every standard before you submit: {unanswered} to go")
