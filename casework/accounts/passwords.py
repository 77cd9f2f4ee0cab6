"""Hashing passwords: argon2id, never more than two at once, because each takes memory and a core for a moment."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

AT_ONCE = BoundedSemaphore(2)
SETTINGS = {"time_cost": 2, "memory_cost": 19_456, "parallelism": 1}  # OWASP's least, in KiB; more stalls two cores
# A hash that no password matches: an unknown address costs as long as a known one.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRub2JvZHk$xwNvn3VbDXJcCTZ4rDLLr1V/PjPnD5a9ynaCYrVBmvQ"


def hasher() -> PasswordHasher:
    """The hasher with this installation's costs (tests may set cheaper ones in PASSWORD_COSTS)."""
    return PasswordHasher(**current_app.config.get("PASSWORD_COSTS", SETTINGS))


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with AT_ONCE:
        return hasher().hash(password)


def matches(password: str, held: str | None) -> bool:
    """Whether `password` is the one behind the hash `held`; takes as long when there is no hash at all."""
    with AT_ONCE:
        try:
            return hasher().verify(held or NOBODY, password) and held is not None
        except (VerificationError, InvalidHashError):
            return False


def is_dated(held: str) -> bool:
    """Whether the hash was made with other costs than today's and should be made again at this sign-in."""
    return hasher().check_needs_rehash(held)
