"""Signing in and out: server-side sessions, and throttling before anything is hashed."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import Flask, current_app, g, request, session
from flask_login import login_user, logout_user
from sqlalchemy import func, select

from casework.accounts import passwords, rules
from casework.accounts.models import LoginSession, Person, SignInTry
from casework.accounts.queries import find_person_by_email
from casework.extensions import db, login_manager, writing
from casework.kit import clock
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event

NOT_RIGHT = "Email or password is not right"
WAIT = "Wait 5 minutes, or ask your administrator"
TOUCH_EVERY = timedelta(minutes=1)  # how stale `seen_at` may be: a write for each page would be waste


def digest(token: str) -> str:
    """What the database keeps of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_key(email: str) -> str:
    """A keyed hash of an address, so that tries can be counted without keeping whose they were."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"sign-in:" + email.strip().lower().encode(), hashlib.sha256).hexdigest()


def sign_in(*, email: str, password: str) -> Person:
    """Sign in, or raise RuleBroken with one refusal for all causes. Commits the try before anything is hashed."""
    address, key = (request.remote_addr or "unknown")[:60], account_key(email)
    since = clock.now() - rules.WINDOW
    refused = select(func.count()).where(SignInTry.at > since, SignInTry.succeeded.is_(False))
    if rules.must_wait(
        account_refusals=db.session.scalar(refused.where(SignInTry.account_key == key)) or 0,
        address_refusals=db.session.scalar(refused.where(SignInTry.address == address)) or 0,
    ):
        raise RuleBroken(WAIT)
    attempt = SignInTry(account_key=key, address=address, at=clock.now())
    db.session.add(attempt)
    db.session.commit()  # counted even if the process dies while hashing; and no lock is held meanwhile
    person = find_person_by_email(email)
    held = person.password_hash if person else None
    db.session.rollback()
    is_right = len(password) <= rules.LONGEST_PASSWORD and passwords.matches(password, held)
    if not is_right or person is None or person.is_disabled:
        trail.record(Event.SIGN_IN_REFUSED, person, by=None, words="refused a try to sign in")
        db.session.commit()
        raise RuleBroken(NOT_RIGHT)
    if passwords.is_dated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    attempt.succeeded = True
    open_session(person)
    return person


def open_session(person: Person) -> LoginSession:
    """A new session with a new token; whatever was in the cookie before is thrown away."""
    session.clear()
    token = secrets.token_urlsafe(32)
    now = clock.now()
    opened = LoginSession(
        token_hash=digest(token),
        person_id=person.id,
        started_at=now,
        seen_at=now,
        address=(request.remote_addr or "unknown")[:60],
        browser=(request.user_agent.string or "unknown")[:200],
    )
    db.session.add(opened)
    trail.record(Event.PERSON_SIGNED_IN, person, by=person, words="signed in")
    person.session_token = token
    login_user(person)
    return opened


def sign_out(person: Person) -> None:
    """End this session in the database, so that a copy of the cookie is worth nothing."""
    held = g.get("login_session")
    if held is not None:
        held.ended_at = clock.now()
    trail.record(Event.PERSON_SIGNED_OUT, person, by=person, words="signed out")
    logout_user()
    session.clear()


def renew(held: LoginSession, person: Person) -> None:
    """Give this session a new token, as after a changed password: a copy of the old cookie is worth nothing."""
    token = secrets.token_urlsafe(32)
    held.token_hash = digest(token)
    person.session_token = token
    login_user(person)


def list_sessions(person: Person) -> list[LoginSession]:
    """Where the person is signed in now, latest first."""
    query = select(LoginSession).where(LoginSession.person_id == person.id, LoginSession.ended_at.is_(None))
    seen_since = clock.now() - timedelta(minutes=current_app.config["IDLE_MINUTES"])
    return list(db.session.scalars(query.where(LoginSession.seen_at > seen_since).order_by(LoginSession.id.desc())))


def get_session(session_id: int, *, person: Person) -> LoginSession:
    """One of the person's own open sessions, or 404."""
    query = select(LoginSession).where(
        LoginSession.id == session_id, LoginSession.person_id == person.id, LoginSession.ended_at.is_(None)
    )
    return or_404(db.session.scalars(query).first())


def end(held: LoginSession, *, by: Person) -> None:
    """End one session."""
    held.ended_at = clock.now()
    trail.record(Event.PERSON_SESSION_ENDED, by, by=by, words="signed out another browser")


@login_manager.user_loader
def load_person(token: str) -> Person | None:
    """The person behind the cookie's token; None when the session has ended or the account is disabled."""
    held = db.session.scalars(select(LoginSession).where(LoginSession.token_hash == digest(token))).first()
    if held is None:
        return None
    g.ended_person_id = held.person_id  # whose session it was, so that only they get back what they typed
    config, now = current_app.config, clock.now()
    if held.ended_at or held.person.is_disabled:
        return None
    if rules.has_ended(
        started_at=held.started_at,
        seen_at=held.seen_at,
        now=now,
        idle_minutes=config["IDLE_MINUTES"],
        absolute_hours=config["ABSOLUTE_HOURS"],
    ):
        return None
    if now - held.seen_at > TOUCH_EVERY:
        with writing():
            held.seen_at = now
    g.login_session = held
    held.person.session_token = token
    return held.person


def init_sessions(app: Flask) -> None:
    """Mark safe requests as reading only, so that they never wait for SQLite's write lock."""
    login_manager.init_app(app)
    login_manager.session_protection = None  # sessions live in the database; a browser's update must not end them

    @app.before_request
    def reads_only() -> None:
        g.reads_only = request.method in ("GET", "HEAD", "OPTIONS")
