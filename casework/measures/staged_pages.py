"""The pages of every import, whichever room's: an empty file, have a file checked, confirm what it would do."""

from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Response, send_file

from casework.extensions import db
from casework.kit.file_kinds import KINDS
from casework.kit.forms import Form
from casework.kit.import_guide import ImportGuide, empty_workbook
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult, Problem, TableRefused
from casework.measures import staging
from casework.measures.models import StagedImport


def check_file(form: Form, stage: Callable[[Path, str], StagedImport]) -> tuple[StagedImport | None, list[Problem]]:
    """The staged import of the file in `form.file`, committed; or None, with the problems in it or one said at a field.

    `stage(path, name)` checks the file put aside at `path`, which the person calls `name`, and says what it would do.
    Of a file that cannot be taken nothing is kept.
    """
    path, name = staging.put_aside(form.file.data), staging.plain_name(form.file.data.filename)
    try:
        staged = stage(path, name)
        db.session.commit()
    except TableRefused as refused:
        db.session.rollback()
        path.unlink(missing_ok=True)
        return None, refused.problems
    except RuleBroken as broken:
        db.session.rollback()
        path.unlink(missing_ok=True)
        form.refuse(broken)
        return None, []
    return staged, []


def confirm(form: Form, staged: StagedImport, run: Callable[[Path], ImportResult]) -> ImportResult | None:
    """Import the staged file with `run(path)` and commit; None, with the reason at the form, when it cannot be done."""
    try:
        result = staging.confirm(staged, run)
        db.session.commit()
    except TableRefused as refused:
        db.session.rollback()
        form.refuse(RuleBroken(f"The records changed since the check. {refused.problems[0]}"))
        return None
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return None
    staging.let_go(staged)
    return result


def send_empty(guides: Iterable[ImportGuide], kind: str) -> Response:
    """An empty file of the kind to download; "Page not found" for a kind that no guide is of."""
    one = or_404(next((one for one in guides if one.kind == kind), None))
    name = f"{one.kind}-to-import.xlsx"
    return send_file(empty_workbook(one), mimetype=KINDS[".xlsx"][1], as_attachment=True, download_name=name, max_age=0)
