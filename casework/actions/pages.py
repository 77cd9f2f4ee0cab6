"""What the pages of the room show of an action, worked out before the template prints it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.actions import queries, rules
from casework.actions.effect import Reading, read_effect
from casework.actions.models import Action, ActionStatus
from casework.actions.moves import IN_HAND, Verb
from casework.actions.words import ASSURANCE_WORDS, BUTTONS, EFFECT_TAGS, GOING_WORDS, STATUS_TAGS, due_sentence
from casework.findings.history import history_items
from casework.findings.hooks import CameBack, list_came_back
from casework.findings.models import Finding
from casework.findings.pages import source_path
from casework.findings.rules import source_kind
from casework.findings.values import figure_in, find_value_on, list_figures, newest
from casework.findings.words import named_source
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.measures.breaks import first_break
from casework.measures.models import Measure, MeasureValue
from casework.measures.periods import PeriodSpec
from casework.trail.queries import list_history

LATER = (Verb.JUDGE_EFFECT,)
NEXT = (Verb.SIGN_OFF, Verb.AGREE, Verb.START, Verb.UPDATE, Verb.SUBMIT, *LATER)  # what comes next, not beside it


@dataclass(frozen=True)
class Row:
    """An action in the list."""

    action: Action
    status: tuple[str, str]
    owner: str
    source: str
    due: str
    is_late: bool
    turn: str


@dataclass(frozen=True)
class Figures:
    """A measure of the action: then, now, and whether it moved after the sign-off."""

    measure: Measure
    opening: str
    now: str
    reading: Reading | None
    effect_tag: tuple[str, str, str] | None
    after: str | None
    counted_anew: PeriodSpec | None  # from when it is counted in another way than at the opening


def list_rows(actions: Sequence[Action], person: Person, today: date) -> list[Row]:
    """What the list prints of each action; one statement for all of them (dates that were moved)."""
    moved = queries.count_new_dates([action.id for action in actions])
    return [
        Row(
            action,
            STATUS_TAGS[action.status],
            owner_words(action),
            source_words(action),
            due_words(action, today, moved.get(action.id, 0)),
            rules.is_late(action, today),
            "you" if is_your_turn(action, person) else rules.whose_turn(action),
        )
        for action in actions
    ]


def owner_words(action: Action) -> str:
    """The owner's name, or the lead in words while nobody has an account."""
    return action.owner.name if action.owner else action.lead


def source_words(action: Action) -> str:
    """Where it comes from: the finding's source, or the plan."""
    if action.finding:
        return f"{action.finding.reference}, {action.finding.source_words}"
    return action.deliverable.plan.title if action.deliverable else action.source_words or "no finding"


def due_words(action: Action, today: date, moved: int) -> str:
    """When it is due, how far off that is, and the first date where it was moved."""
    left = None if rules.has_ended(action) or action.due_on is None else (action.due_on - today).days
    return due_sentence(action.due_on, action.timescale, first=action.original_due_on, moved=moved, left=left)


def is_your_turn(action: Action, person: Person) -> bool:
    """Whether the next move is this person's."""
    if action.status == ActionStatus.SUBMITTED:
        return rules.may(Verb.SIGN_OFF, action, person)
    return rules.owns(action, person) and not rules.has_ended(action)


def list_buttons(action: Action, person: Person) -> list[tuple[str, Verb, bool]]:
    """Words and verb of each move that would succeed now, the next one first, and whether it is the green one."""
    verbs = rules.list_moves(action, person)
    if action.status in (ActionStatus.RETURNED, ActionStatus.REOPENED) and Verb.SUBMIT in verbs:
        verbs = [Verb.SUBMIT, *(verb for verb in verbs if verb != Verb.SUBMIT)]
    again = {Verb.SUBMIT: "Submit again"} if action.status in IN_HAND and action.round else {}
    is_judged = bool(action.judgements)
    return [
        (again.get(verb, BUTTONS[verb]), verb, number == 0 and verb in NEXT and not (verb in LATER and is_judged))
        for number, verb in enumerate(verbs)
    ]


# --- figures ---


