"""The closed lists of the room. The words of channel, route, outcome, remedy and ombudsman outcome are the contract's.

Pure: nothing here knows a database or a page. `.words` is how a member is printed.
"""

from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """A closed list. A member is its code, and the words it is printed with where they are not the code's own."""

    words: str

    def __new__(cls, code: str, words: str | None = None) -> Self:
        """The member for `code`; without `words`, "partly-upheld" is printed Partly upheld."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = words or code.replace("-", " ").capitalize()
        return member


class Channel(Kind):
    """How it reached us."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    WEB = "web"
    IN_PERSON = "in-person"

    @property
    def is_oral(self) -> bool:
        """Only what was said aloud can be settled without becoming a complaint (regulation 8(1)(c))."""
        return self in (Channel.PHONE, Channel.IN_PERSON)


class Route(Kind):
    """How it is dealt with; only statutory complaints are in the statutory report."""

    STATUTORY = "statutory", "Statutory complaint"
    CORPORATE = "corporate", "Corporate complaint"
    SAFEGUARDING = "safeguarding"
    SERVICE_REQUEST = "service-request"
    EXCLUDED = "excluded"

    @property
    def has_clocks(self) -> bool:
        """Whether it must be acknowledged and answered by a date."""
        return self in (Route.STATUTORY, Route.CORPORATE)


class Ground(Kind):
    """Paragraphs of regulation 8(1) of SI 2009/309 under which a complaint is excluded."""

    RESPONSIBLE_BODY = "8(1)(a)", "Made by a council or NHS body: 8(1)(a)"
    EMPLOYMENT = "8(1)(b)", "By an employee about their work: 8(1)(b)"
    SETTLED_NEXT_DAY = "8(1)(c)", "Said aloud and settled by the end of the next working day: 8(1)(c)"
    SAME_MATTER_SETTLED = "8(1)(d)", "The same as one settled that way: 8(1)(d)"
    ALREADY_INVESTIGATED = "8(1)(e)", "Already investigated: 8(1)(e)"
    WITH_OMBUDSMAN = "8(1)(f)", "With an ombudsman, or was: 8(1)(f)"
    INFORMATION_LAW = "8(1)(g)", "About a request for information: 8(1)(g)"
    PENSIONS = "8(1)(h)", "About a pension scheme: 8(1)(h)"


class Status(Kind):
    """Where a concern or complaint stands; changed only by services along rules.MOVES."""

    OPEN = "open", "Open"  # a concern that may still be settled
    SETTLED = "settled"  # a concern that was
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    DRAFTED = "answer-drafted"
    ANSWERED = "answered"
    IN_REVIEW = "in-review"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_concern(self) -> bool:
        """Whether it is no complaint (yet)."""
        return self in (Status.OPEN, Status.SETTLED)

    @property
    def colour(self) -> str:
        """Its tag's colour (journeys, section 4)."""
        return COLOURS[self]


UNDER_WAY = (Status.NEW, Status.ACKNOWLEDGED, Status.INVESTIGATING, Status.DRAFTED)
STANDING_OPEN = (Status.OPEN, *UNDER_WAY, Status.ANSWERED, Status.IN_REVIEW)


