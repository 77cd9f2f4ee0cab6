"""Short ways to have what a test needs. Everything is real: made by the models, kept in the test's database."""

from datetime import date
from itertools import count

from casework.accounts.models import Organisation, OrganisationKind, Person, PersonRole
from casework.accounts.roles import Role
from casework.actions.models import Action, ActionStatus
from casework.extensions import db
from casework.findings.models import Finding, FindingKind, FindingMeasure, FindingStatus, Severity
from casework.kit import clock
from casework.measures.models import Edition, Measure, MeasureValue, Period, PeriodKind, Polarity, Unit, ValueState

NUMBERS = count(1)


def saved(thing):
    """Add it, give it its number, hand it back."""
    db.session.add(thing)
    db.session.flush()
    return thing


def organisation(code="E10000018", name="Leicestershire", kind="council", **rest):
    found = db.session.query(Organisation).filter_by(code=code).first()
    return found or saved(Organisation(code=code, name=name, kind=OrganisationKind(kind), **rest))


def person(*roles, org=None, name=None, password_hash="none", **rest):
    number = next(NUMBERS)
    return saved(
        Person(
            email=f"person{number}@demo.example",
            name=name or f"Person {number}",
            organisation=org or organisation(),
            password_hash=password_hash,
            created_at=clock.now(),
            role_rows=[PersonRole(role=Role(role)) for role in roles],
            **rest,
        )
    )


def measure(code="1E", edition="ascof-2011", **rest):
    held = db.session.query(Edition).filter_by(code=edition).first() or saved(Edition(code=edition, title=edition))
    found = db.session.query(Measure).filter_by(edition_id=held.id, code=code).first()
    words = {"label": f"ASCOF {code}", "title": f"Measure {code}", "polarity": Polarity.HIGH, "unit": Unit.PERCENT}
    return found or saved(Measure(edition=held, code=code, **{**words, **rest}))


def period(code="2019-20"):
    year = int(code[:4])
    found = db.session.query(Period).filter_by(code=code).first()
    return found or saved(
        Period(code=code, kind=PeriodKind.YEAR, starts_on=date(year, 4, 1), ends_on=date(year + 1, 3, 31))
    )


def value(of, number, code="2019-20", org=None, **rest):
    return saved(
        MeasureValue(
            measure=of, organisation=org or organisation(), period=period(code), value=number, recorded_at=clock.now(),
            **{"state": ValueState.FINAL, **rest},
        )
    )  # fmt: skip


def finding(*measures, org=None, **rest):
    number = next(NUMBERS)
    words = {"entered_source": "A test", "source_words": "A test", "kind": FindingKind.AREA_FOR_IMPROVEMENT}
    return saved(
        Finding(
            reference=f"FND-{number:04}", organisation=org or organisation(),
            measure_links=[FindingMeasure(measure=one) for one in measures],
            **{"title": f"Finding {number}", "severity": Severity.MEDIUM, "status": FindingStatus.OPEN,
               "raised_at": clock.now(), **words, **rest},
        )
    )  # fmt: skip


def action(owner=None, found=None, **rest):
    number = next(NUMBERS)
    org = rest.pop("org", None) or (owner.organisation if owner else organisation())
    return saved(
        Action(
            reference=f"ACT-{number:04}", organisation=org, finding=found, owner=owner,
            **{
                "title": f"Action {number}", "success_looks_like": "It shows", "lead": "Head of Service", "agency": org,
                "status": ActionStatus.AGREED, "created_at": clock.now(), **rest,
            },
        )
    )  # fmt: skip
