"""Forms over many cases: finding, keeping lists, giving several to one officer, the annual report."""

from casework.kit.forms import Form, HiddenField, OnceForm, SelectField, TextAreaField, TextField, TickField, TicksField


class SearchForm(Form):
    """Reference or words; posted, so that they stand in no address."""

    words = TextField("Reference or words", missing="Enter a reference or words", hint="Every word must be in the case")


class SaveListForm(OnceForm):
    """A name for a list; whether the team sees it."""

    name = TextField("Name of the list", missing="Enter a name", most=80, hint="Do not use anybody's name")
    shared = TickField("Share it with the complaints team", hint="They see its name, its filters and its words")


class BulkAssignForm(OnceForm):
    """Several cases to one officer."""

    officer = SelectField("Who takes them?", missing="Select who takes them")
    cases = TicksField("Which cases?", missing="Select at least one case", small=True)


class ParagraphForm(OnceForm):
    """A paragraph of the annual report; `version` is the one the person changes."""

    version = HiddenField()
    text = TextAreaField(
        "The paragraph",
        missing="Enter the paragraph",
        rows=8,
        most=4_000,
        hint="Do not name anybody, or anything by which somebody could be known. A blank line begins a new paragraph",
    )


class FreezeForm(OnceForm):
    """Freezing a year; a second time needs a reason."""

    reason = TextAreaField("Why is it frozen again?", missing="Say why it is frozen again", rows=3, most=1_000)
