"""Reading challenges: what is open to a challenger, and what the council may see of what the team wrote."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework.accounts.models import Organisation, OrganisationKind, Person, PersonRole
from casework.accounts.roles import Role
from casework.assessments.challenge import rules
from casework.assessments.challenge_models import (
    Challenge,
    ChallengeNote,
    ChallengeQuestion,
    Challenger,
    RatingKind,
    RatingMove,
    Recommendation,
)
from casework.assessments.models import Answer, Assessment
from casework.extensions import db
from casework.findings import hooks
from casework.kit.queries import or_404

Standing = dict[RatingKind, RatingMove]  # the newest rating of each kind: the one that stands


def _mine(person: Person) -> Select[Challenge]:
    """Challenges that name this person, of other councils than their own; none for anybody but a challenger."""
    named = exists().where(Challenger.challenge_id == Challenge.id, Challenger.person_id == person.id)
    query = (
        select(Challenge)
        .join(Challenge.assessment)
        .where(named, Assessment.organisation_id != person.organisation_id)
        .options(contains_eager(Challenge.assessment).joinedload(Assessment.signature))
    )
    return query if person.has(Role.CHALLENGER) else query.where(false())


def list_open_to(person: Person, *, today: date) -> list[Challenge]:
    """What this person may challenge today, the one that closes first first."""
    query = _mine(person).where(Challenge.closed_at.is_(None), Challenge.closes_on >= today)
    return list(db.session.scalars(query.order_by(Challenge.closes_on, Challenge.id)))


def list_closed_to(person: Person, *, today: date) -> list[Challenge]:
    """What this person was asked to challenge and is over now, the latest first: its name and its day, no more."""
    query = _mine(person).where(or_(Challenge.closed_at.is_not(None), Challenge.closes_on < today))
    return list(db.session.scalars(query.order_by(Challenge.closes_on.desc(), Challenge.id.desc()).limit(20)))


def get_challenge(challenge_id: int, *, seen_by: Person) -> Challenge:
    """The challenge for somebody of its team, open or over; 404 for everybody else."""
    found = or_404(db.session.scalars(_mine(seen_by).where(Challenge.id == challenge_id)).first())
    return or_404(found if rules.is_on_team(found, seen_by) else None)


def get_answer(challenge: Challenge, answer_id: int) -> Answer:
    """An answer of the assessment that is challenged; 404 for any other, and for who filled the form in."""
    query = select(Answer).where(Answer.id == answer_id, Answer.assessment_id == challenge.assessment_id)
    answer = or_404(db.session.scalars(query).first())
    return or_404(None if answer.node.kind in rules.UNSEEN else answer)


def find_challenge(assessment: Assessment) -> Challenge | None:
    """The challenge of this version: there is one at most, because what was closed is revised, not opened again."""
    query = select(Challenge).where(Challenge.assessment_id == assessment.id).options(selectinload(Challenge.team))
    return db.session.scalars(query.order_by(Challenge.id.desc())).first()


def list_challengers(council_id: int) -> list[Person]:
    """Everybody who can be asked: challengers of other councils with an open account, by council and name."""
    query = (
        select(Person)
        .join(Person.organisation)
        .where(
            Person.organisation_id != council_id,
            Organisation.kind == OrganisationKind.COUNCIL,
            Person.is_disabled.is_(False),
            Person.id.in_(select(PersonRole.person_id).where(PersonRole.role == Role.CHALLENGER)),
        )
        .options(contains_eager(Person.organisation))
    )
    return list(db.session.scalars(query.order_by(Organisation.name, Person.name, Person.id)))


def list_notes(challenge: Challenge, *, shared_only: bool) -> dict[int, ChallengeNote]:
    """The team's notes by answer. The council reads with `shared_only`; the team reads all of them."""
    query = select(ChallengeNote).where(ChallengeNote.challenge_id == challenge.id)
    if shared_only:
        query = query.where(ChallengeNote.is_shared.is_(True))
    query = query.options(joinedload(ChallengeNote.by))
    return {note.answer_id: note for note in db.session.scalars(query)}


