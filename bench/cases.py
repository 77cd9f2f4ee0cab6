"""A log of any size that looks like a council's: ten years of cases, most closed, a few hundred open, some restricted.

Everything follows from a seed, so that two runs measure the same. Written in bulk: names, words and cases are invented.
"""

import random
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from casework.accounts import services as accounts
from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Role
from casework.actions.models import Action, ActionStatus
from casework.complaints import search_index, terms
from casework.complaints.calendar import Calendar, acknowledge_by
from casework.complaints.kinds import (
    Channel,
    Direction,
    LetterKind,
    NextStep,
    OmbudsmanOutcome,
    Outcome,
    RemedyKind,
    Route,
    Status,
    Teller,
    TermKind,
)
from casework.complaints.models import Complaint, ComplaintAccess, ComplaintPoint, ComplaintTerm, Compliment
from casework.complaints.records import (
    ComplaintAnswer,
    ComplaintJointBody,
    ComplaintLetter,
    OmbudsmanCase,
    OmbudsmanRecommendation,
    Remedy,
)
from casework.config import ROOT
from casework.extensions import db
from casework.findings.models import Finding, FindingKind, FindingStatus, Severity
from casework.kit import clock
from casework.trail import chain
from casework.trail.events import Event
from casework.trail.head import trail_key
from casework.trail.models import TrailEntry

BATCH = 2_000
YEARS = 10
OPEN_AT_MOST = 600
WORDS = [
    "call",
    "care",
    "visit",
    "evening",
    "morning",
    "support",
    "plan",
    "review",
    "assessment",
    "charge",
    "invoice",
    "letter",
    "direct",
    "payment",
    "provider",
    "carer",
    "hospital",
    "discharge",
    "respite",
    "transport",
    "equipment",
    "stairlift",
    "ramp",
    "bathroom",
    "medication",
    "meal",
    "social",
    "worker",
    "telephone",
    "promise",
    "delay",
    "explained",
    "decision",
    "family",
    "mother",
    "father",
    "daughter",
    "son",
    "home",
    "residential",
    "budget",
    "hours",
    "reduced",
    "stopped",
    "late",
    "missed",
    "wrong",
    "told",
    "nobody",
    "asked",
    "agreed",
    "waiting",
    "list",
    "weeks",
    "months",
    "complaint",
    "answer",
]
NAMES = [
    "Abbott",
    "Bright",
    "Calder",
    "Dunmore",
    "Ellwood",
    "Farrow",
    "Garland",
    "Hurst",
    "Inman",
    "Jessop",
    "Kirkby",
    "Langley",
    "Marsden",
    "Norbury",
]
OUTCOMES = (Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD, Outcome.NO_FINDING, Outcome.WITHDRAWN)
ROUTES = (*((Route.STATUTORY,) * 16), Route.CORPORATE, Route.CORPORATE, Route.SERVICE_REQUEST, Route.EXCLUDED)
TEAM = {
    "manager": Role.COMPLAINTS_MANAGER,
    "director": Role.DIRECTOR,
    **{f"officer{number}": Role.COMPLAINTS_OFFICER for number in range(8)},
    **{f"investigator{number}": Role.INVESTIGATOR for number in range(20)},
}


def people() -> tuple[Organisation, dict[str, Person]]:
    """The council and its team, made once."""
    council = db.session.scalars(select(Organisation).where(Organisation.code == "E10000018")).one()
    found = {one.email: one for one in db.session.scalars(select(Person))}
    team = {}
    for name, role in TEAM.items():
        email = f"{name}@bench.example"
        team[name] = found.get(email) or accounts.add_person(
            email=email,
            name=name.title(),
            organisation=council,
            roles=[role],
            password=secrets.token_urlsafe(24),
            by=None,
        )
    terms.load_own(ROOT / "casework" / "packs" / "demonstration" / "terms.yaml", organisation=council)
    db.session.commit()
    return council, team


