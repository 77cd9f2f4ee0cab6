"""Rules of self-assessments: the moves, who may write, rate and sign, and when a save meets a newer version. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments.models import Answer, Assessment, AssessmentStatus, GivenSection, GivenStatus
from casework.assessments.outline import Node, NodeKind, Outline
from casework.assessments.scoring import Result
from casework.kit.rules import RuleBroken

S = AssessmentStatus
OPEN = frozenset({S.DRAFT, S.CONSULTATION, S.SENIOR_REVIEW})
HAS_SIGNATURE = frozenset({S.SIGNED, S.REVISED, S.CHALLENGE, S.CLOSED})
# verb -> (from, to): one table guards the pages and draws the buttons. `revise` moves the old version only.
MOVES: dict[str, tuple[frozenset[AssessmentStatus], AssessmentStatus]] = {
    "consult": (frozenset({S.DRAFT}), S.CONSULTATION),
    "review": (frozenset({S.DRAFT, S.CONSULTATION}), S.SENIOR_REVIEW),
    "redraft": (frozenset({S.CONSULTATION, S.SENIOR_REVIEW}), S.DRAFT),
    "sign": (OPEN, S.SIGNED),
    "revise": (frozenset({S.SIGNED, S.CLOSED}), S.REVISED),
    "open": (frozenset({S.SIGNED}), S.CHALLENGE),
    "close": (frozenset({S.CHALLENGE}), S.CLOSED),
}
SIGNED_ALREADY = "Signed. Revise it to make a new version"
ONLY_THE_DIRECTOR = "Only the director can sign"
SEES_ALL = (Role.DIRECTOR, Role.ANALYST, Role.AUDITOR)
WITH_THEM = frozenset({GivenStatus.GIVEN, GivenStatus.SENT_BACK})


@dataclass(frozen=True)
class Draft:
    """What somebody wants to save at one node. `fields` are parts beyond one text (lines of enquiry, statements)."""

    text: str = ""
    rating: int | None = None
    fields: dict[str, Any] | None = None


@dataclass(frozen=True)
class Seen:
    """What the page knew when it was sent: the answer's version, which page it was, and how often it had sent.

    `version` is None when the form carried none, or one that is no number.
    """

    version: int | None
    sitting: str | None = None
    turn: int = 0


@dataclass(frozen=True)
class Holding:
    """What is held now, to be compared with what a page saw."""

    version: int
    sitting: str | None
    turn: int
    draft: Draft = field(default_factory=Draft)


def check_move(verb: str, status: AssessmentStatus) -> AssessmentStatus:
    """The status that `verb` leads to; RuleBroken when it cannot be done from `status`."""
    allowed, target = MOVES[verb]
    if status in allowed:
        return target
    if status in HAS_SIGNATURE and verb in ("consult", "review", "redraft", "sign"):
        raise RuleBroken(SIGNED_ALREADY if status is S.SIGNED else "This version was signed. Open the newest version")
    raise RuleBroken("This cannot be done now: somebody has moved the self-assessment on. Read its history")


def may_move(verb: str, assessment: Assessment, person: Person) -> bool:
    """Whether a button for `verb` would succeed: every move is the director's."""
    return (
        assessment.status in MOVES[verb][0]
        and person.has(Role.DIRECTOR)
        and person.organisation_id == assessment.organisation_id
    )


def check_may_direct(assessment: Assessment, person: Person) -> None:
    """Refuse everybody but the director of the same council."""
    if not person.has(Role.DIRECTOR) or person.organisation_id != assessment.organisation_id:
        raise RuleBroken("Only the director can do this")


def sees_all(person: Person) -> bool:
    """Whether the person sees every section of their council's self-assessments, not only those given to them."""
    return person.has(*SEES_ALL)


def given_to(given: Collection[GivenSection], person: Person) -> dict[str, GivenSection]:
    """The sections given to this person, by section."""
    return {one.section_id: one for one in given if one.to_id == person.id}


def check_may_write(assessment: Assessment, node: Node, person: Person, given: Collection[GivenSection]) -> None:
    """Refuse after signing, somebody without the right, and a contributor whose section is not with them now."""
    if assessment.status not in OPEN:
        raise RuleBroken(SIGNED_ALREADY)
    if person.organisation_id != assessment.organisation_id or not person.has(Role.DIRECTOR, Role.CONTRIBUTOR):
        raise RuleBroken("Only the director, or a person the section was given to, can write here")
    if person.has(Role.DIRECTOR):
        return
    own = given_to(given, person).get(node.section_id)
    if own is None:
        raise RuleBroken("This section was not given to you")
    if own.status not in WITH_THEM:
        raise RuleBroken("You handed this section in. Take it back to change it")


def may_write(assessment: Assessment, node: Node, person: Person, given: Collection[GivenSection]) -> bool:
    """Whether a Change link would succeed."""
    try:
        check_may_write(assessment, node, person, given)
    except RuleBroken:
        return False
    return True


def rates(person: Person) -> bool:
    """Whether what the person selects is the rating; a contributor's is a suggestion, and the director's stands."""
    return person.has(Role.DIRECTOR)


def check_draft(outline: Outline, node: Node, draft: Draft) -> None:
    """Refuse a rating outside the node's scale, and one on a node that is not rated."""
    if draft.rating is None:
        return
    scale = outline.scale_of(node) if node.kind is NodeKind.RATING else None
    if scale is None or scale.step(draft.rating) is None:
        raise RuleBroken("Select one of the ratings shown", "rating")


