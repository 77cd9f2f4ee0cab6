"""Compliments: log one, and pass the thanks on."""

from datetime import date

from casework.accounts.models import Person
from casework.complaints.kinds import Channel
from casework.complaints.models import ComplaintTerm, Compliment
from casework.complaints.references import Series, next_reference
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event


def log(
    *,
    text: str,
    received_on: date,
    by: Person,
    source: str | None = None,
    team: ComplaintTerm | None = None,
    district: ComplaintTerm | None = None,
    may_quote: bool = False,
) -> Compliment:
    """A new compliment. RuleBroken for a day to come."""
    if received_on > clock.today():
        raise RuleBroken("Received must be today or in the past", "received_on")
    compliment = Compliment(
        organisation_id=by.organisation_id,
        reference=next_reference(by.organisation_id, Series.COMPLIMENT, received_on.year),
        received_on=received_on,
        text=text,
        source=source or None,
        team=team,
        district=district,
        may_quote=may_quote,
        logged_by_id=by.id,
        logged_at=clock.now(),
    )
    db.session.add(compliment)
    said = f"logged a compliment, received {words.full_date(received_on)}"
    trail.record(Event.COMPLIMENT_LOGGED, compliment, by=by, words=said)
    return compliment


def quote(compliment: Compliment, *, may: bool, by: Person) -> None:
    """Say whether the annual report may quote it: its words stand there as they are, with the team."""
    if compliment.may_quote == may:
        return
    compliment.may_quote = may
    said = "said that it may be quoted" if may else "said that it is not to be quoted"
    trail.record(Event.COMPLIMENT_LOGGED, compliment, by=by, words=said)


def thanks_words(compliment: Compliment) -> str:
    """What the team is told, ready to be sent: what was said, when, and thanks; nobody's name."""
    said_by = f", {compliment.source}" if compliment.source else ""
    return "\n\n".join(
        (
            f"We were told this on {words.full_date(compliment.received_on)}{said_by}:",
            compliment.text,
            "Thank you for work that somebody took the time to praise. Please share it with everyone who had a part "
            f"in it. It is in the complaints and compliments log as {compliment.reference}.",
        )
    )


def thank(compliment: Compliment, *, team: ComplaintTerm, way: Channel, thanks: str, by: Person) -> None:
    """Record that the thanks were passed on to the team it is for, how, and in which words."""
    if not thanks.strip():
        raise RuleBroken("Enter what the team is told", "thanks")
    compliment.team = team
    compliment.thanked_on, compliment.thanked_by_id = clock.today(), by.id
    compliment.thanked_by_way, compliment.thanks = way, thanks
    told = "in person" if way == Channel.IN_PERSON else f"by {way.words.lower()}"
    trail.record(Event.COMPLIMENT_LOGGED, compliment, by=by, words=f"passed the thanks on to {team.name}, {told}")
