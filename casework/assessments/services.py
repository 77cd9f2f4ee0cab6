"""Verbs of the room: load templates, start, move along, revise. Writing an answer is in `answer_services`."""

from pathlib import Path
from typing import Any

from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Role
from casework.assessments import pack_rules, queries, rules
from casework.assessments.content import hash_of
from casework.assessments.figure_queries import known_measures
from casework.assessments.models import (
    Answer,
    AnswerEvidence,
    AnswerRevision,
    Assessment,
    AssessmentStatus,
    AssessmentTemplate,
)
from casework.extensions import db
from casework.kit import clock
from casework.kit.packs import PackBroken, read_yaml
from casework.kit.rules import RuleBroken
from casework.kit.words import plural
from casework.trail import services as trail
from casework.trail.events import Event

MOVE_EVENTS = {
    "consult": (Event.ASSESSMENT_CONSULTED, "sent the self-assessment out for consultation"),
    "review": (Event.ASSESSMENT_REVIEWED, "put the self-assessment before the senior team"),
    "redraft": (Event.ASSESSMENT_REVISED, "took the self-assessment back to draft"),
}


class TemplateBroken(PackBroken):
    """A template file cannot be used; the text has a line for each fault: file, line and reason."""

    def __init__(self, path: Path, faults: list[pack_rules.Fault]) -> None:
        places = [f"{path.name}, line {fault.line}" if fault.line else path.name for fault in faults]
        lines = [f"{place}: {fault.why}" for place, fault in zip(places, faults, strict=True)]
        Exception.__init__(self, "\n".join(lines))


def load_templates(folder: Path) -> int:
    """Load every template file of a folder that is not loaded yet, and say how many; loaded ones stay as they are.

    Raises PackBroken for a file that cannot be read, breaks a rule of templates, or differs from the version of it
    that is loaded: a published version never changes. Nothing is kept of a folder with a broken file.
    """
    known = known_measures() or None
    read = [(path, checked_template(path, read_yaml(path), known)) for path in sorted(folder.glob("*.yaml"))]
    return sum(_load_template(path, body) for path, body in read)


def checked_template(path: Path, body: Any, known: set[str] | None) -> dict[str, Any]:
    """The data of a template file; TemplateBroken with every fault of it."""
    faults = pack_rules.faults_of(body, known_measures=known)
    if faults:
        raise TemplateBroken(path, faults)
    try:
        hash_of(body)
    except TypeError:
        why = "holds a date or another value that is not words; put it in quotes"
        raise TemplateBroken(path, [pack_rules.Fault(None, why)]) from None
    return dict(body)


def _load_template(path: Path, body: dict[str, Any]) -> bool:
    checksum = hash_of(body)
    held = queries.find_template(body["template"], body["version"])
    if held is not None:
        if held.checksum != checksum:
            raise TemplateBroken(path, [pack_rules.changed_version(held.code, held.version)])
        return False
    template = AssessmentTemplate(
        code=body["template"],
        version=body["version"],
        title=body["title"],
        checksum=checksum,
        changes=list(body["changes"]),
        body=body,
        loaded_at=clock.now(),
    )
    db.session.add(template)
    words = f'loaded version {template.version} of the template "{template.title}"'
    trail.record(Event.PACKS_LOADED, template, by=None, words=words, changes={"Checksum": (None, checksum)})
    return True


