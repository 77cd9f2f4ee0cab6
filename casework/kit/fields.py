"""The fields of our forms: what every field shares, and those that are neither text, figure, date nor choice.

A field without `missing` may stay empty, and its label says "(optional)". `called` is its name in refusals when the
label is a question.
"""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from casework.kit import widgets, words
from casework.kit.text import cannot_keep, showable

HIDDEN_MOST = 200
PASSWORD_MOST = 200


class Question(Field):
    """What all fields share: words for the label, the hint and the refusal of an empty answer.

    `asked` turns false for a field that its choice did not reveal: it is then neither checked nor kept.
    """

    data: Any
    form: Any
    process_errors: list[str]
    first_part = ""  # what is added to the id to lead to the first control of a group

    def __init__(
        self,
        label: str,
        *,
        missing: str | None = None,
        hint: str = "",
        called: str | None = None,
        mark_optional: bool = True,
        look: dict[str, Any] | None = None,
        **rest: Any,
    ) -> None:
        marked = f"{label} (optional)" if missing is None and mark_optional else label
        super().__init__(marked, **rest)
        self.form = rest["_form"]
        self.missing = missing
        self.hint = hint
        self.called = called or label.rstrip("?")
        self.look = look or {}
        self.asked = True
        self.at_fault: Sequence[str] = ()

    @property
    def error_id(self) -> str:
        """The id of the control where a refusal is put right."""
        return self.id + self.first_part

    def empty(self) -> bool:
        """Whether nothing was answered."""
        return self.data is None or self.data == ""

    def put_aside(self) -> None:
        """The choice that reveals this field was not made: what was typed in it does not count."""
        self.asked = False
        self.data = None
        self.process_errors = []

    def pre_validate(self, form: Any) -> None:
        """Refuse an answer that is missing or not understood; stop there, so that one field says one thing."""
        if not self.asked or self.process_errors:
            raise StopValidation()
        if self.empty():
            raise StopValidation(self.missing)
        self.check()

    def check(self) -> None:
        """What else an answer must be; raises StopValidation with the sentence."""

    def refuse(self, what: str) -> StopValidation:
        """The refusal in the label's words: Value must be ..."""
        return StopValidation(f"{self.called} {what}")

    def _value(self) -> str:
        """What stands in the field: as typed after a refusal, else the answer."""
        if self.raw_data:
            return showable(str(self.raw_data[0]))
        return "" if self.data is None else str(self.data)


class PasswordField(Question):
    """A password, as typed: never stripped, never sent back. `purpose`: current-password or new-password."""

    widget = widgets.PasswordWidget()

    def __init__(
        self, label: str, *, most: int = PASSWORD_MOST, purpose: str = "current-password", **rest: Any
    ) -> None:
        super().__init__(label, **rest)
        self.most = most
        self.look = {"autocomplete": purpose} | self.look

    def process_formdata(self, valuelist: list[str]) -> None:
        """As it was sent."""
        self.data = str(valuelist[0]) if valuelist else ""

    def check(self) -> None:
        """Not longer than anybody types: hashing costs by length."""
        if len(self.data) > self.most:
            raise self.refuse(f"must be {words.plural(self.most, 'character')} or less")


class FileField(Question):
    """A file: the answer is what werkzeug holds, or None. `kinds` are endings such as ".csv"; `megabytes` the limit."""

    widget = widgets.FileWidget()

    def __init__(self, label: str, *, kinds: Sequence[str] = (), megabytes: int = 20, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.kinds, self.megabytes = kinds, megabytes
        if kinds:
            self.look = {"attributes": {"accept": ",".join(kinds)}} | self.look

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The file itself; an empty choice arrives as a file without a name."""
        chosen = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        self.data = chosen[0] if chosen else None

    def check(self) -> None:
        """An ending that is taken, something in it, and not too big."""
        name = (self.data.filename or "").lower()
        if self.kinds and not name.endswith(tuple(self.kinds)):
            raise StopValidation(f"The file must end in {words.listed(list(self.kinds), last='or')}")
        size = self.data.stream.seek(0, 2)
        self.data.stream.seek(0)
        if size == 0:
            raise StopValidation("The file is empty. Choose another")
        if size > self.megabytes * 1_000_000:
            raise StopValidation(f"The file must be smaller than {self.megabytes} MB")


class HiddenField(Question):
    """A value that travels with the form (the version the person saw). Unreadable values count as missing."""

    widget = HiddenInput()

    def __init__(self, label: str = "", *, missing: str | None = None, **rest: Any) -> None:
        super().__init__(label, missing=missing, mark_optional=False, **rest)

    def process_formdata(self, valuelist: list[str]) -> None:
        """As sent, at most 200 letters of it."""
        text = str(valuelist[0])[:HIDDEN_MOST] if valuelist else ""
        self.data = "" if cannot_keep(text) else text


class SubmitField(Question):
    """A button; its answer is True when it was pressed. `kind`: secondary, warning, or none for the green one."""

    widget = widgets.SubmitWidget()

    def __init__(self, label: str, *, kind: str = "", **rest: Any) -> None:
        super().__init__(label, mark_optional=False, **rest)
        if kind:
            self.look = {"classes": f"govuk-button--{kind}"} | self.look

    def process_formdata(self, valuelist: list[str]) -> None:
        """Pressed when its name was sent at all."""
        self.data = bool(valuelist)
