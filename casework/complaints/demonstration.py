"""The demonstration's log: the imported years, the three learning stories, and live cases in every status.

Everybody in it is invented. The years come in through the importer, the live cases through the same services as the
pages, with days counted back from the day of loading.
"""

from datetime import date, timedelta

from sqlalchemy import select

from casework.accounts.models import Person
from casework.complaints import (
    access_services,
    after_services,
    answer_services,
    demonstration_desk,
    plan_services,
    point_services,
    services,
)
from casework.complaints.demonstration_cases import LIVE, STORIES, Live
from casework.complaints.importer import import_complaints, import_compliments
from casework.complaints.kinds import (
    Agreed,
    Channel,
    HoldReason,
    Outcome,
    RemedyKind,
    TermKind,
)
from casework.complaints.letters import OMBUDSMAN
from casework.complaints.models import Complaint, ComplaintPoint, ComplaintTerm
from casework.complaints.plan_services import Plan
from casework.complaints.point_services import Finding
from casework.complaints.services import Sorting, Standing, Told
from casework.complaints.terms import load_own, load_shipped, terms_by_name
from casework.extensions import db
from casework.kit.packs import PACKS
from casework.kit.workdays import is_working_day

FOLDER = PACKS / "demonstration"
ONE_DAY = timedelta(days=1)
INVENTED = "invented for the demonstration"


def load(people: dict[str, Person], today: date) -> None:
    """Load all of it for the council of the complaints officer; the caller commits."""
    council = people["complaints-officer"].organisation
    load_shipped()
    load_own(FOLDER / "terms.yaml", organisation=council)
    import_complaints(FOLDER / "complaints.csv", by=None, organisation=council)
    import_compliments(FOLDER / "compliments.csv", by=None, organisation=council)
    for key in STORIES:
        _tell_story(key)
    Loader(people, today).load()
    demonstration_desk.load(people, today)


def _case_of_story(key: str) -> Complaint:
    query = select(Complaint).where(Complaint.summary == STORIES[key].summary, Complaint.is_imported.is_(True))
    return db.session.scalars(query.order_by(Complaint.id.desc())).first() or _missing(key)


def _missing(key: str) -> Complaint:
    raise LookupError(f"the demonstration log has no case for the story {key}")


def _tell_story(key: str) -> None:
    """Give the case of a learning story its point, as it was decided when the case was answered."""
    story, case = STORIES[key], _case_of_story(key)
    case.points = [
        ComplaintPoint(
            number=1,
            title=story.point,
            looked_at=story.looked_at,
            found=story.found,
            outcome=case.outcome,
            because=story.because,
            injustice=story.injustice,
            learning=story.learning,
            is_wider=True,
            decided_on=case.responded_on,
        )
    ]
    for remedy in case.remedies:
        remedy.point_id = None
    db.session.flush()


def point_of_story(key: str) -> ComplaintPoint:
    """The point of the learning story J, D or H: what findings of the demonstration come from."""
    return _case_of_story(key).points[0]


def working_days_before(today: date, count: int) -> date:
    """The `count`-th working day before `today`; 0 is today itself."""
    day = today
    while count:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day


