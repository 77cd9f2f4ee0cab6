"""Saving a form that stands on a version of its record: kept, refused, or met by somebody's newer one."""

from collections.abc import Callable
from typing import Any, Protocol

from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.measures.changing import MovedOn
from casework.measures.register_forms import VersionedForm

SHOW, CONFLICT = 200, 409


class Versioned(Protocol):
    """Whatever counts its versions."""

    version: Any


def save(form: VersionedForm, record: Versioned, change: Callable[..., None], what: str) -> int:
    """Change the record by what was typed; 0 when it is kept, else the status with which the form is shown again."""
    if not form.validate_on_submit():
        return SHOW
    try:
        change(record, version=form.seen(), words=form.wording(), by=current_user)
        db.session.commit()
    except (MovedOn, StaleDataError):
        db.session.rollback()
        form.refuse(RuleBroken(f"Somebody changed this {what} while you were writing. Save again to keep yours"))
        form.see(record.version)
        return CONFLICT
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return SHOW
    return 0
