"""Rules of the register: one source, at least one measure, and which decision may follow which status."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.findings.models import Body, Finding, FindingStatus
from casework.kit.rules import RuleBroken
from casework.kit.words import listed


class SourceKind(StrEnum):
    """Where a finding came from."""

    SELF_ASSESSMENT = "self-assessment"
    COMPLAINT = "complaint"
    AUDIT = "audit"
    PARTNER_RETURN = "partner-return"
    PEER_CHALLENGE = "peer-challenge"
    ENTERED = "entered"


SOURCE_COLUMNS = {
    SourceKind.SELF_ASSESSMENT: "answer_id",
    SourceKind.COMPLAINT: "complaint_point_id",
    SourceKind.AUDIT: "audit_finding_id",
    SourceKind.PARTNER_RETURN: "return_answer_id",
    SourceKind.PEER_CHALLENGE: "recommendation_id",
    SourceKind.ENTERED: "entered_source",
}
SOURCE_NEEDS = {  # what somebody needs to open the page of the source
    SourceKind.SELF_ASSESSMENT: Need.READ_ASSESSMENTS,
    SourceKind.COMPLAINT: Need.READ_COMPLAINTS,
    SourceKind.AUDIT: Need.READ_SAFEGUARDING,
    SourceKind.PARTNER_RETURN: Need.READ_RETURNS,
    SourceKind.PEER_CHALLENGE: Need.READ_ASSESSMENTS,
}
BODIES = {
    SourceKind.SELF_ASSESSMENT: Body.COUNCIL,
    SourceKind.COMPLAINT: Body.COMPLAINTS,
    SourceKind.AUDIT: Body.BOARD,
    SourceKind.PARTNER_RETURN: Body.BOARD,
    SourceKind.PEER_CHALLENGE: Body.COUNCIL,
}
BOARD_ROLES = frozenset({Role.BOARD_CHAIR, Role.BOARD_OFFICE})
COMPLAINTS_ROLES = frozenset({Role.COMPLAINTS_MANAGER, Role.COMPLAINTS_OFFICER})
DECIDERS: dict[Body, tuple[Role, ...]] = {  # besides whoever raised it
    Body.COUNCIL: (Role.DIRECTOR,),
    Body.COMPLAINTS: (Role.COMPLAINTS_MANAGER, Role.DIRECTOR),
    Body.BOARD: (Role.BOARD_CHAIR, Role.BOARD_OFFICE),
}
UNDECIDED = frozenset({FindingStatus.OPEN, FindingStatus.CAME_BACK})


@dataclass(frozen=True)
class Source:
    """What a finding was found in: its printed name, the page it is on, and exactly one of the six keys.

    `entered` is what was typed where there is no record of ours ("Board question, March 2020").
    """

    words: str
    path: str | None = None
    answer_id: int | None = None
    complaint_point_id: int | None = None
    audit_finding_id: int | None = None
    return_answer_id: int | None = None
    recommendation_id: int | None = None
    entered: str | None = None

    def columns(self) -> dict[str, int | str | None]:
        """The source's keys by the names of the finding's columns."""
        return {
            "answer_id": self.answer_id,
            "complaint_point_id": self.complaint_point_id,
            "audit_finding_id": self.audit_finding_id,
            "return_answer_id": self.return_answer_id,
            "recommendation_id": self.recommendation_id,
            "entered_source": self.entered or None,
        }

    @property
    def kind(self) -> SourceKind:
        """Which of the six it is; RuleBroken unless it is exactly one."""
        given = [kind for kind, column in SOURCE_COLUMNS.items() if self.columns()[column] is not None]
        if len(given) != 1 or not self.words:
            raise RuleBroken("Enter where this was found", "source")
        return given[0]


def source_kind(finding: Finding) -> SourceKind:
    """Where a finding that is kept came from."""
    return next(kind for kind, column in SOURCE_COLUMNS.items() if getattr(finding, column) is not None)


def body_of(kind: SourceKind, raiser_roles: Collection[Role]) -> Body:
    """Who answers for a finding: by its source; for one entered by hand, by who entered it."""
    if kind in BODIES:
        return BODIES[kind]
    if not BOARD_ROLES.isdisjoint(raiser_roles):
        return Body.BOARD
    return Body.COUNCIL if COMPLAINTS_ROLES.isdisjoint(raiser_roles) else Body.COMPLAINTS


def check_raise(source: Source, title: str, measures: Sequence[object]) -> None:
    """Refuse a finding without exactly one source, a title, or a measure that it explains."""
    _ = source.kind
    if not title.strip():
        raise RuleBroken("Enter what was found", "title")
    if not measures:
        raise RuleBroken("Select at least one measure", "measures")


def check_link(linked: Collection[int], measure_id: int) -> None:
    """Refuse a measure that is linked already."""
    if measure_id in linked:
        raise RuleBroken("This measure is linked already", "measure")


def check_unlink(linked: Collection[int], measure_id: int) -> None:
    """Refuse to take away the last measure: without one nobody could see whether anything got better."""
    if measure_id not in linked:
        raise RuleBroken("This measure is not linked to the finding", "measure")
    if len(linked) == 1:
        raise RuleBroken("A finding needs at least one measure. Link another before you remove this one", "measure")


def may_decide(finding: Finding, person: Person) -> bool:
    """Whether this person says that nothing is done, or that enough was done: who answers for it, or who raised it."""
    return person.has(*DECIDERS[finding.body]) or (
        finding.raised_by_id == person.id and person.may(Need.RAISE_FINDINGS)
    )


def check_decide(finding: Finding, person: Person) -> None:
    """Refuse anybody else: whoever should act on a finding must not be able to wave it away."""
    if not may_decide(finding, person):
        roles = [f"the {role.words}" for role in DECIDERS[finding.body]]
        raise RuleBroken(f"Only {listed([*roles, 'whoever raised it'], last='or')} can decide this")


def check_no_action(finding: Finding, reason: str, open_actions: int) -> None:
    """Refuse without a reason, once decided or closed, or while something is being done about it."""
    if finding.status not in UNDECIDED:
        raise RuleBroken(f"{finding.reference} was decided already. Read its history")
    if open_actions:
        raise RuleBroken("An action is open on this finding. Stop it first, with a reason")
    if not reason.strip():
        raise RuleBroken("Say why no action is needed", "reason")


def check_close(finding: Finding, open_actions: int, signed_off_actions: int) -> None:
    """Refuse to close before every action has ended and at least one was signed off."""
    if finding.status in (FindingStatus.CLOSED, FindingStatus.NO_ACTION):
        raise RuleBroken(f"{finding.reference} has ended already. Read its history")
    if open_actions or not signed_off_actions:
        raise RuleBroken("Close a finding when its actions are signed off: one is still open, or there is none yet")
