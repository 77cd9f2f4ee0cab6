"""How each field is drawn: the library's widgets with their faults mended.

What is mended, against govuk-frontend-wtf 3.2.0: a date sent as 0, 1, 2 or 4 values broke the page; the links of the
error summary led to a group instead of its first field; `required` was printed on a div; radios and ticks without a
hint printed an empty one and pointed to it; choices could have no hints and reveal no field. Macros are called as
modules, not through render_template, which would run every context processor once a field.
"""

from typing import Any

from flask import current_app
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovDateInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup
from wtforms import Field

Params = dict[str, Any]
LABEL_SIZE = "s"  # labels and legends are bold, one size, so that a long form can be scanned


def render_macro(component: str, macro: str, params: Params) -> Markup:
    """What the library's macro makes of `params`."""
    template = current_app.jinja_env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return getattr(template.module, macro)(params)


def question(field: Field) -> Params:
    """What every widget says of a field: id, name, hint, error. No `required`: we refuse in words, not the browser."""
    params: Params = {"id": field.id, "name": field.name, "attributes": {}}
    if field.hint:
        params["hint"] = {"text": field.hint}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    return params


def labelled(field: Field) -> Params:
    """The same, for a single control with a label."""
    return question(field) | {"label": {"text": field.label.text, "classes": f"govuk-label--{LABEL_SIZE}"}}


def grouped(field: Field) -> Params:
    """The same, for a group of controls with a legend."""
    legend = {"text": field.label.text, "classes": f"govuk-fieldset__legend--{LABEL_SIZE}"}
    return question(field) | {"idPrefix": field.id, "fieldset": {"legend": legend}}


class Drawn:
    """Draws one component; mixed in before the library's widget, whose place in WTForms it keeps."""

    component = ""
    macro = ""

    def __call__(self, field: Field, **extra: Any) -> Markup:
        """The field as HTML; `extra` are parameters of the component laid over ours."""
        return render_macro(self.component, self.macro, self.params(field) | extra)

    def params(self, field: Field) -> Params:
        """The component's parameters for this field."""
        return labelled(field) | {"value": field._value()} | field.look


class TextWidget(Drawn, GovTextInput):
    """One line of text."""

    component, macro = "input", "govukInput"


class TextAreaWidget(Drawn, GovTextArea):
    """Several lines of text."""

    component, macro = "textarea", "govukTextarea"


class CountedWidget(Drawn, GovCharacterCount):
    """Several lines of text with what is left of the limit beneath, in words or in letters."""

    component, macro = "character-count", "govukCharacterCount"


class PasswordWidget(Drawn, GovPasswordInput):
    """A password with a show button. What was typed is never sent back."""

    component, macro = "password-input", "govukPasswordInput"

    def params(self, field: Field) -> Params:
        """As for text, without the value."""
        return labelled(field) | field.look


class FileWidget(Drawn, GovFileInput):
    """A file to choose."""

    component, macro = "file-upload", "govukFileUpload"

    def params(self, field: Field) -> Params:
        """As for text, without the value: a browser never takes one."""
        return labelled(field) | field.look


class SelectWidget(Drawn, GovSelect):
    """One of a list, folded."""

    component, macro = "select", "govukSelect"

    def params(self, field: Field) -> Params:
        """With its options; the chosen one marked."""
        items = [{"value": "", "text": field.blank}] if field.blank else []
        for value, choice, chosen in field.shown():
            items.append({"value": value, "text": choice.label, "selected": chosen})
        return labelled(field) | {"items": items} | field.look


class ChoicesWidget(Drawn):
    """Radios or ticks: each choice with its hint, and at most one field that it reveals."""

    def params(self, field: Field) -> Params:
        """With an item for each choice."""
        items = []
        for value, choice, chosen in field.shown():
            item: Params = {"value": value, "text": choice.label, "checked": chosen}
            if choice.hint:
                item["hint"] = {"text": choice.hint}
            if choice.reveals:
                item["conditional"] = {"html": field.form[choice.reveals]()}
            items.append(item)
        return grouped(field) | {"items": items} | field.look


class RadiosWidget(ChoicesWidget, GovRadioInput):
    """One of a list, open."""

    component, macro = "radios", "govukRadios"


class TicksWidget(ChoicesWidget, GovCheckboxesInput):
    """Any of a list."""

    component, macro = "checkboxes", "govukCheckboxes"


class TickWidget(Drawn, GovCheckboxesInput):
    """One tick on its own: its label is the statement that is made."""

    component, macro = "checkboxes", "govukCheckboxes"

    def params(self, field: Field) -> Params:
        """A single item, no legend; the hint belongs to the item."""
        item: Params = {"value": "yes", "text": field.label.text, "checked": field.data}
        params = question(field)
        if "hint" in params:
            item["hint"] = params.pop("hint")
        return params | {"idPrefix": field.id, "items": [item]} | field.look


class DateWidget(Drawn, GovDateInput):
    """Three boxes: day, month, year; the box at fault is marked, and the error summary leads to it."""

    component, macro = "date-input", "govukDateInput"

    def params(self, field: Field) -> Params:
        """With three items whatever was sent."""
        parts = ("day", "month", "year")
        items = []
        for part, typed in zip(parts, field.typed(), strict=True):
            wide = f"govuk-input--width-{4 if part == 'year' else 2}"
            items.append(
                {
                    "name": field.name,
                    "id": field.part_id(part),
                    "label": part.capitalize(),
                    "value": typed,
                    "classes": f"{wide} govuk-input--error" if field.errors and part in field.at_fault else wide,
                }
            )
        return grouped(field) | {"items": items} | field.look


class SubmitWidget(Drawn, GovSubmitInput):
    """A button; two quick presses count as one where scripts run."""

    component, macro = "button", "govukButton"

    def params(self, field: Field) -> Params:
        """Its name and value say which button was pressed."""
        return {"text": field.label.text, "name": field.name, "value": "yes", "preventDoubleClick": True} | field.look
