"""A date in three boxes. Months may be typed as words; anything else is refused in words, never with a fault."""

import re
from datetime import date
from typing import Any

from wtforms.validators import StopValidation

from casework.kit import clock, widgets, words
from casework.kit.fields import Question
from casework.kit.text import clean_text, showable

PARTS = ("day", "month", "year")
MONTH_WORDS = {
    name.lower()[:length]: at for at, name in enumerate(words.MONTHS, 1) for length in range(3, len(name) + 1)
}
MONTH_WORDS["sept"] = 9
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199


class DateField(Question):
    """A day. `must_be`: "past" (today or before), "future" (today or after), or anything when left out.

    Three values are day, month and year; a single one may be 2026-04-07, as scripts send it.
    """

    widget = widgets.DateWidget()

    def __init__(self, label: str, *, must_be: str = "", **rest: Any) -> None:
        super().__init__(label, **rest)
        self.must_be = must_be
        self.at_fault = PARTS

    def part_id(self, part: str) -> str:
        """The id of one box."""
        return f"{self.id}-{part}"

    @property
    def error_id(self) -> str:
        """The first box at fault."""
        return self.part_id(self.at_fault[0])

    def typed(self) -> tuple[str, str, str]:
        """What stands in the three boxes: as typed after a refusal, else the date."""
        if self.raw_data is None:
            return (str(self.data.day), str(self.data.month), str(self.data.year)) if self.data else ("", "", "")
        sent = [showable(clean_text(str(value))) for value in self.raw_data]
        if len(sent) == 1 and (iso := ISO.fullmatch(sent[0])):
            sent = [iso[3], iso[2], iso[1]]
        day, month, year = [*sent, "", "", ""][:3]
        return day, month, year

    def process_formdata(self, valuelist: list[str]) -> None:
        """The day; ValueError with the refusal when it is none."""
        self.data = None
        typed = dict(zip(PARTS, self.typed(), strict=True))
        if not any(typed.values()) and len(valuelist) <= 3:
            return
        if len(valuelist) > 3:
            raise ValueError(f"{self.called} must be a real date")
        absent = [part for part in PARTS if not typed[part]]
        if absent:
            self.at_fault = tuple(absent)
            raise ValueError(f"{self.called} must include {words.listed([f'a {part}' for part in absent])}")
        self.data = self.real_date(**typed)

    def real_date(self, day: str, month: str, year: str) -> date:
        """The day of three words; ValueError with the refusal."""
        month_number = MONTH_WORDS.get(month.lower(), 0) or self.figure(month, 2)
        day_number, year_number = self.figure(day, 2), self.figure(year, 4)
        if re.fullmatch(r"\d{1,3}", year, re.ASCII):
            self.at_fault = ("year",)
            raise ValueError(f"{self.called} must include a year of 4 numbers, like {clock.today().year}")
        try:
            answer = date(year_number, month_number, day_number)
        except ValueError:
            raise ValueError(f"{self.called} must be a real date") from None
        if not FIRST_YEAR <= answer.year <= LAST_YEAR:
            self.at_fault = ("year",)
            raise ValueError(f"{self.called} must be between {FIRST_YEAR} and {LAST_YEAR}")
        return answer

    @staticmethod
    def figure(text: str, most: int) -> int:
        """The number typed; 0, which is no day, month or year, for anything else."""
        return int(text) if re.fullmatch(rf"\d{{1,{most}}}", text, re.ASCII) else 0

    def check(self) -> None:
        """On the right side of today."""
        if self.must_be == "past" and self.data > clock.today():
            raise StopValidation(f"{self.called} must be today or in the past")
        if self.must_be == "future" and self.data < clock.today():
            raise StopValidation(f"{self.called} must be today or in the future")
