"""Verbs of the register: raise, link, unlink, decide on no action, close, and what its actions do to a finding."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.findings import rules
from casework.findings.models import Body, Finding, FindingKind, FindingMeasure, FindingStatus, Severity
from casework.findings.numbers import hold_writers, next_number, spread
from casework.findings.rules import Source
from casework.findings.values import find_value_on
from casework.kit import clock, words
from casework.measures.models import Measure
from casework.trail import services as trail
from casework.trail.events import Event


class Said(TypedDict):
    """What is said of a finding whatever its source: a room's own form gives it, its verb hands it on."""

    kind: FindingKind
    title: str
    detail: str | None
    theme: str | None
    severity: Severity
    measures: Sequence[Measure]


def raise_finding(
    *,
    source: Source,
    kind: FindingKind,
    title: str,
    detail: str | None,
    theme: str | None,
    severity: Severity,
    measures: Sequence[Measure],
    organisation: Organisation,
    by: Person | None,
    is_restricted: bool = False,
    body: Body | None = None,
    at: datetime | None = None,
) -> Finding:
    """A new finding linked to its measures, each with the value as it stood. RuleBroken without source or measure.

    `body` says who answers for it where the source leaves that open; `at` sets it back to when it was found.
    """
    rules.check_raise(source, title, measures)
    found_at = at or clock.now()
    number = next_number(Finding.number, with_gaps=True)
    finding = Finding(
        reference=f"FND-{number:04}",
        number=number,
        organisation=organisation,
        kind=kind,
        title=title.strip(),
        detail=detail or None,
        theme=theme or None,
        severity=severity,
        status=FindingStatus.OPEN,
        body=body or rules.body_of(source.kind, by.roles if by else ()),
        is_restricted=is_restricted,
        source_words=source.words,
        source_path=source.path,
        raised_by=by,
        raised_at=found_at,
        **source.columns(),
    )
    spread(finding)
    db.session.add(finding)
    for measure in dict.fromkeys(measures):
        _link(finding, measure, found_at)
    names = words.listed([measure.short for measure in dict.fromkeys(measures)])
    _record(Event.FINDING_RAISED, finding, by, f"raised a finding from {source.words}, linked to {names}", at=at)
    if is_restricted:
        trail.hide(finding)
    return finding


def _link(finding: Finding, measure: Measure, found_at: datetime) -> None:
    value = find_value_on(measure, organisation=finding.organisation, on=clock.day_of(found_at))
    finding.measure_links.append(FindingMeasure(measure=measure, opening_value=value))


def link_measure(finding: Finding, *, measure: Measure, by: Person) -> None:
    """Link one more measure that the finding explains, with its value today."""
    _hold(finding)
    rules.check_link([link.measure_id for link in finding.measure_links], measure.id)
    _link(finding, measure, clock.now())
    _record(Event.FINDING_LINKED, finding, by, f"linked the finding to {measure.short}")


def unlink_measure(finding: Finding, *, measure: Measure, by: Person) -> None:
    """Take a measure away again; never the last one."""
    _hold(finding)
    rules.check_unlink([link.measure_id for link in finding.measure_links], measure.id)
    link = next(link for link in finding.measure_links if link.measure_id == measure.id)
    finding.measure_links.remove(link)
    _record(Event.FINDING_UNLINKED, finding, by, f"took away the link to {measure.short}")


def decide_no_action(
    finding: Finding, *, reason: str, by: Person, open_actions: int = 0, at: datetime | None = None
) -> None:
    """Say that nothing will be done about it, and why."""
    _hold(finding)
    rules.check_decide(finding, by)
    rules.check_no_action(finding, reason, open_actions)
    finding.no_action_reason = reason.strip()
    _move(finding, FindingStatus.NO_ACTION)
    _record(Event.FINDING_DECIDED, finding, by, "decided that no action is needed", reason=reason.strip(), at=at)


def close(
    finding: Finding, *, by: Person, open_actions: int, signed_off_actions: int, at: datetime | None = None
) -> None:
    """Close a finding whose actions have all ended; how many are open and signed off is told by the room above."""
    _hold(finding)
    rules.check_decide(finding, by)
    rules.check_close(finding, open_actions, signed_off_actions)
    finding.closed_at = at or clock.now()
    _move(finding, FindingStatus.CLOSED)
    _record(Event.FINDING_CLOSED, finding, by, "closed the finding: its actions are signed off", at=at)


def note_action_agreed(finding: Finding, *, by: Person | None, at: datetime | None = None) -> None:
    """An action was agreed: the finding is decided. Nothing happens when it was already."""
    if finding.status not in (FindingStatus.ACTION_AGREED, FindingStatus.CLOSED):
        old = _move(finding, FindingStatus.ACTION_AGREED)
        finding.no_action_reason = None
        _record(Event.FINDING_DECIDED, finding, by, "agreed to act on the finding", old=old, at=at)


def note_action_stopped(finding: Finding, *, by: Person | None, other_actions: int, at: datetime | None = None) -> None:
    """Its last action was stopped: the finding waits for a decision again."""
    if finding.status == FindingStatus.ACTION_AGREED and not other_actions:
        old = _move(finding, FindingStatus.OPEN)
        _record(Event.FINDING_DECIDED, finding, by, "left the finding without an action", old=old, at=at)


def note_action_reopened(finding: Finding, *, by: Person | None, at: datetime | None = None) -> None:
    """A signed-off action was opened again: what was found is still there."""
    old = _move(finding, FindingStatus.CAME_BACK)
    finding.closed_at = None
    _record(Event.FINDING_DECIDED, finding, by, "marked the finding as come back", old=old, at=at)


def _hold(finding: Finding) -> None:
    """Read the finding as it stands now, while nobody else can change it."""
    hold_writers()
    db.session.expire(finding)


def _move(finding: Finding, to: FindingStatus) -> FindingStatus:
    old, finding.status = finding.status, to
    return old


def _record(
    event: Event,
    finding: Finding,
    by: Person | None,
    sentence: str,
    *,
    reason: str | None = None,
    old: FindingStatus | None = None,
    at: datetime | None = None,
) -> None:
    """The trail's entry; what is set back in time says so, because the trail itself never is."""
    if at is not None:
        sentence += f" (dated {words.full_date(at)})"
    changes = {"Status": (old, finding.status)} if old else None
    trail.record(event, finding, by=by, words=sentence, reason=reason, changes=changes)
