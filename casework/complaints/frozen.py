"""Freezing a year's report, its paragraphs with their versions, and what was corrected since.

A frozen year counts every case, restricted ones too; whoever reads it sees it without those that do not exist for them,
as they see the live report.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import not_, select

from casework.accounts.models import Organisation, Person
from casework.complaints.annual import year_of
from casework.complaints.annual_members import figures_from, members_of
from casework.complaints.annual_more import Members, compliments_trend, more_from, more_members
from casework.complaints.annual_stories import stories
from casework.complaints.figure_words import words_of
from casework.complaints.models import Complaint, Compliment
from casework.complaints.report_models import FrozenYear, ReportText
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.findings.queries import just_name
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.words import parse_year, year_words
from casework.trail import services as trail
from casework.trail.chain import canonical
from casework.trail.events import Event

PARTS: dict[str, str] = {  # the parts of the report that have a paragraph, and what it may say
    "how-many": "How many people draw on care and support, and why the number of complaints moved",
    "where": "What stands out between districts",
    "about-what": "Matters of general importance: what people complained of most, and what changed",
    "how-fast": "What helped or hindered answering in time",
    "what-we-found": "What the outcomes show",
    "learning": "What was done to improve matters, or will be, because of complaints",
    "ombudsman": "What the ombudsman's decisions taught",
    "compliments": "What people praised",
    "other-complaints": "Complaints that were dealt with another way",
    "monitoring": "How complaints are watched over: training, checks, reports to the senior team, advice",
}
LONGEST = 4_000


@dataclass(frozen=True)
class Correction:
    """A figure that a later change of some case moved: what it was, what it is, which cases came and went."""

    words: str
    then: int
    now: int
    came: tuple[str, ...]
    went: tuple[str, ...]


# --- paragraphs ---


def list_texts(council: Organisation, year: str) -> dict[str, ReportText]:
    """The newest version of each paragraph of a year's report, by its part."""
    query = (
        select(ReportText)
        .where(ReportText.organisation_id == council.id, ReportText.year == year)
        .options(just_name(ReportText.written_by))
        .order_by(ReportText.version)
    )
    return {one.part: one for one in db.session.scalars(query)}


def list_versions(council: Organisation, year: str, part: str) -> list[ReportText]:
    """Every version of one paragraph, newest first."""
    query = select(ReportText).where(
        ReportText.organisation_id == council.id, ReportText.year == year, ReportText.part == part
    )
    return list(db.session.scalars(query.options(just_name(ReportText.written_by)).order_by(ReportText.version.desc())))


def change_text(council: Organisation, year: str, part: str, *, text: str, saw: int, by: Person) -> ReportText:
    """Write the next version. `saw` is the version the person changed; RuleBroken when there is a newer one."""
    last = next(iter(list_versions(council, year, part)), None)
    now = last.version if last else 0
    if last and saw != now:
        raise RuleBroken(f"{last.written_by.name} changed this paragraph after you opened it. Both texts are below")
    if last and last.text == text:
        raise RuleBroken("This is the paragraph as it stands already", "text")
    written = ReportText(
        organisation_id=council.id, year=year, part=part, version=now + 1, text=text,
        written_by_id=by.id, written_at=clock.now(),
    )  # fmt: skip
    db.session.add(written)
    db.session.flush()
    words = f"changed the paragraph on {part.replace('-', ' ')} in the complaints report {year_words(year)}"
    trail.record(Event.REPORT_WRITTEN, written, by=by, words=f"{words}, version {written.version}")
    return written


# --- freezing ---


def freeze(council: Organisation, year: str, *, reason: str | None, by: Person) -> FrozenYear:
    """Keep the year as it is now, sealed. A year that is not over is refused; a second time needs a reason."""
    start = parse_year(year)
    if clock.today() <= date(start + 1, 3, 31):
        raise RuleBroken(f"{year_words(year)} is not over yet. Freeze it after 31 March {start + 1}")
    before = find_frozen(council, year)
    if before and not (reason or "").strip():
        raise RuleBroken("Say why it is frozen again", "reason")
    members = members_of(start, council)
    content = {
        "members": members,
        "references": _references(council, members),
        "texts": {part: one.text for part, one in list_texts(council, year).items()},
        "stories": stories(start, council, seen_by=None),
        "compliments_trend": compliments_trend(start, council),
    }
    frozen = FrozenYear(
        organisation_id=council.id, year=year, version=(before.version if before else 0) + 1, content=content,
        seal=seal_of(content), reason=reason or None, frozen_by_id=by.id, frozen_at=clock.now(),
    )  # fmt: skip
    db.session.add(frozen)
    db.session.flush()
    words = f"froze the complaints report {year_words(year)}, version {frozen.version}, seal {frozen.seal}"
    trail.record(Event.REPORT_FROZEN, frozen, by=by, words=words, reason=reason)
    return frozen