def start(
    *,
    template: AssessmentTemplate,
    organisation: Organisation,
    period: str,
    by: Person,
    is_demonstration: bool = False,
    scoring: str | None = None,
) -> Assessment:
    """Start a blank self-assessment. RuleBroken unless a director of the council starts the first for the period.

    `scoring` is one of the ways of scoring that the form offers; None for its usual one.
    """
    if not by.has(Role.DIRECTOR) or by.organisation_id != organisation.id:
        raise RuleBroken("Only the director can start a self-assessment")
    if template.organisation_id not in (None, organisation.id):
        raise RuleBroken("Select a template", "template")  # another council's own does not exist for this one
    started = Assessment(
        organisation=organisation,
        template=template,
        template_code=template.code,
        period=period,
        number=1,
        status=AssessmentStatus.DRAFT,
        scoring=rules.check_scoring(template.outline, scoring),
        is_demonstration=is_demonstration,
        started_by_id=by.id,
        started_at=clock.now(),
    )
    rules.check_start(started.period_words, queries.list_existing(organisation.id, template.code, period))
    db.session.add(started)
    started.answers = [Answer(node_id=node.id) for node in template.outline.asked]
    words = f"started {started.name} on version {template.version} of the form"
    trail.record(Event.ASSESSMENT_STARTED, started, by=by, words=words)
    return started


def hold(assessment: Assessment) -> Assessment:
    """Read the self-assessment as it stands now, while nobody else can move it."""
    db.session.flush()
    db.session.refresh(assessment, with_for_update={"of": Assessment})
    return assessment


def move(assessment: Assessment, *, verb: str, by: Person) -> None:
    """Consult, review or redraft. RuleBroken unless the director does it from a status that allows it."""
    hold(assessment)
    rules.check_may_direct(assessment, by)
    before, assessment.status = assessment.status, rules.check_move(verb, assessment.status)
    event, words = MOVE_EVENTS[verb]
    trail.record(event, assessment, by=by, words=words, changes={"Status": (before, assessment.status)})


def revise(assessment: Assessment, *, by: Person) -> Assessment:
    """Start the next version from a signed one: every answer and its evidence is there to be changed.

    The signed version keeps its signature and frozen copy; it is marked revised.
    """
    hold(assessment)
    rules.check_may_direct(assessment, by)
    before, assessment.status = assessment.status, rules.check_move("revise", assessment.status)
    fresh = Assessment(
        organisation=assessment.organisation,
        template=assessment.template,
        template_code=assessment.template_code,
        period=assessment.period,
        number=assessment.number + 1,
        status=AssessmentStatus.DRAFT,
        follows=assessment,
        scoring=assessment.scoring,
        is_demonstration=assessment.is_demonstration,
        started_by_id=by.id,
        started_at=clock.now(),
    )
    db.session.add(fresh)
    fresh.answers = [Answer(node_id=node.id) for node in assessment.template.outline.asked]
    blank = {answer.node_id: answer for answer in fresh.answers}
    for answer in queries.list_answers(assessment):
        copy_answer(answer, into=blank[answer.node_id]).confirmed_at = answer.confirmed_at
    trail.record(
        Event.ASSESSMENT_REVISED,
        assessment,
        by=by,
        words=f"revised {assessment.name}: version {fresh.number} takes the place of version {assessment.number}",
        changes={"Status": (before, assessment.status)},
    )
    words = f"started version {fresh.number} with {plural(len(fresh.answers), 'answer')} of version {assessment.number}"
    trail.record(Event.ASSESSMENT_STARTED, fresh, by=by, words=words)
    return fresh


def copy_answer(answer: Answer, *, into: Answer) -> Answer:
    """Let a blank answer say everything that the old one says, and where it came from."""
    copied = into
    copied.text, copied.fields = answer.text, answer.fields
    copied.rating, copied.suggested_rating = answer.rating, answer.suggested_rating
    copied.rating_reason = answer.rating_reason
    copied.written_by_id, copied.written_at = answer.written_by_id, answer.written_at
    copied.carried_from = answer
    copied.evidence_links += [
        AnswerEvidence(evidence=link.evidence, by_id=link.by_id, at=link.at)
        for link in answer.evidence_links
        if link.evidence.removed_at is None
    ]
    if rules.is_begun(answer):
        copied.revisions.append(
            AnswerRevision(
                text=answer.text,
                rating=answer.rating,
                fields=answer.fields,
                by_id=answer.written_by_id,
                at=answer.written_at or clock.now(),
                answer_version=1,
            )
        )
    return copied
