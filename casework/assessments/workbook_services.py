"""Taking the answers of a workbook that came back: checked and put aside first, saved when the person says so."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from werkzeug.datastructures import FileStorage

from casework.accounts.models import Person
from casework.assessments import answer_services, rules
from casework.assessments.answer_services import Conflict
from casework.assessments.models import Answer, Assessment
from casework.assessments.rules import Draft, Seen
from casework.assessments.workbook_models import FilledWorkbook
from casework.assessments.workbook_reading import Plan, read
from casework.extensions import db
from casework.kit import clock
from casework.kit.file_kinds import clean_name, recognise
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import plural
from casework.trail import services as trail
from casework.trail.events import Event

KEPT_FOR = timedelta(days=1)
KINDS = (".xlsx", ".ods")


@dataclass(frozen=True)
class Outcome:
    """What came of a workbook: how many answers were saved, and those that met a newer version."""

    saved: int
    waiting: tuple[Answer, ...]


def put_aside(
    assessment: Assessment, upload: FileStorage, *, filled_by: str | None, by: Person
) -> tuple[FilledWorkbook, Plan]:
    """Check a workbook and keep what it would change for a day. Nothing of the self-assessment changes.

    Raises RuleBroken for a file that is no workbook, TableRefused with every row that cannot be taken.
    """
    if assessment.status not in rules.OPEN:
        raise RuleBroken(rules.SIGNED_ALREADY)
    try:
        ending = recognise(upload.stream, upload.filename or "", kinds=KINDS)
    except RuleBroken as broken:
        raise RuleBroken(broken.sentence, "file") from None
    name = clean_name(upload.filename or "", ending)
    plan = read(upload.stream, name, assessment=assessment, by=by)
    db.session.execute(delete(FilledWorkbook).where(FilledWorkbook.at < clock.now() - KEPT_FOR))
    aside = FilledWorkbook(
        assessment_id=assessment.id,
        by_id=by.id,
        at=clock.now(),
        file_name=name,
        filled_by=(filled_by or "").strip() or None,
        changes=[
            {
                "answer": one.answer.id,
                "version": one.version,
                "text": one.draft.text,
                "rating": one.draft.rating,
                "fields": one.draft.fields,
            }
            for one in plan.changes
        ],
    )
    db.session.add(aside)
    db.session.flush()
    return aside, plan


def get_aside(assessment: Assessment, aside_id: int, *, seen_by: Person) -> FilledWorkbook:
    """The person's own workbook of this self-assessment; 404 for any other, and once it was saved or a day is over."""
    query = select(FilledWorkbook).where(
        FilledWorkbook.id == aside_id,
        FilledWorkbook.assessment_id == assessment.id,
        FilledWorkbook.by_id == seen_by.id,
        FilledWorkbook.at >= clock.now() - KEPT_FOR,
    )
    return or_404(db.session.scalars(query).first())


def save(aside: FilledWorkbook, answers: dict[int, Answer], *, by: Person) -> Outcome:
    """Save the answers of a workbook. One that was changed meanwhile is not overwritten: both texts are kept, and the
    person settles them. RuleBroken when one of them is not theirs to write any more: then none is saved.
    """
    waiting: list[Answer] = []
    saved = 0
    for one in aside.changes:
        answer = answers[one["answer"]]
        try:
            outcome = answer_services.write(answer, draft=draft_in(one), by=by, seen=Seen(one["version"]))
        except Conflict:
            waiting.append(answer)
        else:
            saved += outcome == "taken"
    assessment = aside.assessment
    whose = f", filled in by {aside.filled_by}" if aside.filled_by else ""
    met = f"; {plural(len(waiting), 'answer')} met a newer text and both are kept" if waiting else ""
    words = f'took {plural(saved, "answer")} from the workbook "{aside.file_name}"{whose}{met}'
    trail.record(Event.FILE_IMPORTED, assessment, by=by, words=words)
    db.session.delete(aside)
    return Outcome(saved, tuple(waiting))


def draft_in(change: dict[str, Any]) -> Draft:
    """The answer that a change of a workbook put aside amounts to."""
    return Draft(change["text"], change["rating"], change["fields"])
