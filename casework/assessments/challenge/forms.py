"""Shapes of the forms of a challenge, the team's and the council's."""

import secrets

from casework.assessments.answer_forms import NOT_RATED, whole_number
from casework.assessments.challenge_models import RatingKind
from casework.assessments.rules import Seen
from casework.findings import fields as finding_fields
from casework.findings.models import Severity
from casework.findings.words import SEVERITY_WORDS
from casework.kit.forms import (
    Choice,
    DateField,
    Form,
    HiddenField,
    OnceForm,
    RadiosField,
    SubmitField,
    TextAreaField,
    TicksField,
)

NO_RATING = Choice(NOT_RATED, "No rating from us")
LONG_NOTE = 20_000


class OpenForm(Form):
    """Who may challenge, and until when."""

    team = TicksField("Who challenges it?", missing="Select at least one challenger")
    closes_on = DateField(
        "Closes on", missing="Enter the day it closes", hint="The team can read and write until the end of this day"
    )


class ExtendForm(Form):
    """Another last day."""

    closes_on = DateField(
        "Closes on", missing="Enter the day it closes", hint="The team can read and write until the end of this day"
    )


class TeamForm(Form):
    """Who is on the team from now on."""

    team = TicksField("Who challenges it?", missing="Select at least one challenger")


class NoteForm(Form):
    """The team's rating and notes on one answer; where nothing is rated, `rating` is taken off the form."""

    version = HiddenField(default="0")
    sitting = HiddenField(default=lambda: secrets.token_hex(8))
    turn = HiddenField(default="0")
    rating = RadiosField("Your rating", missing="Select a rating, or that you give none")
    text = TextAreaField("Notes", most=LONG_NOTE, rows=10, mark_optional=False)
    save = SubmitField("Save")
    save_next = SubmitField("Save and go to next", kind="secondary")
    ask = SubmitField("Ask a question", kind="secondary")
    recommend = SubmitField("Record a recommendation", kind="secondary")

    def seen(self) -> Seen:
        """The note that stood on the page (version 0 for none, and for what is no number), and which page it was."""
        return Seen(whole_number(self.version.data) or 0, self.sitting.data or None, whole_number(self.turn.data) or 0)

    def given(self) -> int | None:
        """The rating selected, if any."""
        return (self["rating"].data or None) if "rating" in self else None


class ShareForm(Form):
    """Which notes the council may read."""

    notes = TicksField("Which notes?", missing="Select what you want to share")


class AskForm(OnceForm):
    """A question to the council."""

    text = TextAreaField("Your question", missing="Enter your question", hint="The council reads it as soon as you ask")


class RecommendForm(OnceForm):
    """A recommendation, word for word."""

    text = TextAreaField(
        "What do you recommend?",
        missing="Enter what you recommend",
        hint="The council reads it word for word as soon as you record it, and answers it before the challenge closes",
    )
    kind = finding_fields.kind_field()
    priority = RadiosField(
        "Priority",
        choices=[Choice(severity, SEVERITY_WORDS[severity]) for severity in reversed(Severity)],
        missing="Select a priority",
    )


class ReplyForm(Form):
    """Our answer to a question of the team."""

    text = TextAreaField("Our answer", missing="Enter your answer", hint="The team reads it as soon as you save it")


class DecideForm(OnceForm):
    """A recommendation goes into the register, with an action or a reason for none."""

    title = finding_fields.title_field()
    measures = finding_fields.measures_field()
    theme = finding_fields.theme_field()
    next = RadiosField(
        "What happens about it?",
        choices=[
            Choice("action", "Action", "You add it on the next page"),
            Choice("no-action", "No action, because", reveals="reason"),
        ],
        missing="Select what happens about it",
    )
    reason = TextAreaField(
        "Why is no action needed?",
        missing="Say why no action is needed",
        hint="The team and everybody who reads the finding reads this",
    )


class ModerateForm(Form):
    """A rating beside ours, and why."""

    kind = RadiosField(
        "Which rating do you record?",
        choices=[
            Choice(RatingKind.MODERATED, "Moderated rating", "What the senior team or the challenge team gave"),
            Choice(RatingKind.AGREED, "Agreed rating", "What stands after you talked about it"),
        ],
        missing="Select which rating you record",
    )
    rating = RadiosField("Rating", missing="Select a rating")
    reason = TextAreaField("Why?", missing="Say why", hint="It stands beside the rating wherever the rating is shown")


class CloseForm(Form):
    """The end of a challenge: nothing to fill in."""
