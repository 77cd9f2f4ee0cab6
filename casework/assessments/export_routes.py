"""Files of a self-assessment: Word in the official shape, and the whole form as JSON with its signed copy."""

import json
from collections.abc import Callable

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.assessments import pages, queries, report, word_form
from casework.assessments.models import Assessment
from casework.assessments.routes import room
from casework.kit import clock
from casework.kit.doors import needs

OFFICE = "application/vnd.openxmlformats-officedocument"
FILE_POLICY = "default-src 'none'; sandbox"


def _json(assessment: Assessment) -> bytes:
    made = {"generated_at": clock.now().isoformat(), "parameters": {"id": assessment.id}}
    return json.dumps({**made, **report.whole_form(assessment)}, ensure_ascii=False, indent=1).encode()


FILES: dict[str, tuple[str, str, Callable[[Assessment], bytes]]] = {
    "docx": ("Word, in the shape of the form", f"{OFFICE}.wordprocessingml.document", word_form.write),
    "json": ("JSON, with the signed copy once there is one", "application/json", _json),
}


@room.get("/assessments/<int:assessment_id>/export")
@needs(Need.READ_ASSESSMENTS)
def export(assessment_id: int) -> ResponseReturnValue:
    """The list of files; with `format` the file itself."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    wanted = request.args.get("format")
    if wanted is None:
        context = pages.frame(assessment, current_user, "export")
        return render_template("assessments/export.html", **context, files=FILES)
    if wanted not in FILES:
        abort(404)
    _, media_type, write = FILES[wanted]
    name = f"self-assessment-{assessment.period.replace(' ', '-')}-version-{assessment.number}.{wanted}"
    return file_response(write(assessment), media_type, name)


def file_response(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep, never shown inside the site."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
