"""Reading organisations and people."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from casework.accounts.models import LoginSession, Organisation, OrganisationKind, Person, PersonRole
from casework.accounts.roles import Role
from casework.extensions import db
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.trail.queries import Reader


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


def list_employers() -> list[Organisation]:
    """Councils and agencies that people can belong to: those that still exist, by name."""
    kinds = (OrganisationKind.COUNCIL, OrganisationKind.AGENCY)
    query = select(Organisation).where(Organisation.kind.in_(kinds), Organisation.successor.is_(None))
    return list(db.session.scalars(query.order_by(Organisation.name)))


def councils_here() -> Select[Organisation]:
    """The councils that work with this installation: those with accounts, but for challengers, who only visit."""
    theirs = select(Person.organisation_id).join(PersonRole).where(PersonRole.role != Role.CHALLENGER)
    return select(Organisation).where(Organisation.kind == OrganisationKind.COUNCIL, Organisation.id.in_(theirs))


def find_only_council() -> Organisation | None:
    """The council that a command or an agency is about when none is named: the only one, demonstration ones apart.

    While there are only demonstration accounts, the council of the first. None when it cannot be told.
    """
    real = (
        select(Person.organisation_id)
        .join(PersonRole)
        .where(PersonRole.role != Role.CHALLENGER, Person.is_demonstration.is_(False))
    )
    first = councils_here().join(Person, Person.organisation_id == Organisation.id).order_by(Person.id).limit(1)
    found = (
        db.session.scalars(councils_here().where(Organisation.id.in_(real))).all() or db.session.scalars(first).all()
    )
    return found[0] if len(found) == 1 else None


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


class Standing(StrEnum):
    """Accounts that an administrator should look at."""

    NEW = "new"  # has an account and never signed in
    UNUSED = "unused"  # signed in once, but not since `since`


def list_people(
    *, seen_by: Person, standing: Standing | None = None, since: datetime
) -> list[tuple[Person, datetime | None]]:
    """Every account for an administrator, by name, each with when it signed in last."""
    last = select(func.max(LoginSession.started_at)).where(LoginSession.person_id == Person.id).scalar_subquery()
    query = select(Person, last).order_by(Person.name, Person.id)
    if not seen_by.has(Role.ADMINISTRATOR):
        query = query.where(Person.id == seen_by.id)
    if standing:
        query = query.where(_stands(standing, since))
    return [(person, at) for person, at in db.session.execute(query)]


def trail_reader(person: Person) -> Reader:
    """The person as a reader of the trail: of their own council and its partners, not of another one here."""
    other = councils_here().where(Organisation.id != person.organisation_id).with_only_columns(Organisation.id)
    return Reader(person.id, db.session.scalars(other).all())


def list_named(*, seen_by: Reader) -> list[tuple[int, str]]:
    """Number and name of accounts, by name: for the auditor's filter, who reads these names in the trail."""
    theirs = select(Person.id, Person.name).where(Person.organisation_id.not_in(seen_by.elsewhere))
    return [(number, name) for number, name in db.session.execute(theirs.order_by(Person.name, Person.id))]


def count_people(standing: Standing, *, since: datetime) -> int:
    """How many open accounts stand so."""
    return db.session.scalar(select(func.count()).select_from(Person).where(_stands(standing, since))) or 0


def _stands(standing: Standing, since: datetime) -> ColumnElement[bool]:
    signed_in = exists().where(LoginSession.person_id == Person.id)
    if standing is Standing.NEW:
        return and_(Person.is_disabled.is_(False), ~signed_in)
    return and_(Person.is_disabled.is_(False), signed_in, ~signed_in.where(LoginSession.started_at >= since))


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
