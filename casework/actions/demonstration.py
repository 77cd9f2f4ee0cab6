"""The demonstration's register: findings from every kind of source, what was done about each, and who signed it off.

Everything goes through the services that everybody uses, set back to when it happened; the trail says so in its words.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.queries import organisation_called
from casework.actions import pages, rules, services, signing
from casework.actions.importer import import_plan
from casework.actions.models import Action, Assurance, Effect, Going
from casework.extensions import db
from casework.findings import services as findings
from casework.findings.models import Finding, FindingKind, Severity
from casework.findings.rules import Source
from casework.kit import clock
from casework.kit.packs import PACKS, read_yaml
from casework.measures.periods import period_words
from casework.measures.queries import measure_called

FOLDER = PACKS / "demonstration"
DAYS = re.compile(r"([+-]\d+)d")
PLAN_AGREED = datetime(2020, 4, 1, 12, tzinfo=clock.ENGLAND)
NEXT = "Bring it to the next meeting with whoever signs it off (demonstration)"

Told = Mapping[str, Any]
People = Mapping[str, Person]


def load(
    people: People,
    today: date,
    *,
    answer_of: Callable[[str], Any],
    point_of_story: Callable[[str], Any],
    audit_finding_of: Callable[[str], Any],
    return_answer_of: Callable[[str, str], Any],
) -> None:
    """Load the board's plan and the register, oldest finding first; the caller commits.

    The callables hand over the record that a finding came from, or its Source: an answer by its node, a complaint's
    point by its learning story, what an audit found by its key, a return's answer by agency and standard.
    """
    _load_plan(people)
    told = read_yaml(FOLDER / "findings.yaml")["findings"]
    sources: dict[str, Callable[[Any], Any]] = {
        "answer": answer_of,
        "complaint": point_of_story,
        "audit_finding": audit_finding_of,
        "return": lambda where: return_answer_of(where["agency"], where["standard"]),
        "entered": lambda words: Source(words, entered=words),
    }
    for one in sorted(told, key=lambda one: day_of(one["raised_on"], today)):
        ((kind, where),) = one["source"].items()
        _tell(one, source_of(sources[kind](where)), people, today)


def _load_plan(people: People) -> None:
    """The board's plan as it was agreed, and its dated activities signed off when they were due: that is invented."""
    office, chair = people["board-office"], people["board-chair"]
    import_plan(FOLDER / "plan.csv", by=office, organisation=office.organisation, at=PLAN_AGREED)
    dated = select(Action).where(Action.deliverable_id.is_not(None), Action.due_on.is_not(None)).order_by(Action.due_on)
    for action in db.session.scalars(dated).all():
        due_on = action.due_on or PLAN_AGREED.date()
        before = moment(due_on - timedelta(days=7), due_on, 14)
        services.give(action, owner=office, by=office, at=PLAN_AGREED + timedelta(days=1))
        services.add_evidence(action, title="Minute of the board's meeting (demonstration)", by=office, at=before)
        services.submit(action, done_note="Done and reported to the board (demonstration)", by=office, at=before)
        signing.sign_off(
            action,
            what_checked="Read the minute and asked two members of the board (invented)",
            assurance=Assurance.REASONABLE,
            seen_hash=rules.content_hash(action),
            by=chair,
            at=moment(due_on, due_on, 15),
        )


def source_of(found: Any) -> Source:
    """The source that a finding names: as given, or worked out from the record it was found in."""
    if isinstance(found, Source):
        return found
    table = found.__tablename__
    if table == "answer":
        path = f"/assessments/{found.assessment_id}/answers/{found.id}"
        return Source(found.assessment.name, path, answer_id=found.id)
    if table == "complaint_point":
        return Source(f"Complaint {found.reference}", f"/complaints/{found.complaint_id}", complaint_point_id=found.id)
    if table == "audit_finding":
        words = f"Audit: {found.audit.title}, {period_words(found.audit.period)}"
        return Source(words[:200], f"/safeguarding/audits/{found.audit.id}", audit_finding_id=found.id)
    held = found.partner_return
    words = f"Partner return: {held.agency.name}, {period_words(held.period)}"
    path = f"/safeguarding/returns/{held.id}#standard-{found.id}"
    return Source(words[:200], path, return_answer_id=found.id)


def day_of(told: date | str, today: date) -> date:
    """A date as it stands, or "-10d" and "+14d" counted from the day of loading."""
    found = DAYS.fullmatch(told) if isinstance(told, str) else None
    if isinstance(told, str):
        return today + timedelta(days=int(found[1])) if found else date.fromisoformat(told)
    return told