def seal_of(content: Mapping[str, Any]) -> str:
    """64 hexadecimal signs that no other content has (SHA-256 of its one way of being written)."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _references(council: Organisation, members: Members) -> dict[str, str]:
    """What the cases were called, by their number."""
    wanted = {number for name, ids in members.items() if name != "compliments" for number in ids}
    query = select(Complaint.id, Complaint.reference).where(Complaint.organisation_id == council.id)
    return {str(number): reference for number, reference in db.session.execute(query) if number in wanted}


def find_frozen(council: Organisation, year: str) -> FrozenYear | None:
    """The newest frozen version of a year; None when it is not frozen."""
    query = select(FrozenYear).where(FrozenYear.organisation_id == council.id, FrozenYear.year == year)
    query = query.options(just_name(FrozenYear.frozen_by)).order_by(FrozenYear.version.desc()).limit(1)
    return db.session.scalars(query).first()


def is_whole(frozen: FrozenYear) -> bool:
    """Whether the content is the one that was sealed."""
    return seal_of(frozen.content) == frozen.seal


def hidden_from(council: Organisation, person: Person | None) -> frozenset[int]:
    """Restricted cases that do not exist for somebody; none for the command."""
    if person is None:
        return frozenset()
    query = select(Complaint.id).where(Complaint.organisation_id == council.id, Complaint.is_restricted.is_(True))
    return frozenset(db.session.scalars(query.where(not_(visible_to(person)))))


def seen_members(members: Mapping[str, Collection[int]], hidden: Collection[int]) -> Members:
    """The same without hidden cases; compliments are nobody's secret."""
    return {
        name: list(ids) if name == "compliments" or not hidden else [one for one in ids if one not in hidden]
        for name, ids in members.items()
    }


def frozen_data(frozen: FrozenYear, council: Organisation, *, seen_by: Person | None) -> dict[str, Any]:
    """Figures and stories as they were frozen, for this reader."""
    hidden = hidden_from(council, seen_by)
    told = frozen.content["stories"]
    secret = restricted(council)
    kept = {
        name: [one for one in told[name] if one.get("complaint_id") not in secret]
        for name in ("learning", "actions", "ombudsman_cases", "compliment_samples")
    }
    figures = figures_from(seen_members(frozen.content["members"], hidden), parse_year(frozen.year))
    return figures | {"compliments_trend": frozen.content["compliments_trend"]} | kept


def more_data(start: int, council: Organisation, *, seen_by: Person | None) -> dict[str, Any]:
    """The further figures of a year as it stands now, for this reader."""
    members = more_members(year_of(start), year_of(start - 1), council)
    seen = seen_members(members, hidden_from(council, seen_by))
    return more_from(seen) | {"compliments_trend": compliments_trend(start, council)}


def restricted(council: Organisation) -> frozenset[int]:
    """Cases that are restricted now: no committee reads of them."""
    query = select(Complaint.id).where(Complaint.organisation_id == council.id, Complaint.is_restricted.is_(True))
    return frozenset(db.session.scalars(query))


def corrections(frozen: FrozenYear, council: Organisation, *, seen_by: Person | None) -> list[Correction]:
    """Figures that count other cases today than when the year was frozen, each with the cases that came and went."""
    hidden = hidden_from(council, seen_by)
    then = seen_members(frozen.content["members"], hidden)
    now = seen_members(members_of(parse_year(frozen.year), council), hidden)
    names = frozen.content["references"] | _references(council, now)
    compliments = {
        str(number): reference
        for number, reference in db.session.execute(
            select(Compliment.id, Compliment.reference).where(Compliment.organisation_id == council.id)
        )
    }
    found = []
    for figure in sorted({*then, *now}, key=lambda name: (name.partition(".")[0], name)):
        old, new = then.get(figure, []), now.get(figure, [])
        if sorted(old) != sorted(new):
            called = compliments if figure == "compliments" else names
            came, went = (
                tuple(sorted({called.get(str(one), "a removed one") for one in set(more) - set(less)}))
                for more, less in ((new, old), (old, new))
            )
            found.append(Correction(words_of(figure), len(old), len(new), came, went))
    return found
