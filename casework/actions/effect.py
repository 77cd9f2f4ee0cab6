"""Did the figure move? What the rules say, for a person to confirm; and the board's colour of an action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.actions.models import ActionStatus, Effect, Going
from casework.kit.words import rounded
from casework.measures.breaks import first_break
from casework.measures.models import Measure, MeasureValue, PeriodKind, Polarity

SOON = 14  # days before the due date in which an action without news counts as at risk


@dataclass(frozen=True)
class Reading:
    """What the figures say about an action: `verdict` None where the rule cannot tell."""

    verdict: Effect | None
    opening: MeasureValue | None
    after: MeasureValue | None


def judge(polarity: Polarity, opening: Decimal | None, after: Decimal | None, decimals: int = 1) -> Effect | None:
    """Better, worse or the same as printed, by the measure's own direction.

    Too early without a later figure; None where no direction is better (band, none) or nothing stood at opening.
    """
    if after is None:
        return Effect.TOO_EARLY
    if opening is None or polarity in (Polarity.BAND, Polarity.NONE):
        return None
    then, now = rounded(opening, decimals), rounded(after, decimals)
    if then == now:
        return Effect.NO_CHANGE
    return Effect.IMPROVED if (now > then) == (polarity == Polarity.HIGH) else Effect.WORSE


def first_after(values: Iterable[MeasureValue], signed_on: date, kind: PeriodKind | None = None) -> MeasureValue | None:
    """The first figure of a period that ended after the sign-off, of the same kind of period as the opening value.

    A quarter is not set against a year: counts and seasons differ.
    """
    later = [
        value
        for value in values
        if value.value is not None and value.period.ends_on > signed_on and kind in (None, value.period.kind)
    ]
    return min(later, key=lambda value: (value.period.ends_on, -value.period.starts_on.toordinal()), default=None)


def read_effect(
    measure: Measure, opening: MeasureValue | None, values: Iterable[MeasureValue], signed_on: date
) -> Reading:
    """The verdict on an action that was signed off on `signed_on`, with the two figures it rests on.

    None where the measure is counted in another way between the two: what moved may be the way of counting.
    """
    after = first_after(values, signed_on, opening.period.kind if opening else None)
    if opening and after and first_break(measure, opening.period, after.period):
        return Reading(None, opening, after)
    then, now = opening.value if opening else None, after.value if after else None
    return Reading(judge(measure.polarity, then, now, measure.decimals), opening, after)


def brag(
    status: ActionStatus, *, due_on: date | None, today: date, going: Going | None = None, effect: Effect | None = None
) -> str:
    """The suggested colour: blue done with effect shown, green, amber, red, grey not started, none when stopped.

    Red is past its date or said to be off track; amber slipping, sent back, or due within 14 days without news.
    """
    if status == ActionStatus.STOPPED:
        return "none"
    if status == ActionStatus.SIGNED_OFF:
        return "blue" if effect == Effect.IMPROVED else "green"
    if due_on is not None and due_on < today:
        return "red"
    if status in (ActionStatus.PROPOSED, ActionStatus.AGREED):
        return "grey"
    if status == ActionStatus.SUBMITTED:
        return "green"
    if going == Going.OFF_TRACK:
        return "red"
    sent_back = status in (ActionStatus.RETURNED, ActionStatus.REOPENED)
    soon = due_on is not None and (due_on - today).days <= SOON and going is None
    return "amber" if sent_back or going == Going.SLIPPING or soon else "green"
