"""Who may look at an answer as head of service before it names the ombudsman: nobody who had a part in the matter."""

from casework.accounts.models import Person
from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Role
from casework.complaints.models import Complaint
from casework.kit.rules import RuleBroken

HEADS = (Role.DIRECTOR, Role.COMPLAINTS_MANAGER, Role.CONTRIBUTOR, Role.INVESTIGATOR)


def check_may_review(case: Complaint, person: Person, *, drafted_by_id: int, in_words: str | None) -> None:
    """Refuse whom the complaint names, who looked into a point, who wrote the answer, and two answers to one question.

    Raises RuleBroken on `head_reviewer` or, for two answers, `head_reviewed_by`.
    """
    if person.id in {row.person_id for row in case.named}:
        raise RuleBroken("Select someone who is not named in the complaint", "head_reviewer")
    if person.id in {point.investigator_id for point in case.points}:
        raise RuleBroken("Select someone who did not look into the complaint", "head_reviewer")
    if person.id == drafted_by_id:
        raise RuleBroken("Select someone who did not write the answer", "head_reviewer")
    if in_words and in_words != person.name:
        raise RuleBroken("Give one person: select who it was, or say who they are", "head_reviewed_by")


def list_may_review(case: Complaint, *, seen_by: Person) -> list[Person]:
    """Accounts of the council that may look at the answer which `seen_by` writes."""
    out = {row.person_id for row in case.named} | {point.investigator_id for point in case.points} | {seen_by.id}
    people = list_colleagues(*HEADS, seen_by=seen_by)
    return [one for one in people if one.id not in out and one.organisation_id == case.organisation_id]
