"""Verbs between acknowledgement and answer: plan, agree longer, explain the delay, hold, release, refer, write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from casework.accounts.models import Person
from casework.complaints import clocks, rules
from casework.complaints.kinds import (
    Agreed,
    Channel,
    Direction,
    HoldReason,
    LetterKind,
    PromiseKind,
    Route,
    Status,
)
from casework.complaints.models import Complaint
from casework.complaints.moving import made
from casework.complaints.point_services import add_point
from casework.complaints.records import (
    ComplaintAgreement,
    ComplaintHold,
    ComplaintLetter,
    ComplaintPromise,
    ComplaintReferral,
)
from casework.complaints.rules import Move
from casework.complaints.terms import calendar_of
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail.events import Event


@dataclass(frozen=True)
class Plan:
    """What was agreed with the complainant, or set by us and written to them."""

    points: Sequence[str]
    wanted: str | None
    method: str | None
    agreed: Agreed
    agreed_on: date
    answer_by: date | None = None
    update_by: date | None = None


def plan(case: Complaint, *, plan: Plan, by: Person) -> None:
    """Keep the response plan: points, what they want, how we look into it, and each date promised."""
    rules.check_move(case, Move.PLAN)
    today = clock.today()
    if plan.agreed_on > today:
        raise RuleBroken("Agreed on must be today or in the past", "agreed_on")
    if plan.agreed_on < case.received_on:
        raise RuleBroken(
            f"Agreed on must be the same as or after date received, {words.full_date(case.received_on)}", "agreed_on"
        )
    if not plan.points and not case.points:
        raise RuleBroken("Add at least one point", "points")
    old = case.status
    case.status = Status.INVESTIGATING
    case.wanted, case.plan_method = plan.wanted or None, plan.method or None
    case.plan_agreed, case.plan_agreed_on = plan.agreed.value, plan.agreed_on
    for title in plan.points:
        add_point(case, title=title, by=by)
    promise(case, PromiseKind.ANSWER, plan.answer_by, field="answer_by", by=by)
    promise(case, PromiseKind.UPDATE, plan.update_by, field="update_by", by=by)
    made(case, Event.COMPLAINT_CHANGED, by=by, words="kept the response plan", changes={"Status": (old, case.status)})


def promise(case: Complaint, kind: PromiseKind, due_on: date | None, *, field: str, by: Person) -> None:
    """Promise a day; it takes the place of one promised before. None, or the same day, changes nothing."""
    if due_on is None:
        return
    today = clock.today()
    standing = [one for one in case.promises if one.kind == kind and one.kept_on is None and one.replaced_on is None]
    if any(one.due_on == due_on for one in standing):
        return
    if due_on < today:
        raise RuleBroken(
            f"{'Answer' if kind == PromiseKind.ANSWER else 'Next update'} by must be today or later", field
        )
    for one in standing:
        one.replaced_on = today
    case.promises.append(ComplaintPromise(kind=kind, due_on=due_on, made_on=today, made_by_id=by.id))


def agree_longer(
    case: Complaint, *, until: date, agreed_with: str, on: date, how: Agreed, proof: str, by: Person
) -> None:
    """Move the date by law to a later day they agreed to, recorded before it has passed (regulation 14(3))."""
    rules.check_move(case, Move.AGREE_LONGER)
    if case.route == Route.CORPORATE:
        raise RuleBroken("A corporate complaint has no date by law. Take more time under the Code instead")
    due = clocks.answer_by_law(case, calendar_of(case.organisation_id))
    today = clock.today()
    if max(today, on) > due:
        raise RuleBroken(f"This must be agreed by {words.long_date(due)}. After that, explain the delay", "agreed_on")
    if on > today:
        raise RuleBroken("Agreed on must be today or in the past", "agreed_on")
    if on < case.received_on:
        raise RuleBroken(
            f"Agreed on must be the same as or after date received, {words.full_date(case.received_on)}", "agreed_on"
        )
    if until <= due:
        raise RuleBroken(f"New date must be after {words.full_date(due)}", "until")
    if how == Agreed.NOT_AGREED:
        raise RuleBroken("Only they can agree to a later date. Select how they agreed", "how")
    case.agreements.append(
        ComplaintAgreement(
            until=until,
            instead_of=due,
            agreed_on=on,
            agreed_with=agreed_with,
            how=how,
            proof=proof,
            noted_by_id=by.id,
            noted_at=clock.now(),
        )
    )
    said = f"recorded that they agreed to a later answer, {how.words.lower()}"
    made(case, Event.COMPLAINT_CHANGED, by=by, words=said, changes={"Answer by law": (due, until)})


def check_delay(case: Complaint) -> None:
    """Refuse to explain a delay that has not come: until then more time can be agreed."""
    due = clocks.answer_by_law(case, calendar_of(case.organisation_id))
    if clock.today() <= due:
        raise RuleBroken(f"The answer is not late: until {words.long_date(due)} you can agree longer with them")


def explain_delay(case: Complaint, *, on: date, way: Channel, text: str, answer_by: date, by: Person) -> None:
    """Tell them in writing why the answer is late and when it comes (regulation 14(4))."""
    rules.check_move(case, Move.EXPLAIN_DELAY)
    check_delay(case)
    if way.is_oral:
        raise RuleBroken("The delay must be explained in writing", "way")
    case.delay_explained_on = on
    write(case, kind=LetterKind.DELAY, direction=Direction.SENT, way=way, on=on, with_whom=None, text=text, by=by)
    promise(case, PromiseKind.ANSWER, answer_by, field="answer_by", by=by)
    made(case, Event.COMPLAINT_CHANGED, by=by, words=f"explained the delay {_in(way)}")


def _in(way: Channel) -> str:
    return "in a letter" if way == Channel.LETTER else f"by {way.words.lower()}"


def hold(
    case: Complaint, *, numbers: Collection[int], reason: HoldReason, why: str, review_on: date, by: Person
) -> ComplaintHold:
    """Let some points wait, to be looked at again on a day; the others go on and dates by law do not wait."""
    rules.check_move(case, Move.HOLD)
    points = [point for point in case.points if point.number in numbers]
    if not points:
        raise RuleBroken("Select at least one point", "points")
    for point in points:
        if point.outcome is not None or point.hold_id is not None:
            what = "decided" if point.outcome is not None else "on hold"
            raise RuleBroken(f"Point {point.number} is {what} already", "points")
    today = clock.today()
    if review_on <= today:
        raise RuleBroken("Look at it again on must be in the future", "review_on")
    held = ComplaintHold(reason=reason, why=why, started_on=today, review_on=review_on, decided_by_id=by.id)
    case.holds.append(held)
    db.session.flush()
    for point in points:
        point.hold_id = held.id
    listed = words.listed([str(point.number) for point in points])
    made(case, Event.COMPLAINT_CHANGED, by=by,
         words=f"put point{'s' if len(points) > 1 else ''} {listed} on hold: {reason.words.lower()}",
         changes={"Look at it again on": (None, review_on)})  # fmt: skip
    return held


def release(case: Complaint, *, held: ComplaintHold, by: Person) -> None:
    """End a hold: its points go on, and our target is later by the working days they waited."""
    rules.check_move(case, Move.RELEASE)
    if held.ended_on is not None:
        raise RuleBroken("These points were released already")
    held.ended_on, held.ended_by_id = clock.today(), by.id
    freed = [point for point in case.points if point.hold_id == held.id]
    for point in freed:
        point.hold_id = None
    listed = words.listed([str(point.number) for point in freed])
    made(case, Event.COMPLAINT_CHANGED, by=by, words=f"released point{'s' if len(freed) > 1 else ''} {listed}")


def refer(
    case: Complaint, *, taken_by: str, on: date, how: Channel, reference: str | None, note: str | None, by: Person
) -> None:
    """Record the hand-over to safeguarding: who told, who took it, when and how. It happens outside this process."""
    rules.check_move(case, Move.REFER)
    if on > clock.today():
        raise RuleBroken("Told on must be today or in the past", "told_on")
    case.is_risk = True
    case.referrals.append(
        ComplaintReferral(
            told_by_id=by.id, taken_by=taken_by, told_on=on, how=how, safeguarding_reference=reference, note=note
        )
    )
    made(case, Event.COMPLAINT_REFERRED, by=by, words=f"passed it to safeguarding, {words.full_date(on)}")


def write(
    case: Complaint,
    *,
    kind: LetterKind,
    direction: Direction,
    way: Channel,
    on: date,
    with_whom: str | None,
    text: str | None,
    by: Person,
) -> ComplaintLetter:
    """Keep a letter, mail or call; an update that was sent keeps the promise of one."""
    rules.check_move(case, Move.WRITE)
    if on > clock.today():
        raise RuleBroken("Date must be today or in the past", "dated_on")
    letter = ComplaintLetter(
        complaint_id=case.id,
        kind=kind,
        direction=direction,
        channel=way,
        dated_on=on,
        with_whom=with_whom or None,
        text=text or None,
        written_by_id=by.id,
        written_at=clock.now(),
    )
    db.session.add(letter)
    if kind == LetterKind.UPDATE and direction == Direction.SENT:
        for one in case.promises:
            if one.kind == PromiseKind.UPDATE and one.kept_on is None and one.replaced_on is None:
                one.kept_on = on
    said = "kept a letter or call that came in" if direction == Direction.RECEIVED else "kept what was sent"
    made(case, Event.COMPLAINT_CHANGED, by=by, words=f"{said}: {kind.words.lower()}, {words.full_date(on)}")
    return letter
