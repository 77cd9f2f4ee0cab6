"""What happens to accounts: add, change password, change roles, disable, enable."""

from collections.abc import Collection

from sqlalchemy import update

from casework.accounts import rules
from casework.accounts.models import LoginSession, Organisation, Person, PersonRole
from casework.accounts.passwords import hash_password, matches
from casework.accounts.queries import find_person_by_email
from casework.accounts.roles import Role
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event


def add_person(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    roles: Collection[Role],
    password: str,
    by: Person | None,
    must_change_password: bool = False,
    is_demonstration: bool = False,
) -> Person:
    """Add an account. Raises RuleBroken for a taken address, no role, or a password that is too easy."""
    email = email.strip().lower()
    if "@" not in email[1:-1] or any(letter.isspace() for letter in email):
        raise RuleBroken("Enter an email address in the correct format, like name@example.com", field="email")
    if find_person_by_email(email):
        raise RuleBroken("This email has an account already", field="email")
    if not roles:
        raise RuleBroken("Select at least one role", field="roles")
    rules.check_password(password, email=email, name=name)
    person = Person(
        email=email,
        name=name.strip(),
        organisation=organisation,
        password_hash=hash_password(password),
        must_change_password=must_change_password,
        is_demonstration=is_demonstration,
        created_at=clock.now(),
        role_rows=[PersonRole(role=role) for role in dict.fromkeys(roles)],
    )
    db.session.add(person)
    trail.record(
        Event.PERSON_ADDED, person, by=by, words=f"added {person.name} of {organisation.name} as {person.role_words}"
    )
    return person


def change_password(person: Person, *, current: str, password: str, keep: LoginSession | None) -> None:
    """Change one's own password and end every other session. Raises RuleBroken when `current` is not right."""
    if not matches(current, person.password_hash):
        raise RuleBroken("Current password is not right", field="current")
    if current == password:
        raise RuleBroken("New password must differ from the current one", field="password")
    rules.check_password(password, email=person.email, name=person.name)
    person.password_hash = hash_password(password)
    person.must_change_password = False
    end_sessions(person, keep=keep)
    trail.record(Event.PERSON_PASSWORD_CHANGED, person, by=person, words="changed their password")


def give_password(person: Person, *, password: str, by: Person) -> None:
    """Give an account a first password again, because its own is forgotten: it is changed at the next sign-in.

    Nobody gives one to themselves, and the account is signed out everywhere.
    """
    if person.id == by.id:
        raise RuleBroken("Change your own password on your account page")
    if person.is_disabled:
        raise RuleBroken(f"{person.name}'s account is disabled. Enable it first")
    rules.check_password(password, email=person.email, name=person.name)
    person.password_hash = hash_password(password)
    person.must_change_password = True
    end_sessions(person)
    trail.record(Event.PERSON_PASSWORD_CHANGED, person, by=by, words=f"gave {person.name} a new first password")


def end_sessions(person: Person, *, keep: LoginSession | None = None) -> int:
    """End the person's open sessions, but `keep`; how many were ended."""
    others = update(LoginSession).where(
        LoginSession.person_id == person.id,
        LoginSession.ended_at.is_(None),
        LoginSession.id != (keep.id if keep else 0),
    )
    return len(db.session.scalars(others.values(ended_at=clock.now()).returning(LoginSession.id)).all())


def disable(person: Person, *, by: Person | None) -> None:
    """Close an account at once: its sessions end with the next request. What it did stays in the trail."""
    if by is not None and person.id == by.id:
        raise RuleBroken("You cannot disable your own account")
    if person.is_disabled:
        raise RuleBroken(f"{person.name}'s account is disabled already")
    person.is_disabled = True
    end_sessions(person)
    trail.record(Event.PERSON_DISABLED, person, by=by, words=f"disabled the account of {person.name}")


def enable(person: Person, *, by: Person | None) -> None:
    """Open a disabled account again."""
    if not person.is_disabled:
        raise RuleBroken(f"{person.name}'s account is not disabled")
    person.is_disabled = False
    trail.record(Event.PERSON_ENABLED, person, by=by, words=f"enabled the account of {person.name}")


def change_roles(person: Person, *, roles: Collection[Role], by: Person | None) -> None:
    """Give the account exactly `roles`. Nobody changes their own."""
    if by is not None and person.id == by.id:
        raise RuleBroken("Somebody else must change your roles", field="roles")
    if not roles:
        raise RuleBroken("Select at least one role", field="roles")
    before = person.role_words
    person.role_rows = [row for row in person.role_rows if row.role in roles] + [
        PersonRole(role=role) for role in dict.fromkeys(roles) if role not in person.roles
    ]
    trail.record(
        Event.PERSON_ROLES_CHANGED,
        person,
        by=by,
        words=f"changed the roles of {person.name}",
        changes={"Roles": (before, person.role_words)},
    )
