"""Importing published files of the Adult Social Care Outcomes Framework (ASCOF): format `ascof`.

The whole file is read and checked before anything is written; then each value is compared with what is held. A value
that is not held is added; one that differs is restated with the reason "Published file NAME" and the old one stays
visible; the same file again changes nothing. Marks ([c], [x], [z], blank) are kept with the value they stand for and
are never 0. Rows left out are counted, with the reason, in the result's warnings.

Two figures in one cell are read in 2016-17 only, where their meaning is known (ascof_words), and refused elsewhere.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from flask import has_request_context
from sqlalchemy import select

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult
from casework.measures import ascof_keeping, holding
from casework.measures.ascof_areas import Areas
from casework.measures.ascof_doubts import Doubts
from casework.measures.ascof_gathering import (
    AREA_MASK,
    BREAKDOWN_AT,
    BREAKDOWN_MASK,
    PERIOD_AT,
    PERIOD_MASK,
    Gathered,
    Gathering,
)
from casework.measures.ascof_shapes import Cell, Published
from casework.measures.matching import Organisations, period_called
from casework.measures.models import Edition, Measure
from casework.measures.periods import NotAPeriod, PeriodKind, PeriodSpec
from casework.trail import services as trail
from casework.trail.events import Event

STEP = 2_000  # lines between two moves of the progress bar


def import_ascof(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None = None,
    dry_run: bool = False,
    add_terms: bool = False,
    ignore_unknown: bool = False,
    edition: str | None = None,
    period: str | None = None,
    organisations: bool = False,
    **_: Any,
) -> ImportResult:
    """Import one published file; the caller commits. A dry run reports the same and keeps nothing.

    `edition` says whose codes it uses; `period` is needed where the file does not say its year; `organisations` also
    creates the areas found in it. Raises TableRefused with every problem, RuleBroken for an option that is missing.
    """
    held_edition, asked = _edition(edition), _period(period)
    published = Published(path, ignore_unknown=ignore_unknown)
    measures = list(db.session.scalars(select(Measure).where(Measure.edition_id == held_edition.id)))
    areas = Areas(Organisations(), creates=organisations)
    gathering = Gathering(path.name, held_edition, asked, measures, areas)
    for cell in _with_progress(published):
        gathering.add(cell)
    gathering.finish()
    step = db.session.begin_nested()
    result = _keep(gathering, published, by_id=by.id if by else None, dry_run=dry_run)
    if dry_run:
        step.rollback()
        return result
    step.commit()
    if result.new or result.changed or areas.created:
        made = f"; {len(areas.created)} areas added" if areas.created else ""
        words = f"imported national figures from {path.name} ({held_edition.code}): {result}{made}"
        trail.record(Event.FILE_IMPORTED, None, by=by, words=words)
    return result


def _edition(code: str | None) -> Edition:
    editions = {one.code: one for one in db.session.scalars(select(Edition))}
    if not code:
        raise RuleBroken("Say whose codes the file uses, like --edition ascof-2011", field="edition")
    if code.lower() not in editions:
        raise RuleBroken(f"There is no edition {code}. There are {', '.join(sorted(editions))}", field="edition")
    return editions[code.lower()]


def _period(text: str | None) -> PeriodSpec | None:
    if not text:
        return None
    try:
        spec = period_called(text)
    except NotAPeriod as problem:
        raise RuleBroken(str(problem), field="period") from None
    if spec.kind is not PeriodKind.YEAR:
        raise RuleBroken(f"{text} is not a financial year, like 2020-21: ASCOF is published by year", field="period")
    return spec


def _with_progress(published: Published) -> Iterator[Cell]:
    """The cells, with a bar on a terminal and none in a pipe or on a page."""
    if not _shows_progress():
        yield from published.cells()
        return
    with click.progressbar(length=published.book.height, label=published.book.path.name, file=sys.stderr) as bar:
        shown, place = 0, ""
        for cell in published.cells():
            if cell.place != place:
                shown, place = 0, cell.place
            if cell.row - shown >= STEP:
                bar.update(cell.row - shown)
                shown = cell.row
            yield cell
        bar.update(published.book.height - bar.pos)


def _keep(gathering: Gathering, published: Published, *, by_id: int | None, dry_run: bool) -> ImportResult:
    """Compare with what is held and write, measure by measure so that little is held at once."""
    gathering.areas.keep()
    period_ids = holding.period_ids(gathering.periods)
    areas = [(area.id, area.name) for area in gathering.areas.found]
    doubts = Doubts(gathering.file, gathering.periods, today=clock.today())
    counts: Counter[str] = Counter()
    with _bar(gathering.count_measures()) as steps:
        for measure, values in gathering.by_measure():
            entries = []
            for number, value in values:
                area_id, area = areas[number & AREA_MASK]
                spec = gathering.periods[number >> PERIOD_AT & PERIOD_MASK]
                breakdown = gathering.breakdowns[number >> BREAKDOWN_AT & BREAKDOWN_MASK]
                entries.append(_entry(value, measure.id, area_id, period_ids[spec.code], breakdown))
                doubts.look(measure, area, spec, breakdown, value)
            plan = holding.sort(entries, reason=f"Published file {gathering.file}")
            counts.update(new=len(plan.new), changed=len(plan.restated) + len(plan.completed), same=plan.same)
            if not dry_run:
                ascof_keeping.keep(plan, by_id=by_id)
            if steps is not None:
                steps.update(1)
    left_out = gathering.left_out + published.left_out
    letters = [*published.look_alikes, *gathering.areas.look_alikes, *gathering.look_alikes.values()]
    warned = doubts.warnings(left_out, gathering.areas.left_out, gathering.repeated, letters)
    return ImportResult(counts["new"], counts["changed"], counts["same"], tuple(warned), gathering.account)


def _shows_progress() -> bool:
    return sys.stderr.isatty() and not has_request_context()


def _bar(length: int) -> Any:
    return click.progressbar(length=length, label="Keeping", file=sys.stderr) if _shows_progress() else nullcontext()


def _entry(value: Gathered, measure_id: int, organisation_id: int, period_id: int, breakdown: str) -> holding.Entry:
    return holding.Entry(
        measure_id=measure_id,
        organisation_id=organisation_id,
        period_id=period_id,
        state=value.state,
        breakdown=breakdown,
        value=value.value,
        numerator=value.numerator,
        denominator=value.denominator,
        margin=value.margin,
        base=value.base,
        mark=value.mark,
        note=value.note,
        is_published=True,
        row=value.row,
    )


IMPORTERS = {"ascof": import_ascof}
