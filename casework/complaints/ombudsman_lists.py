"""The ombudsman's yearly list beside our own log, case by case: matched, only ours, only theirs, differing.

A case of theirs is ours when the digits of the reference agree; what does not match by itself is matched by hand or
explained. Whoever is not named on a restricted case sees its row as one that our log does not have.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select

from casework.accounts.models import Person
from casework.complaints.council_records import OmbudsmanList, OmbudsmanListRow
from casework.complaints.models import Complaint
from casework.complaints.records import OmbudsmanCase
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.kit import words
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import parse_year
from casework.trail import services as trail
from casework.trail.events import Event


@dataclass(frozen=True)
class Pair:
    """A case of theirs beside ours, and in what they differ (empty: they agree)."""

    row: OmbudsmanListRow
    enquiry: OmbudsmanCase
    case: Complaint
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """A year's list beside our log."""

    matched: list[Pair] = field(default_factory=list)
    differing: list[Pair] = field(default_factory=list)
    theirs: list[OmbudsmanListRow] = field(default_factory=list)
    ours: list[tuple[OmbudsmanCase, Complaint]] = field(default_factory=list)


def same_reference(text: str | None) -> str:
    """A reference as it is matched: its digits alone ("19 004 123" and "19-004-123" are one)."""
    return re.sub(r"\D", "", text or "")


def match(held: OmbudsmanList) -> int:
    """Match every row that is not matched yet with the enquiry of the same reference; how many were."""
    query = select(OmbudsmanCase).join(Complaint, Complaint.id == OmbudsmanCase.complaint_id)
    ours = {
        same_reference(one.their_reference): one.id
        for one in db.session.scalars(query.where(Complaint.organisation_id == held.organisation_id))
        if one.their_reference
    }
    count = 0
    for row in held.rows:
        found = ours.get(same_reference(row.their_reference))
        if row.ombudsman_case_id is None and found is not None:
            row.ombudsman_case_id = found
            count += 1
    db.session.flush()
    return count


def compare(held: OmbudsmanList, *, seen_by: Person) -> Compared:
    """The list beside the part of our log that exists for this person."""
    query = (
        select(OmbudsmanCase, Complaint)
        .join(Complaint, Complaint.id == OmbudsmanCase.complaint_id)
        .where(visible_to(seen_by), Complaint.organisation_id == held.organisation_id)
    )
    start = parse_year(held.year)
    first, last = date(start, 4, 1), date(start + 1, 3, 31)
    matched_ids = [row.ombudsman_case_id for row in held.rows if row.ombudsman_case_id]
    in_year = OmbudsmanCase.decided_on.between(first, last)
    rows = db.session.execute(query.where(or_(in_year, OmbudsmanCase.id.in_(matched_ids))).order_by(OmbudsmanCase.id))
    ours = {enquiry.id: (enquiry, case) for enquiry, case in rows}
    compared = Compared()
    for row in held.rows:
        found = ours.pop(row.ombudsman_case_id, None) if row.ombudsman_case_id else None
        if found is None:
            compared.theirs.append(row)
            continue
        pair = Pair(row, *found, differs=_differences(row, found[0]))
        (compared.differing if pair.differs else compared.matched).append(pair)
    compared.ours.extend(ours.values())
    return compared


def _differences(row: OmbudsmanListRow, ours: OmbudsmanCase) -> tuple[str, ...]:
    found = []
    if row.outcome != ours.outcome:
        theirs = row.outcome.words if row.outcome else "no decision"
        found.append(f"decision: theirs {theirs}, ours {ours.outcome.words if ours.outcome else 'no decision'}")
    if row.decided_on and ours.decided_on and row.decided_on != ours.decided_on:
        found.append(f"decided on: theirs {words.full_date(row.decided_on)}, ours {words.full_date(ours.decided_on)}")
    if row.was_remedied_before is not None and row.was_remedied_before != bool(ours.was_remedied_before):
        theirs_said = "put right before" if row.was_remedied_before else "not put right before"
        found.append(f"theirs says {theirs_said} they decided")
    return tuple(found)


def list_lists(*, seen_by: Person) -> list[OmbudsmanList]:
    """The lists of the person's own council, newest year first."""
    query = select(OmbudsmanList).where(OmbudsmanList.organisation_id == seen_by.organisation_id)
    return list(db.session.scalars(query.order_by(OmbudsmanList.year.desc())))


def get_list(list_id: int, *, seen_by: Person) -> OmbudsmanList:
    """A list of the person's own council; 404 otherwise."""
    query = select(OmbudsmanList).where(
        OmbudsmanList.id == list_id, OmbudsmanList.organisation_id == seen_by.organisation_id
    )
    return or_404(db.session.scalars(query).first())


def get_row(held: OmbudsmanList, row_id: int) -> OmbudsmanListRow:
    """A row of the list; 404 when it has none such."""
    return or_404(next((row for row in held.rows if row.id == row_id), None))


def settle_row(
    held: OmbudsmanList,
    row: OmbudsmanListRow,
    *,
    enquiry_id: int | None,
    explained: str | None,
    offered: Sequence[tuple[OmbudsmanCase, Complaint]],
    by: Person,
) -> None:
    """Match a row by hand with one of our enquiries that no row has, or say why our log does not have it."""
    if enquiry_id is None and not (explained or "").strip():
        raise RuleBroken("Select our case, or say why our log does not have it", "enquiry")
    if enquiry_id is not None:
        if enquiry_id not in {enquiry.id for enquiry, _ in offered}:
            raise RuleBroken("Select a case that is not matched yet", "enquiry")
        row.ombudsman_case_id = enquiry_id
    row.explained = (explained or "").strip() or None
    db.session.flush()
    what = (
        "matched a case of the ombudsman's list by hand" if enquiry_id else "explained a case of the ombudsman's list"
    )
    trail.record(Event.OMBUDSMAN_LIST_MATCHED, held, by=by, words=what)
