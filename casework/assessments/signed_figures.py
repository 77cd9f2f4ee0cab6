"""Measure tables of a signed version: the figures that were signed, beside what was restated since. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from casework.assessments.figures import NO_QUARTILE, Cell, Figure, Row, Table
from casework.measures.models import Quartile, ValueState


def signed_table(signed: Mapping[str, Any], now: Table) -> Table:
    """The table of the frozen copy; a row whose figure or quartile is another now says which."""
    today = {row.measure: row for row in now.rows}
    rows = tuple(_row(row, today.get(row["measure"])) for row in signed["rows"])
    notes = tuple((note["mark"], note["says"]) for note in signed["footnotes"])
    return Table(signed["title"], tuple(signed["columns"]), rows, notes)


def _row(signed: Mapping[str, Any], now: Row | None) -> Row:
    cells = tuple(_cell(one) for one in signed["figures"])
    row = Row(
        signed["measure"],
        now.measure_id if now else None,
        signed["ref"],
        signed["title"],
        signed["footnote"],
        cells,
        signed["trend"],
    )
    return replace(row, now=_now(cells, now)) if now else row


def _now(signed: tuple[Cell, ...], now: Row) -> tuple[str, ...]:
    """What is held now in each cell that differs: "2012-13: 1.7%, bottom quartile"."""
    return tuple(
        f"{today.period}: {today.printed}, {quartile_words(today.quartile)}"
        for then, today in zip(signed, now.cells, strict=False)
        if (then.printed, then.quartile) != (today.printed, today.quartile)
    )


def quartile_words(quartile: str) -> str:
    """bottom quartile; no quartile."""
    return "no quartile" if quartile == NO_QUARTILE else f"{quartile.lower()} quartile"


def _cell(signed: Mapping[str, Any]) -> Cell:
    quartile = Quartile(signed["quartile"]) if signed["quartile"] else None
    printed = quartile.value.capitalize() if quartile else NO_QUARTILE
    figure = None
    if signed["state"] is not None:
        figure = Figure(
            value=Decimal(signed["value"]) if signed["value"] is not None else None,
            state=ValueState(signed["state"]),
            printed=signed["printed"],
            quartile=quartile,
            rank=signed["rank"],
            n=signed["of"],
            is_published=signed["quartile_is_published"],
        )
    return Cell(signed["period"], signed["printed"], printed, figure)
