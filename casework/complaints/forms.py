"""Forms of logging, sorting and handing round a case, and of who may see it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from casework.accounts.models import Person
from casework.complaints.calendar import Calendar, settle_by
from casework.complaints.kinds import Channel, Ground, Kind, Right, Route, Teller, TermKind
from casework.complaints.models import ComplaintTerm
from casework.complaints.services import Standing
from casework.kit import words
from casework.kit.forms import (
    Choice,
    DateField,
    Form,
    HiddenField,
    OnceForm,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TicksField,
    VersionedForm,
)
from casework.kit.workdays import why_not_working

NO_NAMES = "No names"


def choices_of(kind: type[Kind], *, only: Iterable[Kind] = (), hints: dict[Any, str] | None = None) -> list[Choice]:
    """A choice for each member of a closed list, or for some of them."""
    return [Choice(one, one.words, (hints or {}).get(one, "")) for one in (only or kind)]


def people_choices(people: Iterable[Person]) -> list[Choice]:
    """A choice for each person, by name."""
    return [Choice(person.id, person.name, ", ".join(role.words for role in person.roles)) for person in people]


def term_choices(terms: Iterable[ComplaintTerm]) -> list[Choice]:
    """A choice for each word of a list."""
    return [Choice(term.id, term.name) for term in terms]


class VersionForm(OnceForm, VersionedForm):
    """A form that changes a case: it carries the version of the case that the person saw, and is used once."""


class LogForm(OnceForm):
    """What was said, in one page; the first, second, seventh and eighth question are a concern in 30 seconds."""

    what_said = TextAreaField(
        "What was said",
        missing="Enter what was said",
        rows=4,
        hint="Their words as far as you can. One or two sentences will do",
    )
    told_by_name = TextField("Who told us?", called="Who told us", hint="Leave blank if they would not give a name")
    told_by = RadiosField("Who are they?", choices=choices_of(Teller), missing="Select who they are", small=True)
    adult_reference = TextField(
        "Who is it about?",
        called="Case system number",
        most=60,
        width=20,
        hint="Case system number. Leave blank if it is the same person",
    )
    contact = TextAreaField(
        "How can we reach them?",
        called="How we can reach them",
        rows=2,
        most=1_000,
        hint="Phone, email or address; and anything that makes it easier for them, such as large print",
    )
    channel = RadiosField(
        "How did it reach us?",
        choices=choices_of(Channel),
        missing="Select how it reached us",
        default=Channel.PHONE,
        small=True,
        inline=True,
    )
    received = RadiosField("When did it reach us?", missing="Select when it reached us", default="today", small=True)
    received_on = DateField("Date received", missing="Enter the date received", must_be="past")
    risk = RadiosField(
        "Is an adult at risk of abuse or neglect?",
        choices=[
            Choice("no", "No"),
            Choice("yes", "Yes or not sure", "The next page passes it to safeguarding at once"),
        ],
        missing="Select whether an adult is at risk",
        small=True,
    )
    standing = RadiosField("How does it stand?", missing="Select how it stands", small=True)
    settled_how = TextField("What settled it?", missing="Enter what settled it", called="What settled it")
    other = RadiosField(
        "Which is it?",
        choices=[Choice(Standing.SERVICE_REQUEST, "A request for service"), Choice("compliment", "A compliment")],
        missing="Select which it is",
        small=True,
    )
    which = RadiosField("Could this be one of these?", missing="Select whether it is new")
    looked = HiddenField()  # "yes" once the person has seen cases that may be the same

    def set_days(self, today: date, calendar: Calendar) -> None:
        """Offer today and yesterday by name, and say until when a concern can be settled."""
        yesterday = today - timedelta(days=1)
        self.received.choices = [
            Choice("today", f"Today, {_day(today, calendar)}"),
            Choice("yesterday", f"Yesterday, {_day(yesterday, calendar)}"),
            Choice("another", "Another day", reveals="received_on"),
        ]
        last = words.long_date(settle_by(today, calendar)).rpartition(" ")[0]
        self.standing.choices = [
            Choice(Standing.SETTLED, "Settled, and they are satisfied", reveals="settled_how"),
            Choice(Standing.NOT_SETTLED, f"Not settled, we have until the end of {last}"),
            Choice(Standing.COMPLAINT, "It is a complaint"),
            Choice("other", "A request for service or a compliment", reveals="other"),
        ]

    def day(self, today: date) -> date:
        """The day of receipt that was chosen."""
        if self.received.data == "another":
            return self.received_on.data
        return today if self.received.data == "today" else today - timedelta(days=1)


def _day(day: date, calendar: Calendar) -> str:
    off = why_not_working(day, calendar.closures)
    named = words.long_date(day).rpartition(" ")[0]
    return named + (f" ({off})" if off and day.weekday() < 5 else "")


class CorrectForm(VersionForm):
    """What was logged, to be put right; the last three questions only until it was acknowledged."""

    told_by_name = TextField("Who told us?", called="Who told us", hint="Leave blank if they would not give a name")
    told_by = RadiosField("Who are they?", choices=choices_of(Teller), small=True, mark_optional=False)
    adult_reference = TextField(
        "Who is it about?", called="Case system number", most=60, width=20, hint="Case system number"
    )
    contact = TextAreaField("How can we reach them?", called="How we can reach them", rows=2, most=1_000)
    what_said = TextAreaField("What was said", rows=4, mark_optional=False)
    channel = RadiosField("How did it reach us?", choices=choices_of(Channel), missing="Select how it reached us",
                          small=True, inline=True)  # fmt: skip
    received_on = DateField("Date received", missing="Enter the date received", must_be="past")
    reason = TextAreaField("If what was said, the way or the day changes: why?", called="Why it changes", rows=2,
                           hint=NO_NAMES)  # fmt: skip


class RepeatsForm(Form):
    """What the script sends while somebody types."""

    told_by_name = TextField("Who told us?")
    adult_reference = TextField("Case system number", most=60)


class SortForm(VersionForm):
    """Which route it takes and where it belongs."""

    summary = TextField(
        "Subject in a few words",
        missing="Enter the subject in a few words",
        most=120,
        hint="Such as: Care call removed. No names",
    )
    route = RadiosField("Route", missing="Select a route")
    ground = RadiosField("Which paragraph of regulation 8?", choices=choices_of(Ground), small=True,
                         missing="Select which paragraph of regulation 8")  # fmt: skip
    team = SelectField("Team", type_ahead=True, blank="Not known")
    provider = SelectField("Provider", type_ahead=True, blank="No provider")
    district = SelectField("District", blank="Not known")
    theme = SelectField("Theme", type_ahead=True, blank="Select one")
    cause = SelectField("Main cause", blank="Select one")
    target_days = RadiosField("How complex is it?", missing="Select how complex it is", small=True)
    named = TicksField(
        "Is a colleague named in it?", small=True,
        hint="They cannot look into it, check the answer or sign it. What they did in it is taken back",
    )  # fmt: skip
    right = RadiosField("Whose right is it to complain?", choices=choices_of(Right), small=True,
                        hint="Missing consent limits what we may tell, never the acknowledgement")  # fmt: skip
    matter_on = DateField("When it happened, or when they came to know", hint="Only if it may be over 12 months ago")
    is_late_accepted = RadiosField(
        "If it happened more than 12 months before: do we look into it?",
        choices=[
            Choice("yes", "Accept it", "There is good reason, and it can still be looked into fairly"),
            Choice("no", "Refuse it", "They get a letter with the reasons"),
        ],
        small=True,
    )
    late_reason = TextAreaField("Why?", called="Why it is accepted or refused", rows=2)
    reason = TextAreaField("If the route changes: why?", called="Why the route changes", rows=2, hint=NO_NAMES)

    def set_choices(
        self, terms: dict[TermKind, list[ComplaintTerm]], days: Iterable[Choice], colleagues: Iterable[Person]
    ) -> None:
        """The council's own words, the dates of each complexity, and who may be named."""
        hints = {
            Route.STATUTORY: "About adult social care: dates by law",
            Route.CORPORATE: "About something else of the council: the Complaint Handling Code",
            Route.SAFEGUARDING: "A safeguarding concern and nothing else: pass it on at once",
            Route.SERVICE_REQUEST: "Asks us to do something, and is not unhappy with what we did",
            Route.EXCLUDED: "The Regulations leave it out; they are told why",
        }
        self.route.choices = [
            Choice(route, route.words, hints[route], reveals="ground" if route == Route.EXCLUDED else None)
            for route in Route
        ]
        for kind in TermKind:
            self[kind.value].choices = term_choices(terms.get(kind, []))
        self.target_days.choices = days
        self.named.choices = people_choices(colleagues)