def moment(told: date | str, today: date, hour: int) -> datetime:
    """That day at this hour in England; never later than now."""
    return min(datetime.combine(day_of(told, today), time(hour), clock.ENGLAND), clock.now())


def _tell(told: Told, source: Source, people: People, today: date) -> None:
    """One finding, and what was decided about it."""
    by = people[told["raised_by"]]
    detail = told["detail"]
    if told["decision"] == "later":
        detail += f" Not decided yet: {told['reason']}."
    finding = findings.raise_finding(
        source=source,
        kind=FindingKind(told["kind"]),
        title=told["title"],
        detail=detail,
        theme=told["theme"],
        severity=Severity(told["severity"]),
        measures=[measure_called(reference) for reference in told["measures"]],
        organisation=people["director"].organisation,
        by=by,
        at=moment(told["raised_on"], today, 10),
    )
    if told["decision"] == "no-action":
        findings.decide_no_action(finding, reason=told["reason"], by=by, at=moment(told["raised_on"], today, 15))
    for one in told.get("actions") or ():
        _act(one, finding, by, people, today)
    _close(told, finding, people, today)


def _act(told: Told, finding: Finding, by: Person, people: People, today: date) -> None:
    """One action from its proposal to where it stands."""
    owner = people[told["owner"]]
    raised = finding.raised_at
    action = services.propose(
        title=told["action"],
        success_looks_like=told["success_looks_like"],
        owner=owner,
        agency=organisation_called(told["agency"]),
        organisation=finding.organisation,
        by=by,
        due_on=day_of(told["due_on"], today),
        timescale=told["timescale"],
        lead=told["lead"],
        finding=finding,
        measure=finding.measure_links[0].measure,
        at=raised + timedelta(hours=1),
    )
    if told["status"] == "proposed":
        return
    services.agree(action, by=owner, at=raised + timedelta(hours=3))
    _work(told, action, owner, today)
    _end(told, action, people, today)


def _work(told: Told, action: Action, owner: Person, today: date) -> None:
    """Updates, evidence, and the submission as done."""
    for note in told["updates"]:
        going = Going(note["going"])
        next_step = NEXT if going == Going.OFF_TRACK else None
        at = moment(note["on"], today, 9)
        services.update(action, text=note["words"], going=going, next_step=next_step, by=owner, at=at)
    if told["status"] == "in-progress" and not told["updates"]:
        services.start(action, by=owner, at=action.created_at + timedelta(days=1))
    if "submitted_on" in told:
        for proof in told["evidence"]:
            at = moment(told["submitted_on"], today, 11)
            services.add_evidence(action, title=proof["title"], text=proof["words"], by=owner, at=at)
        services.submit(action, done_note=told["done_note"], by=owner, at=moment(told["submitted_on"], today, 14))


def _end(told: Told, action: Action, people: People, today: date) -> None:
    """What whoever signs it off said: returned, stopped, or signed off and later judged."""
    if "returned" in told:
        end = told["returned"]
        signing.return_(action, reason=end["reason"], by=people[end["by"]], at=moment(end["on"], today, 16))
    if "stopped" in told:
        end = told["stopped"]
        signing.stop(action, reason=end["reason"], by=people[end["by"]], at=moment(end["on"], today, 16))
    if "signed_off" in told:
        end = told["signed_off"]
        signing.sign_off(
            action,
            what_checked=end["what_checked"],
            assurance=Assurance(end["assurance"]),
            remeasure_on=day_of(end["remeasure_on"], today),
            seen_hash=rules.content_hash(action),
            by=people[end["by"]],
            at=moment(end["on"], today, 15),
        )
    if "impact" in told:
        end = told["impact"]
        figures = pages.suggested_effect(action)
        signing.judge_effect(
            action,
            verdict=Effect(end["verdict"]),
            suggested=figures.reading.verdict if figures and figures.reading else None,
            reason=end["words"],
            by=people[end["by"]],
            at=moment(end["on"], today, 15),
        )


def _close(told: Told, finding: Finding, people: People, today: date) -> None:
    """A finding whose every action helped is closed that day; one whose every action was stopped needs none."""
    actions = told.get("actions") or ()
    ends = [one["impact"] for one in actions if one.get("impact", {}).get("verdict") == "improved"]
    stops = [one["stopped"] for one in actions if "stopped" in one]
    if actions and len(ends) == len(actions):
        last = max(ends, key=lambda end: end["on"])
        at = moment(last["on"], today, 16)
        findings.close(finding, by=people[last["by"]], open_actions=0, signed_off_actions=len(ends), at=at)
    elif actions and len(stops) == len(actions):
        last = stops[-1]
        at = moment(last["on"], today, 17)
        findings.decide_no_action(finding, reason=last["reason"], by=people[last["by"]], at=at)
