"""Verbs of the council: open to challengers, change the day and the team, answer, decide, moderate, agree, close."""

from collections.abc import Sequence
from datetime import date

from casework.accounts.models import Person
from casework.assessments import queries as assessments
from casework.assessments import rules as moves
from casework.assessments.challenge import queries, rules
from casework.assessments.challenge_models import (
    Challenge,
    ChallengeQuestion,
    Challenger,
    RatingKind,
    RatingMove,
    Recommendation,
)
from casework.assessments.models import Answer, Assessment
from casework.assessments.services import hold
from casework.extensions import db
from casework.findings import services as findings
from casework.findings.models import Finding
from casework.findings.rules import Source
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.words import full_date, listed
from casework.measures.models import Measure
from casework.trail import services as trail
from casework.trail.events import Event

OVER = "This challenge is closed. What was said stays as it is"


def open_(assessment: Assessment, *, team: Sequence[Person], closes_on: date, by: Person) -> Challenge:
    """Open a signed version to named challengers of other councils, until the end of a day.

    RuleBroken for anybody but the director, a version that is not signed, nobody on the team, or a wrong day.
    """
    hold(assessment)
    moves.check_may_direct(assessment, by)
    before, after = assessment.status, moves.check_move("open", assessment.status)
    rules.check_team(team, assessment.organisation_id)
    rules.check_closes_on(closes_on, clock.today())
    opened = Challenge(assessment=assessment, closes_on=closes_on, opened_by=by, opened_at=clock.now())
    opened.team = [Challenger(person=person) for person in dict.fromkeys(team)]
    db.session.add(opened)
    assessment.status = after
    trail.record(
        Event.ASSESSMENT_OPENED,
        assessment,
        by=by,
        words=f"opened version {assessment.number} of {assessment.name} to {_names(team)} until {full_date(closes_on)}",
        changes={"Status": (before, assessment.status)},
    )
    return opened


def _names(team: Sequence[Person]) -> str:
    return listed([f"{person.name} ({person.organisation.name})" for person in dict.fromkeys(team)])


def extend(challenge: Challenge, *, closes_on: date, by: Person) -> None:
    """Change the last day, earlier or later; a challenge whose day had passed opens to its team again."""
    _hold_directed(challenge, by)
    rules.check_closes_on(closes_on, clock.today())
    if closes_on == challenge.closes_on:
        raise RuleBroken("That is the closing day already", "closes_on")
    before, challenge.closes_on = challenge.closes_on, closes_on
    trail.record(
        Event.CHALLENGE_CHANGED,
        challenge.assessment,
        by=by,
        words=f"moved the end of the challenge from {full_date(before)} to {full_date(closes_on)}",
        changes={"Closes on": (before, closes_on)},
    )


def change_team(challenge: Challenge, *, team: Sequence[Person], by: Person) -> None:
    """Say anew who is on the team. Whoever is left out sees nothing any more; what they wrote stays the team's."""
    _hold_directed(challenge, by)
    staying = {one.person_id for one in challenge.team}
    rules.check_team(team, challenge.assessment.organisation_id, staying)
    before = _names([one.person for one in challenge.team])
    wanted = {person.id for person in team}
    challenge.team = [one for one in challenge.team if one.person_id in wanted] + [
        Challenger(person=person) for person in dict.fromkeys(team) if person.id not in staying
    ]
    after = _names([one.person for one in challenge.team])
    trail.record(
        Event.CHALLENGE_CHANGED,
        challenge.assessment,
        by=by,
        words="changed who challenges the self-assessment",
        changes={"Team": (before, after)},
    )


def reply(question: ChallengeQuestion, *, text: str, by: Person) -> None:
    """Answer the team: the director, or a colleague whose section it is about. The team reads the answer at once."""
    assessment = question.answer.assessment
    hold(assessment)
    db.session.refresh(question)
    db.session.refresh(question.challenge)
    _check_of_council(question.answer, by)
    if question.challenge.closed_at is not None:
        raise RuleBroken(OVER)
    if question.replied_at is not None:
        name = question.replied_by.name if question.replied_by else "Somebody"
        raise RuleBroken(f"{name} has answered this question already. Your words are kept below")
    if not text.strip():
        raise RuleBroken("Enter your answer", "text")
    question.reply, question.replied_by, question.replied_at = text.strip(), by, clock.now()
    title = question.answer.name
    trail.record(Event.CHALLENGE_ANSWERED, question.answer, by=by, words=f'answered the challenge team about "{title}"')


