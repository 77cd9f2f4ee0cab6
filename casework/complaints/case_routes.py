"""A case and its verbs: sort, acknowledge, assign, settle, escalate, close, withdraw, reopen, restrict."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Person
from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need, Role
from casework.complaints import (
    access_services,
    clocks,
    desk,
    joint_services,
    letters,
    pages,
    services,
    terms,
    work_services,
)
from casework.complaints.answer_forms import CloseForm, ReopenForm, WithdrawForm
from casework.complaints.calendar import Calendar
from casework.complaints.forms import (
    AcknowledgeForm,
    AssignForm,
    EscalateForm,
    OpenUpForm,
    RestrictForm,
    SettleForm,
    SortForm,
    people_choices,
)
from casework.complaints.kinds import Right, RightState, TermKind
from casework.complaints.models import Complaint, ComplaintTerm
from casework.complaints.room import room
from casework.complaints.rules import Move, is_over_12_months
from casework.complaints.services import Sorting
from casework.extensions import db
from casework.findings.history import history_items
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.forms import Choice

TEAM = (Role.COMPLAINTS_OFFICER, Role.COMPLAINTS_MANAGER)
NEEDS_PROOF = (Right.CONSENT, Right.ATTORNEY)
HANDLERS = (*TEAM, Role.INVESTIGATOR, Role.DIRECTOR)  # who can look into a complaint, check its answer or sign it
READERS = (*TEAM, Role.DIRECTOR, Role.INVESTIGATOR, Role.AUDITOR)


def is_first_look() -> bool:
    """Whether a form is shown for the first time: nothing was sent, nothing kept is handed back."""
    return request.method == "GET" and not g.get("kept_fields")


@room.get("/complaints/<int:complaint_id>")
@needs(Need.READ_COMPLAINTS)
def show(complaint_id: int) -> ResponseReturnValue:
    """A case: whose turn, what comes next, its dates by law and ours, points, history."""
    case = desk.open_case(complaint_id)
    return render_template("complaints/show.html", **pages.record(case, current_user))


@room.get("/complaints/<int:complaint_id>/history")
@needs(Need.READ_COMPLAINTS)
def history(complaint_id: int) -> ResponseReturnValue:
    """Everything that happened to the case, newest first, in words."""
    case = desk.open_case(complaint_id)
    items = history_items(work_services.history_of(case, seen_by=current_user, limit=500))
    return render_template("complaints/history.html", items=items, **pages.frame(case, current_user, "history"))


@room.route("/complaints/<int:complaint_id>/sort", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def sort(complaint_id: int) -> ResponseReturnValue:
    """Say which route the complaint takes and where it belongs."""
    case = desk.open_case(complaint_id)
    form = SortForm(data=_sorted(case))
    calendar = terms.calendar_of(case.organisation_id)
    days = [
        Choice(
            days, _tier(days, calendar), words.long_date(calendar.target_on(clocks.target_start(case, calendar), days))
        )
        for days in calendar.targets
    ]
    form.set_choices(terms.list_terms(case.organisation_id), days, _may_be_named(case))
    if is_first_look():
        form.target_days.data = case.target_days or calendar.usual_target

    def verb() -> None:
        chosen = {kind: _term(form[kind.value].data) for kind in TermKind}
        accepted = {"yes": True, "no": False}.get(form.is_late_accepted.data or "")
        sorting = Sorting(
            route=form.route.data, terms=chosen, summary=form.summary.data, ground=form.ground.data,
            reason=form.reason.data or None, target_days=form.target_days.data, named=form.named.data,
            matter_on=form.matter_on.data, is_late_accepted=accepted, late_reason=form.late_reason.data or None,
        )  # fmt: skip
        services.sort(case, sorting=sorting, by=current_user)
        if form.right.data:
            state = RightState.ASKED if form.right.data in NEEDS_PROOF else RightState.SHOWN
            joint_services.add_authority(
                case, body=None, right=form.right.data, state=state, on=clock.today(), note=None, by=current_user
            )

    return desk.do(
        case, form, Move.SORT, verb, said=lambda: f"Sorted as: {case.route.words if case.route else ''}",
        skipped=_not_asked(case, form),
    )  # fmt: skip


def _may_be_named(case: Complaint) -> list[Person]:
    """Whose work on the case would be a conflict of interest, and whoever is named already."""
    handlers = list_colleagues(*HANDLERS, seen_by=current_user)
    held = {person.id for person in handlers}
    return handlers + [row.person for row in case.named if row.person_id not in held]


def _tier(days: int, calendar: Calendar) -> str:
    """A target with the council's own name for it: "Several bodies: 40 working days"."""
    named = calendar.tier(days)
    return f"{named}: {words.plural(days, calendar.target_unit)}" if named else words.plural(days, calendar.target_unit)


def _not_asked(case: Complaint, form: SortForm) -> list[str]:
    """Questions that nothing makes necessary: a reason for another route, the 12 months, the right once recorded."""
    skipped = ["reason"] if case.sorted_at is None else []
    old = form.matter_on.data and is_over_12_months(form.matter_on.data, case.received_on)
    if not old and case.is_late_accepted is None:
        skipped += ["is_late_accepted", "late_reason"]
    return skipped + (["right"] if case.authorities else [])


