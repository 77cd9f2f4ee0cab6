"""Small words for queries."""

from typing import TypeVar

from flask import abort

Found = TypeVar("Found")


def or_404(found: Found | None) -> Found:
    """What was found, or the ordinary "Page not found": for what is not there and for what is not yours alike."""
    if found is None:
        abort(404)
    return found
