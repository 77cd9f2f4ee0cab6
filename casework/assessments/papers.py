"""Writing a self-assessment's report again from its data, so that a file can be compared with it.

The report itself is made above this room (`casework.reports`), which tells us here how.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app

from casework.assessments.models import Assessment

Writer = Callable[[Assessment, Mapping[str, Any], str], bytes]
KEY = "assessment_papers"


def register_writer(app: Flask, writer: Writer) -> None:
    """Called by the room of reports when it opens."""
    app.extensions[KEY] = writer


def write_paper(assessment: Assessment, data: Mapping[str, Any], as_format: str) -> bytes:
    """The report of this self-assessment from its JSON (`generated_at` and `parameters` with it), as a file."""
    writer: Writer = current_app.extensions[KEY]
    return writer(assessment, data, as_format)