def _sorted(case: Complaint) -> dict[str, object]:
    """How the case is sorted now, as the form has it."""
    return {
        "summary": case.summary,
        "route": case.route,
        "ground": case.excluded_ground,
        "named": [row.person_id for row in case.named],
        "matter_on": case.matter_on,
        "is_late_accepted": {True: "yes", False: "no", None: None}[case.is_late_accepted],
        "late_reason": case.late_reason,
        **{kind.value: getattr(case, f"{kind.value}_id") for kind in TermKind},
    }


def _term(term_id: int | None) -> ComplaintTerm | None:
    return db.session.get(ComplaintTerm, term_id) if term_id else None


@room.route("/complaints/<int:complaint_id>/acknowledge", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def acknowledge(complaint_id: int) -> ResponseReturnValue:
    """Record how and when we said that we have it; a draft letter stands beside it."""
    case = desk.open_case(complaint_id)
    calendar = terms.calendar_of(case.organisation_id)
    form = AcknowledgeForm(acknowledged_on=clock.today() if is_first_look() else None)

    def said() -> str:
        took = calendar.count(case.received_on, form.acknowledged_on.data)
        return f"Acknowledged {words.took_words(took)}. Next: the response plan"

    return desk.do(
        case, form, Move.ACKNOWLEDGE,
        lambda: services.acknowledge(
            case, on=form.acknowledged_on.data, way=form.way.data, note=form.note.data, by=current_user
        ),
        said=said, letter=letters.acknowledgement(case, calendar),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/assign", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def assign(complaint_id: int) -> ResponseReturnValue:
    """Give the case to another officer."""
    case = desk.open_case(complaint_id)
    form = AssignForm(officer=case.officer_id)
    team = list_colleagues(*TEAM, seen_by=current_user)
    form.officer.choices = people_choices(team)
    return desk.do(
        case, form, Move.ASSIGN,
        lambda: services.assign(case, officer=_one(team, form.officer.data), by=current_user),
        said=lambda: f"{_one(team, form.officer.data).name} has {case.reference} now",
    )  # fmt: skip


def _one(people: list[Person], person_id: int) -> Person:
    return next(person for person in people if person.id == person_id)


@room.route("/complaints/<int:complaint_id>/settle", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def settle(complaint_id: int) -> ResponseReturnValue:
    """Record what settled a concern."""
    case = desk.open_case(complaint_id)
    form = SettleForm()
    return desk.do(
        case, form, Move.SETTLE, lambda: services.settle(case, how=form.settled_how.data, by=current_user),
        said=f"{case.reference} is settled",
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/escalate", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def escalate(complaint_id: int) -> ResponseReturnValue:
    """Make a concern a complaint."""
    case = desk.open_case(complaint_id)
    form = EscalateForm()
    return desk.do(
        case, form, Move.ESCALATE,
        lambda: services.escalate(case, by=current_user, reason=form.reason.data or None),
        said=lambda: f"{case.reference}: a complaint received {words.long_date(case.received_on)}",
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/close", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def close(complaint_id: int) -> ResponseReturnValue:
    """Close the case; remedies and actions stay open."""
    case = desk.open_case(complaint_id)
    form = CloseForm()
    has_clocks = bool(case.route and case.route.has_clocks)
    if has_clocks:
        form.reason.put_aside()
    return desk.do(
        case, form, Move.CLOSE, lambda: services.close(case, by=current_user, reason=form.reason.data or None),
        said=lambda: f"{case.reference} is closed: {case.outcome.words.lower() if case.outcome else ''}",
        has_clocks=has_clocks, rows=pages.point_rows(case, current_user),
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/withdraw", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def withdraw(complaint_id: int) -> ResponseReturnValue:
    """Record that they do not want to go on."""
    case = desk.open_case(complaint_id)
    form = WithdrawForm(withdrawn_on=clock.today() if is_first_look() else None)
    return desk.do(
        case, form, Move.WITHDRAW,
        lambda: services.withdraw(case, on=form.withdrawn_on.data, reason=form.reason.data, by=current_user),
        said=lambda: f"{case.reference} is {case.status.words.lower()}",
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/reopen", methods=["GET", "POST"])
@needs(Need.LOG_COMPLAINTS)
def reopen(complaint_id: int) -> ResponseReturnValue:
    """Look into an ended case again."""
    case = desk.open_case(complaint_id)
    form = ReopenForm()
    return desk.do(
        case, form, Move.REOPEN, lambda: services.reopen(case, reason=form.reason.data, by=current_user),
        said=f"{case.reference} is open again",
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/restrict", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def restrict(complaint_id: int) -> ResponseReturnValue:
    """Let only named people know that the case exists."""
    case = desk.open_case(complaint_id)
    form = RestrictForm(people=[row.person_id for row in case.access], reason=case.restricted_reason)
    readers = list_colleagues(*READERS, seen_by=current_user)
    form.people.choices = people_choices(readers)

    def verb() -> None:
        chosen = [person for person in readers if person.id in form.people.data]
        access_services.restrict(case, people=chosen, reason=form.reason.data, by=current_user)

    return desk.do(
        case, form, Move.RESTRICT, verb,
        said=lambda: f"From now only {words.plural(len(case.access), 'person', 'people')} know this case exists",
    )  # fmt: skip


@room.route("/complaints/<int:complaint_id>/open-up", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def open_up(complaint_id: int) -> ResponseReturnValue:
    """Show a restricted case to the team again."""
    case = desk.open_case(complaint_id)
    form = OpenUpForm()
    return desk.do(
        case, form, Move.RESTRICT, lambda: access_services.open_up(case, reason=form.reason.data, by=current_user),
        said=f"{case.reference} is open to the team",
    )  # fmt: skip
