"""Cases for the tests of this room: `case()` never touches a database, `complaint()` is saved."""

from datetime import date
from itertools import count

from casework.complaints.kinds import Channel, Outcome, Route, Status, TermKind
from casework.complaints.models import Complaint, ComplaintPoint, ComplaintTerm, Compliment
from casework.extensions import db
from casework.kit import clock
from tests import make

NUMBERS = count(1)
RELATED = (
    *("points", "named", "access", "routes", "authorities", "promises", "agreements", "holds", "referrals"),
    *("joint_bodies", "answers", "remedies", "ombudsman_cases"),
)


def case(**facts):
    """A case in memory, with empty lists where nothing is given."""
    given = {"status": Status.NEW, "route": Route.STATUTORY, "received_on": date(2026, 4, 7), "channel": Channel.PHONE}
    return Complaint(**{name: [] for name in RELATED} | given | facts)


def point(number=1, outcome=None, **facts):
    decided = facts.pop("decided_on", date(2026, 4, 20) if outcome else None)
    title = facts.pop("title", f"Point {number}")
    return ComplaintPoint(
        number=number, title=title, outcome=Outcome(outcome) if outcome else None, decided_on=decided, **facts
    )


def term(kind, name, org=None):
    org = org or make.organisation()
    found = db.session.query(ComplaintTerm).filter_by(kind=TermKind(kind), name=name, organisation_id=org.id).first()
    return found or make.saved(ComplaintTerm(kind=TermKind(kind), name=name, organisation_id=org.id))


def complaint(officer=None, org=None, points=(), **facts):
    """A saved case; `points` are outcomes ("upheld"), or None for an open point."""
    org = org or (officer.organisation if officer else make.organisation())
    number = next(NUMBERS)
    words = {
        "reference": f"ASC-2026-{number:05}", "status": Status.NEW, "route": Route.STATUTORY, "channel": Channel.PHONE,
        "received_on": date(2026, 4, 7), "summary": "Care call removed", "what_said": "They took the evening call away",
        "logged_at": clock.now(), "changed_at": clock.now(),
    }  # fmt: skip
    held = Complaint(organisation=org, officer=officer, **{**words, **facts})
    held.points = [point(place, outcome) for place, outcome in enumerate(points, start=1)]
    return make.saved(held)


def team(org=None):
    """An officer and a manager of one council."""
    org = org or make.organisation()
    return make.person("complaints-officer", org=org), make.person("complaints-manager", org=org)


def compliment(org=None, **facts):
    org = org or make.organisation()
    given = {"reference": f"CMP-2026-{next(NUMBERS):05}", "text": "Kind words", "received_on": date(2026, 4, 7)}
    return make.saved(Compliment(organisation_id=org.id, logged_at=clock.now(), **given | facts))
