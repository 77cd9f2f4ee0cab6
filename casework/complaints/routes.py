"""Pages of the room."""

from flask import Blueprint, Flask

room = Blueprint("complaints", __name__)


def init_room(app: Flask) -> None:
    """Open the room's pages."""
    app.register_blueprint(room)