class Loader:
    """Brings the live cases each to the status it shows."""

    def __init__(self, people: dict[str, Person], today: date) -> None:
        self.officer, self.manager = people["complaints-officer"], people["complaints-manager"]
        self.investigator, self.director = people["investigator"], people["director"]
        self.today = today
        self.terms = terms_by_name(self.officer.organisation_id)

    def load(self) -> None:
        """Every live case."""
        for live in LIVE:
            case = self.log(live)
            if live.standing == Standing.COMPLAINT:
                self.sort(case, live)
            if live.reach != "new":
                getattr(self, live.reach.replace("-", "_"))(case, live)
            db.session.flush()

    def day(self, before: int) -> date:
        """So many working days ago."""
        return working_days_before(self.today, before)

    def log(self, live: Live) -> Complaint:
        """Log what was said."""
        told = Told(
            what_said=live.said,
            channel=live.channel,
            received_on=self.day(live.days_ago),
            told_by=live.told_by,
            told_by_name=f"{live.name} (demonstration)",
            adult_reference=live.adult,
            contact="Reachable through the demonstration only",
            is_risk=live.reach == "held",
        )
        return services.log(told=told, standing=live.standing, by=self.officer, settled_how=live.settled_how)

    def sort(self, case: Complaint, live: Live) -> None:
        """Say where it belongs."""
        if live.is_unsorted:
            return
        named = {TermKind.TEAM: live.team, TermKind.THEME: live.theme, TermKind.CAUSE: live.cause}
        chosen: dict[TermKind, ComplaintTerm | None] = {
            kind: self.terms.get((kind, named[kind].casefold())) if kind in named else None for kind in TermKind
        }
        chosen[TermKind.DISTRICT] = self.terms.get((TermKind.DISTRICT, "blaby"))
        sorting = Sorting(
            route=live.route, terms=chosen, summary=live.summary, target_days=live.target, ground=live.ground
        )
        services.sort(case, sorting=sorting, by=self.officer)

    def acknowledged(self, case: Complaint, live: Live) -> None:
        """Acknowledge it on the next working day."""
        on = min(self.today, self.day(max(live.days_ago - 1, 0)))
        services.acknowledge(case, on=on, way=Channel.PHONE, note="How long it takes and who looks", by=self.officer)

    def investigating(self, case: Complaint, live: Live) -> None:
        """Agree the plan, give the points to the investigator, decide the first ones."""
        self.acknowledged(case, live)
        given = Plan(
            points=live.points, wanted=live.wanted, method="Read the record, ask the team and the provider",
            agreed=Agreed.PHONE, agreed_on=min(self.today, self.day(max(live.days_ago - 2, 0))),
            update_by=self.today + timedelta(days=live.update_in) if live.update_in is not None else None,
        )  # fmt: skip
        plan_services.plan(case, plan=given, by=self.officer)
        for point in case.points:
            point_services.give_point(point, investigator=self.investigator, by=self.officer)
        for point, outcome in zip(case.points, live.outcomes, strict=False):
            self.decide(point, outcome)

    def decide(self, point: ComplaintPoint, outcome: Outcome) -> None:
        """Decide a point."""
        finding = Finding(
            outcome=outcome,
            looked_at="Case notes and the provider's rota (demonstration)",
            found="The notes and the rota were compared day by day.",
            because="The record shows it" if outcome.is_fault else "The record shows that it was done",
            injustice="Worry, and time spent on calls" if outcome.is_fault else None,
            learning="Tell families before a visit changes" if outcome.is_fault else None,
            is_wider=outcome.is_fault,
        )
        point_services.decide_point(point, finding=finding, by=self.investigator)

    def held(self, case: Complaint, live: Live) -> None:
        """Pass it to safeguarding, put the overlapping point on hold; the rest goes on."""
        self.investigating(case, live)
        plan_services.refer(
            case, taken_by="Safeguarding duty team", on=case.received_on, how=Channel.PHONE, reference="SG-DEMO-1",
            note=None, by=self.officer,
        )  # fmt: skip
        plan_services.hold(
            case, numbers=[1], reason=HoldReason.SAFEGUARDING, why="The enquiry looks at the same visits",
            review_on=self.today + timedelta(days=10), by=self.officer,
        )  # fmt: skip

    def drafted(self, case: Complaint, live: Live) -> None:
        """Write the answer; somebody else must check and sign it."""
        self.investigating(case, live)
        answer_services.draft(
            case, text=f"Dear {case.told_by_name}\n\nThis is our answer, {INVENTED}.\n\n{OMBUDSMAN}\n\nYours sincerely",
            is_telling_allowed=True, head_review_not_needed="One point, and they want it soon", by=self.officer,
        )  # fmt: skip

    def answered(self, case: Complaint, live: Live, *, is_final: bool = False) -> None:
        """Check, sign and send the answer."""
        self.drafted(case, live)
        answer_services.check(case, by=self.manager)
        answer_services.sign(case, by=self.director, position="Director of adult social care")
        on = self.day(live.answered_ago)
        answer_services.send(case, on=on, how=Channel.EMAIL, is_final=is_final, by=self.officer)

    def closed(self, case: Complaint, live: Live) -> None:
        """Close it with a remedy that is still to be done."""
        self.answered(case, live, is_final=True)
        after_services.add_remedy(
            case, kind=RemedyKind.APOLOGY, point=case.points[0], what="A letter from the head of service",
            due_on=self.today + timedelta(days=7), by=self.officer,
        )  # fmt: skip

    def in_review(self, case: Complaint, live: Live) -> None:
        """They asked for another look."""
        self.answered(case, live, is_final=True)
        answer_services.request_review(case, on=self.day(1), reason="Point 2 is not answered for them", by=self.officer)

    def ombudsman(self, case: Complaint, live: Live) -> None:
        """The ombudsman asked about it."""
        self.answered(case, live, is_final=True)
        after_services.add_enquiry(
            case,
            on=self.day(2),
            reference="DEMO 001 234",
            answer_due_on=self.today + timedelta(days=14),
            by=self.officer,
        )

    def withdrawn(self, case: Complaint, live: Live) -> None:
        """They did not want to go on."""
        self.acknowledged(case, live)
        services.withdraw(case, on=self.day(1), reason="The visit time was changed back", by=self.officer)

    def restricted(self, case: Complaint, live: Live) -> None:
        """Only named people know of it."""
        self.acknowledged(case, live)
        access_services.restrict(case, people=[self.director], reason="A colleague is the complainant", by=self.manager)
