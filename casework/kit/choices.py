"""Fields with a list to choose from: radios, ticks, a folded list. The answers allowed are those that were shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from wtforms.validators import StopValidation

from casework.kit import widgets
from casework.kit.fields import Question


@dataclass(frozen=True)
class Choice:
    """One answer: `value` is what the program keeps, `label` what the person reads.

    `reveals` names at most one field of the same form that only this answer asks.
    """

    value: Any
    label: str
    hint: str = ""
    reveals: str | None = None


def sent_as(value: Any) -> str:
    """How an answer's value is written in the page: an enum by its value."""
    return str(value.value if isinstance(value, Enum) else value)


class Chosen(Question):
    """A field with choices: given at once, by a function, or set on the form (`form.owner.choices = ...`)."""

    def __init__(
        self,
        label: str,
        *,
        choices: Iterable[Choice | tuple[Any, str]] | Callable[[], Iterable[Choice]] = (),
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.choices = choices() if callable(choices) else choices

    @property
    def choices(self) -> Sequence[Choice]:
        """What may be chosen, in order."""
        return self._choices

    @choices.setter
    def choices(self, given: Iterable[Choice | tuple[Any, str]]) -> None:
        self._choices = [choice if isinstance(choice, Choice) else Choice(*choice) for choice in given]

    def holds(self, value: Any) -> bool:
        """Whether the answer is, or has in it, this value."""
        return self.data is not None and sent_as(value) == sent_as(self.data)

    def shown(self) -> Iterator[tuple[str, Choice, bool]]:
        """Each choice with what the page sends for it and whether it is chosen."""
        for choice in self.choices:
            yield sent_as(choice.value), choice, self.holds(choice.value)

    def revealed(self) -> dict[str, bool]:
        """The fields that choices reveal, and whether they were."""
        return {choice.reveals: chosen for _, choice, chosen in self.shown() if choice.reveals}

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was sent as text until the choices are known for certain: they may be set after this."""
        self.data = str(valuelist[0]) if valuelist and valuelist[0] != "" else None

    def check(self) -> None:
        """Turn what was sent into the value of the choice it names; refuse anything that was not offered."""
        by_text = {sent_as(choice.value): choice.value for choice in self.choices}
        if sent_as(self.data) not in by_text:
            raise StopValidation(self.missing or f"Select one of the answers shown for {self.called}")
        self.data = by_text[sent_as(self.data)]


class RadiosField(Chosen):
    """One of a few. `inline` puts two short answers side by side."""

    widget = widgets.RadiosWidget()

    def __init__(self, label: str, *, inline: bool = False, small: bool = False, **rest: Any) -> None:
        super().__init__(label, **rest)
        classes = [name for name, on in (("govuk-radios--inline", inline), ("govuk-radios--small", small)) if on]
        if classes:
            self.look = {"classes": " ".join(classes)} | self.look


class SelectField(Chosen):
    """One of many, folded; `blank` is what stands there first (none: the first choice). `type_ahead` for long lists."""

    widget = widgets.SelectWidget()

    def __init__(self, label: str, *, blank: str = "Select one", type_ahead: bool = False, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.blank = blank
        if type_ahead:
            self.look = {"attributes": {"data-app-type-ahead": ""}} | self.look


class TicksField(Chosen):
    """Any of a list: the answer is a list of values, in the order shown."""

    widget = widgets.TicksWidget()

    def __init__(self, label: str, *, small: bool = False, **rest: Any) -> None:
        super().__init__(label, **rest)
        if small:
            self.look = {"classes": "govuk-checkboxes--small"} | self.look

    def process_data(self, value: Any) -> None:
        """A list, whatever kind of sequence was given."""
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Everything that was ticked."""
        self.data = [str(value) for value in valuelist]

    def put_aside(self) -> None:
        """As for any field; nothing ticked is an empty list."""
        super().put_aside()
        self.data = []

    def empty(self) -> bool:
        """Whether nothing was ticked."""
        return not self.data

    def holds(self, value: Any) -> bool:
        """Whether this value is ticked."""
        return sent_as(value) in {sent_as(one) for one in self.data or ()}

    def check(self) -> None:
        """Only what was offered."""
        offered = {sent_as(choice.value) for choice in self.choices}
        if not {sent_as(one) for one in self.data} <= offered:
            raise StopValidation(self.missing or f"Select answers shown for {self.called}")
        self.data = [choice.value for choice in self.choices if self.holds(choice.value)]


class TickField(Question):
    """One statement to tick: the answer is True or False; with `missing`, it must be ticked."""

    widget = widgets.TickWidget()

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, **{"mark_optional": False} | rest)

    def process_data(self, value: Any) -> None:
        """True or False."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Ticked when its name was sent at all."""
        self.data = bool(valuelist)

    def empty(self) -> bool:
        """Whether it was left alone."""
        return not self.data

    def put_aside(self) -> None:
        """As for any field; not ticked is False."""
        super().put_aside()
        self.data = False
