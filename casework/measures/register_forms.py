"""Forms of what figures rest on: quality statements, links between editions, editions and councils."""

from typing import Any

from casework.kit.forms import Form, HiddenField, TextAreaField, TextField, TicksField
from casework.measures.statements import FIELDS


class VersionedForm(Form):
    """A form that knows which version of its record the person saw."""

    version = HiddenField()

    def seen(self) -> int:
        """The version seen; 0, which no record has, when the form carried none."""
        return int(self.version.data) if (self.version.data or "").isdigit() else 0

    def see(self, version: int) -> None:
        """From now on the form stands on this version: saving again keeps what is typed."""
        self.version.data = str(version)
        self.version.raw_data = None

    def typed(self, *names: str) -> dict[str, Any]:
        """What was typed into these fields, blank answers as nothing."""
        return {name: self[name].data or None for name in names}


class StatementForm(VersionedForm):
    """What a quality statement says."""

    theme = TextField("Theme", missing="Enter the theme", most=200)
    title = TextField("Title", missing="Enter the title", most=200)
    words = TextAreaField("Statement", missing="Enter the statement", rows=6)
    note = TextAreaField("Note", rows=3, hint="What is not confirmed about the wording, if anything")

    def wording(self) -> dict[str, Any]:
        """What was typed."""
        return self.typed(*FIELDS)


class ConnectForm(Form):
    """Which quality statements a measure speaks to."""

    statements = TicksField("Quality statements", small=True)
