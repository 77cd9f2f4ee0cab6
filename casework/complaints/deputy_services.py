"""Who signs answers besides the responsible person and the complaints manager: deputies between two days.

Regulation 14(1): the response is signed by the responsible person, or by somebody authorised to act for them.
"""

from datetime import date, timedelta

from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.complaints.council_records import SigningDeputy
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event

MAY_SIGN = (Role.DIRECTOR, Role.COMPLAINTS_MANAGER)  # the responsible person, and who always acts for them
MAY_BE_DEPUTY = (Role.COMPLAINTS_OFFICER, Role.INVESTIGATOR)  # they open complaints, but do not sign by their role
LONGEST = 366  # days


def is_deputy(person: Person, *, on: date) -> bool:
    """Whether somebody may sign on this day because the responsible person said so."""
    query = select(SigningDeputy.id).where(
        SigningDeputy.organisation_id == person.organisation_id,
        SigningDeputy.person_id == person.id,
        SigningDeputy.from_on <= on,
        SigningDeputy.until_on >= on,
    )
    return db.session.scalar(query.limit(1)) is not None


def signs(person: Person) -> bool:
    """Whether somebody signs answers today, by role or as a deputy."""
    return person.has(*MAY_SIGN) or is_deputy(person, on=clock.today())


def name_deputy(person: Person, *, from_on: date, until_on: date, by: Person) -> SigningDeputy:
    """Authorise somebody to sign answers from a day until a day."""
    if not by.has(Role.DIRECTOR):
        raise RuleBroken("Only the director names a deputy")
    if not person.has(*MAY_BE_DEPUTY) or person.organisation_id != by.organisation_id:
        raise RuleBroken("Select somebody who works with complaints", "person")
    if until_on < from_on:
        raise RuleBroken(f"Until must be the same as or after {words.full_date(from_on)}", "until_on")
    if (until_on - from_on).days > LONGEST:
        raise RuleBroken("Until must be within a year of the first day", "until_on")
    deputy = SigningDeputy(
        organisation_id=by.organisation_id, person_id=person.id, from_on=from_on, until_on=until_on,
        given_by_id=by.id, given_at=clock.now(),
    )  # fmt: skip
    db.session.add(deputy)
    trail.record(
        Event.DEPUTY_NAMED, by.organisation, by=by, words="named a deputy who signs answers to complaints",
        changes={"Account": (None, person.id), "From": (None, from_on), "Until": (None, until_on)},
    )  # fmt: skip
    return deputy


def end_deputy(deputy: SigningDeputy, *, by: Person) -> None:
    """Take the authority back: yesterday was its last day, or it is gone when it had not begun."""
    today = clock.today()
    old = deputy.until_on
    if deputy.from_on >= today:
        db.session.delete(deputy)
    else:
        deputy.until_on = min(old, today - timedelta(days=1))
    trail.record(
        Event.DEPUTY_NAMED, by.organisation, by=by, words="ended a deputy's authority to sign answers to complaints",
        changes={"Account": (deputy.person_id, None), "Until": (old, None)},
    )  # fmt: skip


def list_deputies(organisation_id: int) -> list[SigningDeputy]:
    """Deputies of the council, those whose time is over last."""
    query = select(SigningDeputy).where(SigningDeputy.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(SigningDeputy.until_on.desc(), SigningDeputy.id).limit(50)))


def get_deputy(deputy_id: int, *, seen_by: Person) -> SigningDeputy:
    """A deputy of the person's own council whose time is not over; 404 otherwise."""
    query = select(SigningDeputy).where(
        SigningDeputy.id == deputy_id,
        SigningDeputy.organisation_id == seen_by.organisation_id,
        SigningDeputy.until_on >= clock.today(),
    )
    return or_404(db.session.scalars(query).first())