def _check_of_council(answer: Answer, by: Person) -> None:
    """The director of the council, or somebody the answer's section was given to."""
    assessment = answer.assessment
    given = moves.given_to(assessments.list_given(assessment), by)
    if by.organisation_id != assessment.organisation_id or not (moves.rates(by) or answer.node.section_id in given):
        raise RuleBroken("Only the director, or a person the section was given to, can answer here")


def decide(
    recommendation: Recommendation,
    *,
    title: str,
    theme: str | None,
    measures: Sequence[Measure],
    no_action_reason: str | None,
    by: Person,
) -> Finding:
    """File a recommendation in the register of findings, and say why there is no action where there is none.

    `no_action_reason` is None when an action follows: the finding stays open until one is proposed. RuleBroken
    without a title, a measure or a reason, and when somebody has filed it already.
    """
    challenge = recommendation.challenge
    assessment = challenge.assessment
    _hold_directed(challenge, by)
    db.session.refresh(recommendation)
    if recommendation.finding is not None:
        raise RuleBroken(f"It is in the register already, as {recommendation.finding.reference}")
    path = f"/assessments/{assessment.id}/challenge#recommendation-{recommendation.id}"
    finding = findings.raise_finding(
        source=Source(f"Peer challenge of {assessment.name}", path, recommendation_id=recommendation.id),
        kind=recommendation.kind,
        title=title,
        detail=recommendation.text,
        theme=theme,
        severity=recommendation.priority,
        measures=measures,
        organisation=assessment.organisation,
        by=by,
    )
    db.session.flush()
    if no_action_reason is not None:
        findings.decide_no_action(finding, reason=no_action_reason, by=by)
    db.session.expire(recommendation, ["finding"])
    return finding


def moderate(answer: Answer, *, kind: RatingKind, rating: int, reason: str, by: Person) -> RatingMove:
    """Set a moderated or an agreed rating beside the council's own: only the director does, and says why."""
    assessment = answer.assessment
    hold(assessment)
    db.session.refresh(answer)
    moves.check_may_direct(assessment, by)
    outline = assessment.template.outline
    scale = outline.scale_of(answer.node)
    is_rated = answer.rating is not None
    rules.check_moderate(assessment, kind, is_rated=is_rated, rating=rating, reason=reason, scale=scale)
    standing = queries.standing_of(queries.list_moves(assessment)).get(answer.id, {}).get(kind)
    before = standing.rating if standing else answer.rating
    move = RatingMove(answer=answer, kind=kind, rating=rating, reason=reason.strip(), by=by, at=clock.now())
    db.session.add(move)
    old, new = (scale.step(number) if scale else None for number in (before, rating))
    trail.record(
        Event.ANSWER_MODERATED,
        answer,
        by=by,
        words=f'set the {kind.value} rating of "{answer.name}"',
        changes={f"{kind.value.capitalize()} rating": (old.words if old else None, new.words if new else None)},
        reason=move.reason,
    )
    return move


def close(assessment: Assessment, *, by: Person) -> None:
    """End the challenge: nothing is open to the team any more.

    RuleBroken while a recommendation has neither an action nor a reason for none.
    """
    hold(assessment)
    moves.check_may_direct(assessment, by)
    before, after = assessment.status, moves.check_move("close", assessment.status)
    challenge = queries.find_challenge(assessment)
    said = queries.list_recommendations(challenge) if challenge else []
    rules.check_close(challenge, [one.id for one in queries.list_undecided(said, seen_by=by)])
    if challenge is not None:
        challenge.closed_at = clock.now()
    assessment.status = after
    trail.record(
        Event.ASSESSMENT_CLOSED,
        assessment,
        by=by,
        words=f"closed the challenge of {assessment.name}",
        changes={"Status": (before, assessment.status)},
    )


def _hold_directed(challenge: Challenge, by: Person) -> None:
    """Read it as it stands now, while nobody else can change it; only the director goes on, and only before its end."""
    hold(challenge.assessment)
    db.session.refresh(challenge)
    moves.check_may_direct(challenge.assessment, by)
    if challenge.closed_at is not None:
        raise RuleBroken(OVER)
