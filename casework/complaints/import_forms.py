"""The form of importing an existing log."""

from casework.kit.forms import Choice, FileField, Form, RadiosField, TickField


class ImportLogForm(Form):
    """A log of complaints, or compliments."""

    kind = RadiosField(
        "What is in the file?",
        choices=[Choice("complaints", "Complaints"), Choice("compliments", "Compliments")],
        missing="Select what is in the file",
    )
    file = FileField("File", missing="Select a file", kinds=(".csv", ".xlsx"), megabytes=20)
    add_terms = TickField(
        "Add words that are new",
        hint="Districts, teams, providers, themes and causes that are not used yet are refused without this",
    )