def overall(outline: Outline, answers: Sequence[Answer]) -> Result | None:
    """The overall result of the ratings given so far; None for a form that has none."""
    if outline.scoring is None:
        return None
    held = {answer.node_id: answer.rating for answer in answers}
    return outline.scoring.result([held.get(node.id) for node in outline.scored])


def outcome_of(seen: Seen, held: Holding, draft: Draft) -> str:
    """What a save becomes: same (nothing to change), taken, stale (this page has sent a later one), or conflict.

    A page that saves twice does not conflict with itself, even when the answer to its first save was lost on the way:
    `sitting` is the page, `turn` counts what it sent. Anything else needs the very version that is held.
    """
    if draft == held.draft:
        return "same"
    if seen.version == held.version:
        return "taken"
    if seen.version is not None and seen.sitting and seen.sitting == held.sitting and seen.version < held.version:
        if seen.turn > held.turn:
            return "taken"
        if seen.turn < held.turn:
            return "stale"
    return "conflict"


def lines_of(answer: Answer) -> list[dict[str, str]]:
    """The lines of enquiry of an answer: each with a title and a reason."""
    return list((answer.fields or {}).get("lines") or ())


def is_answered(node: Node, answer: Answer) -> bool:
    """Whether nothing more is needed: a rating with its commentary, lines as many as asked, otherwise any words."""
    if node.kind is NodeKind.RATING:
        return answer.rating is not None and bool(answer.text)
    if node.kind is NodeKind.LINES_OF_ENQUIRY:
        return len(lines_of(answer)) >= max(node.at_least, 1)
    if node.kind is NodeKind.STATEMENT_LIST:
        given = (answer.fields or {}).get("statements") or {}
        return all(given.get(statement_id, {}).get("step") for statement_id, _ in node.statements)
    return bool(answer.text)


def is_written(node: Node, answer: Answer) -> bool:
    """Whether a contributor has done their part: as answered, with a suggested rating in place of the rating."""
    if node.kind is NodeKind.RATING:
        return (answer.suggested_rating or answer.rating) is not None and bool(answer.text)
    return is_answered(node, answer)


def last_source(answer: Answer) -> Answer | None:
    """The answer of another period that this one was carried from, through every revision of its own period."""
    source = answer.carried_from
    while source is not None and source.assessment.period == answer.assessment.period:
        source = source.carried_from
    return source


def started_from(assessment: Assessment) -> Assessment | None:
    """The self-assessment of another period that this one began with; None for a blank start."""
    source = assessment.follows
    while source is not None and source.period == assessment.period:
        source = source.follows
    return source


def needs_confirming(answer: Answer) -> bool:
    """Whether the answer stands as it was in another period and nobody has said yet that it is still right."""
    return mark_of(answer) == "carried" and answer.confirmed_at is None


def mark_of(answer: Answer) -> str:
    """Against last time: new, carried (as it was), or changed.

    What nobody has written since is carried, also where a changed scale gave its rating another number.
    """
    source = last_source(answer)
    if source is None:
        return "new"
    untouched = answer.written_at is not None and answer.written_at == source.written_at
    same = (answer.text, answer.rating, answer.fields) == (source.text, source.rating, source.fields)
    return "carried" if same or untouched else "changed"


def stood_by_at(answer: Answer) -> datetime | None:
    """When somebody last stood by the words: wrote or confirmed them; None while they are only carried."""
    if answer.confirmed_at and answer.written_at:
        return max(answer.confirmed_at, answer.written_at)
    return None if needs_confirming(answer) else answer.written_at


def is_begun(answer: Answer) -> bool:
    """Whether anything stands there."""
    return bool(answer.text or answer.rating or answer.suggested_rating or answer.fields)


def missing_for_signature(outline: Outline, answers: Sequence[Answer]) -> list[Node]:
    """What must be done before the director can sign: unrated areas, required fields, lines of enquiry."""
    held = {answer.node_id: answer for answer in answers}
    missing = []
    for node in outline.asked:
        answer = held.get(node.id)
        if node.kind is NodeKind.RATING:
            done = answer is not None and answer.rating is not None
        else:
            done = not node.is_required or (answer is not None and is_answered(node, answer))
        if not done:
            missing.append(node)
    return missing


def check_may_sign(assessment: Assessment, person: Person) -> None:
    """Refuse everybody but the director of this council, and a version that is signed already."""
    if not person.has(Role.DIRECTOR) or person.organisation_id != assessment.organisation_id:
        raise RuleBroken(ONLY_THE_DIRECTOR)
    check_move("sign", assessment.status)


def check_complete(outline: Outline, answers: Sequence[Answer]) -> None:
    """Refuse while a rating or something required is missing, and say how much."""
    missing = missing_for_signature(outline, answers)
    unrated = sum(node.kind is NodeKind.RATING for node in missing)
    if unrated:
        raise RuleBroken(f"Rate every area before you sign: {unrated} {'is' if unrated == 1 else 'are'} not rated")
    if missing:
        raise RuleBroken(f"Answer this before you sign: {outline.name_of(missing[0])}")


def check_scoring(outline: Outline, wanted: str | None) -> str | None:
    """The way of scoring to use: the one wanted if the form offers it, else its usual one; None for a form without."""
    if outline.scoring is None:
        return None
    if wanted is not None and wanted not in outline.scoring.methods:
        raise RuleBroken("Select one of the ways of scoring shown", "scoring")
    return wanted or outline.scoring.default


def check_start(period_words: str, existing: Sequence[Assessment]) -> None:
    """Refuse a second self-assessment on one form for one period."""
    if existing:
        sentence = f"There is already a {period_words} self-assessment on this template. Open it or revise it"
        raise RuleBroken(sentence, "period")
