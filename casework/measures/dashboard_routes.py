"""The dashboard as a page, and what changed since the period before."""

from collections.abc import Collection

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.kit.bars import Spark, draw_spark
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.measures import dashboard as boards
from casework.measures import queries, readers
from casework.measures.models import Period, PeriodKind
from casework.measures.periods import parse_period
from casework.measures.room import room

SHOWN_KINDS = (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.PART_YEAR, PeriodKind.MONTH)
STANDS = {"green": "Green", "amber": "Amber", "red": "Red", "none": "Not rated"}
SOURCES = {"ascof": "National (ASCOF)", "local": "Local and other", "bcf": "Better Care Fund"}
COLUMNS = {"quarter": "With milestones met", "year": "With quartiles", "all": "All columns"}


@room.get("/measures/dashboard")
@needs(Need.READ_MEASURES)
def dashboard() -> ResponseReturnValue:
    """The dashboard in the printed layouts: a quarter's says whether milestones were met, a year's the quartile.

    `organisation` is any with a figure that may be shown to this person. `rag`, `layer` and `source` show some of the
    rows; the summary always counts all of them.
    """
    own = queries.council_of(current_user)
    asked = request.args.get("organisation")
    council = or_404(readers.find_organisation_shown(asked, own)) if asked else own
    periods = [one for one in readers.list_periods_shown(council, own) if one.kind in SHOWN_KINDS]
    newest = readers.newest_period(council, SHOWN_KINDS) if council == own else None
    period = _chosen(periods, request.args.get("period"), newest)
    made = boards.build(council, parse_period(period.code), reader=own) if period else None
    layers = list(dict.fromkeys(row.measure.layer or "Other measures" for row in made.rows)) if made else []
    chosen = {
        "rag": _one_of(request.args.get("rag"), STANDS),
        "layer": _one_of(request.args.get("layer"), layers),
        "source": _one_of(request.args.get("source"), SOURCES),
    }
    usual = "year" if made and made.period.kind is PeriodKind.YEAR else "quarter"
    return render_template(
        "measures/dashboard.html",
        council=council,
        is_own=council == own,
        name_to_pick=readers.name_to_pick,
        organisations=[own, *(one for one in readers.list_organisations_shown(own) if one != own)],
        periods=periods,
        period=period,
        made=made,
        chosen=chosen,
        stands=STANDS,
        layers=layers,
        sources=SOURCES,
        column_sets=COLUMNS,
        columns=_one_of(request.args.get("columns"), COLUMNS) or usual,
        groups=boards.filtered(made, **chosen) if made else [],
        sparks={row.measure.id: spark_of(row) for row in made.rows} if made else {},
        changed=[row for row in made.rows if row.changes] if made else [],
    )


def _one_of(said: str | None, known: Collection[str]) -> str:
    """What was asked for, if it is known; nothing otherwise."""
    return said if said is not None and said in known else ""


def _chosen(periods: list[Period], code: str | None, newest: Period | None) -> Period | None:
    """The period asked for; else the newest of the plan, else the newest."""
    return next((one for one in periods if one.code == code), newest or (periods[0] if periods else None))


def spark_of(row: boards.DashboardRow) -> Spark | None:
    """The last years and this period, small; None with fewer than three figures."""
    values = [value.value for value in row.history]
    if sum(value is not None for value in values) < 3:
        return None
    return draw_spark(values)
