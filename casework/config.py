"""Every setting and its environment variable; nothing else in the product reads the environment."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

MINIMUM_SECRET = 32  # characters: 128 bits even when written as hexadecimal
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ROOT = Path(__file__).resolve().parent.parent

# setting -> (environment variable, what it is for): the README's table is checked against this one
SETTINGS: dict[str, tuple[str, str]] = {
    "DATABASE_URL": ("CASEWORK_DATABASE_URL", "where records are kept; a SQLite file or postgresql+psycopg://..."),
    "DATA_DIR": ("CASEWORK_DATA_DIR", "folder for the database file, keys, the head of the trail and uploads"),
    "SECRET_KEY": ("CASEWORK_SECRET_KEY", "signs cookies; at least 32 characters; must be set when BASE_URL is public"),
    "BASE_URL": ("CASEWORK_BASE_URL", "the address people use, such as https://casework.example.gov.uk"),
    "SMTP_URL": ("CASEWORK_SMTP_URL", "mail server, such as smtp://user:password@host:587"),
    "TRUSTED_PROXIES": ("CASEWORK_TRUSTED_PROXIES", "how many proxies stand in front and set X-Forwarded headers"),
    "LOG_FILE": ("CASEWORK_LOG_FILE", "where the log is written; standard error when not set"),
    "TRAIL_KEY": ("CASEWORK_TRAIL_KEY", "key of the trail's hash chain; a file in the data folder when not set"),
    "OIDC_ISSUER": ("CASEWORK_OIDC_ISSUER", "reserved for sign-in through an identity provider"),
    "OIDC_CLIENT_ID": ("CASEWORK_OIDC_CLIENT_ID", "reserved for sign-in through an identity provider"),
    "OIDC_CLIENT_SECRET": ("CASEWORK_OIDC_CLIENT_SECRET", "reserved for sign-in through an identity provider"),
}


class CannotStartError(Exception):
    """The product cannot run as it is set up; `args[0]` is the sentence for the person who starts it."""


def load_config(given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Flask's configuration from the environment, with `given` (setting names as in SETTINGS, or Flask's own) on top.

    Raises CannotStartError for a setting that would make the product unsafe or unable to run.
    """
    given = dict(given or {})
    read = {name: given.pop(name, None) or os.environ.get(variable) for name, (variable, _) in SETTINGS.items()}
    data_dir = Path(read["DATA_DIR"] or ROOT / "instance").resolve()
    base_url = (read["BASE_URL"] or "").rstrip("/")
    public = _is_public(base_url)
    _make_folder(data_dir)
    config: dict[str, Any] = {
        "DATA_DIR": data_dir,
        "BASE_URL": base_url,
        "SECURE": base_url.startswith("https://"),
        "SECRET_KEY": _secret_key(read["SECRET_KEY"], data_dir=data_dir, public=public),
        "TRAIL_KEY": read["TRAIL_KEY"],
        "SQLALCHEMY_DATABASE_URI": _database_url(read["DATABASE_URL"], data_dir=data_dir),
        "TRUSTED_HOSTS": [*LOOPBACK, *([urlsplit(base_url).hostname] if base_url else [])],
        "TRUSTED_PROXIES": _count("CASEWORK_TRUSTED_PROXIES", read["TRUSTED_PROXIES"]),
        "SMTP_URL": read["SMTP_URL"],
        "LOG_FILE": read["LOG_FILE"],
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session itself: an hour of typing must not be refused
        "WTF_CSRF_CHECK_DEFAULT": False,  # kit/kept.py checks each unsafe request and keeps what was typed
        "IDLE_MINUTES": 30,
        "ABSOLUTE_HOURS": 12,
    }
    config["SESSION_COOKIE_SECURE"] = config["SECURE"]
    config["SESSION_COOKIE_NAME"] = "__Host-casework" if config["SECURE"] else "casework"
    config.update(given)
    return config


def _make_folder(data_dir: Path) -> None:
    """The data folder, closed to other accounts of the machine when it is made here: it holds what people said."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise CannotStartError(f"The data folder {data_dir} cannot be made: {trouble.strerror}") from None
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise CannotStartError(f"The data folder {data_dir} cannot be written to by this account")


def _is_public(base_url: str) -> bool:
    """A product is in production when the address people use is not on this machine."""
    if not base_url:
        return False
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CannotStartError(f"CASEWORK_BASE_URL must be an address like https://casework.example.gov.uk: {base_url}")
    if parts.hostname in ("127.0.0.1", "localhost", "::1"):
        return False
    if parts.scheme != "https":
        raise CannotStartError("CASEWORK_BASE_URL must begin with https:// because passwords travel to it")
    return True


def _secret_key(given: str | None, *, data_dir: Path, public: bool) -> str:
    if given:
        if len(given) < MINIMUM_SECRET or len(set(given)) < 8:
            raise CannotStartError(
                f"CASEWORK_SECRET_KEY is too weak: give at least {MINIMUM_SECRET} random characters, for example from "
                "python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
        return given
    if public:
        raise CannotStartError(
            "CASEWORK_SECRET_KEY must be set when CASEWORK_BASE_URL is a public address. Make one with "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return secret_file(data_dir / "secret.key")


def secret_file(path: Path) -> str:
    """The random secret kept in `path`, made at the first call with mode 0600; two processes get the same one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    text = path.read_text().strip()
    if len(text) < MINIMUM_SECRET:
        raise CannotStartError(f"{path} does not hold a key. Put the right file back; a new key would break the trail")
    return text


def _database_url(given: str | None, *, data_dir: Path) -> str:
    if not given:
        path = data_dir / "casework.sqlite3"
        with suppress(FileExistsError):  # SQLite would make it readable for every account of the machine
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return f"sqlite:///{path}"
    try:
        url = make_url(given)
    except ArgumentError:
        raise CannotStartError("CASEWORK_DATABASE_URL is not a database address") from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise CannotStartError("CASEWORK_DATABASE_URL must name a SQLite file or a PostgreSQL database")
    return url.render_as_string(hide_password=False)


def _count(name: str, given: str | int | None) -> int:
    try:
        number = int(given or 0)
    except ValueError:
        number = -1
    if number < 0:
        raise CannotStartError(f"{name} must be a whole number, like 1")
    return number
