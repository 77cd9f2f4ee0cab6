"""Reading partner returns: rounds, who has returned, one return with last time's answers, what was raised from it.

A round is a template and a period. An agency's people see their own agency's returns; the people of the council whose
board asked see all of them. Nobody else sees or counts one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.accounts.queries import own_council
from casework.accounts.roles import Need, Role
from casework.extensions import db
from casework.findings.models import Finding
from casework.kit.lines import HomeLine
from casework.kit.queries import or_404
from casework.kit.words import long_date, plural
from casework.measures.periods import period_words
from casework.safeguarding.frameworks import Framework, Standard, framework_called
from casework.safeguarding.models import PartnerReturn, ReturnAnswer, ReturnStatus
from casework.safeguarding.words import of_agencies

IN = (ReturnStatus.SUBMITTED, ReturnStatus.MODERATED)


@dataclass(frozen=True)
class Round:
    """The returns of one template and period; `due_on` is the last day any of them is due."""

    template: str
    period: str
    asked: int
    returned: int
    due_on: date | None

    @property
    def query(self) -> str:
        """How addresses name it."""
        return f"template={self.template}&period={self.period}"


@dataclass(frozen=True)
class ReturnLine:
    """A return as a row: how many standards are answered, of how many that count, and when it was last worked on."""

    partner_return: PartnerReturn
    answered: int
    unanswered: int
    needs_work: int
    worked_on: datetime | None

    @property
    def asked(self) -> int:
        """How many standards count: those everybody answers, and those of some only that were answered."""
        return self.answered + self.unanswered

    @property
    def is_in(self) -> bool:
        """Whether the agency has returned."""
        return self.partner_return.status in IN

    def is_late(self, today: date) -> bool:
        """Whether it is not in although the day has passed."""
        due_on = self.partner_return.due_on
        return not self.is_in and due_on is not None and due_on < today


def visible(seen_by: Person) -> ColumnElement[bool]:
    """Which returns exist for this person."""
    clauses: list[ColumnElement[bool]] = []
    if seen_by.may(Need.READ_SAFEGUARDING):
        clauses.append(PartnerReturn.organisation_id == own_council(seen_by).id)
    if seen_by.has(Role.BOARD_MEMBER):
        clauses.append(PartnerReturn.agency_id == seen_by.organisation_id)
    return or_(*clauses) if clauses else false()


def list_rounds(*, seen_by: Person) -> list[Round]:
    """Every round that the person sees something of, newest period first."""
    returned = func.sum(case((PartnerReturn.status.in_(IN), 1), else_=0))
    query = (
        select(
            PartnerReturn.template_code,
            PartnerReturn.period,
            func.count(),
            returned,
            func.max(PartnerReturn.due_on),
        )
        .where(visible(seen_by))
        .group_by(PartnerReturn.template_code, PartnerReturn.period)
        .order_by(PartnerReturn.period.desc(), PartnerReturn.template_code)
    )
    return [Round(*row) for row in db.session.execute(query)]


def list_returns(framework: Framework, period: str, *, seen_by: Person) -> list[ReturnLine]:
    """The returns of a round by agency, counted in one statement however many there are."""
    answered = ReturnAnswer.rating.is_not(None)
    missing = and_(ReturnAnswer.rating.is_(None), ReturnAnswer.standard.not_in(framework.optional()))
    work = [code for code in framework.steps if framework.needs_work(code)]
    standing = func.coalesce(ReturnAnswer.moderated_rating, ReturnAnswer.rating)
    counts = (
        select(
            ReturnAnswer.partner_return_id,
            func.sum(case((answered, 1), else_=0)).label("answered"),
            func.sum(case((missing, 1), else_=0)).label("missing"),
            func.sum(case((standing.in_(work), 1), else_=0)).label("work"),
            func.max(ReturnAnswer.changed_at).label("worked_on"),
        )
        .group_by(ReturnAnswer.partner_return_id)
        .subquery()
    )
    query = (
        select(PartnerReturn, counts.c.answered, counts.c.missing, counts.c.work, counts.c.worked_on)
        .join(PartnerReturn.agency)
        .join(counts, counts.c.partner_return_id == PartnerReturn.id)
        .where(visible(seen_by), PartnerReturn.template_code == framework.code, PartnerReturn.period == period)
        .order_by(Organisation.name)
    )
    return [ReturnLine(*row) for row in db.session.execute(query)]


def get_return(return_id: int, *, seen_by: Person) -> PartnerReturn:
    """The return with its answers; 404 when it is not theirs to see."""
    query = select(PartnerReturn).where(PartnerReturn.id == return_id, visible(seen_by))
    loaded = query.options(selectinload(PartnerReturn.answers), selectinload(PartnerReturn.organisation))
    return or_404(db.session.scalars(loaded).first())


def get_answer(partner_return: PartnerReturn, answer_id: int) -> ReturnAnswer:
    """An answer of the return; 404 for another's."""
    return or_404(next((answer for answer in partner_return.answers if answer.id == answer_id), None))


