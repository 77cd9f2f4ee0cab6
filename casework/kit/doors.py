"""Doors: every view says what a person needs to open it; a view that does not say answers 500.

The rule "deny by default" is kept here once. What each need admits is the business of the room that knows people.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, request
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., Any])
OPEN_ENDPOINTS = {"static": "built style sheets and scripts, the same for everybody"}


class DoorMissingError(LookupError):
    """A view declares no need: nobody may open it until somebody says who may."""


def needs(need: StrEnum) -> Callable[[View], View]:
    """Declare what a person needs to open the view."""

    def declare(view: View) -> View:
        view.need = need  # type: ignore[attr-defined]  # mypy knows no attributes of a function
        return view

    return declare


def need_of(app: Flask, endpoint: str) -> StrEnum | None:
    """The need that the view behind `endpoint` declares; None for the few open endpoints. Raises DoorMissingError."""
    if endpoint in OPEN_ENDPOINTS:
        return None
    need = getattr(app.view_functions[endpoint], "need", None)
    if need is None:
        raise DoorMissingError(f"{endpoint} declares no need")
    return need


def init_doors(app: Flask, guard: Callable[[StrEnum], ResponseReturnValue | None]) -> None:
    """Ask `guard` before each view: what it returns (a sign-in page) is the answer, None lets the view run."""

    @app.before_request
    def open_door() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None  # no such page: Flask answers 404 or 405 itself
        need = need_of(app, request.endpoint)
        return None if need is None else guard(need)


def list_routes(app: Flask, who: Callable[[StrEnum], Iterable[str]]) -> list[dict[str, Any]]:
    """The policy table: rule, methods, endpoint, need and who may, one row per rule, in the order of the rules."""
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        need = need_of(app, rule.endpoint)
        rows.append(
            {
                "rule": rule.rule,
                "methods": sorted(rule.methods or ()),
                "endpoint": rule.endpoint,
                "need": need.value if need else "open",
                "who": sorted(who(need)) if need else ["anyone"],
            }
        )
    return rows
