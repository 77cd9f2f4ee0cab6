"""The room's blueprint, which its files of routes share."""

from flask import Blueprint

room = Blueprint("actions", __name__)
