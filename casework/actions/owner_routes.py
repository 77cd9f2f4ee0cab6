"""Moves of whoever carries an action out: agree, start, update, add evidence, submit, change the date, give it away."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import queries as accounts
from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.actions import forms, queries, rules, services
from casework.actions.answering import answer, is_fresh
from casework.actions.models import Action
from casework.actions.moves import Verb
from casework.actions.room import room
from casework.extensions import db
from casework.kit import words
from casework.kit.doors import needs
from casework.kit.forms import Choice

BOTH = ["GET", "POST"]


def _get(action_id: int) -> Action:
    return queries.get_action(action_id, seen_by=current_user)


@room.route("/actions/<int:action_id>/agree", methods=BOTH)
@needs(Need.OWN_ACTIONS)
def agree(action_id: int) -> ResponseReturnValue:
    """Agree that this will be done."""
    action = _get(action_id)
    banner = f"{action.reference} is agreed"
    return answer(Verb.AGREE, forms.ConfirmForm(), action, lambda: services.agree(action, by=current_user), banner)


@room.route("/actions/<int:action_id>/start", methods=BOTH)
@needs(Need.OWN_ACTIONS)
def start(action_id: int) -> ResponseReturnValue:
    """Say that work has begun."""
    action = _get(action_id)
    banner = f"{action.reference} is in progress"
    return answer(Verb.START, forms.ConfirmForm(), action, lambda: services.start(action, by=current_user), banner)


@room.route("/actions/<int:action_id>/update", methods=BOTH)
@needs(Need.OWN_ACTIONS)
def update(action_id: int) -> ResponseReturnValue:
    """What has happened, how it is going, what is next."""
    action, form = _get(action_id), forms.UpdateForm()

    def move() -> None:
        services.update(
            action, text=form.text.data, going=form.going.data, next_step=form.next_step.data, by=current_user
        )

    return answer(Verb.UPDATE, form, action, move, f"{action.reference} is updated")


@room.route("/actions/<int:action_id>/add-evidence", methods=BOTH)
@needs(Need.OWN_ACTIONS)
def add_evidence(action_id: int) -> ResponseReturnValue:
    """What shows that it was done."""
    action, form = _get(action_id), forms.EvidenceForm()

    def move() -> None:
        services.add_evidence(action, title=form.title.data, text=form.text.data, link=form.link.data, by=current_user)

    return answer(Verb.ADD_EVIDENCE, form, action, move, f"Evidence added to {action.reference}")


@room.route("/actions/<int:action_id>/submit", methods=BOTH)
@needs(Need.OWN_ACTIONS)
def submit(action_id: int) -> ResponseReturnValue:
    """Say that it is done, with what shows it; somebody else signs it off."""
    action, form = _get(action_id), forms.SubmitForm()
    if is_fresh() and action.done_note:
        form.done_note.data = action.done_note

    def move() -> None:
        if form.evidence_title.data:
            services.add_evidence(action, title=form.evidence_title.data, text=form.evidence_text.data, by=current_user)
        services.submit(
            action,
            done_note=form.done_note.data,
            people_note=form.people_note.data,
            no_evidence_reason=form.no_evidence_reason.data,
            by=current_user,
        )

    banner = f"Sent to {rules.signer_words(action)} to sign off. You cannot sign off your own action"
    return answer(Verb.SUBMIT, form, action, move, banner)


@room.route("/actions/<int:action_id>/redate", methods=BOTH)
@needs(Need.OWN_ACTIONS)
def redate(action_id: int) -> ResponseReturnValue:
    """Another due date, with a reason; the first one stays on record."""
    action, form = _get(action_id), forms.RedateForm()
    if is_fresh():
        form.version.data = str(action.version)
    first = action.original_due_on

    def move() -> None:
        services.redate(
            action, due_on=form.due_on.data, reason=form.reason.data, seen=form.version.data, by=current_user
        )

    def shown() -> dict[str, Any]:
        form.version.data, form.version.raw_data = str(action.version), None
        return {"moved": len(action.new_dates)}

    stays = f"The first date, {words.full_date(first)}, stays on record" if first else "It is on record"
    return answer(Verb.REDATE, form, action, move, f"The date has changed. {stays}", shown=shown)


@room.route("/actions/<int:action_id>/give", methods=BOTH)
@needs(Need.PROPOSE_ACTIONS)
def give(action_id: int) -> ResponseReturnValue:
    """Give the action to another owner."""
    action, form = _get(action_id), forms.GiveForm()
    form.owner.choices = [one for one in owner_choices() if one.value != action.owner_id]
    if is_fresh():
        form.version.data = str(action.version)

    def move() -> None:
        owner = person_of(form.owner.data)
        others = queries.count_signers(action.organisation, rules.signer_roles(action), besides=owner)
        services.give(action, owner=owner, seen=form.version.data, other_signers=others, by=current_user)

    def shown() -> dict[str, Any]:
        form.version.data, form.version.raw_data = str(action.version), None
        return {}

    return answer(Verb.GIVE, form, action, move, f"{action.reference} has a new owner", shown=shown)


def owner_choices() -> list[Choice]:
    """People who can be given an action here, with their roles and, for partners, their agency."""
    people = [one for one in accounts.list_colleagues(seen_by=current_user) if one.may(Need.OWN_ACTIONS)]
    return [Choice(one.id, _owner_label(one)) for one in people]


def _owner_label(person: Person) -> str:
    away = person.organisation_id != current_user.organisation_id
    return f"{person.name}, {person.role_words}" + (f", {person.organisation.name}" if away else "")


def person_of(number: int) -> Person | None:
    """The account that was chosen; whether it may own the action is the rule's to say."""
    return db.session.get(Person, number)
