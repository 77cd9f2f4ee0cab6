"""What the page of one section shows: its tables, a card for each answer, and the sections before and after it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from casework.accounts.models import Person
from casework.assessments import answer_queries, rules, score_pages
from casework.assessments.ask_pages import asked_beside
from casework.assessments.asking import Question
from casework.assessments.last_time import LastTime, last_times
from casework.assessments.models import Answer, Assessment, GivenStatus
from casework.assessments.outline import Node, NodeKind, Scale, Section
from casework.assessments.pages import figures_beside, filled_tables, frame, read_progress
from casework.assessments.progress import Progress
from casework.findings.models import Finding

FIRST_WORDS = 60
MARKS = {"new": "New", "carried": "Carried", "changed": "Changed"}


@dataclass(frozen=True)
class Card:
    """An answer as a section shows it."""

    answer: Answer
    node: Node
    mark: str | None
    rating: str | None
    suggested: str | None
    first_words: str
    statements: list[tuple[str, str]]  # of a list of statements: its words, and what was answered
    findings: int
    questions: list[Question]
    path: str
    may_write: bool
    last: LastTime | None = None

    @property
    def needs_confirming(self) -> bool:
        """Whether somebody must still say that it is right as it was."""
        return rules.needs_confirming(self.answer)

    @property
    def by(self) -> str:
        """Who wrote it last."""
        return self.answer.written_by.name if self.answer.written_by else ""

    @property
    def scores(self) -> list[tuple[str, int | None]]:
        """The score of each kind of evidence, where the rating is worked out from them."""
        return score_pages.category_scores(self.answer)


def section(assessment: Assessment, of: Section, person: Person) -> dict[str, Any]:
    """One section: tables, cards, and the sections before and after it."""
    answers, progress = read_progress(assessment, person)
    outline = assessment.template.outline
    here = [answer for answer in answers if answer.node.section_id == of.id]
    raised: dict[int, list[Finding]] = {answer.id: [] for answer in here}
    for finding in answer_queries.list_findings_of(list(raised), seen_by=person):
        raised[finding.answer_id or 0].append(finding)
    mine = [one.section for one in progress.sections]
    place = mine.index(of)
    written = [moment for moment in map(rules.stood_by_at, here) if moment]
    last = last_times(assessment, [answer.node_id for answer in here], person)
    since = min(written, default=None) if assessment.is_open else None
    held = figures_beside(assessment, of, since)
    here_given = [one for one in progress.given if one.section_id == of.id]
    return frame(assessment, person, "show") | {
        "section": of,
        "here": next(one for one in progress.sections if one.section is of),
        "tables": filled_tables(assessment, of, held),
        "statement_path": score_pages.statement_path(of, person),
        "since": since,
        "cards": [
            _card(
                answer,
                asked_beside(answer, person, progress.given, held, raised[answer.id]),
                len(raised[answer.id]),
                person,
                progress,
                last.get(answer.node_id),
            )
            for answer in here
        ],
        "before": mine[place - 1] if place else None,
        "after": mine[place + 1] if place + 1 < len(mine) else None,
        "declaration": next((node for node in of.nodes if node.kind is NodeKind.DECLARATION), None),
        "part_title": dict(outline.parts).get(of.part, ""),
        "mine": next((one for one in here_given if one.to_id == person.id), None),
        "handed_in": [one for one in here_given if one.status is GivenStatus.HANDED_IN and rules.rates(person)],
        "is_open": assessment.is_open,
        "GivenStatus": GivenStatus,
    }


def _card(
    answer: Answer,
    questions: list[Question],
    findings: int,
    person: Person,
    progress: Progress,
    last: LastTime | None,
) -> Card:
    node, assessment = answer.node, answer.assessment
    scale = progress.outline.scale_of(node)
    step, suggested = (scale.step(number) if scale else None for number in (answer.rating, answer.suggested_rating))
    return Card(
        answer,
        node,
        mark=MARKS[rules.mark_of(answer)] if rules.started_from(assessment) else None,
        rating=step.words if step else None,
        suggested=suggested.words if suggested else None,
        first_words=first_words(answer),
        statements=_statements(answer, scale) if node.kind is NodeKind.STATEMENT_LIST else [],
        findings=findings,
        questions=questions,
        path=url_for("assessments.show_answer", assessment_id=assessment.id, answer_id=answer.id),
        may_write=rules.may_write(assessment, node, person, progress.given),
        last=last,
    )


def _statements(answer: Answer, scale: Scale | None) -> list[tuple[str, str]]:
    given = (answer.fields or {}).get("statements") or {}
    steps = [
        (says, scale.step(given.get(key, {}).get("step")) if scale else None) for key, says in answer.node.statements
    ]
    return [(says, step.word if step else "Not answered") for says, step in steps]


def first_words(answer: Answer) -> str:
    """The beginning of what was written."""
    words = answer.text.split()
    return " ".join(words[:FIRST_WORDS]) + (" ..." if len(words) > FIRST_WORDS else "")
