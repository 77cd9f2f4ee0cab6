"""Who may look at an answer as head of service: before it names the ombudsman, and when they ask for a review.

Nobody who had a part in the matter: whom the complaint names, who looked into a point, who wrote the answer.
"""

from collections.abc import Collection

from casework.accounts.models import Person
from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Role
from casework.complaints.models import Complaint
from casework.kit.rules import RuleBroken

HEADS = (Role.DIRECTOR, Role.COMPLAINTS_MANAGER, Role.CONTRIBUTOR, Role.INVESTIGATOR)


def writers_of(case: Complaint) -> set[int]:
    """Who wrote the answers that have gone: nobody reviews what they wrote themselves."""
    return {answer.drafted_by_id for answer in case.answers if answer.sent_on is not None}


def _investigators(case: Complaint) -> set[int]:
    """Who was given a point or decided one."""
    found = {point.investigator_id for point in case.points} | {point.decided_by_id for point in case.points}
    return {number for number in found if number is not None}


def check_may_review(
    case: Complaint,
    person: Person | None,
    *,
    wrote: Collection[int],
    in_words: str | None,
    fields: tuple[str, str] = ("head_reviewer", "head_reviewed_by"),
) -> None:
    """Refuse whom the complaint names, who looked into a point, who is of `wrote`, and two answers to one question.

    Raises RuleBroken on the first of `fields` or, for two answers, the second.
    """
    if person is None:
        return
    if person.id in {row.person_id for row in case.named}:
        raise RuleBroken("Select someone who is not named in the complaint", fields[0])
    if person.id in _investigators(case):
        raise RuleBroken("Select someone who did not look into the complaint", fields[0])
    if person.id in wrote:
        raise RuleBroken("Select someone who did not write the answer", fields[0])
    if in_words and in_words != person.name:
        raise RuleBroken("Give one person: select who it was, or say who they are", fields[1])


def list_may_review(case: Complaint, *, wrote: Collection[int], seen_by: Person) -> list[Person]:
    """Accounts of the council that may look at an answer which `wrote` have written."""
    out = {row.person_id for row in case.named} | _investigators(case) | set(wrote)
    people = list_colleagues(*HEADS, seen_by=seen_by)
    return [one for one in people if one.id not in out and one.organisation_id == case.organisation_id]
