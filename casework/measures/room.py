"""The room's blueprint; its pages stand in routes.py and the files named *_routes.py."""

from flask import Blueprint

room = Blueprint("measures", __name__)