class Maker:
    """Makes rows, a batch of cases at a time."""

    def __init__(self, council: Organisation, team: dict[str, Person], size: int, seed: int) -> None:
        self.council, self.team, self.size = council, team, size
        self.dice = random.Random(seed)  # noqa: S311 - measuring, not secrets
        self.today = clock.today()
        self.calendar = Calendar()
        self.words_of = terms.list_terms(council.id)
        self.officers = [one.id for name, one in team.items() if name.startswith("officer")]
        self.investigators = [one.id for name, one in team.items() if name.startswith("investigator")]
        self.open_share = min(0.05, OPEN_AT_MOST / size)

    def text(self, count: int) -> str:
        """A sentence of so many words."""
        return " ".join(self.dice.choices(WORDS, k=count)).capitalize()

    def term(self, kind: TermKind) -> int | None:
        """One of the council's words, now and then none."""
        chosen: list[ComplaintTerm] = self.words_of[kind]
        return self.dice.choice(chosen).id if chosen and self.dice.random() < 0.9 else None

    def case(self, number: int) -> dict[str, Any]:
        """The facts of one case."""
        dice = self.dice
        is_open = dice.random() < self.open_share
        back = dice.randint(0, 90) if is_open else dice.randint(60, 365 * YEARS)
        received = self.today - timedelta(days=back)
        moment = clock.now()
        facts: dict[str, Any] = {
            "id": number, "organisation_id": self.council.id, "reference": f"ASC-{received.year}-{number:06}",
            "received_on": received, "channel": dice.choice(list(Channel)), "route": dice.choice(ROUTES),
            "excluded_ground": None, "summary": self.text(6), "what_said": self.text(dice.randint(15, 80)),
            "told_by_name": f"{dice.choice('ABCDEFGH')} {dice.choice(NAMES)}", "told_by": dice.choice(list(Teller)),
            "contact": f"0116 {dice.randint(100000, 999999)}", "adult_reference": f"P{dice.randint(1, self.size)}",
            "officer_id": dice.choice(self.officers), "is_restricted": dice.random() < 0.005, "is_risk": False,
            "is_imported": False, "version": 1, "logged_at": moment, "changed_at": moment, "sorted_at": moment,
            "acknowledged_on": None, "responded_on": None, "closed_on": None, "outcome": None,
            "next_on": None, "next_step": None,
            **{f"{kind.value}_id": self.term(kind) for kind in TermKind},
        }  # fmt: skip
        if is_open:
            facts["status"] = dice.choice([Status.NEW, Status.ACKNOWLEDGED, Status.INVESTIGATING, Status.DRAFTED])
            step = (
                NextStep.ACKNOWLEDGE
                if facts["status"] == Status.NEW
                else dice.choice([NextStep.TARGET, NextStep.UPDATE])
            )
            facts |= {"next_step": step, "next_on": self.today + timedelta(days=dice.randint(-5, 60))}
            if facts["status"] != Status.NEW:
                facts["acknowledged_on"] = min(self.today, acknowledge_by(received, self.calendar))
            return facts
        took = min(int(dice.expovariate(1 / 22)) + 1, 200, back)
        ended = received + timedelta(days=took)
        facts |= {
            "status": Status.CLOSED, "acknowledged_on": received + timedelta(days=min(took, dice.randint(0, 6))),
            "responded_on": ended, "closed_on": ended, "outcome": dice.choices(OUTCOMES, (25, 20, 40, 10, 5))[0],
        }  # fmt: skip
        facts["status"] = Status.WITHDRAWN if facts["outcome"] == Outcome.WITHDRAWN else Status.CLOSED
        return facts

    def points(self, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """One to three points; those of a closed case have their findings."""
        for number in range(1, self.dice.randint(1, 3) + 1):
            outcome = case["outcome"] if case["outcome"] != Outcome.WITHDRAWN else None
            yield {
                "complaint_id": case["id"], "number": number, "title": self.text(6), "version": 1, "is_wider": False,
                "investigator_id": self.dice.choice(self.investigators), "outcome": outcome,
                "found": self.text(20) if outcome else None, "decided_on": case["closed_on"] if outcome else None,
                "learning": self.text(10) if outcome in (Outcome.UPHELD, Outcome.PARTLY_UPHELD) else None,
            }  # fmt: skip

    def letters(self, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What came and went."""
        for direction in (Direction.RECEIVED, Direction.SENT):
            yield {
                "complaint_id": case["id"], "kind": LetterKind.OTHER, "direction": direction, "channel": Channel.EMAIL,
                "dated_on": case["received_on"], "with_whom": case["told_by_name"], "text": self.text(40),
                "written_by_id": case["officer_id"], "written_at": clock.now(),
            }  # fmt: skip

    def remedies(self, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Where fault was found."""
        if case["outcome"] in (Outcome.UPHELD, Outcome.PARTLY_UPHELD):
            for kind in self.dice.sample(list(RemedyKind), self.dice.randint(1, 3)):
                yield {"complaint_id": case["id"], "kind": kind}

    def answer(self, case: dict[str, Any]) -> dict[str, Any] | None:
        """The answer of a case that has one."""
        if case["responded_on"] is None:
            return None
        return {
            "complaint_id": case["id"], "round": 1, "text": self.text(60), "is_telling_allowed": True, "version": 1,
            "drafted_by_id": case["officer_id"], "drafted_at": clock.now(),
            "signed_by_id": self.team["manager"].id, "signed_at": clock.now(), "sent_on": case["responded_on"],
        }  # fmt: skip


def build(size: int, *, seed: int = 1) -> dict[str, int]:
    """Make a log of `size` cases unless there is one; how many rows of each kind. Commits as it goes."""
    council, team = people()
    if db.session.scalar(select(func.count()).select_from(Complaint)):
        return _counted()  # made before
    made = Maker(council, team, size, seed)
    for start in range(1, size + 1, BATCH):
        cases = [made.case(number) for number in range(start, min(start + BATCH, size + 1))]
        _write(made, cases)
        db.session.commit()
    db.session.execute(insert(Compliment), list(_compliments(made)))
    _findings(made)
    _trail(made, size * 3)
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("ANALYZE")
    else:  # vacuum cannot run in a transaction; the planner only needs the statistics
        db.session.connection().exec_driver_sql("SELECT setval('complaint_id_seq', (SELECT max(id) FROM complaint))")
        db.session.connection().exec_driver_sql("ANALYZE")
    db.session.commit()
    return _counted()


def _counted() -> dict[str, int]:
    """Rows of each kind."""
    tables = (
        Complaint,
        ComplaintPoint,
        ComplaintLetter,
        Remedy,
        OmbudsmanCase,
        Compliment,
        Finding,
        Action,
        TrailEntry,
    )
    return {one.__tablename__: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def _write(made: Maker, cases: list[dict[str, Any]]) -> None:
    db.session.execute(insert(Complaint), cases)
    hanging: dict[type[Any], list[dict[str, Any]]] = {
        ComplaintPoint: [one for case in cases for one in made.points(case)],
        ComplaintLetter: [one for case in cases for one in made.letters(case)],
        Remedy: [one for case in cases for one in made.remedies(case)],
        ComplaintAnswer: [one for case in cases if (one := made.answer(case))],
        ComplaintAccess: [
            {"complaint_id": case["id"], "person_id": case["officer_id"]} for case in cases if case["is_restricted"]
        ],
        ComplaintJointBody: [
            {"complaint_id": case["id"], "name": "A hospital trust", "is_lead": False}
            for case in cases
            if made.dice.random() < 0.05
        ],
    }
    for model, rows in hanging.items():
        if rows:
            db.session.execute(insert(model), rows)
    for case in cases:
        if case["closed_on"] and made.dice.random() < 0.05:
            db.session.add(_ombudsman(made, case))
    db.session.flush()
    search_index.index(case["id"] for case in cases)


def _ombudsman(made: Maker, case: dict[str, Any]) -> OmbudsmanCase:
    enquiry = case["closed_on"] + timedelta(days=30)
    outcome = made.dice.choice(list(OmbudsmanOutcome))
    decided = enquiry + timedelta(days=90) if enquiry + timedelta(days=90) <= made.today else None
    asked = OmbudsmanCase(
        complaint_id=case["id"], enquiry_on=enquiry, decided_on=decided, outcome=outcome if decided else None
    )
    if decided and outcome == OmbudsmanOutcome.UPHELD:
        due = decided + timedelta(days=60)
        done = due <= made.today
        proof = "As agreed" if done else None
        asked.recommendations = [
            OmbudsmanRecommendation(what="Pay", due_on=due, done_on=due if done else None, proof=proof)
        ]
    return asked


def _compliments(made: Maker) -> Iterator[dict[str, Any]]:
    for number in range(1, made.size // 2 + 1):
        day = made.today - timedelta(days=made.dice.randint(0, 365 * YEARS))
        yield {
            "organisation_id": made.council.id, "reference": f"CMP-{day.year}-{number:06}", "received_on": day,
            "text": made.text(12), "may_quote": made.dice.random() < 0.2, "logged_at": clock.now(), "version": 1,
        }  # fmt: skip


def _findings(made: Maker) -> None:
    """A finding and an action for every hundredth case."""
    count, moment = max(1, made.size // 100), clock.now()
    point = select(ComplaintPoint.id, ComplaintPoint.complaint_id).where(ComplaintPoint.outcome == Outcome.UPHELD)
    for number, row in enumerate(db.session.execute(point.order_by(ComplaintPoint.id).limit(count)).all(), start=1):
        finding = Finding(
            reference=f"FND-{number:05}", organisation_id=made.council.id, complaint_point_id=row.id,
            title=made.text(6),
            kind=FindingKind.LEARNING, severity=Severity.MEDIUM, status=FindingStatus.OPEN, raised_at=moment,
            source_words="Complaint",
        )  # fmt: skip
        action = Action(
            reference=f"ACT-{number:05}", organisation_id=made.council.id, finding=finding, created_at=moment,
            title=made.text(6), success_looks_like="It shows", lead="Head of Service", agency_id=made.council.id,
            status=ActionStatus.AGREED, owner_id=made.team["manager"].id,
        )  # fmt: skip
        db.session.add_all((finding, action))
    db.session.flush()


def _trail(made: Maker, count: int) -> None:
    """Entries chained as the product chains them, three for each case."""
    key = trail_key()
    last = db.session.execute(select(TrailEntry.id, TrailEntry.hash).order_by(TrailEntry.id.desc()).limit(1)).first()
    number, previous = (last.id, last.hash) if last else (0, chain.FIRST)
    officer = made.team["officer0"]
    begun = datetime(made.today.year - 1, 1, 1, tzinfo=clock.now().tzinfo)
    rows = []
    for place in range(count):
        number += 1
        case_id = place // 3 + 1
        entry = TrailEntry(
            id=number, at=begun + timedelta(minutes=place % 500_000), event=Event.COMPLAINT_SORTED, actor_id=officer.id,
            actor_words=officer.trail_words, subject_kind="complaint", subject_id=case_id, reference=f"ASC-{case_id}",
            origin="command", words="sorted the complaint", changes=None, reason=None, salt=f"{number:032x}",
            previous_hash=previous,
        )  # fmt: skip
        entry.commitment = chain.commit_to(key, entry.salt or "", entry.content())
        entry.hash = previous = chain.seal(key, previous, entry.facts())
        rows.append({column.key: getattr(entry, column.key) for column in TrailEntry.__table__.columns})
        if len(rows) == BATCH:
            db.session.execute(insert(TrailEntry), rows)
            rows = []
    if rows:
        db.session.execute(insert(TrailEntry), rows)
    db.session.info["trail_head"] = (number, previous)
