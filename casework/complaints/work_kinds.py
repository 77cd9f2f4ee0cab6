"""Closed lists of the officer's daily work: letters in Word, links between cases, what safeguarding did."""

from casework.complaints.kinds import Kind


class LetterTemplateKind(Kind):
    """Letters that a council can write in Word in its own words."""

    ACKNOWLEDGEMENT = "acknowledgement"
    EXCLUSION = "exclusion", "Notice that it is excluded"
    REFUSAL = "refusal", "Refusal because it came too late"
    DELAY = "delay", "Why the answer is late"
    EXTENSION = "extension", "More time under the Code"
    ANSWER = "answer"
    OMBUDSMAN = "ombudsman", "Cover letter to the ombudsman"


class LinkKind(Kind):
    """Why two cases belong together."""

    SAME_MATTER = "same-matter", "The same matter"
    SAME_PERSON = "same-person", "The same person, another matter"
    SAME_CAUSE = "same-cause", "Another person, the same cause"


class Became(Kind):
    """What safeguarding did with what was passed on."""

    ENQUIRY = "enquiry", "A section 42 enquiry"
    OTHER_ENQUIRY = "other-enquiry", "Another enquiry"
    OTHER_HELP = "other-help", "Help outside safeguarding"
    NOTHING_MORE = "nothing-more", "Nothing more for safeguarding"
