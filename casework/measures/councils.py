"""Councils as figures know them: names over time, codes, region, type, what came before and after, named neighbours."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.extensions import db
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import listed
from casework.measures.changing import MovedOn
from casework.measures.matching import Organisations
from casework.trail import services as trail
from casework.trail.events import Event

FIELDS = {
    "name": "Name",
    "other_names": "Other names",
    "region": "Region",
    "council_type": "Council type",
    "ons_code": "ONS code",
    "cassr_code": "CASSR code",
    "formerly": "Came from",
    "successor": "Taken over by",
    "neighbours": "Named neighbours",
    "note": "Note",
}
LISTS = ("formerly", "successor", "neighbours")  # codes separated by ;
ONS_CODE = re.compile(r"[A-Z]\d{8}")
MOST = {"name": 200, "formerly": 200, "successor": 200, "neighbours": 400, "note": 400, "cassr_code": 10}


@dataclass(frozen=True)
class Area:
    """A council with its areas and the councils it names, as records where they are held."""

    council: Organisation
    region: str
    council_type: str
    came_from: list[Organisation]
    taken_over_by: list[Organisation]
    neighbours: list[Organisation]

    @property
    def other_names(self) -> list[str]:
        """Names over time."""
        return parts(self.council.other_names)


def parts(text: str | None) -> list[str]:
    """What stands between the semicolons."""
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def list_areas(kind: OrganisationKind) -> list[Organisation]:
    """Regions, or council types, by name."""
    return list(db.session.scalars(select(Organisation).filter_by(kind=kind).order_by(Organisation.name)))


def list_councils(*, region: str | None = None, council_type: str | None = None) -> list[Organisation]:
    """Councils by name, those that ended too; of one region, of one type."""
    query = select(Organisation).where(Organisation.kind == OrganisationKind.COUNCIL)
    if region:
        query = query.where(Organisation.region == region)
    if council_type:
        query = query.where(Organisation.council_type == council_type)
    return list(db.session.scalars(query.order_by(Organisation.name, Organisation.id)))


def get_council(council_id: int) -> Organisation:
    """The council, or "Page not found"."""
    query = select(Organisation).where(Organisation.id == council_id, Organisation.kind == OrganisationKind.COUNCIL)
    return or_404(db.session.scalars(query).first())


def area_of(council: Organisation) -> Area:
    """The council with everything it names, in one statement."""
    codes = {code for name in LISTS for code in parts(getattr(council, name))}
    wanted = codes | {council.region or "", council.council_type or ""}
    held = {one.code: one for one in db.session.scalars(select(Organisation).where(Organisation.code.in_(wanted)))}
    named = {name: [held[code] for code in parts(getattr(council, name)) if code in held] for name in LISTS}
    region, kind = held.get(council.region or ""), held.get(council.council_type or "")
    return Area(
        council,
        region.name if region else "",
        kind.name if kind else "",
        named["formerly"],
        named["successor"],
        named["neighbours"],
    )


def change(council: Organisation, *, version: int, words: dict[str, str | None], by: Person) -> None:
    """Change what is held of a council. Raises MovedOn when it changed since `version`, RuleBroken for what cannot be.

    Lists come as lines of codes or names and are kept as codes.
    """
    if council.version != version:
        raise MovedOn("Somebody changed this council while you were writing. What you typed is still here")
    known = Organisations()
    given = {**words, **{name: _codes(words[name], name, council, known) for name in LISTS}}
    given["other_names"] = "; ".join(_lines(words["other_names"])) or None
    _check(council, given)
    changes = {name: (getattr(council, name), given[name]) for name in FIELDS}
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changed:
        return
    for name, (_, new) in changed.items():
        setattr(council, name, new)
    trail.record(
        Event.ORGANISATION_CHANGED,
        council,
        by=by,
        words=f"changed {listed([FIELDS[name].lower() for name in changed])} of {council.name}",
        changes={FIELDS[name]: pair for name, pair in changed.items()},
    )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in re.split(r"[\n;]", text or "") if line.strip()]


def _codes(text: str | None, field: str, council: Organisation, known: Organisations) -> str | None:
    """The codes of the councils written one on a line, by code or by name."""
    found: list[str] = []
    for line in _lines(text):
        named = _called(line, known)
        if named is None or named.kind is not OrganisationKind.COUNCIL:
            raise RuleBroken(f'{FIELDS[field]}: there is no council "{line}"', field=field)
        if named.code == council.code:
            raise RuleBroken(f"{FIELDS[field]}: a council cannot name itself", field=field)
        if named.code not in found:
            found.append(named.code)
    return ";".join(found) or None


def _called(line: str, known: Organisations) -> Organisation | None:
    """The council that a line begins with the code of, or else names."""
    begins = db.session.scalars(select(Organisation).where(Organisation.code == line.split()[0])).first()
    try:
        return begins or known.called(line)
    except ValueError:
        return None


def written(named: list[Organisation]) -> str:
    """Councils as a form shows them, one on a line: E10000003 Cambridgeshire."""
    return "\n".join(f"{one.code} {one.name}" for one in named)


def _check(council: Organisation, given: dict[str, str | None]) -> None:
    """Refuse codes of another shape or of another council, a successor this one took over, and too long words."""
    for name, most in MOST.items():
        if len(given[name] or "") > most:
            raise RuleBroken(f"{FIELDS[name]} must be {most} characters or less", field=name)
    code = given["ons_code"]
    if code and not ONS_CODE.fullmatch(code):
        raise RuleBroken("ONS code must be a letter and 8 digits, like E10000018", field="ons_code")
    for name in ("ons_code", "cassr_code"):
        column = getattr(Organisation, name)
        query = select(Organisation.name).where(column == given[name], Organisation.id != council.id)
        other = db.session.scalars(query).first() if given[name] else None
        if other:
            raise RuleBroken(f"{FIELDS[name]} {given[name]} is the code of {other}", field=name)
    heirs = {one.code: parts(one.successor) for one in list_councils()}
    after, seen = parts(given["successor"]), set[str]()
    while after:
        heir = after.pop()
        if heir == council.code:
            raise RuleBroken("Taken over by: this council took over the one named, so it cannot follow it", "successor")
        if heir not in seen:
            seen.add(heir)
            after += heirs.get(heir, [])
