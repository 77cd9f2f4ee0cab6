"""What the pages of the register show of a finding, worked out before the template prints it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.findings import hooks
from casework.findings.history import history_items
from casework.findings.hooks import ActionLine
from casework.findings.models import Finding, FindingMeasure, FindingStatus
from casework.findings.rules import SOURCE_NEEDS, UNDECIDED, SourceKind, may_decide, source_kind
from casework.findings.values import figure_in, list_figures, newest
from casework.findings.words import BODY_WORDS, KIND_WORDS, SEVERITY_WORDS, STATUS_TAGS, named_source
from casework.measures.models import MeasureValue
from casework.trail.queries import list_history

WRITERS = frozenset({Role.CONTRIBUTOR})


@dataclass(frozen=True)
class Row:
    """A finding in the list."""

    finding: Finding
    kind: str
    severity: str
    status: tuple[str, str]
    source: str
    source_path: str | None
    actions: Sequence[ActionLine]


@dataclass(frozen=True)
class Figures:
    """A measure of a finding: the figure when the link was made, and the newest one."""

    link: FindingMeasure
    opening: str
    now: str


@dataclass(frozen=True)
class Counts:
    """How many actions of a finding are open, and how many were signed off."""

    open: int
    signed_off: int


def source_path(finding: Finding, person: Person) -> str | None:
    """The page of the source, for somebody whose roles open it."""
    kind = source_kind(finding)
    need = SOURCE_NEEDS.get(kind)
    if need is None or not person.may(need):
        return None
    if person.roles == WRITERS:  # somebody who writes given sections opens those only; this one may be another's
        mine = kind is SourceKind.SELF_ASSESSMENT and finding.raised_by_id == person.id
        return finding.source_path if mine else None
    return finding.source_path


def list_row(finding: Finding, actions: Sequence[ActionLine], person: Person) -> Row:
    """What the list prints of a finding."""
    return Row(
        finding,
        KIND_WORDS[finding.kind],
        SEVERITY_WORDS[finding.severity],
        STATUS_TAGS[finding.status],
        finding.source_words,
        source_path(finding, person),
        actions,
    )


def count_actions(finding: Finding, person: Person) -> Counts:
    """Counts over the actions of a finding."""
    lines = hooks.list_actions([finding.id], seen_by=person)[finding.id]
    return Counts(sum(line.is_open for line in lines), sum(line.is_signed_off for line in lines))


def measure_figures(finding: Finding) -> list[Figures]:
    """The finding's measures with their figure at opening and now, in one statement for all of them."""
    figures = list_figures([link.measure_id for link in finding.measure_links], organisation=finding.organisation)
    return [
        Figures(link, figure_in(link.opening_value, link.measure), _now_words(link, newest(figures[link.measure_id])))
        for link in finding.measure_links
    ]


def _now_words(link: FindingMeasure, latest: MeasureValue | None) -> str:
    if latest is None or (link.opening_value is not None and latest.id == link.opening_value_id):
        return "No newer figure yet"
    return figure_in(latest, link.measure)


def whose_turn(finding: Finding, actions: Sequence[ActionLine]) -> str:
    """Who acts next; empty when it has ended."""
    if finding.status in UNDECIDED:
        return BODY_WORDS[finding.body]
    owners = dict.fromkeys(line.owner for line in actions if line.is_open)
    if finding.status == FindingStatus.ACTION_AGREED:
        return ", ".join(owners) or BODY_WORDS[finding.body]
    return ""


def record(finding: Finding, person: Person) -> dict[str, Any]:
    """Everything that the page of one finding prints."""
    actions = hooks.list_actions([finding.id], seen_by=person)[finding.id]
    may_raise, decides = person.may(Need.RAISE_FINDINGS), may_decide(finding, person)
    ended = finding.status in (FindingStatus.CLOSED, FindingStatus.NO_ACTION)
    open_actions, signed_off = sum(line.is_open for line in actions), sum(line.is_signed_off for line in actions)
    return {
        "finding": finding,
        "row": list_row(finding, actions, person),
        "source": named_source(source_kind(finding), finding.source_words),
        "figures": measure_figures(finding),
        "turn": whose_turn(finding, actions),
        "answers": BODY_WORDS[finding.body],
        "may_raise": may_raise,
        "may_propose": person.may(Need.PROPOSE_ACTIONS) and finding.status != FindingStatus.CLOSED,
        "may_decide": decides and finding.status in UNDECIDED and not open_actions,
        "may_close": decides and not ended and signed_off > 0 and not open_actions,
        "came_back": hooks.list_came_back([finding.id], seen_by=person).get(finding.id, []),
        "history": history_items(list_history(finding)),
    }
