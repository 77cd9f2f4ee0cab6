"""What the council sees of a challenge: what the team has shared, asked and recommended, and what waits for us."""

from dataclasses import dataclass
from typing import Any

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import pages
from casework.assessments import queries as assessments
from casework.assessments import rules as moves
from casework.assessments.challenge import queries, rules
from casework.assessments.challenge.beside import list_beside, list_moved, words_of
from casework.assessments.challenge_models import Challenge, ChallengeNote, Recommendation
from casework.assessments.models import Answer, Assessment
from casework.assessments.outline import NodeKind
from casework.findings.words import KIND_WORDS, SEVERITY_WORDS, STATUS_TAGS
from casework.kit import clock
from casework.kit.words import full_date, plural
from casework.measures.models import Measure
from casework.measures.queries import list_measures


@dataclass(frozen=True)
class Recommended:
    """A recommendation as the council reads it; `tag` and `reference` once it is in the register."""

    recommendation: Recommendation
    name: str
    kind: str
    priority: str
    tag: tuple[str, str] | None
    is_undecided: bool


@dataclass(frozen=True)
class Shared:
    """A note that the team has shared."""

    note: ChallengeNote
    name: str
    rating: str


def challenge_page(assessment: Assessment, person: Person) -> dict[str, Any]:
    """The whole page: state, ratings side by side, shared notes, questions, recommendations."""
    challenge = queries.find_challenge(assessment)
    answers = assessments.list_answers(assessment)
    said = queries.list_moves(assessment)
    directs = moves.rates(person) and person.organisation_id == assessment.organisation_id
    return (
        pages.frame(assessment, person, "challenge")
        | {
            "challenge": challenge,
            "ratings": list_beside(assessment, answers, said),
            "moved": list_moved(assessment, said),
            "may_open": moves.may_move("open", assessment, person),
            "may_close": moves.may_move("close", assessment, person),
            "may_direct": directs and challenge is not None and challenge.closed_at is None,
            "may_moderate": directs and assessment.status in rules.MODERATED_IN[rules.RatingKind.MODERATED],
        }
        | (_said(challenge, answers, person) if challenge else {})
    )


def _said(challenge: Challenge, answers: list[Answer], person: Person) -> dict[str, Any]:
    outline = challenge.assessment.template.outline
    names = {answer.id: outline.name_of(answer.node) for answer in answers}
    notes = queries.list_notes(challenge, shared_only=True)
    questions = queries.list_questions(challenge)
    recommendations = queries.list_recommendations(challenge)
    undecided = {one.id for one in queries.list_undecided(recommendations, seen_by=person)}
    waiting = sum(question.replied_at is None for question in questions)
    return {
        "standing": standing_words(challenge),
        "turn": turn_words(challenge, waiting, len(undecided)),
        "shared": [
            Shared(notes[answer.id], names[answer.id], words_of(outline, answer, notes[answer.id].rating, "No rating"))
            for answer in answers
            if answer.id in notes
        ],
        "questions": [(question, names[question.answer_id]) for question in questions],
        "recommended": [
            Recommended(
                one,
                names[one.answer_id],
                KIND_WORDS[one.kind],
                SEVERITY_WORDS[one.priority],
                STATUS_TAGS[one.finding.status] if one.finding else None,
                one.id in undecided,
            )
            for one in recommendations
        ],
        "waiting": waiting,
        "undecided": len(undecided),
        "reads_findings": person.may(Need.READ_FINDINGS),
    }


def standing_words(challenge: Challenge) -> str:
    """Until when it is open, or since when it is closed."""
    if challenge.closed_at is not None:
        return f"Closed on {full_date(challenge.closed_at)}"
    if rules.is_open(challenge, clock.today()):
        return f"Open until {full_date(challenge.closes_on)}"
    return f"Closed to the team since the end of {full_date(challenge.closes_on)}"


def turn_words(challenge: Challenge, waiting: int, undecided: int) -> str:
    """Whose turn it is: ours while something waits for an answer, else the team's while it is open."""
    if challenge.closed_at is not None:
        return "Nothing is waited for"
    ours = [plural(waiting, "question") + " to answer"] if waiting else []
    ours += [plural(undecided, "recommendation") + " to decide"] if undecided else []
    if ours:
        return f"Waiting for: the director ({' and '.join(ours)})"
    if rules.is_open(challenge, clock.today()):
        return "Waiting for: the challenge team"
    return "Waiting for: the director, to close the challenge"


def measures_for(answer: Answer) -> dict[int, Measure]:
    """The measures that a finding from this answer can explain: its own, else its section's, else all of the form."""
    outline = answer.assessment.template.outline
    tables = outline.section_of(answer.node).tables
    keys = outline.measures_of(answer.node) or [row.measure for table in tables for row in table.rows]
    found = list_measures(references=set(keys or outline.measures)) if keys or outline.measures else list_measures()
    return {measure.id: measure for measure in found}


def short_title(text: str, most: int = 200) -> str:
    """The first line of a recommendation as a title that can be changed."""
    first = text.split("\n", 1)[0].strip()
    if len(first) <= most:
        return first
    return first[: most - 4].rsplit(" ", 1)[0] + " ..."


def is_rated(answer: Answer) -> bool:
    """Whether the answer has a rating of ours."""
    return answer.node.kind is NodeKind.RATING and answer.rating is not None
