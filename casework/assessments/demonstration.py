"""The demonstration's self-assessment of 2012/13: the papers' facts in our words, ratings marked as ours."""

from datetime import date
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.queries import organisation_called
from casework.assessments import answer_services, evidence_services, queries, services
from casework.assessments.give_services import give
from casework.assessments.models import Answer, Assessment, Evidence, EvidenceKind
from casework.assessments.rules import Draft, Seen
from casework.extensions import db
from casework.kit.packs import PACKS, read_yaml
from casework.kit.rules import RuleBroken
from casework.kit.workdays import add_working_days

FILE = PACKS / "demonstration" / "assessment-2012-13.yaml"
MARK = "Demonstration rating: the ratings of the published paper did not survive."
GIVEN, NOTE = "o4", "Two areas are not rated yet. Say what the files and the figures show (demonstration)"
WORKING_DAYS = 10


def load(people: dict[str, Person], today: date) -> None:
    """Start the self-assessment as the director, answer it, and give a section to the contributor."""
    held = read_yaml(FILE)
    if queries.find_template(held["template"]) is None:
        services.load_templates(PACKS / "templates")
    template = queries.find_template(held["template"])
    if template is None:
        raise RuleBroken(f"There is no template with the code {held['template']}")
    director = people["director"]
    started = services.start(
        template=template,
        organisation=organisation_called(held["organisation"]),
        period=held["period"],
        by=director,
        is_demonstration=True,
    )
    db.session.flush()
    register: dict[str, Evidence] = {}
    for answer in queries.list_answers(started):
        _answer(answer, held["answers"][answer.node_id], director, register)
    services.move(started, verb="consult", by=director)
    due_on = add_working_days(today, WORKING_DAYS)
    give(started, sections=[GIVEN], to=people["contributor"], due_on=due_on, note=NOTE, by=director, today=today)


def _answer(answer: Answer, given: dict[str, Any], by: Person, register: dict[str, Evidence]) -> None:
    text = str(given.get("text") or "")
    if given.get("demo_rating"):
        text = f"{text}\n\n{MARK}"
    lines = [{"title": line["title"], "reason": line["reason"]} for line in given.get("lines") or ()]
    draft = Draft(text, given.get("rating"), {"lines": lines} if lines else None)
    answer_services.write(answer, draft=draft, by=by, seen=Seen(answer.version))
    if not answer.node.has_evidence:
        return
    for one in given.get("evidence") or ():
        if one["title"] in register:
            evidence_services.use_evidence(answer, evidence=register[one["title"]], by=by)
            continue
        added = evidence_services.add_evidence(
            answer, title=one["title"], kind=EvidenceKind(one["kind"]), about=one["about"], by=by
        )
        added.is_demonstration = True
        register[one["title"]] = added


def answer_of(node_id: str) -> Answer:
    """The demonstration's answer at this node, for the findings that were raised from it."""
    query = select(Answer).join(Answer.assessment)
    query = query.where(Assessment.is_demonstration.is_(True), Answer.node_id == node_id).order_by(Answer.id)
    return db.session.scalars(query).first() or _no_answer(node_id)


def _no_answer(node_id: str) -> Answer:
    raise LookupError(f"the demonstration has no answer {node_id}")
