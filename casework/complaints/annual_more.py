"""More figures of the annual report, case by case: the year before, complaints on other routes, watching the process.

Named as in `annual_members`: "previous.within.20", "corporate.received", "excluded.8(1)(e)", "monitoring.promises_due".
Corporate complaints follow the Complaint Handling Code (February 2024): acknowledged within 5 working days, answered
within 10 of the acknowledgement.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import case as when
from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from casework.accounts.models import Organisation
from casework.complaints.annual import TREND_YEARS, WITHIN, Counted, Period, year_of
from casework.complaints.kinds import FAULT, Ground, Outcome, PromiseKind, Route
from casework.complaints.models import Complaint, ComplaintTerm, Compliment
from casework.complaints.records import ComplaintAnswer, ComplaintPromise
from casework.complaints.terms import calendar_of
from casework.extensions import db
from casework.kit.words import whole_percent

CODE_ACKNOWLEDGE, CODE_ANSWER = 5, 10  # working days
Members = dict[str, list[int]]
THEME, CAUSE = aliased(ComplaintTerm), aliased(ComplaintTerm)


def code_of(start: int) -> str:
    """2019-20"""
    return f"{start}-{(start + 1) % 100:02}"


def in_period(day: date | None, period: Period) -> bool:
    """Whether a day lies in it; no day does not."""
    return day is not None and period.first <= day <= period.last


def more_members(period: Period, before: Period, council: Organisation) -> Members:
    """The cases behind each of these figures, restricted ones too."""
    found: Members = defaultdict(list)
    days = Counted(calendar_of(council.id))
    for case in _cases(period, before, council):
        if case.route == Route.STATUTORY:
            _count_previous(found, case, before, days)
        elif case.route == Route.CORPORATE:
            _count_corporate(found, case, period, days)
        elif case.route == Route.EXCLUDED and in_period(case.received_on, period) and case.excluded_ground:
            found[f"excluded.{case.excluded_ground.value}"].append(case.id)
    _count_monitoring(found, period, council)
    return found


def _cases(period: Period, before: Period, council: Organisation) -> Any:
    both = Period(before.first, period.last)
    query = (
        select(
            *(Complaint.id, Complaint.route, Complaint.received_on, Complaint.closed_on, Complaint.acknowledged_on),
            *(Complaint.responded_on, Complaint.outcome, Complaint.excluded_ground),
            *(THEME.name.label("theme"), CAUSE.name.label("cause")),
        )
        .outerjoin(THEME, THEME.id == Complaint.theme_id)
        .outerjoin(CAUSE, CAUSE.id == Complaint.cause_id)
        .where(
            Complaint.organisation_id == council.id,
            or_(both.holds(Complaint.received_on), both.holds(Complaint.closed_on)),
        )
    )
    return db.session.execute(query)


def _count_previous(found: Members, case: Any, before: Period, days: Counted) -> None:
    if in_period(case.received_on, before):
        for head, word in (("themes", case.theme), ("causes", case.cause)):
            if word:
                found[f"previous.{head}.{word}"].append(case.id)
    if in_period(case.closed_on, before):
        found["previous.resolved"].append(case.id)
        found[f"previous.outcomes.{case.outcome.value}"].append(case.id)
        took = days.between(case.received_on, case.closed_on)
        for limit in WITHIN:
            if took <= limit:
                found[f"previous.within.{limit}"].append(case.id)
        if case.outcome in FAULT:
            found["previous.fault_found"].append(case.id)


def _count_corporate(found: Members, case: Any, period: Period, days: Counted) -> None:
    if in_period(case.received_on, period):
        found["corporate.received"].append(case.id)
        if case.acknowledged_on and days.between(case.received_on, case.acknowledged_on) <= CODE_ACKNOWLEDGE:
            found["corporate.acknowledged_in_5"].append(case.id)
    if in_period(case.closed_on, period):
        found["corporate.resolved"].append(case.id)
        found[f"corporate.outcomes.{case.outcome.value}"].append(case.id)
        if case.outcome in FAULT:
            found["corporate.fault_found"].append(case.id)
        answered = case.responded_on or case.closed_on
        if case.acknowledged_on and days.between(case.acknowledged_on, answered) <= CODE_ANSWER:
            found["corporate.answered_in_10"].append(case.id)


def _count_monitoring(found: Members, period: Period, council: Organisation) -> None:
    """Updates promised and given in time, answers that somebody else checked, reviews, what was open at the end."""
    own = (Complaint.organisation_id == council.id, Complaint.route == Route.STATUTORY)
    promised = select(ComplaintPromise.complaint_id, ComplaintPromise.due_on, ComplaintPromise.kept_on)
    promised = promised.join(Complaint, Complaint.id == ComplaintPromise.complaint_id).where(
        *own, period.holds(ComplaintPromise.due_on), ComplaintPromise.kind == PromiseKind.UPDATE
    )
    for one in db.session.execute(promised.where(ComplaintPromise.replaced_on.is_(None))):
        found["monitoring.promises_due"].append(one.complaint_id)
        if one.kept_on is not None and one.kept_on <= one.due_on:
            found["monitoring.promises_kept"].append(one.complaint_id)
    answers = select(ComplaintAnswer.complaint_id, ComplaintAnswer.checked_by_id)
    answers = answers.join(Complaint, Complaint.id == ComplaintAnswer.complaint_id)
    for case_id, checker_id in db.session.execute(answers.where(*own, period.holds(ComplaintAnswer.sent_on))):
        found["monitoring.answers_sent"].append(case_id)
        if checker_id is not None:
            found["monitoring.answers_checked"].append(case_id)
    cases = select(Complaint.id).where(*own)
    found["monitoring.reviews"] = list(db.session.scalars(cases.where(period.holds(Complaint.review_requested_on))))
    still = or_(Complaint.closed_on.is_(None), Complaint.closed_on > period.last)
    found["monitoring.open_at_end"] = list(db.session.scalars(cases.where(Complaint.received_on <= period.last, still)))


def compliments_trend(start: int, council: Organisation) -> dict[str, int]:
    """Compliments received in each of the last five years, oldest first."""
    years = range(start - TREND_YEARS + 1, start + 1)
    sums = [func.coalesce(func.sum(when((year_of(one).holds(Compliment.received_on), 1), else_=0)), 0) for one in years]
    whole = Period(year_of(years[0]).first, year_of(years[-1]).last)
    own = Compliment.organisation_id == council.id
    row = db.session.execute(select(*sums).where(own, whole.holds(Compliment.received_on))).one()
    return {code_of(one): int(number) for one, number in zip(years, row, strict=True)}


def more_from(members: Mapping[str, Collection[int]]) -> dict[str, Any]:
    """Those figures in the shape of the report's data."""

    def count(name: str) -> int:
        return len(members.get(name, ()))

    def under(head: str) -> dict[str, int]:
        found = {
            name.removeprefix(f"{head}."): len(ids) for name, ids in members.items() if name.startswith(f"{head}.")
        }
        return dict(
            sorted(((one, number) for one, number in found.items() if number), key=lambda one: (-one[1], one[0]))
        )

    resolved, fault = count("previous.resolved"), count("previous.fault_found")
    within = {str(limit): count(f"previous.within.{limit}") for limit in WITHIN}
    return {
        "previous": {
            "resolved": resolved,
            "within": within,
            "within_percent": {limit: whole_percent(number, resolved) for limit, number in within.items()},
            "over_65": resolved - within["65"],
            "fault_found": fault,
            "fault_percent": whole_percent(fault, resolved),
            "outcomes": {one.value: count(f"previous.outcomes.{one.value}") for one in Outcome},
            "themes": under("previous.themes"),
            "causes": under("previous.causes"),
        },
        "corporate": {
            **{name: count(f"corporate.{name}") for name in ("received", "acknowledged_in_5", "resolved")},
            **{name: count(f"corporate.{name}") for name in ("answered_in_10", "fault_found")},
            "outcomes": {one.value: count(f"corporate.outcomes.{one.value}") for one in Outcome},
        },
        "excluded": {one.value: count(f"excluded.{one.value}") for one in Ground},
        "monitoring": {
            name: count(f"monitoring.{name}")
            for name in (
                *("promises_due", "promises_kept", "answers_sent", "answers_checked", "reviews", "open_at_end"),
            )
        },
    }
