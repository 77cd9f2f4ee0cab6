"""Printed words of the room's closed lists, and the colours and shapes that go with them (journeys, section 4)."""

from casework.findings.models import FindingKind
from casework.kit.words import plural
from casework.safeguarding.models import AuditFindingKind, AuditStatus, Grade, ReturnStatus

AUDIT_TAGS = {
    AuditStatus.PLANNED: ("Planned", "blue"),
    AuditStatus.IN_PROGRESS: ("In progress", "teal"),
    AuditStatus.FINISHED: ("Finished", "green"),
    AuditStatus.DELAYED: ("Delayed", "yellow"),
}
RETURN_TAGS = {
    ReturnStatus.INVITED: ("Invited", "blue"),
    ReturnStatus.IN_PROGRESS: ("In progress", "teal"),
    ReturnStatus.SUBMITTED: ("Submitted", "purple"),
    ReturnStatus.MODERATED: ("Moderated", "green"),
}
GRADE_WORDS = {
    Grade.OUTSTANDING: "Outstanding",
    Grade.GOOD: "Good",
    Grade.REQUIRES_IMPROVEMENT: "Requires improvement",
    Grade.INADEQUATE: "Inadequate",
}
GRADE_MARKS = {  # shape, word, colour
    Grade.OUTSTANDING: ("star", "Outstanding", "green"),
    Grade.GOOD: ("disc", "Good", "green"),
    Grade.REQUIRES_IMPROVEMENT: ("triangle", "Requires improvement", "amber"),
    Grade.INADEQUATE: ("square", "Inadequate", "red"),
}
FINDING_WORDS = {AuditFindingKind.GOOD_PRACTICE: "Good practice", AuditFindingKind.LEARNING: "Learning"}
FINDING_KINDS = {
    AuditFindingKind.GOOD_PRACTICE: FindingKind.GOOD_PRACTICE,
    AuditFindingKind.LEARNING: FindingKind.LEARNING,
}


def of_agencies(count: int, asked: int, what: str) -> str:
    """4 of 9 agencies have returned; 1 of 9 agencies has not returned."""
    return f"{count} of {plural(asked, 'agency', 'agencies')} {'has' if 1 in (count, asked) else 'have'} {what}"
