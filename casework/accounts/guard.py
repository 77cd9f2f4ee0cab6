"""The guard that opens doors: strangers are sent to sign in, everybody else sees what their roles admit."""

from enum import StrEnum
from urllib.parse import urlsplit

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.forms import SignInForm
from casework.accounts.kept import wrap
from casework.accounts.models import Person
from casework.accounts.roles import Need, admits
from casework.extensions import db, writing
from casework.trail import services as trail
from casework.trail.events import Event

OPEN_TO_NEW_PASSWORDS = ("accounts.change_password", "accounts.sign_out")


def own_path(target: str | None) -> str:
    """`target` when it is a path of this site, else home: nobody is sent elsewhere after signing in."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if any(letter in target for letter in "\\\r\n\t\0") or urlsplit(target).netloc:
        return "/"
    return target


def guard(need: StrEnum) -> ResponseReturnValue | None:
    """None when the person may open the page; the way to sign in for a stranger; "Page not found" for anybody else."""
    if need == Need.ANYONE:
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    if current_user.must_change_password and request.endpoint not in OPEN_TO_NEW_PASSWORDS:
        return redirect(url_for("accounts.change_password"))
    if not admits(Need(need), current_user.roles):
        refuse(need)
    return None


def refuse(need: StrEnum) -> None:
    """Note the refused try in the trail, then answer the ordinary "Page not found"."""
    person_id = current_user.id
    with writing():
        person = db.session.get_one(Person, person_id)
        trail.record(
            Event.ACCESS_REFUSED,
            person,
            by=person,
            words=f"was refused a page for people who {need.value}",
            changes={"Page": (None, f"{request.method} {request.url_rule}")},
        )
    abort(404)


def _to_sign_in() -> ResponseReturnValue:
    """The sign-in page: the page wanted comes back after it, and so does what was typed into a form."""
    wanted = own_path(request.full_path.rstrip("?") if request.method == "GET" else request.path)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=wanted if wanted != "/" else None))
    if request.is_json:
        abort(401)
    return sign_in_page(kept=wrap(g.get("ended_person_id")), wanted=wanted), 401


def sign_in_page(*, kept: str, wanted: str) -> str:
    """The sign-in form in place of a page that needs somebody to be signed in."""
    return render_template("accounts/sign_in.html", form=SignInForm(formdata=None, next=wanted), kept=kept)
