"""The printed name of a figure of the annual report, from its way through the data. Pure."""

from casework.complaints.kinds import Ground, OmbudsmanOutcome, Outcome, RemedyKind, Route
from casework.kit.words import year_words

PLAIN = {
    "received": "Complaints received",
    "received_previous": "Complaints received the year before",
    "resolved": "Complaints resolved",
    "over_65": "Over 65 working days",
    "fault_found": "Fault found",
    "joint": "Handled together with another body",
    "wider_learning": "With learning that may help others",
    "compliments": "Compliments received",
    "acknowledged_in_3.count": "Acknowledged within 3 working days",
    "ombudsman.enquiries": "Ombudsman: enquiries opened",
    "ombudsman.decisions": "Ombudsman: decisions made",
    "ombudsman.fault": "Ombudsman: decisions that found fault",
    "ombudsman.remedied_before": "Ombudsman: put right before the decision",
    "ombudsman.remedies_due": "Ombudsman: recommendations due",
    "ombudsman.remedies_on_time": "Ombudsman: recommendations carried out on time",
}

CORPORATE = {
    "received": "complaints received",
    "acknowledged_in_5": "acknowledged within 5 working days",
    "resolved": "complaints resolved",
    "answered_in_10": "answered within 10 working days of the acknowledgement",
    "fault_found": "fault found",
}
MONITORING = {
    "promises_due": "Updates that were promised",
    "promises_kept": "Updates given by the day promised",
    "answers_sent": "Answers sent",
    "answers_checked": "Answers checked by somebody else before they went",
    "reviews": "Reviews asked for",
    "open_at_end": "Complaints open at the end",
}


def words_of(figure: str) -> str:
    """Theme: Charging; District: Melton, upheld; Within 20 working days."""
    if figure in PLAIN:
        return PLAIN[figure]
    head, _, rest = figure.partition(".")
    if head == "districts":
        name, _, column = rest.rpartition(".")
        return f"District: {name}, {column}"
    if head == "ombudsman":
        return f"Ombudsman: {OmbudsmanOutcome(rest.partition('.')[2]).words.lower()}"
    if head == "previous":
        return f"{words_of(rest)}, the year before"
    if head == "corporate":
        return f"Corporate: {CORPORATE.get(rest) or words_of(rest).lower()}"
    named = {
        "within": lambda: f"Within {rest} working days",
        "themes": lambda: f"Theme: {rest}",
        "causes": lambda: f"Cause: {rest}",
        "outcomes": lambda: f"Outcome: {Outcome(rest).words.lower()}",
        "remedies": lambda: f"Remedy: {RemedyKind(rest).words.lower()}",
        "goodwill_remedies": lambda: f"Goodwill: {RemedyKind(rest).words.lower()}",
        "routes": lambda: f"Route: {Route(rest).words.lower()}",
        "excluded": lambda: f"Excluded: {Ground(rest).words}",
        "monitoring": lambda: MONITORING[rest],
        "trend": lambda: f"Complaints received in {year_words(rest)}",
    }
    return named[head]()
