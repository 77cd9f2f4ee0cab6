"""The demonstration's audits and partner returns: two audits of the papers, one of today, and two rounds of returns."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.accounts.queries import organisation_called
from casework.extensions import db
from casework.kit import clock
from casework.kit.packs import PACKS, read_yaml
from casework.measures.periods import months
from casework.safeguarding import returns, services
from casework.safeguarding.frameworks import framework_called
from casework.safeguarding.importer import import_partner_return
from casework.safeguarding.models import Audit, AuditFinding, AuditFindingKind, Grade, PartnerReturn, ReturnAnswer
from casework.safeguarding.returns_queries import next_unanswered

FOLDER = PACKS / "demonstration"
TEMPLATE, PUBLISHED = "saaf-2019", "2019-20"
TOLD = "Safeguarding adults team (demonstration)"
SENT_IN = datetime(2020, 3, 20, 12, tzinfo=clock.ENGLAND)  # before the findings of the story were raised from them
DUE_IN = timedelta(days=21)
ANSWERED = 4  # standards of this year's return that the board member's agency has answered


def load(people: dict[str, Person], today: date) -> None:
    """Load everything as the board office would have entered it; the caller commits."""
    office = people["board-office"]
    for told in read_yaml(FOLDER / "audits.yaml")["audits"]:
        _load_audit(told, office, today)
    import_partner_return(
        FOLDER / "partner-return.csv", by=office, organisation=office.organisation, template=TEMPLATE, period=PUBLISHED
    )
    for held in db.session.scalars(select(PartnerReturn).where(PartnerReturn.period == PUBLISHED)):
        held.submitted_at = SENT_IN
    _ask_this_year(people, today)


def audit_finding_of(key: str) -> AuditFinding:
    """What an audit found, by its key in audits.yaml."""
    for told in read_yaml(FOLDER / "audits.yaml")["audits"]:
        for finding in told["findings"]:
            if finding["key"] == key:
                query = select(AuditFinding).join(Audit).where(Audit.title == told["theme"])
                return db.session.scalars(query.where(AuditFinding.words == finding["words"])).one()
    raise KeyError(key)


def return_answer_of(agency: str, standard: str) -> ReturnAnswer:
    """An agency's published answer to a standard."""
    query = (
        select(ReturnAnswer)
        .join(ReturnAnswer.partner_return)
        .join(PartnerReturn.agency)
        .where(Organisation.code == agency, PartnerReturn.period == PUBLISHED, ReturnAnswer.standard == standard)
    )
    return db.session.scalars(query).one()


def _load_audit(told: dict[str, Any], office: Person, today: date) -> None:
    agencies = {code: organisation_called(code) for code in told["agencies"]}
    started_on = _day(told["started_on"], today)
    audit = services.plan_audit(
        organisation=office.organisation,
        title=told["theme"],
        theme=told["theme"],
        period=this_year(today) if told["period"] == "current" else told["period"],
        agencies=list(agencies.values()),
        method=told["method"],
        sample=told["sample"],
        why=told["why"],
        started_on=started_on,
        due_on=_day(told.get("due_on"), today),
        by=office,
    )
    services.start(audit, started_on=started_on or today, by=office)
    for case in told["cases"]:
        _load_case(audit, case, agencies, office, today)
    for finding in told["findings"]:
        services.note_finding(audit, kind=AuditFindingKind(finding["kind"]), words=finding["words"], by=office)
    if told["state"] == "delayed":
        services.delay(audit, reason=told["delayed_because"], by=office)
    if told["state"] == "done":
        services.finish(audit, finished_on=_day(told["finished_on"], today) or today, by=office)


def _load_case(
    audit: Audit, told: dict[str, Any], agencies: dict[str, Organisation], office: Person, today: date
) -> None:
    case = services.add_case(audit, reference=told["ref"], is_unsafe=told["unsafe_now"], by=office)
    agreed = Grade(told["agreed"]) if told["agreed"] else None
    grades: dict[int, Grade | None] = {agencies[code].id: Grade(word) for code, word in told["grades"].items()}
    services.grade(case, grades=grades, agreed=agreed, is_unsafe=told["unsafe_now"], by=office)
    escalated_on = _day(told.get("escalated_on"), today)
    if escalated_on:
        safe_on = _day(told.get("made_safe_on"), today)
        services.escalate(case, escalated_to=TOLD, escalated_on=escalated_on, made_safe_on=safe_on, by=office)


def _ask_this_year(people: dict[str, Person], today: date) -> None:
    """This year's round: every agency of the published one is asked, and the board member has begun."""
    office, member = people["board-office"], people["board-member"]
    published = select(PartnerReturn).where(PartnerReturn.period == PUBLISHED)
    agencies = [held.agency for held in db.session.scalars(published.order_by(PartnerReturn.id))]
    asked = returns.ask(
        organisation=office.organisation,
        template=TEMPLATE,
        period=this_year(today),
        agencies=agencies,
        due_on=today + DUE_IN,
        by=office,
    )
    framework = framework_called(TEMPLATE)
    for held in asked:
        if held.agency_id == member.organisation_id:
            for _ in range(ANSWERED):
                answer = next_unanswered(held, framework)
                if answer:
                    given = returns.Given("effective", "Checked again this year (demonstration)")
                    returns.write(answer, given=given, by=member)


def this_year(today: date) -> str:
    """The financial year that this day is in, as a period's code."""
    start = today.year - (today.month < 4)
    return months(start, 4, 3).code


def _day(told: str | date | None, today: date) -> date | None:
    """A day of the story; "-40d" counts from the day the data is loaded."""
    if told is None or isinstance(told, date):
        return told
    found = re.fullmatch(r"([+-]\d+)d", told)
    if not found:
        return date.fromisoformat(told)
    return today + timedelta(days=int(found[1]))
