"""Forms: fields in order, refusals in words beside the field and in the summary, everything typed kept.

A room's forms.py imports everything it needs from here:
`from casework.kit.forms import Choice, DateField, Form, RadiosField, TextAreaField`.
"""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field

from casework.kit.choices import Choice, Chosen, RadiosField, SelectField, TickField, TicksField
from casework.kit.datefield import DateField
from casework.kit.fields import FileField, HiddenField, PasswordField, Question, SubmitField
from casework.kit.numberfields import NumberField, WholeNumberField
from casework.kit.rules import RuleBroken
from casework.kit.textfields import EmailField, TextAreaField, TextField

__all__ = [
    "Choice",
    "DateField",
    "EmailField",
    "FileField",
    "Form",
    "HiddenField",
    "NumberField",
    "OnceForm",
    "PasswordField",
    "RadiosField",
    "RuleBroken",
    "SelectField",
    "SubmitField",
    "TextAreaField",
    "TextField",
    "TickField",
    "TicksField",
    "VersionedForm",
    "WholeNumberField",
]

TOO_OLD = "This page was open for a long time. Check what you typed, then send it again"
SENDS = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Mistake:
    """One line of the error summary; `href` leads to the control where it is put right, None when there is none."""

    sentence: str
    href: str | None


class Form(FlaskForm):
    """A form of ours. Fields are declared in the order in which they are asked.

    `form.validate_on_submit()`, then on a refused rule `form.refuse(broken)`; the template prints `form_page(form)`.
    """

    form_errors: list[str]

    class Meta(FlaskForm.Meta):
        """Takes what was sent as it is: an empty form is an empty form, never the old answers; JSON is no form."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent in the body; on a GET what was kept from a form that could not be taken, or None."""
            if formdata is not None and not isinstance(formdata, MultiDict | CombinedMultiDict):
                formdata = CombinedMultiDict([request.files, request.form]) if sent() else g.get("kept_fields")
            return formdata

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Draw the field with the parameters of its component; `render_kw` are laid over them."""
            return field.widget(field, **render_kw)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was asked; fields that no choice revealed are put aside first."""
        for field in list(self):
            if isinstance(field, Chosen) and field.asked:
                for name, chosen in field.revealed().items():
                    if not chosen:
                        self[name].put_aside()
        right = super().validate(extra_validators)
        if "csrf_token" in self and self.csrf_token.errors:
            self.csrf_token.errors = ()
            self.form_errors.append(TOO_OLD)
        return right

    def refuse(self, broken: RuleBroken) -> None:
        """Put a refused rule beside the field it names, or in the summary when it names none of this form's."""
        if broken.field is not None and broken.field in self:
            field = self[broken.field]
            field.errors = [*field.errors, broken.sentence]
        else:
            self.form_errors = [*self.form_errors, broken.sentence]

    @property
    def error_list(self) -> list[Mistake]:
        """The lines of the error summary: what concerns the whole form, then each field's first, in the order asked."""
        lines = [Mistake(sentence, None) for sentence in self.form_errors]
        for field in self.in_order():
            if field.errors:
                shown = isinstance(field, Question) and not isinstance(field, HiddenField)
                lines.append(Mistake(field.errors[0], f"#{field.error_id}" if shown else None))
        return lines

    def in_order(self) -> list[Field]:
        """Every field as the page shows it: a revealed one straight after the one that reveals it."""
        hidden = self.revealed_names()
        ordered: list[Field] = []
        for field in self:
            if field.short_name not in hidden:
                ordered.append(field)
                if isinstance(field, Chosen):
                    ordered.extend(self[name] for name in field.revealed())
        return ordered

    def revealed_names(self) -> set[str]:
        """Fields that only a choice reveals: they are drawn inside it."""
        return {name for field in self if isinstance(field, Chosen) for name in field.revealed()}

    @property
    def questions(self) -> list[Field]:
        """The fields that the page draws one after another."""
        hidden = self.revealed_names()
        return [
            field
            for field in self
            if isinstance(field, Question)
            and not isinstance(field, HiddenField | SubmitField)
            and field.short_name not in hidden
        ]

    @property
    def buttons(self) -> list[Field]:
        """The buttons it declares, the safe one first."""
        return [field for field in self if isinstance(field, SubmitField)]

    @property
    def travelling(self) -> list[Field]:
        """Hidden values, the CSRF token and the one-time key among them."""
        return [field for field in self if isinstance(field, HiddenField) or not isinstance(field, Question)]

    @property
    def has_file(self) -> bool:
        """Whether it must be sent in parts."""
        return any(isinstance(field, FileField) for field in self)


def sent() -> bool:
    """Whether this request sends a form."""
    return bool(request) and request.method in SENDS


class OnceForm(Form):
    """A form that makes something: its one-time key keeps a second click from making it twice (accounts.once)."""

    form_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.form_key.data:  # a new form, or one handed back after the session had ended
            self.form_key.data, self.form_key.raw_data = token_hex(16), None


class VersionedForm(Form):
    """A form that changes something two people may edit: it carries the version that was seen."""

    version = HiddenField()

    def saw(self, version: int) -> bool:
        """Whether the person saw this version."""
        return bool(self.version.data == str(version))

    def now_saw(self, version: int) -> None:
        """With the next press of the button the person has seen this version."""
        self.version.data, self.version.raw_data = str(version), None
