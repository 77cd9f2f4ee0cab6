"""A measure worked out from audits of practice: how many of the cases that were graded are good or outstanding."""

from flask import Flask
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import contains_eager

from casework.accounts.models import Organisation
from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit.words import short_date
from casework.measures.hooks import Behind, Counted, CountedLine, register_computer
from casework.measures.periods import PeriodSpec
from casework.safeguarding.models import Audit, AuditCase, Grade
from casework.safeguarding.words import GRADE_WORDS

AUDITED_GOOD = "safeguarding:audited-good"
GOOD = (Grade.OUTSTANDING, Grade.GOOD)


def _graded(council: Organisation, spec: PeriodSpec) -> ColumnElement[bool]:
    """Cases with an agreed grade, of audits that the council's board finished in the period; the audit is joined."""
    return and_(
        Audit.organisation_id == council.id,
        Audit.finished_on.between(spec.starts_on, spec.ends_on),
        AuditCase.agreed_grade.is_not(None),
    )


def audited_good(council: Organisation, spec: PeriodSpec) -> Counted:
    """Of the cases graded in audits finished in the period, how many were agreed to be good or outstanding."""
    query = (
        select(AuditCase.agreed_grade, func.count())
        .join(AuditCase.audit)
        .where(_graded(council, spec))
        .group_by(AuditCase.agreed_grade)
    )
    counts = {grade: number for grade, number in db.session.execute(query)}  # noqa: C416 - dict(rows) has no types
    return Counted(sum(counts.get(grade, 0) for grade in GOOD), sum(counts.values()))


def list_cases(asked: Behind) -> list[CountedLine]:
    """The audited cases behind the figure."""
    is_good = AuditCase.agreed_grade.in_(GOOD)
    query = (
        select(AuditCase)
        .join(AuditCase.audit)
        .options(contains_eager(AuditCase.audit))
        .where(_graded(asked.council, asked.period), is_good if asked.is_counted else ~is_good)
        .where(AuditCase.id > asked.after)
        .order_by(AuditCase.id)
        .limit(asked.most)
    )
    return [
        CountedLine(one.id, f"{one.audit.reference}, case {one.reference}", f"/safeguarding/audits/{one.audit_id}",
                    f"{GRADE_WORDS[one.agreed_grade]}; audit finished {short_date(one.audit.finished_on)}")
        for one in db.session.scalars(query)
        if one.agreed_grade and one.audit.finished_on
    ]  # fmt: skip


def register(app: Flask) -> None:
    """Hand the measure to the measures room."""
    register_computer(app, AUDITED_GOOD, audited_good, lister=list_cases, need=Need.READ_SAFEGUARDING)
