"""Short ways to have audits and returns in a test."""

from casework.extensions import db
from casework.safeguarding import returns, services
from casework.safeguarding.frameworks import framework_called
from casework.safeguarding.models import AuditFindingKind, ReturnStatus
from tests import make

TEMPLATE = "saaf-2019"


def agency(code="leicestershire-police", name=None):
    return make.organisation(code, name or code.replace("-", " ").title(), "agency")


def audit(by=None, agencies=None, **rest):
    by = by or make.person("board-office")
    words = {
        "title": "Self-neglect",
        "theme": "Self-neglect",
        "period": "2025-26",
        "method": "Reading",
        "sample": "Five",
    }
    agencies = agencies or [make.organisation(), agency()]
    made = services.plan_audit(organisation=by.organisation, agencies=agencies, by=by, **{**words, **rest})
    db.session.commit()
    return made


def started(by=None, cases=("SNH-01",), **rest):
    by = by or make.person("board-office")
    made = audit(by, **rest)
    services.start(made, started_on=made.created_at.date(), by=by)
    for reference in cases:
        services.add_case(made, reference=reference, is_unsafe=False, by=by)
    db.session.commit()
    return made


def found(of, words="Nobody leads", kind=AuditFindingKind.LEARNING, by=None):
    return services.note_finding(of, kind=kind, words=words, by=by)


def partner_return(agency_org=None, organisation=None, period="2025-26", tool="SAAF", status=None, **ratings):
    """A return with some ratings by standard, written with underscores for hyphens."""
    framework = framework_called(TEMPLATE)
    made = returns.start_return(
        organisation=organisation or make.organisation(),
        agency=agency_org or agency(),
        framework=framework,
        period=period,
        tool=tool,
    )
    db.session.flush()
    for standard, rating in ratings.items():
        answer = next(one for one in made.answers if one.standard == standard.replace("_", "-"))
        returns.set_answer(answer, returns.Given(rating, "Seen"), by=None)
    if status:
        made.submitted_at = made.created_at
        made.status = ReturnStatus(status)
    db.session.commit()
    return made


def answer_of(held, standard):
    return next(one for one in held.answers if one.standard == standard)
