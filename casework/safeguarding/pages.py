"""What the room's pages share: saving with the rules' refusals, conflicts, and a record's history in words."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from casework.accounts import once
from casework.accounts.models import Person
from casework.extensions import db
from casework.kit import clock
from casework.kit.forms import Form, OnceForm, VersionedForm
from casework.kit.rules import RuleBroken
from casework.kit.words import due_words, full_date, full_moment
from casework.safeguarding.models import Audit, PartnerReturn
from casework.trail import queries as trail

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
AT_ONCE = "Somebody saved this at the same moment. Read what is saved now, then save yours again"
LISTED_WORD = re.compile(r"[a-z]+(-[a-z]+)+")


def me() -> Person:
    """The person signed in, as a record that other records may point to."""
    person: Person = current_user._get_current_object()
    return person


def saves(form: Form, change: Callable[[], object]) -> bool:
    """Make the change and commit; a refused rule goes back to the form and nothing is kept."""
    try:
        change()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return False
    except StaleDataError:
        db.session.rollback()
        form.refuse(RuleBroken(AT_ONCE))
        return False
    return True


def makes(form: OnceForm, make: Callable[[], tuple[str, str]]) -> ResponseReturnValue | None:
    """Make something once and go to its page; None when a rule refused it. `make` returns its path and the banner.

    A second use of the form's key leads to what the first one made.
    """
    if done := once.result_of(form.form_key.data, person=me()):
        return redirect(done)
    path, banner = "", ""

    def remembered() -> None:
        nonlocal path, banner
        path, banner = make()
        once.remember(form.form_key.data, person=me(), path=path)

    try:
        return goes(path, banner) if saves(form, remembered) else None
    except IntegrityError:  # the same key at the same moment: the other press was first
        db.session.rollback()
        done = once.result_of(form.form_key.data, person=me())
        if done is None:
            raise
        return redirect(done)


def goes(path: str, banner: str) -> ResponseReturnValue:
    """On to a page, with what happened and what is next."""
    flash(banner, "success")
    return redirect(path)


def is_moved(form: VersionedForm, version: int, *, record: Audit | PartnerReturn) -> bool:
    """Whether somebody saved since the person opened the form.

    Then the form says who and when, keeps what was typed, and the next save is made knowingly.
    """
    if form.saw(version):
        return False
    last = next(iter(trail.list_history(record, limit=1)), None)
    who = "You" if last and last.actor_id == me().id else (last.actor_words if last else None) or "Somebody"
    when = f" on {full_moment(last.at)}" if last else ""
    told = f"{who} saved this{when}, after you opened it. What was saved is shown below; what you typed is in the form"
    form.form_errors = [*form.form_errors, told]
    form.now_saw(version)
    return True


def history(record: Audit | PartnerReturn) -> list[dict[str, Any]]:
    """The record's own part of the trail, newest first, as the timeline prints it."""
    return [
        {
            "title": (entry.words or "")[:1].upper() + (entry.words or "")[1:],
            "by": entry.actor_words or "Casework",
            "iso": entry.at.isoformat(),
            "when": full_moment(entry.at),
            "text": _detail(entry.changes, entry.reason),
        }
        for entry in trail.list_history(record)
    ]


def _detail(changes: dict[str, Any] | None, reason: str | None) -> str:
    """Why, and what changed from what to what."""
    said = [reason] if reason else []
    for label, (before, after) in (changes or {}).items():
        said.append(f"{label}: {_shown(after)}" + (f" (was {_shown(before)})" if before else ""))
    return ". ".join(said)


def _shown(value: Any) -> str:
    """As printed: a day in words, a word of a closed list without its hyphens."""
    text = "" if value is None else str(value)
    if ISO_DAY.fullmatch(text):
        return full_date(date.fromisoformat(text))
    return text.replace("-", " ") if LISTED_WORD.fullmatch(text) else text or "nothing"


def due(what: str, due_on: date | None) -> str:
    """Return due Sunday 13 December 2026, 21 days left; nothing without a day. Calendar days, as partners count."""
    if due_on is None:
        return ""
    today = clock.today()
    return due_words(what, due_on, today=today, left=(due_on - today).days, unit="day") + "."
