"""Rules of a peer challenge: whom it is opened to, until when, what the team may do, and when it can end. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from casework.accounts.models import OrganisationKind, Person
from casework.accounts.roles import Role
from casework.assessments.challenge_models import Challenge, ChallengeNote, RatingKind
from casework.assessments.models import Assessment, AssessmentStatus
from casework.assessments.outline import NodeKind, Scale
from casework.findings.models import Finding
from casework.findings.rules import UNDECIDED
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.words import long_date, plural

LONGEST = timedelta(days=366)
S = AssessmentStatus
# Statuses in which a rating can be set beside the council's own: before the signature by the senior team only.
MODERATED_IN = {
    RatingKind.MODERATED: frozenset({S.SENIOR_REVIEW, S.SIGNED, S.CHALLENGE, S.CLOSED}),
    RatingKind.AGREED: frozenset({S.SIGNED, S.CHALLENGE, S.CLOSED}),
}
UNSEEN = frozenset({NodeKind.FIELD})  # who wrote the form and how to reach them: nothing to challenge


def may_be_asked(person: Person, council_id: int) -> bool:
    """Whether somebody can be on the team: a challenger of another council, with an open account."""
    return (
        person.has(Role.CHALLENGER)
        and not person.is_disabled
        and person.organisation_id != council_id
        and person.organisation.kind == OrganisationKind.COUNCIL
    )


def check_team(team: Sequence[Person], council_id: int, already: Collection[int] = ()) -> None:
    """Refuse an empty team, and anybody new on it who is not a challenger of another council."""
    if not team:
        raise RuleBroken("Select at least one challenger", "team")
    if not all(person.id in already or may_be_asked(person, council_id) for person in team):
        raise RuleBroken("Select challengers of another council, with an open account", "team")


def check_closes_on(closes_on: date, today: date) -> None:
    """Refuse a day that is over, or more than a year away."""
    if closes_on < today:
        raise RuleBroken("Closes on must be today or in the future", "closes_on")
    if closes_on > today + LONGEST:
        raise RuleBroken("Closes on must be within a year", "closes_on")


def is_open(challenge: Challenge, today: date) -> bool:
    """Whether the team may look and write today; the last day counts whole."""
    return challenge.closed_at is None and today <= challenge.closes_on


def closed_to_team_on(challenge: Challenge) -> date:
    """The day on which it closed to the team: the closing day, or the day the director ended it before."""
    if challenge.closed_at is None:
        return challenge.closes_on
    return min(challenge.closes_on, clock.day_of(challenge.closed_at))


def closed_words(challenge: Challenge) -> str:
    """What the team reads once it is over."""
    return (
        f"This assessment closed to you on {long_date(closed_to_team_on(challenge))}. "
        "Ask the council if you need longer."
    )


def is_on_team(challenge: Challenge, person: Person) -> bool:
    """Whether the challenge exists for this person at all: named, still a challenger, and still of another council."""
    named = person.id in {one.person_id for one in challenge.team}
    return named and may_be_asked(person, challenge.assessment.organisation_id)


def check_may_challenge(challenge: Challenge, person: Person, today: date) -> None:
    """Refuse anybody who is not on the team, and everybody once it is over."""
    if not is_on_team(challenge, person):
        raise RuleBroken("This assessment is not open to you")
    if not is_open(challenge, today):
        raise RuleBroken(closed_words(challenge))


def check_rating(scale: Scale | None, rating: int | None) -> None:
    """Refuse a rating that is not on the scale of the answer, and one where nothing is rated."""
    if rating is not None and (scale is None or scale.step(rating) is None):
        raise RuleBroken("Select one of the ratings shown", "rating")


def check_share(notes: Sequence[ChallengeNote], name_of: dict[int, str]) -> None:
    """Refuse nothing at all, and a rating without words: whoever is rated otherwise is told why."""
    if not notes:
        raise RuleBroken("Select what you want to share", "notes")
    for note in notes:
        if not note.text:
            raise RuleBroken(
                f"Say in your notes why, before you share your rating of {name_of[note.answer_id]}", "notes"
            )


def check_moderate(
    assessment: Assessment, kind: RatingKind, *, is_rated: bool, rating: int, reason: str, scale: Scale | None
) -> None:
    """Refuse a rating beside ours at the wrong time, on no scale, beside no rating of ours, or without a reason."""
    if assessment.status not in MODERATED_IN[kind]:
        raise RuleBroken("A rating can be moderated in senior review and agreed after the signature, not now")
    if not is_rated or scale is None:
        raise RuleBroken("There is no rating of ours here to set another beside")
    check_rating(scale, rating)
    if not reason.strip():
        raise RuleBroken("Say why", "reason")


def is_decided(finding: Finding | None, open_actions: int) -> bool:
    """Whether the council has said what happens about a recommendation: an action, or why there is none."""
    return finding is not None and (finding.status not in UNDECIDED or open_actions > 0)


def check_close(challenge: Challenge | None, undecided: Collection[int]) -> None:
    """Refuse to close while a recommendation has neither an action nor a reason for none."""
    if challenge is None:
        raise RuleBroken("This self-assessment was not opened to challengers")
    if undecided:
        count = len(undecided)
        verb = "has" if count == 1 else "have"
        raise RuleBroken(
            f"Say what happens about every recommendation before you close the challenge: "
            f"{plural(count, 'recommendation')} {verb} neither an action nor a reason for none"
        )
