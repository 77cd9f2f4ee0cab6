"""Reading audits of practice, what was raised from them, and the room's lines for the home page."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.accounts.queries import own_council
from casework.accounts.roles import Need, Role
from casework.extensions import db
from casework.findings.models import Finding
from casework.kit.lines import HomeLine
from casework.kit.queries import or_404
from casework.kit.words import plural
from casework.measures.models import Edition, Measure
from casework.safeguarding import returns_queries
from casework.safeguarding.models import Audit, AuditCase, AuditFinding, AuditStatus

PAGE = 25
EDITION = "safeguarding"  # the measures a safeguarding adults board prints each year


@dataclass(frozen=True)
class AuditLine:
    """An audit as a row of the list: how many cases, how many with an agreed grade, and what was found."""

    audit: Audit
    cases: int
    agreed: int
    findings: int


def _audits(seen_by: Person) -> Select[Audit]:
    """Audits led by the person's own council, for its board people; none for anybody else."""
    if not seen_by.may(Need.READ_SAFEGUARDING):
        return select(Audit).where(false())
    return select(Audit).where(Audit.organisation_id == own_council(seen_by).id)


def get_audit(audit_id: int, *, seen_by: Person) -> Audit:
    """The audit with its agencies, cases, grades and findings; 404 when it is not theirs to see."""
    query = _audits(seen_by).where(Audit.id == audit_id)
    loaded = query.options(
        selectinload(Audit.agencies),
        selectinload(Audit.cases).selectinload(AuditCase.grades),
        selectinload(Audit.findings),
    )
    return or_404(db.session.scalars(loaded).first())


def find_by_reference(reference: str, *, seen_by: Person) -> Audit | None:
    """The audit with this reference (AUD-0003), whatever its case; None when it is not theirs to see."""
    number = reference.upper().removeprefix("AUD-")
    if number == reference.upper() or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    return db.session.scalars(_audits(seen_by).where(Audit.number == int(number))).first()


def get_case(audit: Audit, case_id: int) -> AuditCase:
    """A case of the audit; 404 for another's."""
    return or_404(next((case for case in audit.cases if case.id == case_id), None))


def get_audit_finding(audit: Audit, finding_id: int) -> AuditFinding:
    """A finding of the audit; 404 for another's."""
    return or_404(next((finding for finding in audit.findings if finding.id == finding_id), None))


def list_audits(
    *, seen_by: Person, status: AuditStatus | None = None, before: int | None = None
) -> tuple[list[AuditLine], int | None]:
    """A page of audits, newest first, and the number to ask for the next page with (None on the last)."""
    cases = select(func.count()).where(AuditCase.audit_id == Audit.id).correlate(Audit).scalar_subquery()
    agreed = (
        select(func.count())
        .where(AuditCase.audit_id == Audit.id, AuditCase.agreed_grade.is_not(None))
        .correlate(Audit)
        .scalar_subquery()
    )
    found = select(func.count()).where(AuditFinding.audit_id == Audit.id).correlate(Audit).scalar_subquery()
    query = _audits(seen_by).add_columns(cases, agreed, found).order_by(Audit.number.desc()).limit(PAGE + 1)
    if status:
        query = query.where(Audit.status == status)
    if before:
        query = query.where(Audit.number < before)
    lines = [AuditLine(*row) for row in db.session.execute(query)]
    return lines[:PAGE], lines[PAGE - 1].audit.number if len(lines) > PAGE else None


def count_audits(*, seen_by: Person) -> dict[AuditStatus, int]:
    """How many audits stand where."""
    held = _audits(seen_by).subquery()
    rows = db.session.execute(select(held.c.status, func.count()).group_by(held.c.status))
    return {AuditStatus(status): count for status, count in rows}


def list_raised(finding_ids: Collection[int]) -> dict[int, list[Finding]]:
    """The findings of the register that were raised from these findings of an audit."""
    query = select(Finding).where(Finding.audit_finding_id.in_(finding_ids)).order_by(Finding.id)
    raised: dict[int, list[Finding]] = {}
    for finding in db.session.scalars(query) if finding_ids else ():
        raised.setdefault(finding.audit_finding_id or 0, []).append(finding)
    return raised


def list_agencies(*, seen_by: Person) -> list[Organisation]:
    """Who may take part: partner agencies and the councils of the board, the person's own first, then by name."""
    areas = [area.id for area in returns_queries.list_areas(seen_by=seen_by)]
    query = select(Organisation).where(
        or_(Organisation.kind == OrganisationKind.AGENCY, Organisation.id.in_(areas)),
    )
    own = own_council(seen_by)
    return sorted(db.session.scalars(query), key=lambda one: (one.id != own.id, one.name))


def list_measures() -> list[Measure]:
    """Measures that a finding of this room may explain: the board's own, and the safety domain of ASCOF."""
    safety = and_(Edition.code.like("ascof-%"), Measure.code.like("4%"))
    query = select(Measure).join(Edition).where(or_(Edition.code == EDITION, safety))
    return list(db.session.scalars(query.order_by(Edition.code.desc(), Measure.position, Measure.id)))


# --- home ---


def list_for_home(person: Person) -> list[HomeLine]:
    """What the room asks of this person today: cases to agree, somebody not safe, returns to write or to chase."""
    lines = returns_queries.list_for_home(person)
    if person.has(Role.BOARD_OFFICE):
        lines += _unsafe_lines(person) + _audit_lines(person)
    return lines


def _unsafe_lines(person: Person) -> list[HomeLine]:
    held = _audits(person).subquery()
    query = (
        select(AuditCase)
        .join(held, held.c.id == AuditCase.audit_id)
        .where(AuditCase.is_unsafe, AuditCase.made_safe_on.is_(None))
        .order_by(AuditCase.id)
    )
    return [
        HomeLine(
            "Late",
            f"{case.reference}: somebody is unsafe, "
            + ("and is not known to be safe yet" if case.escalated_on else "and nobody is known to have been told"),
            f"/safeguarding/audits/{case.audit_id}/cases/{case.id}/escalate",
        )
        for case in db.session.scalars(query)
    ]


def _audit_lines(person: Person) -> list[HomeLine]:
    query = (
        _audits(person)
        .where(Audit.status == AuditStatus.IN_PROGRESS)
        .add_columns(
            select(func.count())
            .where(AuditCase.audit_id == Audit.id, AuditCase.agreed_grade.is_(None))
            .correlate(Audit)
            .scalar_subquery()
        )
    )
    return [
        HomeLine(
            "Before the next meeting",
            f"Agree grades in {plural(count, 'case')} of the audit of {audit.title}"
            if count
            else f"Finish the audit of {audit.title}: every case has an agreed grade",
            f"/safeguarding/audits/{audit.id}" + ("" if count else "/finish"),
            audit.due_on,
        )
        for audit, count in db.session.execute(query)
    ]
