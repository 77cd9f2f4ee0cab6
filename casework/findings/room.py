"""The room's blueprint, on which each file of routes puts its pages."""

from flask import Blueprint

room = Blueprint("findings", __name__)
