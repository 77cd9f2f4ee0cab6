"""Letters built from the case, for the officer to change before they go. What is not known stands in brackets."""

from collections.abc import Callable

from casework.complaints.calendar import Calendar, six_months_after
from casework.complaints.clocks import answer_by_law
from casework.complaints.kinds import Outcome
from casework.complaints.models import Complaint
from casework.kit import words

OMBUDSMAN = (
    "If you are not happy with our answer, tell us: a head of service who was not involved will look at it again. You "
    "can also ask the Local Government and Social Care Ombudsman, who is independent and free: www.lgo.org.uk, "
    "0300 061 0614."
)
NAMES = ("ombudsman", "lgo.org.uk")
CLOSING = "Yours sincerely"


def names_ombudsman(text: str) -> bool:
    """Whether a letter says how to reach the ombudsman, as regulation 14 and the Complaint Handling Code ask."""
    return any(name in text.lower() for name in NAMES)


def _greeting(case: Complaint) -> str:
    return f"Dear {case.told_by_name or '[name]'}"


def _head(case: Complaint) -> str:
    return f"{_greeting(case)}\n\nYour complaint of {words.full_date(case.received_on)}, our reference {case.reference}"


def acknowledgement(case: Complaint, calendar: Calendar) -> str:
    """We have it; how it goes on; an offer to talk; who to ring."""
    due = six_months_after(case.received_on, is_receipt_day_one=calendar.is_receipt_day_one)
    start = calendar.target_start(case.received_on, case.acknowledged_on)
    target = calendar.target_on(start, case.target_days or calendar.usual_target)
    return "\n\n".join(
        (
            _head(case),
            "Thank you for telling us. I am sorry that you had reason to.",
            "I would like to talk with you about what you want to happen, how we will look into it, and when you will "
            "hear from us. Please tell me a good time to ring, or write if you would rather not talk.",
            f"We aim to answer by {words.long_date(target)}. By law we must answer by {words.long_date(due)}, unless "
            "we agree a later day with you. I will tell you if anything changes.",
            CLOSING,
        )
    )


def exclusion(case: Complaint, calendar: Calendar) -> str:
    """It is not dealt with as a complaint under the Regulations, and why (regulation 8(2))."""
    ground = case.excluded_ground.words if case.excluded_ground else "[reason]"
    return "\n\n".join(
        (
            _head(case),
            "We cannot deal with this under the complaints procedure for adult social care. The Local Authority Social "
            "Services and National Health Service Complaints (England) Regulations 2009 leave it out.",
            f"The reason: {ground}.",
            f"[What they can do instead.] {OMBUDSMAN}",
            CLOSING,
        )
    )


def delay(case: Complaint, calendar: Calendar) -> str:
    """Why there is no answer yet, and when it comes (regulation 14(4))."""
    due = answer_by_law(case, calendar)
    return "\n\n".join(
        (
            _head(case),
            f"You should have had our answer by {words.long_date(due)}. I am sorry that you have not.",
            "The reason is [reason].",
            "You will have it by [day].",
            OMBUDSMAN,
            CLOSING,
        )
    )


def refusal(case: Complaint, calendar: Calendar) -> str:
    """It came more than 12 months after the matter and is not looked into, and why (regulation 12)."""
    matter = words.full_date(case.matter_on) if case.matter_on else "[day]"
    return "\n\n".join(
        (
            _head(case),
            f"You told us about something of {matter}. A complaint must reach us within 12 months of the matter, or of "
            "the day on which you came to know of it. We can still look into it when there was good reason for the "
            "delay and it is still possible to do so effectively and fairly.",
            f"We have decided not to look into it: {case.late_reason or '[reason]'}",
            "If you think that this is wrong, tell us why. You can also ask the Local Government and Social Care "
            "Ombudsman, who is independent and free: www.lgo.org.uk, 0300 061 0614.",
            CLOSING,
        )
    )


def extension(case: Complaint, calendar: Calendar) -> str:
    """More time under the Complaint Handling Code, with the reason and how to reach the ombudsman."""
    return "\n\n".join(
        (
            _head(case),
            "We need more time for our answer. The reason is [reason].",
            "You will have it by [day].",
            "If you are not content with this, you can ask the Local Government and Social Care Ombudsman, who is "
            "independent and free: www.lgo.org.uk, 0300 061 0614.",
            CLOSING,
        )
    )


def ombudsman_cover(case: Complaint, calendar: Calendar) -> str:
    """To the ombudsman, with our papers."""
    enquiry = next((one for one in reversed(case.ombudsman_cases) if one.decided_on is None), None)
    theirs = enquiry.their_reference if enquiry and enquiry.their_reference else "[your reference]"
    return "\n\n".join(
        (
            "Dear Investigator",
            f"Your reference {theirs}, our reference {case.reference}",
            "Thank you for your enquiry"
            + (f" of {words.full_date(enquiry.enquiry_on)}" if enquiry else "")
            + ". With this letter you have our chronology, the complaint, our answer and the papers you asked for.",
            CLOSING,
        )
    )


SAID = {
    Outcome.UPHELD: "We uphold this point.",
    Outcome.PARTLY_UPHELD: "We uphold this point in part.",
    Outcome.NOT_UPHELD: "We do not uphold this point.",
    Outcome.NO_FINDING: "We cannot say what happened.",
}


def answer(case: Complaint, calendar: Calendar) -> str:
    """How it was considered, the finding on each point and why, what we do about it, and where to turn next."""
    parts = [_head(case), "Thank you for your patience. This is our answer, point by point."]
    for point in case.points:
        lines = [f"{point.number}. {point.title}"]
        lines += [text for text in (point.looked_at and f"We looked at: {point.looked_at}", point.found) if text]
        if point.outcome:
            lines.append(" ".join(text for text in (SAID[point.outcome], point.because) if text))
        if point.injustice and point.outcome and point.outcome.is_fault:
            lines.append(f"We are sorry for what this did to you: {point.injustice}")
        parts.append("\n".join(lines))
    remedies = [remedy.what or remedy.kind.words for remedy in case.remedies]
    if remedies:
        parts.append("To put things right: " + "; ".join(remedies) + ".")
    return "\n\n".join([*parts, OMBUDSMAN, CLOSING])


def review(case: Complaint, calendar: Calendar) -> str:
    """What a head of service found who looked again, and that the ombudsman is next."""
    return "\n\n".join(
        (
            _head(case),
            "You asked us to look again at our answer. A head of service who was not involved has done so.",
            "[What they found, and why.]",
            "This is our last word. You can now ask the Local Government and Social Care Ombudsman, who is independent "
            "and free: www.lgo.org.uk, 0300 061 0614.",
            CLOSING,
        )
    )


LETTERS: dict[str, Callable[[Complaint, Calendar], str]] = {
    "acknowledgement": acknowledgement,
    "exclusion": exclusion,
    "refusal": refusal,
    "delay": delay,
    "extension": extension,
    "answer": answer,
    "ombudsman": ombudsman_cover,
}
