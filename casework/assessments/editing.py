"""What the pages of the template editor share: save a part, and show what stands there now when somebody was first."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.assessments import drafts, template_services
from casework.assessments.drafts import Body, Place
from casework.assessments.template_models import TemplateDraft
from casework.assessments.template_services import Moved, Refused
from casework.assessments.template_values import side_by_side
from casework.extensions import db
from casework.kit.forms import Form
from casework.kit.rules import RuleBroken


def draft_path(draft: TemplateDraft) -> str:
    """The page of the draft."""
    return url_for("assessments.show_draft", draft_id=draft.id)


def save_part(
    draft: TemplateDraft,
    form: Form,
    change: Callable[[Body], Body],
    *,
    words: str,
    read: tuple[str, ...] | None = None,
    place: Place | None = None,
) -> tuple[bool, list[tuple[str, str, str]]]:
    """Save what the form says; whether it was taken, and what differs when somebody else was first.

    A refusal stands on the form beside its field; after a conflict the form knows the part as it stands now, so that
    saving it again puts it in that part's place.
    """
    try:
        seen = form["seen"].data if "seen" in form else ""
        template_services.apply(draft, change, by=current_user, words=words, read=read, seen=seen, place=place)
        db.session.commit()
    except Moved as moved:
        sentence, now = moved.sentence, moved.now
        db.session.rollback()
        form.form_errors = [*form.form_errors, sentence]
        form["seen"].data, form["seen"].raw_data = drafts.mark_of(now), None
        return False, side_by_side(now, form)
    except Refused as refused:
        db.session.rollback()
        for key, sentence in refused.sentences:
            form.refuse(RuleBroken(sentence[0].upper() + sentence[1:], _field_of(form, key)))
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
    else:
        return True, []
    return False, []


def _field_of(form: Form, key: str | None) -> str | None:
    """The field that asks for a key of the file."""
    asked = {
        "columns": "column_1",
        "years": "last_year",
        "measures": "from_table",
        "levels": "word_1",
        "bands": "from_1",
    }
    return asked.get(key, key) if key is not None and key not in form else key


def part_page(
    draft: TemplateDraft, form: Form, heading: str, *, theirs: list[tuple[str, str, str]] | None = None, **more: Any
) -> ResponseReturnValue:
    """A form over one part of a draft; with what stands there now after a conflict."""
    shown = {"button": "Save", "theirs": theirs or [], "path": draft_path(draft), **more}
    page = render_template("assessments/template_part.html", draft=draft, form=form, heading=heading, **shown)
    return (page, 409) if theirs else page


def saved(draft: TemplateDraft, words: str, path: str | None = None) -> ResponseReturnValue:
    """Back to the draft, or wherever the next step is, with a word about what was done."""
    flash(words, "success")
    return redirect(path or draft_path(draft))
