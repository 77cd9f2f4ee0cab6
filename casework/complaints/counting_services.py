"""How a council counts: its targets, its closure days, a new bank holiday; and which dates of open cases then move.

Nothing changes before somebody has seen every date that moves (Case, Date now, Date then) and has confirmed the list.
Restricted cases move as well, but are in the list only of the people they name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Organisation, Person
from casework.complaints import clocks
from casework.complaints.calendar import Calendar
from casework.complaints.council_records import ClosureDay, ComplaintSetting
from casework.complaints.kinds import STANDING_OPEN
from casework.complaints.models import Complaint
from casework.complaints.records import OmbudsmanCase
from casework.complaints.terms import calendar_from, calendar_of, closures_of
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.findings.numbers import hold_writers
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.kit.workdays import why_not_working
from casework.trail import services as trail
from casework.trail.events import Event

MOST_TIERS, LONGEST_TARGET, MOST_CLOSED = 8, 260, 60
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MovedDate:
    """A date of an open case that a change of counting moves."""

    case: Complaint
    label: str
    now: date
    then: date


@dataclass(frozen=True)
class Counting:
    """What a council sets: targets with the names of their tiers, the usual one, their unit and start, six months."""

    targets: tuple[int, ...]
    tiers: tuple[str, ...]
    usual_target: int
    is_target_calendar: bool = False
    is_target_from_acknowledgement: bool = False
    is_receipt_day_one: bool = True


def calendar_with(
    organisation_id: int, *, counting: Counting | None = None, closures: Mapping[date, str] | None = None
) -> Calendar:
    """How the council would count with another setting or other closure days; nothing is changed."""
    held = db.session.get(ComplaintSetting, organisation_id)
    days = closures_of(organisation_id) if closures is None else closures
    if counting is None:
        return calendar_from(held, days)
    return Calendar(
        closures=days,
        targets=counting.targets,
        tiers=counting.tiers,
        usual_target=counting.usual_target,
        is_receipt_day_one=counting.is_receipt_day_one,
        is_target_calendar=counting.is_target_calendar,
        is_target_from_acknowledgement=counting.is_target_from_acknowledgement,
    )


def _open_cases(organisation_id: int) -> Select[Complaint]:
    loaded = (
        *(Complaint.agreements, Complaint.holds, Complaint.promises, Complaint.extensions, Complaint.remedies),
        Complaint.ombudsman_cases,
    )
    return (
        select(Complaint)
        .where(Complaint.organisation_id == organisation_id, Complaint.status.in_(STANDING_OPEN))
        .options(
            *(selectinload(one) for one in loaded),
            selectinload(Complaint.ombudsman_cases).selectinload(OmbudsmanCase.recommendations),
        )
        .order_by(Complaint.received_on, Complaint.id)
    )


def list_moved(after: Calendar, *, seen_by: Person) -> list[MovedDate]:
    """Every date still to be met that would be another day, of the cases that exist for this person."""
    before, today = calendar_of(seen_by.organisation_id), clock.today()
    cases = db.session.scalars(_open_cases(seen_by.organisation_id).where(visible_to(seen_by)))
    return [moved for case in cases for moved in _moved(case, before, after, today)]


def _moved(case: Complaint, before: Calendar, after: Calendar, today: date) -> list[MovedDate]:
    now, then = (clocks.clocks_by_event(case, calendar, today=today) for calendar in (before, after))
    return [
        MovedDate(case, one.label, one.due_on, other.due_on)
        for one, other in zip(now, then, strict=True)
        if one.is_open and other.due_on != one.due_on
    ]


def digest_of(moved: Sequence[MovedDate]) -> str:
    """What ties a confirmation to the list that was shown."""
    lines = [f"{one.case.id} {one.label} {one.now} {one.then}" for one in moved]
    return sha256("\n".join(lines).encode()).hexdigest()[:20]


# --- targets ---


def read_tiers(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Names and days from lines such as "Several bodies: 40". RuleBroken on `tiers` with the line at fault."""
    names, days = [], []
    for line in (line.strip() for line in text.split("\n") if line.strip()):
        name, colon, number = line.rpartition(":")
        if not colon or not name.strip() or not number.strip().isdecimal():
            raise RuleBroken(
                f"Write a name, a colon and a number of days, like Usual: 20. This line is not: {line}", "tiers"
            )
        names.append(name.strip())
        days.append(int(number))
    _check_tiers(names, days)
    return tuple(names), tuple(days)


def _check_tiers(names: Sequence[str], days: Sequence[int]) -> None:
    if not days:
        raise RuleBroken("Enter at least one target", "tiers")
    if len(days) > MOST_TIERS:
        raise RuleBroken(f"Enter {MOST_TIERS} targets or fewer", "tiers")
    if any(not 1 <= one <= LONGEST_TARGET for one in days):
        raise RuleBroken(f"A target must be between 1 and {LONGEST_TARGET} days", "tiers")
    if list(days) != sorted(set(days)):
        raise RuleBroken("Put the shortest target first, each once", "tiers")
    if any(";" in name or len(name) > 40 for name in names):
        raise RuleBroken("A name must be 40 characters or less, without a semicolon", "tiers")


