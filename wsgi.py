"""The application for a WSGI server: `gunicorn wsgi:app`."""

import sys

from casework import create_app
from casework.config import CannotStartError
from casework.ready import check_ready

try:
    app = create_app()
    check_ready(app)
except CannotStartError as refusal:
    sys.exit(str(refusal))