class Outcome(Kind):
    """What was found about a point; a case's outcome follows from its points."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly-upheld"
    NOT_UPHELD = "not-upheld"
    NO_FINDING = "no-finding"
    WITHDRAWN = "withdrawn"  # of a case only

    @property
    def is_fault(self) -> bool:
        """Fault found: upheld or partly upheld (contract, section 5)."""
        return self in FAULT


FAULT = (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
POINT_OUTCOMES = (Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD, Outcome.NO_FINDING)


class RemedyKind(Kind):
    """What is done to put things right; the last four may help others too (wider learning)."""

    APOLOGY = "apology"
    FINANCIAL_REDRESS = "financial-redress"
    OVERDUE_WORK = "overdue-work", "Work that was overdue"
    WRITE_OFF = "write-off"
    REASSESSMENT = "reassessment"
    STAFF_TRAINING = "staff-training"
    PROCEDURE_CHANGE = "procedure-change", "Change of procedure"
    PROVIDER_REMINDER = "provider-reminder", "Reminder to the provider"
    BETTER_INFORMATION = "better-information"

    @property
    def is_wider(self) -> bool:
        """Whether it is learning that may help others."""
        return self in WIDER


WIDER = (
    RemedyKind.STAFF_TRAINING,
    RemedyKind.PROCEDURE_CHANGE,
    RemedyKind.PROVIDER_REMINDER,
    RemedyKind.BETTER_INFORMATION,
)
MONEY = (RemedyKind.FINANCIAL_REDRESS, RemedyKind.WRITE_OFF)


class OmbudsmanOutcome(Kind):
    """What the ombudsman decided."""

    UPHELD = "upheld"
    NOT_UPHELD = "not-upheld"
    CLOSED_AFTER_ENQUIRIES = "closed-after-enquiries"
    REFERRED_BACK = "referred-back"
    INVALID = "invalid", "Invalid or incomplete"
    ADVICE_GIVEN = "advice-given"


class Teller(Kind):
    """Who told us."""

    PERSON = "person", "The person"
    FAMILY = "family", "Family or friend"
    CARER = "carer"
    ADVOCATE = "advocate"
    COUNCILLOR = "councillor", "Councillor or MP"
    OTHER = "other", "Someone else"


class Right(Kind):
    """By what right somebody complains. Missing consent limits what we may tell, never the acknowledgement."""

    OWN = "own", "It is about them"
    CARER = "carer", "A carer, about their own support"
    CONSENT = "consent", "With the adult's written consent"
    ATTORNEY = "attorney", "As attorney or deputy"
    BEST_INTERESTS = "best-interests", "In the adult's best interests"
    BEREAVED = "bereaved", "For somebody who has died"


class RightState(Kind):
    """Whether the right was shown; consent can be given for one body and refused for another."""

    SHOWN = "shown"
    ASKED = "asked"
    REFUSED = "refused"


class TermKind(Kind):
    """Lists of words that a council keeps for its log."""

    DISTRICT = "district"
    TEAM = "team"
    PROVIDER = "provider"
    THEME = "theme"
    CAUSE = "cause"


class HoldReason(Kind):
    """Why points wait."""

    SAFEGUARDING = "safeguarding", "A safeguarding enquiry comes first"
    COURT = "court", "A court or the police ask us to wait"
    PERSON_ASKED = "person-asked", "The person asked us to wait"


class PromiseKind(Kind):
    """What was promised by a date."""

    ANSWER = "answer"
    UPDATE = "update"


class Agreed(Kind):
    """How a plan, or more time, was agreed."""

    PHONE = "phone"
    IN_PERSON = "in-person"
    EMAIL = "email"
    LETTER = "letter"
    NOT_AGREED = (
        "not-agreed",
        "They did not want to talk; we set it and wrote",
    )


class LetterKind(Kind):
    """What a letter, mail or call was about."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PLAN = "plan"
    UPDATE = "update"
    DELAY = "delay"
    EXCLUSION = "exclusion"
    ANSWER = "answer"
    REVIEW = "review"
    OTHER = "other"


class Direction(Kind):
    """Whether it came or went."""

    SENT = "sent"
    RECEIVED = "received"


class NextStep(Kind):
    """What a case's next date is the date of."""

    SETTLE = "settle", "Settle it"
    ACKNOWLEDGE = "acknowledge"
    UPDATE = "update", "Promised update"
    PROMISED_ANSWER = "promised-answer", "Promised answer"
    TARGET = "target", "Answer"
    ANSWER_BY_LAW = "answer-by-law", "Answer or agree longer"
    HOLD_REVIEW = "hold-review", "Look at the hold again"
    OMBUDSMAN_ANSWER = "ombudsman-answer", "Answer the ombudsman"
    REMEDY = "remedy", "Remedy"

    @property
    def is_law(self) -> bool:
        """Whether the date is fixed by the Regulations and cannot be moved by us alone."""
        return self in (NextStep.SETTLE, NextStep.ACKNOWLEDGE, NextStep.ANSWER_BY_LAW)


COLOURS: dict[Status, str] = {
    Status.OPEN: "blue",
    Status.SETTLED: "plain",
    Status.NEW: "blue",
    Status.ACKNOWLEDGED: "teal",
    Status.INVESTIGATING: "teal",
    Status.DRAFTED: "purple",
    Status.ANSWERED: "plain",
    Status.IN_REVIEW: "purple",
    Status.CLOSED: "grey",
    Status.WITHDRAWN: "grey",
}
