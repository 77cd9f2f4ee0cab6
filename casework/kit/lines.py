"""A line of the home page: what needs somebody today, one click from doing it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HomeLine:
    """`group` is the heading it stands under, `path` the page where it is done, `due_on` the day it is sorted by."""

    group: str
    text: str
    path: str
    due_on: date | None = None
