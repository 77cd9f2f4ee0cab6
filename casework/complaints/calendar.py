"""How a council counts days, and the sentence that shows the counting.

Receipt is day 0, or the last day off before day 1 (contract, section 5). SI 2009/309: acknowledge in 3 working days
(regulation 13), answer in 6 months beginning on the day of receipt (regulation 14), settle an oral concern by the next
working day (regulation 8(1)(c)). Pure; `today` is never read from a clock.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from casework.kit import words
from casework.kit.workdays import add_working_days, bank_holidays, count_working_days, why_not_working

ACKNOWLEDGE_DAYS = 3
SETTLE_DAYS = 1
MONTHS_BY_LAW = 6
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """How one council counts: its closure days, its targets and their tiers, and how six months are read.

    Targets are working days after receipt; a council may count calendar days, or from the acknowledgement. Nothing of
    this moves a date by law but the closure days and the reading of six months.
    """

    closures: Collection[date] = frozenset()  # a mapping where each day has a name of its own
    targets: tuple[int, ...] = (10, 20, 40, 65)
    usual_target: int = 20
    is_receipt_day_one: bool = True
    tiers: tuple[str, ...] = ()
    is_target_calendar: bool = False
    is_target_from_acknowledgement: bool = False

    @property
    def target_unit(self) -> str:
        """What a target counts: "working day" or "day"."""
        return "day" if self.is_target_calendar else "working day"

    def tier(self, days: int) -> str:
        """The council's own name for a target, such as "Several bodies"; empty where it gave none."""
        return dict(zip(self.targets, self.tiers, strict=False)).get(days, "")

    def target_start(self, received_on: date, acknowledged_on: date | None) -> date:
        """Where a target begins: receipt, or the acknowledgement (its last day while there is none)."""
        if not self.is_target_from_acknowledgement:
            return received_on
        return acknowledged_on or acknowledge_by(received_on, self)

    def target_on(self, start: date, days: int) -> date:
        """The last day of a target of `days` that begins after `start`."""
        return start + timedelta(days=days) if self.is_target_calendar else self.add(start, days)

    def target_count(self, start: date, end: date) -> int:
        """Days between two days in the unit of the targets."""
        return (end - start).days if self.is_target_calendar else self.count(start, end)

    def add(self, start: date, days: int) -> date:
        """The last day on which a count of `days` working days after `start` is still kept."""
        return add_working_days(start, days, self.closures)

    def count(self, start: date, end: date) -> int:
        """Working days d with start < d <= end."""
        return count_working_days(start, end, self.closures)


def acknowledge_by(received_on: date, calendar: Calendar) -> date:
    """The last of the 3 working days after the day of receipt."""
    return calendar.add(received_on, ACKNOWLEDGE_DAYS)


def settle_by(received_on: date, calendar: Calendar) -> date:
    """The next working day: an oral concern settled by its end is no complaint."""
    return calendar.add(received_on, SETTLE_DAYS)


def six_months_after(received_on: date, *, is_receipt_day_one: bool = True) -> date:
    """The last day of the 6 months that begin on the day of receipt (or on the day after it).

    The day before the same day of the sixth month; the month's last day where that month has no such day.
    """
    years, month = divmod(received_on.month - 1 + MONTHS_BY_LAW, 12)
    first = date(received_on.year + years, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    if received_on.day > last.day:
        return last
    same_day = first.replace(day=received_on.day)
    return same_day - ONE_DAY if is_receipt_day_one else same_day


def working_of(received_on: date, days: int, calendar: Calendar, *, start_word: str = "Received") -> str:
    """Why day `days` is the day it is: the day it came, day 1, the last day, and what did not count."""
    off = why_not_working(received_on, calendar.closures)
    begun = f"{start_word} {words.long_date(received_on)}" + (
        f" ({off})" if off and not _is_weekend(received_on) else ""
    )
    first = calendar.add(received_on, 1)
    sentences = [begun, _day_words(1, first, _skipped(received_on, first, calendar), since=received_on)]
    if days > 1:
        last = calendar.add(received_on, days)
        sentences.append(_day_words(days, last, _skipped(first, last, calendar), since=received_on))
    return ". ".join(sentences) + "."


def target_working(start: date, days: int, calendar: Calendar, *, start_word: str = "Received") -> str:
    """The working of a target, in the unit in which the council counts its targets."""
    if not calendar.is_target_calendar:
        return working_of(start, days, calendar, start_word=start_word)
    last = calendar.target_on(start, days)
    return f"{start_word} {words.long_date(start)}. Day {days} is {words.long_date(last)}; every day counts."


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def _day_words(number: int, day: date, skipped: list[str], *, since: date) -> str:
    named = words.long_date(day) if day.year != since.year else words.long_date(day).removesuffix(f" {day.year}")
    because = f", because {words.listed(skipped)} do{'es' if len(skipped) == 1 else ''} not count" if skipped else ""
    return f"Day {number} is {named}{because}"


def _skipped(start: date, end: date, calendar: Calendar) -> list[str]:
    """What lay between two days and did not count; over more than a weekend, weekends are said together."""
    days = [start + timedelta(days=offset) for offset in range(1, (end - start).days)]
    off = [(day, why) for day in days if (why := why_not_working(day, calendar.closures))]
    weekends = [day for day, _ in off if _is_weekend(day) and day not in bank_holidays(day.year)]
    if len(weekends) <= 2:
        return [why for _, why in off]
    named = [f"{why} ({day.day} {words.MONTHS[day.month - 1]})" for day, why in off if day not in weekends]
    return ["weekends", *named] if named else ["Saturdays", "Sundays"]
