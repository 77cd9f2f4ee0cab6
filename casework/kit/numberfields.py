"""Fields for figures."""

import re
from decimal import Decimal
from typing import Any

from casework.kit import widgets, words
from casework.kit.fields import Question
from casework.kit.text import clean_text

LARGEST = 2_147_483_647  # what an integer column holds on every database


class NumberField(Question):
    """A figure between `least` and `most`, with at most `places` decimals: the answer is a Decimal.

    Read as people type: 1,238 and £1,100 and 11.4% and a real minus. `example` is printed in the refusal.
    """

    widget = widgets.TextWidget()
    SHAPE = re.compile(r"[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})?(\.\d{0,10})?", re.ASCII)

    def __init__(
        self,
        label: str,
        *,
        least: int | Decimal | None = None,
        most: int | Decimal | None = None,
        places: int | None = None,
        example: str = "11.4",
        prefix: str = "",
        suffix: str = "",
        width: int = 10,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.least, self.most, self.places, self.example = least, most, places, example
        around = {key: {"text": text} for key, text in (("prefix", prefix), ("suffix", suffix)) if text}
        mode = "numeric" if places == 0 and least is not None and least >= 0 else None
        self.look = (
            {"classes": f"govuk-input--width-{width}", "inputmode": mode, "spellcheck": False} | around | self.look
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """The figure; ValueError with the refusal when it is none."""
        typed = clean_text(str(valuelist[0])) if valuelist else ""
        plain = re.sub(r"[£%\s]", "", typed.replace(words.MINUS, "-"))
        self.data = None
        if not typed:
            return
        if not self.SHAPE.fullmatch(plain) or not re.search(r"\d", plain):
            raise ValueError(f"{self.called} must be a number, like {self.example}")
        self.data = self.convert(Decimal(plain.replace(",", "")))

    def convert(self, figure: Decimal) -> Any:
        """The figure as the answer; ValueError when it has too many decimals."""
        if self.places is not None and figure != words.rounded(figure, self.places):
            raise ValueError(f"{self.called} must have {words.plural(self.places, 'decimal place')} or fewer")
        return figure

    def _value(self) -> str:
        """As typed after a refusal, else the figure written out."""
        return super()._value() if self.raw_data or self.data is None else f"{self.data:f}"

    def check(self) -> None:
        """Within its bounds, which are said."""
        least, most = self.least, self.most
        if (least is None or self.data >= least) and (most is None or self.data <= most):
            return
        if least is not None and most is not None:
            raise self.refuse(f"must be between {words.number(least)} and {words.number(most)}")
        if least is not None:
            raise self.refuse(f"must be {words.number(least)} or more")
        raise self.refuse(f"must be {words.number(most)} or less")


class WholeNumberField(NumberField):
    """A whole number: the answer is an int that every database can hold."""

    def __init__(
        self, label: str, *, least: int = -LARGEST, most: int = LARGEST, example: str = "12", **rest: Any
    ) -> None:
        super().__init__(label, least=least, most=most, places=0, example=example, **rest)

    def _value(self) -> str:
        """As typed after a refusal, else the figure."""
        return Question._value(self)

    def convert(self, figure: Decimal) -> int:
        """The figure as an int; ValueError with the refusal when it is not whole."""
        if figure != figure.to_integral_value():
            raise ValueError(f"{self.called} must be a whole number, like {self.example}")
        return int(figure)
