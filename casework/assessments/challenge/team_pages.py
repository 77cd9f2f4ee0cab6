"""What the pages of a challenge team show: the version as it was signed, and the team's own work beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from casework.assessments.challenge import queries, rules
from casework.assessments.challenge.beside import words_of
from casework.assessments.challenge_models import Challenge, ChallengeNote, Recommendation
from casework.assessments.content import nodes_in
from casework.assessments.models import Answer
from casework.assessments.outline import NodeKind
from casework.assessments.progress import count_words
from casework.assessments.queries import list_answers
from casework.findings.models import FindingStatus
from casework.findings.words import KIND_WORDS, SEVERITY_WORDS
from casework.kit import clock
from casework.kit.words import long_date, plural

Content = Mapping[str, Any]
ANSWERS = {
    FindingStatus.OPEN: "The council has put it in its register",
    FindingStatus.CAME_BACK: "The council has put it in its register",
    FindingStatus.ACTION_AGREED: "Action",
    FindingStatus.CLOSED: "Action, done and signed off",
}


@dataclass(frozen=True)
class Row:
    """A line of the overview."""

    name: str
    path: str
    ours: str
    yours: str
    notes: str
    questions: str


@dataclass(frozen=True)
class Said:
    """A recommendation with the council's answer in words."""

    recommendation: Recommendation
    kind: str
    priority: str
    answer: str


def content_of(challenge: Challenge) -> Content:
    """The frozen copy that was signed: what was read and signed is what is challenged, figures and all."""
    signature = challenge.assessment.signature
    content: Content = signature.frozen["content"] if signature else {"parts": [], "sections": [], "scales": {}}
    return content


def frame(challenge: Challenge) -> dict[str, Any]:
    """What every page of the team shows."""
    assessment = challenge.assessment
    return {
        "challenge": challenge,
        "assessment": assessment,
        "name": f"{assessment.organisation.name}, {assessment.period_words}",
        "until": f"Open to you until {long_date(challenge.closes_on)}",
        "home": url_for("assessments.show_challenge", challenge_id=challenge.id),
    }


def overview(challenge: Challenge) -> dict[str, Any]:
    """Lines of enquiry first, then the areas with both ratings, notes and questions."""
    content, outline = content_of(challenge), challenge.assessment.template.outline
    answers = {answer.node_id: answer for answer in list_answers(challenge.assessment)}
    notes = queries.list_notes(challenge, shared_only=False)
    asked = queries.count_questions(challenge)
    parts = []
    for key, title in outline.parts:
        rows = [
            _row(challenge, answers[node.id], notes.get(answers[node.id].id), asked.get(answers[node.id].id, (0, 0)))
            for section in outline.sections
            if section.part == key
            for node in section.asked
            if node.id in answers and node.kind not in rules.UNSEEN
        ]
        if rows:
            parts.append((title, rows))
    nodes = nodes_in(content)
    return frame(challenge) | {
        "enquiry": [
            (line, _path(challenge, answers[key]))
            for key, node in nodes.items()
            if node["kind"] == NodeKind.LINES_OF_ENQUIRY.value and key in answers
            for line in node["lines"]
        ],
        "parts": parts,
        "about": [(node["title"], node["text"]) for node in nodes.values() if node["kind"] == NodeKind.FIELD.value],
        "signature": challenge.assessment.signature,
        "said": [said(one) for one in queries.list_recommendations(challenge)],
        "unshared": [note for note in notes.values() if not note.is_shared],
    }


def _path(challenge: Challenge, answer: Answer) -> str:
    return url_for("assessments.challenge_answer", challenge_id=challenge.id, answer_id=answer.id)


