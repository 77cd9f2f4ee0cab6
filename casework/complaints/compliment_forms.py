"""Forms of compliments."""

from casework.complaints.forms import OnceForm
from casework.complaints.kinds import Channel
from casework.kit.forms import Choice, DateField, RadiosField, SelectField, TextAreaField, TextField, TickField


class ThankForm(OnceForm):
    """Which team a compliment is passed on to, how, and in which words."""

    team = SelectField("Team", type_ahead=True, missing="Select the team")
    way = RadiosField("How is the team told?", missing="Select how the team is told", called="How the team is told",
                      small=True, default=Channel.EMAIL, choices=[
                          Choice(Channel.EMAIL, "By email"), Choice(Channel.IN_PERSON, "In person, or in a meeting"),
                          Choice(Channel.LETTER, "In a letter"), Choice(Channel.PHONE, "By phone"),
                      ])  # fmt: skip
    thanks = TextAreaField("What the team is told", missing="Enter what the team is told", rows=8,
                           hint="Copy it into your email. It is kept with the compliment")  # fmt: skip


class QuoteForm(OnceForm):
    """Whether the annual report may print the words of a compliment."""

    may_quote = RadiosField("May we quote it?", missing="Select whether we may quote it", choices=[
        Choice("yes", "Yes", "No name and nothing else in it tells who said it or whom it is about"),
        Choice("no", "No"),
    ])  # fmt: skip


class ComplimentForm(OnceForm):
    """Thanks or praise in thirty seconds."""

    text = TextAreaField("What was said", missing="Enter what was said", rows=4)
    source = TextField("Who said it?", called="Who said it", most=100, hint="Such as daughter, or the person. No name")
    team = SelectField("Team", type_ahead=True, missing="Select the team")
    district = SelectField("District", blank="Not known")
    received_on = DateField("Received", missing="Enter when it was received", must_be="past")
    may_quote = TickField("We may quote it without names")
