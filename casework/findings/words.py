"""Printed words of the register's closed lists, and the colour of a status (journeys, section 4)."""

from casework.findings.models import Body, FindingKind, FindingStatus, Severity
from casework.findings.rules import SourceKind

KIND_WORDS = {
    FindingKind.AREA_FOR_IMPROVEMENT: "Area for improvement",
    FindingKind.STRENGTH: "Strength",
    FindingKind.RISK: "Risk",
    FindingKind.GOOD_PRACTICE: "Good practice",
    FindingKind.LEARNING: "Learning",
}
SEVERITY_WORDS = {Severity.LOW: "Low", Severity.MEDIUM: "Medium", Severity.HIGH: "High"}
STATUS_TAGS = {
    FindingStatus.OPEN: ("Open", "blue"),
    FindingStatus.ACTION_AGREED: ("Action agreed", "teal"),
    FindingStatus.NO_ACTION: ("No action", "grey"),
    FindingStatus.CLOSED: ("Closed", "green"),
    FindingStatus.CAME_BACK: ("Came back", "yellow"),
}
SOURCE_WORDS = {
    SourceKind.SELF_ASSESSMENT: "Self-assessment",
    SourceKind.COMPLAINT: "Complaint",
    SourceKind.AUDIT: "Audit",
    SourceKind.PARTNER_RETURN: "Partner return",
    SourceKind.PEER_CHALLENGE: "Peer challenge",
    SourceKind.ENTERED: "Entered by hand",
}
BODY_WORDS = {
    Body.COUNCIL: "The director",
    Body.COMPLAINTS: "The complaints manager",
    Body.BOARD: "The independent chair",
}


def named_source(kind: SourceKind, source: str) -> str:
    """The printed name of a source, with its kind in front unless the name says it or a person entered it."""
    if kind is SourceKind.ENTERED or source.startswith(SOURCE_WORDS[kind]):
        return source
    return f"{SOURCE_WORDS[kind]}: {source}"