def _row(challenge: Challenge, answer: Answer, note: ChallengeNote | None, asked: tuple[int, int]) -> Row:
    outline = challenge.assessment.template.outline
    is_rated = answer.node.kind is NodeKind.RATING
    yours = words_of(outline, answer, note.rating, "None yet") if note else "None yet"
    written = note is not None and bool(note.text)
    return Row(
        outline.name_of(answer.node),
        _path(challenge, answer),
        words_of(outline, answer, answer.rating) if is_rated else "Not asked",
        yours if is_rated else "Not asked",
        ("Shared" if note and note.is_shared else "Only your team") if written else "No notes",
        question_words(*asked),
    )


def question_words(asked: int, answered: int) -> str:
    """3, 1 answered"""
    if not asked:
        return "No questions"
    return f"{asked}, {'all' if answered == asked else answered or 'none'} answered"


def said(one: Recommendation) -> Said:
    """A recommendation with what the council says to it; of the register the team sees no more than that."""
    finding = one.finding
    if finding is None:
        answer = "The council has not answered yet"
    elif finding.status is FindingStatus.NO_ACTION:
        answer = f"No action, because: {finding.no_action_reason}"
    else:
        answer = ANSWERS[finding.status]
    return Said(one, KIND_WORDS[one.kind], SEVERITY_WORDS[one.priority], answer)


def answer_page(challenge: Challenge, answer: Answer, note: ChallengeNote | None) -> dict[str, Any]:
    """One answer as it was signed, with its figures and evidence, and what the team has made of it."""
    content, node = content_of(challenge), answer.node
    section = next((one for one in content["sections"] if one["id"] == node.section_id), None)
    frozen = next((one for one in section["nodes"] if one["id"] == node.id), None) if section else None
    outline = challenge.assessment.template.outline
    return frame(challenge) | {
        "answer": answer,
        "node": node,
        "section": section,
        "frozen": frozen,
        "tables": [one for one in (section["nodes"] if section else []) if one["kind"] == "measure-table"],
        "statement_words": {step.number: step.words for step in scale.steps}
        if (scale := outline.scale_of(node))
        else {},
        "ours": words_of(outline, answer, answer.rating) if node.kind is NodeKind.RATING else None,
        "files": {file.sha256: number for number, file in signed_files(challenge, answer).items()},
        "note": note,
        "words": count_words(note.text) if note else "",
        "texts": [(one, words_of(outline, answer, one.rating, "")) for one in reversed(note.texts)] if note else [],
        "questions": [one for one in queries.list_questions(challenge) if one.answer_id == answer.id],
        "said": [said(one) for one in queries.list_recommendations(challenge) if one.answer_id == answer.id],
        "path": _path(challenge, answer),
        "today": clock.today(),
    }


def signed_files(challenge: Challenge, answer: Answer) -> dict[int, Any]:
    """Files of the evidence that was signed with this answer, by number; one that was replaced since is not there."""
    node = nodes_in(content_of(challenge)).get(answer.node_id, {})
    signed = {one["file"]["sha256"] for one in node.get("evidence", ()) if one.get("file")}
    held = (link.evidence.file for link in answer.evidence_links)
    return {file.id: file for file in held if file is not None and file.sha256 in signed}


def next_path(challenge: Challenge, answer: Answer) -> str:
    """The answer after this one in the form's order; the overview after the last."""
    seen = [one for one in list_answers(challenge.assessment) if one.node.kind not in rules.UNSEEN]
    place = next(number for number, one in enumerate(seen) if one.id == answer.id)
    if place + 1 < len(seen):
        return _path(challenge, seen[place + 1])
    return url_for("assessments.show_challenge", challenge_id=challenge.id)


def share_words(challenge: Challenge, notes: Mapping[int, ChallengeNote]) -> list[tuple[int, str, str]]:
    """Notes that can still be shared: number, name of the answer, and what would be shared."""
    outline = challenge.assessment.template.outline
    answers = list_answers(challenge.assessment)
    found = []
    for answer in answers:
        note = notes.get(answer.id)
        if note is not None and not note.is_shared:
            rating = words_of(outline, answer, note.rating, "no rating")
            count = plural(len(note.text.split()), "word")
            found.append((note.id, outline.name_of(answer.node), f"{rating}, {count}"))
    return found
