"""Fields for text: stripped, counted with line ends as one letter, refused when a letter of it cannot be kept."""

import re
from typing import Any

from casework.kit import widgets, words
from casework.kit.fields import Question
from casework.kit.text import cannot_keep, clean_text

LONG_TEXT = 4_000
SHORT_TEXT = 200


class TextField(Question):
    """One line of text of at most `most` letters. `width`: 2, 3, 4, 5, 10 or 20 letters wide."""

    widget = widgets.TextWidget()

    def __init__(self, label: str, *, most: int = SHORT_TEXT, width: int | None = None, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.most = most
        if width:
            self.look = {"classes": f"govuk-input--width-{width}"} | self.look

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was sent; a field that was not sent is empty."""
        self.data = clean_text(str(valuelist[0])) if valuelist else ""

    def check(self) -> None:
        """Letters that can be kept, and not too many of them; on one line unless the field has several."""
        if cannot_keep(self.data):
            raise self.refuse("has a letter that cannot be kept. Delete it, or type the words again")
        if not isinstance(self, TextAreaField) and "\n" in self.data:
            raise self.refuse("must be on one line")
        if len(self.data) > self.most:
            raise self.refuse(f"must be {words.plural(self.most, 'character')} or less")


class EmailField(TextField):
    """An email address: one @, something on both sides. Whether it works is found out by writing to it."""

    SHAPE = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

    def __init__(self, label: str, *, most: int = 254, **rest: Any) -> None:
        super().__init__(label, most=most, **rest)
        self.look = {"type": "email", "autocomplete": "email", "spellcheck": False} | self.look

    def check(self) -> None:
        """The shape of an address, after the checks of text."""
        super().check()
        if not self.SHAPE.fullmatch(self.data):
            raise self.refuse("must be an email address, like name@example.gov.uk")


class TextAreaField(TextField):
    """Several lines of at most `most` letters; `word_limit` counts words instead, `counted` shows what is left."""

    widget = widgets.TextAreaWidget()

    def __init__(
        self,
        label: str,
        *,
        most: int = LONG_TEXT,
        word_limit: int | None = None,
        counted: bool = False,
        rows: int = 5,
        **rest: Any,
    ) -> None:
        super().__init__(label, most=most, **rest)
        self.word_limit = word_limit
        self.look = {"rows": rows} | self.look
        if word_limit or counted:
            limit = {"maxwords": word_limit} if word_limit else {"maxlength": most}
            self.look = limit | {"threshold": 75} | self.look
            self.widget = widgets.CountedWidget()

    def check(self) -> None:
        """As text, and not too many words."""
        super().check()
        if self.word_limit and len(self.data.split()) > self.word_limit:
            raise self.refuse(f"must be {words.plural(self.word_limit, 'word')} or less")
