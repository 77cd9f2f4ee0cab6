"""What time it is: moments in UTC, days in England."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in England: after midnight in summer it is already tomorrow here when UTC still says today."""
    return datetime.now(ENGLAND).date()


def day_of(moment: datetime) -> date:
    """The day in England on which `moment` (with a zone) fell."""
    return moment.astimezone(ENGLAND).date()
