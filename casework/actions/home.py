"""What actions want from somebody today: to sign, sent back, late, due; what comes after a sign-off."""

from datetime import date, timedelta

from sqlalchemy import exists, func

from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Need, Role
from casework.actions import rules
from casework.actions.models import Action, ActionStatus
from casework.actions.queries import is_unfinished, to_judge, to_sign, visible
from casework.extensions import db
from casework.findings.models import Finding, FindingStatus
from casework.findings.queries import bodies_of
from casework.findings.queries import visible as visible_findings
from casework.kit import clock, words
from casework.kit.lines import HomeLine

HOME_LINES = 10
AFTER_LINES = 3  # of what comes after a sign-off: it can wait for what is due
WEEK = timedelta(days=7)
SIGN_GROUPS = {  # where the home page of each role lists what waits for its signature
    Role.DIRECTOR: "For you to sign",
    Role.BOARD_CHAIR: "For you to sign off",
    Role.COMPLAINTS_MANAGER: "To sign or check",
}
WATCHERS = (Role.DIRECTOR, Role.BOARD_CHAIR, Role.BOARD_OFFICE)  # told how many actions of others are late


def list_for_home(person: Person) -> list[HomeLine]:
    """What actions want from this person today: to sign, sent back, late, due; for some, how many are late."""
    if not person.may(Need.READ_ACTIONS):
        return []
    today = clock.today()
    own = visible(person).where(Action.owner_id == person.id, is_unfinished())
    own = own.where(Action.status != ActionStatus.SUBMITTED).order_by(Action.due_on, Action.id).limit(HOME_LINES)
    sign = visible(person).where(to_sign(person)).order_by(Action.due_on, Action.id).limit(HOME_LINES)
    lines = [_sign_line(action, person) for action in db.session.scalars(sign)]
    lines += [_own_line(action, today) for action in db.session.scalars(own)]
    if person.has(*WATCHERS):
        lines += _late_lines(person, today)
    return lines + _judge_lines(person, today) + _close_lines(person)


def _judge_lines(person: Person, today: date) -> list[HomeLine]:
    """Signed-off actions whose measure was to be read again by today, the latest first."""
    if not person.may(Need.SIGN_OFF_ACTIONS):
        return []
    query = visible(person).where(to_judge(person, today)).order_by(Action.signed_off_at.desc(), Action.id)
    return [
        HomeLine("Effects to judge", f"Did {one.reference} work? {one.title}", f"/actions/{one.id}/judge-effect")
        for one in db.session.scalars(query.limit(AFTER_LINES))
    ]


def _close_lines(person: Person) -> list[HomeLine]:
    """Findings whose actions have all ended, one at least signed off: whoever answers for them closes them."""
    bodies = bodies_of(person)
    if not bodies or not person.may(Need.RAISE_FINDINGS):
        return []
    of_it = exists().where(Action.finding_id == Finding.id)
    query = (
        visible_findings(person)
        .where(
            Finding.body.in_(bodies),
            Finding.status.in_((FindingStatus.ACTION_AGREED, FindingStatus.CAME_BACK)),
            of_it.where(Action.status == ActionStatus.SIGNED_OFF),
            ~of_it.where(is_unfinished()),
        )
        .order_by(Finding.id)
        .limit(AFTER_LINES)
    )
    return [
        HomeLine(
            "Findings to close",
            f"Close {finding.reference}, its actions are signed off: {finding.title}",
            f"/findings/{finding.id}/close",
        )
        for finding in db.session.scalars(query)
    ]


def _late_lines(person: Person, today: date) -> list[HomeLine]:
    """How many actions are late: in all, and for the board's office one line an agency, because it chases each."""
    late = visible(person).where(is_unfinished(), Action.due_on < today)
    if not person.has(Role.BOARD_OFFICE):
        count = db.session.scalar(late.with_only_columns(func.count())) or 0
        return [HomeLine("Late", _late_words(count), "/actions?view=overdue")] if count else []
    agencies = (
        late.join(Action.agency)
        .with_only_columns(Organisation.id, Organisation.name, func.count())
        .group_by(Organisation.id, Organisation.name)
        .order_by(Organisation.name)
    )
    return [
        HomeLine("Late by agency", f"{name}: {_late_words(count)}", f"/actions?view=overdue&agency={agency_id}")
        for agency_id, name, count in db.session.execute(agencies)
    ]


def _late_words(count: int) -> str:
    return f"{words.plural(count, 'action')} {'is' if count == 1 else 'are'} late"


def _sign_line(action: Action, person: Person) -> HomeLine:
    group = SIGN_GROUPS[rules.signs_as(action, person)]
    return HomeLine(
        group, f"Sign off {action.reference}: {action.title}", f"/actions/{action.id}/sign-off", action.due_on
    )


def _own_line(action: Action, today: date) -> HomeLine:
    what, page = f"{action.reference}: {action.title}", f"/actions/{action.id}"
    late = rules.overdue_days(action, today)
    if action.status in (ActionStatus.RETURNED, ActionStatus.REOPENED):
        return HomeLine("Sent back to me", f"Read what is missing in {what}", page, action.due_on)
    if late:
        return HomeLine("Late", f"{words.plural(late, 'day')} late, {what}", f"{page}/update", action.due_on)
    if action.status == ActionStatus.PROPOSED:
        return HomeLine("My actions", f"Agree {what}", f"{page}/agree", action.due_on)
    soon = action.due_on is not None and action.due_on <= today + WEEK
    due = f", due {words.long_date(action.due_on)}" if action.due_on else ""
    return HomeLine("This week" if soon else "My actions", f"Update {what}{due}", f"{page}/update", action.due_on)
