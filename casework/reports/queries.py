"""What the room reads itself: which council a report is of, and whether this is the demonstration."""

from sqlalchemy import select

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.accounts.queries import find_organisation
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.measures.queries import council_of

DEMONSTRATION = "Demonstration: every person and case here is invented"


def council_for(code: str | None, *, seen_by: Person | None) -> Organisation:
    """The council a report is of: a person's own; for the command the one named, or the only one that has accounts.

    Raises RuleBroken when it is not there, not theirs (in the same words), or cannot be told.
    """
    named = find_organisation(code) if code else None
    own = council_of(seen_by) if seen_by else None
    if code and (named is None or (own is not None and named.id != own.id)):
        raise RuleBroken(f"There is no organisation with the code {code}", field="organisation")
    return named or own or _only_council()


def _only_council() -> Organisation:
    """The council that has accounts; the demonstration's first only when there is no other."""
    staffed = (
        select(Organisation)
        .join(Person, Person.organisation_id == Organisation.id)
        .where(Organisation.kind == OrganisationKind.COUNCIL)
    )
    real = db.session.scalars(staffed.where(Person.is_demonstration.is_(False)).distinct()).all()
    found = real or db.session.scalars(staffed.order_by(Person.id).limit(1)).all()
    if len(found) != 1:
        raise RuleBroken("Say which organisation, by its code", field="organisation")
    return found[0]


def notice() -> str:
    """What every page of a document must say while demonstration accounts are here; nothing otherwise."""
    found = db.session.scalar(select(Person.id).where(Person.is_demonstration.is_(True)).limit(1))
    return DEMONSTRATION if found is not None else ""
