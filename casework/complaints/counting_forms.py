"""Forms of how a council counts, and of who signs as deputy."""

from casework.complaints.forms import OnceForm
from casework.kit.forms import (
    Choice,
    DateField,
    HiddenField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    WholeNumberField,
)


class ConfirmedForm(OnceForm):
    """A form whose effect on dates is shown before it is done; `confirmed` names the list that was seen."""

    confirmed = HiddenField()


class TargetsForm(ConfirmedForm):
    """Targets, their unit and start, and the reading of six months."""

    tiers = TextAreaField(
        "Targets for the answer", missing="Enter at least one target", rows=5, most=500,
        hint="One on each line, the shortest first: a name for how complex it is, a colon, the days. Such as Usual: 20",
    )  # fmt: skip
    usual_target = WholeNumberField(
        "Usual target", missing="Enter the usual target", least=1, most=260, width=3, example="20",
        hint="For a case nobody has sorted yet. It must be one of the targets",
    )  # fmt: skip
    unit = RadiosField(
        "What is counted?", missing="Select what is counted", called="What is counted", small=True,
        choices=[
            Choice("working", "Working days", "Monday to Friday, without bank holidays and closure days"),
            Choice("calendar", "Calendar days", "Every day"),
        ],
    )  # fmt: skip
    start = RadiosField(
        "Where does a target begin?", missing="Select where a target begins", small=True,
        called="Where a target begins",
        choices=[Choice("receipt", "With receipt"), Choice("acknowledgement", "With the acknowledgement")],
    )  # fmt: skip
    six_months = RadiosField(
        "How are the six months of the law read?", missing="Select how six months are read", small=True,
        called="How six months are read",
        choices=[
            Choice("day-one", "The day of receipt is the first day", "Received 7 April: they end on 6 October"),
            Choice("day-after", "They begin on the day after receipt", "Received 7 April: they end on 7 October"),
        ],
    )  # fmt: skip


class ClosureForm(ConfirmedForm):
    """A day, or several, that do not count."""

    kind = RadiosField(
        "What is it?", missing="Select what it is", called="What it is", small=True,
        choices=[
            Choice("bank-holiday", "A new bank holiday", "Announced after this version of Casework was made"),
            Choice("closure", "The council is closed", "Such as the days between Christmas and New Year"),
        ],
    )  # fmt: skip
    reason = TextField(
        "Name", missing="Enter a name", most=100, hint="Printed in the working of each date. Such as: Christmas closure"
    )
    first = DateField("First day", missing="Enter the first day")
    last = DateField("Last day", hint="Only if there are several")


class RemoveClosureForm(ConfirmedForm):
    """Nothing to fill in."""


class DeputyForm(OnceForm):
    """Who may sign answers, from when until when."""

    person = SelectField("Who?", missing="Select who may sign", called="Who")
    from_on = DateField("From", missing="Enter the first day")
    until_on = DateField("Until", missing="Enter the last day", must_be="future")


class EndDeputyForm(OnceForm):
    """Nothing to fill in."""
