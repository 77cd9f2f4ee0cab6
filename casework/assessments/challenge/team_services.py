"""Verbs of the challenge team: note and rate, share, ask, recommend. All of them end when the challenge ends."""

from collections.abc import Sequence

from casework.accounts.models import Person
from casework.assessments.challenge import queries, rules
from casework.assessments.challenge_models import (
    Challenge,
    ChallengeNote,
    ChallengeNoteText,
    ChallengeQuestion,
    RatingKind,
    RatingMove,
    Recommendation,
)
from casework.assessments.models import Answer
from casework.assessments.rules import Draft, Holding, Seen, outcome_of
from casework.assessments.services import hold
from casework.extensions import db
from casework.findings.models import FindingKind, Severity
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event


class NoteConflict(Exception):
    """Somebody else of the team saved this note meanwhile. Both texts are kept; whoever catches this commits."""

    def __init__(self, note: ChallengeNote) -> None:
        super().__init__("the note has a newer version")
        self.note = note


def note(
    challenge: Challenge, *, answer: Answer, text: str, rating: int | None, seen: Seen, by: Person
) -> ChallengeNote:
    """Save the team's notes on an answer, and the rating it would give; `seen` has version 0 for the first.

    RuleBroken once it is over, for a rating that is not on the scale, and without words where the council reads the
    rating already; NoteConflict when a colleague saved meanwhile.
    """
    hold_open(challenge, by)
    rules.check_rating(answer.assessment.template.outline.scale_of(answer.node), rating)
    held = queries.find_note(challenge, answer)
    text = text.strip()
    if held is None:
        if not text and rating is None:
            raise RuleBroken("Write a note, or select a rating", "text")
        held = ChallengeNote(challenge=challenge, answer=answer, text="", rating=None, by=by, at=clock.now())
        db.session.add(held)
    else:
        db.session.refresh(held)  # as it stands now, also where the page read it before it was our turn
        holding = Holding(held.version, held.sitting, held.turn, Draft(held.text, held.rating))
        outcome = outcome_of(seen, holding, Draft(text, rating))
        if outcome == "same":
            return held
        if outcome != "taken":
            _keep(held, text, rating, by)
        if outcome == "stale":  # this very page has sent a later one
            return held
        if outcome == "conflict":
            words = f'noted "{answer.name}" while a colleague did: both texts are kept'
            trail.record(Event.CHALLENGE_NOTED, held, by=by, words=words)
            raise NoteConflict(held)
    if held.is_shared and rating is not None and not text:
        raise RuleBroken("The council reads your rating. Say in your notes why you give it", "text")
    is_moved = held.is_shared and rating is not None and rating != held.rating
    held.text, held.rating, held.by, held.at = text, rating, by, clock.now()
    held.sitting, held.turn = seen.sitting, seen.turn
    _keep(held, text, rating, by)
    trail.record(Event.CHALLENGE_NOTED, held, by=by, words=f'noted "{answer.name}"')
    if is_moved:
        _set_beside(held, by)
    return held


def _keep(held: ChallengeNote, text: str, rating: int | None, by: Person) -> None:
    held.texts.append(ChallengeNoteText(text=text, rating=rating, by=by, at=clock.now()))
    db.session.flush()


def share(challenge: Challenge, *, notes: Sequence[ChallengeNote], by: Person) -> None:
    """Let the council read these notes and ratings from now on; a rating becomes the moderated one beside theirs."""
    hold_open(challenge, by)
    mine = [one for one in notes if one.challenge_id == challenge.id and not one.is_shared]
    for one in mine:
        db.session.refresh(one)
    rules.check_share(mine, {one.answer_id: one.answer.node.title for one in mine})
    for one in mine:
        one.is_shared = True
        trail.record(Event.CHALLENGE_SHARED, one.answer, by=by, words=f'shared notes on "{one.answer.name}"')
        if one.rating is not None:
            _set_beside(one, by)


def _set_beside(held: ChallengeNote, by: Person) -> None:
    answer, rating = held.answer, held.rating or 0
    db.session.add(
        RatingMove(answer=answer, kind=RatingKind.MODERATED, rating=rating, reason=held.text, by=by, at=clock.now())
    )
    scale = answer.assessment.template.outline.scale_of(answer.node)
    ours, theirs = (scale.step(number) if scale else None for number in (answer.rating, rating))
    trail.record(
        Event.ANSWER_MODERATED,
        answer,
        by=by,
        words=f'moderated the rating of "{answer.name}"',
        changes={"Moderated rating": (ours.words if ours else "Not rated", theirs.words if theirs else None)},
        reason=held.text,
    )


def ask(challenge: Challenge, *, answer: Answer, text: str, by: Person) -> ChallengeQuestion:
    """Ask the council about one answer; it reads the question at once."""
    hold_open(challenge, by)
    if not text.strip():
        raise RuleBroken("Enter your question", "text")
    asked = ChallengeQuestion(challenge=challenge, answer=answer, text=text.strip(), by=by, at=clock.now())
    db.session.add(asked)
    trail.record(Event.CHALLENGE_ASKED, answer, by=by, words=f'asked the council about "{answer.name}"')
    return asked


def recommend(
    challenge: Challenge, *, answer: Answer, text: str, kind: FindingKind, priority: Severity, by: Person
) -> Recommendation:
    """Record what the team recommends, word for word; the council reads it at once and must answer it."""
    hold_open(challenge, by)
    if not text.strip():
        raise RuleBroken("Enter what you recommend", "text")
    made = Recommendation(
        challenge=challenge, answer=answer, text=text.strip(), kind=kind, priority=priority, by=by, at=clock.now()
    )
    db.session.add(made)
    words = f'recorded a recommendation on "{answer.name}"'
    trail.record(Event.CHALLENGE_RECOMMENDED, answer, by=by, words=words)
    return made


def hold_open(challenge: Challenge, by: Person) -> None:
    """Read the challenge as it stands now, while nobody can end it; RuleBroken once it is over for this person."""
    hold(challenge.assessment)
    db.session.refresh(challenge)
    rules.check_may_challenge(challenge, by, clock.today())