def measures_of(action: Action) -> list[tuple[Measure, MeasureValue | None]]:
    """The measures to watch with their value at opening: the action's own first, then the finding's others."""
    links = action.finding.measure_links if action.finding else []
    found = [(link.measure, link.opening_value) for link in links]
    if action.measure and action.measure_id not in {link.measure_id for link in links}:
        day = clock.day_of(action.created_at)
        found.append((action.measure, find_value_on(action.measure, organisation=action.organisation, on=day)))
    return sorted(found, key=lambda pair: pair[0].id != action.measure_id)


def list_figures_of(action: Action) -> list[Figures]:
    """Every measure of the action, then and now, with the effect since the sign-off."""
    watched = measures_of(action)
    values = list_figures([measure.id for measure, _ in watched], organisation=action.organisation)
    return [_figures(action, measure, opening, values[measure.id]) for measure, opening in watched]


def _figures(action: Action, measure: Measure, opening: MeasureValue | None, values: list[MeasureValue]) -> Figures:
    latest = newest(values)
    now = figure_in(latest, measure) if latest and (not opening or latest.id != opening.id) else "No newer figure yet"
    reading = None
    if action.status == ActionStatus.SIGNED_OFF and action.signed_off_at:
        reading = read_effect(measure, opening, values, clock.day_of(action.signed_off_at))
    counted_anew = None
    if reading and reading.opening and reading.after:
        counted_anew = first_break(measure, reading.opening.period, reading.after.period)
    tag = EFFECT_TAGS[reading.verdict] if reading and reading.verdict else None
    after = figure_in(reading.after, measure) if reading and reading.after else None
    return Figures(measure, figure_in(opening, measure), now, reading, tag, after, counted_anew)


def suggested_effect(action: Action) -> Figures | None:
    """The figures of the measure that the action should move."""
    return next((one for one in list_figures_of(action) if one.measure.id == action.measure_id), None)


# --- the record ---


def record(action: Action, person: Person, today: date) -> dict[str, Any]:
    """Everything that the page of one action prints."""
    return {
        **head(action, person, today),
        "buttons": list_buttons(action, person),
        "figures": list_figures_of(action),
        "going_words": GOING_WORDS,
        "assurance_words": ASSURANCE_WORDS,
        "judgement": action.judgements[-1] if action.judgements else None,
        "effect_tags": EFFECT_TAGS,
        "own_words": own_words(action, person),
        "former_owners": [f"{one.person.name} until {words.full_date(one.until)}" for one in action.former_owners],
        "came_back": _came_back(action, person),
        "history": history_items(list_history(action)),
    }


def _came_back(action: Action, person: Person) -> list[CameBack]:
    """What came back of the finding since this action was signed off."""
    if action.finding_id is None or action.status != ActionStatus.SIGNED_OFF:
        return []
    return list_came_back([action.finding_id], seen_by=person).get(action.finding_id, [])


def head(action: Action, person: Person, today: date) -> dict[str, Any]:
    """What every page of one action prints: status, whose turn, when it is due, what it is for."""
    sees_finding = queries.may_see_finding(action.finding, person)
    finding = action.finding if sees_finding else None
    return {
        "action": action,
        "status": STATUS_TAGS[action.status],
        "turn": "you" if is_your_turn(action, person) else rules.whose_turn(action),
        "owner": owner_words(action),
        "due": due_words(action, today, len(action.new_dates)),
        "is_late": rules.is_late(action, today),
        "finding": finding,
        "finding_opens": finding is not None and _is_of(finding, person) and person.may(Need.READ_FINDINGS),
        "source": named_source(source_kind(finding), finding.source_words) if finding else None,
        "source_path": source_path(finding, person) if finding and _is_of(finding, person) else None,
        "signers": rules.signer_words(action),
    }


def _is_of(finding: Finding, person: Person) -> bool:
    """Whether the register that holds it is this person's own council's."""
    return finding.organisation_id == person.organisation_id


def own_words(action: Action, person: Person) -> str | None:
    """What somebody with the right to sign is told when it is their own action; None otherwise."""
    if action.status != ActionStatus.SUBMITTED:
        return None
    if rules.owns(action, person):
        return f"You cannot sign off your own action. It waits for {rules.signer_words(action)}."
    if not rules.has_right(action, person):
        return f"Only {rules.signer_words(action)} can sign this off."
    try:
        rules.check_not_own(Verb.SIGN_OFF, action, person)
    except RuleBroken as broken:
        return f"{broken.sentence}."
    return None