def set_counting(organisation: Organisation, *, counting: Counting, by: Person) -> int:
    """Change how targets and the six months are counted; how many cases have other dates now."""
    hold_writers()
    if counting.usual_target not in counting.targets:
        raise RuleBroken("The usual target must be one of the targets", "usual_target")
    before = calendar_of(organisation.id)
    held = db.session.get(ComplaintSetting, organisation.id)
    if held is None:
        held = ComplaintSetting(organisation_id=organisation.id)
        db.session.add(held)
    old = {} if held.targets is None else _said(calendar_of(organisation.id))
    held.targets, held.tiers = ";".join(str(one) for one in counting.targets), ";".join(counting.tiers)
    held.usual_target, held.is_target_calendar = counting.usual_target, counting.is_target_calendar
    held.is_target_from_acknowledgement = counting.is_target_from_acknowledgement
    held.is_receipt_day_one = counting.is_receipt_day_one
    db.session.flush()
    new = _said(calendar_of(organisation.id))
    trail.record(
        Event.COUNTING_CHANGED, organisation, by=by, words="changed how complaints are counted",
        changes={name: (old.get(name), new[name]) for name in new},
    )  # fmt: skip
    return _move(organisation.id, before, by=by, because="the council changed how it counts")


def _said(calendar: Calendar) -> dict[str, str]:
    return {
        "Targets": ", ".join(f"{calendar.tier(days)} {days}".strip() for days in calendar.targets),
        "Usual target": str(calendar.usual_target),
        "Unit": calendar.target_unit,
        "Counted from": "acknowledgement" if calendar.is_target_from_acknowledgement else "receipt",
        "Six months": "receipt is day one" if calendar.is_receipt_day_one else "from the day after receipt",
    }


# --- closure days ---


def days_between(first: date, last: date | None, closures: Mapping[date, str]) -> list[date]:
    """The days of a closure that would count otherwise. RuleBroken when there is none, or the order is wrong."""
    last = last or first
    if last < first:
        raise RuleBroken(f"Last day must be the same as or after the first day, {words.full_date(first)}", "last")
    if (last - first).days > MOST_CLOSED:
        raise RuleBroken(f"Enter {MOST_CLOSED} days or fewer at once", "last")
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    free = [day for day in days if why_not_working(day, closures) is None]
    if not free:
        why = why_not_working(first, closures)
        raise RuleBroken(f"{words.long_date(first)} does not count already: {why}", "first")
    return free


def add_closure(
    organisation: Organisation, *, days: Sequence[date], reason: str, is_bank_holiday: bool, by: Person
) -> int:
    """Add days that do not count; how many cases have other dates now."""
    hold_writers()
    before = calendar_of(organisation.id)
    db.session.add_all(
        ClosureDay(organisation_id=organisation.id, day=day, reason=reason, is_bank_holiday=is_bank_holiday)
        for day in days
    )
    kind = "bank holiday" if is_bank_holiday else "closure day"
    trail.record(
        Event.COUNTING_CHANGED, organisation, by=by,
        words=f"added {words.plural(len(days), kind)}: {_span(days)}", reason=reason,
    )  # fmt: skip
    return _move(organisation.id, before, by=by, because=f"{_span(days)} does not count: {reason}")


def _span(days: Sequence[date]) -> str:
    first, last = words.full_date(days[0]), words.full_date(days[-1])
    return first if first == last else f"{first} to {last}"


def remove_closure(closure: ClosureDay, *, organisation: Organisation, by: Person) -> int:
    """Count a day again; how many cases have other dates now."""
    hold_writers()
    before, day = calendar_of(organisation.id), closure.day
    db.session.delete(closure)
    db.session.flush()
    trail.record(Event.COUNTING_CHANGED, organisation, by=by,
                 words=f"took back that {words.full_date(day)} does not count")  # fmt: skip
    return _move(organisation.id, before, by=by, because=f"{words.full_date(day)} counts again")


def list_closures(organisation_id: int) -> list[ClosureDay]:
    """The days the council added, newest first."""
    query = select(ClosureDay).where(ClosureDay.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(ClosureDay.day.desc())))


def _move(organisation_id: int, before: Calendar, *, by: Person, because: str) -> int:
    """Keep the next date of each open case afresh, and say in its history which of its dates moved."""
    db.session.flush()
    after, today = calendar_of(organisation_id), clock.today()
    count = 0
    for case in db.session.scalars(_open_cases(organisation_id)).all():
        moved = _moved(case, before, after, today)
        if not moved:
            continue
        soonest = clocks.next_of(case, after, today=today)
        case.next_on, case.next_step = (soonest.due_on, soonest.step) if soonest else (None, None)
        trail.record(
            Event.COMPLAINT_DATES_MOVED, case, by=by, words=f"moved dates of the case, because {because}",
            changes={one.label: (one.now, one.then) for one in moved},
        )  # fmt: skip
        if case.is_restricted:
            trail.hide(case)
        count += 1
    return count
