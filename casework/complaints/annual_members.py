"""Which cases each figure of the annual report counts, named as in `behind`: worked out case by case, without SQL sums.

It is a second way of counting beside `annual`, kept with a frozen year so that later corrections can be named, case by
case. A figure is a list of case numbers; one that counts recommendations has a case once for each of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from casework.accounts.models import Organisation
from casework.complaints.annual import TREND_YEARS, WITHIN, Counted, Period, year_of
from casework.complaints.annual_more import Members, code_of, in_period, more_from, more_members
from casework.complaints.calendar import ACKNOWLEDGE_DAYS
from casework.complaints.kinds import FAULT, WIDER, OmbudsmanOutcome, Outcome, RemedyKind, Route
from casework.complaints.models import Complaint, ComplaintTerm, Compliment
from casework.complaints.records import ComplaintJointBody, OmbudsmanCase, OmbudsmanRecommendation, Remedy
from casework.complaints.terms import calendar_of
from casework.extensions import db
from casework.kit.words import rounded, whole_percent

THEME, CAUSE, DISTRICT = (aliased(ComplaintTerm) for _ in range(3))


def members_of(start: int, council: Organisation) -> Members:
    """The cases behind every figure of the year, restricted ones too; "compliments" holds numbers of compliments."""
    found: Members = defaultdict(list)
    year = year_of(start)
    cases = _cases(start, council)
    for case in cases:
        _count_case(found, case, start, year)
    days = Counted(calendar_of(council.id))
    joint = set(_of_cases(ComplaintJointBody.complaint_id, council))
    remedies: dict[int, set[RemedyKind]] = defaultdict(set)
    for case_id, kind in _pairs(Remedy.complaint_id, Remedy.kind, council):
        remedies[case_id].add(kind)
    for case in cases:
        if case.route != Route.STATUTORY:
            continue
        if in_period(case.received_on, year):
            _count_received(found, case, days, joint)
        if in_period(case.closed_on, year):
            _count_resolved(found, case, days, remedies[case.id])
    _count_ombudsman(found, council, year)
    found |= more_members(year, year_of(start - 1), council)
    own = Compliment.organisation_id == council.id
    found["compliments"] = list(
        db.session.scalars(select(Compliment.id).where(own, year.holds(Compliment.received_on)))
    )
    return {name: sorted(ids) for name, ids in found.items()}


def _cases(start: int, council: Organisation) -> Sequence[Any]:
    """What a figure may depend on, of each case received in five years or resolved in this one."""
    five = Period(year_of(start - TREND_YEARS + 1).first, year_of(start).last)
    query = (
        select(
            *(Complaint.id, Complaint.route, Complaint.received_on, Complaint.closed_on, Complaint.acknowledged_on),
            *(Complaint.outcome, THEME.name.label("theme"), CAUSE.name.label("cause")),
            DISTRICT.name.label("district"),
        )
        .outerjoin(THEME, THEME.id == Complaint.theme_id)
        .outerjoin(CAUSE, CAUSE.id == Complaint.cause_id)
        .outerjoin(DISTRICT, DISTRICT.id == Complaint.district_id)
        .where(
            Complaint.organisation_id == council.id,
            or_(five.holds(Complaint.received_on), year_of(start).holds(Complaint.closed_on)),
        )
    )
    return db.session.execute(query).all()


def _of_council(council: Organisation) -> ColumnElement[bool]:
    return Complaint.organisation_id == council.id


def _of_cases(column: Any, council: Organisation) -> Iterable[int]:
    return db.session.scalars(select(column).join(Complaint, Complaint.id == column).where(_of_council(council)))


def _pairs(number: Any, column: Any, council: Organisation) -> Iterable[Any]:
    query = select(number, column).join(Complaint, Complaint.id == number).where(_of_council(council))
    return db.session.execute(query)


def _count_case(found: Members, case: Any, start: int, year: Period) -> None:
    """The routes of the year, and the trend of five."""
    if case.route is not None and in_period(case.received_on, year):
        found[f"routes.{case.route.value}"].append(case.id)
    if case.route != Route.STATUTORY:
        return
    for one in range(start - TREND_YEARS + 1, start + 1):
        if in_period(case.received_on, year_of(one)):
            found[f"trend.{code_of(one)}"].append(case.id)
    if in_period(case.received_on, year_of(start - 1)):
        found["received_previous"].append(case.id)


def _count_received(found: Members, case: Any, days: Counted, joint: Collection[int]) -> None:
    found["received"].append(case.id)
    for head, word in (("themes", case.theme), ("causes", case.cause)):
        if word:
            found[f"{head}.{word}"].append(case.id)
    if case.district:
        found[f"districts.{case.district}.received"].append(case.id)
        if case.outcome in FAULT:
            found[f"districts.{case.district}.upheld"].append(case.id)
    if case.id in joint:
        found["joint"].append(case.id)
    if case.acknowledged_on and days.between(case.received_on, case.acknowledged_on) <= ACKNOWLEDGE_DAYS:
        found["acknowledged_in_3.count"].append(case.id)


def _count_resolved(found: Members, case: Any, days: Counted, remedies: Collection[RemedyKind]) -> None:
    found["resolved"].append(case.id)
    found[f"outcomes.{case.outcome.value}"].append(case.id)
    took = days.between(case.received_on, case.closed_on)
    for limit in WITHIN:
        if took <= limit:
            found[f"within.{limit}"].append(case.id)
    if took > WITHIN[-1]:
        found["over_65"].append(case.id)
    is_fault = case.outcome in FAULT
    for kind in remedies:
        found[f"{'remedies' if is_fault else 'goodwill_remedies'}.{kind.value}"].append(case.id)
    if is_fault:
        found["fault_found"].append(case.id)
        if not set(remedies).isdisjoint(WIDER):
            found["wider_learning"].append(case.id)


def _count_ombudsman(found: Members, council: Organisation, year: Period) -> None:
    query = (
        select(
            OmbudsmanCase.complaint_id,
            OmbudsmanCase.enquiry_on,
            OmbudsmanCase.decided_on,
            OmbudsmanCase.outcome,
            OmbudsmanCase.was_remedied_before,
        )
        .join(Complaint, Complaint.id == OmbudsmanCase.complaint_id)
        .where(_of_council(council), Complaint.route == Route.STATUTORY)
    )
    for case in db.session.execute(query):
        if in_period(case.enquiry_on, year):
            found["ombudsman.enquiries"].append(case.complaint_id)
        if in_period(case.decided_on, year):
            found["ombudsman.decisions"].append(case.complaint_id)
            found[f"ombudsman.outcomes.{case.outcome.value}"].append(case.complaint_id)
            if case.was_remedied_before:
                found["ombudsman.remedied_before"].append(case.complaint_id)
            if case.outcome == OmbudsmanOutcome.UPHELD:
                found["ombudsman.fault"].append(case.complaint_id)
    due = (
        select(OmbudsmanCase.complaint_id, OmbudsmanRecommendation.due_on, OmbudsmanRecommendation.done_on)
        .join(OmbudsmanRecommendation, OmbudsmanRecommendation.ombudsman_case_id == OmbudsmanCase.id)
        .join(Complaint, Complaint.id == OmbudsmanCase.complaint_id)
        .where(_of_council(council), Complaint.route == Route.STATUTORY)
    )
    for one in db.session.execute(due):
        if in_period(one.due_on, year):
            found["ombudsman.remedies_due"].append(one.complaint_id)
            if one.done_on is not None and one.done_on <= one.due_on:
                found["ombudsman.remedies_on_time"].append(one.complaint_id)


# --- back to figures ---


def figures_from(members: Mapping[str, Collection[int]], start: int) -> dict[str, Any]:
    """The report's figures, in the shape of `annual.figures`, from the cases that each counts."""

    def count(name: str) -> int:
        return len(members.get(name, ()))

    def under(head: str) -> dict[str, int]:
        """Words of a list with their counts, most first."""
        prefix = f"{head}."
        found = {name.removeprefix(prefix): len(ids) for name, ids in members.items() if name.startswith(prefix)}
        return dict(
            sorted(((name, number) for name, number in found.items() if number), key=lambda one: (-one[1], one[0]))
        )

    received, previous, resolved, fault = (
        count(n) for n in ("received", "received_previous", "resolved", "fault_found")
    )
    within = {str(limit): count(f"within.{limit}") for limit in WITHIN}
    outcomes = {one.value: count(f"ombudsman.outcomes.{one.value}") for one in OmbudsmanOutcome}
    return {
        "received": received,
        "received_previous": previous,
        "change_percent": int(rounded(Decimal(100 * (received - previous)) / previous)) if previous else None,
        "resolved": resolved,
        "within": within,
        "within_percent": {limit: whole_percent(number, resolved) for limit, number in within.items()},
        "over_65": count("over_65"),
        "fault_found": fault,
        "fault_percent": whole_percent(fault, resolved),
        "outcomes": {one.value: count(f"outcomes.{one.value}") for one in Outcome},
        "themes": under("themes"),
        "causes": under("causes"),
        "districts": _districts(members),
        "joint": count("joint"),
        "compliments": count("compliments"),
        "remedies": {one.value: count(f"remedies.{one.value}") for one in RemedyKind},
        "goodwill_remedies": {one.value: count(f"goodwill_remedies.{one.value}") for one in RemedyKind},
        "wider_learning": count("wider_learning"),
        "ombudsman": {
            **{name: count(f"ombudsman.{name}") for name in ("remedied_before", "enquiries", "decisions", "fault")},
            "outcomes": outcomes,
            **{name: count(f"ombudsman.{name}") for name in ("remedies_on_time", "remedies_due")},
        },
        "routes": {one.value: count(f"routes.{one.value}") for one in Route},
        "acknowledged_in_3": {"count": count("acknowledged_in_3.count"), "of": received},
        "trend": {code_of(one): count(f"trend.{code_of(one)}") for one in range(start - TREND_YEARS + 1, start + 1)},
        **more_from(members),
    }


def _districts(members: Mapping[str, Collection[int]]) -> dict[str, dict[str, int | None]]:
    found = {}
    for name, ids in members.items():
        if name.startswith("districts.") and name.endswith(".received") and ids:
            district = name.removeprefix("districts.").removesuffix(".received")
            upheld = len(members.get(f"districts.{district}.upheld", ()))
            found[district] = {
                "received": len(ids),
                "upheld": upheld,
                "upheld_percent": whole_percent(upheld, len(ids)),
            }
    return dict(sorted(found.items(), key=lambda one: (-(one[1]["received"] or 0), one[0])))
