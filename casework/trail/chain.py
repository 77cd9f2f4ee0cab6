"""The keyed hash chain: how an entry's seal is computed. Pure; no database, no Flask.

Two layers, so that a person's words can later be removed without breaking the chain: the words, the changes and the
reason are sealed into a *commitment* with a random salt; the entry's hash covers the commitment, not the words.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64  # what the first entry points back to


def canonical(data: Any) -> bytes:
    """One and only one way of writing `data` (JSON types) as bytes."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def commit_to(key: bytes, salt: str, content: dict[str, Any]) -> str:
    """The commitment (64 hexadecimal signs) to an entry's words under its salt."""
    return hmac.new(key, salt.encode() + b"\0" + canonical(content), hashlib.sha256).hexdigest()


def seal(key: bytes, previous: str, facts: dict[str, Any]) -> str:
    """The hash (64 hexadecimal signs) of an entry: over the hash before it and the facts that are never removed."""
    return hmac.new(key, previous.encode() + b"\0" + canonical(facts), hashlib.sha256).hexdigest()


def moment(at: datetime) -> str:
    """The one way a moment is written into a seal: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
