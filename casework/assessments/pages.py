"""What the pages show, worked out before a template prints it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import url_for

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import comment_queries, doubts, figures, queries, rules, score_pages
from casework.assessments.content import nodes_in
from casework.assessments.figure_queries import list_figures
from casework.assessments.form_changes import FormChanges, form_changes
from casework.assessments.forms import EVIDENCE_WORDS
from casework.assessments.models import Answer, Assessment, AssessmentTemplate
from casework.assessments.move_words import MOVE_WORDS
from casework.assessments.outline import Section
from casework.assessments.progress import STATUS_TAGS, Progress, continue_at, count_words, progress_of, whose_turn
from casework.assessments.signed_figures import signed_table
from casework.kit import clock
from casework.kit.forms import Choice
from casework.kit.words import plural
from casework.trail.events import Event
from casework.trail.models import TrailEntry

SAME_SITTING = timedelta(minutes=30)


def template_choice(template: AssessmentTemplate, *, reveals: str | None = None) -> Choice:
    """A template as a radio: title, how many answers, what it is for; `reveals` names a question only it asks."""
    outline = template.outline
    count = plural(len(outline.asked), "answer")
    rated = f", {len(outline.ratings)} of them rated" if outline.ratings else ""
    summary = f"{outline.summary}. " if outline.summary else ""
    return Choice(template.code, outline.title, f"{summary}{count}{rated}", reveals)


def frame(assessment: Assessment, person: Person, current: str) -> dict[str, Any]:
    """What every page of a self-assessment shows: name, status, and its parts as a sub navigation."""
    sees_all = rules.sees_all(person)
    parts = [("show", "Overview")]
    if sees_all:
        parts += [
            ("evidence", "Evidence"),
            ("comments", "Comments"),
            ("ready", "Ready?"),
            *([("challenge", "Challenge")] if assessment.status in rules.HAS_SIGNATURE else []),
            ("versions", "Versions"),
            ("compare_two", "Compare"),
            ("history", "History"),
        ]
    navigation = [
        {
            "text": text,
            "href": url_for(f"assessments.{name}", assessment_id=assessment.id),
            "current": name == current,
        }
        for name, text in parts
    ]
    return {
        "assessment": assessment,
        "tag": STATUS_TAGS[assessment.status],
        "navigation_parts": navigation if len(parts) > 1 else [],
        "sees_all": sees_all,
    }


def read_progress(assessment: Assessment, person: Person) -> tuple[list[Answer], Progress]:
    """The answers the person may see, and how far they are."""
    given = queries.list_given(assessment)
    sections = None if rules.sees_all(person) else set(rules.given_to(given, person))
    answers = queries.list_answers(assessment, sections=sections)
    if sections is not None:
        given = [one for one in given if one.to_id == person.id]
    return answers, progress_of(assessment.template.outline, answers, given, is_signed=not assessment.is_open)


def overview(assessment: Assessment, person: Person) -> dict[str, Any]:
    """The task list."""
    answers, progress = read_progress(assessment, person)
    outline = assessment.template.outline
    writes = assessment.is_open and person.may(Need.WRITE_ASSESSMENTS)
    groups = [
        (
            title,
            [
                {
                    "title": _numbered(place, one.section.title) if len(sections) > 1 else one.section.title,
                    "href": url_for("assessments.show_section", assessment_id=assessment.id, number=one.section.number),
                    "hint": one.hint,
                    "word": one.tag[0],
                    "colour": one.tag[1],
                }
                for place, one in enumerate(sections, start=1)
            ],
        )
        for title, sections in progress.parts()
    ]
    return frame(assessment, person, "show") | {
        "groups": groups,
        "progress": progress,
        "changes": changes_of_form(assessment),
        "last": rules.started_from(assessment),
        "result": rules.overall(outline, answers) if rules.sees_all(person) else None,
        "method": score_pages.method_words(assessment),
        "turn": whose_turn(assessment, progress, person, comment_queries.list_waiting(assessment, answers)),
        "continue_at": continue_at(outline, answers, person) if writes else None,
        "finish": _finish(assessment, answers, progress, person) if rules.sees_all(person) else [],
        "moves": [verb for verb in ("consult", "review", "redraft") if rules.may_move(verb, assessment, person)],
        "move_words": MOVE_WORDS,
        "may_give": assessment.is_open and rules.rates(person),
        "may_revise": rules.may_move("revise", assessment, person),
        "signature": assessment.signature if rules.sees_all(person) else None,
    }


def _numbered(place: int, title: str) -> str:
    """The title with its number; a title that begins with a number of its own keeps that alone."""
    return title if title[:1].isdigit() else f"{place} {title}"


def changes_of_form(assessment: Assessment) -> FormChanges | None:
    """What the form asks that it did not ask last time; None when it is the same, or there was no last time."""
    source = rules.started_from(assessment)
    if source is None or source.template_id == assessment.template_id:
        return None
    return form_changes(source.template.outline, assessment.template.outline)


def _finish(assessment: Assessment, answers: list[Answer], progress: Progress, person: Person) -> list[dict[str, Any]]:
    """The last tasks: check figures, are we ready, sign."""
    left = len(progress.missing)
    ready: dict[str, Any] = {
        "title": "Are we ready?",
        "href": url_for("assessments.ready", assessment_id=assessment.id),
    }
    ready |= {"hint": f"{plural(left, 'thing')} first", "word": "To do", "colour": "blue"} if left else {
        "hint": "Nothing must be done first", "word": "Completed"
    }  # fmt: skip
    if not assessment.is_open:
        return [ready] if assessment.signature is None else []
    wrong = len(doubts.wrong_in(assessment, answers))
    check: dict[str, Any] = {
        "title": "Check figures",
        "href": url_for("assessments.check_figures", assessment_id=assessment.id),
    }
    hint = (
        f"{wrong} {'looks' if wrong == 1 else 'look'} wrong" if wrong else "No figure that the words claim looks wrong"
    )
    check |= {"hint": hint, **({"word": "To check", "colour": "yellow"} if wrong else {})}
    sign: dict[str, Any] = {"title": "Sign", "href": None, "word": "Cannot start yet"}
    if not rules.rates(person):
        sign |= {"hint": rules.ONLY_THE_DIRECTOR, "word": "With the director"}
    elif not left:
        sign |= {"href": url_for("assessments.sign", assessment_id=assessment.id), "word": "To do", "colour": "blue"}
    return [check, ready, sign]


def figures_beside(assessment: Assessment, of: Section, since: datetime | None = None) -> figures.Figures:
    """The figures that the section's tables print.

    `since`: when somebody last stood by the words beside them, so that the rows can say what has moved meanwhile.
    """
    keys = [row.measure for table in of.tables for row in table.rows]
    return list_figures(assessment, measures=keys, since=since if assessment.is_open else None)


def tables_of(assessment: Assessment, of: Section, since: datetime | None = None) -> list[figures.Table]:
    """The section's measure tables with the figures held; `since` as for `figures_beside`."""
    return filled_tables(assessment, of, figures_beside(assessment, of, since)) if of.tables else []


