"""Home lines of those who look after the whole: the auditor's trail and the administrator's accounts.

They stand here and not in `trail` and `accounts`, because those rooms lie below the one that knows what a home line is.
"""

from datetime import timedelta

from casework.accounts import queries as accounts
from casework.accounts import rules
from casework.accounts.models import Person
from casework.accounts.queries import Standing
from casework.accounts.roles import Need
from casework.home import trail_filter
from casework.kit import clock, words
from casework.kit.lines import HomeLine
from casework.trail import queries as trail

WEEK = timedelta(days=7)


def list_for_home(person: Person) -> list[HomeLine]:
    """The lines of an auditor, of an administrator, or none."""
    lines: list[HomeLine] = []
    if person.may(Need.READ_TRAIL):
        lines += _trail_lines(person)
    if person.may(Need.KEEP_ACCOUNTS):
        lines += _account_lines()
    return lines


def _trail_lines(person: Person) -> list[HomeLine]:
    since, reader = clock.now() - WEEK, accounts.trail_reader(person)
    refused = trail.count_entries(trail_filter.REFUSED, since=since, seen_by=reader)
    signed = trail.count_entries(trail_filter.SIGNED, since=since, seen_by=reader)
    lines = [HomeLine("Trail check", "Check that the trail is whole", "/trail/check")]
    if refused:
        text = f"{words.plural(refused, 'try was', 'tries were')} refused in the last 7 days"
        lines.append(HomeLine("Refused tries this week", text, "/trail?about=refused&days=7"))
    if signed:
        text = f"{words.plural(signed, 'sign-off')} in the last 7 days"
        lines.append(HomeLine("Sign-offs this week", text, "/trail?about=signed&days=7"))
    return lines


def _account_lines() -> list[HomeLine]:
    since = clock.now() - rules.UNUSED
    new = accounts.count_people(Standing.NEW, since=since)
    unused = accounts.count_people(Standing.UNUSED, since=since)
    lines = []
    if new:
        text = f"{words.plural(new, 'person has', 'people have')} an account and never signed in"
        lines.append(HomeLine("Not signed in yet", text, f"/people?show={Standing.NEW}"))
    if unused:
        text = f"{words.plural(unused, 'account')} not used for {rules.UNUSED.days} days"
        lines.append(HomeLine("Accounts unused 90 days", text, f"/people?show={Standing.UNUSED}"))
    return lines
