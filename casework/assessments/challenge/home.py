"""What a challenge needs from somebody today: to challenge, to answer, to decide, to close."""

from collections.abc import Sequence

from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import queries as assessments
from casework.assessments import rules as moves
from casework.assessments.challenge import queries, rules
from casework.assessments.challenge_models import Challenge
from casework.assessments.models import Assessment, AssessmentStatus, GivenSection
from casework.extensions import db
from casework.kit import clock
from casework.kit.lines import HomeLine
from casework.kit.words import long_date, plural


def list_for_home(person: Person) -> list[HomeLine]:
    """A challenger's open assessments; the director's and contributors' part of the challenges of their own council."""
    today = clock.today()
    lines = []
    for one in queries.list_open_to(person, today=today) if person.has(Role.CHALLENGER) else ():
        if rules.is_on_team(one, person):
            of = one.assessment
            words = f"{of.organisation.name} {of.period_words}, open until {long_date(one.closes_on)}"
            lines.append(HomeLine("Assessments open to me", words, f"/challenges/{one.id}", one.closes_on))
    if person.has(Role.DIRECTOR, Role.CONTRIBUTOR):
        lines += _council_lines(person)
    return lines


def _council_lines(person: Person) -> list[HomeLine]:
    held = _in_challenge(person)
    given = {(one.assessment_id, one.section_id) for one in _given_to(person, held)}
    lines = []
    for question in queries.list_waiting_questions(held):
        answer = question.answer
        if moves.rates(person) or (answer.assessment_id, answer.node.section_id) in given:
            path = f"/assessments/{answer.assessment_id}/answers/{answer.id}/questions/{question.id}/reply"
            words = f"{question.by.name} of the challenge team asks about {answer.node.title}"
            lines.append(HomeLine("This week", words, path, question.challenge.closes_on))
    return lines + (_director_lines(held, person) if moves.rates(person) else [])


def _in_challenge(person: Person) -> list[Assessment]:
    query = select(Assessment).where(
        Assessment.organisation_id == person.organisation_id, Assessment.status == AssessmentStatus.CHALLENGE
    )
    return list(db.session.scalars(query.order_by(Assessment.id)))


def _given_to(person: Person, held: Sequence[Assessment]) -> list[GivenSection]:
    return [one for of in held for one in assessments.list_given(of) if one.to_id == person.id]


def _director_lines(held: Sequence[Assessment], person: Person) -> list[HomeLine]:
    lines = []
    for assessment in held:
        challenge = queries.find_challenge(assessment)
        if challenge is not None:
            lines += _deciding(challenge, f"the {assessment.period_words} self-assessment", person)
    return lines


def _deciding(challenge: Challenge, name: str, person: Person) -> list[HomeLine]:
    path = f"/assessments/{challenge.assessment_id}/challenge"
    left = len(queries.list_undecided(queries.list_recommendations(challenge), seen_by=person))
    if left:
        words = f"Decide about {plural(left, 'recommendation')} on {name}"
        return [HomeLine("This week", words, path, challenge.closes_on)]
    if rules.is_open(challenge, clock.today()):
        return [HomeLine("Waiting for others", f"The challenge team reads {name}", path, challenge.closes_on)]
    return [HomeLine("This week", f"Close the challenge of {name}", f"/assessments/{challenge.assessment_id}/close")]
