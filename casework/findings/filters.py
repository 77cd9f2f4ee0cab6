"""Coded filters of a list: what may be chosen, what was, and the address without each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

Picked = Mapping[str, Sequence[str]]
LONGEST = 100


@dataclass(frozen=True)
class Facet:
    """One question of the filter; `options` are (value, words). `many`: ticks, otherwise one of a folded list."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    many: bool = False


def read(facets: Sequence[Facet], args: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was chosen of what is offered; anything else in the address counts as nothing."""
    picked = {}
    for facet in facets:
        offered = dict(facet.options)
        values = list(
            dict.fromkeys(value[:LONGEST] for value in args.getlist(facet.name) if value[:LONGEST] in offered)
        )
        picked[facet.name] = values if facet.many else values[:1]
    return picked


def read_number(text: str | None) -> int | None:
    """A record's number from the address; None for anything that no record can have."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def without(picked: Picked, name: str, value: str) -> dict[str, list[str]]:
    """The choice less one answer."""
    return {key: [one for one in values if (key, one) != (name, value)] for key, values in picked.items()}


def address(endpoint: str, picked: Picked, **more: Any) -> str:
    """The list's own address with what was chosen."""
    params: dict[str, Any] = {**picked, **more}
    return url_for(endpoint, **params)


def chips(facets: Sequence[Facet], picked: Picked, endpoint: str, **more: Any) -> list[tuple[str, str]]:
    """Words and address of each filter in force: following the address takes that one away."""
    return [
        (
            f"{facet.label}: {dict(facet.options)[value]}",
            address(endpoint, without(picked, facet.name, value), **more),
        )
        for facet in facets
        for value in picked[facet.name]
    ]
