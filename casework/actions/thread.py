"""The thread of a measure: its values, the findings it is cited by, their actions, who signed them off, and the effect.

The same reading serves the measure's page and the thread report; it costs the same statements however long it is.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Need
from casework.actions.effect import Reading, read_effect
from casework.actions.models import Action, ActionStatus, Effect, EffectJudgement
from casework.actions.queries import visible
from casework.actions.words import EFFECT_TAGS, STATUS_TAGS
from casework.extensions import db
from casework.findings import queries as findings
from casework.findings.models import Finding, FindingMeasure
from casework.findings.pages import source_path
from casework.findings.queries import just_name
from casework.findings.rules import source_kind
from casework.findings.values import figure_in
from casework.findings.words import KIND_WORDS
from casework.findings.words import STATUS_TAGS as FINDING_TAGS
from casework.kit import clock
from casework.measures import queries as measures
from casework.measures.breaks import first_break
from casework.measures.figures import value_words
from casework.measures.models import Measure, MeasureValue
from casework.measures.periods import PeriodSpec, period_words


@dataclass(frozen=True)
class ThreadAction:
    """An action under a finding; `effect` is a person's judgement where there is one, else what the figures say."""

    action: Action
    owner: str
    word: str
    colour: str
    effect: Effect | None
    effect_tag: tuple[str, str, str] | None  # word, colour, shape
    read_again: str | None  # "11.2% in 2019/20"
    counted_anew: PeriodSpec | None = None  # the year between the two figures from which it is counted in another way


@dataclass(frozen=True)
class ThreadFinding:
    """A finding that cites the measure, with the figure when the link was made; `source_path` only if it opens."""

    finding: Finding
    kind: str
    status: tuple[str, str]
    opening: str | None
    source_path: str | None
    actions: list[ThreadAction] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    """Everything about a measure for one council, oldest first."""

    measure: Measure
    values: list[MeasureValue]
    findings: list[ThreadFinding]


def read_thread(measure: Measure, *, organisation: Organisation | None = None, seen_by: Person | None = None) -> Thread:
    """The thread as `seen_by` may see it; for a report without a reader (a command), everything not restricted."""
    council = organisation or (measures.council_of(seen_by) if seen_by else None)
    if council is None:
        raise ValueError("a thread needs a council or a reader")
    values = measures.list_values([measure], council)
    links = _list_links(measure, council, seen_by)
    actions = _list_actions([link.finding_id for link in links], seen_by)
    judged = latest_judgements([action.id for action in actions])
    found = []
    for link in links:
        item = ThreadFinding(
            link.finding,
            KIND_WORDS[link.finding.kind],
            FINDING_TAGS[link.finding.status],
            figure_in(link.opening_value, measure) if link.opening_value else None,
            source_path(link.finding, seen_by) if seen_by else link.finding.source_path,
        )
        mine = [action for action in actions if action.finding_id == link.finding_id]
        item.actions.extend(_thread_action(action, measure, link, values, judged.get(action.id)) for action in mine)
        found.append(item)
    return Thread(measure, values, found)


def _list_links(measure: Measure, council: Organisation, seen_by: Person | None) -> list[FindingMeasure]:
    """Links of the measure with their findings, in one statement."""
    if seen_by is not None and not seen_by.may(Need.READ_FINDINGS):
        return []
    query = (
        select(FindingMeasure)
        .join(FindingMeasure.finding)
        .where(FindingMeasure.measure_id == measure.id, Finding.organisation_id == council.id)
        .options(findings.with_finding())
        .order_by(Finding.raised_at, Finding.id)
    )
    if seen_by is None:
        query = query.where(Finding.is_restricted.is_(False))
    else:
        query = query.where(Finding.id.in_(findings.visible(seen_by).with_only_columns(Finding.id)))
    return list(db.session.scalars(query))


def _list_actions(finding_ids: list[int], seen_by: Person | None) -> list[Action]:
    query = visible(seen_by) if seen_by else select(Action)
    query = query.where(Action.finding_id.in_(finding_ids)).order_by(Action.id)
    return list(db.session.scalars(query.options(just_name(Action.owner), just_name(Action.signed_off_by))))


def latest_judgements(action_ids: Collection[int]) -> dict[int, Effect]:
    """What people said the effect was: the newest judgement of each action."""
    newest = (
        select(func.max(EffectJudgement.id))
        .where(EffectJudgement.action_id.in_(action_ids))
        .group_by(EffectJudgement.action_id)
    )
    query = select(EffectJudgement.action_id, EffectJudgement.verdict).where(EffectJudgement.id.in_(newest))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _thread_action(
    action: Action, measure: Measure, link: FindingMeasure, values: list[MeasureValue], judged: Effect | None
) -> ThreadAction:
    word, colour = STATUS_TAGS[action.status]
    effect, reading = None, None
    if action.status == ActionStatus.SIGNED_OFF and action.signed_off_at:
        day = clock.day_of(action.signed_off_at)
        reading = read_effect(measure, link.opening_value, values, day)
        is_its_own = action.measure_id in (None, measure.id)
        effect = judged if judged and is_its_own else reading.verdict
    tag = EFFECT_TAGS[effect] if effect else None
    owner = action.owner.name if action.owner else action.lead
    return ThreadAction(
        action, owner, word, colour, effect, tag, _again(reading, measure), _counted_anew(reading, measure)
    )


def _again(reading: Reading | None, measure: Measure) -> str | None:
    return figure_in(reading.after, measure) if reading and reading.after else None


def _counted_anew(reading: Reading | None, measure: Measure) -> PeriodSpec | None:
    if reading is None or reading.after is None or reading.opening is None:
        return None
    return first_break(measure, reading.opening.period, reading.after.period)


# --- as data: contract, section 6, thread ---


def thread_of(
    measure: Measure, *, organisation: Organisation | None = None, seen_by: Person | None = None
) -> dict[str, Any]:
    """The thread as JSON types with the contract's keys; dates as YYYY-MM-DD, `impact` None before a sign-off."""
    thread = read_thread(measure, organisation=organisation, seen_by=seen_by)
    return {
        "measure": measure.reference,
        "title": measure.title,
        "values": [_value_data(value, measure) for value in thread.values],
        "findings": [_finding_data(item) for item in thread.findings],
    }


def _value_data(value: MeasureValue, measure: Measure) -> dict[str, Any]:
    return {
        "period": value.period.code,
        "period_words": period_words(value.period.code),
        "value": float(value.value) if value.value is not None else None,
        "printed": value_words(value, measure),
        "state": value.state.value,
    }


def _finding_data(item: ThreadFinding) -> dict[str, Any]:
    finding = item.finding
    return {
        "id": finding.id,
        "reference": finding.reference,
        "source": source_kind(finding).value,
        "source_reference": finding.source_words,
        "kind": finding.kind.value,
        "title": finding.title,
        "status": finding.status.value,
        "value_at_opening": item.opening,
        "actions": [_action_data(one) for one in item.actions],
    }


def _action_data(one: ThreadAction) -> dict[str, Any]:
    action = one.action
    signed = action.status == ActionStatus.SIGNED_OFF
    return {
        "reference": action.reference,
        "action": action.title,
        "status": action.status.value,
        "owner": one.owner,
        "due": action.due_on.isoformat() if action.due_on else None,
        "signed_off_by": action.signed_off_by.name if signed and action.signed_off_by else None,
        "signed_off_at": action.signed_off_at.isoformat() if signed and action.signed_off_at else None,
        "impact": one.effect.value if one.effect else None,
        "measured_again": one.read_again,
        "counted_in_another_way_from": one.counted_anew.code if one.counted_anew else None,
    }
