"""Forms of finding cases, keeping lists of them, and giving several to one officer."""

from casework.kit.forms import Form, OnceForm, SelectField, TextField, TickField, TicksField


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
