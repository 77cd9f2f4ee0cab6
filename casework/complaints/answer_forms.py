"""Forms of the answer, its check and signature, the review, and how a case ends."""

from casework.complaints.forms import NO_NAMES, VersionForm, choices_of
from casework.complaints.kinds import Channel
from casework.kit.forms import Choice, DateField, RadiosField, SelectField, TextAreaField, TextField, TickField

YES_NO = [Choice("yes", "Yes"), Choice("no", "No")]


class AnswerForm(VersionForm):
    """The letter, and what it needs before it is checked."""

    text = TextAreaField("The letter", missing="Enter the letter", rows=20, most=20_000)
    is_telling_allowed = TickField("Consent allows each thing it tells")
    head_reviewer = SelectField(
        "Head of service who looked at it", called="Head of service", blank="Nobody with an account",
        hint="Before the ombudsman is named. Nobody whom the complaint names or who looked into it",
    )  # fmt: skip
    head_reviewed_by = TextField("If they have no account: who?", called="Who looked at it", hint="Name or position")
    head_review_not_needed = TextAreaField("If nobody did: why not?", called="Why not", rows=2)


class CheckForm(VersionForm):
    """Nothing to fill in: the letter is right."""


class SignForm(VersionForm):
    """As what somebody signs."""

    position = TextField("Your position", missing="Enter your position", most=120)
    has_read = TickField("I have read this answer and sign it for the council",
                         missing="Tick that you have read the answer")  # fmt: skip


class SendForm(VersionForm):
    """How and when the answer went, and whether it is the last word."""

    sent_on = DateField("Sent on", missing="Enter when it was sent", must_be="past")
    how = RadiosField("How?", choices=choices_of(Channel), missing="Select how it was sent", small=True)
    is_final = RadiosField(
        "Is this our final answer?",
        choices=[
            Choice("yes", "Yes, close the case", "They can still ask for a review, or go to the ombudsman"),
            Choice("no", "No, they may want to talk about it first"),
        ],
        missing="Select whether this is our final answer",
        small=True,
    )


class ReviewForm(VersionForm):
    """They ask for another look."""

    requested_on = DateField("When did they ask?", missing="Enter when they asked", must_be="past", called="Asked on")
    reason = TextAreaField("What is still open for them?", called="What is still open", rows=3, hint=NO_NAMES)


class ReplyForm(VersionForm):
    """The reply to a review."""

    reviewed_on = DateField("Reviewed on", missing="Enter when it was reviewed", must_be="past")
    reviewer = SelectField(
        "Who reviewed it?", called="Who reviewed it", blank="Nobody with an account", mark_optional=False,
        hint="Head of service or above. Nobody whom the complaint names, who looked into it or wrote the answer",
    )  # fmt: skip
    reviewed_by = TextField("If they have no account: who?", called="Who reviewed it", hint="Name or position")
    text = TextAreaField("The reply", missing="Enter the reply", rows=10, most=20_000)
    is_final = RadiosField(
        "Is this our final answer?", choices=YES_NO, missing="Select whether this is final", inline=True
    )


class CloseForm(VersionForm):
    """Close an answered case, or another route with a reason."""

    reason = TextAreaField("How did it end?", called="How it ended", rows=3, hint=NO_NAMES)


class WithdrawForm(VersionForm):
    """When and why they withdrew."""

    withdrawn_on = DateField("When did they withdraw it?", missing="Enter when they withdrew it", must_be="past",
                             called="Date withdrawn")  # fmt: skip
    reason = TextAreaField("Why?", missing="Say why they withdrew it", called="Why they withdrew it", rows=3)


class ReopenForm(VersionForm):
    """Why a case is opened again."""

    reason = TextAreaField("Why is it opened again?", missing="Say why it is opened again", called="Why it is opened",
                           rows=3, hint=NO_NAMES)  # fmt: skip
