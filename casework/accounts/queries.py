"""Reading organisations and people."""

from sqlalchemy import Select, or_, select

from casework.accounts.models import Organisation, OrganisationKind, Person, PersonRole
from casework.accounts.roles import Role
from casework.extensions import db
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken


def find_organisation(code: str) -> Organisation | None:
    """The organisation with this code, ONS code or CASSR code; None if there is none."""
    code = code.strip()
    found = db.session.scalars(
        select(Organisation).where(
            or_(Organisation.code == code, Organisation.ons_code == code, Organisation.cassr_code == code)
        )
    ).all()
    return min(found, key=lambda organisation: organisation.code != code, default=None)


def organisation_called(code: str) -> Organisation:
    """The organisation with this code; RuleBroken with a sentence when there is none."""
    organisation = find_organisation(code)
    if organisation is None:
        raise RuleBroken(f"There is no organisation with the code {code}")
    return organisation


def list_organisations(*kinds: OrganisationKind) -> list[Organisation]:
    """Organisations of these kinds (all when none is named), by name."""
    query = select(Organisation).order_by(Organisation.name)
    return list(db.session.scalars(query.where(Organisation.kind.in_(kinds)) if kinds else query))


def own_council(person: Person) -> Organisation:
    """The council whose records this person works with: their own organisation."""
    return person.organisation


def find_person_by_email(email: str) -> Person | None:
    """The account with this address, whatever its case."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).first()


def get_person(person_id: int, *, seen_by: Person) -> Person:
    """The account; 404 unless an administrator looks, or it is their own."""
    query = select(Person).where(Person.id == person_id)
    if not seen_by.has(Role.ADMINISTRATOR):
        query = query.where(Person.id == seen_by.id)
    return or_404(db.session.scalars(query).first())


def list_people(*, seen_by: Person) -> list[Person]:
    """Every account for an administrator, by name."""
    query = select(Person).order_by(Person.name, Person.id)
    if not seen_by.has(Role.ADMINISTRATOR):
        query = query.where(Person.id == seen_by.id)
    return list(db.session.scalars(query))


def _active(*roles: Role) -> Select[Person]:
    query = select(Person).where(Person.is_disabled.is_(False)).order_by(Person.name, Person.id)
    if roles:
        query = query.where(Person.id.in_(select(PersonRole.person_id).where(PersonRole.role.in_(roles))))
    return query


def list_colleagues(*roles: Role, seen_by: Person) -> list[Person]:
    """Accounts that `seen_by` can give work to: of the same organisation or a partner agency, not another council."""
    same = or_(
        Person.organisation_id == seen_by.organisation_id,
        Person.organisation.has(Organisation.kind == OrganisationKind.AGENCY),
    )
    return list(db.session.scalars(_active(*roles).where(same)))
