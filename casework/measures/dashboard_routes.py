"""The dashboard as a page, and what changed since the period before."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.kit.bars import Spark, draw_spark
from casework.kit.doors import needs
from casework.measures import dashboard as boards
from casework.measures import queries
from casework.measures.models import Period, PeriodKind
from casework.measures.periods import parse_period
from casework.measures.room import room

SHOWN_KINDS = (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.PART_YEAR, PeriodKind.MONTH)
STANDS = ("red", "amber", "green", "none")


@room.get("/measures/dashboard")
@needs(Need.READ_MEASURES)
def dashboard() -> ResponseReturnValue:
    """The dashboard in the printed layout; `rag` shows one rating's rows only."""
    council = queries.council_of(current_user)
    periods = [one for one in queries.list_periods(council) if one.kind in SHOWN_KINDS]
    period = _chosen(periods, request.args.get("period"))
    made = boards.build(council, parse_period(period.code)) if period else None
    only = request.args.get("rag") if request.args.get("rag") in STANDS else None
    return render_template(
        "measures/dashboard.html",
        council=council,
        periods=periods,
        period=period,
        made=made,
        only=only,
        sparks={row.measure.id: spark_of(row) for row in made.rows} if made else {},
        changed=[row for row in made.rows if row.travel in ("better", "worse")] if made else [],
    )


def _chosen(periods: list[Period], code: str | None) -> Period | None:
    """The period asked for; else the newest."""
    return next((one for one in periods if one.code == code), periods[0] if periods else None)


def spark_of(row: boards.DashboardRow) -> Spark | None:
    """The last years and this period, small; None with fewer than three figures."""
    values = [value.value for value in row.history]
    if sum(value is not None for value in values) < 3:
        return None
    return draw_spark(values)
