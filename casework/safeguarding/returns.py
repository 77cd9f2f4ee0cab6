"""Verbs of partner returns: ask, write an answer, submit, unlock, record from a file, raise a finding."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, Unpack

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.findings.models import Finding, FindingKind
from casework.findings.rules import Source
from casework.findings.services import Said, raise_finding
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.measures.periods import period_words
from casework.safeguarding import rules
from casework.safeguarding.frameworks import Framework, framework_called
from casework.safeguarding.models import PartnerReturn, ReturnAnswer, ReturnStatus
from casework.trail import services as trail
from casework.trail.events import Event


class Given(NamedTuple):
    """What an agency says of one standard."""

    rating: str | None = None
    evidence: str | None = None
    plan: str | None = None
    due_on: date | None = None


LABELS = {"rating": "Rating", "evidence": "Evidence", "plan": "Plan", "due_on": "Due"}


def held_in(answer: ReturnAnswer) -> Given:
    """The answer as it stands."""
    return Given(answer.rating, answer.evidence, answer.plan, answer.due_on)


def start_return(
    *,
    organisation: Organisation,
    agency: Organisation,
    framework: Framework,
    period: str,
    tool: str,
    due_on: date | None = None,
) -> PartnerReturn:
    """An empty return with a place for each standard of the tool; recorded by whoever calls it."""
    made = PartnerReturn(
        organisation=organisation,
        agency=agency,
        template_code=framework.code,
        template_version=framework.version,
        tool=tool,
        period=period,
        status=ReturnStatus.INVITED,
        due_on=due_on,
        created_at=clock.now(),
        answers=[ReturnAnswer(standard=standard.code) for standard in framework.asked_with(tool)],
    )
    db.session.add(made)
    return made


def ask(
    *,
    organisation: Organisation,
    template: str,
    period: str,
    agencies: Collection[Organisation],
    due_on: date | None,
    by: Person | None,
) -> list[PartnerReturn]:
    """Ask agencies for their returns. RuleBroken for one that has a return on this template for the period already.

    An agency answers with the tool it used last (a health trust with its own), else with the board's.
    """
    framework, code = framework_called(template), rules.period_code(period)
    ours = PartnerReturn.organisation_id == organisation.id
    for held in db.session.scalars(select(PartnerReturn).where(ours, PartnerReturn.template_code == framework.code)):
        if held.period == code and held.agency in agencies:
            raise RuleBroken(f"{held.agency.name} already has a return for {period_words(code)}", "agencies")
    used = dict(
        db.session.execute(
            select(PartnerReturn.agency_id, PartnerReturn.tool).where(ours).order_by(PartnerReturn.created_at)
        ).all()
    )
    made = []
    for agency in agencies:
        tool = used.get(agency.id, framework.main_tool)
        tool = tool if tool in framework.tools else framework.main_tool
        asked = start_return(
            organisation=organisation, agency=agency, framework=framework, period=code, tool=tool, due_on=due_on
        )
        sentence = f"asked {agency.name} for its return for {period_words(code)}"
        trail.record(Event.RETURN_RECORDED, asked, by=by, words=sentence, changes={"Due": (None, due_on)})
        made.append(asked)
    return made


def write(answer: ReturnAnswer, *, given: Given, by: Person) -> None:
    """Answer a standard; the first answer moves the return to in progress."""
    held = answer.partner_return
    framework = framework_called(held.template_code)
    status = rules.next_return_status(held, "write")
    rules.check_answer(framework, rating=given.rating, plan=given.plan, due_on=given.due_on)
    changes = set_answer(answer, given, by=by)
    if not changes:
        return
    before, held.status = held.status, status
    changes["Status"] = (before, status)
    short = framework.standards[answer.standard].short
    trail.record(Event.RETURN_CHANGED, held, by=by, words=f'wrote the answer to "{short}"', changes=changes)


def set_answer(answer: ReturnAnswer, given: Given, *, by: Person | None) -> dict[str, tuple[Any, Any]]:
    """Put what was given in the answer; what changed, by label. A changed rating is no longer the moderated one."""
    before = held_in(answer)._asdict()
    after = {name: value or None for name, value in given._asdict().items()}
    changes = {LABELS[name]: (before[name], after[name]) for name in after if before[name] != after[name]}
    if changes:
        for name, value in after.items():
            setattr(answer, name, value)
        answer.changed_at, answer.changed_by = clock.now(), by
    if "Rating" in changes:
        answer.moderated_rating = answer.moderated_reason = None
    return changes


def count_unanswered(framework: Framework, answers: Iterable[ReturnAnswer]) -> int:
    """How many standards that everybody answers have no rating yet."""
    optional = framework.optional()
    return sum(1 for answer in answers if answer.rating is None and answer.standard not in optional)


def submit(partner_return: PartnerReturn, *, by: Person) -> None:
    """Lock the return: from now on only the board office can open it again."""
    status = rules.next_return_status(partner_return, "submit")
    framework = framework_called(partner_return.template_code)
    rules.check_submit(count_unanswered(framework, partner_return.answers))
    before, partner_return.status = partner_return.status, status
    partner_return.submitted_at = clock.now()
    changes = {"Status": (before, status)}
    trail.record(Event.RETURN_SUBMITTED, partner_return, by=by, words="submitted the return", changes=changes)


def unlock(partner_return: PartnerReturn, *, reason: str, by: Person) -> None:
    """Open a submitted return for its agency again."""
    status = rules.next_return_status(partner_return, "unlock")
    before, partner_return.status = partner_return.status, status
    partner_return.submitted_at = None
    changes = {"Status": (before, status)}
    trail.record(
        Event.RETURN_UNLOCKED, partner_return, by=by, words="unlocked the return", changes=changes, reason=reason
    )


def record_answers(
    partner_return: PartnerReturn, *, answers: Mapping[str, Given], by: Person | None, file: str, is_new: bool
) -> None:
    """Put the rows of a file in the return. It counts as submitted once nothing that everybody answers is missing."""
    framework = framework_called(partner_return.template_code)
    held = {answer.standard: answer for answer in partner_return.answers}
    changes: dict[str, tuple[Any, Any]] = {}
    for code, given in answers.items():
        if code not in held:
            held[code] = ReturnAnswer(standard=code)
            partner_return.answers.append(held[code])
        short = framework.standards[code].short
        for label, change in set_answer(held[code], given, by=by).items():
            changes[f"{short}: {label.lower()}"] = change
    before = partner_return.status
    if before in (ReturnStatus.INVITED, ReturnStatus.IN_PROGRESS):
        is_whole = not count_unanswered(framework, partner_return.answers)
        partner_return.status = ReturnStatus.SUBMITTED if is_whole else ReturnStatus.IN_PROGRESS
        partner_return.submitted_at = clock.now() if is_whole else None
    if is_new:
        sentence = f"recorded {len(answers)} answers of {partner_return.agency.name} from {file}"
        trail.record(Event.RETURN_RECORDED, partner_return, by=by, words=sentence)
    else:
        changes["Status"] = (before, partner_return.status)
        trail.record(
            Event.RETURN_CHANGED, partner_return, by=by, words=f"recorded answers from {file}", changes=changes
        )


def kind_for(framework: Framework, answer: ReturnAnswer) -> FindingKind:
    """What sort of finding a rating suggests: good practice at the top of the scale, else an area for improvement."""
    return FindingKind.GOOD_PRACTICE if framework.is_best(answer.standing) else FindingKind.AREA_FOR_IMPROVEMENT


def raise_from_return(
    answer: ReturnAnswer,
    *,
    by: Person,
    **said: Unpack[Said],
) -> Finding:
    """Raise it into the register of the council whose board asked, with the return as its source."""
    held = answer.partner_return
    source = Source(
        f"Partner return: {held.agency.name}, {period_words(held.period)}"[:200],
        f"/safeguarding/returns/{held.id}#standard-{answer.id}",
        return_answer_id=answer.id,
    )
    return raise_finding(
        source=source,
        **said,
        organisation=held.organisation,
        by=by,
    )
