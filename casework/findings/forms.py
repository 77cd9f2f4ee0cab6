"""Forms of the register."""

from casework.findings import fields
from casework.findings.models import Body
from casework.findings.words import BODY_WORDS
from casework.kit.forms import Choice, Form, OnceForm, RadiosField, SelectField, TextAreaField, TextField


class RaiseForm(OnceForm):
    """A finding entered by hand: from a meeting, a visit, an inspection; other rooms raise theirs from the record."""

    source = TextField(
        "Where does it come from?",
        missing="Enter where this was found",
        hint="The meeting, visit or inspection and its date. No names of people",
    )
    kind = fields.kind_field()
    title = fields.title_field()
    detail = fields.detail_field()
    measure = SelectField(
        "Which measure should move when this gets better?",
        type_ahead=True,
        missing="Select at least one measure",
        hint="You can link more measures afterwards",
    )
    theme = fields.theme_field()
    severity = fields.severity_field()
    body = RadiosField(
        "Who answers for it, and signs its actions off?",
        choices=[Choice(body, BODY_WORDS[body]) for body in Body],
        missing="Select who answers for it",
    )
    next = fields.next_field()


class LinkForm(Form):
    """One more measure."""

    measure = SelectField("Measure", type_ahead=True, missing="Select a measure")


class DecideNoActionForm(Form):
    """No action, because."""

    reason = TextAreaField(
        "Why is no action needed?",
        missing="Say why no action is needed",
        hint="Everybody who reads the finding reads this. It can be decided otherwise later",
    )


class ConfirmForm(Form):
    """A move with nothing to fill in."""