def find_note(challenge: Challenge, answer: Answer) -> ChallengeNote | None:
    """The team's note on one answer."""
    query = select(ChallengeNote).where(
        ChallengeNote.challenge_id == challenge.id, ChallengeNote.answer_id == answer.id
    )
    return db.session.scalars(query.options(selectinload(ChallengeNote.texts))).first()


def list_questions(challenge: Challenge) -> list[ChallengeQuestion]:
    """The team's questions with our answers, what waits first, then in the order they were asked."""
    query = (
        select(ChallengeQuestion)
        .where(ChallengeQuestion.challenge_id == challenge.id)
        .options(joinedload(ChallengeQuestion.by), joinedload(ChallengeQuestion.replied_by))
        .order_by(ChallengeQuestion.replied_at.is_not(None), ChallengeQuestion.id)
    )
    return list(db.session.scalars(query))


def get_question(answer: Answer, question_id: int) -> ChallengeQuestion:
    """A question about this answer; 404 when it is about another."""
    query = select(ChallengeQuestion).where(
        ChallengeQuestion.id == question_id, ChallengeQuestion.answer_id == answer.id
    )
    return or_404(db.session.scalars(query).first())


def list_recommendations(challenge: Challenge) -> list[Recommendation]:
    """What the team recommends, in the order it was recorded, with the finding each became."""
    query = (
        select(Recommendation)
        .where(Recommendation.challenge_id == challenge.id)
        .options(joinedload(Recommendation.by), selectinload(Recommendation.finding))
        .order_by(Recommendation.id)
    )
    return list(db.session.scalars(query))


def get_recommendation(challenge: Challenge, recommendation_id: int) -> Recommendation:
    """One of them; 404 when it is of another challenge."""
    query = select(Recommendation).where(
        Recommendation.id == recommendation_id, Recommendation.challenge_id == challenge.id
    )
    return or_404(db.session.scalars(query).first())


def list_undecided(recommendations: Sequence[Recommendation], *, seen_by: Person) -> list[Recommendation]:
    """Those for which the council has said neither what it will do nor why it will do nothing."""
    filed = [one.finding.id for one in recommendations if one.finding]
    actions = hooks.list_actions(filed, seen_by=seen_by)
    return [
        one
        for one in recommendations
        if not rules.is_decided(
            one.finding, sum(line.is_open for line in actions[one.finding.id]) if one.finding else 0
        )
    ]


def list_moves(assessment: Assessment) -> list[RatingMove]:
    """Every rating set beside the council's own, in the order they were set."""
    query = (
        select(RatingMove)
        .join(Answer, Answer.id == RatingMove.answer_id)
        .where(Answer.assessment_id == assessment.id)
        .options(joinedload(RatingMove.by))
        .order_by(RatingMove.id)
    )
    return list(db.session.scalars(query))


def standing_of(moves: Sequence[RatingMove]) -> dict[int, Standing]:
    """Of each answer the newest moderated and the newest agreed rating."""
    found: dict[int, Standing] = {}
    for move in moves:
        found.setdefault(move.answer_id, {})[move.kind] = move
    return found


def list_waiting_questions(assessments: Sequence[Assessment]) -> list[ChallengeQuestion]:
    """Questions of open challenges that wait for an answer, the oldest first."""
    query = (
        select(ChallengeQuestion)
        .join(ChallengeQuestion.challenge)
        .where(
            Challenge.assessment_id.in_([one.id for one in assessments]),
            Challenge.closed_at.is_(None),
            ChallengeQuestion.replied_at.is_(None),
        )
        .options(joinedload(ChallengeQuestion.by))
        .order_by(ChallengeQuestion.id)
    )
    return list(db.session.scalars(query)) if assessments else []


def count_questions(challenge: Challenge) -> dict[int, tuple[int, int]]:
    """Of each answer how many questions were asked, and how many of them are answered."""
    query = (
        select(ChallengeQuestion.answer_id, func.count(), func.count(ChallengeQuestion.replied_at))
        .where(ChallengeQuestion.challenge_id == challenge.id)
        .group_by(ChallengeQuestion.answer_id)
    )
    return {answer_id: (asked, answered) for answer_id, asked, answered in db.session.execute(query)}