class AcknowledgeForm(VersionForm):
    """How and when we said that we have it."""

    way = RadiosField(
        "How?",
        missing="Select how it was acknowledged",
        small=True,
        choices=[
            Choice(Channel.LETTER, "Letter"),
            Choice(Channel.EMAIL, "Email"),
            Choice(Channel.PHONE, "Phone, and a written note to them"),
            Choice(Channel.IN_PERSON, "In person, and a written note to them"),
        ],
    )
    acknowledged_on = DateField("Date acknowledged", missing="Enter the date acknowledged", must_be="past")
    note = TextAreaField(
        "What did we offer to talk about?",
        called="What we offered to talk about",
        rows=3,
        hint="How we will handle it, how long it takes, when they will hear",
    )


class AssignForm(VersionForm):
    """Which officer has the case."""

    officer = RadiosField("Who takes the case?", missing="Select who takes the case")


class SettleForm(VersionForm):
    """What settled a concern."""

    settled_how = TextField("What settled it?", missing="Enter what settled it", called="What settled it")


class EscalateForm(VersionForm):
    """Why a concern becomes a complaint."""

    reason = TextAreaField("Why?", called="Why", rows=2, hint=NO_NAMES)


class RestrictForm(VersionForm):
    """Who may know that the case exists."""

    people = TicksField(
        "Who may see it?", small=True, hint="You, its officer and its investigators are always among them"
    )
    reason = TextAreaField("Why is it restricted?", missing="Say why it is restricted", called="Why it is restricted",
                           rows=3, hint=NO_NAMES)  # fmt: skip


class OpenUpForm(VersionForm):
    """Why a restricted case is shown again."""

    reason = TextAreaField("Why can the team see it again?", missing="Say why the team can see it again",
                           called="Why the team can see it", rows=3, hint=NO_NAMES)  # fmt: skip


class ThemesForm(Form):
    """Which themes of complaints bear on a measure."""

    themes = TicksField("Complaint themes", small=True)
