"""The room's blueprint; its pages are spread over the *_routes.py files by subject."""

from flask import Blueprint

room = Blueprint("complaints", __name__)
