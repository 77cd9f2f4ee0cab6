"""Nothing typed is lost: a form that cannot be taken (session ended, page too old) is kept and handed back.

A stranger's fields travel encrypted in the sign-in page, readable only for the account whose session had ended. After
sign-in, or when only the page was too old, they wait in the database until the person saves the form again.
"""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, abort, current_app, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms.validators import ValidationError

from casework.accounts.models import KeptForm, Person
from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import need_of

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
NEVER_KEPT = ("csrf_token", "form_key", "kept", "next")
HOURS = 12
NOTICE = "We kept what you typed. Check it and save."
TOO_OLD = "This page was open for too long to save. " + NOTICE


def _box() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"kept forms").derive(str(current_app.config["SECRET_KEY"]).encode())
    return Fernet(urlsafe_b64encode(key))


def _typed() -> dict[str, list[str]]:
    """The request's fields, without passwords and the form's own machinery."""
    return {
        name: texts
        for name, texts in request.form.lists()
        if name not in NEVER_KEPT and "password" not in name and name != "current"
    }


def wrap(person_id: int | None) -> str:
    """The typed fields as an encrypted text for the sign-in page; empty when nobody could be handed them back."""
    typed = _typed()
    if not typed or person_id is None:
        return ""
    held = {"person": person_id, "path": request.path, "fields": typed}
    return _box().encrypt(json.dumps(held).encode()).decode()


def unwrap(text: str, *, person: Person) -> str | None:
    """Keep what `wrap` made for `person`, and say which page it belongs to; None if it is not theirs, or too old."""
    if not text:
        return None
    try:
        held: dict[str, Any] = json.loads(_box().decrypt(text.encode(), ttl=HOURS * 3600))
    except InvalidToken:
        return None
    if held["person"] != person.id or not _has_page(held["path"]):
        return None
    keep(person=person, path=held["path"], fields=held["fields"])
    return str(held["path"])


def keep(*, person: Person, path: str, fields: dict[str, list[str]]) -> None:
    """Hold `fields` for the form at `path`; the caller commits."""
    sealed = _box().encrypt(json.dumps(fields).encode()).decode()
    row = KeptForm(person_id=person.id, path=path, fields=sealed, kept_at=clock.now())
    db.session.add(row)
    db.session.flush()
    session["kept"] = row.id


def _has_page(path: str) -> bool:
    """Whether `path` has a page to show the form on."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except (HTTPException, RequestRedirect):
        return False


def _hand_back() -> None:
    """On the form's own page, let it start with what was typed."""
    row = db.session.get(KeptForm, session["kept"])
    if row is None or row.person_id != current_user.id:
        session.pop("kept", None)
    elif row.path == request.path:
        try:
            held = json.loads(_box().decrypt(row.fields.encode()))
        except InvalidToken:
            return
        g.kept_fields = MultiDict((name, text) for name, texts in held.items() for text in texts)


def _let_go() -> None:
    """The form is being saved again: what was kept is no longer needed. Committed with the save itself."""
    row = db.session.get(KeptForm, session["kept"])
    if row is None or (row.person_id == current_user.id and row.path == request.path):
        if row is not None:
            db.session.delete(row)
        session.pop("kept", None)


def _check_token() -> ResponseReturnValue | None:
    """Refuse an unsafe request without this session's token; keep what an honest person typed."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(400)
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError:
        if request.is_json or not _has_page(request.path):
            abort(400)
        keep(person=current_user, path=request.path, fields=_typed())
        db.session.commit()
        flash(TOO_OLD, "kept")
        return redirect(request.path)
    return None


def init_kept(app: Flask) -> None:
    """Check the token of every unsafe request of somebody signed in, after the door has let them through."""

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is None or need_of(app, request.endpoint) in (None, Need.ANYONE):
            return None  # pages for strangers check the token in their own form
        if request.method in UNSAFE:
            refused = _check_token()
            if refused is None and "kept" in session:
                _let_go()
            return refused
        if "kept" in session:
            _hand_back()
        return None