def filled_tables(assessment: Assessment, of: Section, held: figures.Figures) -> list[figures.Table]:
    """The section's measure tables, filled; of a signed version as they were signed, with what was restated since."""
    tables = [figures.fill_table(table, held, assessment.period) for table in of.tables]
    if assessment.signature is None or not tables:
        return tables
    signed = nodes_in(assessment.signature.frozen["content"])
    return [signed_table(signed[node.id], now) for node, now in zip(of.tables, tables, strict=True)]


def answer_page(answer: Answer, person: Person) -> dict[str, Any]:
    """What the pages of one answer share."""
    assessment = answer.assessment
    outline = assessment.template.outline
    section_of = outline.section_of(answer.node)
    given = queries.list_given(assessment)
    return frame(assessment, person, "show") | {
        "answer": answer,
        "node": answer.node,
        "section": section_of,
        "part_title": dict(outline.parts).get(section_of.part, ""),
        "since": rules.stood_by_at(answer) if assessment.is_open else None,
        "needs_confirming": rules.needs_confirming(answer),
        "section_path": url_for("assessments.show_section", assessment_id=assessment.id, number=section_of.number),
        "path": url_for("assessments.show_answer", assessment_id=assessment.id, answer_id=answer.id),
        "scale": outline.scale_of(answer.node),
        "word_count": count_words(answer.text),
        "scores": score_pages.category_scores(answer),
        "by_category": score_pages.evidence_by_category(answer),
        "evidence_words": EVIDENCE_WORDS,
        "today": clock.today(),
        "may_write": rules.may_write(assessment, answer.node, person, given),
        "my_section": rules.given_to(given, person).get(answer.node.section_id),
    }


def gather(entries: Iterable[TrailEntry]) -> Sequence[TrailEntry]:
    """The history without repetitions: saves of one answer by one person in one sitting become the last of them."""
    shown: list[TrailEntry] = []
    last: dict[tuple[Any, ...], datetime] = {}
    for entry in entries:  # newest first
        key = (entry.event, entry.actor_id, entry.subject_kind, entry.subject_id)
        if entry.event is Event.ANSWER_WRITTEN and key in last and last[key] - entry.at < SAME_SITTING:
            last[key] = entry.at
            continue
        last[key] = entry.at
        shown.append(entry)
    return shown
