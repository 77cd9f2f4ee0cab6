"""The room's landing page and the board's figures; opens the pages of audits and returns beside them."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.kit.doors import needs
from casework.measures.periods import period_words
from casework.safeguarding import (
    audits_routes,
    board_data,
    cases_routes,
    measured,
    queries,
    returns_queries,
    returns_routes,
)
from casework.safeguarding.words import AUDIT_TAGS, of_agencies

room = Blueprint("safeguarding", __name__)


def init_room(app: Flask) -> None:
    """Open the room's pages."""
    for blueprint in (room, audits_routes.room, cases_routes.room, returns_routes.room):
        app.register_blueprint(blueprint)
    measured.register(app)


@room.get("/safeguarding")
@needs(Need.READ_SAFEGUARDING)
def show() -> ResponseReturnValue:
    """One card each for audits, returns and the board's figures, with the state of each in a sentence."""
    counts = queries.count_audits(seen_by=current_user)
    return render_template(
        "safeguarding/show.html",
        audits=[(AUDIT_TAGS[status][0].lower(), counts[status]) for status in AUDIT_TAGS if status in counts],
        rounds=returns_queries.list_rounds(seen_by=current_user),
        areas=returns_queries.list_areas(seen_by=current_user),
        period_words=period_words,
        of_agencies=of_agencies,
    )


@room.get("/safeguarding/data")
@needs(Need.READ_SAFEGUARDING)
def data() -> ResponseReturnValue:
    """The tables that the board prints each year, for each of its areas, drawn as well."""
    areas = returns_queries.list_areas(seen_by=current_user)
    return render_template("safeguarding/data.html", sections=board_data.read_sections(areas), areas=areas)
