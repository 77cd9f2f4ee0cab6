"""The words of the log (districts, teams, providers, themes, causes) and how a council counts its days."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select

from casework.accounts.models import Organisation
from casework.complaints.calendar import Calendar
from casework.complaints.council_records import ClosureDay, ComplaintSetting
from casework.complaints.kinds import TermKind
from casework.complaints.models import ComplaintTerm
from casework.extensions import db
from casework.kit.letters import fold
from casework.kit.packs import PACKS, read_yaml

SHIPPED = PACKS / "terms" / "complaints.yaml"


def load_shipped(path: Path = SHIPPED) -> int:
    """Add the shipped words that are not there yet, for every council; how many were new. Safe to run again."""
    return _add(read_yaml(path), organisation_id=None)


def load_own(path: Path, *, organisation: Organisation) -> int:
    """Add a council's own words from a file `{kind: [words]}`; how many were new."""
    return _add(read_yaml(path), organisation_id=organisation.id)


def _add(words: dict[str, list[str]], *, organisation_id: int | None) -> int:
    held = {(term.kind, term.name) for term in _terms(organisation_id)}
    new = [
        ComplaintTerm(organisation_id=organisation_id, kind=TermKind(kind), name=name)
        for kind, names in words.items()
        for name in names
        if (TermKind(kind), name) not in held
    ]
    db.session.add_all(new)
    db.session.flush()
    return len(new)


def _terms(organisation_id: int | None) -> list[ComplaintTerm]:
    """A council's own words and the shared ones, by name."""
    whose: ColumnElement[bool] = ComplaintTerm.organisation_id.is_(None)
    if organisation_id is not None:
        whose = or_(whose, ComplaintTerm.organisation_id == organisation_id)
    query = select(ComplaintTerm).where(whose).order_by(ComplaintTerm.name, ComplaintTerm.id)
    return list(db.session.scalars(query))


def list_terms(organisation_id: int) -> dict[TermKind, list[ComplaintTerm]]:
    """The words a council may choose from, by kind and name; "Other" stands last."""
    found: dict[TermKind, list[ComplaintTerm]] = defaultdict(list)
    for term in sorted(_terms(organisation_id), key=lambda term: term.name == "Other"):
        if not term.is_retired:
            found[term.kind].append(term)
    return found


def terms_by_name(organisation_id: int) -> dict[tuple[TermKind, str], ComplaintTerm]:
    """Every word of a council, retired ones too, by kind and folded lower-case name."""
    return {(term.kind, key_of(term.name)): term for term in _terms(organisation_id)}


def key_of(name: str) -> str:
    """A word as it is matched: look-alike letters folded, case and odd spaces aside."""
    return fold(name).casefold()


def add_term(organisation_id: int, kind: TermKind, name: str) -> ComplaintTerm:
    """A new word of a council's own."""
    term = ComplaintTerm(organisation_id=organisation_id, kind=kind, name=fold(name))
    db.session.add(term)
    return term


def calendar_of(organisation_id: int) -> Calendar:
    """How the council counts: its closure days and targets, or the usual ones where it set none."""
    return calendar_from(db.session.get(ComplaintSetting, organisation_id), closures_of(organisation_id))


def closures_of(organisation_id: int) -> dict[date, str]:
    """The days a council added to the table of bank holidays, with their names."""
    query = select(ClosureDay.day, ClosureDay.reason).where(ClosureDay.organisation_id == organisation_id)
    return {row.day: row.reason for row in db.session.execute(query)}


def calendar_from(setting: ComplaintSetting | None, closures: Mapping[date, str]) -> Calendar:
    """How a council with this setting counts; a day's reason is printed in the working of each date."""
    if setting is None:
        return Calendar(closures=closures)
    return Calendar(
        closures=closures,
        targets=tuple(int(days) for days in setting.targets.split(";")),
        tiers=tuple(setting.tiers.split(";")) if setting.tiers else (),
        usual_target=setting.usual_target,
        is_receipt_day_one=setting.is_receipt_day_one,
        is_target_calendar=setting.is_target_calendar,
        is_target_from_acknowledgement=setting.is_target_from_acknowledgement,
    )
