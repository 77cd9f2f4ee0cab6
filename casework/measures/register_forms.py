"""Forms of what figures rest on: quality statements, links between editions, editions and councils."""

from typing import Any

from casework.kit.forms import Form, HiddenField, SelectField, TextAreaField, TextField, TicksField
from casework.measures import councils, linking
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

    def wording(self) -> dict[str, Any]:
        """What was typed, by the record's own names."""
        raise NotImplementedError

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


class LinkForm(VersionedForm):
    """What a measure of another edition has to do with this one."""

    same_as = TextField(
        "The same as",
        most=80,
        width=20,
        hint="Edition and code, like ascof-2011:1E. Only if the definition is the same: the two series become one",
    )
    formerly = TextField("Before it", most=80, width=20, hint="The nearest measure before, counted in another way")
    replaced_by = TextField("After it", most=80, width=20, hint="The nearest measure after, counted in another way")

    def wording(self) -> dict[str, Any]:
        """What was typed."""
        return self.typed(*linking.LINKS)


class EditionForm(VersionedForm):
    """What an edition is."""

    title = TextField("Title", missing="Enter the title", most=200)
    first_year = TextField("First year", most=10, width=10, hint="Like 2023-24")
    last_year = TextField("Last year", most=10, width=10, hint="Blank while it is in use")
    source = TextField("Source", most=400)
    note = TextAreaField("Note", rows=4)

    def wording(self) -> dict[str, Any]:
        """What was typed."""
        return self.typed("title", "first_year", "last_year", "source", "note")


COUNCIL_LINES = "One on a line, by code or name"


class CouncilForm(VersionedForm):
    """What is held of a council."""

    name = TextField("Name", missing="Enter the name", most=200)
    other_names = TextAreaField(
        "Other names", rows=3, hint="One on a line, with the years in brackets if you know them"
    )
    region = SelectField("Region", blank="Not known")
    council_type = SelectField("Council type", blank="Not known")
    ons_code = TextField("ONS code", most=9, width=10)
    cassr_code = TextField("CASSR code", most=10, width=10)
    formerly = TextAreaField("Came from", rows=3, hint=COUNCIL_LINES)
    successor = TextAreaField("Taken over by", rows=3, hint=COUNCIL_LINES)
    neighbours = TextAreaField("Named neighbours", rows=8, hint=COUNCIL_LINES)
    note = TextAreaField("Note", rows=3, most=400, hint="What is not confirmed")

    def wording(self) -> dict[str, Any]:
        """What was typed."""
        return self.typed(*councils.FIELDS)