def by_group(held: PartnerReturn, framework: Framework) -> list[tuple[str, str, list[tuple[Standard, ReturnAnswer]]]]:
    """The return's answers under their groups (code, title), in the order of the form."""
    answers = {answer.standard: answer for answer in held.answers}
    groups: dict[str, list[tuple[Standard, ReturnAnswer]]] = {code: [] for code in framework.groups}
    for standard in framework.standards.values():
        if standard.code in answers:
            groups[standard.group].append((standard, answers[standard.code]))
    return [(code, framework.groups[code], pairs) for code, pairs in groups.items() if pairs]


def next_unanswered(held: PartnerReturn, framework: Framework, *, after: int = 0) -> ReturnAnswer | None:
    """The next standard without a rating, in the order of the form, from `after` on and then from the start.

    Standards that only some agencies are asked are passed over: nobody has to answer them.
    """
    order = list(framework.standards)
    answers = sorted(held.answers, key=lambda answer: order.index(answer.standard))
    places = [answer.id for answer in answers]
    start = places.index(after) + 1 if after in places else 0
    optional = framework.optional()
    around = answers[start:] + answers[:start]
    return next((one for one in around if one.rating is None and one.standard not in optional), None)


def find_answer_before(answer: ReturnAnswer) -> ReturnAnswer | None:
    """What the agency said of this standard in the period before; None when it was not asked or did not answer."""
    held = answer.partner_return
    query = (
        select(ReturnAnswer)
        .join(ReturnAnswer.partner_return)
        .where(
            PartnerReturn.organisation_id == held.organisation_id,
            PartnerReturn.agency_id == held.agency_id,
            PartnerReturn.template_code == held.template_code,
            PartnerReturn.period < held.period,
            ReturnAnswer.standard == answer.standard,
            ReturnAnswer.rating.is_not(None),
        )
        .order_by(PartnerReturn.period.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def list_raised(answer_ids: Collection[int], *, seen_by: Person) -> dict[int, list[Finding]]:
    """The findings of the register raised from these answers, for whoever may read the register."""
    if not answer_ids or not seen_by.may(Need.READ_FINDINGS):
        return {}
    query = select(Finding).where(Finding.return_answer_id.in_(answer_ids)).order_by(Finding.id)
    raised: dict[int, list[Finding]] = {}
    for finding in db.session.scalars(query):
        raised.setdefault(finding.return_answer_id or 0, []).append(finding)
    return raised


def list_areas(*, seen_by: Person) -> list[Organisation]:
    """The areas of the person's board: the own council, and councils that return to the same board."""
    own = own_council(seen_by)
    returns = exists().where(PartnerReturn.agency_id == Organisation.id, PartnerReturn.organisation_id == own.id)
    query = select(Organisation).where(Organisation.kind == OrganisationKind.COUNCIL, returns)
    others = [area for area in db.session.scalars(query.order_by(Organisation.name)) if area.id != own.id]
    return [own, *others]


# --- home ---


def list_for_home(person: Person) -> list[HomeLine]:
    """An agency's own open return, and for the board office each round with returns still out."""
    lines: list[HomeLine] = []
    if person.has(Role.BOARD_MEMBER):
        lines += _own_lines(person)
    if person.has(Role.BOARD_OFFICE):
        lines += [
            HomeLine(
                "Returns not in",
                of_agencies(one.asked - one.returned, one.asked, f"not returned for {period_words(one.period)}")
                + _due(one.due_on),
                f"/safeguarding/returns?{one.query}",
                one.due_on,
            )
            for one in list_rounds(seen_by=person)
            if one.returned < one.asked
        ]
    return lines


def _own_lines(person: Person) -> list[HomeLine]:
    query = (
        select(PartnerReturn)
        .where(
            PartnerReturn.agency_id == person.organisation_id,
            PartnerReturn.status.in_([ReturnStatus.INVITED, ReturnStatus.IN_PROGRESS]),
        )
        .options(selectinload(PartnerReturn.answers))
        .order_by(PartnerReturn.due_on, PartnerReturn.id)
    )
    lines = []
    for held in db.session.scalars(query):
        framework = framework_called(held.template_code)
        counted = [answer for answer in held.answers if answer.rating or answer.standard not in framework.optional()]
        answered = sum(1 for answer in counted if answer.rating)
        following = next_unanswered(held, framework)
        path = f"/safeguarding/returns/{held.id}/" + (f"standards/{following.id}/write" if following else "submit")
        text = f"Return {period_words(held.period)}: {answered} of {plural(len(counted), 'standard')} answered"
        text += ("" if following else ", ready to submit") + _due(held.due_on)
        lines.append(HomeLine("Our return", text, path, held.due_on))
    return lines


def _due(day: date | None) -> str:
    return f", due {long_date(day)}" if day else ""
