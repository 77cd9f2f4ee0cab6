"""Shapes of the other forms of the room: start, confirm a move, sign, evidence, raise a finding."""

from casework.assessments.comment_models import CommentKind
from casework.assessments.models import EvidenceKind
from casework.findings import fields as finding_fields
from casework.kit import files
from casework.kit.forms import (
    Choice,
    DateField,
    FileField,
    Form,
    HiddenField,
    OnceForm,
    PasswordField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TickField,
    TicksField,
)

EVIDENCE_WORDS = {
    EvidenceKind.PEOPLE: "People's experience",
    EvidenceKind.STAFF: "Staff",
    EvidenceKind.PARTNERS: "Partners",
    EvidenceKind.PROCESSES: "Processes",
    EvidenceKind.OUTCOMES: "Outcomes",
}


class StartForm(OnceForm):
    """Start a self-assessment: which form, for which period."""

    template = RadiosField("Template", missing="Select a template")
    period = SelectField("Period", missing="Select a period")
    source = RadiosField("Start from", missing="Select what to start from")


class ConfirmForm(Form):
    """A move with nothing to fill in."""

    version = HiddenField()


class SignForm(Form):
    """The declaration. `seen_hash` and `seen_at` say what was read and when the page was opened."""

    seen_hash = HiddenField()
    seen_at = HiddenField()
    name = TextField("Name", missing="Enter your name", most=120)
    position = TextField("Position", missing="Enter your position", most=200)
    declared = TickField(
        "I have read this self-assessment and sign it on behalf of the Directorate",
        missing="Tick that you have read this self-assessment and sign it",
    )
    password = PasswordField("Your password", missing="Enter your password", hint="Asked again because you are signing")


class AddEvidenceForm(OnceForm):
    """A new piece of evidence for the register."""

    title = TextField("Title", missing="Enter the title of the evidence")
    kind = RadiosField(
        "Kind",
        missing="Select what kind of evidence it is",
        choices=[Choice(kind, words) for kind, words in EVIDENCE_WORDS.items()],
    )
    about = TextField(
        "Date or period it is about",
        missing="Enter the date or period it is about",
        hint="For example, 2012/13 or March 2012: when things were as it says, not when it came in",
        most=60,
        width=20,
    )
    received_on = DateField("Date received")
    expires_on = DateField("Out of date on", hint="The day after which it should be looked at again")
    owner = TextField("Owner", hint="Who keeps it", most=120)
    file = FileField("File", hint=f"{files.HINT}. Leave out names that nobody needs", kinds=files.ENDINGS)
    link = TextField("Link", hint="Where it is kept if there is no file, like https://", most=500)
    words = TextAreaField("What it shows", rows=4)


class ChangeEvidenceForm(AddEvidenceForm):
    """What the register says about a piece of evidence; a new file takes the place of the one it has."""

    version = HiddenField()


class RemoveEvidenceForm(Form):
    """Out of the register, and its file with it."""

    reason = TextAreaField("Why is it removed?", missing="Say why it is removed", rows=3)


class PickEvidenceForm(Form):
    """Evidence that is in the register already."""

    evidence = TicksField("Evidence", missing="Select at least one piece of evidence", small=True)


class WorkbookForm(Form):
    """A workbook that came back filled in."""

    file = FileField("Workbook", missing="Select the workbook", kinds=(".xlsx", ".ods"))
    filled_by = TextField("Who filled it in?", hint="If it was not you. The history names them", most=120, width=20)


class RaiseFindingForm(OnceForm):
    """A finding from an answer."""

    kind = finding_fields.kind_field()
    title = finding_fields.title_field()
    detail = finding_fields.detail_field()
    theme = finding_fields.theme_field()
    severity = finding_fields.severity_field()
    measures = finding_fields.measures_field()
    next = finding_fields.next_field()


class CheckRatingForm(Form):
    """Does the best rating stand beside a bottom-quartile measure?"""

    choice = RadiosField(
        "What is right?",
        missing="Select what is right",
        choices=[
            Choice("keep", "Keep the rating, because", reveals="reason"),
            Choice("change", "Change the rating"),
        ],
    )
    reason = TextAreaField("Why does it stand?", missing="Say why the rating stands", rows=4)


class CommentForm(OnceForm):
    """Say something about an answer, or ask."""

    kind = RadiosField(
        "What do you want?",
        missing="Select what you want",
        default="comment",
        choices=[
            Choice(CommentKind.COMMENT, "Say something"),
            Choice(CommentKind.QUESTION, "Ask a question"),
            Choice(CommentKind.EVIDENCE, "Ask for evidence"),
        ],
    )
    asked = SelectField("Who do you ask?", blank="Nobody: it is only a comment")
    text = TextAreaField("What do you want to say?", missing="Enter what you want to say", rows=5)


class ReplyForm(Form):
    """An answer to what was asked."""

    text = TextAreaField("Your answer", missing="Enter your answer", rows=5)


class GiveForm(Form):
    """Sections for somebody to write."""

    sections = TicksField("Which sections?", missing="Select at least one section")
    to = SelectField("Who?", missing="Select who", type_ahead=True)
    due_on = DateField("By when?")
    note = TextAreaField("Note", hint="What you need from them", rows=4)


class HandInForm(Form):
    """A section goes to the director."""

    note = TextAreaField("Note to the director", rows=4)


class SendBackForm(Form):
    """A section goes back to its writer."""

    note = TextAreaField(
        "What is missing?", missing="Say what is missing", hint="The writer reads this word for word", rows=4
    )
